"""Who asks, and what he may: basic authentication, the permissions, the pace."""

from __future__ import annotations

import asyncio
import base64
import binascii
from dataclasses import dataclass
from http import HTTPStatus

from starlette.requests import Request

from firstbell.server.connection_table import ConnectionTable, OpenConnection, find_source
from firstbell.server.connections import CONNECTION
from firstbell.server.errors import RefusedError
from firstbell.server.service import Service
from firstbell.vault import Credential
from firstbell.vault.entries import EVERY_HOST
from firstbell.vault.inventory import LOCKS

# where the state of a request holds the table of its listener's connections
TABLE = "table"
_CHALLENGE = {"www-authenticate": 'Basic realm="firstbell vault", charset="UTF-8"'}


@dataclass(frozen=True, slots=True)
class Session:
    """One request by somebody who is known. `is_admin`: it came in on the admin listener."""

    service: Service
    request: Request
    credential: Credential
    host: str
    address: str
    is_admin: bool

    @property
    def method(self) -> str:
        """Of HTTP."""
        return self.request.method


async def open_session(request: Request) -> Session:
    """Who asks for what, and whether he may ask for this host at all.

    Raises: RefusedError: 401 without a valid credential, 403 for another host, 404, 429.
    """
    service: Service = request.app.state.service
    address = request.client.host if request.client else ""
    await _take_in_rules(service, request, find_source(address))
    host = str(request.path_params.get("host", ""))
    try:
        credential = await _authenticate(service, request, find_source(address))
    except RefusedError:
        _recognize(request, "")
        raise
    _recognize(request, credential.host)
    request.state.told = {"host": host, "credential": credential.id}
    _check_reach(credential, host, is_admin=request.app.state.is_admin)
    session = Session(service, request, credential, host, address, request.app.state.is_admin)
    if host:
        _check_pace(session)
    return session


async def _take_in_rules(service: Service, request: Request, address: str) -> None:
    """What holds is taken in before it is judged who asks.

    Where several servers share the vault that takes requests to the bucket: none for whoever shows no
    credential, and none before a wait for whoever has guessed wrong again and again and shows none that is
    known here.
    """
    if service.vault.is_shared:
        given = read_basic(request.headers.get("authorization", ""))
        if given is None:
            return
        is_known = service.vault.registry.authenticate(*given, now_ns=service.vault.clock.now_ns())
        if is_known is None and service.guesses.is_slowed(address, service.now_s()):
            return
    await service.take_in_rules()


def recognize_stranger(request: Request) -> None:
    """The connection is that of one who shows no credential of the vault."""
    _recognize(request, "")


def _recognize(request: Request, host: str) -> None:
    """The connection is that of a host from here on, or of a stranger."""
    state = request.scope["state"]
    table: ConnectionTable = state[TABLE]
    opened: OpenConnection = state[CONNECTION]
    table.recognize(opened, host)


async def _authenticate(service: Service, request: Request, address: str) -> Credential:
    given = read_basic(request.headers.get("authorization", ""))
    if given is None:
        raise RefusedError(HTTPStatus.UNAUTHORIZED, "a credential is needed", headers=_CHALLENGE)
    credential = service.vault.registry.authenticate(*given, now_ns=service.vault.clock.now_ns())
    if credential is not None:
        return credential
    service.figures.wrong_credentials += 1
    has_waited = service.vault.is_shared and service.guesses.is_slowed(address, service.now_s())
    await pace_wrong(service, address)
    if has_waited:
        # another server may have made it just now, and somebody else at this address guessed wrong
        await service.take_in_rules()
        credential = service.vault.registry.authenticate(*given, now_ns=service.vault.clock.now_ns())
        if credential is not None:
            return credential
    raise RefusedError(
        HTTPStatus.UNAUTHORIZED, "the credential is wrong, expired or revoked", headers=_CHALLENGE
    )


async def pace_wrong(service: Service, address: str) -> None:
    """Wait, the longer the more often the address was wrong.

    Raises: RefusedError, 429, where too many answers to it wait already.
    """
    delay_s = service.guesses.note(address, service.now_s())
    if delay_s is None:
        raise RefusedError(
            HTTPStatus.TOO_MANY_REQUESTS, "too many wrong credentials", headers={"retry-after": "10"}
        )
    service.guesses.begin_waiting(address)
    try:
        await asyncio.sleep(delay_s)
    finally:
        service.guesses.end_waiting(address)


def read_basic(header: str) -> tuple[str, str] | None:
    """User and password of the header; None where it is another one, or none."""
    scheme, _, encoded = header.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        user, colon, secret = base64.b64decode(encoded.strip(), validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return None
    return (user, secret) if colon else None


def _check_reach(credential: Credential, host: str, *, is_admin: bool) -> None:
    if credential.permission == "full" and not is_admin:
        raise RefusedError(HTTPStatus.FORBIDDEN, "only the admin listener accepts full permission")
    if host and not credential.opens(host):
        raise RefusedError(HTTPStatus.FORBIDDEN, f"this credential is for {credential.host}")
    if not host and (credential.permission != "full" or credential.host != EVERY_HOST):
        raise RefusedError(HTTPStatus.FORBIDDEN, "this needs the desk's credential")


def _check_pace(session: Session) -> None:
    service, host = session.service, session.host
    known = service.vault.registry.find_host(host)
    wait_s = service.requests.take(host, per_minute=known.requests_per_minute, now_s=service.now_s())
    if wait_s:
        raise _slow_down(
            f"{host} has used up its {known.requests_per_minute} requests for this minute", wait_s
        )
    if service.busy[host] >= service.settings.limits.per_host:
        raise RefusedError(
            HTTPStatus.TOO_MANY_REQUESTS, f"{host} does too many things at once", headers={"retry-after": "1"}
        )


def _slow_down(problem: str, wait_s: float) -> RefusedError:
    return RefusedError(HTTPStatus.TOO_MANY_REQUESTS, problem, headers={"retry-after": str(int(wait_s) + 1)})


def check_upload_pace(session: Session) -> None:
    """Raises: RefusedError, 429, where a host has had its uploads of this minute. The desk adds at will."""
    service, host = session.service, session.host
    per_minute = service.vault.registry.find_host(host).uploads_per_minute
    if session.credential.permission == "full":
        return
    wait_s = service.uploads.take(host, per_minute=per_minute, now_s=service.now_s())
    if wait_s:
        raise _slow_down(f"{host} has had its {per_minute} uploads of this minute", wait_s)


def check_adding(session: Session, kind: str) -> None:
    """Raises: RefusedError unless the credential may add an object of the type."""
    if kind in {"config", "keys"}:
        raise RefusedError(
            HTTPStatus.FORBIDDEN, f"{kind} can be written only once, when the vault makes the repository"
        )
    if session.credential.permission == "read":
        raise RefusedError(HTTPStatus.FORBIDDEN, "this credential can only read")


def check_removing(session: Session, kind: str, name: str) -> None:
    """Raises: RefusedError unless the credential may remove the object; the vault may still hold it."""
    permission = session.credential.permission
    if permission == "read":
        raise RefusedError(HTTPStatus.FORBIDDEN, "this credential can only read")
    if kind in {"config", "keys"}:
        raise RefusedError(HTTPStatus.FORBIDDEN, f"nobody can remove {kind} through the server")
    if permission == "full":
        return
    if kind != LOCKS:
        raise RefusedError(HTTPStatus.FORBIDDEN, "this credential can only remove its own host's locks")
    owner = session.service.vault.inventory.of(session.host).locks.get(name, "")
    known = session.service.vault.registry.credentials.get(owner)
    # one whose owner is not written down yet may be the desk's, which writes past the server
    if known is None or known.host != session.host or known.permission == "full":
        raise RefusedError(HTTPStatus.FORBIDDEN, "this lock does not belong to this host's credentials")
