"""Addresses of a header, as they are shown to a reader. Never stricter than mail programs are: scams live on
the rest.

The standard library's own reader became strict in some releases of one version of Python and not in others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_MAX = 200
_ANGLED = re.compile(r"^(.*)<([^<>]*)>[^<>]*$", re.DOTALL)
# a bound, or a long header without an address takes seconds
_BARE = re.compile(r"[^\s<>\"',;()]{1,320}@[^\s<>\"',;()]+")
_COMMENT = re.compile(r"\(([^()]*)\)")


def split_addresses(header: str) -> Iterator[tuple[str, str]]:
    """Name and address of each, "" where it has none; the name may hold encoded words still."""
    for number, piece in enumerate(_split(header)):
        if number >= _MAX:
            return
        found = _read_one(piece.strip())
        if found != ("", ""):
            yield found


def _read_one(piece: str) -> tuple[str, str]:
    match = _ANGLED.match(piece)
    if match:
        return _clean(match[1]), match[2].lstrip().replace(" ", "")
    bare = _BARE.search(piece)
    if not bare:
        return _clean(piece), ""
    comment = _COMMENT.search(piece)
    rest = comment[1] if comment else piece.replace(bare[0], " ")
    return _clean(rest), bare[0]


def _clean(name: str) -> str:
    return re.sub(r"\\(.)", r"\1", name.strip().strip('"')).strip()


def _split(header: str) -> Iterator[str]:
    """The header at commas and semicolons that stand outside quotes, comments and angles."""
    piece: list[str] = []
    quoted, depth, angled, escaped = False, 0, False, False
    for letter in header[:20_000]:
        if escaped:
            escaped = False
        elif letter == "\\" and quoted:
            escaped = True
        elif letter == '"' and not angled:
            quoted = not quoted
        elif not quoted:
            depth += (letter == "(") - (letter == ")" and depth > 0)
            angled = letter == "<" or (angled and letter != ">")
            if letter in ",;" and not depth and not angled:
                yield "".join(piece)
                piece = []
                continue
        piece.append(letter)
    yield "".join(piece)
