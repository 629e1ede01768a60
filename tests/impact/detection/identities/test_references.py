"""People named in full once, in fields of a record, above a label or below it, and otherwise in short."""

from __future__ import annotations

import json

import pytest

from firstbell.documents.extraction import Budget, DocumentLimits, DocumentSource, Extraction
from firstbell.documents.records.text_records import find_records
from firstbell.documents.registry import read_document
from firstbell.impact.detection.analyst import Analyst
from firstbell.impact.detection.evidence.results import Keeper
from firstbell.impact.detection.identities.references import References
from firstbell.impact.detection.values.patterns import scan
from firstbell.impact.detection.values.value import Weigher
from firstbell.impact.people.folded_text import fold
from firstbell.impact.people.lexicon import Lexicon
from firstbell.impact.people.person import Person
from tests.impact.detection.passages.test_topics import PEOPLE

KINDS = dict[str, set[str]]
LEARNER = "<L id='{}'><N f='{}' l='{}'/><S code='{}' min='30'/></L>"
VISITS = "<K><N f='{}' l='{}'/><V why='{}' on='9/1'/><V why='headache' on='9/2'/></K>"
APPLICATION = {
    "form": 7,
    "child": {
        "legalName": {"first": "Ada", "last": "Olson"},
        "birth": {"date": "2015-06-02", "place": "Ely"},
    },
    "contacts": [{"name": "Gil Roe", "calls": True}],
    "programs": {"hasIEP": False},
}
MEMBERS = [
    {"self": {"last": last, "first": first, "taxId": ssn}, "dependents": [{"first": "Baby", "last": last}]}
    for last, first, ssn in (("Long", "Tia", "219093344"), ("Stone", "Uma", "219093355"))
]
TEXTS: tuple[tuple[str, str, KINDS], ...] = (
    # a given name alone is that of who was named before, and of nobody where two have it or none was
    ("n.txt", "Ada Olson and Ben Roe met.\n\nAda was suspended for fighting.\n", {"ada": {"discipline"}}),
    ("n.txt", "Everybody met.\n\nAda was suspended for fighting.\n", {}),
    # the part in a case stands for whom a label gives it to
    ("c.txt", "Complainant: Ada Olson\nRespondent: Ben Roe\n\nThe respondent was suspended for fighting.\n",
     {"ben": {"discipline"}}),
    # the parts of a name below their labels, each record below its title
    ("p.txt", "=== 1 ===\nPassport No. C01234567\nSurname\nOLSON\nGiven Names\nADA\n=== 2 ===\n"
     "Passport No. C01234568\nSurname\nROE\nGiven Names\nBEN\n",
     {"ada": {"government_id"}, "ben": {"government_id"}}),
    # empty lines between a label and its answer
    ("f.html", "<p>Student</p><p>Ada Olson</p><p>Teacher</p><p>Tia Long</p><p>Conditions</p><p>epilepsy</p>",
     {"ada": {"health"}}),
    ("f.txt", "Application for free and reduced school meals\nChild_1: Ada Olson\nChild_2: Ben Roe\n",
     {"ada": {"economic"}, "ben": {"economic"}}),
    # fields behind dashes
    ("l.yaml", "locks:\n- box: 4\n  holder: 200001\n  device_pin: '77871'\n- box: 5\n  holder: 200002\n"
     "  device_pin: '13972'\n- box: 6\n  holder: 200003\n  device_pin: ''\n",
     {"ada": {"credentials"}, "ben": {"credentials"}}),
    # cells that a tilde parts
    ("b.txt", "upload\n200001~Olson~Ada~6/11/2010\n200002~Roe~Ben~8/7/2011\n200003~Vang~Cam~3/5/2009\n"
     "200004~Hassan~Dee~6/15/2010\n", {who: {"dob"} for who in ("ada", "ben", "cam", "dee")}),
    # what holds the name stands beside what holds the plan
    ("e.xml", f"<X src='SpEd Forms'>{LEARNER.format(200001, 'Ada', 'Olson', 'DAPE')}"
     f"{LEARNER.format(200002, 'Ben', 'Roe', 'OT')}</X>",
     {"ada": {"special_education"}, "ben": {"special_education"}}),
    ("v.xml", f"<X>{VISITS.format('Ada', 'Olson', 'asthma')}{VISITS.format('Ben', 'Roe', 'seizure')}</X>",
     {"ada": {"health"}, "ben": {"health"}}),
    # what a plain word says it says of whom its line names, also beside stronger words about others
    ("van.txt", "0601  OLSON, ADA    EPIPEN IN POCKET\n0614  ROE, BEN\n0621  VANG, CAM    SEIZURES\n"
     "0628  HASSAN, DEE\n", {"ada": {"health"}, "cam": {"health"}}),
    # of two with one initial it is the one whose whole family name stands there
    ("n.txt", "D. Hassan was suspended for fighting.\n", {"dee": {"discipline"}}),
    # the number is the pupil's, not that of the parent whose name stands before it
    ("a.txt", "Gil Roe, parent of student 200001, agrees to the expulsion.\n", {"ada": {"discipline"}}),
    ("t.txt", "Ada Olson came.\nTia Long  emp E901   pin 93457\n", {"tia": {"credentials"}}),
    ("a.json", json.dumps(APPLICATION), {"ada": {"dob"}}),
    ("m.json", json.dumps(MEMBERS), {"tia": {"ssn"}, "uma": {"ssn"}}),
)  # fmt: skip
TABLES: tuple[tuple[str, list[list[str]], KINDS], ...] = (
    # notes below a table speak of those in it by their given names
    ("r.xlsx", [["Name", "Words"], ["Ada Olson", "25"], ["Ben Roe", "68"], ["", ""],
                ["Ada keeps an inhaler in my desk.", ""]], {"ada": {"health"}}),
    # one line holds the whole key, and a cell its code beside a sum
    ("f.xlsx", [["Athlete", "Fee"], ["Ada Olson", "0 - F"], ["Ben Roe", "40 - R"], ["Cam Vang", "75"],
                ["Dee Hassan", "75"], ["F = free lunch family.  R = reduced lunch family, pays 40.", ""]],
     {"ada": {"economic"}, "ben": {"economic"}}),
    # a grown-up who signs, and what the household has
    ("s.csv", [["Núm", "Adulto que firma", "Niños del hogar", "Ingreso bruto"],
               ["1", "Gil Roe", "Ben Roe", "$1470"], ["2", "", "Ada Olson", "$900"]],
     {"ben": {"economic"}, "gil": {"economic"}, "ada": {"economic"}}),
    # how often somebody is right is no account
    ("g.csv", [["Name", "Acc %"], ["Ada Olson", "95"], ["Ben Roe", "87"]], {}),
    # labels and answers, two of each in a row
    ("Special Education/restraints/f.docx",
     [["Pupil", "Ada Olson", "Manager", "Tia Long"], ["Start", "10:12", "End", "10:16"],
      ["Before", "left the desk", "After", "calm"]], {"ada": {"special_education"}}),
    ("Trainer/concussions.csv", [["athlete", "step"], ["Ada Olson '30", "2"], ["Ben Roe '29", "4"]],
     {"ada": {"health"}, "ben": {"health"}}),
)  # fmt: skip


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon(PEOPLE)


def find(analyst: Analyst) -> KINDS:
    links = analyst.end().links
    return {link.keys[0]: set(map(str, link.kinds)) for link in links if len(link.keys) == 1}


def test_an_address_of_a_computer_is_no_birth_date() -> None:
    lexicon = Lexicon([Person("vi", "vi", "student", "Vi", "King", dob="2016-10-13")])
    found = {}
    for text in ("src=10.13.16.172 user", "born 10.13.16 here"):
        weigher = Weigher(text.encode(), lexicon, "2026-11-28")
        found[text] = [value.text for match in scan(text.encode()) if (value := weigher.weigh(match))]
    assert [*found.values()] == [[], ["2016-10-13"]]


def test_lines_that_gaps_part_are_not_cut_within_their_dates() -> None:
    lines = ("Ada Olson   b. 01-09-21   hospital copy", "Ben Roe     b. 02-05-20   county copy") * 2
    (table,) = find_records("\n".join(lines) + "\n")
    assert table.rows[0] == ["Ada Olson", "b. 01-09-21", "hospital copy"]


def test_a_given_name_that_goes_on_is_somebody_elses(lexicon: Lexicon) -> None:
    references = References(lexicon)
    references.learn([0, 1])
    text = "Ada Smith left. Ada stayed, and Cam came."
    assert [text[one.start : one.end + 7] for one in references.find(text, fold(text), [])] == ["Ada stayed"]


@pytest.mark.parametrize(("path", "text", "expected"), TEXTS, ids=[case[0] for case in TEXTS])
def test_a_document_is_understood(lexicon: Lexicon, path: str, text: str, expected: KINDS) -> None:
    analyst = Analyst(lexicon, Keeper(bytes(32), "2026-11-28"))
    analyst.begin(path)
    data = text.encode()
    draft = Extraction(analyst, Budget(DocumentLimits(), len(data)), read_document)
    read_document(DocumentSource(path, data), draft)
    assert find(analyst) == expected


@pytest.mark.parametrize(("path", "rows", "expected"), TABLES, ids=[case[0] for case in TABLES])
def test_a_table_is_understood(lexicon: Lexicon, path: str, rows: list[list[str]], expected: KINDS) -> None:
    analyst = Analyst(lexicon, Keeper(bytes(32), "2026-11-28"))
    folder, _, name = path.rpartition("/")
    analyst.begin(name, folder)
    analyst.take_rows("", rows)
    assert find(analyst) == expected
