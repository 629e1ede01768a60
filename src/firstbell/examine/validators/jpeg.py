"""JPEG.

Segments chain up to EOI; Huffman tables are codes that can be; a frame comes before a scan, and its
components are those the scan names; inside scan data FF is followed by 00 or a restart marker, and restart
markers count up from RST0 to RST7 and again, one each where the interval says. Source: ITU-T T.81 annex B,
C, E.
Limits: entropy-coded data carries no checksum and is not decoded: noise of 64 bytes is seen with a chance of
one in five here, of 1 KiB in 98 of 100, and by its shape against the old version otherwise. So PLAUSIBLE.
"""

from __future__ import annotations

import re

from firstbell.examine.validators.outcome import (
    Format,
    Outcome,
    TornError,
    plausible,
    require,
    require_length,
)
from firstbell.examine.validators.payload import SAMPLE_BYTES, is_bare_noise, join_noise

# inside scan data FF is followed by 00 (stuffing), D0-D7 (restart), or ends the scan; FF is fill
_MARKER = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]")
_RESTART = re.compile(rb"\xff([\xd0-\xd7])")
_STANDALONE = frozenset((0x01, *range(0xD0, 0xD9)))
_FRAMES = frozenset((0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF))
# segments of applications, and comments
_BESIDE = frozenset((*range(0xE0, 0xF0), 0xFE))
_LEAST_BESIDE = 1024
_HUFFMAN, _RESTARTS, _SCAN, _END = 0xC4, 0xDD, 0xDA, 0xD9


def check_jpeg(data: bytes) -> Outcome:
    """Segments, scans and what stands in them."""
    offset, scans, components, interval = 2, 0, b"", 0
    beside: list[bytes] = []
    while True:
        marker, offset = _read_marker(data, offset)
        if marker == _END:
            require(scans > 0, "no scan data")
            detail = f"marker grammar holds, {scans} scans, {len(data) - offset} bytes behind"
            return plausible("jpeg", detail, is_dense=True, filled=_tell_filling(data, offset, beside))
        if marker in _STANDALONE:
            continue
        require(marker >= 0xC0, f"marker FF{marker:02X}")
        segment = _read_segment(data, offset)
        offset += 2 + len(segment)
        if marker in _FRAMES:
            components = _check_frame(segment)
        elif marker == _HUFFMAN:
            _check_tables(segment)
        elif marker in _BESIDE:
            beside.append(segment)
        elif marker == _RESTARTS:
            require(len(segment) == 2, "restart interval")
            interval = int.from_bytes(segment, "big")
        elif marker == _SCAN:
            _check_scan(segment, components)
            end = _find_scan_end(data, offset)
            _check_restarts(data, offset, end, interval)
            offset, scans = end, scans + 1


def _tell_filling(data: bytes, end: int, beside: list[bytes]) -> str:
    """Noise in segments that no picture needs, or behind it, where that is half of the file."""
    for count, sample in (
        (sum(map(len, beside)), join_noise(beside)),
        (len(data) - end, data[end : end + SAMPLE_BYTES]),
    ):
        if count * 2 >= len(data) and len(sample) >= _LEAST_BESIDE and is_bare_noise(sample):
            return f"{count} bytes of noise lie beside the picture"
    return ""


def _read_marker(data: bytes, offset: int) -> tuple[int, int]:
    if offset >= len(data) - 1:
        raise TornError("ends before EOI")
    require(data[offset] == 0xFF, "marker expected")
    while data[offset : offset + 1] == b"\xff":
        offset += 1
    require_length(data, offset + 1, "ends before EOI")
    return data[offset], offset + 1


def _read_segment(data: bytes, offset: int) -> bytes:
    require_length(data, offset + 2, "ends inside a segment")
    size = int.from_bytes(data[offset : offset + 2], "big")
    require(size >= 2, "segment shorter than its own length")
    require_length(data, offset + size, "ends inside a segment")
    return data[offset + 2 : offset + size]


def _check_frame(segment: bytes) -> bytes:
    """The names of its components."""
    require(len(segment) >= 6 and len(segment) == 6 + 3 * segment[5] and segment[5] > 0, "frame header")
    require(segment[0] in (8, 12) or segment[0] <= 16, "precision")
    factors = segment[7::3]
    require(all(1 <= value >> 4 <= 4 and 1 <= value & 15 <= 4 for value in factors), "sampling factors")
    return segment[6::3]


def _check_tables(segment: bytes) -> None:
    """Each table's code lengths leave room for its codes, and values follow for each."""
    offset = 0
    while offset < len(segment):
        counts = segment[offset + 1 : offset + 17]
        require(segment[offset] & 0xEC == 0 and len(counts) == 16, "Huffman table")
        room = 1 << 16
        for length, count in enumerate(counts, 1):
            room -= count << 16 - length
        require(room >= 0, "Huffman codes do not fit their lengths")
        offset += 17 + sum(counts)
    require(offset == len(segment), "Huffman table does not end with its segment")


def _check_scan(segment: bytes, components: bytes) -> None:
    count = segment[0] if segment else 0
    require(0 < count <= 4 and len(segment) == 4 + 2 * count, "scan header")
    named = segment[1 : 1 + 2 * count : 2]
    require(components and set(named) <= set(components), "a scan of components that the frame lacks")


def _find_scan_end(data: bytes, offset: int) -> int:
    found = _MARKER.search(data, offset)
    if found is None:
        raise TornError("scan data ends before EOI")
    marker = data[found.end() - 1]
    # DNL, DHT, DAC, SOS, DQT, DRI, EOI, APPn and COM may follow a scan
    allowed = marker in (0xDC, 0xC4, 0xCC, 0xDA, 0xDB, 0xDD, 0xD9, 0xFE) or 0xE0 <= marker <= 0xEF
    require(allowed, f"marker FF{marker:02X} inside scan data")
    return found.start()


def _check_restarts(data: bytes, offset: int, end: int, interval: int) -> None:
    """They count up, and stand only where an interval was told."""
    found = _RESTART.findall(data, offset, end)
    require(interval or not found, "restart markers without an interval")
    wanted = bytes(0xD0 | number & 7 for number in range(len(found)))
    require(b"".join(found) == wanted, "restart markers out of order")


FORMATS = (Format("jpeg", check_jpeg, ((0, b"\xff\xd8\xff"),), (b".jpg", b".jpeg", b".jpe", b".jfif")),)
