"""Text folded for finding: one ASCII byte a character, small letters, no marks, so that places stay the same.

>>> fold("Joaquín O\u2019Brien")
b"joaquin o'brien"
>>> split_name("García-López, María")
(b'garcia', b'lopez', b'maria')
"""

from __future__ import annotations

import re
import string
import unicodedata
from functools import lru_cache

_SINGLE = {
    "ß": "s", "æ": "a", "œ": "o", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "t", "\u0131": "i", "ħ": "h",
    "\u2018": "'", "\u2019": "'", "\u02bc": "'", "\u02bb": "'", "\u0060": "'", "\u00b4": "'",
    "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2212": "-", "\u00ad": "-",
    "\u201c": '"', "\u201d": '"', "\u2028": "\n", "\u2029": "\n", "\x85": "\n",
}  # fmt: skip
_STRANGE = re.compile(r"[^\x00-\x7f]+")
_KEPT = frozenset((string.ascii_letters + string.digits).encode())
_SPLIT = bytes(at if at in _KEPT else 32 for at in range(256))
_DROPPED = bytes(at for at in range(256) if at not in _KEPT)


class _Folded(dict[int, str]):
    """Code point -> one ASCII character, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold_character(chr(code))
        return folded


def _fold_character(character: str) -> str:
    lowered = character.lower()[:1]
    if lowered in _SINGLE:
        return _SINGLE[lowered]
    if character.isspace():
        return " "
    base = unicodedata.normalize("NFKD", lowered)[:1]
    return base.lower() if base.isascii() and base else "?"


_TABLE = _Folded({code: chr(code).lower() for code in range(128)})


def compose(text: str) -> str:
    """The text with letters and their marks as one character each, as `fold` needs it."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def strip_marks(text: str) -> str:
    """The text without marks on its letters, large and small ones as they were.

    >>> strip_marks("Niños del hogar, Núm")
    'Ninos del hogar, Num'
    """
    if text.isascii():
        return text
    return "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))


def fold(text: str) -> bytes:
    """The folded text: as many bytes as the composed text has characters."""
    if text.isascii():
        return text.encode().lower()
    # most of a text is ASCII: only what is not is looked up
    return _STRANGE.sub(_fold_match, text).encode("ascii", "replace").lower()


def _fold_match(match: re.Match[str]) -> str:
    return match[0].translate(_TABLE)


def split_words(folded: bytes) -> list[bytes]:
    """The words, with an empty one for each further separator: their lengths tell where each stands."""
    return translate_words(folded).split(b" ")


def translate_words(folded: bytes) -> bytes:
    """The same with a space for everything that is neither letter nor digit."""
    return folded.translate(_SPLIT)


@lru_cache(maxsize=65536)
def split_name(name: str) -> tuple[bytes, ...]:
    """The words of a name, folded."""
    return tuple(fold(compose(name)).translate(_SPLIT).split())


def squeeze(text: str) -> bytes:
    """Letters and digits alone, folded: how ids are compared."""
    if text.isascii():
        return text.encode().lower().translate(None, _DROPPED)
    return b"".join(split_name(text))
