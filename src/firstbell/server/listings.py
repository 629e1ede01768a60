"""What there is of a type, in version 1 or 2 of the protocol."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Iterator

import msgspec
from starlette.responses import Response, StreamingResponse

from firstbell.server.access import Session
from firstbell.store import Kind, ObjectInfo
from firstbell.vault.inventory import JUDGED
from firstbell.vault.reconciliation import find_object

V1 = "application/vnd.x.restic.rest.v1"
V2 = "application/vnd.x.restic.rest.v2"
_AT_ONCE = 2000
_LOOK_S = 0.05
# each look is a round of requests to the bucket
_SHARED_LOOK_S = 0.5
_encode = msgspec.json.Encoder().encode


async def list_objects(session: Session, kind: Kind) -> Response:
    """Names, and in version 2 sizes. Raises: StoreError."""
    wants_sizes = V2 in session.request.headers.get("accept", "")
    media_type = V2 if wants_sizes else V1
    if session.method == "HEAD":
        return Response(media_type=media_type)
    await _await_proof(session, kind)
    return StreamingResponse(_render(session, kind, wants_sizes=wants_sizes), media_type=media_type)


async def _await_proof(session: Session, kind: Kind) -> None:
    """Wait for the examiner's word on what came before this request, within reason.

    Who lists right after a backup so sees it, instead of uploading everything once more.
    """
    service, host = session.service, session.host
    if not service.settings.proven_only or kind.value not in JUDGED:
        return
    # what the desk itself just wrote is in the journal, and may not be taken in yet
    await service.take_in()
    judgements = service.vault.judgements
    waiting = set(service.vault.inventory.of(host).judged[kind.value])
    deadline_s = service.now_s() + service.settings.proof_wait_s
    while True:
        await service.take_in_rules()
        waiting = {name for name in waiting if not judgements.is_judged(host, kind.value, name)}
        if not waiting or service.now_s() >= deadline_s:
            return
        await asyncio.sleep(_SHARED_LOOK_S if service.vault.is_shared else _LOOK_S)


async def _render(session: Session, kind: Kind, *, wants_sizes: bool) -> AsyncIterator[bytes]:
    service = session.service
    found = service.place(session.host).list(kind)
    if kind is Kind.KEYS and service.vault.bucket is None:
        found = await service.run(_order_keys, session, found)
    yield b"["
    is_first = True
    while group := await service.run(_take, found):
        served = [info for info in group if service.is_served(session.host, kind.value, info.name)]
        told = [{"name": i.name, "size": i.size_bytes} if wants_sizes else i.name for i in served]
        if told:
            yield (b"" if is_first else b",") + _encode(told)[1:-1]
            is_first = False
    yield b"]"


def _order_keys(session: Session, found: Iterator[ObjectInfo]) -> Iterator[ObjectInfo]:
    """As they were made, the host's own first: each that restic tries in vain costs it half a second."""

    def find_time(info: ObjectInfo) -> tuple[int, str]:
        path = find_object(session.service.vault.folder, (session.host, Kind.KEYS.value, info.name))
        try:
            return path.stat().st_mtime_ns, info.name
        except OSError:
            return 0, info.name

    return iter(sorted(found, key=find_time))


def _take(found: Iterator[ObjectInfo]) -> list[ObjectInfo]:
    return list(itertools.islice(found, _AT_ONCE))
