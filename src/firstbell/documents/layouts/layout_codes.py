"""What a layout says of codes, in a line or a cell of its own.

>>> read_codes("00 none 01 SLD 03 DCD-MM"), read_codes("0=no, 1=reduced; 2=free"), read_codes("CCYYMMDD")
({'00': 'none', '01': 'SLD', '03': 'DCD-MM'}, {'0': 'no', '1': 'reduced', '2': 'free'}, {})
"""

from __future__ import annotations

import re

from firstbell.documents.record_layouts import LONGEST_MEANING, MOST_CODES

_FEWEST_CODES = 2
# what a field's codes fill; a longer cell is something else, and a meaning without an end costs its square
_LONGEST = 8_000
# a number needs no sign behind it; letters do
_SPACED = re.compile(
    r"(?<![\w.-])(\d{1,4})[ ]{1,3}(?=[A-Za-z])([^,;|\d=]{1,99}?)(?=\s*(?:[,;|.]|$|\s\d{1,4}[ ]{1,3}[A-Za-z]))"
)
_SIGNED = re.compile(
    r"(?<![\w.-])['\"]?([A-Za-z]{1,4}\d{0,3}|\d{1,6})['\"]?\s*(?:[=:]|\u2013|\s-|-\s)\s*['\"]?(?=[A-Za-z])"
    r"([^,;|=\n]{1,99}?)['\"]?(?=\s*(?:[,;|\n]|$|\s['\"]?(?:[A-Za-z]{1,4}\d{0,3}|\d{1,6})['\"]?\s*(?:[=:]|\u2013|\s-)))"
)
# a line that tells one code alone: "   08  autism"
_ALONE = re.compile(
    r"\s+['\"]?([A-Z]{1,4}\d{0,3}|\d{1,6})['\"]?\s*(?:[=:\u2013-]|\s)\s*['\"]?([A-Za-z][^=\n]{1,60}?)['\"]?\s*"
)


def read_codes(text: str) -> dict[str, str]:
    """Code -> what it means; empty where fewer than two are told."""
    best: dict[str, str] = {}
    for pattern in (_SIGNED, _SPACED):
        found = {match[1]: _close(match[2])[:LONGEST_MEANING] for match in pattern.finditer(text[:_LONGEST])}
        best = max(best, found, key=len)
    return dict(list(best.items())[:MOST_CODES]) if len(best) >= _FEWEST_CODES else {}


def _close(meaning: str) -> str:
    """A meaning without the bracket that closes all of them.

    >>> _close(" brain injury)"), _close("hearing (deaf)")
    ('brain injury', 'hearing (deaf)')
    """
    meaning = meaning.strip()
    return meaning if "(" in meaning else meaning.rstrip(")")


def read_code_line(line: str) -> tuple[str, str]:
    """(code, what it means) of a line below a field; two empty texts where it is none."""
    match = _ALONE.fullmatch(line)
    return (match[1], match[2].strip()) if match else ("", "")
