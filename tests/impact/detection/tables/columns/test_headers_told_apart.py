"""Headers that say more together than alone, titles that say where and not what, and lists of firms."""

from __future__ import annotations

import pytest

from firstbell.impact.people.lexicon import Lexicon
from tests.impact.detection.documents.test_machine_records import read_rows
from tests.impact.detection.documents.test_ways_of_telling import PEOPLE

KINDS = dict[str, set[str]]
HEALTH, FINANCIAL, DISCIPLINE, ECONOMIC = {"health"}, {"financial"}, {"discipline"}, {"economic"}
TABLES: tuple[tuple[str, list[list[str]], KINDS], ...] = (
    # one header of money over words that part its sums
    ("Union/oct.csv", [["Member", "", "Dues", "", ""], ["Name", "Emp#", "State", "National", "Local"],
     ["Long, Tia", "50901", "17.26", "9.10", "5.50"], ["Stone, Uma", "50902", "8.63", "4.55", "2.75"]],
     {"tia": FINANCIAL, "uma": FINANCIAL}),
    ("Office/q1.csv", [["", "Deductions", "", ""], ["who", "United Way", "Life", "Parking"],
     ["Tia Long", "112.00", "4.10", "20.00"], ["Uma Stone", "112.00", "4.10", "0"]],
     {"tia": FINANCIAL, "uma": FINANCIAL}),
    # no sums below it
    ("Union/seats.csv", [["Member", "", "Dues", "", ""], ["Name", "Emp#", "State", "National", "Local"],
     ["Long, Tia", "50901", "delegate", "-", "steward"], ["Stone, Uma", "50902", "-", "-", "steward"]], {}),
    # parts of a name whose headers are written in one word
    ("Health Office/merge.csv", [["SALUT", "KID", "KIDLAST", "RM", "VAXMISSING"],
     ["Parent of", "Ada", "Olson", "204", "Tdap; MCV4"], ["Parent of", "Ben", "Roe", "135", "MMR #2"]],
     {"ada": HEALTH, "ben": HEALTH}),
    ("Office/merge2.csv", [["RIDER", "RIDERLAST", "SUSPDAYS", "REASON"],
     ["Ada", "Olson", "3", "fighting on the bus"], ["Ben", "Roe", "1", "vaping"]],
     {"ada": DISCIPLINE, "ben": DISCIPLINE}),
    # codes below a header that things have as well
    ("State/q1.csv", [["sch", "ln", "fn", "act", "days"], ["17", "Olson", "Ada", "OSS", "2"],
     ["18", "Roe", "Ben", "ISS", "1"], ["18", "Vang", "Cam", "REM", "45"]],
     dict.fromkeys(("ada", "ben", "cam"), DISCIPLINE)),
    ("State/q2.csv", [["sch", "ln", "fn", "act", "days"], ["17", "Olson", "Ada", "chess", "2"],
     ["18", "Roe", "Ben", "band", "1"], ["18", "Vang", "Cam", "chess", "5"]], {}),
    # a title with a note far to its right
    ("Staff/list.xlsx", [["FMLA and paid leave", "", "", "", "480 hrs"],
     ["who", "reason on cert", "cont / interm", "from", "hrs used"],
     ["Tia Long", "own - lumbar fusion", "cont", "9/8", "312"],
     ["Uma Stone", "own - knee", "interm", "8/31", "41.5"]], {"tia": HEALTH, "uma": HEALTH}),
    # where something is, and what it is about
    ("Adult Ed/fall.csv", [["Evening class, Tue/Thu 6-8:30, cafeteria", "", ""], ["Student", "Level", "Ride"],
     ["Ada Olson", "2", "yes"], ["Ben Roe", "1", ""], ["Cam Vang", "3", "yes"]], {}),
    ("Office/c.csv", [["Cafeteria", "", ""], ["Student", "Elig", "Ride"], ["Ada Olson", "2", "yes"],
     ["Ben Roe", "1", ""], ["Cam Vang", "1", "yes"]], dict.fromkeys(("ada", "ben", "cam"), ECONOMIC)),
    # a referral for special education breaks no rule
    ("Office/log.csv", [["Child find - one row per referral", "", ""], ["Rec'd", "Child", "Result"],
     ["9/14", "Ada Olson", "consent signed"], ["9/21", "Ben Roe", "qualifies SLD"]],
     {"ada": {"special_education"}, "ben": {"special_education"}}),
    # firms, and those who trade under a name of their own among them
    ("AP/firms.csv", [["VEND", "NAME1", "TIN", "TYP"], ["7032", "NORTHERN PIPE INC", "424583958", "C"],
     ["5258", "LAKE STATES PAPER CO", "455816251", "C"], ["5393", "OAK RIDGE PIANO TUNERS", "474576047", "C"],
     ["4062", "VILLAGE OF NEW ELM", "484140867", "C"]], {}),
    ("AP/mixed.csv", [["VEND", "NAME1", "TIN", "TYP"], ["7032", "NORTHERN PIPE INC", "424583958", "C"],
     ["5258", "LAKE STATES PAPER CO", "455816251", "C"], ["5393", "WANDA QUARBERG", "474576047", "I"]],
     {"WANDA QUARBERG": {"ssn"}}),
)  # fmt: skip


@pytest.fixture(scope="module", name="lexicon")
def make_lexicon() -> Lexicon:
    return Lexicon(PEOPLE)


@pytest.mark.parametrize(("path", "rows", "expected"), TABLES, ids=[case[0] for case in TABLES])
def test_headers_say_more_together(
    lexicon: Lexicon, path: str, rows: list[list[str]], expected: KINDS
) -> None:
    assert read_rows(lexicon, path, rows) == expected
