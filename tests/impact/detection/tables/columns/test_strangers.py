"""People whom no roster knows, in records that name them: beside numbers of social security, days of birth
and licences, in one column or in two, with headers and without.
"""

from __future__ import annotations

import pytest

from firstbell.impact.people.lexicon import Lexicon
from tests.impact.detection.documents.test_machine_records import read, read_rows
from tests.impact.detection.passages.test_topics import PEOPLE

KINDS = dict[str, set[str]]
BOTH = {"ssn", "dob"}
FILES: tuple[tuple[str, str, KINDS], ...] = (
    # gaps part the fields, and no header says what they are
    ("Vault/drawer 3.txt",
     "DRAWER 3   FORMER\n\n"
     "210   QUAGMIRE, THELONIUS     3/14/71    219093344   LEFT\n"
     "211   SPROCKETT, WILHELMINA   11/2/80    376184455   DIPL\n"
     "212   OX, BO                  6/30/66    531220917   LEFT\n"
     "213   VANDERSLOOT, EGBERTHA   1/9/90     412220918   DIPL\n",
     {"THELONIUS QUAGMIRE": BOTH, "WILHELMINA SPROCKETT": BOTH, "BO OX": BOTH, "EGBERTHA VANDERSLOOT": BOTH}),
    # one space parts two headers, and two spaces the cells below them
    ("Vault/cards.txt",
     "CARD FORMER PUPIL              SSN          BORN\n"
     "0071  QUAGMIRE, THELONIUS      219-09-3344  3.14.1971\n"
     "0072  SPROCKETT, WILHELMINA    376-18-4455  11.2.1980\n"
     "0073  OX, BO                   531-22-0917  6.30.1966\n",
     {"THELONIUS QUAGMIRE": BOTH, "WILHELMINA SPROCKETT": BOTH, "BO OX": BOTH}),
    # the address below each name is no name
    ("Office/payees.prn",
     "NO     PAYEE NAME / MAIL             SSN          NET YTD\n\n"
     "801    THELONIUS QUAGMIRE            219-09-3344     410.00\n"
     "       77 ELM ST\n       LONGVILLE MN 56655\n"
     "802    WILHELMINA SPROCKETT          376-18-4455   1,920.50\n"
     "       8 OAK AVE\n       REMER MN 56672\n"
     "803    BO OX                         531-22-0917      88.10\n"
     "       19 PINE RD\n       REMER MN 56672\n",
     {name: {"ssn", "financial", "contact"}
      for name in ("THELONIUS QUAGMIRE", "WILHELMINA SPROCKETT", "BO OX")}),
    # a letter says of what sort each record is; the first line says what it likes
    ("State/debts.dat",
     "HDRQ77 DEBTS OF THE DISTRICT 2026\n"
     "D219093344QUAGMIRE       THELONIUS   000041207\nD376184455SPROCKETT      WILHELMINA  000019250\n"
     "D531220917VANDERSLOOT    EGBERTHA    000108810\nD412220918OX             BO          000007733\n"
     "D421553027LINDQUIST      AAGE        000055012\n",
     {name: {"ssn", "financial"} for name in ("THELONIUS QUAGMIRE", "WILHELMINA SPROCKETT",
                                              "EGBERTHA VANDERSLOOT", "BO OX", "AAGE LINDQUIST")}),
)  # fmt: skip
TABLES: tuple[tuple[str, list[list[str]], KINDS], ...] = (
    ("Checks/batch.csv", [["CAND_NM", "DOB", "DL", "RESULT"],
     ["QUAGMIRE, THELONIUS", "19710314", "Q123456789012", "OK"],
     ["SPROCKETT, WILHELMINA", "19801102", "S123456789013", "OK"]],
     {"THELONIUS QUAGMIRE": {"dob", "government_id"}, "WILHELMINA SPROCKETT": {"dob", "government_id"}}),
    ("Subs/pay.xml", [["Tin", "s", "g", "Gross"], ["219093344", "Quagmire", "Thelonius", "110.15"],
     ["376184455", "Sprockett", "Wilhelmina", "98.00"], ["531220917", "Ox", "Bo", "45.00"]],
     {name: {"ssn", "financial"} for name in ("Thelonius Quagmire", "Wilhelmina Sprockett", "Bo Ox")}),
    # whose number of the government has the shape of one of social security
    ("Checks/reports.xml", [["Given Name", "Family Name", "Government Id", "Government Id type"],
     ["Thelonius", "Quagmire", "219-09-3344", "S"], ["Bo", "Ox", "376-18-4455", "S"]],
     {"Thelonius Quagmire": {"ssn"}, "Bo Ox": {"ssn"}}),
    ("Kids/apps.jsonl", [["second adult fn", "second adult ln", "second adult ss", "income"],
     ["Gil", "Roe", "219093344", "21900"], ["Gil", "Roe", "219093344", "22000"]],
     {"gil": {"ssn", "economic"}}),
    # numbers of things, and people nobody knows by what they made
    ("Buses/bids.xlsx", [["Model", "Stock no", "Price"], ["QX ZT 1", "219-09-3344", "91000"],
     ["QX ZT 2", "376-18-4455", "92000"]], {}),
    ("Library/born.csv", [["Author", "Born", "Book"], ["Quagmire, Thelonius", "1871-03-14", "Elm"],
     ["Sprockett, Wilhelmina", "1880-11-02", "Oak"]], {}),
)  # fmt: skip


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon(PEOPLE)


@pytest.mark.parametrize(("path", "text", "expected"), FILES, ids=[case[0] for case in FILES])
def test_a_file_tells_of_people_whom_nobody_here_knows(
    lexicon: Lexicon, path: str, text: str, expected: KINDS
) -> None:
    assert read(lexicon, path, text.encode()) == expected


@pytest.mark.parametrize(("path", "rows", "expected"), TABLES, ids=[case[0] for case in TABLES])
def test_a_table_tells_of_people_whom_nobody_here_knows(
    lexicon: Lexicon, path: str, rows: list[list[str]], expected: KINDS
) -> None:
    assert read_rows(lexicon, path, rows) == expected
