r"""RTF: the text of a document without its markup, in one pass.

Source: Rich Text Format Specification 1.9.1, Microsoft, 2008 (destinations, `\'hh`, `\uN`, `\ucN`).
"""

from __future__ import annotations

import codecs
import re

from firstbell.documents.extraction import DocumentSource, Extraction

_TOKEN = re.compile(
    rb"\\([A-Za-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^A-Za-z])|([{}])|[\r\n]+|([^\\{}\r\n]+)",
    re.DOTALL,
)
_SKIPPED = frozenset(
    b"fonttbl colortbl stylesheet listtable listoverridetable rsidtbl generator themedata colorschememapping"
    b" datastore latentstyles pict objdata xmlnstbl mmathPr fontemb filetbl revtbl".split()
)
_BREAKS = {
    b"par": "\n",
    b"line": "\n",
    b"sect": "\n\n",
    b"page": "\n\n",
    b"row": "\n",
    b"cell": "\t",
    b"tab": "\t",
    b"nestcell": "\t",
    b"nestrow": "\n",
    b"emdash": "-",
    b"endash": "-",
    b"lquote": "'",
    b"rquote": "'",
    b"ldblquote": '"',
    b"rdblquote": '"',
    b"bullet": "*",
}


def read_rtf(source: DocumentSource, draft: Extraction) -> None:
    """The text of the document, its headers and notes."""
    text = strip_rtf(source.whole())
    # a paragraph is a line in RTF, and a form is many of them: an empty paragraph parts
    draft.text(text)


def strip_rtf(data: bytes) -> str:
    """The text of RTF."""
    stripper = _Stripper()
    for match in _TOKEN.finditer(data):
        stripper.take(match)
    return "".join(stripper.parts).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


class _Stripper:
    """What is known while tokens go by. `_skipped`: whether this group is no text."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self._codepage = "cp1252"
        self._skipped = False
        self._skip_chars, self._unicode_skip = 0, 1
        self._groups: list[tuple[bool, int]] = []

    def take(self, match: re.Match[bytes]) -> None:
        """One token."""
        word, number, hexed, symbol, brace, plain = match.groups()
        if brace == b"{":
            self._groups.append((self._skipped, self._unicode_skip))
        elif brace == b"}":
            self._skipped, self._unicode_skip = self._groups.pop() if self._groups else (False, 1)
        elif symbol == b"*" or word in _SKIPPED:
            self._skipped = True
        elif word is not None:
            self._take_word(word, int(number) if number else None)
        elif not self._skipped:
            if hexed is None:
                text = _plain(symbol, plain, self._codepage)
            else:
                text = bytes([int(hexed, 16)]).decode(self._codepage, "replace")
            self.parts.append(text[self._skip_chars :])
            self._skip_chars = max(0, self._skip_chars - len(text))

    def _take_word(self, word: bytes, number: int | None) -> None:
        if word == b"ansicpg" and number:
            self._codepage = _find_codepage(number)
        elif word == b"uc" and number is not None:
            self._unicode_skip = max(0, min(number, 8))
        elif self._skipped:
            return
        elif word == b"u" and number is not None:
            self.parts.append(chr(number % 65536))
            self._skip_chars = self._unicode_skip
        else:
            self.parts.append(_BREAKS.get(word, ""))


def _find_codepage(number: int) -> str:
    try:
        codecs.lookup(f"cp{number}")
    except LookupError:
        return "cp1252"
    return f"cp{number}"


def _plain(symbol: bytes | None, plain: bytes | None, codepage: str) -> str:
    if symbol is not None:
        return {b"~": " ", b"_": "-", b"\\": "\\", b"{": "{", b"}": "}", b"\n": "\n"}.get(symbol, "")
    return plain.decode(codepage, "replace") if plain else ""
