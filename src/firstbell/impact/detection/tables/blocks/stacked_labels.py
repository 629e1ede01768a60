r"""Forms of one person whose labels stand in rows, with the answers in the row below each: as they are
printed, and as a machine reads them from paper.

>>> text = "Last Name  First Name  MI\nROE        ADA         Q\nBirth date  SSN\n4/1/1980   219-09-3344\n"
>>> labels, answers = spell_stacked(text + "[x] resident   Passport No: X4410022\n")
>>> labels[2:], answers[2:]
(['MI', 'Birth date', 'SSN', 'Passport No'], ['Q', '4/1/1980', '219-09-3344', 'X4410022'])
>>> spell_stacked("Last Name   SSN\nROE   219-09-3344\nLOW   376-18-4455\nName   Room\nUMA   7\n")
[]
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from firstbell.impact.detection.headers.columns import FAMILY, GIVEN, MAIN, NAME, read_header
from firstbell.impact.detection.kinds.kind import list_kinds

_CELLS = re.compile(r"\t+|[ ]{2,}")
_GAP = re.compile(r"\S(?: {2}|\t)")
# what stands before a label in a box of its own, and a label with its answer on one line
_BOX = re.compile(r"^\(?[a-z0-9]{1,2}[).][ ]+(?=[A-Z])")
_BEHIND = re.compile(r"(?:^|[ ]{2}|\t|/ ?)([A-Z][\w.' -]{2,40}):[ \t]+([A-Z]{0,3}[-\d]*\d[\w-]*)[ \t]*$")
_FEWEST_ROWS, _MOST_LINES, _LABEL_CHARS = 2, 120, 48
_KINDS = frozenset(list_kinds())


def spell_stacked(text: str) -> list[list[str]]:
    """The labels, and below them the answers; none where it is no such form."""
    lines = text.split("\n")
    if len(lines) > _MOST_LINES or _GAP.search(text) is None:
        return []
    lines = [line.strip() for line in lines if line.strip()]
    rows = [*_list_rows(lines)]
    if len(rows) < _FEWEST_ROWS:
        return []
    record: dict[str, str] = {}
    for labels, answers in rows:
        for label, answer in zip(labels, answers, strict=True):
            if record.setdefault(label, answer) != answer:
                return []
    roles = {read_header(label)[0] for label in record if read_header(label)[1] == MAIN}
    if not ({FAMILY, GIVEN} <= roles or NAME in roles) or not roles & _KINDS:
        return []
    for line in lines:
        found = _BEHIND.search(line)
        if found is not None and read_header(found[1])[0] in _KINDS:
            record.setdefault(found[1], found[2])
    return [[*record], [*record.values()]]


def _list_rows(lines: Sequence[str]) -> Iterator[tuple[list[str], list[str]]]:
    """(labels, answers) of each row of labels with one row of answers below it."""
    for at, line in enumerate(lines[:-1]):
        labels = _read_labels(line)
        answers = _CELLS.split(lines[at + 1])
        if not labels or _read_labels(lines[at + 1]) or len(answers) != len(labels):
            continue
        # a further row of the same width makes it a table
        below = _CELLS.split(lines[at + 2]) if at + 2 < len(lines) else []
        if len(below) != len(labels) or ":" in lines[at + 2] or _read_labels(lines[at + 2]):
            yield labels, answers


def _read_labels(line: str) -> list[str]:
    cells = [_BOX.sub("", cell) for cell in _CELLS.split(line)]
    are_short = all(len(cell) <= _LABEL_CHARS and not any(map(str.isdigit, cell)) for cell in cells)
    known = sum(bool(read_header(cell)[0]) for cell in cells) if len(cells) > 1 and are_short else 0
    return cells if known * 2 > len(cells) else []
