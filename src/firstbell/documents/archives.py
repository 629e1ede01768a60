"""Archives: zip, tar, gz, bz2, xz. Members are documents again; what they expand to is bounded.

A member that is larger than 32 MB is held in memory of its own, which grows in its place; of a text no more
than a piece is held.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import mmap
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from typing import IO, Any

from firstbell.base.counts import say_count
from firstbell.documents.extraction import Buffer, DocumentSource, Extraction, LimitError, UnreadableError
from firstbell.documents.formats import find_format
from firstbell.documents.unpacked_text import UnpackedText

_IN_MEMORY_BYTES = 32 << 20
_STEP_BYTES = 1 << 20
# as much as readers of text look at before they begin
_HEAD_BYTES = 4 << 20
_TEXTS = frozenset(("text", "table"))
DAMAGE = (
    zipfile.BadZipFile,
    tarfile.TarError,
    lzma.LZMAError,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    IndexError,
)


def take_member(name: str, opened: Callable[[], IO[bytes]], draft: Extraction) -> Buffer:
    """All bytes of a member, within the limits; a large text is unpacked once more while it is read.

    Raises: LimitError; what reading raises.
    """
    with opened() as stream:
        head = stream.read(min(_HEAD_BYTES, draft.budget.left_bytes() + 1))
        draft.budget.spend(len(head))
        is_text = find_format(DocumentSource(name, head)) in _TEXTS
        data = _take_stream(head, stream, draft, is_held=not is_text)
    return UnpackedText(opened, head=head, size_bytes=data) if isinstance(data, int) else data


def _take_stream(head: bytes, stream: IO[bytes], draft: Extraction, *, is_held: bool) -> Buffer | int:
    """What a stream has with what was read of it; of a large one that is not held, how many bytes."""
    parts: list[bytes] = [head]
    size = len(head)
    held: mmap.mmap | None = None
    while data := stream.read(_STEP_BYTES):
        draft.budget.spend(len(data))
        size += len(data)
        if size > _IN_MEMORY_BYTES and not is_held:
            parts.clear()
            continue
        if held is None and size > _IN_MEMORY_BYTES:
            # grows in its place; a fence has no room for a file
            held = mmap.mmap(-1, 2 * _IN_MEMORY_BYTES, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
            for part in parts:
                held.write(part)
        if held is None:
            parts.append(data)
            continue
        if size > len(held):
            held.resize(len(held) + max(_IN_MEMORY_BYTES, len(held) // 4))
        held.write(data)
    if held is None:
        return size if size > _IN_MEMORY_BYTES else b"".join(parts)
    held.resize(size)
    return held


def give_member(name: str, opened: Callable[[], IO[bytes]], draft: Extraction) -> None:
    """Read one member. Raises: LimitError."""
    draft.budget.members += 1
    if draft.budget.members > draft.budget.limits.members:
        raise LimitError(f"it holds more than {say_count(draft.budget.limits.members, 'file')}")
    try:
        data = take_member(name, opened, draft)
    except LimitError:
        raise
    except DAMAGE as error:
        draft.miss(f"{name}: it cannot be unpacked: {error}")
        return
    draft.member(DocumentSource(name, data))
    if not isinstance(data, bytes):
        data.close()


def read_zip(source: DocumentSource, draft: Extraction) -> None:
    """Every member. Raises: UnreadableError; LimitError."""
    try:
        archive = zipfile.ZipFile(source.open())
        infos = [info for info in archive.infolist() if not info.is_dir()]
    except DAMAGE as error:
        raise UnreadableError(f"the archive is damaged: {error}") from None
    locked = [info for info in infos if info.flag_bits & 1]
    if infos and len(locked) == len(infos):
        raise UnreadableError("it is encrypted")
    with archive:
        for info in infos:
            if info.flag_bits & 1:
                draft.miss(f"{info.filename}: it is encrypted")
            else:
                give_member(info.filename, lambda info=info: archive.open(info), draft)  # type: ignore[misc]


def read_tar(source: DocumentSource, draft: Extraction) -> None:
    """Every regular file. Raises: UnreadableError; LimitError."""
    try:
        archive = tarfile.open(fileobj=source.open())  # noqa: SIM115 - it is closed below
    except DAMAGE as error:
        raise UnreadableError(f"the archive is damaged: {error}") from None
    with archive:
        members = iter(archive)
        while True:
            try:
                member = next(members, None)
            except DAMAGE as error:
                draft.miss(f"the archive is damaged: {error}")
                return
            if member is None:
                return
            if member.isreg():
                give_member(member.name, lambda member=member: _extract(archive, member), draft)  # type: ignore[misc]


def _extract(archive: tarfile.TarFile, member: tarfile.TarInfo) -> IO[bytes]:
    stream = archive.extractfile(member)
    if stream is None:
        raise tarfile.TarError("it holds no content")
    return stream


_OPENERS: dict[bytes, Callable[[Any], Any]] = {b"\x1f\x8b": gzip.open, b"BZ": bz2.open, b"\xfd7": lzma.open}
_ENDINGS = (".gz", ".bz2", ".xz")


def read_compressed(source: DocumentSource, draft: Extraction) -> None:
    """What one compressed stream holds. Raises: UnreadableError; LimitError."""
    opened = _OPENERS[bytes(source.data[:2])]
    name = source.name
    if source.suffix in _ENDINGS:
        name = name[: -len(source.suffix)]
    elif source.suffix == ".tgz":
        name = f"{name[:-4]}.tar"
    before = len(draft.missing)
    give_member(name.rpartition("/")[2], lambda: opened(source.open()), draft)
    if len(draft.missing) == before + 1 and "cannot be unpacked" in draft.missing[-1]:
        raise UnreadableError(draft.missing.pop().rpartition(": ")[2])
