"""Drawing the sketch of any content; what must be unpacked for it is unpacked in fenced children.

Limits: what is dense without a known type has no sketch. Sound and film are compared byte by byte: the same
piece, encoded anew, is another one.
"""

from __future__ import annotations

import re

import numpy as np

from firstbell.examine.document_sketches import sketch_document
from firstbell.examine.mail_parts import is_mail
from firstbell.examine.mail_sketches import sketch_mail
from firstbell.examine.picture_sketches import sketch_picture
from firstbell.examine.randomness import as_array, measure_flatness
from firstbell.examine.sketches import MOST_BYTES, ContentSketch, read_sketch, read_text, sketch_words
from firstbell.examine.validators.fence import FENCE
from firstbell.examine.validators.payload import has_dense_mark

_DENSE_DEVIATIONS = 300.0
_MOST_MARKS = 1024
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"RIFF")
_PACKED = (b"PK\x03\x04", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0", b"\x28\xb5\x2f\xfd", b"7z\xbc\xaf\x27\x1c")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_RUN = re.compile(rb"[\x20-\x7e\x91-\x97\xa0-\xff\r\n\t]{40,}")
_WIDE_RUN = re.compile(rb"(?:[\x20-\x7e\r\n\t]\0){40,}")


def is_structured(head: bytes) -> bool:
    """Whether content that begins so is sketched by its parts, however long it is."""
    return head.startswith((*_PACKED, *_PICTURES)) or head[:1024].find(b"%PDF-") >= 0


def is_old_office(head: bytes) -> bool:
    """Whether it is a document as Office wrote it before 2007."""
    return head.startswith(_OLD_OFFICE)


def sketch_runs(data: bytes) -> ContentSketch:
    """The sketch of the longer runs of letters in a document that is not read otherwise."""
    runs = [found.decode("cp1252", "replace") for found in _RUN.findall(data[:MOST_BYTES])]
    runs += [found.decode("utf-16-le", "replace") for found in _WIDE_RUN.findall(data[:MOST_BYTES])]
    return sketch_words("\n".join(runs))


def draw_sketch(data: bytes) -> ContentSketch:
    """The sketch of a content, which has none where nothing can be said."""
    if data.startswith(_PACKED) or data[:1024].find(b"%PDF-") >= 0:
        return read_sketch(FENCE.check(sketch_document, "sketch", data))
    if is_mail(data):
        return read_sketch(FENCE.check(sketch_mail, "sketch", data))
    if data.startswith(_PICTURES):
        found = read_sketch(FENCE.check(sketch_picture, "sketch", data))
        if found.kind:
            return found
    text = read_text(data)
    return sketch_bytes(data) if text is None else sketch_words(text)


def sketch_bytes(data: bytes) -> ContentSketch:
    """Marks of eight bytes; none where it is dense, and of no type that is so by its nature."""
    array = as_array(data)
    if len(array) < 64 or (measure_flatness(array) < _DENSE_DEVIATIONS and not has_dense_mark(data)):
        return ContentSketch()
    usable = len(array) - 8
    words = np.lib.stride_tricks.sliding_window_view(array, 8)[:usable]
    numbers = np.ascontiguousarray(words).view(np.uint64).ravel()
    mixed = (numbers * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(32)
    step = 1
    while usable > _MOST_MARKS * step:
        step *= 2
    chosen = mixed[mixed % np.uint64(step) == 0]
    marks = list(dict.fromkeys(int(mark) for mark in chosen))[: 4 * _MOST_MARKS]
    return ContentSketch("bytes", marks, marks, step)
