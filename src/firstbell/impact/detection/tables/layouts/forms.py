"""Rows that are labels and their answers, and the lines of text that they come to.

Tables that are forms: labels with their answers beside them, in two columns or in every other cell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from firstbell.impact.detection.headers.columns import MAIN, find_header, read_header
from firstbell.impact.detection.passages.unit import Unit
from firstbell.impact.detection.tables.logins.links import take_script
from firstbell.impact.detection.tables.rows.reader import NAMING

_FORM_COLUMNS = 6
_TEXT_ROWS, _LABEL_CHARS = 400, 60
_PAIR = 2
_WORKER = re.compile(r"(?:name of )?(?:staff(?: member)?|employee|worker)(?:'?s)?(?: name)?")


def is_form(sample: Sequence[Sequence[str]]) -> bool:
    """Whether the cells of every other column name what stands beside them."""
    filled = [row for row in sample if sum(1 for cell in row if cell) >= 2]
    if not filled or max(map(len, sample)) > _FORM_COLUMNS or len(filled) * 2 < len(sample):
        return False
    if len(filled[0]) > _PAIR and len(filled) > _PAIR and len({row[0] for row in filled[1:]}) == 1:
        return False  # a code of what sort of record each is: "NM" before names
    if len(filled) == 1:
        return len(filled[0]) == 2 and is_label(filled[0][0]) and not is_label(filled[0][1])
    heads = sum(1 for cell in filled[0] if cell and is_label(cell))
    if heads > (len(filled[0]) + 1) // 2:
        return False  # they stand above their columns, as in most tables
    if len(filled[0]) > _PAIR and len(filled) > _PAIR and _has_addresses(filled):
        return False  # each row is whom to write to about something
    labels = sum(1 for row in filled if is_label(row[0]))
    return labels * 3 >= len(filled) * 2


def _has_addresses(rows: Sequence[Sequence[str]]) -> bool:
    """Whether a column has a word and below it addresses of mail alone.

    >>> _has_addresses([["area", "mail", "x"], ["Meals", "a@d.example", "1"], ["Buses", "b@d.example", "2"]])
    True
    """
    columns = zip(*([*row, *[""] * len(rows[0])][: len(rows[0])] for row in rows), strict=True)
    return any("@" not in first and all("@" in cell for cell in below) for first, *below in columns)


def call_worker(rows: Sequence[Sequence[str]]) -> list[Sequence[str]]:
    """The rows of a form, with a plain label before whoever works here where it names nobody else: "Staff
    member" is its first label, and it is about them.

    >>> call_worker([["Staff member", "Ada Roe"], ["Allergies", "bees"]])
    [['Name', 'Ada Roe'], ['Allergies', 'bees']]
    """
    heads = [row[0].rstrip(": ") for row in rows if row and row[0]]
    if not heads or not _WORKER.fullmatch(heads[0].lower()) or any(map(is_naming, heads)):
        return [*rows]
    is_beside = all(sum(map(bool, row)) <= 2 for row in rows)
    return [
        ["Name", *row[1:]] if is_beside and row and row[0].rstrip(": ") == heads[0] else row for row in rows
    ]


def pair_cells(row: Sequence[str]) -> Sequence[str]:
    """Labels and their answers, the labels marked as such."""
    cells = [cell for cell in row if cell]
    if not cells or len(cells) % 2:
        return cells
    return [
        f"{cell.rstrip(': ')}:" if not at % 2 and not cell.endswith("?") else cell
        for at, cell in enumerate(cells)
    ]


def is_label(cell: str) -> bool:
    """Whether it names what stands beside it."""
    return bool(cell) and (cell.rstrip().endswith(":") or bool(read_header(cell)[0]))


def is_header(cell: str) -> bool:
    """Whether its words are those of a header."""
    return bool(read_header(cell)[0])


def is_naming(cell: str) -> bool:
    """Whether a header is one of who a row is about."""
    role, owner, _, _ = read_header(cell)
    return owner == MAIN and role in NAMING


def spell_form(row: Sequence[str]) -> str:
    """A row as lines, each a label with its answer."""
    cells = [cell for cell in row if cell]
    lines, at = [], 0
    while at < len(cells):
        if is_label(cells[at]) and at + 1 < len(cells) and not cells[at + 1].rstrip().endswith(":"):
            lines.append(f"{cells[at].rstrip().removesuffix(':')}: {cells[at + 1]}")
            at += 2
        else:
            lines.append(cells[at])
            at += 1
    return "\n".join(lines)


FEWEST_PAIRS, MOST_PAIRS = 3, 24
_FEW_NAMES, _LABEL_CHARS = 0.75, 60

Check = Callable[[str], bool]


def is_pairs(sample: Sequence[Sequence[str]], is_name: Check, is_value: Check) -> bool:
    """Whether two columns are labels and answers of all sorts, a name among them. `is_value`: whether a cell
    is somebody's name or number.
    """
    filled = [[cell for cell in row if cell] for row in sample if any(row)]
    if not FEWEST_PAIRS <= len(filled) <= MOST_PAIRS or any(len(row) > 2 for row in filled):
        return False
    heads = [row[0] for row in filled]
    answers = [row[1] for row in filled if len(row) > 1]
    names = sum(map(is_name, answers))
    are_labels = len(set(heads)) == len(heads) and not any(
        is_value(head) or len(head) > _LABEL_CHARS or head[0].isdigit() for head in heads
    )
    starts = find_header(sample[:1], is_value)[0] == 0
    is_few = 0 < names <= _FEW_NAMES * len(filled)
    return are_labels and not starts and is_few and len(answers) >= FEWEST_PAIRS


def is_answered(sample: Sequence[Sequence[str]], is_name: Check, is_value: Check) -> bool:
    """Whether every other cell of the rows is a label: a name stands behind the first, and most rows have as
    many cells.
    """
    filled = [[cell for cell in row if cell] for row in sample if any(row)]
    if not FEWEST_PAIRS <= len(filled) <= MOST_PAIRS or len(filled[0]) not in {4, 6}:
        return False
    heads, first = filled[0][::2], filled[0][1::2]
    even = sum(len(row) == len(filled[0]) for row in filled)
    is_named = is_label(heads[0]) and is_name(first[0]) and not any(map(is_value, heads))
    others = sum(len(row) > 1 and is_name(row[1]) for row in filled[1:])
    return is_named and not others and even > len(filled) // 2


def take_as_text(unit: Unit, location: str, rows: Iterable[Sequence[str]]) -> int:
    """Have rows without a header read as lines of text; how many characters they are."""
    size, lines = 0, list[str]()
    for row in rows:
        filled = [cell for cell in row if cell]
        is_pair = len(filled) == _PAIR and len(filled[0]) <= _LABEL_CHARS and "\t" not in row[0]
        lines.append(f"{filled[0].rstrip(': ')}: {filled[1]}" if is_pair else "\t".join(row))
        size += len(lines[-1])
        if len(lines) >= _TEXT_ROWS:
            unit.take_lines(location, "\n".join(lines))
            lines.clear()
    unit.take_lines(location, "\n".join(lines))
    take_script(unit, location, "\n".join(lines))
    return size
