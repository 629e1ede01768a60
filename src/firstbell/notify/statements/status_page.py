"""A page for families and staff, made of an approved statement: static files for any web space."""

from __future__ import annotations

import re
from collections.abc import Sequence

from firstbell.pages import templates

PAGE_NAME, TEXT_NAME = "index.html", "statement.txt"
_DASH = "- "
_MOST_LETTERS = 60
# no sign, number or address
_WORDS = re.compile(r"[^\W\d_](?:[^\W\d_]|[ '\u2019-])*\??")
_TITLES = {"families": "Information for families", "staff": "Information for staff"}


def render_status_files(text: str, *, district: str, audience: str, time: str) -> dict[str, str]:
    """The files by name: a page without scripts, and the text as it was approved. `time`: for readers."""
    blocks = [part.splitlines() for part in re.split(r"\n\s*\n", text.strip()) if part.strip()]
    last = len(blocks) - 1
    told = [
        {"kind": _find_kind(lines, is_last=at == last), "lines": lines} for at, lines in enumerate(blocks)
    ]
    page = templates.render_page(
        "status",
        district=district,
        title=_TITLES.get(audience, "Information"),
        time=time,
        blocks=told,
    )
    return {PAGE_NAME: page, TEXT_NAME: text}


def _find_kind(lines: Sequence[str], *, is_last: bool) -> str:
    """`list` for lines with dashes, `heading` for a few words that end no sentence, else `lines`."""
    if all(line.startswith(_DASH) for line in lines):
        return "list"
    is_heading = len(lines) == 1 and len(lines[0]) <= _MOST_LETTERS and not is_last
    return "heading" if is_heading and _WORDS.fullmatch(lines[0].strip()) else "lines"
