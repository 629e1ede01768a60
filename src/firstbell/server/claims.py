"""How a host that has no credential yet claims one. See docs/protocols/claims.md."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Annotated

import msgspec
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from firstbell.base.errors import UNREADABLE, Error
from firstbell.server.access import pace_wrong, read_basic, recognize_stranger
from firstbell.server.connection_table import find_source
from firstbell.server.errors import RefusedError
from firstbell.server.service import Service
from firstbell.server.uploads import iterate_body
from firstbell.vault import Vault
from firstbell.vault.claims import Claimed, HostClaims, find_code
from firstbell.vault.errors import ClaimClosedError, UnknownClaimError
from firstbell.vault.registry import hash_secret

_MOST_BYTES = 4096
_PER_MINUTE = 120
_MODULUS_BITS = range(3072, 4097)


class _Claim(msgspec.Struct, forbid_unknown_fields=True):
    host: Annotated[str, msgspec.Meta(max_length=64)]
    sha256: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]
    modulus: Annotated[str, msgspec.Meta(pattern="^[0-9a-fA-F]{768,1024}$")]


async def take_claim(request: Request) -> Response:
    """Write a claim down."""
    service, address = _begin(request)
    claim = await _read(request)
    modulus = claim.modulus.lower()
    if int(modulus, 16).bit_length() not in _MODULUS_BITS or not int(modulus, 16) & 1:
        raise RefusedError(HTTPStatus.BAD_REQUEST, "modulus is no RSA key of 3072 to 4096 bits")
    told = request.client.host if request.client else ""
    try:
        taken: Claimed = await service.run(
            service.vault.claims.claim, claim.host, sha256=claim.sha256, modulus=modulus, address=told
        )
    except Error as error:
        if isinstance(error, ClaimClosedError):
            await pace_wrong(service, address)
        raise RefusedError(_STATUS.get(error.code, HTTPStatus.INTERNAL_SERVER_ERROR), str(error)) from None
    return _show_waiting(taken)


_STATUS = {
    "vault.claim_closed": HTTPStatus.FORBIDDEN,
    "vault.claim_taken": HTTPStatus.CONFLICT,
    "vault.claims_too_many": HTTPStatus.TOO_MANY_REQUESTS,
    "vault.full": HTTPStatus.INSUFFICIENT_STORAGE,
    "vault.unreachable": HTTPStatus.SERVICE_UNAVAILABLE,
}


async def show_claim(request: Request) -> Response:
    """What became of a claim, to the host that made it."""
    service, address = _begin(request)
    given = read_basic(request.headers.get("authorization", ""))
    name = str(request.path_params["host"])
    if given is None or given[0].casefold() != name.casefold():
        raise RefusedError(HTTPStatus.UNAUTHORIZED, "the credential that was claimed is needed")
    found = await service.run(_find, service.vault, name, hash_secret(given[1]).hex())
    if found is None:
        await pace_wrong(service, address)
        raise RefusedError(HTTPStatus.UNAUTHORIZED, "no such claim")
    host, own = found
    if own.id in host.ended:
        raise RefusedError(HTTPStatus.GONE, "the claim was dismissed")
    if host.confirmed is None:
        return _show_waiting(own)
    if host.confirmed.claim != own.id:
        raise RefusedError(HTTPStatus.GONE, "another claim was confirmed")
    if not host.is_open(service.vault.clock.now_ns()):
        raise RefusedError(HTTPStatus.GONE, "the window is over")
    return JSONResponse({"status": "confirmed", "host": own.host, "sealed": host.confirmed.sealed})


def _find(vault: Vault, name: str, sha256: str) -> tuple[HostClaims, Claimed] | None:
    """The claim of a host that was made with a credential."""
    try:
        host = vault.claims.find(name)
    except UnknownClaimError:
        return None
    claims = [*host.claims.values(), *host.ended.values()]
    own = next((one for one in claims if hmac.compare_digest(one.sha256, sha256)), None)
    return None if own is None else (host, own)


def _begin(request: Request) -> tuple[Service, str]:
    service: Service = request.app.state.service
    address = find_source(request.client.host if request.client else "")
    recognize_stranger(request)
    wait_s = service.claiming.take(address, per_minute=_PER_MINUTE, now_s=service.now_s())
    if wait_s:
        raise RefusedError(
            HTTPStatus.TOO_MANY_REQUESTS,
            "too many claims from this address",
            headers={"retry-after": str(int(wait_s) + 1)},
        )
    return service, address


async def _read(request: Request) -> _Claim:
    limits = request.app.state.service.settings.limits
    body = b""
    # a stranger has seconds for all of the body, however it drips
    async with asyncio.timeout(limits.drained_stranger_s):
        async for data in iterate_body(request, idle_s=limits.drained_stranger_s):
            body += data
            if len(body) > _MOST_BYTES:
                raise RefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "that is no claim")
    try:
        return msgspec.json.decode(body, type=_Claim)
    except UNREADABLE as error:
        raise RefusedError(HTTPStatus.BAD_REQUEST, f"that is no claim: {error}") from None


def _show_waiting(claim: Claimed) -> Response:
    told = {"status": "waiting", "code": find_code(claim.sha256, claim.modulus), "host": claim.host}
    return JSONResponse(told, status_code=HTTPStatus.ACCEPTED)


CLAIM_ROUTES: tuple[tuple[str, str, Callable[[Request], Awaitable[Response]]], ...] = (
    ("/-/claims", "POST", take_claim),
    ("/-/claims/{host}", "GET", show_claim),
)
