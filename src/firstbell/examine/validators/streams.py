"""Compressed streams, decoded to their end: gzip, bzip2, xz, lzma, zstd, Unix compress.

Each carries a checksum of what it holds, so a stream that decodes is sound; zstd without one is PLAUSIBLE.
Limits: `.Z` (LZW) is checked by its header only; more than 1 GiB unpacked is not unpacked further.
"""

from __future__ import annotations

import bz2
import lzma
from typing import Protocol

import zstandard

from firstbell.examine.validators.inflation import INFLATION
from firstbell.examine.validators.outcome import (
    ALWAYS,
    FROM_32_KIB,
    Format,
    Outcome,
    TornError,
    plausible,
    require,
    sound,
)
from firstbell.examine.validators.payload import SAMPLE_BYTES, is_bare_noise

_STEP_BYTES = 1 << 20
_BUDGET_BYTES = 1 << 30


class _Decoder(Protocol):
    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...

    def decompress(self, data: bytes, max_length: int = -1) -> bytes: ...


def check_gzip(data: bytes) -> Outcome:
    """Inflate every member; zlib checks CRC and length."""
    rest, budget, sample = data, _BUDGET_BYTES, b""
    while rest.startswith(b"\x1f\x8b"):
        decoder = INFLATION.open(31)
        feed = rest
        while not decoder.eof:
            piece = decoder.decompress(feed, _STEP_BYTES)
            sample = sample or piece[:SAMPLE_BYTES]
            feed = decoder.unconsumed_tail
            budget -= len(piece)
            if budget < 0:
                return plausible("gzip", "unpacks to more than 1 GiB", is_dense=True)
            if not piece and not feed and not decoder.eof:
                raise TornError("stream ends early")
        rest = decoder.unused_data
    require(not rest.strip(b"\0"), "bytes behind the last member")
    return sound("gzip", "inflates, CRC holds", is_dense=True, filled=_tell_filling(sample))


def _tell_filling(sample: bytes) -> str:
    """What is said where a packed file is noise, and of no type that is so by its nature."""
    return "what it unpacks to is noise" if is_bare_noise(sample) else ""


def _drain(decoder: _Decoder, data: bytes, name: str) -> tuple[Outcome | None, str]:
    """An outcome that ends the check early, if there is one, and what it is filled with."""
    budget = _BUDGET_BYTES
    piece = decoder.decompress(data, _STEP_BYTES)
    filled = _tell_filling(piece[:SAMPLE_BYTES])
    while not decoder.eof:
        budget -= len(piece)
        if budget < 0:
            return plausible(name, "unpacks to more than 1 GiB", is_dense=True), filled
        if not piece and decoder.needs_input:
            raise TornError("stream ends early")
        piece = decoder.decompress(b"", _STEP_BYTES)
    return None, filled


def check_bzip2(data: bytes) -> Outcome:
    """Decode every stream."""
    rest, filled = data, ""
    while rest.startswith(b"BZh"):
        decoder = bz2.BZ2Decompressor()
        early, filled = _drain(decoder, rest, "bzip2")
        if early is not None:
            return early
        rest = decoder.unused_data
    require(not rest.strip(b"\0"), "bytes behind the last stream")
    return sound("bzip2", "decodes, CRC holds", is_dense=True, filled=filled)


def check_xz(data: bytes) -> Outcome:
    """Decode every stream; padding of zeros between them is allowed."""
    rest, filled = data, ""
    while rest:
        decoder = lzma.LZMADecompressor(format=lzma.FORMAT_XZ, memlimit=1 << 30)
        early, filled = _drain(decoder, rest, "xz")
        if early is not None:
            return early
        rest = decoder.unused_data.lstrip(b"\0")
    return sound("xz", "decodes, checks hold", is_dense=True, filled=filled)


def check_lzma(data: bytes) -> Outcome:
    """Decode the one stream of an .lzma file."""
    decoder = lzma.LZMADecompressor(format=lzma.FORMAT_ALONE, memlimit=1 << 30)
    early, filled = _drain(decoder, data, "lzma")
    return early or sound("lzma", "decodes", is_dense=True, filled=filled)


def check_zstd(data: bytes) -> Outcome:
    """Decode every frame; skippable frames are passed over."""
    offset, has_checksums = 0, True
    while offset < len(data):
        offset, is_checked = _walk_zstd_frame(data, offset)
        has_checksums = has_checksums and is_checked
    budget = _BUDGET_BYTES
    decoder = zstandard.ZstdDecompressor(max_window_size=1 << 30)
    sample = b""
    with decoder.stream_reader(data, read_across_frames=True) as stream:
        while piece := stream.read(_STEP_BYTES):
            sample = sample or piece[:SAMPLE_BYTES]
            budget -= len(piece)
            if budget < 0:
                return plausible("zstd", "unpacks to more than 1 GiB", is_dense=True)
    filled = _tell_filling(sample)
    if not has_checksums:
        return plausible("zstd", "decodes, has no checksum", is_dense=True, filled=filled)
    return sound("zstd", "decodes, checksum holds", is_dense=True, filled=filled)


def _walk_zstd_frame(data: bytes, offset: int) -> tuple[int, bool]:
    """The place behind a frame, and whether it has a checksum, by the headers of its blocks."""
    if data[offset + 1 : offset + 4] == b"\x2a\x4d\x18" and data[offset] & 0xF0 == 0x50:
        end = offset + 8 + int.from_bytes(data[offset + 4 : offset + 8], "little")
        if end > len(data):
            raise TornError("skippable frame ends early")
        return end, True
    require(data.startswith(b"\x28\xb5\x2f\xfd", offset), "bytes behind the last frame")
    flags = data[offset + 4] if offset + 4 < len(data) else 0
    size_bytes = (1 if flags & 0x20 else 0, 2, 4, 8)[flags >> 6]
    offset += 5 + (0 if flags & 0x20 else 1) + (0, 1, 2, 4)[flags & 3] + size_bytes
    is_last = False
    while not is_last:
        if offset + 3 > len(data):
            raise TornError("frame ends early")
        head = int.from_bytes(data[offset : offset + 3], "little")
        is_last, kind, size = bool(head & 1), head >> 1 & 3, head >> 3
        require(kind < 3, "block of a kind that is not")
        offset += 3 + (1 if kind == 1 else size)
    has_checksum = bool(flags & 4)
    offset += 4 if has_checksum else 0
    if offset > len(data):
        raise TornError("frame ends early")
    return offset, has_checksum


def check_compress(data: bytes) -> Outcome:
    """Header only: LZW has no checksum."""
    require(len(data) > 4 and 9 <= data[2] & 0x1F <= 16, "not a code width of 9 to 16 bits")
    require(not data[2] & 0x60 and not data[4] & 1, "the first code is no byte")
    return plausible("compress", "header holds", is_dense=True)


FORMATS = (
    Format(
        "gzip",
        check_gzip,
        ((0, b"\x1f\x8b\x08"),),
        (b".gz", b".tgz", b".svgz", b".emz", b".wmz"),
        fenced_from=FROM_32_KIB,
        is_plain=True,
    ),
    Format(
        "bzip2",
        check_bzip2,
        ((0, b"BZh"),),
        (b".bz2", b".tbz2", b".tbz"),
        fenced_from=FROM_32_KIB,
        is_plain=True,
    ),
    Format("xz", check_xz, ((0, b"\xfd7zXZ\0"),), (b".xz", b".txz"), fenced_from=ALWAYS),
    Format("lzma", check_lzma, ((0, b"\x5d\0\0"),), (b".lzma",), is_weak=True, fenced_from=ALWAYS),
    Format("zstd", check_zstd, ((0, b"\x28\xb5\x2f\xfd"),), (b".zst", b".tzst"), fenced_from=ALWAYS),
    Format("compress", check_compress, ((0, b"\x1f\x9d"),)),
)
