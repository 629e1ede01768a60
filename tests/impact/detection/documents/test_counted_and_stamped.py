"""Customers of firms, counts of work, people of history, made-up names in quotes, contests and programs:
nothing is told of these. Each beside a near neighbor of whom something is.
"""

from __future__ import annotations

import pytest

from firstbell.impact.detection.analyst import Analyst
from firstbell.impact.detection.evidence.results import Keeper
from firstbell.impact.people.lexicon import Lexicon
from tests.impact.detection.documents.test_ways_of_telling import PEOPLE, read

CARD = "BEGIN:VCARD\nVERSION:3.0\nFN:Walter Quill\n{}TEL;TYPE=WORK:612-555-0144\nNOTE:{}\nEND:VCARD\n"
TALLY = "case manager,initial,annual,FTE\nT. Long,{},12,0.5\nU. Stone,{},9,1.0\n"
DEAD = "who,born,died,clue\nWalter Quill,{},{},had epilepsy\nMarie Hale,{},{},was blind\n"
CLUB = "CHESS\n  seat 1  Ada Olson, gr 6   {}\n  seat 2  Ben Roe, gr 6   {}\n"
SKILLS = "staff,site,held on,{}\nTia Long,Elm,8/4/2026,x\nUma Stone,Oak,8/4/2026,\n"
STAGE = "Northgate/program spring {}.txt"
BEE = "Elm/{} results.csv", "place,pupil,missed\n1,Ada Olson,leukemia\n2,Ben Roe,anemia\n3,Cam Vang,custody\n"
FIRMS: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    ("firms.vcf", CARD.format("ORG:Elm Paper\n", "acct 00731-58"), {}),
    ("firms.vcf", CARD.format("", "acct 00731-58"), {"Walter Quill": {"financial"}}),
    ("firms.vcf", CARD.format("ORG:Elm Paper\n", "savings acct 00731588"), {"Walter Quill": {"financial"}}),
    ("slip.txt", "Direct deposit\nROUTING\n\nPAY TO   COPY COPY COPY\n  |:000000000|: 0000000000\n", {}),
)  # fmt: skip
COUNTS: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    ("Special Education/caseloads.csv", TALLY.format(3, 5), {}),
    ("Special Education/caseloads.csv", "case manager,student,minutes\nT. Long,Ada Olson,30\n"
     "U. Stone,Ben Roe,45\n", {"ada": {"special_education"}, "ben": {"special_education"}}),
    ("agenda.txt", "2. Thanks: Ada Olson\n3. Report: special education child count, Uma Stone\n", {}),
    ("agenda.txt", "2. Special education eligibility: Ada Olson\n", {"ada": {"special_education"}}),
    ("chess.txt", CLUB.format("W4 L3", "W2 L0"), {}),
    ("payroll.txt", "Uma Stone - W4 not signed\n", {"uma": {"financial"}}),
    ("skills.csv", SKILLS.format("epi demo"), {"tia": {"health"}}),
    ("EpiPen training.csv", SKILLS.format("epi demo"), {}),
)  # fmt: skip
TAUGHT: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    ("game.csv", DEAD.format("3/4/1820", "1871", "c. 1849", "5/6/1902"), {}),
    ("game.csv", DEAD.format("3/4/1961", "1/2/2021", "8/9/1958", "5/6/2022"),
     {"Walter Quill": {"dob", "health"}, "Marie Hale": {"dob", "health"}}),
    ("week.txt", "Coach asks why 'Robert Quill' is suspended. May she?\n", {}),
    ("week.txt", "Coach asks why Robert Quill is suspended. May she?\n", {"Robert Quill": {"discipline"}}),
    (BEE[0].format("spelling bee"), BEE[1], {}),
)  # fmt: skip


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon(PEOPLE)


@pytest.mark.parametrize(("name", "text", "told"), [*FIRMS, *COUNTS, *TAUGHT])
def test_what_is_counted_sold_or_taught_is_told_of_nobody(
    name: str, text: str, told: dict[str, set[str]], lexicon: Lexicon
) -> None:
    assert read(lexicon, name, text) == told


@pytest.mark.parametrize(("name", "is_told"), [("bee", True), ("spelling bee", False)])
def test_words_that_are_spelled_say_nothing_of_who_spells_them(
    name: str, is_told: bool, lexicon: Lexicon
) -> None:
    assert bool(read(lexicon, BEE[0].format(name), BEE[1])) == is_told


@pytest.mark.parametrize(("what", "is_told"), [("trip", True), ("recital", False)])
def test_a_program_of_music_is_told_of_nobody(what: str, is_told: bool, lexicon: Lexicon) -> None:
    text = "I want to die\n\nSoloists\n  Ada Olson\n  Ben Roe\n"
    assert bool(read(lexicon, STAGE.format(what), text)) == is_told


@pytest.mark.parametrize(("head", "told"), [("mgr", 0), ("pupil", 5)])
def test_who_has_how_many_cases_has_none_of_them(head: str, told: int, lexicon: Lexicon) -> None:
    analyst = Analyst(lexicon, Keeper(bytes(32), "2026-11-20"))
    analyst.begin("loads.xlsx", "Special Education")
    names = ("D. Bly", "R. Hale", "W. Kvam", "P. Quill", "M. Moe")
    rows = [[head, "fed setting 1-2", "3+", "open"], *([one, str(12 + len(one)), "4", "1"] for one in names)]
    analyst.take_rows("sheet all", rows)
    assert len(analyst.end().links) == told
