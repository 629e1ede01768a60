"""What every endpoint does with the key process: it asks, passes refusals on, keeps the session's cookie."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from firstbell.console.errors import LinkBrokenError
from firstbell.console.messages import Answer, Inquiry, Trouble
from firstbell.console.pages import is_page
from firstbell.console.web.guards import MAX_BODY_BYTES
from firstbell.console.web.html import render
from firstbell.console.web.link import ask_keys

COOKIE = "__Host-firstbell"
_SESSION_S = 12 * 3600
_MOST_FIELDS = 80
TITLES = {
    401: "Sign in",
    403: "Not for your role",
    404: "There is no such page",
    400: "This cannot be done",
    409: "Nothing was added",
    410: "This link does not sign in",
    405: "Nothing was done",
    413: "This is too much at once",
    429: "Wait a moment",
    503: "The console cannot read this now",
}


class Dialogue:
    """Speaks with one key process. `keys`: the path of its socket."""

    def __init__(self, keys: str) -> None:
        self.keys = keys

    def identify(self, request: Request, question: Inquiry) -> Inquiry:
        """A question with whose it is."""
        address = request.client.host if request.client else ""
        return msgspec.structs.replace(question, session=request.cookies.get(COOKIE, ""), address=address)

    async def ask(self, request: Request, question: Inquiry) -> Answer:
        """What the key process says; 503 where it does not answer."""
        try:
            answer = await ask_keys(self.keys, self.identify(request, question))
        except LinkBrokenError as error:
            return Answer(code=503, trouble=Trouble(str(error), "load the page again in a moment"))
        if answer.code == 401 and request.cookies.get(COOKIE):
            answer.value = "form" if request.method == "POST" else "page"
        if answer.code == 401 and request.method == "GET":
            # what was looked for went with the session
            kept = [(name, held) for name, held in request.query_params.multi_items() if name != "search"]
            answer.facts["asked"] = request.url.path + (f"?{urlencode(kept)}" if kept else "")
        if "typed" in answer.facts:
            answer.facts["sent_to"] = request.url.path
        return answer

    def refuse(self, answer: Answer) -> Response:
        """The page of a refusal. Whoever is not signed in is sent to the page where that is done, and whoever
        typed the bare address to the first page of their role.
        """
        if answer.code == 401:
            asked = str(answer.facts.get("asked", "/"))
            told = {"ended": answer.value, "next": asked if asked != "/" and is_page(asked) else ""}
            query = urlencode({name: held for name, held in told.items() if held})
            response: Response = RedirectResponse(f"/sign-in?{query}".rstrip("?"), status_code=303)
            response.delete_cookie(COOKIE, path="/", secure=True, httponly=True, samesite="lax")
            return response
        if answer.code == 303:
            return RedirectResponse(str(answer.facts["path"]), status_code=303)
        title = TITLES.get(answer.code, "This cannot be shown")
        return render("refused.html", answer, code=answer.code, title=title)

    def lead(self, answer: Answer, path: str = "") -> Response:
        """What follows a form: a page that is opened, so that going back or a reload sends nothing."""
        if answer.code != 200:
            return self.refuse(answer)
        return RedirectResponse(path or str(answer.facts["path"]), status_code=303)


def choose_start(answer: Answer, asked: str) -> str:
    """Where a new session goes on: with the page that was asked for, where the role has it."""
    is_theirs = answer.reader is not None and is_page(asked, answer.reader.role)
    return asked if is_theirs else str(answer.facts["path"])


def begin_session(answer: Answer, asked: str = "") -> Response:
    """On to where a person begins, with the cookie of the new session."""
    response = RedirectResponse(choose_start(answer, asked), status_code=303)
    set_cookie(response, answer.value)
    return response


def set_cookie(response: Response, session: str) -> None:
    """The session's cookie, on a response."""
    response.set_cookie(
        COOKIE, session, max_age=_SESSION_S, path="/", secure=True, httponly=True, samesite="lax"
    )


def answer_script(answer: Answer) -> Response:
    """What the page's script goes on with: facts, or what is wrong."""
    told: dict[str, object] = dict(answer.facts)
    if answer.code != 200:
        trouble = answer.trouble or Trouble(TITLES.get(answer.code, "This cannot be done now"))
        told = {"trouble": trouble.message, "hint": trouble.hint}
    return Response(msgspec.json.encode(told), status_code=answer.code, media_type="application/json")


async def read_form(request: Request) -> dict[str, str]:
    """The fields of a form. Raises: HTTPException for one that is too large, or has too many."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MAX_BODY_BYTES:
            raise HTTPException(413)
    return split_fields(body)


def split_fields(body: bytes) -> dict[str, str]:
    """The fields of a form without a file. Raises: HTTPException for one that has too many."""
    try:
        return dict(parse_qsl(body.decode("utf-8", "replace"), max_num_fields=_MOST_FIELDS))
    except ValueError:
        raise HTTPException(400) from None
