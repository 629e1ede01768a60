"""The paths of the console. It asks the key process for everything and decides nothing by itself."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import parse_qsl, quote, urlsplit

import msgspec
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp

from firstbell.console.errors import LinkBrokenError
from firstbell.console.messages import (
    Answer,
    AskChanges,
    BeginCode,
    BeginRegistration,
    BeginSignIn,
    CodeSignIn,
    FinishCode,
    FinishRegistration,
    FinishSignIn,
    GiveOrder,
    Inquiry,
    KeepDraft,
    KeepSearch,
    PlanAction,
    PlanOrder,
    ShowInvitation,
    ShowNames,
    ShowPage,
    SignAction,
    SignOut,
    TakeFiles,
    TakeInvitation,
    Trouble,
)
from firstbell.console.pages import PAGES, Page
from firstbell.console.settings import ConsoleAddress
from firstbell.console.web.guards import MAX_BODY_BYTES, RequestGuard
from firstbell.console.web.html import STATIC, find_static, find_template, pack_static, render
from firstbell.console.web.link import ask_keys, open_files

_COOKIE = "__Host-firstbell"
_SESSION_S = 12 * 3600
_FORMS = {"json": "application/x-ndjson", "csv": "text/csv; charset=utf-8"}
_TYPES = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml"}
_TITLES = {
    401: "Sign in",
    403: "Not for your role",
    404: "There is no such page",
    400: "This cannot be done so",
    409: "Nothing was added",
    410: "This link does not sign in",
    429: "Too fast",
    503: "The console cannot read this now",
}
_ASSERTED = ("credential", "client", "data", "signature")
Endpoint = Callable[[Request], Awaitable[Response]]


class ConsoleApplication:
    """All endpoints. `keys`: the path of the key process's socket."""

    def __init__(self, keys: str) -> None:
        self._keys = keys

    def list_routes(self) -> list[Route]:
        """Every path that is answered; a table of `pages`, and what signs in and out."""
        routes = [
            Route("/static/{name}", self._send_static),
            Route("/changes", self._tell_changes),
            Route("/sign-in", self._show_sign_in),
            Route("/sign-in", self._sign_in, methods=["POST"]),
            Route("/sign-in/challenge", self._begin_sign_in, methods=["POST"]),
            Route("/sign-in/code", self._sign_in_by_code, methods=["POST"]),
            Route("/you/code", self._begin_code, methods=["POST"]),
            Route("/you/code/finish", self._finish_code, methods=["POST"]),
            Route("/passkey", self._keep_passkey, methods=["POST"]),
            Route("/passkey/challenge", self._begin_passkey, methods=["POST"]),
            Route("/cases/{case}/act", self._plan, methods=["POST"]),
            Route("/cases/{case}/sign", self._sign, methods=["POST"]),
            Route("/order", self._plan_order, methods=["POST"]),
            Route("/order/give", self._give_order, methods=["POST"]),
            Route("/files/download", self._send_files, methods=["POST"]),
            Route("/cases/{case}/drafts", self._keep_draft, methods=["POST"]),
            Route("/join/{token}", self._show_invitation),
            Route("/join/{token}", self._take_invitation, methods=["POST"]),
            Route("/sign-out", self._sign_out, methods=["POST"]),
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
                return self._refuse(request, answer)
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
                trouble = answer.trouble or Trouble(_TITLES.get(answer.code, "This cannot be shown"))
                return PlainTextResponse(f"{trouble.message}\n", status_code=answer.code)
            if form == "json" and page.name == "you":
                return Response(_encode_facts(answer), media_type=_FORMS[form])
            headers = (
                {} if form == "json" else {"Content-Disposition": f'attachment; filename="{page.name}.csv"'}
            )
            return Response(answer.body, media_type=_FORMS[form], headers=headers)

        return show

    async def _read(self, request: Request, page: Page, form: str) -> Answer:
        query = {name: value[:400] for name, value in request.query_params.items()}
        values = {name: str(value) for name, value in request.path_params.items()}
        return await self._ask(request, ShowPage(page=page.name, values=values, query=query, form=form))

    def _identify(self, request: Request, question: Inquiry) -> Inquiry:
        address = request.client.host if request.client else ""
        return msgspec.structs.replace(question, session=request.cookies.get(_COOKIE, ""), address=address)

    async def _ask(self, request: Request, question: Inquiry) -> Answer:
        try:
            return await ask_keys(self._keys, self._identify(request, question))
        except LinkBrokenError as error:
            return Answer(code=503, trouble=Trouble(str(error), "load the page again in a moment"))

    def _refuse(self, request: Request, answer: Answer) -> Response:
        if answer.code == 401:
            response: Response = RedirectResponse("/sign-in", status_code=303)
            response.delete_cookie(_COOKIE, path="/", secure=True, httponly=True, samesite="lax")
            return response
        title = _TITLES.get(answer.code, "This cannot be shown")
        return render("refused.html", answer, code=answer.code, title=title)

    async def _tell_changes(self, request: Request) -> Response:
        answer = await self._ask(request, AskChanges())
        return PlainTextResponse(answer.value, status_code=answer.code)

    async def _show_sign_in(self, request: Request) -> Response:
        return render("sign-in.html", Answer(), name="")

    async def _show_invitation(self, request: Request) -> Response:
        token = str(request.path_params["token"])
        answer = await self._ask(request, ShowInvitation(token=token))
        if answer.code != 200:
            return self._refuse(request, answer)
        return render("join.html", answer, token=token)

    async def _take_invitation(self, request: Request) -> Response:
        answer = await self._ask(request, TakeInvitation(token=str(request.path_params["token"])))
        if answer.code != 200:
            return self._refuse(request, answer)
        return _begin_session(answer)

    async def _begin_sign_in(self, request: Request) -> Response:
        return _answer_script(await self._ask(request, BeginSignIn()))

    async def _sign_in(self, request: Request) -> Response:
        form = await _read_form(request)
        answer = await self._ask(request, FinishSignIn(**{name: form.get(name, "") for name in _ASSERTED}))
        if answer.code != 200:
            return _answer_script(answer)
        response = _answer_script(answer)
        _set_cookie(response, answer.value)
        return response

    async def _sign_in_by_code(self, request: Request) -> Response:
        form = await _read_form(request)
        answer = await self._ask(
            request, CodeSignIn(**{name: form.get(name, "") for name in ("name", "passphrase", "code")})
        )
        if answer.code != 200:
            return render("sign-in.html", answer, code=answer.code, name=form.get("name", ""))
        return _begin_session(answer)

    async def _begin_code(self, request: Request) -> Response:
        form = await _read_form(request)
        question = BeginCode(passphrase=form.get("passphrase", ""), again=form.get("again", ""))
        answer = await self._ask(request, question)
        return self._refuse(request, answer) if answer.code != 200 else render("code.html", answer)

    async def _finish_code(self, request: Request) -> Response:
        form = await _read_form(request)
        question = FinishCode(token=form.get("token", ""), code=form.get("code", ""))
        answer = await self._ask(request, question)
        if answer.code != 200:
            return self._refuse(request, answer)
        if "path" not in answer.facts:
            return render("code.html", answer, code=400)
        return RedirectResponse(str(answer.facts["path"]), status_code=303)

    async def _begin_passkey(self, request: Request) -> Response:
        return _answer_script(await self._ask(request, BeginRegistration()))

    async def _keep_passkey(self, request: Request) -> Response:
        form = await _read_form(request)
        made = {name: form.get(name, "") for name in ("client", "data", "public", "credential")}
        answer = await self._ask(request, FinishRegistration(**made))
        answer.facts = {"path": "/you"}
        return _answer_script(answer)

    async def _plan(self, request: Request) -> Response:
        form = await _read_form(request)
        case = str(request.path_params["case"])
        action = form.pop("action", "")
        answer = await self._ask(request, PlanAction(action=action, case=case, fields=form))
        if answer.code != 200:
            return self._refuse(request, answer)
        return render("sign.html", answer, values={"case": case}, action=action)

    async def _sign(self, request: Request) -> Response:
        form = await _read_form(request)
        told = {name: form.get(name, "") for name in ("token", "client", "data", "signature")}
        return _answer_script(await self._ask(request, SignAction(**told)))

    async def _plan_order(self, request: Request) -> Response:
        form = await _read_form(request)
        order = form.pop("order", "")
        answer = await self._ask(request, PlanOrder(order=order, fields=form))
        if answer.code != 200:
            return self._refuse(request, answer)
        return render("order.html", answer)

    async def _give_order(self, request: Request) -> Response:
        form = await _read_form(request)
        answer = await self._ask(request, GiveOrder(token=form.get("token", "")))
        if answer.code != 200:
            return self._refuse(request, answer)
        return RedirectResponse(str(answer.facts["path"]), status_code=303)

    async def _send_files(self, request: Request) -> Response:
        form = await _read_form(request)
        choices = {name[1:]: held for name, held in form.items() if name[:1] == "v" and name[1:].isdigit()}
        question = self._identify(request, TakeFiles(search=form.get("search", ""), choices=choices))
        try:
            answer, pieces = await open_files(self._keys, question)
        except LinkBrokenError as error:
            return self._refuse(request, Answer(code=503, trouble=Trouble(str(error))))
        if answer.code != 200:
            return self._refuse(request, answer)
        name = quote(str(answer.facts["name"]), safe="")
        headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
        if answer.facts["size"] is not None:
            headers["Content-Length"] = str(answer.facts["size"])
        return StreamingResponse(pieces, media_type=str(answer.facts["type"]), headers=headers)

    async def _keep_draft(self, request: Request) -> Response:
        form = await _read_form(request)
        case = str(request.path_params["case"])
        is_script = form.pop("as", "") == "json"
        documents = " ".join(held for name, held in form.items() if name.startswith("document"))
        page = form.pop("page", "review")
        answer = await self._ask(request, KeepDraft(case=case, fields={**form, "documents": documents}))
        if is_script:
            return _answer_script(answer)
        if answer.code != 200:
            return self._refuse(request, answer)
        back = f"/cases/{case}/review" + ("/all" if page == "review-all" else "")
        return RedirectResponse(back, status_code=303)

    async def _sign_out(self, request: Request) -> Response:
        form = await _read_form(request)
        answer = await self._ask(request, SignOut(which=form.get("which", "")))
        if answer.reader is not None:
            return RedirectResponse("/you", status_code=303)
        return self._refuse(request, Answer(code=401))

    async def _keep_search(self, request: Request) -> Response:
        form = await _read_form(request)
        target = urlsplit(form.get("back", "/")).path
        question = KeepSearch(
            page=form.get("page", ""),
            words=form.get("words", "")
            or "\n".join(held for name, held in form.items() if name[:4] == "path"),
            place=form.get("place", ""),
        )
        answer = await self._ask(request, question)
        if answer.code != 200:
            return self._refuse(request, answer)
        is_ours = target.startswith("/") and not target.startswith("//") and "\\" not in target
        back = target if is_ours else "/"
        return RedirectResponse(f"{back}?search={answer.value}" if answer.value else back, status_code=303)

    async def _show_names(self, request: Request) -> Response:
        form = await _read_form(request)
        case = str(request.path_params["case"])
        shows = form.get("show", "yes") == "yes"
        answer = await self._ask(request, ShowNames(case=case, why=form.get("why", ""), shows=shows))
        if answer.code != 200:
            return self._refuse(request, answer)
        person = form.get("person", "")
        return RedirectResponse(
            f"/cases/{case}/people" + (f"/{person}" if person.isalnum() else ""), status_code=303
        )

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
        title = _TITLES.get(code, "This cannot be shown")
        return render("refused.html", Answer(code=code), code=code, title=title)


def _begin_session(answer: Answer) -> Response:
    response = RedirectResponse(str(answer.facts["path"]), status_code=303)
    _set_cookie(response, answer.value)
    return response


def _set_cookie(response: Response, session: str) -> None:
    response.set_cookie(
        _COOKIE, session, max_age=_SESSION_S, path="/", secure=True, httponly=True, samesite="lax"
    )


def _answer_script(answer: Answer) -> Response:
    """What the page's script goes on with: facts, or what is wrong."""
    told: dict[str, object] = dict(answer.facts)
    if answer.code != 200:
        trouble = answer.trouble or Trouble(_TITLES.get(answer.code, "This cannot be done now"))
        told = {"trouble": trouble.message, "hint": trouble.hint}
    return Response(msgspec.json.encode(told), status_code=answer.code, media_type="application/json")


async def _read_form(request: Request) -> dict[str, str]:
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MAX_BODY_BYTES:
            raise HTTPException(413)
    return dict(parse_qsl(body.decode("utf-8", "replace"), max_num_fields=80))


def _encode_facts(answer: Answer) -> bytes:
    assert answer.reader is not None
    told = {"message_type": "reader", "name": answer.reader.name, "role": answer.reader.role, **answer.facts}
    return msgspec.json.encode(told) + b"\n"


def make_console(keys: str, place: ConsoleAddress) -> ASGIApp:
    """The whole web side, guarded."""
    application = ConsoleApplication(keys)
    inner = Starlette(
        routes=application.list_routes(),
        exception_handlers={HTTPException: application.answer_unknown, 500: application.answer_unknown},
    )
    inner.router.redirect_slashes = False
    return RequestGuard(inner, place)
