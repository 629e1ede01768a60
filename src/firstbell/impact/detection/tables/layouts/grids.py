r"""Tables whose cells hold people, each with a number of the roster: what stands at the head of a row is said
of all in it, as buildings across and conditions down.

>>> rows = [["Plans"], ["", "East", "West"], ["Seizures", "Ada Olson 4", "Ben Roe 5; Cam Vang 6"]]
>>> spell_grid(rows, lambda cell: any(map(str.isdigit, cell)))[2:]
[['Ada Olson 4', 'Seizures'], ['Ben Roe 5', 'Seizures'], ['Cam Vang 6', 'Seizures']]

Marks beside names, with a line that says what they mean: "Ada Olson *" on a plan of seats, "* IEP" below.

>>> rows = [["Ada Olson *", "Ben Roe"], ["Cam Vang ^", ""], ["* IEP    ^ 504", ""]]
>>> spell_marks(rows, lambda cell: "IEP" not in cell)[1:]
[['Ada Olson', 'IEP'], ['Cam Vang', '504']]

Lists of names below heads that say what is known of all in them, as the groups of a counselor.

>>> rows = [["Asthma", "Seizures"], ["Ada Roe\nBen Roe", "Cy Roe"], ["Di Roe", ""]]
>>> list_groups([["Bus 3", "Bus 5"], *rows[1:]], lambda cell: cell[-3:] == "Roe")
[]
>>> list_groups(rows, lambda cell: cell[-3:] == "Roe")[1:3]
[['Ada Roe', 'Asthma'], ['Ben Roe', 'Asthma']]
>>> rows[1]
['', '']

Schedules whose cells name people by a family name and a letter, amid what is done with them then.

>>> rows = [["", "Tia", "Uma"], ["8:10", "bus - Roe A (walks)", "Ly B math"], ["9:00", "1:1 Roe A", "Xu C"]]
>>> list_short(rows, lambda cell: cell in {"Roe, A", "Ly, B", "Xu, C"})
[['name', 'notes'], ['Roe, A', 'bus (walks)'], ['Ly, B', 'math'], ['Roe, A', '1:1'], ['Xu, C', '']]
>>> list_short([["room", "who"], ["8", "Hall A"], ["9", "Hall B"]], lambda cell: True)
[]
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import zip_longest

from firstbell.impact.detection.headers.codes import find_kinds
from firstbell.impact.detection.headers.columns import read_header
from firstbell.impact.detection.identities.names import looks_like_name
from firstbell.impact.detection.kinds.kind import list_kinds

_FEWEST_PEOPLE, _FEWEST_COLUMNS = 3, 2
# a cell of more words tells something of its row, which is a record
_MOST_OTHERS, _MOST_WORDS = 0.5, 5
_NOBODY = frozenset(("", "none", "-", "n/a", "nobody"))
_BETWEEN = re.compile(r"\s*[;\n|]\s*")
HEAD = ["Name", "Notes"]


def spell_grid(rows: Sequence[Sequence[str]], holds_person: Callable[[str], bool]) -> list[list[str]] | None:
    """A row for each person of the grid, with the head of their row, below the titles of the table; None
    where it is none. `holds_person`: whether a cell has a name and a number of the roster.
    """
    people = [
        (number, at) for number, row in enumerate(rows) for at, cell in enumerate(row) if holds_person(cell)
    ]
    columns = {at for _, at in people}
    count = sum(len(_split(rows[number][at], holds_person)) for number, at in people)
    if count < _FEWEST_PEOPLE or len(columns) < _FEWEST_COLUMNS:
        return None
    first = people[0][0]
    if any(at < len(row) and read_header(row[at])[0] for row in rows[:first] for at in columns):
        return None
    named = {number for number, _ in people}
    cells = [cell for number in named for cell in rows[number][1:] if cell.lower() not in _NOBODY]
    is_told = any(len(cell.split()) > _MOST_WORDS and not holds_person(cell) for cell in cells)
    if is_told or sum(map(holds_person, cells)) < _MOST_OTHERS * len(cells):
        return None
    spelled = [[row[0]] for row in rows[:first] if row and row[0] and not any(row[1:])]
    spelled.append(HEAD)
    for number, at in people:
        head = rows[number][0] if at and not holds_person(rows[number][0]) else ""
        spelled += [
            [who, ". ".join(filter(None, (head, said)))]
            for who, said in _split(rows[number][at], holds_person)
        ]
    return spelled


def _split(cell: str, holds_person: Callable[[str], bool]) -> list[tuple[str, str]]:
    r"""Whom a cell names, each with what it says below the name, as a plan of seats does.

    >>> _split("Ada Olson 4\ndrops\nat noon; Ben Roe 5", lambda part: part[-1:].isdigit())
    [('Ada Olson 4', 'drops. at noon'), ('Ben Roe 5', '')]
    """
    found: list[tuple[str, str]] = []
    for part in _BETWEEN.split(cell):
        if holds_person(part):
            found.append((part, ""))
        elif found and part:
            who, said = found[-1]
            found[-1] = who, ". ".join(filter(None, (said, part)))
    return found


_MARK = "*\u2020\u2021\u00a7^~"
_KEY = re.compile(rf"([{_MARK}]{{1,2}})\s*[=:-]?\s*([^\W_][^{_MARK}]{{1,60}})")
_MARKED = re.compile(rf"([^\W\d_][^{_MARK}]+?)\s*([{_MARK}]{{1,2}})")
# before or behind a name in a cell, whatever it may mean
_BEFORE, _BEHIND = "*\u2020\u2021\u00a7^~#>+\u2022 ", "*\u2020\u2021^ "
_STARRED = re.compile(
    r"(?<![^\0])(?:[*\u2020\u2021\u00a7^~#>+\u2022]{1,3}\s?[^\W\d_]|"
    r"[^\0]{3,40}?[^\W\d_]\.?\s?[*\u2020\u2021^]{1,3}(?![^\0]))"
)
Rows = Iterable[Sequence[str]]


def clear_marks(
    sample: list[Sequence[str]], source: Rows
) -> tuple[list[Sequence[str]], Iterator[Sequence[str]]]:
    """The rows of a table and those behind them, the names in them without marks.

    >>> clear_marks([["*Ada Roe", "Ben Roe \u2020", "*new"]], ())[0], clear_marks([["a*b", "4 > 3"]], ())[0]
    ([['Ada Roe', 'Ben Roe', '*new']], [['a*b', '4 > 3']])
    """
    if _STARRED.search("\0".join(map("\0".join, sample))) is None:
        return sample, iter(source)
    return [*map(_clear, sample)], map(_clear, source)


def _clear(row: Sequence[str]) -> Sequence[str]:
    bare = [cell.lstrip(_BEFORE).rstrip(_BEHIND) for cell in row]
    return [
        name if name != cell and looks_like_name(name) else cell for name, cell in zip(bare, row, strict=True)
    ]


def spell_marks(rows: Sequence[Sequence[str]], is_name: Callable[[str], bool]) -> list[list[str]]:
    """A row for each marked name, with the words of its mark, below the headers of names and notes; empty
    where no line explains the marks, or where what it says is nothing of anybody.
    """
    cells = [cell.strip() for row in rows for cell in row if cell.strip()]
    meanings = {
        match[1]: match[2].strip()
        for cell in cells
        if cell[0] in _MARK and not is_name(cell)
        for match in _KEY.finditer(cell)
    }
    told = {mark: words for mark, words in meanings.items() if find_kinds(words)}
    marked = [match for cell in cells if told and (match := _MARKED.fullmatch(cell)) and is_name(match[1])]
    found = [[match[1], told[match[2]]] for match in marked if match[2] in told]
    return [HEAD, *found] if found else []


_GROUP_BETWEEN = re.compile(r"\s*[;\n|]\s*")
_GROUP_FEWEST_PEOPLE, _GROUP_FEWEST_COLUMNS, _MOST_COLUMNS, _MOST_CHARS = 3, 2, 12, 60
_KINDS = frozenset(list_kinds())
_MOST_ROWS = 40  # of a board
# share of the cells below the heads that are names
_NAMES = 0.8
# of those who do something for others nothing is said
_HELPERS = re.compile(
    r"(?i)\b(?:staff|teachers?|leaders?|facilitators?|volunteers?|aides?|advis[eo]rs?|counsell?ors?|nurses?|"
    r"team|committee|trained|training|who(?! (?:died|passed|drinks?|uses?|lost))|duty|coverage|"
    r"subs?|presenters?|coach(?:es)?|mentors?|day|week)\b"
)


def list_groups(rows: Sequence[list[str]], is_name: Callable[[str], bool]) -> list[list[str]]:
    """A row for each who stands below a head that says something of people, with that head; empty where the
    table is none of such lists; else the cells below the heads are empty in `rows` afterwards. `is_name`:
    whether a text is somebody's name.
    """
    heads = [cell.strip() for cell in rows[0]] if rows else []
    if any(map(is_name, heads)) or not any(map(find_kinds, heads)):
        return []
    found = _list_below(heads, rows[1:], is_name)
    if len({head for _, head in found}) < _GROUP_FEWEST_COLUMNS:
        return []
    for row in rows[1:]:
        row[:] = [""] * len(row)
    return [HEAD, *found]


def _list_below(
    heads: Sequence[str], rows: Iterable[Sequence[str]], is_name: Callable[[str], bool]
) -> list[list[str]]:
    """(name, head) of each who stands below one of these; none where few of what stands there are names."""
    width = sum(map(bool, heads))
    if not _GROUP_FEWEST_COLUMNS <= width <= _MOST_COLUMNS or max(map(len, heads)) > _MOST_CHARS:
        return []
    if any(map(_HELPERS.search, heads)):
        return []
    below = [
        (head, part) for row in rows for head, cell in zip(heads, row, strict=False) for part in _part(cell)
    ]
    fewest, names = max(_GROUP_FEWEST_PEOPLE, _NAMES * len(below)), len(below)
    found: list[list[str]] = []
    for head, part in below:
        if head and is_name(part):
            found.append([part, head])
            continue
        names -= 1
        if names < fewest:
            return []  # as in most tables, by their second row
    return found if len(found) >= fewest else []


def _part(cell: str) -> Sequence[str]:
    if not (stripped := cell.strip()):
        return ()
    is_one = ";" not in stripped and "\n" not in stripped and "|" not in stripped
    return (stripped,) if is_one else _GROUP_BETWEEN.split(stripped)


def list_days(rows: Sequence[Sequence[str]], is_pupil: Callable[[str], bool]) -> Iterator[list[list[str]]]:
    r"""A table for each head of a row that says something of the pupils in it, where days or hours stand at
    the head of columns. `is_pupil`: whether a text is the name of a pupil.

    >>> rows = [["", "Mon", "Tue"], ["ISS", "Ada Roe\nBen Roe", ""], ["detention", "", "Cy Roe"]]
    >>> [*list_days([*rows, ["", "Di Roe", ""]], lambda cell: cell[-3:] == "Roe")][1:]
    [[['Name', 'detention'], ['Cy Roe', 'x']]]
    """
    body = [row for row in rows[1:] if row and row[0].strip()] if len(rows) <= _MOST_ROWS else []
    if not body or any(map(is_pupil, rows[0])):
        return
    columns = [*zip_longest(*body, fillvalue="")]
    heads = [head.strip() for head in columns[0]]
    # most tables have other cells than names there, and whether cells are headers takes long to tell
    found = _list_below(heads, columns[1:], is_pupil)
    for head in dict.fromkeys(head for _, head in found):
        if read_header(head)[0] in _KINDS:
            yield [["Name", head], *([name, "x"] for name, under in found if under == head)]


# places that are counted or lie side by side: "Seat 2", "desk B", "left"
_PLACE = re.compile(
    r"(?i)(?P<stem>seat|desk|table|chair|spot|row|carrel|cubicle|station|bed|cot|side|col(?:umn)?)"
    r"[ #.-]{0,2}(?:\d{1,2}|[A-H])|(?P<side>left|right|middle|center|window|aisle|front|back)(?: side| seat)?"
)


def list_seated(rows: Sequence[Sequence[str]], is_name: Callable[[str], bool]) -> list[list[str]]:
    r"""A row for each who stands below the head of a place of a plan of seats, of whom its title may say
    something; none where the table is no such plan.

    >>> rows = [["Row", "Seat 1", "Seat 2"], ["A", "Ada Roe\nBen Roe", "Cy Roe"]]
    >>> list_seated(rows, lambda cell: cell[-3:] == "Roe")
    [['Name'], ['Ada Roe'], ['Ben Roe'], ['Cy Roe']]
    >>> list_seated([["Name", "Seat 1"], *rows[1:]], lambda cell: cell[-3:] == "Roe")
    []
    """
    places = [at for at, cell in enumerate(rows[0]) if _PLACE.fullmatch(cell.strip())] if rows else []
    if len(places) < _GROUP_FEWEST_COLUMNS or len(rows) > _MOST_ROWS:
        return []
    below = [part for row in rows[1:] for at in places if at < len(row) for part in _part(row[at])]
    names = [part for part in below if is_name(part)]
    is_plan = len(names) >= max(_FEWEST_COLUMNS, _NAMES * len(below))
    return [["Name"], *([name] for name in names)] if is_plan else []


_SHORT = re.compile(r"(?<![\w.'\u2019-])([A-Z][\w'\u2019-]{1,24}),? ([A-Z])(?:\.(?!\w)|(?![\w.'\u2019-]))")
# hours and days at the head of rows
_WHEN = re.compile(
    r"(?i)\d{1,2}:\d\d(?:[ -].*)?|\d{1,2} ?[ap]m?\.?(?:[ -].*)?|(?:mon|tue|wed|thu|fri)\w*|"
    r"(?:per(?:iod)?|hr|hour|block|p) ?\d{1,2}|\d(?:st|nd|rd|th)(?: (?:hr|hour|per\w*))?"
)
_FEWEST_ROWS, _SCHEDULE_FEWEST_PEOPLE, _MOST = 2, 3, 0.6
_EDGES = " \t,;:-\u2013\u2014"


def list_short(rows: Sequence[Sequence[str]], calls: Callable[[str], bool]) -> list[list[str]]:
    """A row for each of those whom cells of a schedule name so, with what else its cell says, below a header;
    none where the table is no schedule. `calls`: whether somebody is called so, "Olson, A".
    """
    heads = [row[0].strip() for row in rows[1:] if row and row[0].strip()]
    timed = sum(_WHEN.fullmatch(head) is not None for head in heads)
    if timed < max(_FEWEST_ROWS, _MOST * len(heads)):
        return []
    told = [
        [f"{match[1]}, {match[2]}", _drop(cell, match)]
        for row in rows[1:]
        for cell in row[1:]
        for match in _SHORT.finditer(cell)
        if calls(f"{match[1]}, {match[2]}")
    ]
    return [["name", "notes"], *told] if len({name for name, _ in told}) >= _SCHEDULE_FEWEST_PEOPLE else []


def _drop(cell: str, name: re.Match[str]) -> str:
    """The cell without a name in it."""
    before, behind = cell[: name.start()].strip(_EDGES), cell[name.end() :].strip(_EDGES)
    return f"{before} {behind}".strip()
