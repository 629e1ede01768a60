"""Lists of names with one value each below a title, and headers as offices shorten them, with what is like
them and tells nothing.
"""

from __future__ import annotations

import pytest

from firstbell.documents.extraction import Budget, DocumentLimits, DocumentSource, Extraction
from firstbell.documents.registry import read_document
from firstbell.impact.detection.analyst import Analyst
from firstbell.impact.detection.evidence.results import Keeper
from firstbell.impact.people.lexicon import Lexicon
from tests.impact.detection.documents.test_machine_records import tell
from tests.impact.detection.passages.test_topics import PEOPLE

PUPILS = ("Ada Olson", "Ben Roe", "Cam Vang")
# (title, values, kind; "" where the list tells nothing of anybody)
LISTS = (
    ("Passports for the spring trip", ("572201193", "488120332", "601992113"), "government_id"),
    ("Driver licenses on file", ("K123456789012", "R220134556712", "B991200334455"), "government_id"),
    ("Passports to reading", ("12", "4", "6"), ""),
    ("Raffle ticket numbers", ("572201193", "488120332", "601992113"), ""),
    ("Student passwords", ("Wolf1234!", "Tiger#88", "Otter_22"), "credentials"),
    ("Password policy: who has read it", ("Wolf1234!", "Tiger#88", "Otter_22"), ""),
    ("Login names", ("rolson", "broe", "cvang12"), ""),
    ("Locker combos", ("12-32-8", "4-22-36", "30-2-18"), "credentials"),
    ("Combo meals ordered", ("12", "4", "6"), ""),
    ("Social security numbers", ("471228813", "502317742", "388419920"), "ssn"),
    ("Socials (fall and spring dances)", ("9/12", "10/3", "4/4"), ""),
)
# (file, header, cells, kind; "" where the column tells nothing)
COLUMNS = (
    ("a.csv", "Diet restrict.", ("no dairy", "celiac", "tree nuts"), "health"),
    ("a.csv", "Wt/Ht/BMI", ("88/55/20", "140/62/26", "70/50/18"), "health"),
    ("Athletics.csv", "Ht/Wt", ("6-1/180", "5-11/165", "6-3/230"), ""),
    ("a.csv", "Ext. time 1.5x", ("x", "x", "x"), "special_education"),
    ("a.csv", "Extra credit", ("3", "5", "1"), ""),
    ("a.csv", "Lift bus", ("Y", "Y", "Y"), "special_education"),
    ("a.csv", "Vest size", ("M", "L", "S"), ""),
    ("a.csv", "Goal 1 prog", ("AP", "NP", "MP"), "special_education"),
    ("Track.csv", "Goal 1 status", ("met", "met", "open"), ""),
    ("a.csv", "Bus", ("12", "14", "3"), ""),
    ("a.csv", "LD served", ("Y", "Y", "Y"), "discipline"),
    ("a.csv", "Community service hrs", ("12", "4", "6"), ""),
    ("a.csv", "McK-V", ("Y", "Y", "Y"), "safeguarding"),
    ("a.csv", "MV stop", ("Elm", "Oak", "Fir"), ""),
    ("a.csv", "HH inc", ("28400", "51000", "19900"), "economic"),
    ("a.csv", "HH phone tree", ("A", "B", "C"), ""),
    ("a.csv", "Sec Q ans", ("Fluffy", "Duluth", "Smith"), "credentials"),
    ("a.csv", "IXL secret word", ("tiger", "rocket", "banana"), "credentials"),
    ("a.csv", "Star pass", ("Y", "Y", "N"), ""),
    ("a.csv", "Claim code", ("4", "5", "6"), ""),
    ("a.csv", "Coat needed", ("sz 10", "sz 8", "boots"), "economic"),
    ("Choir.csv", "Shoes needed", ("Y", "Y", "Y"), ""),
    ("a.csv", "Sec. of band", ("brass", "reeds", "drums"), ""),
)


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon(PEOPLE)


def read(lexicon: Lexicon, name: str, text: str) -> dict[str, set[str]]:
    analyst = Analyst(lexicon, Keeper(bytes(32), "2026-11-28"))
    analyst.begin(name)
    data = text.encode()
    extraction = Extraction(analyst, Budget(DocumentLimits(), len(data)), read_document)
    read_document(DocumentSource(name, data), extraction)
    return tell(analyst)


@pytest.mark.parametrize(("title", "values", "kind"), LISTS, ids=[one[0] for one in LISTS])
@pytest.mark.parametrize("between", ["  ", "\t", ": ", " - "], ids=["gap", "tab", "colon", "dash"])
def test_list_below_its_title(
    lexicon: Lexicon, title: str, values: tuple[str, ...], kind: str, between: str
) -> None:
    lines = "\n".join(name + between + value for name, value in zip(PUPILS, values, strict=True))
    told = read(lexicon, "list 5.txt", f"{title}\n\n{lines}\n")
    assert told == ({key: {kind} for key in ("ada", "ben", "cam")} if kind else {})


@pytest.mark.parametrize(("title", "values", "kind"), LISTS[:4], ids=[one[0] for one in LISTS[:4]])
def test_file_that_says_what_its_numbers_are(
    lexicon: Lexicon, title: str, values: tuple[str, ...], kind: str
) -> None:
    rows = "\n".join(f"{name},{value}" for name, value in zip(PUPILS, values, strict=True))
    told = read(lexicon, f"{title}.csv", f"Name,No.\n{rows}\n")
    assert told == ({key: {kind} for key in ("ada", "ben", "cam")} if kind else {})


@pytest.mark.parametrize(("name", "header", "cells", "kind"), COLUMNS, ids=[one[1] for one in COLUMNS])
def test_header_as_offices_shorten_it(
    lexicon: Lexicon, name: str, header: str, cells: tuple[str, ...], kind: str
) -> None:
    rows = "\n".join(f"{who},{cell}" for who, cell in zip(PUPILS, cells, strict=True))
    told = read(lexicon, name, f"Name,{header}\n{rows}\n")
    assert told == ({key: {kind} for key in ("ada", "ben", "cam")} if kind else {})
