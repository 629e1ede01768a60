"""The paths of the protocol, and how refusals are answered and told."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from http import HTTPStatus

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from firstbell.base.errors import Error
from firstbell.server.access import Session, check_adding, check_removing, open_session
from firstbell.server.administration import ADMIN_ROUTES
from firstbell.server.claims import CLAIM_ROUTES
from firstbell.server.connections import CONNECTION
from firstbell.server.downloads import send_object
from firstbell.server.errors import ClientGoneError, RefusedError, find_status
from firstbell.server.health import show_health, show_metrics
from firstbell.server.lines import STRANGERS
from firstbell.server.listings import list_objects
from firstbell.server.object_names import CONFIG, read_kind, read_name
from firstbell.server.removals import remove_object
from firstbell.server.service import Service
from firstbell.server.settings import ClientLimits
from firstbell.server.uploads import drain, receive_object
from firstbell.store import Kind

Endpoint = Callable[[Session], Awaitable[Response]]
_READS = frozenset({"GET", "HEAD"})
_SHOWN_PATH = 200
_REPOSITORY = "repository"
_COUNTED = frozenset({_REPOSITORY, *(kind.value for kind in Kind)})


def make_application(service: Service, *, is_admin: bool) -> ASGIApp:
    """The application of one listener."""
    routes = [
        Route("/healthz", show_health),
        Route("/metrics", show_metrics),
        *(
            Route(path, guarded(endpoint), methods=[method])
            for path, method, endpoint in (ADMIN_ROUTES if is_admin else ())
        ),
        *(
            Route(path, endpoint, methods=[method])
            for path, method, endpoint in (() if is_admin else CLAIM_ROUTES)
        ),
        Route("/{host}/", guarded(_answer_repository), methods=["POST", "DELETE"]),
        Route("/{host}/config", guarded(_answer_config), methods=["GET", "HEAD", "POST", "DELETE"]),
        Route("/{host}/{type}/", guarded(_answer_listing), methods=["GET", "HEAD"]),
        Route("/{host}/{type}/{name}", guarded(_answer_object), methods=["GET", "HEAD", "POST", "DELETE"]),
    ]
    application = Starlette(
        routes=routes, exception_handlers={Error: _answer_error, HTTPException: _answer_unknown}
    )
    application.router.redirect_slashes = False
    application.state.service = service
    application.state.is_admin = is_admin
    return _Telling(application, service)


def guarded(endpoint: Endpoint) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint for those whose credential opens the host that the path names."""

    async def answer(request: Request) -> Response:
        try:
            return await endpoint(await open_session(request))
        except Error as error:
            if find_status(error) == HTTPStatus.FORBIDDEN and not request.url.path.startswith("/-/"):
                _count_refused(request)
            raise

    return answer


def _count_refused(request: Request) -> None:
    """Keep what no backup program does: removing, and adding keys. All else is refused without a word."""
    service: Service = request.app.state.service
    told = request.scope["state"].get("told", {})
    kind = request.path_params.get("type", CONFIG if request.url.path.endswith(f"/{CONFIG}") else _REPOSITORY)
    is_known = told.get("host") in service.vault.registry.hosts and kind in _COUNTED
    is_removal = request.method == "DELETE"
    if is_known and (is_removal or (request.method == "POST" and kind in {Kind.KEYS, CONFIG})):
        address = request.client.host if request.client else ""
        action = "remove" if is_removal else "add"
        service.readings.refuse((told["host"], told["credential"], address, action, kind))


async def _answer_repository(session: Session) -> Response:
    """The place is made by the vault; `?create=true` finds it made."""
    if session.method == "DELETE":
        raise RefusedError(HTTPStatus.FORBIDDEN, "nobody can remove a repository through the server")
    if session.request.query_params.get("create") != "true":
        raise RefusedError(HTTPStatus.BAD_REQUEST, "POST to a repository takes ?create=true")
    if session.credential.permission == "read":
        raise RefusedError(HTTPStatus.FORBIDDEN, "this credential can only read")
    return Response(status_code=200)


async def _answer_config(session: Session) -> Response:
    if session.method == "POST":
        check_adding(session, CONFIG)
    if session.method == "DELETE":
        check_removing(session, CONFIG, CONFIG)
    return await send_object(session, Kind.CONFIG, CONFIG)


async def _answer_listing(session: Session) -> Response:
    return await list_objects(session, read_kind(session.request))


async def _answer_object(session: Session) -> Response:
    kind, name = read_kind(session.request), read_name(session.request)
    if session.method == "POST":
        return await receive_object(session, kind, name)
    if session.method == "DELETE":
        return await remove_object(session, kind, name)
    return await send_object(session, kind, name)


async def _answer_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, Error)
    headers = dict(error.headers) if isinstance(error, RefusedError) else {}
    status = HTTPStatus.REQUEST_TIMEOUT if isinstance(error, ClientGoneError) else find_status(error)
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        headers.setdefault("retry-after", "5")
    request.state.problem = str(error)
    return await _refuse(request, status, headers, _show_problem(error, status))


def _show_problem(error: Error, status: HTTPStatus) -> str:
    # what went wrong inside is for the log; paths of this machine are nobody's business
    return str(error) if isinstance(error, RefusedError) else status.phrase


async def _answer_unknown(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    request.state.problem = error.detail
    headers = dict(error.headers or {})
    return await _refuse(request, HTTPStatus(error.status_code), headers, error.detail)


async def _refuse(request: Request, status: HTTPStatus, headers: dict[str, str], text: str) -> Response:
    if request.method not in _READS:
        service: Service = request.app.state.service
        limits = service.settings.limits
        if "told" in request.scope["state"]:
            is_whole = await drain(request, idle_s=limits.drained_s, most_bytes=limits.drained_bytes)
        else:
            is_whole = await _drain_stranger(request, limits)
        if not is_whole:
            headers["connection"] = "close"
    return PlainTextResponse(text + "\n", status_code=status, headers=headers)


async def _drain_stranger(request: Request, limits: ClientLimits) -> bool:
    """As `drain`, in a time for all of the body: a byte now and then keeps nobody here."""
    try:
        async with asyncio.timeout(limits.drained_stranger_s):
            return await drain(
                request, idle_s=limits.drained_stranger_s, most_bytes=limits.drained_stranger_bytes
            )
    except TimeoutError:
        return False


class _Telling:
    """A line for each request that changed something or was refused, and a figure for every one."""

    def __init__(self, application: ASGIApp, service: Service) -> None:
        self._application = application
        self._service = service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        if scope["type"] != "http":
            return
        started_s = self._service.now_s()
        status = 0

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                if not scope["state"][CONNECTION].host:
                    # a stranger's next request waits for its turn again
                    message.setdefault("headers", []).append((b"connection", b"close"))
            await send(message)

        scope.setdefault("state", {})
        try:
            await self._application(scope, receive, noting)
        finally:
            self._tell(scope, status, self._service.now_s() - started_s)

    def _tell(self, scope: Scope, status: int, took_s: float) -> None:
        method, state = scope["method"], scope["state"]
        self._service.figures.requests[method, status] += 1
        if method in _READS and status < HTTPStatus.BAD_REQUEST and not self._service.settings.logs_reads:
            return
        told = dict(state.get("told", {}))
        if "problem" in state:
            told["problem"] = state["problem"]
        client = scope.get("client")
        self._service.lines.tell_bounded(
            told.get("host") or STRANGERS,
            "refused" if status >= HTTPStatus.BAD_REQUEST else "request",
            method=method,
            path=scope["path"][:_SHOWN_PATH],
            status=status,
            address=client[0] if client else "",
            ms=round(took_s * 1000, 1),
            **told,
        )
