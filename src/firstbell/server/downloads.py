"""What is read: whole, or one range of it."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from http import HTTPStatus

from starlette.responses import Response

from firstbell.server.access import Session
from firstbell.server.errors import RefusedError
from firstbell.server.file_sender import SENDER, FileSender
from firstbell.store import Kind

_RANGE = re.compile(r"bytes=(\d*)-(\d*)\Z")
_PIECE_BYTES = 512 << 10
_BUCKET_PIECE_BYTES = 8 << 20  # each is a request to another machine
_BYTES = "application/octet-stream"


async def send_object(session: Session, kind: Kind, name: str) -> Response:
    """An object, or the range of it that is asked for; for HEAD without its bytes.

    Raises: RefusedError, 404 also for what is set aside, 416; StoreError.
    """
    service, host = session.service, session.host
    if service.may_be_desks(host, kind.value, name):
        await service.take_in()
    # who sent it asks whether it was kept: its size is told, its bytes are not
    asks_for_size = session.method == "HEAD" and service.awaits_proof(host, kind.value, name)
    if not (service.is_served(host, kind.value, name) or asks_for_size):
        raise RefusedError(HTTPStatus.NOT_FOUND, f"{kind}/{name} does not exist")
    size_bytes = await service.run(service.place(host).size, kind, name)
    span = read_range(session.request.headers.get("range"), size_bytes)
    headers = {"accept-ranges": "bytes", "content-type": _BYTES}
    if span is None:
        return _ObjectResponse(session, (kind, name), (0, size_bytes), headers=headers)
    headers["content-range"] = f"bytes {span[0]}-{span[1] - 1}/{size_bytes}"
    return _ObjectResponse(session, (kind, name), span, headers=headers)


def read_range(header: str | None, size_bytes: int) -> tuple[int, int] | None:
    """The first byte and the one after the last; None where all of it is wanted.

    A header that is not one range of bytes is passed over, as RFC 9110, 14.2 allows.

    Raises: RefusedError, 416, when the object has no byte of it.
    """
    found = _RANGE.match(header or "")
    if found is None or found.groups() == ("", ""):
        return None
    first, last = found.groups()
    if not first:
        start, end = max(size_bytes - int(last), 0), size_bytes
    else:
        start, end = int(first), min(int(last) + 1, size_bytes) if last else size_bytes
        if last and int(last) < start:
            return None
    if start >= end:
        raise RefusedError(
            HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE,
            f"the object has {size_bytes} bytes",
            headers={"content-range": f"bytes */{size_bytes}"},
        )
    return start, end


class _ObjectResponse(Response):
    """Streams a range of an object, piece by piece."""

    def __init__(
        self, session: Session, what: tuple[Kind, str], span: tuple[int, int], *, headers: Mapping[str, str]
    ) -> None:
        length = span[1] - span[0]
        status = HTTPStatus.PARTIAL_CONTENT if "content-range" in headers else HTTPStatus.OK
        super().__init__(status_code=status, headers={**headers, "content-length": str(length)})
        self._session = session
        self._what = what
        self._span = span

    async def __call__(self, scope, receive, send) -> None:  # type: ignore[no-untyped-def]
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        if self._session.method == "HEAD":
            await send({"type": "http.response.body", "body": b""})
            return
        sender: FileSender | None = scope["state"].get(SENDER)
        wanted_bytes = self._span[1] - self._span[0]
        # before it is sent: who cuts the connection off at the last byte has read it, too
        self._session.service.figures.sent_bytes += wanted_bytes
        key = (self._session.host, self._session.credential.id, self._session.address)
        self._session.service.readings.count(key, wanted_bytes)
        if sender is not None and wanted_bytes >= _PIECE_BYTES and self._session.service.vault.bucket is None:
            await self._send_file(sender, send)
        else:
            await self._send_pieces(send)

    async def _send_file(self, sender: FileSender, send) -> None:  # type: ignore[no-untyped-def]
        service, host = self._session.service, self._session.host
        file_fd = await service.run(service.open_object, host, *self._what)
        try:
            if not await sender.send(service.run, file_fd, self._span):
                return
        finally:
            os.close(file_fd)
        await send({"type": "http.response.body", "body": b""})

    async def _send_pieces(self, send) -> None:  # type: ignore[no-untyped-def]
        session = self._session
        service, place = session.service, session.service.place(session.host)
        at, end = self._span
        while at < end:
            length = min(_PIECE_BYTES if service.vault.bucket is None else _BUCKET_PIECE_BYTES, end - at)
            data = await service.run(place.read_range, *self._what, offset=at, length=length)
            if len(data) != length:
                return  # cut off meanwhile; the other side sees that bytes are missing
            at += length
            await send({"type": "http.response.body", "body": data, "more_body": at < end})
        if self._span[0] == self._span[1]:
            await send({"type": "http.response.body", "body": b""})
