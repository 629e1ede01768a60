"""Lists of people whom the roster does not know, in mail: each line is a record of its own."""

from __future__ import annotations

import pytest

from firstbell.impact.detection.passages.passage import Passage
from firstbell.impact.people.lexicon import Lexicon
from firstbell.impact.people.person import Person
from tests.impact.detection.documents.test_ways_of_telling import read

_LIST = (
    "Last Name  First Name  Social Security Number  Date of Birth  Wages\n"
    "Piket  Nils  219-09-3344  03/09/1989  70120.50\n"
    "Quill  Halla  219-09-7788  04/23/1996  65120.50\n"
    "Flores Torres  Rolf  219-09-2211  08/08/1987  58120.50\n"
    "Stark  Jonn  219-09-6655  05/05/1985  72120.50\n"
)


def test_a_header_of_as_many_cells_as_its_lines_is_not_parted_again(lexicon: Lexicon) -> None:
    told = read(lexicon, "former.txt", _LIST)
    people = ("Nils Piket", "Halla Quill", "Rolf Flores Torres", "Jonn Stark")
    assert all(told.get(who) == {"dob", "financial", "ssn"} for who in people)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Nils  Pike  219-09-3344\nHalla  Quill  219-09-7788\nBen Roe  219-09-2211\n", ["219092211"]),
        ("For the office: Ben Roe\nborn 11/30/2013, SSN\n219-09-2211\n", ["219092211", "2013-11-30"]),
    ],
)
def test_who_has_a_number_on_their_own_line_has_not_those_of_others(
    lexicon: Lexicon, text: str, wanted: list[str]
) -> None:
    passage = Passage("", text, lexicon, today="2026-11-20")
    (ben,) = (one for one in passage.subjects if one.mention.candidates)
    assert [value.text for value in ben.values] == wanted


def test_somebody_whose_names_are_one_word_is_found(lexicon: Lexicon) -> None:
    del lexicon
    omar = Lexicon([Person("o", "o", "student", "Omar", "Omar"), Person("p", "p", "student", "Ada", "Roe")])
    for told in ('"Omar, Omar",Fighting,3', "Omar Omar,Fighting,3"):
        found = read(omar, "list.csv", f'Student,Incident,Days Suspended\n{told}\n"Roe, Ada",Theft,2\n')
        assert found == {"o": {"discipline"}, "p": {"discipline"}}
    assert read(omar, "list.csv", "Student,Incident,Days Suspended\nOmar,Fighting,3\n") == {}
