"""Lines of fixed width to rows: where their fields begin is told by the lines themselves.

Source: CEDS and state reporting layouts, which put a record's type first, then ids, names, days and codes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from firstbell.documents.records.keyed_lines import CODED, FEWEST_CODES
from firstbell.documents.records.record_types import (
    FEWEST_LINES,
    drop_head,
    drop_sort,
    head_coded,
    is_framed,
    take_main,
)
from firstbell.documents.records.run_together import part_runs

# share of the lines that are as long, and have gaps, and digits
_EVEN = 0.9
_LONGEST_HEAD = 8
# a box to tick, before all else on a line; the first letter of a given name, before the family name
_BOX, _INITIAL = re.compile(r"^[ ]*\[[ xX]?\](?=[ ])", re.MULTILINE), re.compile(r"(?:^|[ ])[^\W\d_]\.[ ]\Z")
_MOST_GAPS = 12
_GLUED = re.compile(r"[A-Z]?\d{6,}[A-Z]{2}")
_FEWEST_SOLID_CHARS, _MOST_SOLID_CHARS = 16, 200
_WORD = re.compile(r"[A-Za-z]{3,}")
# of what a line has where the others have one sort of thing: more, and it is a record, too
_ALIKE = 0.7
_MOST_TITLES, _FEWEST_TITLE_WORDS = 3, 2
# a rate is named at the head of a column, too: "EE 8.0%"
_GAP = re.compile(r" {2,}")
_DAY = re.compile(
    r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])|"
    r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:19|20)\d\d"
)
_RATE = re.compile(r"\d[\d.]*[ ]?%")
_EMPTY_LINE = re.compile(r"\n[ \t\r]*\n")
# what a code, or all codes of a column, mean
_KEY = re.compile(r"(?:^|[\s(,;])[A-Za-z0-9*-]{1,12} ?[:=] ?[^\s:=]")
# share of the lines with a gap before a column that may be empty, and of those that have something there
_PARTED, _FILLED = 0.9, 0.5
# share of the cells of a column that are codes
_CODES = 0.8
# of the lines with a gap before a place so many have one space
_SINGLE = 0.5


def read_fixed(text: str) -> tuple[str, list[list[str]]]:
    """(what a line before the records says, the records as rows without headers); no rows where the lines
    are none.
    """
    text = _BOX.sub(lambda match: " " * len(match[0]), text.expandtabs())
    lines = [line for line in _drop_key(text).splitlines() if line.strip()]
    width = max(map(len, lines), default=0)
    every = lines
    # a line before the records, and one behind them
    lines = [
        line for at, line in enumerate(lines) if 0 < at < len(lines) - 1 or len(line.rstrip()) >= 0.6 * width
    ]
    least = FEWEST_LINES - is_framed(lines, every)
    if len(lines) < least or sum(map(_is_led, lines)) > _SINGLE * len(lines):
        return "", []
    whole, lines = lines, take_main(drop_head(lines, every))
    if (solid := _read_solid(whole))[1]:
        return solid
    if not 24 <= width <= 4000 or not _may_be_even(lines, width):
        return "", []
    title, lines = _part_title(lines)
    codes = {
        one[1]: one[2].strip() for line in whole[: len(whole) - len(lines)] for one in CODED.finditer(line)
    }
    digits = sum(any(map(str.isdigit, _RATE.sub("", line))) for line in lines)
    if digits < _EVEN * len(lines) or _count_even(lines, width) < _EVEN * len(lines):
        return "", []
    rows = _part_by_gaps(lines) or _part_below(lines) or _cut(lines, width)
    rows = head_coded(drop_sort(rows, every))
    return title if rows else "", _spell_codes(rows, codes)


def _count_even(lines: Sequence[str], width: int) -> int:
    """How many lines are nearly as long as the longest, or have gaps: the lesser of both."""
    full = sum(len(line) >= 0.6 * width for line in lines)
    return min(full, sum("  " in line.strip() for line in lines))


def _may_be_even(lines: Sequence[str], width: int) -> bool:
    """Whether most lines are even, with no more titles above them than are taken off."""
    return _count_even(lines, width) >= _EVEN * (len(lines) - _MOST_TITLES)


def _drop_key(text: str) -> str:
    r"""The text without a few last lines, parted from the others by an empty one, that say what codes mean.

    >>> _drop_key("7 ROE 02\n\nDIS: 02 DCD  06 EBD   MEAL: F free"), _drop_key("7 ROE\n\n8 LY")
    ('7 ROE 02', '7 ROE\n\n8 LY')
    """
    parts = _EMPTY_LINE.split(text.rstrip())
    last = parts[-1].splitlines()
    is_key = len(parts) > 1 and len(last) <= _MOST_TITLES and len(_KEY.findall(parts[-1])) >= FEWEST_CODES
    return text.rstrip()[: -len(parts[-1])].rstrip() if is_key else text


def _is_led(line: str) -> bool:
    """Whether dots lead from one thing to the next, wherever that stands."""
    return "...." in line


def _spell_codes(rows: list[list[str]], codes: Mapping[str, str]) -> list[list[str]]:
    """The rows with what codes mean in the columns of which nearly all cells are such.

    >>> _spell_codes([["1", "S"], ["2", "F"]], {"S": "SNAP", "F": "foster"})
    [['1', 'SNAP'], ['2', 'foster']]
    """
    if len(codes) < FEWEST_CODES or not rows:
        return rows
    coded = {
        at
        for at, column in enumerate(zip(*rows, strict=False))
        if sum(cell in codes for cell in column) >= _CODES * len(rows)
    }
    return [[codes.get(cell, cell) if at in coded else cell for at, cell in enumerate(row)] for row in rows]


def _part_title(lines: list[str]) -> tuple[str, list[str]]:
    """(what the first lines say, the others) where they are words, and little in them stands where the
    others have it; ("", all of them) where they are records as well, or one of them names the columns.

    >>> rows = [f"21909334{n}  ROE, ADA   03/0{n}/1966   1200.50" for n in range(1, 6)]
    >>> _part_title(["PENSION DEDUCTIONS   UNIT 12", *rows])[0], _part_title(rows)[0]
    ('PENSION DEDUCTIONS UNIT', '')
    """
    title, whole = list[str](), lines
    while len(title) < _MOST_TITLES and len(lines) > FEWEST_LINES:
        first, others = lines[0], lines[1:]
        keys = [*CODED.finditer(first)]
        # what codes mean is not said of all records
        words = _WORD.findall(first[: keys[0].start()] if len(keys) >= FEWEST_CODES else first)
        if len(words) < _FEWEST_TITLE_WORDS or _is_like(first, others):
            break
        parts = _GAP.split(first.strip())
        if len(parts) > 2 and 2 * sum(any(map(str.isdigit, part)) for part in parts) <= len(parts):
            return "", whole  # the names of columns, which are read otherwise
        title.append(" ".join(words))
        lines = others
    return " ".join(title), lines


def _is_like(first: str, others: Sequence[str]) -> bool:
    """Whether a line has where the others have something mostly what these have: it is a record, too."""
    sorts = _list_main_sorts(_list_columns(others, len(first)))
    ruled = [
        (kind, sort)
        for char, kind, sort in zip(first, _spell_sorts(first), sorts, strict=True)
        if not char.isspace() and sort not in {"", " "}
    ]
    return sum(kind == sort for kind, sort in ruled) > _ALIKE * len(ruled)


def _cut(lines: Sequence[str], width: int) -> list[list[str]]:
    """The fields of lines that are cut alike; none where they are not."""
    padded = [line.ljust(width) for line in lines]
    if not _is_even(padded, width):
        return []
    below = padded[1:]
    cuts = _find_cuts(below, width) if len(below) >= FEWEST_LINES else []
    if any(padded[0][at - 1 : at + 1].isalpha() for at in cuts) and not _is_like(padded[0], below):
        padded = below  # a title, whose words go on where the columns begin
    cuts = _find_cuts(padded, width)
    cuts = sorted({*cuts, *_cut_dates(padded, cuts, width)})
    ends = [*cuts[1:], width]
    rows = [[line[start:end].strip() for start, end in zip(cuts, ends, strict=True)] for line in padded]
    rows = part_runs(rows)
    return [[*row, *further] for row, further in zip(rows, _strip_heads(rows), strict=True)]


def _read_solid(lines: Sequence[str]) -> tuple[str, list[list[str]]]:
    """The same of records without gaps, all of one length and most with a day in them, between a line that
    says what they are and one that counts them.

    >>> lines = ["HENROLL", *(f"D12345678{n}201{n}1009F05" for n in range(1, 6)), "T05"]
    >>> _read_solid(lines)[0], _read_solid(lines)[1][0][:4]
    ('ENROLL', ['D', '123456781', '20111009', 'F'])
    """
    ((width, times),) = Counter(map(len, lines)).most_common(1)
    records = [line for line in lines if len(line) == width]
    if not _FEWEST_SOLID_CHARS <= width <= _MOST_SOLID_CHARS or times < max(FEWEST_LINES, 0.7 * len(lines)):
        return "", []
    spaces = sum(" " in line for line in records)
    rows = _cut(records, width) if not spaces else []
    has_days = any(all(map(_is_day, column)) for column in zip(*rows, strict=True))
    # what sort of record a line is, a letter says before all else
    first = lines[0][len({line[0] for line in records}) == 1 and records[0][0].isalpha() :]
    head = " ".join(_WORD.findall(first)) if len(lines[0]) != width else ""
    return (head, rows) if has_days else ("", [])


def _part_by_gaps(lines: Sequence[str]) -> list[list[str]]:
    """The cells of lines that two spaces or more part into as many on each, and that hold words; none where
    they are cut otherwise.
    """
    rows = [_GAP.split(line.strip()) for line in lines]
    width = len(rows[0])
    words = sum(_is_worded(cell) for row in rows for cell in row)
    # a number that a name follows without a gap is a field of its own
    is_glued = any(all(map(_GLUED.match, column)) for column in zip(*rows, strict=False))
    is_even = all(len(row) == width for row in rows) and not is_glued
    return rows if is_even and 2 < width <= _MOST_GAPS and words >= len(rows) else []


def _part_below(lines: Sequence[str]) -> list[list[str]]:
    """The same of lines below a first one that has fewer parts: a title."""
    rows = _part_by_gaps(lines[1:]) if len(lines) > FEWEST_LINES else []
    return rows if rows and len(_GAP.split(lines[0].strip())) < len(rows[0]) else []


def _is_worded(cell: str) -> bool:
    """Whether several words stand in a cell, in small letters or as a name in order of family names.

    >>> _is_worded("ROE, ADA"), _is_worded("219-09-3344 ROE, ADA")
    (True, False)
    """
    # beside the number that it fills its own column up with, a name is parted from it by where it begins
    is_turned = ", " in cell and not any(map(str.isdigit, cell))
    return " " in cell and (any(map(str.islower, cell)) or is_turned)


def _strip_heads(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """Further columns for numbers that all begin alike, each without some of that beginning: the number of
    the district often stands before that of the person, and nothing parts them.
    """
    further: list[list[str]] = [[] for _ in rows]
    for field in zip(*rows, strict=True):
        if not all(one.isdigit() for one in field):
            continue
        head = _count_same(min(field), max(field))
        for at in range(1, min(head, _LONGEST_HEAD, len(field[0]) - 3) + 1):
            for row, one in zip(further, field, strict=True):
                row.append(one[at:])
    return further


def _count_same(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    return next((at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), len(one))


def _is_even(lines: Sequence[str], width: int) -> bool:
    """Whether the lines are cut alike: what stands at one place is of one sort on all of them."""
    columns = _list_columns(lines, width)
    alike = sum(" " in column or max(map(column.count, _SORTS)) >= 0.8 * len(lines) for column in columns)
    return alike >= 0.95 * width


class _Sorts(dict[int, str]):
    """Code point -> the sort of its character; strokes and points are told apart for `_spell_sorts`."""

    def __missing__(self, code: int) -> str:
        one = chr(code)
        sort = one if one in "-./," else "9" if one.isdigit() else " " if one.isspace() else "a"
        self[code] = sort
        return sort


_SORT_OF = _Sorts()
_AMOUNT = re.compile(r"(?<=9)[.,](?=9)")
# strokes stand within numbers: 434-64-7908, 06/30/1984
_SETTLED = str.maketrans("-/.,", "99aa")
_SORTS = ("9", "a", " ")


def _spell_sorts(line: str) -> str:
    """The sort of what stands at each place of a line: digits, letters, spaces; points and commas between
    digits are parts of amounts.

    >>> _spell_sorts("1,200.50 M. ROE-7")
    '99999999 aa aaa99'
    """
    return _AMOUNT.sub("9", line.translate(_SORT_OF)).translate(_SETTLED)


def _list_columns(lines: Sequence[str], width: int) -> list[str]:
    """The sorts of what stands at each of so many places, line by line."""
    whole = "".join(_spell_sorts(line[: width + 1]).ljust(width)[:width] for line in lines)
    return [whole[at::width] for at in range(width)]


def _list_main_sorts(columns: Sequence[str]) -> list[str]:
    """What stands at each place on most lines, header and notes aside; "" where there is no such sort."""
    return [
        next((sort for sort in _SORTS if column.count(sort) >= 0.8 * len(column)), "") for column in columns
    ]


def _find_cuts(lines: Sequence[str], width: int) -> list[int]:
    """Where fields begin: after a gap that most lines have, and where digits become letters or letters digits
    on most.
    """
    cuts = [0]
    columns = _list_columns(lines, width)
    sorts = _list_main_sorts(columns)
    count = len(lines)
    for at in range(1, width):
        filled = (count - columns[at].count(" ")) / count
        gap = columns[at - 1].count(" ") / count
        begins = filled >= 0.9 and gap >= max(0.4, _count_alike(columns, at) / count)
        begins = begins and not _is_in_names(lines, at)
        # a column may be empty on some lines where it stands apart on all
        begins = begins or (filled >= _FILLED and at > 1 and _count_gaps(columns, at) / count >= _PARTED)
        # one letter before digits is a part of their number, as in those of drivers
        is_lone = cuts[-1] == at - 1 and sorts[at - 1] == "a" and len({line[at - 1] for line in lines}) > 1
        if begins or ({sorts[at - 1], sorts[at]} == {"9", "a"} and not is_lone):
            cuts.append(at)
    return cuts


def _count_gaps(columns: Sequence[str], at: int) -> int:
    """On how many lines two spaces stand before a place."""
    return [*zip(columns[at - 2], columns[at - 1], strict=True)].count((" ", " "))


def _count_alike(columns: Sequence[str], at: int) -> int:
    """On how many lines a word or a number goes on at a place."""
    return sum(one == other != " " for one, other in zip(columns[at - 1], columns[at], strict=True))


def _is_in_names(lines: Sequence[str], at: int) -> bool:
    """Whether words that single spaces part happen to begin there on some lines, and others go on, or a
    family name begins there behind the first letter of a given one, or a comma stands there.

    >>> _is_in_names(["7 ADA ROE", "8 BEN LY ", "9 CYNTHIA"], 6), _is_in_names(["ROE, ADA", "LOWE, B "], 4)
    (True, True)
    >>> _is_in_names(["7 ADA   ROE", "8 CYNTHILY"], 8), _is_in_names(["7 A. ROE", "8 B. LY"], 5)
    (False, True)
    """
    if sum(bool(_INITIAL.search(line[max(0, at - 4) : at])) for line in lines) >= _PARTED * len(lines):
        return True
    if any(line[at] == "," for line in lines):
        return True
    beside = [line[at - 2 : at + 1] for line in lines]
    split = sum(one[1:].isalpha() for one in beside)
    single = sum(one[1:2] == " " and not one[0].isspace() for one in beside)
    return split > 0 and single > _SINGLE * (len(lines) - split)


def _cut_dates(lines: Sequence[str], cuts: Sequence[int], width: int) -> Iterator[int]:
    """The beginning and the end of days of eight digits that stand in longer numbers."""
    for start, end in zip(cuts, [*cuts[1:], width], strict=True):
        field = [line[start:end] for line in lines]
        for at in range(end - start - 7):
            days = sum(_is_day(one[at : at + 8]) for one in field)
            if days >= 0.95 * len(lines) and len({one[at : at + 4] for one in field}) > 1:
                yield start + at
                if start + at + 8 < width:
                    yield start + at + 8
                break


def _is_day(text: str) -> bool:
    return _DAY.fullmatch(text) is not None
