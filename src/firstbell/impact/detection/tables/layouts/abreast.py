r"""Two tables abreast in one sheet, an empty column between them, each with names and headers of its own.

>>> rows = [["", "min", "", "who", "goal"], ["Ada Roe", "60", "", "Cy Xu", "grip"], ["Ben Roe", "30"]]
>>> part_abreast([*rows, ["Di Roe", "15", "", "Ed Xu", "zips"]], lambda cell: cell[-3:] in ("Roe", " Xu"))[1]
[['who', 'goal'], ['Cy Xu', 'grip'], ['Ed Xu', 'zips']]
>>> part_abreast([row[:2] for row in rows], lambda cell: True)
[]

Tables whose rows hold several records side by side below the same headers, and tables without headers
whose cells say themselves what they are.

>>> unfold([["Mon", "", "Tue"], ["who", "why", "who", "why"], ["Ada", "late", "Ben", "rude"], ["Cy", "hit"]])
[['Mon', '', 'Tue'], ['who', 'why'], ['Ada', 'late'], ['Cy', 'hit'], ['Ben', 'rude']]
>>> head_cells([["1", "b. 4/1/80"], ["2", "b. 5/2/81"], ["3", "b. 6/3/82"]], lambda head: head == "b")
[['', 'b'], ['1', '4/1/80'], ['2', '5/2/81'], ['3', '6/3/82']]

Where a further table, or a part of one, begins in a sheet, below another one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise, takewhile

from firstbell.impact.detection.headers.code_keys import find_key
from firstbell.impact.detection.headers.columns import MAIN, NAME, WORKER, find_header, read_header
from firstbell.impact.detection.identities.names import looks_like_name
from firstbell.impact.detection.kinds.titles import find_head_kinds
from firstbell.impact.detection.tables.cells.identity_documents import is_issued, names_document
from firstbell.impact.detection.values.numbers import is_ssn
from firstbell.impact.people.folded_text import fold
from firstbell.impact.people.given_names import is_given_name

Rows = Sequence[Sequence[str]]
_TOTAL = re.compile(r"(?i)\W*(?:sub ?)?totals?\b")
_FEWEST_NAMES, _FEWEST_WIDE, _MOST_WIDE, _MOSTLY = 2, 2, 40, 0.5


def part_abreast(rows: Rows, is_name: Callable[[str], bool]) -> list[list[list[str]]]:
    """Both tables, the right one a key of the codes on the left perhaps; none where there are not two, or
    where what stands on the right may be of those on the left: no row of either goes without the other, one
    empty column parts them, and no titles of both stand above. `is_name`: whether somebody is called so.
    """
    width = max(map(len, rows), default=0)
    if not _FEWEST_WIDE * 2 < width <= _MOST_WIDE:
        return []
    wide = [[*row, *[""] * (width - len(row))] for row in rows]
    for gap in range(_FEWEST_WIDE, width - _FEWEST_WIDE):
        if any(row[gap].strip() for row in wide):
            continue
        sides = [row[:gap] for row in wide], [row[gap + 1 :] for row in wide]
        named = [_find_names(side, is_name) for side in sides]
        if named[0] >= 0 > named[1] and find_key(sides[1], is_name):
            return [[row for row in side if any(row)] for side in sides]
        if min(named) < 0:
            continue
        told = [_list_told(side, at, is_name) for side, at in zip(sides, named, strict=True)]
        is_apart = not any(row[gap + 1].strip() for row in wide) or _are_titled(*sides)
        is_apart = is_apart or any(map(_is_headed_later, told, reversed(told), reversed(sides)))
        if is_apart or any({one, other} == {True, None} for one, other in zip(*told, strict=True)):
            return [[row for row in side if any(row)] for side in sides]
    return []


def _are_titled(left: Rows, right: Rows) -> bool:
    """Whether the first row has one cell of words for each table, and rows of several cells stand below it.

    >>> _are_titled([["Late today", ""], ["who", "when"]], [["Cap found", ""], ["who", "cap"]])
    True
    >>> _are_titled([["Pupil", "Gr"], ["Ada Roe", "4"]], [["Cond.", ""], ["asthma", "y"]])
    False
    """
    heads, below = (left[0], right[0]), (*left[1:2], *right[1:2])
    are_alone = all(head[0].strip() and not any(head[1:]) for head in heads)
    return are_alone and len(below) == len(heads) and all(sum(map(bool, row)) > 1 for row in below)


def _is_headed_later(told: Sequence[bool | None], other: Sequence[bool | None], side: Rows) -> bool:
    """Whether the headers of the other side stand beside somebody, and no more than a title above them."""
    at = other.index(True) - 1
    filled = [sum(map(bool, row)) for row in side[: at + 1]]
    return at > 0 and told[at] is True and filled.pop() > 1 and max(filled) < 2


def _list_told(side: Rows, at: int, is_name: Callable[[str], bool]) -> list[bool | None]:
    """Whether each row names somebody; None where it is empty, or the sum of those above."""
    return [
        None if not any(row) or _TOTAL.match(row[at]) else bool(row[at]) and is_name(row[at]) for row in side
    ]


def _find_names(side: Rows, is_name: Callable[[str], bool]) -> int:
    """The column of names of one table that are nobody's parents or teachers, or its first one; else -1."""
    for at in range(len(side[0])):
        cells = [row[at] for row in side if row[at].strip()]
        known = [cell for cell in cells if is_name(cell)]
        names = len(known) or sum(map(_looks_strange, cells))
        heads = [cell for cell in cells if not (is_name(cell) if known else _looks_strange(cell))][:2]
        if names >= max(_FEWEST_NAMES, _MOSTLY * (len(cells) - len(heads))) and (
            at == 0 or all(map(_is_open, heads))
        ):
            return at
    return -1


def _looks_strange(cell: str) -> bool:
    """Whether a cell is written as the name of somebody whom nobody here need know."""
    return looks_like_name(cell) and is_given_name(fold(cell.split()[0])) and not read_header(cell)[0]


def _is_open(head: str) -> bool:
    """Whether what stands above names may be a title, whatever words it has, or calls no others' names: of
    the log of a nurse it is not the nurses who are in it.

    >>> _is_open("Nurse visits"), _is_open("who"), _is_open("Teacher"), _is_open("Emergency contacts")
    (True, True, False, False)
    """
    role, owner, _, words = read_header(head)
    return owner == MAIN or (owner == WORKER and role != NAME and " " in words)


_MOST_HEADS, _BESIDE_FEWEST_WIDE = 6, 2
_SELF_SAID = re.compile(
    r"([A-Za-z][A-Za-z /]{0,15}?)[.:#]{0,2}[ ]+(?=[A-Z]{0,2}\d|[A-Z][a-z]{2} \d)|([A-Za-z]{2,12}):[ ]*(?=\S)",
    re.I,
)
_FEWEST_CELLS, _BESIDE_MOSTLY = 3, 0.8
_DIGITS, _RUN = re.compile(r"\d"), re.compile(r"\d+")
_MOST_ABREAST = 16


def straighten(
    rows: Rows, is_header: Callable[[str], bool], is_name: Callable[[str], bool], *, has_header: bool
) -> list[list[str]]:
    """The table with one record a row and headers above, where it is one of these; none where it is not.
    `is_header`: whether words are those of a header; `is_name`: whether somebody is called so.
    """
    return unfold(rows) or ([] if has_header else head_cells(rows, is_header) or stack_blocks(rows, is_name))


def stack_blocks(rows: Rows, is_name: Callable[[str], bool]) -> list[list[str]]:
    """The records one below the other, below the titles of the table, where blocks of a name and a value of
    digits stand beside each other without headers; what stands above a block alone is left out. None where
    the columns are of different sorts, or somebody comes twice.

    >>> rows = [["pins"], ["4A", "", "4B", ""], ["Al Roe", "1177", "Bo Roe", "6542"], ["Cy Roe", "9131"]]
    >>> stack_blocks([*rows, ["Di Roe", "1", "Ed Roe", "22"]], lambda cell: cell[-3:] == "Roe")
    [['pins'], ['Al Roe', '1177'], ['Cy Roe', '9131'], ['Di Roe', '1'], ['Bo Roe', '6542'], ['Ed Roe', '22']]
    >>> rows = [["Al Roe", "7/1", "Mo Roe", "555-0101"], ["Cy Roe", "8/1", "Di Roe", "555-0102"]]
    >>> stack_blocks(rows, lambda cell: cell[-3:] == "Roe")
    []
    """
    width = max(map(len, rows), default=0)
    if not _BESIDE_FEWEST_WIDE * 2 <= width <= _MOST_ABREAST or not any(
        map(is_name, (cell for row in rows[:_MOST_HEADS] for cell in row if cell))
    ):
        return []
    first = next(at for at, row in enumerate(rows) if any(map(is_name, filter(None, row))))
    columns = [[row[at] for row in rows[first:] if at < len(row) and row[at]] for at in range(width)]
    named = [
        at for at, cells in enumerate(columns) if len(cells) > 1 and _share(cells, is_name) >= _BESIDE_MOSTLY
    ]
    steps = {later - at for at, later in pairwise(named)}
    if len(steps) != 1 or (step := steps.pop()) < _BESIDE_FEWEST_WIDE:
        return []
    names = [cell for at in named for cell in columns[at]]
    if len(set(names)) < len(names):
        return []  # teachers beside their pupils come again
    blocks = [columns[at + 1 : at + step] for at in named]
    shapes = {tuple(_shape(cells) for cells in block if cells) for block in blocks}
    if len(shapes) != 1 or shapes <= {(), ("",)}:
        return []
    told = [[*row[at : at + step]] for at in named for row in rows[first:] if any(row[at : at + 1])]
    return [*([*row] for row in rows[:first] if sum(map(bool, row)) == 1), *told]


def _share(cells: Sequence[str], check: Callable[[str], bool]) -> float:
    return sum(map(check, cells)) / len(cells)


def _shape(cells: Sequence[str]) -> str:
    """How nearly all cells of a column are written, digits as 9 whatever their number; "" where they differ
    or have none.

    >>> _shape(["1177", "6542"]), _shape(["7/1/26", "11/12/26"]), _shape(["bus", "walks"])
    ('9', '9/9/9', '')
    """
    ((shape, times),) = Counter(_RUN.sub("9", cell.strip()) for cell in cells).most_common(1)
    return shape if "9" in shape and times >= _BESIDE_MOSTLY * len(cells) else ""


def unfold(rows: Rows) -> list[list[str]]:
    """The records one below the other; none where no row of headers comes again beside itself."""
    for number, row in enumerate(rows[:_MOST_HEADS]):
        heads = [cell.strip().lower() for cell in row]
        while heads and not heads[-1]:
            heads.pop()
        for width in range(_BESIDE_FEWEST_WIDE, len(heads) // 2 + 1):
            first = heads[:width]
            blocks = [heads[at : at + width] for at in range(0, len(heads), width)]
            if all(first) and len(set(first)) == width and all(block == first for block in blocks):
                below = rows[number + 1 :]
                told = [
                    list(each[at : at + width])
                    for at in range(0, len(heads), width)
                    for each in below
                    if any(each[at : at + width])
                ]
                return [*map(list, rows[:number]), list(row[:width]), *told] if below else []
    return []


def head_cells(rows: Rows, is_header: Callable[[str], bool]) -> list[list[str]]:
    """The table below a row of the words that nearly all cells of a column begin with, and without these;
    none where no such word is that of a header. A row of headers of its own keeps the others.

    >>> rows = [["ref", "attr"], *([who, f"income {who}1"] for who in ("A", "B", "C", "D"))]
    >>> head_cells(rows, lambda head: head == "income")[:2]
    [['ref', 'income'], ['A', 'A1']]
    """
    heads: dict[int, str] = {}
    for at in range(max(map(len, rows), default=0)):
        cells = [row[at].strip() for row in rows if at < len(row) and row[at].strip()]
        said = Counter(
            (match[1] or match[2]).strip().lower() for cell in cells if (match := _SELF_SAID.match(cell))
        )
        ((head, times),) = said.most_common(1) or [("", 0)]
        if times >= max(_FEWEST_CELLS, _BESIDE_MOSTLY * len(cells)) and is_header(head):
            heads[at] = head
    if not heads:
        return []
    width = max(map(len, rows))
    own = [*rows[0], *[""] * (width - len(rows[0]))]
    has_own = all(own[at].strip() == _strip(own[at], head) != "" for at, head in heads.items())
    has_own = has_own and sum(map(bool, own)) > 1 and not any(map(_DIGITS.search, own))
    # headers of its own say less than the words: "attr A" above "income 28,040"
    return [
        [heads.get(at, cell if has_own else "") for at, cell in enumerate(own)],
        *([_strip(cell, heads.get(at, "")) for at, cell in enumerate(row)] for row in rows[has_own:]),
    ]


def _strip(cell: str, head: str) -> str:
    match = _SELF_SAID.match(cell.strip()) if head else None
    return cell.strip()[match.end() :] if match and (match[1] or match[2]).strip().lower() == head else cell


# who goes along with those of the table above
_ELDERS = re.compile(
    r"(?i)\W*(?:(?:adult|parent|bus|van|staff) )?(?:chaperones?|drivers?|adults?|volunteers?|coaches|"
    r"leaders?|staff|counselors?|guests?)\b"
)
_FEWEST_ROWS, _MOST = 2, 0.6
_SSN = re.compile(r"\d{3}-\d\d-\d{4}")


def find_next(rows: Rows, is_value: Callable[[str], bool]) -> int:
    """Where it is: a heading below an empty row, and headers below it, rows that hold what
    no row above does, or the word for who goes along; else 0.
    `is_value`: whether somebody is called so or has the number.

    >>> rows = [["camper", "bunk"], ["Ada Roe", "1A"], [], ["CHAPERONES (licenses)"], ["Cy Poe", "driver"]]
    >>> find_next([*rows, ["Di Poe", "driver"]], lambda cell: False)
    3
    >>> find_next([*rows[:3], ["Buses leave at 8"], *rows[4:]], lambda cell: False)
    0
    """
    for at in range(2, len(rows) - 1):
        is_heading = not any(rows[at - 1]) and sum(map(bool, rows[at])) == 1
        if not is_heading:
            continue
        if find_header([rows[at + 1]], is_value)[0] == 0 or holds_others(rows[:at], rows[at + 1 :]):
            return at
        below = [row for row in rows[at + 1 : at + 1 + _FEWEST_ROWS] if sum(map(bool, row)) > 1]
        if len(below) == _FEWEST_ROWS and _ELDERS.match(next(filter(None, rows[at]))):
            return at
    return 0


def part_offset(rows: Rows) -> list[list[list[str]]]:
    """Both tables of a sheet that share no column, below an empty row; none where there are not two.

    >>> rows = [["200001", "4471"], ["200002", "9920"], [], ["", "", "changed", "was", "now"]]
    >>> part_offset([*rows, ["", "", "200003", "P", "F"]])[1]
    [['changed', 'was', 'now'], ['200003', 'P', 'F']]
    >>> part_offset([*rows, ["200003", "", "200003", "P", "F"]])
    []
    """
    gaps = [at for at, row in enumerate(rows) if at >= _FEWEST_ROWS and not any(row)]
    for at in gaps:
        above, below = _list_used(rows[:at]), _list_used(rows[at + 1 :])
        if not (above and below) or above & below:
            continue
        first = min(below)
        if min(above) < first and max(above) < first:
            moved = [
                [cell for cell in row if cell] if _is_alone(row) else [*row[first:]] for row in rows[at + 1 :]
            ]
            return [[[*row[:first]] for row in rows[:at]], moved]
    return []


def _is_alone(row: Sequence[str]) -> bool:
    return sum(map(bool, row)) == 1


def _list_used(rows: Rows) -> set[int]:
    """The columns in which rows of several cells stand; none of fewer than two such rows."""
    wide = [row for row in rows if sum(map(bool, row)) > 1]
    return {at for row in wide for at, cell in enumerate(row) if cell} if len(wide) >= _FEWEST_ROWS else set()


def has_sections(rows: Rows, is_section: Callable[[Sequence[str]], bool]) -> bool:
    """Whether headings that say kinds part the rows below a header: several, or one with an empty row above.

    >>> rows = [["Ada", "1"], ["Suspended", ""], ["Ben", "2"]]
    >>> has_sections(rows, lambda row: not row[1])
    False
    >>> has_sections([rows[0], ["", ""], *rows[1:]], lambda row: not row[1])
    True
    """
    said = [
        1 if any(above) or sum(map(bool, below)) <= 1 else _FEWEST_ROWS
        for above, row, below in zip([["-"], *rows], rows, [*rows[1:], []], strict=False)
        if is_section(row) and find_head_kinds(row)
    ]
    return sum(said) >= _FEWEST_ROWS


def holds_others(above: Rows, below: Rows) -> bool:
    """Whether a column has numbers of documents or of social security in the rows below a heading, up to the
    next empty one, and none in the rows above it.

    >>> above = [["kid", "bunk", "food"], ["Ada Roe", "1A", "no eggs"], ["Ben Low", "2A", ""]]
    >>> drivers = [["Cy Xu", "van", "MN DL K530123456789"], ["Di Fox", "van", "MN DL T660209481335"]]
    >>> holds_others(above, drivers), holds_others(above + drivers, drivers), holds_others(above, above[1:])
    (True, False, False)
    """
    rows = [*takewhile(any, below)]
    for at in range(max(map(len, rows), default=0)):
        cells = [row[at] for row in rows if at < len(row) and row[at]]
        if len(cells) >= _FEWEST_ROWS and sum(map(_is_issued, cells)) >= _MOST * len(cells):
            return not any(_is_issued(row[at]) for row in above if at < len(row))
    return False


def _is_issued(cell: str) -> bool:
    return (
        names_document(cell)
        or is_issued(cell)
        or (_SSN.fullmatch(cell) is not None and is_ssn(cell.replace("-", "")))
    )
