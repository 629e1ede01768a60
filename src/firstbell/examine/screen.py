"""The first look, while a backup has the content in hand: a mark that is missing, and noise in its place.

It costs a few microseconds a file and sees no old version, so what it finds is a reason to examine the
snapshot, never a verdict. A struck file that keeps its head passes: finding those is the examination's work.
"""

from __future__ import annotations

from firstbell.examine.encoded_noise import LEAST_ENCODED_BYTES
from firstbell.examine.randomness import WINDOW_BYTES, as_array, is_noise
from firstbell.examine.validators.registry import find_expected, has_mark
from firstbell.examine.validators.text import promises_text

_STRANGE_SHARE = 0.25
_PEEK_BYTES = 512
_PLAIN = bytes([9, 10, 12, 13, *range(32, 127)])


class Screen:
    """See `record.screening.ContentScreen`."""

    def look(self, path: bytes, data: bytes | memoryview) -> str:
        """See `ContentScreen.look`."""
        if len(data) < LEAST_ENCODED_BYTES:
            return ""
        expected = find_expected(path)
        if expected is not None and expected.magics:
            is_marked = any(data[at : at + len(magic)] == magic for at, magic in expected.magics)
            return "" if is_marked or not expected.is_strict else _tell_noise(data, expected.name)
        return _tell_noise(data, "text") if promises_text(path) and _is_strange(data) else ""


def _is_strange(data: bytes | memoryview) -> bool:
    """Whether many bytes are none of ASCII text: noise has 62 % of them."""
    peek = bytes(data[:_PEEK_BYTES])
    return len(peek.translate(None, _PLAIN)) > _STRANGE_SHARE * len(peek)


def _tell_noise(data: bytes | memoryview, promised: str) -> str:
    if has_mark(bytes(data[:_PEEK_BYTES])):
        return ""  # of another type than its name says, and no noise for that
    middle = len(data) // 2 // WINDOW_BYTES * WINDOW_BYTES
    windows = (data[:WINDOW_BYTES], data[middle : middle + WINDOW_BYTES])
    return f"noise, where its name promises {promised}" if all(map(_is_window_noise, windows)) else ""


def _is_window_noise(window: bytes | memoryview) -> bool:
    return is_noise(as_array(window))
