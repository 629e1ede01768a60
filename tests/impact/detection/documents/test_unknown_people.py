"""People whom the roster does not know, told by a usual given name: in sentences and in columns."""

from __future__ import annotations

import pytest

from firstbell.impact.people.given_names import load_given_names
from firstbell.impact.people.lexicon import Lexicon
from tests.impact.detection.documents.test_machine_records import read, read_rows

KINDS = dict[str, set[str]]
BOTH = {"dob", "government_id"}
TEXTS: tuple[tuple[str, str, KINDS], ...] = (
    # each paragraph begins with the time and whom it is about
    ("Hiring/drivers.txt",
     "9:00 Geraldine Marchetti. Friendly. Told us of a felony conviction in 2016.\n\n"
     "9:30 Osvaldo Brandvold. Left his last job after a back injury, no lifting.\n",
     {"Geraldine Marchetti": {"discipline"}, "Osvaldo Brandvold": {"health"}}),
    ("Night school/to file.txt",
     "Spoke with Ifrah Dahlquist today. She has had seizures since spring and sits near the door.\n",
     {"Ifrah Dahlquist": {"health"}}),
    ("Records/asked.txt", "diploma name Rosalind Overgaard\nclass of 1991\nss 219-09-3344\nborn 3/14/1973\n",
     {"Rosalind Overgaard": {"ssn", "dob"}}),
    ("Coaches/checks.txt",
     "I, Leopold Tveit, let them look me up.\n  driver lic T123456789012 (MN)  d.o.b. 6/19/71\n-----\n"
     "I, Wilma Castaneda, let them look me up.\n  driver lic C123456789013 (MN)  d.o.b. 4/2/88\n-----\n",
     {"Leopold Tveit": BOTH, "Wilma Castaneda": BOTH}),
    # two spaces part the number of a vendor from the name, as one parts that of a house from its street
    ("Payables/forms.prn",
     "VEND   PAYEE                 T I N        BOX7\n===============================================\n"
     "91005  Leopold Tveit         219-09-3344   640.00\n91039  Wilma Castaneda       376-18-4455  1017.00\n",
     {"Leopold Tveit": {"ssn"}, "Wilma Castaneda": {"ssn"}}),
    ("Old cards/roll 3.txt", "CARD\nLeopold Tveit M . F b. 4/23/1972\nSoc Sec 219-09-3344\n",
     {"Leopold Tveit": {"ssn", "dob"}}),
    # what a box of a form is called, before what stands in it
    ("Risk/injury.txt", "EMPLOYEE NAME Tia Long\n11. OCCUPATION Paraprofessional 14. WEEKLY WAGE 904.20\n",
     {"tia": {"health"}}),
    # who is asked, who cares, who wrote, what is called after somebody, where somebody lives
    ("Office/flyer.txt", "Asthma plans are due. Questions: Geraldine Marchetti, LSN, room 4.\n", {}),
    ("Office/visit.txt", "Asthma: taught by Geraldine Marchetti. Dr. Osvaldo Brandvold spoke on seizures.\n",
     {}),
    ("Office/schools.txt", "Asthma kits: Rosalind Overgaard Elementary, 12 Wilma Castaneda Rd.\n", {}),
    ("Gr 4/writing/ward.txt", "Geraldine Marchetti had seizures all night, said the dragon.\n", {}),
    ("Library/shelf.txt", "New: a novel about anorexia by Geraldine Marchetti, and Seizures at Sea.\n", {}),
)  # fmt: skip
TABLES: tuple[tuple[str, list[list[str]], KINDS], ...] = (
    ("Board/pay.docx", [["Member", "SSN", "per mtg"], ["Leopold Tveit", "219-09-3344", "$90"],
     ["Wilma Castaneda", "376-18-4455", "$90"], ["Ifrah Dahlquist", "531-22-0917", "$90"]],
     {"Leopold Tveit": {"ssn"}, "Wilma Castaneda": {"ssn"}, "Ifrah Dahlquist": {"ssn"}}),
    # a family name, and a letter for the given one
    ("Payroll/remit.txt", [["219093344", "LONG", "T", "2100.17"], ["376184455", "STONE", "U", "2233.17"],
     ["531220917", "HALE", "V", "2366.17"]],
     {"tia": {"ssn", "financial"}, "uma": {"ssn", "financial"}, "vic": {"ssn", "financial"}}),
    # the child by the given name alone: beside a parent, or where the roster has no such child
    ("Preschool/fees.xls", [["parent", "child", "AGI"], ["Roe, Gil", "Ben", "18400"],
     ["Tveit, Leopold", "Greta", "30700"], ["Castaneda, Wilma", "Knox", "36850"]],
     {who: {"economic"} for who in ("ben", "gil", "Leopold Tveit", "Wilma Castaneda")}),
    # what a household does not share stays the child's
    ("Preschool/foods.xls", [["parent", "child", "allergy"], ["Tveit, Leopold", "Greta", "peanuts"],
     ["Castaneda, Wilma", "Knox", "eggs"]], {}),
    ("Shop/parts.xlsx", [["Item", "Stock no"], ["Wheel Hub", "219-09-3344"], ["Brake Shoe", "376-18-4455"],
     ["Door Seal", "531-22-0917"]], {}),
)  # fmt: skip


@pytest.mark.parametrize(("path", "text", "expected"), TEXTS, ids=[case[0] for case in TEXTS])
def test_sentences_tell_of_people_whom_nobody_here_knows(
    lexicon: Lexicon, path: str, text: str, expected: KINDS
) -> None:
    told = read(lexicon, path, text.encode())
    assert {who: kinds & (BOTH | {"ssn", "health", "discipline"}) for who, kinds in told.items()} == expected


@pytest.mark.parametrize(("path", "rows", "expected"), TABLES, ids=[case[0] for case in TABLES])
def test_rows_tell_of_people_whom_nobody_here_knows(
    lexicon: Lexicon, path: str, rows: list[list[str]], expected: KINDS
) -> None:
    told = read_rows(lexicon, path, rows)
    assert {who: kinds for who, kinds in told.items() if who not in {"Greta", "Knox"}} == expected


def test_usual_given_names_are_folded_and_none_is_a_roster_word() -> None:
    names = load_given_names()
    assert len(names) > 3_000
    assert all(name.isalpha() and name.islower() and len(name) > 1 for name in names)
    assert not names & {b"school", b"may", b"will", b"mark", b"hope", b"grant", b"lincoln", b"washington"}
