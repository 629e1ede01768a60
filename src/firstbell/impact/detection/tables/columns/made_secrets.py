"""Columns of first passwords that are made of whose they are: of initials and a day of birth, of a name and
the number of a pupil, or of words drawn by lot. No header needs to say so.

>>> from firstbell.impact.people.person import Person
>>> ada = Person("1", "1", "student", "Ada", "Olson", ids=["200001"], dob="2012-03-09")
>>> [is_made(ada, one) for one in ("ao030912", "Ada200001", "olson2012", "ao2", "4417-AO", "2012-03-09")]
[True, True, True, False, False, False]
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from firstbell.impact.detection.headers.columns import EMAIL, ID, MAIN, NOTE, Column
from firstbell.impact.detection.kinds.kind import DataKind
from firstbell.impact.people.folded_text import compose, fold, squeeze
from firstbell.impact.people.lexicon import Lexicon
from firstbell.impact.people.person import Person

_FEWEST, _MOST = 3, 0.6
_NEARLY_ALL = 0.8
# "red-kite-41"
_PHRASE = re.compile(r"([a-z]{3,9})[-_.]([a-z]{3,9})(?:[-_.][a-z]{3,9}){0,2}[-_.]?\d{2,4}")
_FEWEST_DIGITS, _READ_ROWS = 4, 60
# letters, then digits, with a sign beside them perhaps
_SHAPE = re.compile(r"([a-z]{1,20})[-_.!#$@*]?(\d{4,13})[!#$@*.]{0,2}")


def is_made(person: Person, cell: str) -> bool:
    """Whether a word begins with letters of a name and ends with digits of the same person."""
    match = _SHAPE.fullmatch(fold(compose(cell)).decode())
    if match is None:
        return False
    letters, digits = match[1], match[2]
    given, family = (squeeze(one).decode() for one in (person.given, person.family))
    starts = (given, family, f"{given[:1]}{family}", f"{family[:1]}{given}", f"{given}{family[:1]}")
    is_named = any(one.startswith(letters) for one in starts if one) or letters == f"{given[:1]}{family[:1]}"
    return is_named and any(digits in told for told in _list_digits(person))


def are_phrases(cells: Sequence[str]) -> bool:
    """Whether cells are words that were drawn by lot, with a number behind them, and hardly one comes twice:
    what a program makes up for children. Carts, rooms and devices are called alike.

    >>> are_phrases(["red-kite-41", "blue-oar-17", "tan-moss-90"])
    True
    >>> are_phrases(["lib-cart-41", "lib-cart-17", "gym-cart-90"])
    False
    """
    words = [match.groups() for cell in cells if (match := _PHRASE.fullmatch(cell.strip().lower()))]
    if len(words) < _FEWEST or len(words) < _NEARLY_ALL * len(cells):
        return False
    return all(len({one[at] for one in words}) >= _NEARLY_ALL * len(words) for at in (0, 1))


def _list_digits(person: Person) -> Iterator[str]:
    yield from filter(str.isdecimal, person.ids)
    year, month, day = [*person.dob.split("-"), "", "", ""][:3]
    if day:
        short = year[2:]
        for one in (f"{month}{day}", f"{day}{month}"):
            yield from (f"{one}{year}", f"{one}{short}", f"{year}{one}", f"{short}{one}")


def find_made(lexicon: Lexicon, typed: Sequence[Column], rows: Sequence[Sequence[str]]) -> list[Column]:
    """The first column of such words beside one of addresses or numbers of the roster."""
    if any(one.role == DataKind.CREDENTIALS for one in typed):
        return []
    keys = [one.at for one in typed if one.role in {ID, EMAIL} and one.owner == MAIN]
    taken = {one.at for one in typed if one.role != NOTE}
    people = [
        (row, _look_up(lexicon, row[keys[0]])) for row in rows[:_READ_ROWS] if keys and keys[0] < len(row)
    ]
    known = [(row, who) for row, who in people if who is not None]
    if len(known) < _FEWEST:
        return []
    for at in range(max(len(row) for row, _ in known)):
        if at in taken:
            continue
        cells = [(row[at].strip(), who) for row, who in known if at < len(row) and row[at].strip()]
        if are_phrases([cell for cell, _ in cells]):
            return [Column(at, DataKind.CREDENTIALS, is_flag=True)]
        if len(cells) < _FEWEST or not _SHAPE.fullmatch(cells[0][0].lower()):
            continue
        if sum(is_made(who, cell) for cell, who in cells) >= _MOST * len(cells):
            return [Column(at, DataKind.CREDENTIALS, is_flag=True)]
    return []


def _look_up(lexicon: Lexicon, cell: str) -> Person | None:
    cell = cell.strip()
    squeezed = squeeze(cell)
    found = lexicon.emails.get(cell.lower().encode("utf-8", "replace"), ()) if "@" in cell else ()
    found = found or lexicon.ids.get(squeezed) or lexicon.users.get(squeezed, ())
    return lexicon.people[found[0]] if len(found) == 1 else None
