"""Cells that name somebody and say something of them, in a table whose rows are about others.

>>> rows = [["who", "", "who"], ["Cy Xu", "egg", "Ada Roe: drops"], ["Di Xu", "nuts", "Ben Roe - milk"]]
>>> part_named(rows, lambda cell: cell[-3:] in ("Roe", " Xu"))
[[['name', 'who'], ['Ada Roe', 'drops'], ['Ben Roe', 'milk']]]
>>> rows[1]
['Cy Xu', 'egg', '']
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

_NAMED = re.compile(
    r"(?P<name>[^:\u2013\u2014(]{5,40}?)\s*(?::|\s[-\u2013\u2014]\s)\s*(?P<said>\S.{2,})", re.S
)
_PARTS = re.compile(r":| [-\u2013\u2014] ")
_MOST = 0.6
_FEWEST = 2
_FEWEST_SEATS, _NEARLY_ALL = 4, 0.8


_BRACKETED = re.compile(r"\s*([^()\d:;\n]{4,40}?)\s*\(([^()\n]{3,120})\)\s*(?:[;,\n|]|and\b|\Z)")


def list_bracketed(rows: Sequence[Sequence[str]], is_name: Callable[[str], bool]) -> list[list[str]]:
    """A row for each of those whom cells name with what is said of them in brackets, below a header; none
    where few cells do.

    >>> rows = [["room", "see to"], ["1", "Ada Roe (drops); Ben Roe (milk)"], ["2", "Cy Roe (egg)"]]
    >>> list_bracketed(rows, lambda cell: cell[-3:] == "Roe")
    [['name', 'see to'], ['Ada Roe', 'drops'], ['Ben Roe', 'milk'], ['Cy Roe', 'egg']]
    """
    for at in range(max(map(len, rows), default=0)):
        filled = [row[at] for row in rows[1:] if at < len(row) and "(" in row[at]]
        if len(filled) < _FEWEST:
            continue
        several = sum(cell.count("(") > 1 for cell in filled)
        found = [_list_in_brackets(cell, is_name) for cell in filled]
        if several and sum(map(bool, found)) >= _MOST * len(filled):
            # how many are in a room is not what is said of them
            head = rows[0][at] if at < len(rows[0]) and not any(map(str.isdigit, rows[0][at])) else ""
            return [["name", head or "notes"], *(list(one) for each in found for one in each)]
    return []


def _list_in_brackets(cell: str, is_name: Callable[[str], bool]) -> list[tuple[str, str]]:
    found = [(match[1].strip(), match[2].strip()) for match in _BRACKETED.finditer(cell)]
    return found if found and all(is_name(name) for name, _ in found) else []


def list_seats(rows: Sequence[Sequence[str]], is_name: Callable[[str], bool]) -> list[list[str]]:
    """A row for each cell that begins with a name and says something behind it, where nearly all cells of a
    plan begin so; none where they do not.

    >>> rows = [["Ada Roe", "Ben Roe milk"], ["Cy Roe drops, daily", "Di Roe"]]
    >>> list_seats(rows, lambda cell: cell[-3:] == "Roe")
    [['name', 'notes'], ['Ben Roe', 'milk'], ['Cy Roe', 'drops, daily']]
    """
    cells = [cell for row in rows for cell in row if cell.strip()]
    if len(cells) < _FEWEST_SEATS or sum(map(bool, rows[0])) < _FEWEST:
        return []
    seats: list[tuple[str, str]] = []
    others = 0
    for cell in cells:
        seat = _split_seat(cell, is_name)
        others += not seat[0]
        if len(cells) - others < _NEARLY_ALL * len(cells):
            return []  # as in most tables, before many cells are looked at
        seats.append(seat)
    told = [[name, said] for name, said in seats if name and said]
    if not told or len(told) == len(cells):
        return []
    return [["name", "notes"], *told]


def _split_seat(cell: str, is_name: Callable[[str], bool]) -> tuple[str, str]:
    words = cell.split()
    for count in range(2, min(4, len(words)) + 1):
        name = " ".join(words[:count]).rstrip(",;:-")
        if is_name(name):
            return name, " ".join(words[count:]).strip(" -:;,")
    return "", ""


def part_named(rows: list[list[str]], is_name: Callable[[str], bool]) -> list[list[list[str]]]:
    """A table of its own for each column most of whose cells are such, each with names and what is said,
    where another column names whom the rows are about, or none but it names anybody; the cells are empty in
    `rows` afterwards. `is_name`: whether a text is somebody's name.
    """
    found: list[list[list[str]]] = []
    if not _PARTS.search(_join(rows)):
        return found
    columns = range(max(map(len, rows), default=0))
    parted = {at: matches for at in columns if (matches := _match(rows, at, is_name))}
    if not parted or (
        len(parted) > 1 and not any(_are_names(rows, at, is_name) for at in columns if at not in parted)
    ):
        return found
    for at, matches in parted.items():
        head = rows[0][at] if at < len(rows[0]) else ""
        found.append([["name", head or "notes"], *([one["name"], one["said"]] for _, one in matches)])
        for row, _ in matches:
            row[at] = ""
    return found


def _join(rows: Sequence[Sequence[str]]) -> str:
    """All cells, parted by what no pattern of one takes: what none of them holds is looked for once."""
    return "\0".join(map("\0".join, rows))


def _match(
    rows: Sequence[list[str]], at: int, is_name: Callable[[str], bool]
) -> list[tuple[list[str], re.Match[str]]]:
    filled = [row for row in rows[1:] if at < len(row) and row[at]]
    signed = [row for row in filled if _PARTS.search(row[at])]
    if len(signed) < max(_FEWEST, _MOST * len(filled)):
        return []
    matches = [(row, match) for row in signed if (match := _NAMED.fullmatch(row[at]))]
    named = [(row, match) for row, match in matches if is_name(match["name"])]
    return named if len(named) >= max(_FEWEST, _MOST * len(filled)) else []


def _are_names(rows: Sequence[list[str]], at: int, is_name: Callable[[str], bool]) -> bool:
    filled = [row[at] for row in rows[1:] if at < len(row) and row[at]]
    names = sum(not _NAMED.fullmatch(cell) and is_name(cell) for cell in filled)
    return names >= max(_FEWEST, _MOST * len(filled))


_NUMBERED = re.compile(
    r"(?P<name>[^#\d\n]{4,40}?)[\s,(]+#?\s?(?P<id>[A-Z]{0,2}\d{4,9})\b\)?[\s:\u2013\u2014-]{1,4}(?P<said>[^\W\d_].{2,})",
    re.S,
)
# what comes before the words in each of them
_MAY_NUMBER = re.compile(r"[^#\d\n\0][\s,(]#?\s?[A-Z]{0,2}\d{4}")
_CALLED = re.compile(r"(?P<given>[^\W\d_][\w'.]{1,20})\s*(?:\s[-\u2013\u2014]|:)\s+(?P<said>\S.{2,})", re.S)
# what stands in each of them, and in few cells of other tables
_MAY_CALL = re.compile(r"[-:\u2013\u2014]\s")
_BETWEEN_CALLED, _BETWEEN_NAMES = re.compile(r"\s+/\s+|\s*[;\n]\s*"), re.compile(r"\s*[;\n]\s*")


def list_numbered(
    rows: Sequence[Sequence[str]], is_name: Callable[[str], bool], is_id: Callable[[str], bool]
) -> list[list[str]]:
    """A row for each cell that has a name, the number of a roster behind it and then words, below a header;
    none where few cells do.

    >>> rows = [["a", "Ada Roe #20001 - drops", "Ben Roe #20002"], ["b", "free", "Cy Roe #20003 - milk"]]
    >>> list_numbered(rows, lambda cell: cell[-3:] == "Roe", str.isdigit)[1:]
    [['Ada Roe', '20001', 'drops'], ['Cy Roe', '20003', 'milk']]
    """
    if not _MAY_NUMBER.search(_join(rows)):
        return []
    matches = [match for row in rows for cell in row if (match := _NUMBERED.fullmatch(cell.strip()))]
    found = [
        [one["name"].strip(" ,"), one["id"], one["said"].strip()]
        for one in matches
        if is_name(one["name"]) and is_id(one["id"])
    ]
    return [["name", "ID", "notes"], *found] if len(found) >= _FEWEST else []


def list_called(rows: list[list[str]], is_name: Callable[[str], bool]) -> list[list[str]]:
    """A row for each of those whom a row names in full in one cell and calls by the given name in another,
    with what is said there, below a header; none where few are called so. Those cells are empty in `rows`
    afterwards.

    >>> rows = [["Ada Roe; Ben Roe", "Ada - drops / Ben - milk, eggs"], ["Cy Roe; Di Roe", "Di - salt"]]
    >>> list_called(rows, lambda cell: cell[-3:] == "Roe")[1:]
    [['Ada Roe', 'drops'], ['Ben Roe', 'milk, eggs'], ['Di Roe', 'salt']]
    """
    found: list[list[str]] = []
    taken: list[tuple[list[str], int]] = []
    for row in rows if _MAY_CALL.search(_join(rows)) else ():
        if not any(map(_MAY_CALL.search, row)):
            continue
        cells = [[one for one in _BETWEEN_NAMES.split(cell) if 1 < len(one.split()) < 6] for cell in row]
        named = [names for cell in cells if (names := [one for one in cell if is_name(one)])]
        # those who are listed, and not the one who has them
        named = [names for names in named if len(names) > 1] or named
        called = _call(name for names in named for name in names)
        for at, cell in enumerate(row if len(called) > 1 else ()):
            matches = [_CALLED.fullmatch(part) for part in _BETWEEN_CALLED.split(cell.strip()) if part]
            told = [
                [called[one["given"].lower()], one["said"]]
                for one in matches
                if one and one["given"].lower() in called
            ]
            if told and len(told) == len(matches):
                found += told
                taken.append((row, at))
    if len(found) < _FEWEST:
        return []
    for row, at in taken:
        row[at] = ""
    return [["name", "notes"], *found]


def _call(names: Iterable[str]) -> dict[str, str]:
    """Given name, in small letters -> whole name, of those whom no other of the row is called like."""
    called: dict[str, list[str]] = {}
    for name in names:
        family, comma, behind = name.partition(",")
        words = (behind if comma else family).split()
        for given in words[:1]:
            called.setdefault(given.lower(), []).append(name)
    return {given: whole[0] for given, whole in called.items() if len(whole) == 1}
