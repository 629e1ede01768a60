"""ISO media (mp4, mov, m4a, 3gp), HEIC and AVIF, JPEG 2000: boxes, sample tables, items.

Boxes chain to the end of the file, and inside `moov` and `meta` to the end of their parent. Each track's
tables (stsz, stsc, stco) agree, and every chunk lies inside the file; samples of H.264 and H.265 are chains
of lengths that end with the sample. Items of `iloc` lie inside the file.
Source: ISO/IEC 14496-12 4.2, 8.7, 8.11; 14496-15 5.3. Limits: coded pictures and sound have no checksum and
are not decoded; fragmented files (moof) are checked by their boxes alone.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from firstbell.examine.validators.outcome import (
    Format,
    Outcome,
    TornError,
    plausible,
    require,
    require_length,
)

if TYPE_CHECKING:
    import numpy.typing as npt

_BOXES = {b"jP  "} | frozenset(
    b"ftyp moov mdat free skip wide uuid meta moof mfra styp sidx pnot udta PICT prfl bloc emsg ssix"
    b" pdin jp2h jp2c jp2i jpch jplh".split()
)
_PARENTS = frozenset(b"moov trak mdia minf stbl edts dinf udta mvex".split())
_LENGTH_PREFIXED = frozenset(b"avc1 avc3 hvc1 hev1".split())
_DEEPEST = 12
_MOST_SAMPLES = 20_000


class _Box(msgspec.Struct, frozen=True):
    name: bytes
    start: int
    end: int


def check_iso_media(data: bytes) -> Outcome:
    """All levels of boxes, then tables and items."""
    boxes = list(_list_top_boxes(data))
    samples = items = 0
    for box in boxes:
        if box.name == b"moov" and _is_box(data, box.start):
            tracks = _find_all(data, box, b"trak", 0)
            samples += sum(_check_track(data, track) for track in tracks)
        elif box.name == b"meta":
            items += _check_items(data, box)
    detail = f"{len(boxes)} boxes chain, {samples} samples and {items} items in place"
    return plausible("iso-media", detail, is_dense=True)


def _list_top_boxes(data: bytes) -> Iterator[_Box]:
    position = 0
    while position < len(data):
        if position + 8 > len(data):
            raise TornError("ends inside a box header")
        box = _read_box(data, position, len(data))
        # extensions add boxes of their own
        is_name = position and all(32 <= value < 127 or value == 0xA9 for value in box.name)
        require(box.name in _BOXES or is_name, f"box {box.name!r}")
        if box.end > len(data):
            raise TornError("ends inside a box")
        yield box
        position = box.end


def _is_box(data: bytes, position: int) -> bool:
    """Whether what stands here looks like a box at all: some programs keep something else there."""
    return data[position + 4 : position + 8].isalnum()


def _read_box(data: bytes, position: int, end: int) -> _Box:
    size, name = int.from_bytes(data[position : position + 4], "big"), data[position + 4 : position + 8]
    start = position + 8
    if size == 1:
        size, start = int.from_bytes(data[position + 8 : position + 16], "big"), position + 16
    elif size == 0:
        size = end - position
    require(size >= start - position, "box shorter than its header")
    return _Box(name, start, position + size)


def _find_all(data: bytes, parent: _Box, wanted: bytes, depth: int) -> Iterator[_Box]:
    """Boxes of a name inside; what lies in a parent must chain to its end."""
    position = parent.start
    while position + 8 <= parent.end:
        if parent.end - position < 8 or not any(data[position : position + 4]):
            break  # QuickTime ends some lists with four zeros
        box = _read_box(data, position, parent.end)
        require(box.end <= parent.end, f"box {box.name!r} reaches behind its parent")
        if box.name == wanted:
            yield box
        elif box.name in _PARENTS and depth < _DEEPEST:
            yield from _find_all(data, box, wanted, depth + 1)
        position = box.end


def _find_first(data: bytes, parent: _Box, name: bytes) -> _Box | None:
    return next(_find_all(data, parent, name, 0), None)


def _check_track(data: bytes, track: _Box) -> int:
    """How many samples of the track lie in place."""
    sizes = _read_sizes(data, track)
    positions = _read_positions(data, track)
    runs = _find_first(data, track, b"stsc")
    if sizes is None or positions is None or runs is None or not len(positions):
        return 0
    counts = _spread_runs(data, runs, len(positions))
    total = int(counts.sum())
    require(total == len(sizes) or len(sizes) == 0, "tables of a track disagree")
    if not len(sizes):
        return 0
    edges = np.concatenate(([0], np.cumsum(sizes)))
    firsts = np.concatenate(([0], np.cumsum(counts)))
    lengths = edges[firsts[1:]] - edges[firsts[:-1]]
    if int((positions + lengths).max()) > len(data):
        raise TornError("a chunk of samples lies behind the end")
    kind = _find_first(data, track, b"stsd")
    if kind is not None and data[kind.start + 12 : kind.start + 16] in _LENGTH_PREFIXED:
        width = _find_length_width(data, kind)
        offsets = np.repeat(positions - edges[firsts[:-1]], counts) + edges[:-1]
        _check_samples(data, offsets[:_MOST_SAMPLES], sizes[:_MOST_SAMPLES], width)
    return len(sizes)


def _find_length_width(data: bytes, kind: _Box) -> int:
    """Bytes of a length inside samples, as the codec's record says."""
    for name, at in ((b"avcC", 4), (b"hvcC", 21)):
        found = data.find(name, kind.start, kind.end)
        if found >= 0:
            return (data[found + 4 + at] & 3) + 1
    return 4


def _check_samples(
    data: bytes, offsets: npt.NDArray[np.int64], sizes: npt.NDArray[np.int64], width: int
) -> None:
    """Each sample is units of a length and as many bytes, up to its very end."""
    for offset, size in zip(offsets.tolist(), sizes.tolist(), strict=True):
        position, end = offset, offset + size
        while position + width <= end:
            position += width + int.from_bytes(data[position : position + width], "big")
        require(position == end, "units of a sample do not end with it")


def _read_sizes(data: bytes, track: _Box) -> npt.NDArray[np.int64] | None:
    box = _find_first(data, track, b"stsz")
    if box is None:
        return None
    same, count = struct.unpack_from(">II", data, box.start + 4)
    if same:
        require(count <= len(data), "more samples than bytes")
        return np.full(count, same, dtype=np.int64)
    require(box.start + 12 + 4 * count <= box.end, "sizes reach behind their box")
    return np.frombuffer(data, ">u4", count, box.start + 12).astype(np.int64)


def _read_positions(data: bytes, track: _Box) -> npt.NDArray[np.int64] | None:
    for name, kind, width in ((b"stco", ">u4", 4), (b"co64", ">u8", 8)):
        box = _find_first(data, track, name)
        if box is not None:
            (count,) = struct.unpack_from(">I", data, box.start + 4)
            require(box.start + 8 + width * count <= box.end, "places reach behind their box")
            return np.frombuffer(data, kind, count, box.start + 8).astype(np.int64)
    return None


def _spread_runs(data: bytes, box: _Box, chunks: int) -> npt.NDArray[np.int64]:
    """Samples of each chunk, from runs of (first chunk, samples in each)."""
    (count,) = struct.unpack_from(">I", data, box.start + 4)
    require(box.start + 8 + 12 * count <= box.end, "runs reach behind their box")
    rows = np.frombuffer(data, ">u4", 3 * count, box.start + 8).astype(np.int64).reshape(-1, 3)
    require(count > 0 and rows[0, 0] == 1 and bool(np.all(np.diff(rows[:, 0]) > 0)), "runs of chunks")
    lengths = np.diff(np.append(rows[:, 0], chunks + 1))
    require(bool(np.all(lengths >= 0)), "more runs than chunks")
    return np.repeat(rows[:, 1], lengths)


def _check_items(data: bytes, meta: _Box) -> int:
    """Items of a HEIC or AVIF picture: every extent lies in the file."""
    # `meta` of these is a full box: version and flags first
    box = _find_first(data, _Box(meta.name, meta.start + 4, meta.end), b"iloc")
    if box is None:
        return 0
    table = _Numbers(data, box.start, box.end)
    version = table.take(1)
    require(version <= 2, "version of the item table")
    table.take(3)
    widths, others = table.take(1), table.take(1)
    index_bytes = others & 15 if version else 0
    id_bytes = 4 if version == 2 else 2
    count = table.take(id_bytes)
    for _ in range(count):
        table.take(id_bytes)
        method = table.take(2) & 15 if version else 0
        table.take(2)
        base = table.take(others >> 4)
        for _ in range(table.take(2)):
            table.take(index_bytes)
            end = base + table.take(widths >> 4) + table.take(widths & 15)
            if method == 0:
                require_length(data, end, "an item lies behind the end")
    return count


class _Numbers:
    """Numbers of any width, one after the other."""

    def __init__(self, data: bytes, position: int, end: int) -> None:
        self._data, self._position, self._end = data, position, end

    def take(self, width: int) -> int:
        """The next number."""
        self._position += width
        require(self._position <= self._end, "items reach behind their table")
        return int.from_bytes(self._data[self._position - width : self._position], "big")


FORMATS = (
    Format(
        "iso-media",
        check_iso_media,
        ((4, b"ftyp"), (4, b"moov"), (4, b"wide"), (4, b"mdat"), (4, b"jP  \r\n\x87\n")),
        tuple(b".mp4 .m4a .m4v .mov .heic .heif .avif .3gp .jp2 .jpf .m4b .jpx".split()),
    ),
)
