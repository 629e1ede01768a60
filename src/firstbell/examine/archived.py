"""Which deleted files lie in an archive that came: people pack what is over and delete it.

The archive is opened, its members are listed with their hashes, and a sample of the deleted files is held
against them: a list of names, sizes and checksums alone can be made up. Zip, and tar packed or not; of an
archive that needs a password or another program nothing can be seen here.
"""

from __future__ import annotations

import hashlib
import io
import tarfile
import zipfile
from collections.abc import Iterator, Sequence

import msgspec

from firstbell.base.errors import Error
from firstbell.examine.departures import is_sealed
from firstbell.examine.look import Look
from firstbell.examine.paths import split_path
from firstbell.examine.validators.fence import FENCE
from firstbell.examine.validators.outcome import Grade, Outcome
from firstbell.record.examination import ContentReader
from firstbell.record.versions import FileVersion

_MOST_ARCHIVE_BYTES = 256 << 20
_MOST_UNPACKED_BYTES = 1 << 30
_MOST_MEMBERS = 50_000
_SAMPLED, _SAMPLED_SHARE = 12, 50
_MOST_SAMPLED_BYTES = 8 << 20
_DIGITS = 16


class Member(msgspec.Struct, frozen=True, array_like=True):
    """One file in an archive. `name`: without its folder. `digest`: the first 16 digits of its SHA-256."""

    name: str
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
        yield Member(name.rpartition("/")[2], len(content), _hash(content))


def _open_zip(data: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for entry in archive.infolist():
            if not entry.is_dir() and entry.file_size <= _MOST_ARCHIVE_BYTES:
                yield entry.filename, archive.read(entry)


def _open_tar(data: bytes) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(fileobj=io.BytesIO(data), mode="r:*") as archive:
        for entry in archive:
            if entry.isfile() and entry.size <= _MOST_ARCHIVE_BYTES:
                stream = archive.extractfile(entry)
                yield entry.name, stream.read() if stream is not None else b""


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:_DIGITS]


def find_archived(
    gone: Sequence[FileVersion], archives: Sequence[Look], reader: ContentReader
) -> frozenset[bytes]:
    """Paths of the deleted files that a readable archive holds, none where the sample is not in it."""
    members: dict[tuple[bytes, int], set[str]] = {}
    for look in archives:
        if is_sealed(look) or look.pair.new.size_bytes > _MOST_ARCHIVE_BYTES:
            continue
        data = reader.read(look.pair.new, _MOST_ARCHIVE_BYTES)
        outcome = FENCE.check(list_for_fence, "members", data)
        if outcome.grade is Grade.SOUND:
            for one in msgspec.json.decode(outcome.detail, type=list[Member]):
                key = one.name.encode("utf-8", "surrogateescape"), one.size_bytes
                members.setdefault(key, set()).add(one.digest)
    found = [old for old in gone if (split_path(old.path)[1], old.size_bytes) in members]
    chosen = sorted(found, key=lambda old: hashlib.sha256(b"".join(old.content)).digest())
    for old in chosen[: _SAMPLED + len(chosen) // _SAMPLED_SHARE]:
        if old.size_bytes <= _MOST_SAMPLED_BYTES and not _is_same(old, members, reader):
            return frozenset()
    return frozenset(old.path for old in found)


def _is_same(old: FileVersion, members: dict[tuple[bytes, int], set[str]], reader: ContentReader) -> bool:
    try:
        content = reader.read(old, _MOST_SAMPLED_BYTES)
    except Error:
        return False
    return _hash(content) in members[split_path(old.path)[1], old.size_bytes]
