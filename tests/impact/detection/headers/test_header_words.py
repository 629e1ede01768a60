"""Headers as offices, vendors and states write them, and what titles say: the kind that each tells."""

from __future__ import annotations

import pytest

from firstbell.impact.detection.analyst import Analyst
from firstbell.impact.detection.evidence.results import Keeper
from firstbell.impact.detection.headers.columns import GUARDIAN, NAME, read_header
from firstbell.impact.detection.kinds.titles import find_head_kinds
from firstbell.impact.people.lexicon import Lexicon
from tests.impact.detection.documents.test_layouts import KINDS, find
from tests.impact.detection.passages.test_topics import PEOPLE

HEADERS: tuple[tuple[str, str], ...] = (
    ("Rider", NAME), ("Name of child", NAME), ("PERS_NAME", NAME), ("Annuitant", NAME),
    ("Born on", "dob"), ("Dt of birth", "dob"), ("Payee TIN", "ssn"), ("Last 4 SSN", "ssn"),
    ("Social", "ssn"),
    ("Monthly benefit", "financial"), ("Contract amount", "financial"), ("Hrly rate", "financial"),
    ("Fed wages", "financial"), ("FY26 salary", "financial"), ("Amt withheld", "financial"),
    ("Med alert", "health"), ("Missing shots", "health"), ("Reason for leave", "health"),
    ("Prim exc", "special_education"), ("Service mins", "special_education"),
    ("SE status", "special_education"),
    ("ODR", "discipline"), ("Days susp", "discipline"), ("BCA result", "discipline"),
    ("Free/Red", "economic"), ("Econ dis", "economic"), ("Meal debt", "economic"), ("Lunch code", "economic"),
    ("Night res", "safeguarding"), ("Pickup restriction", "safeguarding"),
    ("Guardian ad litem", "safeguarding"),
    ("pw_plain", "credentials"), ("pwd_hash", "credentials"), ("Security answer", "credentials"),
    ("One-time key", "credentials"), ("Activation code", "credentials"), ("Badge PIN", "credentials"),
    ("Bypass code", "credentials"), ("pass_plain", "credentials"), ("Bank draft acct", "financial"),
    ("Acct on MICR", "financial"), ("Child b.d.", "dob"), ("Licence seen", "government_id"),
    ("Cardiac", "health"),
    ("State ID no", "government_id"), ("Green card", "government_id"),
    ("PHQ-9", "counselling"), ("Reason seen", "counselling"),
    ("Bus", ""), ("Minutes", ""), ("Balance", ""), ("Owner", ""), ("Quantity", ""), ("Version", ""),
)  # fmt: skip
TITLES: tuple[tuple[str, set[str]], ...] = (
    ("office referrals", {"discipline"}),
    ("psych referrals", set()),
    ("free lunch kids bldg 12", {"economic"}),
    ("duo bypass codes", {"credentials"}),
    ("dcmatch 20261002", {"economic"}),
    ("ssd approved", {"special_education"}),
    ("threat assessment register", {"discipline"}),
)
TABLES: tuple[tuple[str, list[list[str]], KINDS], ...] = (
    # people across, below a row that numbers their stops
    ("Vans/am.csv",
     [["Stop", "1", "2", "3"], ["Rider", "Ada Olson", "Ben Roe", "Cam Vang"],
      ["Needs", "wheelchair lift", "seizure plan", "car seat"], ["Time", "7:02", "7:05", "7:09"]],
     {"ada": {"health"}, "ben": {"health"}}),
    # a row of names among others is none of people across
    ("Clubs/chess.csv",
     [["Team", "First", "Second", "Third"], ["A", "Ada Olson", "Ben Roe", "Cam Vang"],
      ["B", "Dee Hassan", "Ada Olson", "Ben Roe"], ["Away", "seizure", "7:05", "7:09"]],
     {}),
    # a key that begins with the header of what it explains
    ("Trips/cabins.csv",
     [["Cabin", "Camper", "Alert"], ["C1", "Ada Olson", "A"], ["C2", "Ben Roe", "S"],
      ["C1", "Dee Hassan", "N"],
      ["", "Alert: A = asthma; S = seizures; N = nut allergy", ""]],
     {"ada": {"health"}, "ben": {"health"}, "dee": {"health"}}),
    # a grievance is no grief
    ("Union/list.csv",
     [["No", "Grievant", "Matter"], ["31", "Tia Long", "grievance, letter of reprimand"],
      ["32", "Gil Roe", "grievance, five day suspension"]],
     {"tia": {"discipline"}, "gil": {"discipline"}}),
    # days of nine characters are no numbers of a bank
    ("Payroll/W2/w2c log.csv",
     [["tin", "payee", "mailed"], ["219-09-3344", "Tia Long", "2/27/2026"],
      ["219-09-3345", "Uma Stone", "12/4/2026"], ["219-09-3347", "Dee Hassan", "10/9/2026"]],
     {"tia": {"ssn", "financial"}, "uma": {"ssn", "financial"}, "dee": {"ssn", "financial"}}),
    # a counselor's caseload is none of special education
    ("Counseling/Caseload.csv",
     [["Date", "Kid", "Topic"], ["10/4", "Ada Olson", "panic attacks"], ["10/5", "Ben Roe", "self-harm"]],
     {"ada": {"counselling"}, "ben": {"counselling"}}),
)  # fmt: skip
TEXTS: tuple[tuple[str, str, KINDS], ...] = (
    # a password in a sentence, whatever its signs
    ("m.txt", "Hello Tia Long,\nsign in as tlong with the temporary password otter-Pond-44 today.\n",
     {"tia": {"credentials"}}),
    ("m.txt", "Hello Tia Long,\nyour temporary password expires in 24 hours.\n", {}),
    # labels to cut out: an address of the roster, and the password on the next line
    ("labels.txt", "K-2 labels\n\naolson@d.example\npw: bluetree23\n\ntlong@d.example\npw: duckboat62\n",
     {"ada": {"credentials"}, "tia": {"credentials"}}),
    # a card whose digits were taken down wrong
    ("Gala/slips.txt", "Gil Roe\n  card 4420 4233 0127 1893  exp 08/28\n  basket 1\n",
     {"gil": {"financial"}}),
    # a fact that a log writes beside the name
    ("portal.log", "07:10 saved student=200001 name=\"Olson, Ada\" medication=\"nebulizer\"\n",
     {"ada": {"health"}}),
    # numbers of the roster in sentences, and numbers of things that are the same
    ("Counseling/x.txt", "Spoke with 200002 today. He hears voices at night.\n", {"ben": {"counselling"}}),
    ("Deans/x.txt", "Referral 7 (200003): fighting, 3 days OSS\n", {"cam": {"discipline"}}),
    ("Deans/x.txt", "Invoice 200003: signs on fighting and OSS\n", {}),
    # an order of a board
    ("Board/closed session minutes.txt",
     "The investigation of Tia Long was presented. Motion to suspend her without pay for ten days.\n",
     {"tia": {"discipline"}}),
    ("HR/Employee relations/list.txt", "Tia Long\n  letter of direction about the use of a phone.\n",
     {"tia": {"discipline"}}),
)  # fmt: skip


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon(PEOPLE)


@pytest.mark.parametrize(("header", "role"), HEADERS, ids=[case[0] for case in HEADERS])
def test_a_header_tells_what_its_column_holds(header: str, role: str) -> None:
    assert read_header(header)[0] == role


def test_an_adult_who_signs_is_a_guardian() -> None:
    assert read_header("Adult signing")[:2] == (NAME, GUARDIAN)


@pytest.mark.parametrize(("title", "kinds"), TITLES)
def test_a_title_tells_what_a_list_is_about(title: str, kinds: set[str]) -> None:
    assert find_head_kinds([title]) == kinds


@pytest.mark.parametrize(("path", "rows", "expected"), TABLES, ids=[case[0] for case in TABLES])
def test_a_table_of_an_office(lexicon: Lexicon, path: str, rows: list[list[str]], expected: KINDS) -> None:
    analyst = Analyst(lexicon, Keeper(bytes(32), "2026-11-28"))
    folder, _, name = path.rpartition("/")
    analyst.begin(name, folder)
    analyst.take_rows("", rows)

    assert find(analyst) == expected


@pytest.mark.parametrize(("path", "text", "expected"), TEXTS)
def test_a_text_of_an_office(lexicon: Lexicon, path: str, text: str, expected: KINDS) -> None:
    analyst = Analyst(lexicon, Keeper(bytes(32), "2026-11-28"))
    folder, _, name = path.rpartition("/")
    analyst.begin(name, folder)
    analyst.take_text("", text)

    assert find(analyst) == expected
