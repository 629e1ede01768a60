"""A store on an SFTP server, in restic's layout. Protocol and order of steps: `docs/protocols/sftp.md`."""

from __future__ import annotations

import os
import stat
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TypeVar

from firstbell.store.errors import (
    ObjectExistsError,
    ObjectNotFoundError,
    ReadOnlyStoreError,
    StoreError,
    StoreFullError,
    UnreachableServerError,
    UnsafeFilesystemError,
)
from firstbell.store.patience import Patience, draw_pause_s
from firstbell.store.sftp_address import SftpAddress
from firstbell.store.sftp_connection import (
    ConnectionLostError,
    PendingAnswer,
    SftpConnection,
    SftpStatusError,
)
from firstbell.store.sftp_files import list_folder, read_span, write_new
from firstbell.store.sftp_packets import (
    BadPacketError,
    PacketKind,
    SftpEntry,
    SftpStatus,
    pack_mode,
    pack_text,
)
from firstbell.store.store import Buffer, Kind, ObjectInfo, Store, validate_name

_LINK = b"hardlink@openssh.com"
_SYNC = b"fsync@openssh.com"
_STATVFS = b"statvfs@openssh.com"
_FOLDER_MODE = 0o700
_LISTERS = 8
T = TypeVar("T")


def open_sftp(url: str, options: Mapping[str, str], patience: Patience | None = None) -> SftpStore:
    """The store at what follows `sftp:`; nothing is asked of the server yet. Raises: SftpAddressError."""
    address = SftpAddress.parse(url)
    return SftpStore(address, address.find_command(options), patience)


class SftpStore(Store):
    """Files on an SFTP server. One connection, made anew when it is lost.

    A server without `hardlink@openssh.com` and `fsync@openssh.com` has no way to publish a file once and
    whole: it is only read from.
    """

    def __init__(
        self, address: SftpAddress, command: Sequence[str], patience: Patience | None = None
    ) -> None:
        self._base = os.fsencode(address.path).rstrip(b"/") or b"/"
        self._url = address.url
        self._command = command
        self._patience = patience or Patience()
        self._connection: SftpConnection | None = None
        self._lock = threading.Lock()
        self._sleep = threading.Event().wait

    @property
    def url(self) -> str:
        """See `Store.url`."""
        return self._url

    def close(self) -> None:
        """End the connection; the next request makes another."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
            self._connection = None

    def _connect(self) -> SftpConnection:
        with self._lock:
            if self._connection is None or self._connection.is_lost:
                self._connection = SftpConnection(self._command, self._url)
            return self._connection

    def _do(self, doing: str, work: Callable[[SftpConnection], T]) -> T:
        """What `work` gives; it is done again where the connection is lost meanwhile.

        Raises: as the store's methods.
        """
        for attempt in range(1, self._patience.tries + 1):
            try:
                return work(self._connect())
            except (ConnectionLostError, UnreachableServerError) as error:
                never_was = attempt == 1 and isinstance(error, UnreachableServerError)
                if never_was or attempt == self._patience.tries:
                    raise
                self._sleep(draw_pause_s(attempt))
            except SftpStatusError as error:
                raise self._explain(error, doing) from None
            except BadPacketError as error:
                raise StoreError(f"{doing}: {self._url}: {error}") from None
        raise AssertionError("the last attempt returns or raises")

    def _explain(self, error: SftpStatusError, doing: str) -> StoreError:
        if error.status == SftpStatus.NO_SUCH_FILE:
            return ObjectNotFoundError(f"{doing} does not exist")
        message = f"{doing}: {self._url} answers: {error}"
        if error.status == SftpStatus.PERMISSION_DENIED:
            return ReadOnlyStoreError(message, hint="this user may not do that on the server")
        return StoreError(message)

    def _folder(self, kind: Kind, name: str = "") -> bytes:
        if kind is Kind.CONFIG:
            return self._base
        below = b"/" + kind.encode()
        return (
            self._base.rstrip(b"/")
            + below
            + (b"/" + name[:2].encode() if kind is Kind.DATA and name else b"")
        )

    def _path(self, kind: Kind, name: str) -> bytes:
        validate_name(kind, name)
        return self._folder(kind, name).rstrip(b"/") + b"/" + name.encode()

    def create(self) -> None:
        """See `Store.create`."""
        folders = [self._folder(kind) for kind in Kind if kind is not Kind.CONFIG]
        folders += [self._folder(Kind.DATA, f"{number:02x}") for number in range(256)]

        def work(connection: SftpConnection) -> None:
            self._demand_publication(connection)
            _make_with_parents(connection, self._base)
            # all at once: over a long way each would take its time
            asked = [(folder, _begin_folder(connection, folder)) for folder in folders]
            for folder, pending in asked:
                _finish_folder(connection, folder, pending)

        self._do(f"making {self._url}", work)

    def _demand_publication(self, connection: SftpConnection) -> None:
        """Raises: ReadOnlyStoreError where nothing can be published once and whole."""
        missing = [name.decode() for name in (_LINK, _SYNC) if name not in connection.extensions]
        if missing:
            raise ReadOnlyStoreError(
                f"{self._url}: nothing can be written safely, since the server does not know "
                + " and ".join(missing),
                hint="OpenSSH's server knows them; reading works with --no-lock",
            )

    def write(self, kind: Kind, name: str, parts: Sequence[Buffer]) -> None:
        """See `Store.write`."""
        path = self._path(kind, name)
        attempts = 0

        def work(connection: SftpConnection) -> None:
            nonlocal attempts
            attempts += 1
            self._demand_publication(connection)
            self._publish(connection, path, parts)

        try:
            self._do(f"writing {kind}/{name}", work)
        except ObjectExistsError:
            # the server may have it from a try whose answer was lost
            if attempts == 1 or self.read(kind, name) != b"".join(parts):
                raise

    def _publish(self, connection: SftpConnection, path: bytes, parts: Sequence[Buffer]) -> None:
        """A file of another name, whole and on the disk; then the name, by a link, which never replaces."""
        temporary = b"%b-tmp-%b" % (path, os.urandom(8).hex().encode())
        size_bytes = sum(map(len, parts))
        try:
            self._write_temporary(connection, temporary, parts)
            try:
                connection.ask(PacketKind.EXTENDED, pack_text(_LINK), pack_text(temporary), pack_text(path))
            except SftpStatusError as error:
                if _exists(connection, path):
                    raise ObjectExistsError(f"{path.decode(errors='replace')} is there already") from None
                raise self._explain_link(error) from None
        except SftpStatusError as error:
            if error.status == SftpStatus.FAILURE and self._is_full(connection, size_bytes):
                raise StoreFullError(
                    f"{self._url}: no room is left", hint="make room on the server"
                ) from None
            raise
        finally:
            # one that cannot be removed is passed over by every listing
            with suppress(SftpStatusError, ConnectionLostError):
                connection.ask(PacketKind.REMOVE, pack_text(temporary))

    def _explain_link(self, error: SftpStatusError) -> StoreError:
        return UnsafeFilesystemError(
            f"{self._url}: the server cannot link files there ({error}), so a name could be replaced",
            hint="put the repository on a filesystem with links, such as ext4 or xfs",
        )

    def _write_temporary(self, connection: SftpConnection, path: bytes, parts: Sequence[Buffer]) -> None:
        try:
            write_new(connection, path, parts)
        except SftpStatusError as error:
            if error.status != SftpStatus.NO_SUCH_FILE:
                raise
            _make_with_parents(connection, os.path.dirname(path))
            write_new(connection, path, parts)

    def _is_full(self, connection: SftpConnection, size_bytes: int) -> bool:
        if _STATVFS not in connection.extensions:
            return False
        with suppress(SftpStatusError, BadPacketError):
            _, reader = connection.ask(PacketKind.EXTENDED, pack_text(_STATVFS), pack_text(self._base))
            block_bytes, fragment_bytes = reader.offset(), reader.offset()
            reader.take(16)
            return reader.offset() * (fragment_bytes or block_bytes) < size_bytes + block_bytes
        return False

    def read(self, kind: Kind, name: str) -> bytes:
        """See `Store.read`."""
        path = self._path(kind, name)
        return self._do(
            f"{kind}/{name}", lambda connection: read_span(connection, path, offset=0, length=None)
        )

    def read_range(self, kind: Kind, name: str, *, offset: int, length: int) -> bytes:
        """See `Store.read_range`."""
        path = self._path(kind, name)
        return self._do(
            f"{kind}/{name}", lambda connection: read_span(connection, path, offset=offset, length=length)
        )

    def size(self, kind: Kind, name: str) -> int:
        """See `Store.size`."""
        path = self._path(kind, name)

        def work(connection: SftpConnection) -> int:
            return connection.ask(PacketKind.STAT, pack_text(path))[1].attributes()[0]

        return self._do(f"{kind}/{name}", work)

    def list(self, kind: Kind) -> Iterator[ObjectInfo]:
        """See `Store.list`."""
        if kind is Kind.CONFIG:
            yield from self.list_config()
            return
        found = self._list_folder(self._folder(kind))
        if kind is Kind.DATA:
            prefixes = [entry.name for entry in found if _is_folder(entry) and len(entry.name) == 2]
            with ThreadPoolExecutor(_LISTERS, thread_name_prefix="sftp-list") as pool:
                folders = [self._folder(kind) + b"/" + prefix for prefix in prefixes]
                found = [entry for entries in pool.map(self._list_folder, folders) for entry in entries]
        for entry in found:
            name = entry.name.decode(errors="replace")
            with suppress(StoreError):
                validate_name(kind, name)
                yield ObjectInfo(name, entry.size_bytes)

    def _list_folder(self, folder: bytes) -> Sequence[SftpEntry]:
        try:
            return self._do(
                f"listing {os.fsdecode(folder)}", lambda connection: list_folder(connection, folder)
            )
        except ObjectNotFoundError:
            return []

    def delete(self, kind: Kind, name: str) -> None:
        """See `Store.delete`."""
        path = self._path(kind, name)
        self._do(f"{kind}/{name}", lambda connection: connection.ask(PacketKind.REMOVE, pack_text(path)))


def _is_folder(entry: SftpEntry) -> bool:
    return entry.mode is None or stat.S_ISDIR(entry.mode)


def _exists(connection: SftpConnection, path: bytes) -> bool:
    try:
        connection.ask(PacketKind.LSTAT, pack_text(path))
    except SftpStatusError as error:
        if error.status == SftpStatus.NO_SUCH_FILE:
            return False
        raise
    return True


def _begin_folder(connection: SftpConnection, folder: bytes) -> PendingAnswer:
    return connection.begin(PacketKind.MKDIR, pack_text(folder), pack_mode(_FOLDER_MODE))


def _finish_folder(connection: SftpConnection, folder: bytes, pending: PendingAnswer) -> None:
    """Whoever made it. Raises: SftpStatusError where it is not there."""
    try:
        pending.wait()
    except SftpStatusError:
        if not _exists(connection, folder):
            raise


def _make_with_parents(connection: SftpConnection, folder: bytes) -> None:
    missing = []
    while folder.strip(b"/") and not _exists(connection, folder):
        missing.append(folder)
        folder = os.path.dirname(folder)
    for each in reversed(missing):
        _finish_folder(connection, each, _begin_folder(connection, each))
