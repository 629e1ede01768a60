"""A signed head as text that can be printed, mailed and read aloud. docs/formats/ledger.md."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from firstbell.ledger.errors import LedgerError
from firstbell.ledger.lines import HeadLine, parse_head, render_line
from firstbell.ledger.verifier.headtext import FIELDS, join_heads

TITLE = "Firstbell ledger head"
_GROUP, _LINE = 8, 32
_SHORT_GROUPS, _SHORT_DIGITS = 6, 5


class HeadTextError(LedgerError):
    """Text that is no head. `source`: where it stands."""

    code = "ledger.head_text"

    def __init__(self, source: str, problem: str) -> None:
        super().__init__(
            f"{source}: {problem}", hint="give the whole text as `case head` or `desk head` wrote it"
        )
        self.source = source


def shorten_head(line: HeadLine) -> str:
    """Six groups of five digits, which say the same head when two read them to each other."""
    number = int.from_bytes(hashlib.sha256(render_line(line)).digest(), "big")
    digits = f"{number % 10 ** (_SHORT_GROUPS * _SHORT_DIGITS):0{_SHORT_GROUPS * _SHORT_DIGITS}}"
    return " ".join(digits[at : at + _SHORT_DIGITS] for at in range(0, len(digits), _SHORT_DIGITS))


def render_head_text(line: HeadLine, *, name: str = "") -> str:
    """The head as text, lines of at most 50 signs. `name`: of who signed it, for people."""
    head = line.head
    said = {
        "entries": str(head.size),
        "time": head.time,
        **{field: getattr(head, field) for field in ("ledger", "actor", "key", "previous", "root")},
        "signature": line.signature.hex(),
    }
    lines = [TITLE, ""]
    for field, digits in FIELDS.items():
        parts = list(_break(said[field])) if digits else [said[field]]
        lines += [f"{field + ':':<11}{parts[0]}", *(f"{'':<11}{part}" for part in parts[1:])]
    lines += ["", f"short form: {shorten_head(line)}"]
    if name:
        lines.append(f"signed by:  {name}")
    return "\n".join(lines) + "\n"


def _break(digits: str) -> Iterator[str]:
    for start in range(0, len(digits), _LINE):
        line = digits[start : start + _LINE]
        yield " ".join(line[at : at + _GROUP] for at in range(0, len(line), _GROUP))


def parse_head_text(text: str | bytes, source: str = "the text") -> list[HeadLine]:
    """The heads in a text, one at least, mailed and quoted or not. Their signatures are not checked.

    Raises: HeadTextError.
    """
    if isinstance(text, bytes):
        text = text.decode(errors="replace")
    try:
        return [parse_head(line, -1) for line in join_heads(text)]
    except ValueError as error:
        raise HeadTextError(source, str(error)) from None
