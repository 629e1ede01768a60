"""Whole files and folders over SFTP, many requests under way at once, so that distance costs little."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress

from firstbell.store.sftp_connection import PendingAnswer, SftpConnection, SftpStatusError
from firstbell.store.sftp_packets import (
    MAX_DATA_BYTES,
    BadPacketError,
    OpenFlag,
    PacketKind,
    SftpEntry,
    SftpStatus,
    pack_mode,
    pack_number,
    pack_offset,
    pack_text,
)
from firstbell.store.store import Buffer

# of 32 KiB each: 2 MiB on the way, which a line of 100 Mbit/s and 160 ms holds
MAX_UNDER_WAY = 64
_FILE_MODE = 0o600
_SYNC = b"fsync@openssh.com"


def read_span(connection: SftpConnection, path: bytes, *, offset: int, length: int | None) -> bytes:
    """The bytes of a file from `offset`, `length` of them or all; fewer where the file ends before.

    Raises: SftpStatusError, ConnectionLostError, BadPacketError.
    """
    handle = _open(connection, path, OpenFlag.READ)
    try:
        if length is None:
            _, attributes = connection.ask(PacketKind.STAT, pack_text(path))
            length = attributes.attributes()[0] - offset
        return b"".join(_read_pieces(connection, handle, offset, max(0, length)))
    finally:
        connection.begin(PacketKind.CLOSE, handle)


def _read_pieces(connection: SftpConnection, handle: bytes, offset: int, length: int) -> Iterator[bytes]:
    end = offset + length
    under_way: deque[tuple[int, int, PendingAnswer]] = deque()
    asked = offset
    while asked < end or under_way:
        while asked < end and len(under_way) < MAX_UNDER_WAY:
            size_bytes = min(MAX_DATA_BYTES, end - asked)
            under_way.append((asked, size_bytes, _ask_piece(connection, handle, asked, size_bytes)))
            asked += size_bytes
        at, size_bytes, pending = under_way.popleft()
        piece = _take_piece(pending)
        yield piece
        if not piece:
            return  # the file ends here; what is under way behind it is empty too
        if len(piece) < size_bytes:
            # a server may give less than was asked for; the rest is asked for before what follows
            at, size_bytes = at + len(piece), size_bytes - len(piece)
            under_way.appendleft((at, size_bytes, _ask_piece(connection, handle, at, size_bytes)))


def _ask_piece(connection: SftpConnection, handle: bytes, at: int, size_bytes: int) -> PendingAnswer:
    return connection.begin(PacketKind.READ, handle, pack_offset(at), pack_number(size_bytes))


def _take_piece(pending: PendingAnswer) -> bytes:
    try:
        kind, reader = pending.wait()
    except SftpStatusError as error:
        if error.status == SftpStatus.EOF:
            return b""
        raise
    if kind != PacketKind.DATA:
        raise BadPacketError("an answer to a read holds no data")
    return reader.text()


def write_new(connection: SftpConnection, path: bytes, parts: Sequence[Buffer]) -> None:
    """Write a file that is not there yet; it is on the server's disk when this returns.

    Raises: SftpStatusError, ConnectionLostError, BadPacketError; part of it may be there then.
    """
    flags = OpenFlag.WRITE | OpenFlag.CREATE | OpenFlag.EXCLUSIVE
    handle = _open(connection, path, flags)
    under_way: deque[PendingAnswer] = deque()
    at = 0
    try:
        for piece in _cut(parts):
            if len(under_way) >= MAX_UNDER_WAY:
                under_way.popleft().wait()
            under_way.append(connection.begin(PacketKind.WRITE, handle, pack_offset(at), pack_text(piece)))
            at += len(piece)
        while under_way:
            under_way.popleft().wait()
        connection.ask(PacketKind.EXTENDED, pack_text(_SYNC), handle)
    except SftpStatusError:
        with suppress(SftpStatusError):
            connection.ask(PacketKind.CLOSE, handle)
        raise
    connection.ask(PacketKind.CLOSE, handle)


def _cut(parts: Sequence[Buffer]) -> Iterator[bytes]:
    """Pieces that fit into a packet; small parts go together."""
    held = bytearray()
    for part in parts:
        view = memoryview(part).cast("B")
        while view:
            taken = view[: MAX_DATA_BYTES - len(held)]
            view = view[len(taken) :]
            held += taken
            if len(held) == MAX_DATA_BYTES:
                yield bytes(held)
                held.clear()
    if held:
        yield bytes(held)


def _open(connection: SftpConnection, path: bytes, flags: int) -> bytes:
    """The handle of a file, as a field of further requests."""
    kind, reader = connection.ask(PacketKind.OPEN, pack_text(path), pack_number(flags), pack_mode(_FILE_MODE))
    if kind != PacketKind.HANDLE:
        raise BadPacketError("an answer to an open holds no handle")
    return pack_text(reader.text())


def list_folder(connection: SftpConnection, folder: bytes) -> list[SftpEntry]:
    """What lies in a folder. Raises: SftpStatusError, ConnectionLostError, BadPacketError."""
    kind, reader = connection.ask(PacketKind.OPENDIR, pack_text(folder))
    if kind != PacketKind.HANDLE:
        raise BadPacketError("an answer to a listing holds no handle")
    handle = pack_text(reader.text())
    found: list[SftpEntry] = []
    try:
        while True:
            kind, reader = connection.ask(PacketKind.READDIR, handle)
            if kind != PacketKind.NAME:
                raise BadPacketError("an answer to a listing holds no names")
            found += reader.entries()
    except SftpStatusError as error:
        if error.status != SftpStatus.EOF:
            raise
    finally:
        connection.begin(PacketKind.CLOSE, handle)
    return [entry for entry in found if entry.name not in {b".", b".."}]
