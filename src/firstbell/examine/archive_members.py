"""The files in a zip or tar with their hashes, as a fenced child lists them."""

from __future__ import annotations

import hashlib
import io
import tarfile
import zipfile
from collections.abc import Iterator

import msgspec

from firstbell.examine.validators.outcome import Grade, Outcome

MOST_ARCHIVE_BYTES = 256 << 20
_MOST_UNPACKED_BYTES = 1 << 30
_MOST_MEMBERS = 50_000
_DIGITS = 16


class Member(msgspec.Struct, frozen=True, array_like=True):
    """One file in an archive. `name`: without its folder, as a snapshot holds it. `digest`: the first 16
    digits of its SHA-256.
    """

    name: bytes
    size_bytes: int
    digest: str


def list_for_fence(data: bytes) -> Outcome:
    """The members as the detail of an outcome, as a fenced child answers."""
    members = list(list_members(data))
    return Outcome(Grade.SOUND, "members", msgspec.json.encode(members).decode())


def list_members(data: bytes) -> Iterator[Member]:
    """The files in a zip or tar. Raises: what the decoders raise."""
    pairs = _open_zip(data) if data.startswith(b"PK") else _open_tar(data)
    budget = _MOST_UNPACKED_BYTES
    for number, (name, content) in enumerate(pairs):
        budget -= len(content)
        if number >= _MOST_MEMBERS or budget < 0:
            return
        plain = name.rpartition("/")[2].encode("utf-8", "surrogateescape")
        yield Member(plain, len(content), hash_member(content))


def _open_zip(data: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for entry in archive.infolist():
            if not entry.is_dir() and entry.file_size <= MOST_ARCHIVE_BYTES:
                yield entry.filename, archive.read(entry)


def _open_tar(data: bytes) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(fileobj=io.BytesIO(data), mode="r:*") as archive:
        for entry in archive:
            if entry.isfile() and entry.size <= MOST_ARCHIVE_BYTES:
                stream = archive.extractfile(entry)
                yield entry.name, stream.read() if stream is not None else b""


def hash_member(content: bytes) -> str:
    """As `Member.digest`."""
    return hashlib.sha256(content).hexdigest()[:_DIGITS]
