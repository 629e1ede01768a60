"""Work grows with the length of a text, and not with its square: it is counted, in calls and lines, never in
seconds.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest

from firstbell.documents.extraction import Budget, DocumentLimits, DocumentSource, Extraction
from firstbell.documents.registry import read_document
from firstbell.impact.detection.analyst import Analyst
from firstbell.impact.detection.evidence.results import Keeper
from firstbell.impact.people.lexicon import Lexicon
from firstbell.impact.people.person import Person

_GIVEN = ("Ada", "Ben", "Cam", "Dov", "Eli", "Fay", "Gus", "Hal", "Ivy", "Jon")
_FAMILY = ("Olson", "Roe", "Vang", "Pike", "Quill", "Stark", "Overby", "Lindt", "Marsh", "Novak")
# of twice as much text; somewhat more, since sorting grows with the logarithm
_MOST = 2.5
_LINES = 60


def _list_people() -> list[Person]:
    names = [(given, family) for given in _GIVEN for family in _FAMILY]
    pupils = [
        Person(f"s{at}", f"s{at}", "student", *name, ids=[f"2000{at:02d}"], guardians=[f"g{at}"])
        for at, name in enumerate(names)
    ]
    # every name is borne by a parent, too
    return pupils + [Person(f"g{at}", f"g{at}", "guardian", *name) for at, name in enumerate(names)]


def _name(at: int) -> str:
    return f"{_GIVEN[at % 10]} {_FAMILY[at // 10 % 10]}"


# a passage of each sort, for a number
WAYS: dict[str, Callable[[int], str]] = {
    "names.txt": lambda at: f"{_name(at)}\n",
    "one line.txt": lambda at: f"We saw {_name(at)} at the office, who was well and went home. ",
    "letters.txt": lambda at: (
        f"Student: {_name(at)}\nI, {_name(at + 1)}, say that this is so. He has asthma. "
        "My policy covers him; social security number 219-09-3344.\n"
    ),
    "complaint.txt": lambda at: (
        f"Complainant: {_name(at)}\nRespondent: {_name(at + 1)}, who was suspended.\n"
    ),
    "server.log": lambda at: f"2026-02-03 10:11:{at % 60:02d} INFO user {_name(at)} from 10.0.0.{at % 250}\n",
    "fixed.txt": lambda at: (
        f"2000{at % 100:02d}  {_name(at).upper():<20}{at % 28 + 1:02d}/11/2013  {at % 9}\n"
    ),
    "dump.sql": lambda at: f"INSERT INTO pupils VALUES ('2000{at % 100:02d}','{_name(at)}',{at});\n",
    "wide.txt": lambda at: (
        f"{_name(at):<14}" + "".join(f"{at * step % 97:>6}" for step in range(1, 12)) + "\n"
    ),
}


def _count_work(text: str, name: str) -> int:
    """How many calls and lines of the finder a text takes."""
    analyst = Analyst(Lexicon(_list_people()), Keeper(bytes(32), "2026-11-20"))
    work = 0

    def watch(frame: FrameType, event: str, what: object) -> Callable[[FrameType, str, object], Any]:
        nonlocal work
        work += 1
        return watch

    def read(name: str, text: str) -> None:
        analyst.begin(name)
        data = text.encode()
        extraction = Extraction(analyst, Budget(DocumentLimits(), len(data)), read_document)
        read_document(DocumentSource(name, data), extraction)
        analyst.end()

    before = sys.gettrace()
    sys.settrace(watch)
    try:
        read(name, text)
    finally:
        sys.settrace(before)
    return work


@pytest.mark.parametrize("name", WAYS)
def test_twice_as_much_text_takes_about_twice_the_work(name: str) -> None:
    spell = WAYS[name]
    once, twice = ("".join(map(spell, range(lines))) for lines in (_LINES, 2 * _LINES))
    _count_work(once, name)  # what is compiled or remembered once
    assert _count_work(twice, name) <= _MOST * _count_work(once, name)
