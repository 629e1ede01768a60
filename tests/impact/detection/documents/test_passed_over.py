"""Sample rows, lessons, orders, bookings and logs that tell of nobody, and those who only see to something:
each beside a near neighbor of whom something is told.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from firstbell.documents.extraction import Budget, DocumentLimits, DocumentSource, Extraction
from firstbell.documents.registry import read_document
from firstbell.impact.detection.analyst import Analyst
from firstbell.impact.detection.evidence.results import Keeper
from firstbell.impact.people.lexicon import Lexicon
from firstbell.impact.people.person import Person
from tests.impact.detection.documents.test_ways_of_telling import PEOPLE, read

Told = tuple[tuple[str, str, dict[str, set[str]]], ...]

FIRST = Person("one", "one", "guardian", "Pia", "Ruud", ids=["000001"])
LOADED = (
    "key,last,first,dob,ssn\n{}000001,{},01/01/1980,219-09-3344\n000002,Quill,Kim,02/02/2011,219-09-3355\n"
)
LIVES = "Lives, week 4\nMarie Quill, born {}. Jailed for theft.\nRobert Hale, born {}. Convicted.\n"
SPOKEN = "{}\n- My name is Marie Quill, born 3/5/2001.\n- I have asthma.\n{}\n"
ORDER = "ISA*00*~GS*{0}*A*B~ST*{1}*0001~N1*ST*MARIE QUILL~{2}*VP*219-09-3344*PD*TAPE~SE*4~"
TAUGHT: Told = (
    ("lives.txt", LIVES.format("May 4, 1911", "June 2, 1923"), {}),
    ("lives.txt", LIVES.format("May 4, 1961", "June 2, 1973"),
     {"Marie Quill": {"dob", "discipline"}, "Robert Hale": {"dob", "discipline"}}),
    ("talk.txt", SPOKEN.format("Dialogue 4", ""), {}),
    ("talk.txt", SPOKEN.format("At the border", "Vocab: la frontera, el asma, el paro"), {}),
    ("talk.txt", SPOKEN.format("Intake", "Vocabulary: 9, average"), {"Marie Quill": {"dob", "health"}}),
    ("order.edi", ORDER.format("PO", "850", "PO1*1*4*EA*9.5*"), {}),
    ("saft.eml", "From: vhale@d.example\nTo: tlong@d.example\nSubject: Reise\n\nfür die Liste und für den "
     "Flug brauche ich:\nAda Olson, mit der Familie\nund die Adresse von der Schule.\n", {}),
    ("talk.txt", "Ada Olson says she wants to die\n", {"ada": {"counselling", "health"}}),
)  # fmt: skip
HANDLED: Told = (
    ("froi.txt", "FIRST REPORT OF INJURY\nEmployee: Vic Hale\n2nd degree burn\nINJURY RPTD BY Tia Long\n",
     {"vic": {"health"}}),
    ("froi.txt", "FIRST REPORT OF INJURY\nEmployee: Tia Long\n2nd degree burn, arm\n", {"tia": {"health"}}),
    ("agenda.txt", "3. Closed: allegations against an employee\n4. Director's report - Tia Long\n", {}),
    ("letter.txt", "Vic Hale, Custodian\n\nYou were found asleep twice. You told Tia Long you had just sat "
     "down. This is a written reprimand.\n", {"vic": {"discipline"}}),
    ("letter.txt", "Tia Long, Custodian\n\nYou were found asleep twice. This is a written reprimand.\n",
     {"tia": {"discipline"}}),
    ("fw.eml", "From: tlong@d.example\nTo: ustone@d.example\nSubject: FW: my acct\n\nplease key this\n\n"
     "Switching banks. Rtg 091000022 acct 33012745 savings. Emp no. is E903.\n", {"vic": {"financial"}}),
    ("my.eml", "From: x@home.example\nTo: tlong@d.example\nSubject: direct dep\n\nI closed it after the "
     "divorce.\n\nUse routing 091000022\nsavings 33012745\n\nEmp # is E903.\n", {"vic": {"financial"}}),
    # whose number stands before the name, and who signs for a child
    ("app.log", '2026-10-02 DEBUG data={"signer": {"first": "Gil", "last": "Roe", "ssn": "219-09-3344"}, '
     '"children": [{"sis": "200002", "name": "Ben Roe"}]}\n', {"gil": {"ssn"}}),
    ("app.log", '2026-10-02 DEBUG payload={"child": {"sis": "200002", "name": "Ben Roe", '
     '"ssn": "219-09-3344"}}\n', {"ben": {"ssn"}}),
)  # fmt: skip
WORDS: Told = (
    ("btam.txt", "Ada Olson: sent a pic of it on snap\n", {}),
    ("food.txt", "Ada Olson: family is on snap\n", {"ada": {"economic"}}),
    ("desk.txt", "Ada Olson - expulsion waiver mtg\n", {"ada": {"discipline"}}),
    ("desk.txt", "Ada Olson - fee waiver granted\n", {"ada": {"economic"}}),
    ("jobs.txt", "Printer log\n08:02 ELM-SPED Ada Olson lunch.pdf\n", {}),
    ("jobs.txt", "Printer log\n08:02 ELM-OFF Ada Olson SPED eval.pdf\n", {"ada": {"special_education"}}),
    ("Bus/afternoon_dismissal.csv", "pupil,stop\nAda Olson,Elm St\nBen Roe,Oak St\n", {}),
    ("screening.csv", "child,health\nAda Olson,ok\nBen Roe,refer to audiology\n", {"ben": {"health"}}),
    ("dvs.txt", "RUN 09/11/26\nDLN D481369839401  CL D  DOB 01161997\n", {}),
    ("home.csv", "pupil,custody\nAda Olson,walks w/ brother\nBen Roe,sole custody mom\n",
     {"ben": {"safeguarding"}}),
)  # fmt: skip


@pytest.mark.parametrize(("name", "text", "told"), [*TAUGHT, *HANDLED, *WORDS])
def test_what_is_taught_handled_or_only_named_is_told_of_nobody(
    name: str, text: str, told: dict[str, set[str]], lexicon: Lexicon
) -> None:
    assert read(lexicon, name, text) == told


@pytest.mark.parametrize(
    ("rows", "people"),
    [
        (LOADED.format("# delete the sample rows before upload\n", "Sampler,Pat"), set[str]()),
        (LOADED.format("# rows of 9/14\n", "Ruud,Pia"), {"one"}),
    ],
)
def test_rows_that_are_to_be_deleted_are_nobodys(rows: str, people: set[str]) -> None:
    assert people == {"one"} & {*read(Lexicon([*PEOPLE, FIRST]), "load.csv", rows)}


@pytest.mark.parametrize("what", ["flu shots set-up", "flu shot given, fever after"])
def test_a_booking_is_of_no_matter_of_the_room(what: str, lexicon: Lexicon, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "rooms.sqlite") as base:
        base.execute("CREATE TABLE booking(room text, who text, d text, what text)")
        rows = [("Nurse cots", "tlong", "2026-11-03", what), ("Media", "ustone", "2026-11-04", "book fair")]
        base.executemany("INSERT INTO booking VALUES(?, ?, ?, ?)", rows)
    data = (tmp_path / "rooms.sqlite").read_bytes()
    analyst = Analyst(lexicon, Keeper(bytes(32), "2026-11-20"))
    analyst.begin("rooms.sqlite")
    draft = Extraction(analyst, Budget(DocumentLimits(), len(data)), read_document)
    read_document(DocumentSource("rooms.sqlite", data), draft)
    assert not [link.keys for link in analyst.end().links if link.keys != ("tia",)]


CAMP = [["camper", "bunk", "meds / food"], ["Ada Olson", "1A", "bee sting allergy"], ["Ben Roe", "2B", "ok"]]
DRIVERS = [["Vic Hale", "driver", "MN DL N070790559628"], ["Gil Roe", "driver", "MN DL L903109954750"]]


@pytest.mark.parametrize(
    ("head", "told"),
    [
        (
            "CHAPERONES (copy of license)",
            {"ada": {"health"}, "vic": {"government_id"}, "gil": {"government_id"}},
        ),
    ],
)
def test_who_goes_along_stands_in_a_table_of_their_own(
    head: str, told: dict[str, set[str]], lexicon: Lexicon
) -> None:
    assert _read_rows(lexicon, "cabins.xlsx", [*CAMP, ["", "", ""], [head, "", ""], *DRIVERS]) == told


@pytest.mark.parametrize(("beside", "kinds"), [("", {"credentials"}), ("9131", {"credentials"})])
def test_a_table_beside_and_below_another_has_its_own_matter(
    beside: str, kinds: set[str], lexicon: Lexicon
) -> None:
    rows = [["200001", "Rm 4", "96585", "", "", ""], ["200002", "Rm 4", "78305", "", "", ""], [""] * 6]
    below = [["", "", "", "moved", "was", "now"], ["", "", "", "200003", "P", beside or "F"]]
    told = _read_rows(lexicon, "PIN reissue.xlsx", [*rows, *below, ["", "", "", "E901", "F", "R"]])
    assert told.get("ada") == kinds
    assert ("credentials" in told.get("cam", set())) == bool(beside)


def _read_rows(lexicon: Lexicon, name: str, rows: list[list[str]]) -> dict[str, set[str]]:
    analyst = Analyst(lexicon, Keeper(bytes(32), "2026-11-20"))
    analyst.begin(name)
    analyst.take_rows("sheet a", rows)
    return {link.keys[0]: {*map(str, link.kinds)} - {"contact"} for link in analyst.end().links if link.keys}
