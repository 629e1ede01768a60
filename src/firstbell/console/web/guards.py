"""What holds for every request: listed hosts, forms of our own pages alone, headers of every answer."""

from __future__ import annotations

import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from firstbell.base.counts import read_number
from firstbell.console.settings import ConsoleAddress

_READS = frozenset({"GET", "HEAD"})
MAX_BODY_BYTES = 64 << 10
# what is sent there is read to its end, so that whoever sends too much is told so by a page
MAX_READ_BYTES = 64 << 20
_WITH_FILE = re.compile(r"/cases/[^/]{1,64}/hand-in")
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
_YEAR_S = 365 * 24 * 3600


class RequestGuard:
    """Refuses requests before any page sees them, and puts the headers on what is answered."""

    def __init__(self, application: ASGIApp, place: ConsoleAddress) -> None:
        self._application = application
        self._place = place
        self._headers = dict(_HEADERS)
        if place.is_secure:
            self._headers["Strict-Transport-Security"] = f"max-age={_YEAR_S}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers[name] = value
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        most = MAX_READ_BYTES if _WITH_FILE.fullmatch(scope["path"]) else MAX_BODY_BYTES
        refusal = self._judge(scope["method"], Headers(scope=scope), most)
        await (refusal or self._application)(scope, receive, send_guarded)

    def _judge(self, method: str, headers: Headers, most: int) -> PlainTextResponse | None:
        if headers.get("host", "").lower() not in self._place.hosts:
            told = f"This console is reached by {self._place.origin}/\n"
            return PlainTextResponse(told, status_code=400)
        if method in _READS:
            return None
        if not self._is_own(headers):
            return PlainTextResponse("A form of another site is not taken.\n", status_code=403)
        length = read_number(headers.get("content-length", ""))
        if length is None or length > most:
            return PlainTextResponse("The form is too large.\n", status_code=413)
        return None

    def _is_own(self, headers: Headers) -> bool:
        """Whether a form comes from a page of ours. `same-site` is a page on another port: refused."""
        fetched = headers.get("sec-fetch-site")
        if fetched is not None:
            return fetched == "same-origin"
        return headers.get("origin", "").lower() in self._place.origins
