"""Drawing the sketch of any content; what must be unpacked for it is unpacked in the process of checks.

Limits: content above 8 MiB, media, and what is dense without a known type have no sketch.
"""

from __future__ import annotations

import numpy as np

from firstbell.examine.document_sketches import sketch_document
from firstbell.examine.picture_sketches import sketch_picture
from firstbell.examine.randomness import as_array, measure_flatness
from firstbell.examine.sketches import MOST_BYTES, ContentSketch, read_sketch, read_text, sketch_words
from firstbell.examine.validators.fence import FENCE

_DENSE_DEVIATIONS = 300.0
_MOST_MARKS = 1024
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"RIFF")
_PACKED = (b"PK\x03\x04", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0", b"\x28\xb5\x2f\xfd")


def draw_sketch(data: bytes) -> ContentSketch:
    """The sketch of a content, which has none where nothing can be said."""
    if len(data) > MOST_BYTES:
        return ContentSketch()
    if data.startswith(_PACKED) or data[:1024].find(b"%PDF-") >= 0:
        return read_sketch(FENCE.check(sketch_document, "sketch", data))
    if data.startswith(_PICTURES):
        found = read_sketch(FENCE.check(sketch_picture, "sketch", data))
        if found.kind:
            return found
    text = read_text(data)
    return _sketch_bytes(data) if text is None else sketch_words(text)


def _sketch_bytes(data: bytes) -> ContentSketch:
    array = as_array(data)
    if len(array) < 64 or measure_flatness(array) < _DENSE_DEVIATIONS:
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
