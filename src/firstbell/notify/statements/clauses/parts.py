"""What is taken from a clause that is read by its words: numbers, days, hours, amounts, and names."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from firstbell.notify.statements.judges.told_days import DAY, MONTH, ToldDay, find_days, find_months
from firstbell.notify.statements.language.dates import find_clock_times
from firstbell.notify.statements.language.names import list_systems, place_agencies, place_systems, take_kinds
from firstbell.notify.statements.language.patterns import any_case, any_words
from firstbell.notify.statements.language.quantities import (
    SHARE,
    SPELLED,
    Amount,
    Quantity,
    find_amounts,
    find_numbers,
)
from firstbell.notify.statements.record import CaseRecord
from firstbell.record.facts import Subject

_BOUND = (
    r"(?:(?:not quite|not even|just under|just over|a little (?:under|over|less than|more than)"
    r"|slightly (?:less|more) than|more than|less than|fewer than|at least|no fewer than|no less than|nearly"
    r"|almost|about|around|roughly|approximately|close to|over|under|up to|exactly|some|a total of|a further"
    r"|another|all of|all) )"
)
_MONEY = r"(?: (?:us )?dollars?\b)?"
_NUMBER = any_case(
    rf"{_BOUND}?(?:\$ ?)?(?:(?<![\w.,])\d[\d,]*(?:\.\d+)?(?: ?(?:million|thousand|billion))?(?![\w])"
    rf"|\b(?:half a|a quarter of a|a) million\b|\b{SPELLED}(?: and a half(?: million)?)?\b){_MONEY}"
)
_HOUR = any_case(r"\b(?:at )?\d{1,2}(?::\d\d)? ?[ap]\.?m\b\.?")
_AMOUNT = any_case(
    rf"{_BOUND}?(?:\d[\d,]*(?:\.\d+)?|{SPELLED}(?: and a half)?)[ -]"
    r"?(?:[kmgtp]i?b|(?:kilo|mega|giga|tera|peta)bytes?|gigs?)\b"
)
_SHARED = any_case(rf"{_BOUND}*(?:{SHARE.pattern}|\bhalf\b)(?: of)?")


@dataclass(slots=True)
class ClauseRest:
    """What is left of a clause, and what was taken from it."""

    rest: str
    text: str = ""
    numbers: list[Quantity] = field(default_factory=list)
    amounts: list[Amount] = field(default_factory=list)
    days: list[ToldDay] = field(default_factory=list)
    hours: list[tuple[int, int]] = field(default_factory=list)
    agencies: set[str] = field(default_factory=set)
    systems: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    share: str = ""

    def __post_init__(self) -> None:
        self.text = self.text or self.rest

    def drop(self, words: re.Pattern[str]) -> None:
        """Marks every match of these words as read."""
        self.rest = words.sub(_mark, self.rest)

    def drop_places(self, places: Sequence[tuple[str, int, int]]) -> None:
        """Marks these stretches as read."""
        for _, start, end in places:
            self.rest = self.rest[:start] + "_" * (end - start) + self.rest[end:]


def take_agencies(work: ClauseRest, record: CaseRecord) -> None:
    """The agencies that a clause names, the insurer by its own name too."""
    carrier = record.get(Subject.INSURANCE, "carrier")
    words = any_case(rf"\b{re.escape(str(carrier))}\b") if carrier else None
    if words and words.search(work.rest):
        work.agencies.add("insurer")
        work.drop(words)
    places = place_agencies(work.rest)
    work.agencies |= {name for name, _, _ in places}
    work.drop_places(places)
    work.drop(_OF_AGENCIES)


_OF_AGENCIES = any_words(r"county|insurance(?: company| carrier)?|company")


def take_days(work: ClauseRest, record: CaseRecord) -> bool:
    """Takes the days that a clause names; False where one is today, and nobody can tell when that is."""
    if (told := find_days(work.rest, record)) is None:
        return False
    work.days = told
    work.drop(DAY)
    if months := find_months(work.rest):
        work.days = [*told, *months]
        work.drop(MONTH)
    return True


def _take_hours(work: ClauseRest) -> None:
    work.hours = [(hour, minute) for hour, minute, sure in find_clock_times(work.rest) if sure]
    work.drop(_HOUR)


def _take_amounts(work: ClauseRest) -> None:
    work.amounts = find_amounts(work.rest)
    work.drop(_AMOUNT)


def _take_share(work: ClauseRest) -> None:
    match = _SHARED.search(work.rest)
    work.share = match[0] if match else ""
    work.drop(_SHARED)


# "one system", as one that is counted; "no one", "each one" are none
_ONE_OF = any_case(
    r" (?:(?:more|further|other|last|single|school|ransom) )?(?:of (?:our|the|these) (?:\w+ )?)?"
    r"(?:_{3,}|systems?|files?|letters?|persons?|students?|employees?|days?|cases?|notes?|servers?|computers?|schools?"
    r"|contacts?|codes?)\b"
)
_NOT_ONE = any_case(r"\b(?:no|not|not even|each|every|any|this|that|which|the)[ -]$")


def _read_one(work: ClauseRest, match: re.Match[str]) -> list[Quantity]:
    """The number of "one system"; none where "one" counts nothing."""
    counts = match[0].strip().lower() in ("one", "only one", "just one", "exactly one")
    if not counts or not _ONE_OF.match(work.rest, match.end()) or _NOT_ONE.search(work.text[: match.start()]):
        return []
    return [Quantity(1.0)]


def _take_numbers(work: ClauseRest) -> None:
    work.numbers = [
        one
        for match in _NUMBER.finditer(work.rest)
        for one in find_numbers(match[0]) or _read_one(work, match)
    ]
    work.drop(_NUMBER)


def _take_systems(work: ClauseRest) -> None:
    work.systems = frozenset(list_systems(work.rest))
    if work.systems:
        work.drop_places(place_systems(work.rest))
        work.drop(_SYSTEM)


_SYSTEM = any_case(r"\bsystems?\b")


def _take_kinds(work: ClauseRest) -> None:
    work.kinds, work.rest = take_kinds(work.rest, "_")


# in the order in which they are taken, behind days
TAKERS: Sequence[tuple[str, Callable[[ClauseRest], None]]] = (
    ("hour", _take_hours),
    ("amount", _take_amounts),
    ("share", _take_share),
    ("number", _take_numbers),
    ("system", _take_systems),
    ("kind", _take_kinds),
)


def _mark(match: re.Match[str]) -> str:
    return "_" * len(match[0])
