r"""Records whose layout another file tells, as tables with headers: only where they fit it.

>>> diet = LayoutField("diet", 15, 16, {"1": "vegan"})
>>> fields = [LayoutField("ssn", 0, 9), LayoutField("last name", 9, 15), diet]
>>> lines = ["219093344OLSON 1", "219093355ROE   2", "219093366BERG  1"]
>>> rows = cut_lines(RecordLayout(LayoutSort.PLACES, fields), lines)
>>> [*rows][1:]
[['219093344', 'OLSON', 'vegan'], ['219093355', 'ROE', '2'], ['219093366', 'BERG', 'vegan']]
>>> [*cut_lines(RecordLayout(LayoutSort.PLACES, fields), ["a longer line of prose", "another one of it"])]
[]

A layout adds to what a file says by itself, and takes nothing from it: one that is wrong hides nobody.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice

from firstbell.documents.extraction import DocumentSource, Extraction
from firstbell.documents.layouts.code_tables import spell_codes
from firstbell.documents.record_layouts import LayoutField, LayoutSort, RecordLayout
from firstbell.documents.text import decode, decode_pieces, find_encoding, find_separator

Check = Callable[[str], bool]
_SAMPLE_LINES = 400
_HEAD_BYTES = 64 << 10
# share of the lines that fit; of those as long as the layout says
_FIT = 0.6
_FEWEST_RECORDS, _FEWEST_TYPED = 2, 2
_FURTHER_CHARS = 4
_DATE = re.compile(
    r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])|(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:(?:19|20)?\d\d)"
    r"|\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[ T].*)?|0+|9+"
)
_CALLS_DATE = re.compile(r"\b(?:dob|born|birth ?(?:date|day|dt)|date of birth|bday|date|dt)\b", re.I)
_CALLS_NAME = re.compile(
    r"\b(?:(?:last|first|given|family|middle|sur)(?: ?na?me?)?|surname|[lf] ?na?me?)\b", re.I
)
_CALLS_NUMBER = re.compile(
    r"\b(?:ssn|ssid|id|number|nbr|num|phone|zip|amount|amt|acct|account|routing)\b", re.I
)


def give_laid_out(source: DocumentSource, layouts: Sequence[RecordLayout], draft: Extraction) -> None:
    """Hand over the records of a text once for each of the layouts that they fit. Raises: LimitError."""
    encoding = find_encoding(source.data)
    if encoding is None:
        return
    head = decode(bytes(source.data[:_HEAD_BYTES]), encoding)
    separator = find_separator(head)
    for layout in layouts:
        pieces = decode_pieces(source.data, encoding)
        if layout.sort == LayoutSort.PLACES:
            rows = cut_lines(layout, chain.from_iterable(piece.splitlines() for piece in pieces))
        elif layout.sort == LayoutSort.COLUMNS and separator:
            lines = chain.from_iterable(io.StringIO(piece.replace("\0", ""), newline="") for piece in pieces)
            rows = name_columns(layout, csv.reader(lines, delimiter=separator))
        elif layout.sort == LayoutSort.CODES and separator:
            lines = chain.from_iterable(io.StringIO(piece.replace("\0", ""), newline="") for piece in pieces)
            rows = spell_codes(layout, csv.reader(lines, delimiter=separator))
        else:
            continue
        if first := next(rows, None):
            with draft.at(f"laid out by {layout.source}"), draft.at("records"):
                draft.rows(chain((first,), rows))


def cut_lines(layout: RecordLayout, lines: Iterator[str] | Sequence[str]) -> Iterator[list[str]]:
    """The records of lines of fixed width, the names of their fields first; nothing where they do not fit."""
    source = iter(lines)
    sample = [line for line in islice(source, _SAMPLE_LINES) if line.strip()]
    checks = _list_checks(layout.fields)
    least, end = layout.fields[-1].start, layout.fields[-1].stop + _FURTHER_CHARS
    within = sum(least < len(line.rstrip()) <= end for line in sample)

    def fits(line: str) -> bool:
        cells = [line[one.start : one.stop] for one, _ in checks]
        filled = [(cell, check) for cell, (_, check) in zip(cells, checks, strict=True) if cell.strip()]
        return len(filled) >= _FEWEST_TYPED and all(check(cell) for cell, check in filled)

    fitting = sum(map(fits, sample))
    if within < _FIT * len(sample) or fitting < max(_FEWEST_RECORDS, _FIT * len(sample)):
        return
    if not any(check is _is_name_cell or check is _is_number_cell for _, check in checks):
        return
    yield [one.name for one in layout.fields]
    yield from ([one.cut(line) for one in layout.fields] for line in chain(sample, source) if fits(line))


def name_columns(
    layout: RecordLayout, rows: Iterator[list[str]] | Sequence[list[str]]
) -> Iterator[list[str]]:
    """The rows of a table that has no headers, its headers first; nothing where they do not fit."""
    source = iter(rows)
    sample = [row for row in _take_rows(source) if any(row)]
    width = layout.fields[-1].stop
    names = {one.name.lower() for one in layout.fields}
    if not sample or sum(cell.strip().lower().replace("_", " ") in names for cell in sample[0]) > 1:
        return  # it has headers
    checks = _list_checks(layout.fields)

    def fits(row: list[str]) -> bool:
        # exports may end each row with one separator more
        if len(row) != width and not (len(row) == width + 1 and not row[-1]):
            return False
        filled = [(row[one.start].strip(), check) for one, check in checks if row[one.start].strip()]
        return bool(filled) and all(check(cell) for cell, check in filled)

    if sum(map(fits, sample)) < max(_FEWEST_RECORDS, _FIT * len(sample)):
        return
    yield [one.name for one in layout.fields]
    for row in chain(sample, source):
        if fits(row):
            yield [one.spell(row[one.start].strip()) for one in layout.fields]


def _take_rows(source: Iterator[list[str]]) -> Iterator[list[str]]:
    for _ in range(_SAMPLE_LINES):
        try:
            yield next(source)
        except (StopIteration, csv.Error):
            return


def _list_checks(fields: Sequence[LayoutField]) -> list[tuple[LayoutField, Check]]:
    """The fields whose names say what they hold, each with what checks that."""
    checks = ((_CALLS_DATE, _is_date_cell), (_CALLS_NAME, _is_name_cell), (_CALLS_NUMBER, _is_number_cell))
    found = (
        (one, next((check for calls, check in checks if calls.search(one.name)), None)) for one in fields
    )
    return [(one, check) for one, check in found if check is not None]


def _is_date_cell(cell: str) -> bool:
    return _DATE.fullmatch(cell.strip()) is not None


def _is_name_cell(cell: str) -> bool:
    """Letters and hardly anything else, beginning where the field does or ending where it ends."""
    word = cell.strip()
    is_placed = not cell[:1].isspace() or not cell[-1:].isspace()
    return is_placed and word[:1].isalpha() and not any(map(str.isdigit, word))


def _is_number_cell(cell: str) -> bool:
    return any(map(str.isdigit, cell)) and " " not in cell.strip()
