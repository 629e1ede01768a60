r"""Logs of who came when and why, a line each, as they are kept in a place that says what one comes for: at
the nurse's, at the dean's.

>>> text = "Tue 10/6\n0812 Roe A gr6  HA, RTC\n0840  Ly, B.  n/v\n1030  fire drill\n11:20 Xu C (8) ice\n"
>>> list_visits(text, {"health"}, lambda name: name[:2] in ("Ro", "Ly", "Xu"))[1:]
[['Roe, A', '6', 'HA, RTC'], ['Ly, B', '', 'n/v'], ['Xu, C', '8', 'ice']]
>>> list_visits(text, {"financial"}, lambda name: True), list_visits(text, {"health"}, lambda name: False)
([], [])
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container

from firstbell.impact.detection.kinds.kind import DataKind

TIME = r"(?:[01]?\d|2[0-3]):?[0-5]\d(?: ?[ap]\.?m?\.?)?"
_LINE = re.compile(
    rf"(?i:[ \t]*(?:[-*\u2022] ?)?{TIME})[ \t]*(?:[-\u2013|][ \t]*)?"
    r"(?P<name>[A-Z][\w'\u2019-]+(?:,? [A-Z][\w'\u2019-]*){0,3})\.?"
    r"(?:[ ,]+\(?(?i:gr(?:ade)?\.? ?)?(?P<grade>[Kk]|\d{1,2})(?i:th|st|nd|rd)?\)?(?= |\t|,|-|:))?"
    r"(?:\s*[-\u2013:,|]\s*|[ \t]+)(?P<why>\S.*)"
)
_TIMED = re.compile(rf"(?i)[ \t]*(?:[-*\u2022] ?)?{TIME}\b")
_SHORT = re.compile(r"([\w'\u2019-]+(?: [\w'\u2019-]{2,})?),? ([A-Z])")
_FEWEST, _MOST_LINES, _SHARE = 3, 2_000, 0.6
# what a place tells of those who come, and the header that says the same
HEADS = ((DataKind.HEALTH, "complaint"), (DataKind.DISCIPLINE, "offense"))


def list_visits(text: str, kinds: Container[str], calls: Callable[[str], bool]) -> list[list[str]]:
    """The rows of such a log below a header; none where it is none. `kinds`: what its place tells; `calls`:
    whether a pupil here is called so.
    """
    head = next((head for kind, head in HEADS if kind in kinds), "")
    if not head:
        return []
    timed, rows = 0, list[list[str]]()
    for line in text.split("\n", _MOST_LINES)[:_MOST_LINES]:
        if _TIMED.match(line) is None:
            continue
        timed += 1
        match = _LINE.fullmatch(line.rstrip("\r"))
        if match is not None and calls(name := _spell(match["name"])):
            rows.append([name, match["grade"] or "", match["why"].strip()])
    is_log = len({row[0] for row in rows}) >= _FEWEST and len(rows) >= _SHARE * timed
    return [["name", "grade", head], *rows] if is_log else []


def _spell(name: str) -> str:
    """A name with a comma before the letter that it ends with: "Roe A" is "Roe, A"."""
    match = _SHORT.fullmatch(name)
    return f"{match[1]}, {match[2]}" if match else name
