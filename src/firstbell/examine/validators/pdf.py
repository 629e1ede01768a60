"""PDF: header, end, syntax between streams, and every Flate stream inflated.

Source: ISO 32000-1, 7.3.8 (streams), 7.5. Limits: streams of encrypted documents cannot be inflated
(PLAUSIBLE); JPEG streams are checked by JPEG's grammar, ASCII85 by its
alphabet, other filters not; a stream that ends
early because its writer was sloppy counts as not checked.
"""

from __future__ import annotations

import base64
import math
import re
from contextlib import suppress

import numpy as np

from firstbell.examine.validators.inflation import INFLATION
from firstbell.examine.validators.jpeg import check_jpeg
from firstbell.examine.validators.outcome import (
    FROM_32_KIB,
    Format,
    Outcome,
    TornError,
    plausible,
    require,
    sound,
)
from firstbell.examine.validators.payload import SAMPLE_BYTES, is_bare_noise, tell_share

_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_LENGTH = re.compile(rb"/Length\s+(\d+)(?!\s+\d+\s+R)")
_DICTIONARY_BYTES = 4096
_MOST_UNPACKED_BYTES = 256 << 20
_LEAST_STREAM = 128
_ASCII_SAMPLE = 4096
# samples that wait to be judged: 16 MiB at most
_MOST_WAITING = 64
_POWERS = np.array([85**4, 85**3, 85**2, 85, 1], dtype=np.uint64)
_LARGEST_GROUP = 0xFFFFFFFF
_CONTROLS = bytes(v for v in range(32) if v not in (0, 8, 9, 10, 12, 13))
_KEEP_CONTROLS = bytes(v for v in range(256) if v not in _CONTROLS)


def check_pdf(data: bytes) -> Outcome:
    """Walk the streams in file order and look at the syntax between them."""
    is_encrypted = b"/Encrypt" in data
    between, checked, unchecked, offset = [], 0, 0, 0
    payload = PagePayload()
    while True:
        found = _STREAM.search(data, offset)
        if found is None:
            between.append(data[offset:])
            break
        between.append(data[offset : found.start()])
        dictionary = data[max(offset, found.start() - _DICTIONARY_BYTES) : found.start()]
        dictionary = dictionary[max(dictionary.rfind(b" obj"), 0) :]
        end = _find_end(data, found.end(), dictionary)
        first = _first_filter(dictionary)
        if first.endswith(b"/FlateDecode") and not is_encrypted:
            is_whole, sample = _inflate(data, found.end(), end)
            payload.look(dictionary, sample)
            checked, unchecked = checked + is_whole, unchecked + (0 if is_whole else end - found.end())
        elif first.endswith(b"/DCTDecode") and not is_encrypted:
            unchecked += _check_picture(data[found.end() : end])
        elif first.endswith((b"/ASCII85Decode", b"/ASCIIHexDecode")):
            require(data[found.end() : end].isascii(), "a stream is not of its alphabet")
            payload.look(dictionary, decode_start(data[found.end() : end], dictionary))
            checked += 1
        else:
            unchecked += end - found.end()
            if not first and not is_encrypted:
                payload.look(dictionary, data[found.end() : min(end, found.end() + SAMPLE_BYTES)])
        offset = end
    _check_syntax(b"\n".join(between), is_encrypted=is_encrypted)
    require(b"startxref" in data[-2048:] or b"%%EOF" in data[-2048:] or b"trailer" in data[-4096:], "no end")
    if is_encrypted or unchecked > len(data) // 20:
        detail = f"{checked} streams inflate, {unchecked} bytes not checked"
        return plausible("pdf", detail, is_dense=True, filled=payload.tell())
    return sound("pdf", f"{checked} streams inflate", is_dense=True, filled=payload.tell())


class PagePayload:
    """Tells which streams that should say something are noise."""

    def __init__(self) -> None:
        self._looked = self._filled = self._clean = 0
        self._waiting: list[bytes] = []

    def look(self, dictionary: bytes, sample: bytes) -> None:
        """Take in the beginning of a stream, unpacked."""
        # tables of places are offsets, which look like noise in small files; of JBIG2 tables begin with zeros
        if len(sample) < _LEAST_STREAM or b"/XRef" in dictionary or sample.startswith(bytes(4)):
            return
        self._looked += len(sample)
        self._waiting.append(sample)
        if len(self._waiting) >= _MOST_WAITING:
            self._judge()

    def tell(self) -> str:
        """What is said of it, "" where it is not filled.

        The longest come first: once more than half of all is clean, the rest cannot change what is said.
        """
        self._waiting.sort(key=len, reverse=True)
        self._judge(enough=self._looked // 2)
        return tell_share(self._filled, self._looked, "streams") if self._clean * 2 <= self._looked else ""

    def _judge(self, enough: float = math.inf) -> None:
        waiting, self._waiting = self._waiting, []
        for sample in waiting:
            if self._clean > enough:
                return
            is_filled = is_bare_noise(sample)
            self._filled += len(sample) if is_filled else 0
            self._clean += 0 if is_filled else len(sample)


def decode_start(text: bytes, dictionary: bytes) -> bytes:
    """The beginning of a stream written as ASCII85, unpacked where it is packed; nothing of a sloppy one."""
    start = text.strip().removeprefix(b"<~")[: _ASCII_SAMPLE // 5 * 5]
    if b"/ASCII85Decode" not in dictionary:
        return b""
    with suppress(ValueError, *INFLATION.errors):
        data = decode_ascii85(start.removesuffix(b"~>"))
        return INFLATION.open(15).decompress(data, _ASCII_SAMPLE) if b"/FlateDecode" in dictionary else data
    return b""


def decode_ascii85(text: bytes) -> bytes:
    """As `base64.a85decode`, which takes 0.7 ms for the beginning of a stream; whole groups take 0.02.

    Raises: ValueError.
    """
    digits = np.frombuffer(text, dtype=np.uint8)
    if len(digits) % 5 or not len(digits) or digits.min() < ord("!") or digits.max() > ord("u"):
        return base64.a85decode(text)  # blanks, groups of zeros, an end that is cut short
    groups = (digits.reshape(-1, 5) - np.uint8(ord("!"))).astype(np.uint64) @ _POWERS
    if groups.max() > _LARGEST_GROUP:
        raise ValueError("a group that stands for no four bytes")
    return groups.astype(">u4").tobytes()


def _first_filter(dictionary: bytes) -> bytes:
    """The text from /Filter up to the name of the first filter."""
    at = dictionary.rfind(b"/Filter")
    return dictionary[at : at + 7 + dictionary[at + 7 : at + 60].find(b"Decode") + 6] if at >= 0 else b""


def _find_end(data: bytes, start: int, dictionary: bytes) -> int:
    length = _LENGTH.search(dictionary)
    if length is not None:
        end = start + int(length.group(1))
        if data[end : end + 16].lstrip().startswith(b"endstream"):
            return end
    end = data.find(b"endstream", start)
    if end < 0:
        raise TornError("ends inside a stream")
    return end


def _inflate(data: bytes, start: int, end: int) -> tuple[bool, bytes]:
    """Whether the stream inflates to its end, and its beginning; one that a writer cut short does not.

    Raises: one of `INFLATION.errors` where it does not inflate.
    """
    decoder, feed, budget = INFLATION.open(15), data[start:end], _MOST_UNPACKED_BYTES
    sample = b""
    while feed.strip() and not decoder.eof:
        piece = decoder.decompress(feed, 1 << 20)
        sample = sample or piece[:SAMPLE_BYTES]
        budget -= len(piece)
        if budget < 0:
            return False, sample
        feed = decoder.unconsumed_tail
    return decoder.eof or not data[start:end].strip(), sample


def _check_picture(picture: bytes) -> int:
    """Bytes that no checksum covers: all of them. Raises: MalformedError where it is no JPEG."""
    with suppress(TornError):
        check_jpeg(picture)
    return len(picture)


def _check_syntax(between: bytes, *, is_encrypted: bool) -> None:
    controls = len(between.translate(None, _KEEP_CONTROLS))
    # strings of encrypted documents are noise too
    limit = 0.06 if is_encrypted else 0.02
    require(controls <= max(8, len(between) * limit), "noise between the streams")
    if between and b"endobj" not in between and b"xref" not in between:
        raise TornError("no object ends")


FORMATS = (
    Format(
        "pdf",
        check_pdf,
        ((0, b"%PDF-"), (1, b"%PDF-"), (3, b"%PDF-")),
        (b".pdf", b".ai"),
        fenced_from=FROM_32_KIB,
        is_plain=True,
    ),
)
