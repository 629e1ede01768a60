"""Jump lists: what a person opened with a program, newest first, as links.

`*.automaticDestinations-ms` is a compound file, whose streams with hexadecimal names are links; the stream
DestList says when each was used. `*.customDestinations-ms` holds links one after the other.

Source: libyal, "Jump list format"; Microsoft, [MS-SHLLINK].
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator, Mapping

import olefile
from LnkParse3.exceptions import LnkParserError

from firstbell.investigate.hunts.readers.desktops import read_link
from firstbell.investigate.hunts.readers.found import ArtefactReader, FoundRecords, UnreadableSourceError

# the beginning of a link: its size, and the class of links
_LINK = bytes.fromhex("4c0000000114020000000000c000000000000046")
# what the library makes of a damaged link; memory and time are bounded by the fence
_DAMAGE = (
    ArithmeticError, AttributeError, LookupError, OSError, RecursionError, TypeError, ValueError,
    struct.error, LnkParserError,
)  # fmt: skip
_MOST_LINKS = 2_000
_MOST_BYTES = 1 << 20
_TICKS_TO_UNIX = 116_444_736_000_000_000


def read_jumplist(data: bytes, path: str, beside: Mapping[str, bytes]) -> Iterator[FoundRecords]:
    """The links of a jump list. Raises: UnreadableSourceError where it holds none, and is not empty."""
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        yield from _read_streams(data, path)
        return
    starts = [at for at in _find_all(data) if at >= 0][:_MOST_LINKS]
    if not starts and any(data[:64]) and len(data) > 64:
        raise UnreadableSourceError("it is no jump list")
    for number, start in enumerate(starts):
        end = starts[number + 1] if number + 1 < len(starts) else len(data)
        yield from _read_one(data[start : min(end, start + _MOST_BYTES)], path, 0)


def _find_all(data: bytes) -> Iterator[int]:
    at = data.find(_LINK)
    while at >= 0:
        yield at
        at = data.find(_LINK, at + 1)


def _read_streams(data: bytes, path: str) -> Iterator[FoundRecords]:
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as compound:
            names = ["/".join(name) for name in compound.listdir(streams=True, storages=False)]
            used = (
                _read_uses(compound.openstream("DestList").read(_MOST_BYTES)) if "DestList" in names else {}
            )
            for name in names[:_MOST_LINKS]:
                if name != "DestList":
                    yield from _read_one(
                        compound.openstream(name).read(_MOST_BYTES), path, used.get(name.lower(), 0)
                    )
    except (OSError, ValueError, IndexError) as error:
        raise UnreadableSourceError(f"its compound file is damaged: {error}") from None


def _read_uses(data: bytes) -> dict[str, int]:
    """Name of a stream -> nanoseconds of its last use. A header of 32 bytes; entries end with a path."""
    if len(data) < 32:
        return {}
    (version,) = struct.unpack_from("<I", data)
    # version 1 (Windows 7): 114 bytes and the path; from 3 on 130 bytes, the path, four bytes
    head, tail = (114, 0) if version < 3 else (130, 4)
    found: dict[str, int] = {}
    at = 32
    while at + head <= len(data) and len(found) < _MOST_LINKS:
        (number,) = struct.unpack_from("<I", data, at + 88)
        (ticks,) = struct.unpack_from("<Q", data, at + 100)
        (letters,) = struct.unpack_from("<H", data, at + head - 2)
        found[f"{number:x}"] = max(0, (ticks - _TICKS_TO_UNIX) * 100)
        at += head + letters * 2 + tail
    return found


def _read_one(data: bytes, path: str, used_ns: int) -> Iterator[FoundRecords]:
    if not data.startswith(_LINK):
        return
    try:
        for one in read_link(data, path, {}):
            yield FoundRecords("links/jumplist", used_ns or one.time_ns, one.fields)
    except _DAMAGE:
        yield FoundRecords("links/jumplist", lost=1)


JUMP_LISTS = (ArtefactReader("jumplists", 1, read_jumplist, most_bytes=64 << 20),)
