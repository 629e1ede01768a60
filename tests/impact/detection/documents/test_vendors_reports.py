"""Reports of vendors and agencies: records with gaps between them, amounts below headers that end where they
end, numbers of licences and of jobs, and keys that a second table has, too.
"""

from __future__ import annotations

import pytest

from firstbell.documents.joined_tables import join_tables
from firstbell.impact.people.lexicon import Lexicon
from tests.impact.detection.documents.test_machine_records import read, read_rows
from tests.impact.detection.passages.test_topics import PEOPLE

KINDS = dict[str, set[str]]
_JOBS = "\n".join(
    f"2026-03-0{day} plot {user} acct {40012000 + 37 * day + step} sheets {day}"
    for step, user in enumerate(("aolson", "tlong", "ustone"))
    for day in range(1, 5)
)
FILES: tuple[tuple[str, str, KINDS], ...] = (
    # an empty line parts headers from rows, and one record of two lines from the next
    ("Office/wages.lst",
     "NO    WORKER             BASE      GROSS       NET  EXTRA\n\n"
     "E901  LONG, TIA       1800.00    1900.25   1500.10\n      hired 2019\n\n"
     "E902  STONE, UMA     12800.00   13900.25  11500.10\n      hired 2020\n",
     {"tia": {"financial"}, "uma": {"financial"}}),
    # the same words in sentences below an empty line are no rows
    ("Office/talk.txt", "Name      Gross\n\nTia Long met Uma Stone about the gross weight of the bus.\n", {}),
    # a letter and the digits of a licence
    ("Office/cards.txt", "Tia Long, lic L123-4567-8901-23\n\nUma Stone, licence S2045678901234\n",
     {"tia": {"government_id"}, "uma": {"government_id"}}),
    ("Office/teachers.txt", "Tia Long, lic L123456\n\nUma Stone, licence 2045678\n", {}),
    # every job has an account of its own: they are none
    ("Plotter/jobs.log", _JOBS, {}),
    ("Bank/list.txt", "Tia Long acct 400120001\n\nUma Stone acct 400120002\n",
     {"tia": {"financial"}, "uma": {"financial"}}),
    ("Kitchen/notes.txt", "Ada Olson owes 3.10. Eligibility: FREE\n\nBen Roe owes 2.20. Eligibility: PAID\n",
     {"ada": {"economic"}}),
)  # fmt: skip
TABLES: tuple[tuple[str, list[list[str]], KINDS], ...] = (
    # a title above the headers, and headers of two words
    ("Fund/month.csv", [["Unit 77-1", "", "", "March", ""],
     ["MBR_SSN", "MBR_NM", "BRTH_DT", "WAGE_YTD", "EE_CONTR"],
     ["219093344", "LONG, TIA", "19700102", "6241.00", "433.75"],
     ["376184455", "STONE, UMA", "19650428", "5558.00", "386.28"]],
     {"tia": {"dob", "financial", "ssn"}, "uma": {"dob", "financial", "ssn"}}),
    # spaces part the digits, and no header says what they are
    ("Fund/plan.csv", [["77", "219 09 3344", "Long, Tia"], ["77", "376 18 4455", "Stone, Uma"]],
     {"tia": {"ssn"}, "uma": {"ssn"}}),
    # nobody knows them, but the header says that these are names
    ("Office/payees.csv", [["Nr", "Mail to name", "TIN"], ["V1", "Thelonius Quagmire", "219-09-3344"],
     ["V2", "Wilhelmina Sprockett", "376-18-4455"]],
     {"Thelonius Quagmire": {"ssn"}, "Wilhelmina Sprockett": {"ssn"}}),
    ("IT/asked.csv", [["nr", "asked by", "text"],
     ["1", "Tia Long <tlong@d.example>", "mailbox set up again, temp password Copper!411"],
     ["2", "Uma Stone <ustone@d.example>", "new lamp"]], {"tia": {"credentials"}}),
    ("State/year.csv", [["pupil", "SWD"], ["Olson, Ada", "Y"], ["Roe, Ben", "N"]],
     {"ada": {"special_education"}}),
    ("Court/list.csv", [["case no", "pupil", "hearing"], ["26-88", "Olson, Ada", "3/4"],
     ["26-91", "Roe, Ben", "3/5"]], {}),
)  # fmt: skip


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon(PEOPLE)


@pytest.mark.parametrize(("path", "text", "expected"), FILES, ids=[case[0] for case in FILES])
def test_a_report_tells_whom_its_records_are_about(
    lexicon: Lexicon, path: str, text: str, expected: KINDS
) -> None:
    assert read(lexicon, path, text.encode()) == expected


@pytest.mark.parametrize(("path", "rows", "expected"), TABLES, ids=[case[0] for case in TABLES])
def test_an_export_tells_whom_its_rows_are_about(
    lexicon: Lexicon, path: str, rows: list[list[str]], expected: KINDS
) -> None:
    assert read_rows(lexicon, path, rows) == expected


def test_a_key_that_two_tables_call_alike_joins_them() -> None:
    people = [["k", "nr"], ["71", "200001"], ["72", "200002"]]
    seen = [["nr", "k", "why"], ["1", "72", "cough"], ["2", "71", "rash"]]
    assert dict(join_tables({"folk": people, "seen": seen}))["seen"][1] == ["1", "72", "cough"]
    seen[0][0] = "row"
    assert dict(join_tables({"folk": people, "seen": seen}))["seen"][1] == ["1", "72", "cough", "200002"]
