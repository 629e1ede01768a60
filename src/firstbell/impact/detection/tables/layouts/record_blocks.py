r"""Sheets with a block of labels and answers for each record, one below the other: who it is about in one
row, what is told of them in the others.

>>> block = [["family 1"], ["parent", "Ada Roe", "", "child", "Ben Roe"], ["hh size", "4"]]
>>> rows = [["round 2"], [], *block, ["wages", "biwk", "1057", "27482"], [], ["family 2"]]
>>> rows += [["parent", "Cy Xu", "", "child", "Di Xu"], ["hh size", "6"], ["wages", "mo", "634", "7608"]]
>>> spell_records(rows, lambda cell: cell in ("parent", "child", "hh size"), str.istitle)[2:]
[['Ada Roe', 'Ben Roe', '4', '27482'], ['Cy Xu', 'Di Xu', '6', '7608']]
>>> spell_records(rows[:6], lambda cell: cell in ("parent", "child"), str.istitle)
[]
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from firstbell.impact.detection.headers.columns import GIVEN, NAME, read_header

Rows = Sequence[Sequence[str]]
Record = dict[str, str]
_FEWEST_RECORDS, _FEWEST_FIELDS, _MOST_FIELDS, _COMMON = 2, 2, 40, 0.6
_LABEL_CHARS = 40
_PAIR, _MOST_WORDS = 2, 5
# before a name, or behind it
_NUMBER = re.compile(r"\A#?\d{3,9}[ ,:-]+|[ ,(#:-]+\d{3,9}\)?\Z")
_OWN = frozenset(("name", "notes"))
# whom such a label does not mean
_ALL_BUT = ("any", "every", "all ", "no one", "nobody", "none")


def spell_records(
    rows: Rows, is_header: Callable[[str], bool], is_name: Callable[[str], bool]
) -> list[list[str]]:
    """The records as rows below what their blocks have in common, the titles above them first; none where the
    sheet has no such blocks. `is_header`: whether words are those of a header.
    """
    if below := _spell_below(rows, is_name):
        return below
    if sum(not any(row) for row in rows) < _FEWEST_RECORDS - 1:
        return []
    titles, records = list[list[str]](), list[Record]()
    for block in _part_blocks(rows):
        record = _read_block(block, is_header)
        if record and _names_somebody(record, is_name):
            records.append(record)
        elif not records:
            titles += [[*row] for row in block if sum(map(bool, row)) == 1]
        else:
            return []
    if len(records) < _FEWEST_RECORDS:
        return []
    heads = dict.fromkeys(head for record in records for head in record)
    common = [head for head in heads if sum(head in one for one in records) >= _COMMON * len(records)]
    if not _FEWEST_FIELDS <= len(common) <= _MOST_FIELDS or not any(map(_is_naming, common)):
        return []
    return [*titles, common, *([record.get(head, "") for head in common] for record in records)]


def _spell_below(rows: Rows, is_name: Callable[[str], bool]) -> list[list[str]]:
    """A row for each whose name, with a number or without, stands alone at the head of further rows, which
    begin with an empty cell, the titles above them first: what a cell calls by a label in a column of its
    own, all else as notes.

    >>> rows = [["gate list"], ["Ada Roe", "gr 1"], ["", "not to: Cy Xu", "order"], ["#31002 Ben Roe", ""]]
    >>> rows += [["", "not to: Di Xu", "court"]]
    >>> _spell_below(rows, lambda cell: cell[-3:] == "Roe")[1:]
    [['name', 'not to', 'notes'], ['Ada Roe', 'Cy Xu', 'gr 1; order'], ['#31002 Ben Roe', 'Di Xu', 'court']]
    >>> _spell_below([["Ada Roe", "1"], ["Ben Roe", "2"], ["", "not to: Di Xu"]], lambda cell: "Roe" in cell)
    []
    """
    filled = [[cell.strip() for cell in row] for row in rows if any(map(str.strip, row))]
    heads = [
        at
        for at, row in enumerate(filled)
        if sum(map(bool, row)) <= _PAIR
        and (name := _NUMBER.sub("", row[0]))
        and len(name.split()) <= _MOST_WORDS
        and is_name(name)
    ]
    if len(heads) < _FEWEST_RECORDS:
        return []
    last = (at for at in range(heads[-1] + 1, len(filled)) if filled[at][0])
    blocks = [filled[at:end] for at, end in pairwise([*heads, next(last, len(filled))])]
    if any(len(block) < _PAIR or any(row[0] for row in block[1:]) for block in blocks):
        return []
    records = [*map(_read_below, blocks)]
    labels = [*dict.fromkeys(label for record in records for label in record if label not in _OWN)]
    titles = [[" ".join(filter(None, row))] for row in filled[: heads[0]]]
    columns = ["name", *labels, "notes"]
    return [*titles, columns, *([record.get(one, "") for one in columns] for record in records)]


def _read_below(rows: Rows) -> Record:
    """Label -> what stands behind it, in the rows of one; the name, and as notes whatever has no label."""
    record, notes = {"name": rows[0][0]}, [*filter(None, rows[0][1:])]
    for row in rows[1:]:
        cells = [*filter(None, row)]
        label, colon, told = cells[0].partition(":")
        is_told = bool(colon and told.strip()) and len(label) <= _LABEL_CHARS and label.lower() not in record
        if is_told and not told.strip().lower().startswith(_ALL_BUT):
            record[label.lower()] = told.strip()
            cells = cells[1:]
        notes += [" ".join(cells)] if cells else []
    return record | {"notes": "; ".join(notes)}


def _part_blocks(rows: Rows) -> Iterator[list[Sequence[str]]]:
    block: list[Sequence[str]] = []
    for row in [*rows, ()]:
        if any(row):
            block.append(row)
        elif block:
            yield block
            block = []


def _read_block(block: Rows, is_header: Callable[[str], bool]) -> Record:
    """Label -> answer; the last cell of a row of several, which sums up the others."""
    record: Record = {}
    for row in block:
        cells = [cell.strip() for cell in row if cell.strip()]
        if len(cells) < 2:
            continue
        is_in_pairs = len(cells) % 2 == 0 and all(map(is_header, cells[::2]))
        pairs = zip(cells[::2], cells[1::2], strict=True) if is_in_pairs else [(cells[0], cells[-1])]
        for label, answer in pairs:
            head = label.rstrip(":# ").lower()
            if len(head) > _LABEL_CHARS or head in record or any(map(str.isdigit, head)):
                return {}  # rows of a table, that say the same of several
            record[head] = answer
    return record


def _is_naming(head: str) -> bool:
    return read_header(head)[0] in {NAME, GIVEN}


def _names_somebody(record: Record, is_name: Callable[[str], bool]) -> bool:
    return any(_is_naming(head) and (is_name(told) or " " in told) for head, told in record.items())
