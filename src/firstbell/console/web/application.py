"""The paths of the console. It asks the key process for everything and decides nothing by itself."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from urllib.parse import quote, urlsplit

import msgspec
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp

from firstbell.console.errors import LinkBrokenError
from firstbell.console.messages import (
    MAX_UPLOAD_BYTES,
    Answer,
    AskChanges,
    GiveOrder,
    KeepDraft,
    KeepSearch,
    PlanAction,
    PlanOrder,
    ShowNames,
    ShowPage,
    ShowPlanned,
    SignAction,
    TakeFiles,
    Trouble,
)
from firstbell.console.pages import PAGES, Page
from firstbell.console.settings import ConsoleAddress
from firstbell.console.web.dialogue import TITLES, Dialogue, answer_script, read_form
from firstbell.console.web.guards import RequestGuard
from firstbell.console.web.html import STATIC, find_static, find_template, pack_static, render
from firstbell.console.web.link import open_files
from firstbell.console.web.sign_in import SignInPages
from firstbell.console.web.uploads import read_upload

_FORMS = {"json": "application/x-ndjson", "csv": "text/csv; charset=utf-8"}
_TYPES = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml"}
Endpoint = Callable[[Request], Awaitable[Response]]


_TOO_LARGE = Trouble(
    f"A message may have {MAX_UPLOAD_BYTES >> 20} MB at most, and this one has more. Nothing was done.",
    "hand it in without its largest attachment, or at the desk by `firstbell message triage FILE`",
)


class ConsoleApplication:
    """All endpoints but those of `SignInPages`."""

    def __init__(self, dialogue: Dialogue) -> None:
        self._dialogue = dialogue

    def list_routes(self) -> list[Route]:
        """Every path that is answered; a table of `pages`, and what signs in and out."""
        routes = [
            Route("/static/{name}", self._send_static),
            Route("/changes", self._tell_changes),
            Route("/cases/{case}/act", self._plan, methods=["POST"]),
            Route("/cases/{case}/sign", self._sign, methods=["POST"]),
            Route("/order", self._plan_order, methods=["POST"]),
            Route("/cases/{case}/hand-in", self._hand_in, methods=["POST"]),
            Route("/planned/{token}", self._show_planned),
            Route("/order/give", self._give_order, methods=["POST"]),
            Route("/files/download", self._send_files, methods=["POST"]),
            Route("/cases/{case}/drafts", self._keep_draft, methods=["POST"]),
            Route("/search", self._keep_search, methods=["POST"]),
            Route("/cases/{case}/names", self._show_names, methods=["POST"]),
        ]
        for page in PAGES:
            # the twin first: a host or an event may be called anything but what ends so
            twin = "/today" if page.path == "/" else page.path
            for form in _FORMS:
                if form == "json" or page.rows is not None:
                    routes.append(Route(f"{twin}.{form}", self._make_twin(page, form)))
            routes.append(Route(page.path, self._make_page(page)))
        return routes

    def _make_page(self, page: Page) -> Endpoint:
        async def show(request: Request) -> Response:
            answer = await self._read(request, page, "page")
            if answer.code != 200:
                return self._dialogue.refuse(answer)
            return render(
                find_template(page),
                answer,
                page=page,
                values=dict(request.path_params),
                query=dict(request.query_params),
                path=request.url.path,
            )

        return show

    def _make_twin(self, page: Page, form: str) -> Endpoint:
        async def show(request: Request) -> Response:
            answer = await self._read(request, page, form)
            if answer.code != 200:
                trouble = answer.trouble or Trouble(TITLES.get(answer.code, "This cannot be shown"))
                return PlainTextResponse(f"{trouble.message}\n", status_code=answer.code)
            headers = (
                {} if form == "json" else {"Content-Disposition": f'attachment; filename="{page.name}.csv"'}
            )
            return Response(answer.body, media_type=_FORMS[form], headers=headers)

        return show

    async def _read(self, request: Request, page: Page, form: str) -> Answer:
        query = {name: value[:400] for name, value in request.query_params.items()}
        values = {name: str(value) for name, value in request.path_params.items()}
        # a script that reads the page says so by itself, in every browser
        follows = request.headers.get("sec-fetch-dest") == "empty"
        return await self._dialogue.ask(
            request, ShowPage(page=page.name, values=values, query=query, form=form, follows=follows)
        )

    async def _tell_changes(self, request: Request) -> Response:
        page = request.query_params.get("page", "")[:40]
        answer = await self._dialogue.ask(request, AskChanges(page=page))
        return PlainTextResponse(answer.value, status_code=answer.code)

    async def _plan(self, request: Request) -> Response:
        form = await read_form(request)
        case = str(request.path_params["case"])
        action = form.pop("action", "")
        answer = await self._dialogue.ask(request, PlanAction(action=action, case=case, fields=form))
        return self._dialogue.lead(answer, f"/planned/{answer.value}")

    async def _show_planned(self, request: Request) -> Response:
        answer = await self._dialogue.ask(request, ShowPlanned(token=str(request.path_params["token"])))
        if answer.code != 200:
            return self._dialogue.refuse(answer)
        return render(f"{answer.facts['page']}.html", answer, values={"case": answer.facts.get("case", "")})

    async def _sign(self, request: Request) -> Response:
        form = await read_form(request)
        told = {name: form.get(name, "") for name in ("token", "client", "data", "signature")}
        return answer_script(await self._dialogue.ask(request, SignAction(**told)))

    async def _plan_order(self, request: Request) -> Response:
        form = await read_form(request)
        order = form.pop("order", "")
        answer = await self._dialogue.ask(request, PlanOrder(order=order, fields=form))
        return self._dialogue.lead(answer, f"/planned/{answer.value}")

    async def _hand_in(self, request: Request) -> Response:
        # of somebody who is not signed in, nothing is read
        asked = await self._dialogue.ask(request, AskChanges(page="messages"))
        if asked.code != 200:
            return self._dialogue.refuse(asked)
        upload = await read_upload(request)
        if upload.is_too_large:
            whose = await self._dialogue.ask(request, ShowPage(page=""))
            return self._dialogue.refuse(msgspec.structs.replace(whose, code=413, trouble=_TOO_LARGE))
        fields = {"text": upload.fields.get("text", ""), "case": str(request.path_params["case"])}
        fields |= {"file": upload.name} if upload.data else {}
        question = PlanOrder(order="triage-message", fields=fields, content=upload.data)
        answer = await self._dialogue.ask(request, question)
        return self._dialogue.lead(answer, f"/planned/{answer.value}")

    async def _give_order(self, request: Request) -> Response:
        form = await read_form(request)
        return self._dialogue.lead(await self._dialogue.ask(request, GiveOrder(token=form.get("token", ""))))

    async def _send_files(self, request: Request) -> Response:
        form = await read_form(request)
        choices = {name[1:]: held for name, held in form.items() if name[:1] == "v" and name[1:].isdigit()}
        question = self._dialogue.identify(request, TakeFiles(search=form.get("search", ""), choices=choices))
        try:
            answer, pieces = await open_files(self._dialogue.keys, question)
        except LinkBrokenError as error:
            return self._dialogue.refuse(Answer(code=503, trouble=Trouble(str(error))))
        if answer.code != 200:
            return self._dialogue.refuse(answer)
        name = quote(str(answer.facts["name"]), safe="")
        headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
        if answer.facts["size"] is not None:
            headers["Content-Length"] = str(answer.facts["size"])
        return StreamingResponse(pieces, media_type=str(answer.facts["type"]), headers=headers)

    async def _keep_draft(self, request: Request) -> Response:
        form = await read_form(request)
        case = str(request.path_params["case"])
        is_script = form.pop("as", "") == "json"
        documents = " ".join(held for name, held in form.items() if name.startswith("document"))
        page = form.pop("page", "review")
        fields = {**form, "documents": documents}
        answer = await self._dialogue.ask(
            request, KeepDraft(case=case, fields=fields, tells_next=not is_script)
        )
        if is_script:
            return answer_script(answer)
        return self._dialogue.lead(answer, f"/cases/{case}/review" + ("/all" if page == "review-all" else ""))

    async def _keep_search(self, request: Request) -> Response:
        form = await read_form(request)
        question = KeepSearch(
            page=form.get("page", ""),
            words=form.get("words", "")
            or "\n".join(held for name, held in form.items() if name[:4] == "path"),
            place=form.get("place", ""),
        )
        answer = await self._dialogue.ask(request, question)
        back = _find_back(form, "/")
        return self._dialogue.lead(answer, f"{back}?search={answer.value}" if answer.value else back)

    async def _show_names(self, request: Request) -> Response:
        form = await read_form(request)
        case = str(request.path_params["case"])
        shows = form.get("show", "yes") == "yes"
        answer = await self._dialogue.ask(request, ShowNames(case=case, why=form.get("why", ""), shows=shows))
        return self._dialogue.lead(answer, _find_back(form, f"/cases/{case}/people"))

    async def _send_static(self, request: Request) -> Response:
        name = str(request.path_params["name"])
        for path in STATIC.iterdir():
            if find_static(path.name) == f"/static/{name}":
                headers = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}
                takes_gzip = "gzip" in request.headers.get("accept-encoding", "")
                body = pack_static(path) if takes_gzip else path.read_bytes()
                headers |= {"Content-Encoding": "gzip"} if takes_gzip else {}
                return Response(body, media_type=_TYPES[path.suffix[1:]], headers=headers)
        raise HTTPException(404)

    async def answer_unknown(self, request: Request, error: Exception) -> Response:
        """A path that is none, a method that is none, or a fault of ours."""
        code = error.status_code if isinstance(error, HTTPException) else 500
        title = TITLES.get(code, "This cannot be shown")
        asked = await self._dialogue.ask(request, ShowPage(page=""))
        answer = msgspec.structs.replace(asked, code=code, trouble=None)
        return render("refused.html", answer, code=code, title=title)


def _find_back(form: Mapping[str, str], otherwise: str) -> str:
    """The page that a form came from, where that is one of ours."""
    target = urlsplit(form.get("back", "")).path
    is_ours = target.startswith("/") and not target.startswith("//") and "\\" not in target
    return target if is_ours else otherwise


def make_console(keys: str, place: ConsoleAddress) -> ASGIApp:
    """The whole web side, guarded."""
    dialogue = Dialogue(keys)
    application = ConsoleApplication(dialogue)
    inner = Starlette(
        routes=[*SignInPages(dialogue).list_routes(), *application.list_routes()],
        exception_handlers={HTTPException: application.answer_unknown, 500: application.answer_unknown},
    )
    inner.router.redirect_slashes = False
    return RequestGuard(inner, place)
