"""Signing in and out: by a one-time link, a passkey, a code, the district's account; and setting these up."""

from __future__ import annotations

from urllib.parse import quote, unquote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from firstbell.console.messages import (
    Answer,
    BeginCode,
    BeginDistrictSignIn,
    BeginRegistration,
    BeginSignIn,
    CodeSignIn,
    FinishCode,
    FinishDistrictSignIn,
    FinishRegistration,
    FinishSignIn,
    ShowInvitation,
    ShowSignIn,
    SignOut,
    TakeInvitation,
    UnlinkAccount,
)
from firstbell.console.pages import is_page
from firstbell.console.web.dialogue import (
    Dialogue,
    answer_script,
    begin_session,
    choose_start,
    read_form,
    set_cookie,
)
from firstbell.console.web.html import render

_ASSERTED = ("credential", "client", "data", "signature")
# what a browser keeps while it is at the identity provider
_AWAY_COOKIE = "__Host-firstbell-away"
_AWAY_S = 600


class SignInPages:
    """The endpoints."""

    def __init__(self, dialogue: Dialogue) -> None:
        self._dialogue = dialogue

    def list_routes(self) -> list[Route]:
        """Every path of them."""
        return [
            Route("/sign-in", self._show_sign_in),
            Route("/sign-in", self._sign_in, methods=["POST"]),
            Route("/sign-in/challenge", self._begin_sign_in, methods=["POST"]),
            Route("/sign-in/code", self._sign_in_by_code, methods=["POST"]),
            Route("/sign-in/district", self._go_to_district, methods=["POST"]),
            Route("/sign-in/district/back", self._come_back),
            Route("/you/account/unlink", self._unlink_account, methods=["POST"]),
            Route("/you/code", self._begin_code, methods=["POST"]),
            Route("/you/code/finish", self._finish_code, methods=["POST"]),
            Route("/passkey", self._keep_passkey, methods=["POST"]),
            Route("/passkey/challenge", self._begin_passkey, methods=["POST"]),
            Route("/join/{token}", self._show_invitation),
            Route("/join/{token}", self._take_invitation, methods=["POST"]),
            Route("/sign-out", self._sign_out, methods=["POST"]),
        ]

    async def _render(self, request: Request, answer: Answer, *, name: str = "", asked: str = "") -> Response:
        """The page to sign in, with what went wrong."""
        offered = await self._dialogue.ask(request, ShowSignIn())
        provider = str(offered.facts.get("provider", ""))
        ended = request.query_params.get("ended", "")
        given = {"name": name, "provider": provider, "ended": ended}
        asked = asked or request.query_params.get("next", "")
        return render(
            "sign-in.html", answer, code=answer.code, asked=asked if is_page(asked) else "", **given
        )

    async def _show_sign_in(self, request: Request) -> Response:
        return await self._render(request, Answer())

    async def _show_invitation(self, request: Request) -> Response:
        token = str(request.path_params["token"])
        answer = await self._dialogue.ask(request, ShowInvitation(token=token))
        if answer.code != 200:
            return self._dialogue.refuse(answer)
        return render("join.html", answer, token=token)

    async def _take_invitation(self, request: Request) -> Response:
        answer = await self._dialogue.ask(request, TakeInvitation(token=str(request.path_params["token"])))
        if answer.code != 200:
            return self._dialogue.refuse(answer)
        return begin_session(answer)

    async def _begin_sign_in(self, request: Request) -> Response:
        return answer_script(await self._dialogue.ask(request, BeginSignIn()))

    async def _sign_in(self, request: Request) -> Response:
        form = await read_form(request)
        answer = await self._dialogue.ask(
            request, FinishSignIn(**{name: form.get(name, "") for name in _ASSERTED})
        )
        if answer.code != 200:
            return answer_script(answer)
        answer.facts["path"] = choose_start(answer, form.get("next", ""))
        response = answer_script(answer)
        set_cookie(response, answer.value)
        return response

    async def _sign_in_by_code(self, request: Request) -> Response:
        form = await read_form(request)
        answer = await self._dialogue.ask(
            request, CodeSignIn(**{name: form.get(name, "") for name in ("name", "passphrase", "code")})
        )
        if answer.code != 200:
            return await self._render(request, answer, name=form.get("name", ""), asked=form.get("next", ""))
        return begin_session(answer, form.get("next", ""))

    async def _begin_code(self, request: Request) -> Response:
        form = await read_form(request)
        question = BeginCode(passphrase=form.get("passphrase", ""), again=form.get("again", ""))
        answer = await self._dialogue.ask(request, question)
        return self._dialogue.lead(answer, f"/planned/{answer.value}")

    async def _finish_code(self, request: Request) -> Response:
        form = await read_form(request)
        question = FinishCode(token=form.get("token", ""), code=form.get("code", ""))
        answer = await self._dialogue.ask(request, question)
        if "problem" in answer.facts:
            return render("code.html", answer, code=400)
        return self._dialogue.lead(answer)

    async def _begin_passkey(self, request: Request) -> Response:
        return answer_script(await self._dialogue.ask(request, BeginRegistration()))

    async def _keep_passkey(self, request: Request) -> Response:
        form = await read_form(request)
        made = {name: form.get(name, "") for name in ("client", "data", "public", "credential")}
        answer = await self._dialogue.ask(request, FinishRegistration(**made))
        answer.facts = {"path": "/you"}
        return answer_script(answer)

    async def _sign_out(self, request: Request) -> Response:
        form = await read_form(request)
        answer = await self._dialogue.ask(request, SignOut(which=form.get("which", "")))
        if answer.reader is not None:
            return RedirectResponse("/you", status_code=303)
        return self._dialogue.refuse(Answer(code=401, value="out" if answer.code == 200 else ""))

    async def _go_to_district(self, request: Request) -> Response:
        """A form may lead to our own pages alone, so the page that it leads to goes on by itself."""
        form = await read_form(request)
        links = form.get("link", "") == "yes"
        answer = await self._dialogue.ask(request, BeginDistrictSignIn(links=links))
        if answer.code != 200:
            return self._dialogue.refuse(answer) if links else await self._render(request, answer)
        response = render("leaving.html", answer)
        kept = f"{answer.value}.{quote(form.get('next', ''), safe='')}"
        response.set_cookie(
            _AWAY_COOKIE, kept, max_age=_AWAY_S, path="/", secure=True, httponly=True, samesite="lax"
        )
        return response

    async def _come_back(self, request: Request) -> Response:
        """Back from the district's identity provider: signed in, or told why not."""
        told = {name: request.query_params.get(name, "")[:4000] for name in ("state", "code", "error")}
        issuer = request.query_params.get("iss", "")[:400]
        kept, _, asked = request.cookies.get(_AWAY_COOKIE, "").partition(".")
        answer = await self._dialogue.ask(request, FinishDistrictSignIn(kept=kept, issuer=issuer, **told))
        if answer.code != 200:
            response = self._dialogue.refuse(answer) if answer.reader else await self._render(request, answer)
        elif answer.value:
            response = begin_session(answer, unquote(asked))
        else:
            response = RedirectResponse(str(answer.facts["path"]), status_code=303)
        response.delete_cookie(_AWAY_COOKIE, path="/", secure=True, httponly=True, samesite="lax")
        return response

    async def _unlink_account(self, request: Request) -> Response:
        return self._dialogue.lead(await self._dialogue.ask(request, UnlinkAccount()), "/you")
