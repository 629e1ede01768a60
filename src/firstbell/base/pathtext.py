"""How a path inside a snapshot, or a text that somebody else wrote, is shown: names are bytes, not all of
them text, and none of them may steer a terminal or rewrite the line it stands in.
"""

from __future__ import annotations

import re

_ESCAPE = re.compile(rb"\\x([0-9a-f]{2})")
# control characters; what ends a line for some programs; what turns the direction of text
_STEERING = (
    *range(0x20),
    *range(0x7F, 0xA0),
    0x061C,
    *range(0x200E, 0x2010),
    *range(0x2028, 0x202F),
    *range(0x2066, 0x206A),
)
_SHOWN = {at: f"\\x{at:02x}" if at < 0x100 else f"\\u{at:04x}" for at in _STEERING}
_SHOWN_IN_LINES = {at: shown for at, shown in _SHOWN.items() if chr(at) not in "\n\t"}


def show_path(path: bytes) -> str:
    r"""The path as text, bytes that are not UTF-8 as `\xNN`: for a field. Control characters stay.

    >>> show_path(b"/home/kay/caf\xe9.txt")
    '/home/kay/caf\\xe9.txt'
    """
    return path.decode("utf-8", "backslashreplace")


def read_path(shown: bytes) -> bytes:
    r"""The path that `show_path` showed, or that a person wrote so: each `\xNN` is a byte again.

    >>> read_path(rb"/home/kay/caf\xe9.txt")
    b'/home/kay/caf\xe9.txt'
    """
    return _ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), shown)


def say_path(path: bytes) -> str:
    r"""The path for a sentence or a line: what would steer it as `\xNN` or `\uNNNN`, too.

    >>> say_path(b"/home/\x1b[31m.txt")
    '/home/\\x1b[31m.txt'
    """
    return say_text(show_path(path))


def say_text(text: str) -> str:
    r"""Text on one line: control characters, and what turns its direction, as `\xNN` or `\uNNNN`."""
    return text.translate(_SHOWN)


def say_lines(text: str) -> str:
    r"""As `say_text`, but newlines and tabs stay. A `Markup` stays one."""
    return text.translate(_SHOWN_IN_LINES)
