"""What comes: hashed while it streams, published once, written down, and only then said to be there."""

from __future__ import annotations

import asyncio
import hashlib
import os
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from http import HTTPStatus
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from firstbell.base.errors import Error
from firstbell.server.access import Session, check_adding, check_upload_pace
from firstbell.server.body_receiver import LEAST_BYTES, RECEIVER, BodyReceiver
from firstbell.server.connections import PARTS, Parts
from firstbell.server.errors import ClientGoneError, RefusedError
from firstbell.store import Kind, Upload
from firstbell.store.errors import ObjectExistsError, ObjectNotFoundError
from firstbell.store.store import Buffer
from firstbell.vault.entries import Added
from firstbell.vault.inventory import LINE_BYTES, LOCKS, OBJECT_BYTES, find_charge
from firstbell.vault.reconciliation import hash_object

_BATCH_BYTES = 512 << 10
_HASTEN_BYTES = 1 << 20
_RESERVE_PART = 100
# a real lock has some hundred bytes, and a program holds one or two
_LOCK_BYTES = OBJECT_BYTES
_LOCKS = 8


async def receive_object(session: Session, kind: Kind, name: str) -> Response:
    """Take an object in.

    Raises: RefusedError; StoreError, VaultError: nothing of it is left then; ClientGoneError.
    """
    length = _check(session, kind)
    service, host = session.service, session.host
    charge = find_charge(length) + LINE_BYTES
    service.busy[host] += 1
    service.reserved_bytes[host] += charge
    service.figures.uploads_open += 1
    try:
        return await _take_in(session, kind, name, length)
    finally:
        service.busy[host] -= 1
        service.reserved_bytes[host] -= charge
        service.figures.uploads_open -= 1


def _check(session: Session, kind: Kind) -> int:
    """The length of what comes, if the host may send it."""
    check_adding(session, kind.value)
    length = _read_length(session.request)
    service, host = session.service, session.host
    known = service.vault.registry.find_host(host)
    quota = known.quota_bytes
    holdings = service.vault.inventory.of(host)
    charge = find_charge(length) + LINE_BYTES
    if kind == LOCKS and length <= _LOCK_BYTES and len(holdings.locks) < _LOCKS:
        # whoever has used up his quota still restores, which takes a lock
        quota += quota and _LOCKS * (_LOCK_BYTES + LINE_BYTES)
    if quota and holdings.charged_bytes + service.reserved_bytes[host] + charge > quota:
        raise RefusedError(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            f"{host} would exceed its quota of {known.quota_bytes} bytes",
        )
    check_upload_pace(session)
    return length


def _read_length(request: Request) -> int:
    text = request.headers.get("content-length")
    if text is None:
        raise RefusedError(HTTPStatus.LENGTH_REQUIRED, "state the length of the body (Content-Length)")
    return int(text)  # digits: the parser of HTTP refuses anything else


def _lacks_room(folder: Path, length: int, reserve_bytes: int) -> bool:
    found = os.statvfs(folder)
    reserve = min(reserve_bytes, found.f_blocks * found.f_frsize // _RESERVE_PART)
    return found.f_bavail * found.f_frsize < length + reserve


def _begin(session: Session, kind: Kind, name: str, length: int) -> Upload:
    """An upload, where there is room for it and the name is free. Raises: RefusedError, StoreError."""
    service, host = session.service, session.host
    if _lacks_room(service.vault.folder, length, service.settings.limits.reserve_bytes):
        raise RefusedError(HTTPStatus.INSUFFICIENT_STORAGE, "there is no room left")
    # where an answer was lost, the same bytes come once more: maybe to another of the servers that share it
    if service.vault.is_shared:
        if service.vault.judgements.is_set_aside(host, kind.value, name):
            raise RefusedError(HTTPStatus.FORBIDDEN, f"{kind}/{name} is there already")
    elif (host, kind.value, name) not in service.unanswered and service.place(host).exists(kind, name):
        raise RefusedError(HTTPStatus.FORBIDDEN, f"{kind}/{name} is there already")
    return service.begin_upload(host, kind)


async def _take_in(session: Session, kind: Kind, name: str, length: int) -> Response:
    service, key = session.service, (session.host, kind.value, name)
    # in one go: where much is under way, each step beside the loop waits for its turn
    upload = await service.run(_begin, session, kind, name, length)
    incoming = _Incoming(session, upload)
    try:
        digest = await incoming.receive(length)
        if digest != name:
            raise RefusedError(HTTPStatus.BAD_REQUEST, f"the body hashes to {digest}")
        if service.vault.is_shared:
            await service.run(_publish_once, session, upload, kind, name)
            await _write_down(session, kind, name, length)
        elif key not in service.unanswered or not await _is_there(session, kind, name):
            await service.run(upload.publish, name)
            service.unanswered.note(key)
            await _write_down(session, kind, name, length)
    finally:
        await incoming.end()
    if not await session.request.is_disconnected():
        service.unanswered.discard(key)
    return Response(status_code=200)


async def _is_there(session: Session, kind: Kind, name: str) -> bool:
    return await session.service.run(session.service.place(session.host).exists, kind, name)


def _publish_once(session: Session, upload: Upload, kind: Kind, name: str) -> None:
    """Publish what hashes to its name, which another server may have published before.

    Raises: RefusedError where something else is there; StoreError.
    """
    vault, host = session.service.vault, session.host
    try:
        upload.publish(name)
    except ObjectExistsError:
        if vault.is_logged(host, kind.value, name):
            return
        # a server that was killed has put it there, or somebody who has the bucket's credential
        if hash_object(session.service.place(host), kind, name) != name:
            raise RefusedError(
                HTTPStatus.FORBIDDEN, f"{kind}/{name} is there already, and is not what it should be"
            ) from None


async def _write_down(session: Session, kind: Kind, name: str, length: int) -> None:
    entry = Added(
        host=session.host,
        by=session.credential.id,
        address=session.address,
        type=kind.value,
        name=name,
        size_bytes=length,
        sha256=name,
    )
    try:
        await session.service.arriving.write(entry)
    except Error:
        # nobody was told of it yet; what cannot be written down is not kept. Where several servers share
        # the log, the line may be there all the same, and whoever uploads it again finds out
        if session.service.vault.is_shared:
            raise
        with suppress(ObjectNotFoundError):
            await session.service.run(session.service.place(session.host).delete, kind, name)
        session.service.unanswered.discard((session.host, kind.value, name))
        raise


class _Incoming:
    """A body on its way to the disk: one batch is written and hashed while the next one comes."""

    def __init__(self, session: Session, upload: Upload) -> None:
        self._session = session
        self._upload = upload
        self._digest = hashlib.sha256()
        self._writing: asyncio.Future[None] | None = None
        self._waiting_bytes = 0

    async def receive(self, length: int) -> str:
        """The hash, in hex, of the body, which is in the upload. Raises: ClientGoneError, StoreError."""
        receiver: BodyReceiver | None = self._session.request.scope["state"].get(RECEIVER)
        if receiver is not None and length >= LEAST_BYTES:
            await self._receive_directly(receiver, length)
        else:
            await self._receive_parts()
        return self._digest.hexdigest()

    async def _receive_directly(self, receiver: BodyReceiver, length: int) -> None:
        service = self._session.service
        idle_s = service.settings.limits.idle_s
        await receiver.receive(service.run_receiving, self._work, length=length, idle_s=idle_s)
        service.figures.received_bytes += length
        self._session.request.state.is_read = True

    async def _receive_parts(self) -> None:
        batch: list[bytes] = []
        held = 0
        service = self._session.service
        async for data in iterate_body(self._session.request, idle_s=service.settings.limits.idle_s):
            service.figures.received_bytes += len(data)
            batch.append(data)
            held += len(data)
            if held >= _BATCH_BYTES:
                await self._write(batch)
                batch, held = [], 0
        await self._write(batch)
        await self._settle()

    async def _write(self, batch: list[bytes]) -> None:
        await self._settle()
        self._writing = self._session.service.run(self._work, batch)

    def _work(self, batch: Sequence[Buffer]) -> None:
        for data in batch:
            self._digest.update(data)
        self._upload.append(batch)
        self._waiting_bytes += sum(map(len, batch))
        if self._waiting_bytes >= _HASTEN_BYTES:
            self._upload.hasten()
            self._waiting_bytes = 0

    async def _settle(self) -> None:
        if self._writing is not None:
            writing, self._writing = self._writing, None
            await writing

    async def end(self) -> None:
        """Nothing of it is left, unless it was published."""
        if self._writing is not None:
            # its thread still uses the file, also when we are told to stop
            await asyncio.wait([self._writing])
            self._writing.exception()
        self._upload.abandon()


async def iterate_body(request: Request, *, idle_s: float) -> AsyncIterator[bytes]:
    """The parts of the body. Raises: ClientGoneError when the other side is gone, or silent for too long."""
    now_s = asyncio.get_running_loop().time
    try:
        async with asyncio.timeout(idle_s) as patience:
            while not getattr(request.state, "is_read", False):
                message = await request.receive()
                patience.reschedule(now_s() + idle_s)
                request.state.is_read = not message.get("more_body", False)
                if message["type"] != "http.request":
                    raise ClientGoneError("the connection ended in the middle of the body")
                if data := message.get("body", b""):
                    yield data
                parts: Parts | None = request.scope["state"].get(PARTS)
                for part in parts.take() if parts is not None else ():
                    yield part
    except TimeoutError:
        request.state.is_read = True
        raise ClientGoneError(f"nothing arrived for {idle_s:g} s") from None


async def drain(request: Request, *, idle_s: float, most_bytes: int) -> bool:
    """Read what still comes of a refused body, so that the answer is read; whether that was all of it."""
    if request.headers.get("expect", "").lower() == "100-continue":
        return False
    # a longer one would be cut off in any case
    if len(told := request.headers.get("content-length", "0")) > 18 or int(told) > most_bytes:
        return False
    receiver: BodyReceiver | None = request.scope["state"].get(RECEIVER)
    if receiver is not None and receiver.is_begun:
        run = request.app.state.service.run_receiving
        return await receiver.discard(run, most_bytes=most_bytes, idle_s=idle_s)
    left = most_bytes
    with suppress(ClientGoneError):
        async for data in iterate_body(request, idle_s=idle_s):
            left -= len(data)
            if left < 0:
                return False
    return True
