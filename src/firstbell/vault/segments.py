"""Journals that several machines share: in a bucket, as segments under names that are taken once.

The key of a segment is `journals/NAME/OFFSET`, the offset of its first byte in the journal, in 16 digits. It
holds whole lines. See docs/formats/vault.md, "Several servers".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Protocol

from firstbell.store.errors import ObjectExistsError, StoreError
from firstbell.vault.errors import VaultExistsError, VaultUnreachableError

# no host can have the name
FOLDER = "_vault"
ABOUT = "vault.json"
MOST_BYTES = 1 << 20
_DIGITS = 16
_WINDOWS = (1 << 20, 64 << 20)
_AT_ONCE = 16


class Row(Protocol):
    """Objects under names that are taken once (`store.s3_sequence`)."""

    @property
    def url(self) -> str:
        """The address; it has no secrets."""

    def take(self, name: str, data: bytes) -> None:
        """Put under a name that is free. Raises: ObjectExistsError, StoreError."""

    def read(self, name: str) -> bytes | None:
        """The object of a name. Raises: StoreError."""

    def list_after(self, folder: str, last: str) -> Iterator[tuple[str, int]]:
        """(name, size in bytes) of what comes after `last`. Raises: StoreError."""


@contextmanager
def explained(url: str) -> Iterator[None]:
    """What a bucket says, as an error of this room. Raises: VaultUnreachableError."""
    try:
        yield
    except StoreError as error:
        raise VaultUnreachableError(
            f"the vault's log in {url} cannot be reached: {error}",
            hint=error.hint or "check the network between this machine and the bucket",
        ) from None


class Segments:
    """The segments of one journal. Thread-safe."""

    def __init__(self, row: Row, name: str) -> None:
        self._row = row
        self._folder = f"journals/{name}"

    @property
    def url(self) -> str:
        """Where they are."""
        return self._row.url

    def put(self, offset: int, data: bytes) -> None:
        """Put the segment that begins there. Raises: ObjectExistsError, StoreError."""
        self._row.take(f"{self._folder}/{_show(offset)}", data)

    def read(self, offset: int) -> bytes | None:
        """The segment that begins there, None where none does yet. Raises: StoreError."""
        return self._row.read(f"{self._folder}/{_show(offset)}")

    def find_begin(self, offset: int) -> int:
        """The last offset up to this one at which a segment begins, or may begin. Raises: StoreError."""
        for window in (*_WINDOWS, offset):
            last = _show(offset - window - 1) if window < offset else ""
            begin = end = -1
            for name, size_bytes in self._row.list_after(self._folder, last):
                if int(name) > offset:
                    break
                begin, end = int(name), int(name) + size_bytes
            if begin >= 0:
                return end if end == offset else begin
        return 0

    def read_ahead(self, offset: int) -> Iterator[tuple[int, bytes]]:
        """(offset, bytes) of what is there from an offset on, in order; many at once. Raises: StoreError."""
        last = _show(offset - 1) if offset else ""
        found = [int(name) for name, _ in self._row.list_after(self._folder, last)]
        with ThreadPoolExecutor(_AT_ONCE) as readers:
            for at in range(0, len(found), _AT_ONCE):
                group = found[at : at + _AT_ONCE]
                for begin, data in zip(group, readers.map(self.read, group), strict=True):
                    if data is None:
                        return
                    yield begin, data


def begin_log(row: Row, about: bytes, headers: Mapping[str, bytes]) -> None:
    """Put the beginning of each journal, and last what the vault is, where no vault is yet.

    Raises: VaultExistsError, StoreError.
    """
    try:
        for name, header in headers.items():
            Segments(row, name).put(0, header)
        row.take(ABOUT, about)
    except ObjectExistsError:
        raise VaultExistsError(
            f"{row.url} holds the log of a vault already",
            hint="`firstbell vault join` has this machine serve it, too",
        ) from None


def _show(offset: int) -> str:
    return f"{offset:0{_DIGITS}d}"
