"""What clerks, nurses, deans, vendors and lawyers say in words and layouts of their own."""

from __future__ import annotations

import json

import pytest

from firstbell.impact.people.lexicon import Lexicon
from tests.impact.detection.documents.test_machine_records import read, read_rows
from tests.impact.detection.passages.test_topics import PEOPLE

KINDS = dict[str, set[str]]
_CHAT = json.dumps(
    {
        "thread": "9",
        "messages": [
            {"sender": {"upn": who}, "sentTime": f"2026-10-21T17:0{n}:00Z", "text": said}
            for n, (who, said) in enumerate(
                (
                    ("tlong@d.example", "did Ada Olson come down yet?"),
                    ("ustone@d.example", "she is on the cot"),
                    ("tlong@d.example", "glucose was 388, ketones too. call home"),
                )
            )
        ],
    }
)
FILES: tuple[tuple[str, str, KINDS], ...] = (
    ("Office/bus.txt", "Ben Roe threw an open milk carton at the driver.\n", {"ben": {"discipline"}}),
    ("Office/text.txt", "Ben Roe taped the fight and owes him an apology.\n", {"ben": {"discipline"}}),
    ("Office/days.txt", "You gave Ben Roe four days for a joke.\n", {"ben": {"discipline"}}),
    ("Office/work.txt", "They say Tia Long padded her time sheets.\n", {"tia": {"discipline"}}),
    ("Office/meals.txt", "Ben Roe: your child will pay 40 cents a day for lunch from Monday.\n",
     {"ben": {"economic"}}),
    ("Office/house.txt", "Ben Roe, odd weeks with dad, even weeks mom\n", {"ben": {"safeguarding"}}),
    ("Office/card.txt", "Donor: Gil Roe paid by VISA, thank you card sent.\n", {}),
    ("Court/paper.txt", "Ben Roe, a child in need of protection or services.\n", {"ben": {"safeguarding"}}),
    ("Pay/mail.txt",
     "From: Tia Long <tlong@d.example>\nTo: payroll@d.example\n\nPlease put my pay there from now on:\n"
     "routing 091000019\nacct 7004341510\n", {"tia": {"financial"}}),
    # the day stands before the number that says who it is
    ("Trip/adults.txt",
     "Thelonius Quagmire - b. 8/6/1977, ss 479-69-5272\n\nBo Ox - b. 3/7/1984, ss 657-60-6990\n",
     {"Thelonius Quagmire": {"dob", "ssn"}, "Bo Ox": {"dob", "ssn"}}),
    ("Hiring/app.txt",
     "Name: Bo Ox   Social security no.: 657-60-6990\nDate of birth (to look up records): 3/7/1984\n",
     {"Bo Ox": {"dob", "ssn"}}),
    # a machine read the heading of a list, which names nobody's file
    ("Office/page3.txt",
     "LUNCH  DETENTlON   1O/26\n\n1 . ADA OLSON   6   N0 SHOW\n2 . BEN ROE   7   served\n"
     "3 . CAM VANG   8   gum\n", {"ada": {"discipline"}, "ben": {"discipline"}, "cam": {"discipline"}}),
    # what stands in a heading and in a letter to one is no list
    ("Office/trip.txt", "Trip to the museum\n\n1. ADA OLSON\n2. BEN ROE\n3. CAM VANG\n", {}),
    ("Office/leave.eml", "From: forms@d.example\nTo: hr@d.example\nSubject: Form\n\nSubmitted by: Tia Long\n"
     "Condition: rheumatoid arthritis\nAsking for: a desk\n", {"tia": {"health"}}),
    ("Office/memo.txt",
     "To: Tia Long\nFrom: Uma Stone\n\nThis is a letter of deficiency. On May 3 you slept.\n",
     {"tia": {"discipline"}}),
    ("Office/copy.eml", "From: Bo Ox <bo.ox@else.example>\nTo: office@d.example\nSubject: copy\n\n"
     "I need my papers. Birthday is March 7, 1984, social 657-60-6990.\n", {"Bo Ox": {"dob", "ssn"}}),
    ("Nurse/tuesday.txt", "Ada Olson broke her wrist, sling stays on.\nBen Roe counts carbs at noon.\n",
     {"ada": {"health"}, "ben": {"health"}}),
    ("State/count.txt",
     "HDR|COUNT|OF DISABILITY\n77|200001|03022015|LRE1|Y\n77|200002|04302016|LRE2|Y\n"
     "77|200003|01152014|LRE1|N\n", {"ada": {"dob"}, "ben": {"dob"}, "cam": {"dob"}}),
    ("Library/late.txt", 'Ada Olson "My Asthma Year" due 10/4\nBen Roe "Expelled!" due 10/5\n', {}),
    ("Office/lesson.txt", "Sample record: Pat Sample, SSN 219-09-3344, has asthma.\n", {}),
    ("Admin/IEP team minutes.txt", "To decide about Ada Olson. She is eligible under Emotional or Behavioral "
     "Disorders.\n", {"ada": {"special_education"}}),
    ("Fees/back.txt", "Gil Roe for Ben: $48 back on card 5500 0000 0000 0004\n", {"gil": {"financial"}}),
    # a field of a form is nobody
    ("Comp/first.txt", "1. NAME   Tia Long\n9. AVERAGE WEEKLY WAGE   $1,146.20\n", {"tia": {"financial"}}),
    ("Plans/notice.txt",
     "To the parent(s) of: Ada Olson\nMailed to: Gil Roe\nThe evaluation found that "
     "the learner meets criteria under autism spectrum disorder.\n",
     {"ada": {"health", "special_education"}}),
    # twice the same weak word says no more than once
    ("Office/trip.txt",
     "minor: Ada Olson\nproof: passport\nminor: Ben Roe\nproof: passport\n", {}),
    ("Office/shots.eml", "From: Tia Long <tlong@d.example>\nTo: allstaff@d.example\nSubject: Tuesday\n\n"
     "If you are pregnant or have asthma ask Uma Stone about the other kind.\n", {}),
    ("Office/signed.txt", "Notice of a proposal or refusal\nto Ada Olson\n", {}),
    ("eDiscovery/thread.json", _CHAT, {"ada": {"health"}}),
)  # fmt: skip
TABLES: tuple[tuple[str, list[list[str]], KINDS], ...] = (
    # what stands in brackets in the header stands so in the cells
    ("Office/screen.xls", [["kid (born)", "words", "steps"], ["Ada Olson (3/2/15)", "11", "4"],
     ["Ben Roe (4/30/16)", "9", "5"]], {"ada": {"dob"}, "ben": {"dob"}}),
    # programs number their own things in small letters
    ("Office/cards.json", [["id", "name", "desc"], ["c24104766", "Ada Olson", "likes chess"],
     ["c69361759", "Ben Roe", "likes cake"]], {}),
    # what most cells say is said of those alone
    ("Office/evening.csv", [["parent", "slot", "need"], ["Gil Roe", "5:40", "mother is deaf"],
     ["Dee Hassan", "6:00", "Somali in person"], ["Cam Vang", "6:20", "wheelchair"]],
     {"gil": {"health"}, "cam": {"health"}}),
    ("Board/next year.xlsx", [["id", "lane", "now", "then"], ["E901", "BA+15", "51200", "52736"],
     ["E902", "MA", "60410", "62222"]], {"tia": {"financial"}, "uma": {"financial"}}),
    ("Board/rooms.xlsx", [["id", "wing", "now", "then"], ["E901", "A 15", "51200", "52736"],
     ["E902", "B", "60410", "62222"]], {}),
    ("Cases/c.json", [["as", "name", "gr"], ["Complainant", "Ada Olson", "4"],
     ["Respondent", "Ben Roe", "5"]],
     {"ben": {"discipline"}}),
    # who answers a survey has done nothing
    ("Survey/c.json", [["as", "name", "gr"], ["Respondent", "Ada Olson", "4"],
     ["Respondent", "Ben Roe", "5"]], {}),
    ("Tests/seats.csv",
     [["pupil", "seats under 504"], ["Ada Olson", "1.5x, dysgraphia"], ["Ben Roe", "diabetes"]],
     {"ada": {"health", "special_education"}, "ben": {"health", "special_education"}}),
    ("PTO/family aid.xlsx", [["check", "for", "$"], ["9", "Ada Olson", "40"], ["10", "Ben Roe", "55"]],
     {"ada": {"economic"}, "ben": {"economic"}}),
    ("Office/vendor.xlsx", [["day", "pupil", "what"], ["10/6", "Ada Olson", "90837 indiv 53 min"],
     ["10/7", "Ben Roe", "90847 family"]], {"ada": {"health"}, "ben": {"health"}}),
    ("Mock Trial/parts.docx", [["Role", "Student"],
     ["Dr. Ames, neurologist", "Ada Olson"], ["Clerk", "Ben Roe"],
     ["Judge", "Cam Vang"]], {}),
    # zip codes look so
    ("Office/zips.xlsx", [["pupil", "zip"], ["Ada Olson", "90837"], ["Ben Roe", "90847"]], {}),
)  # fmt: skip


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon(PEOPLE)


@pytest.mark.parametrize(("path", "text", "expected"), FILES, ids=[case[0] for case in FILES])
def test_an_office_says_it_in_its_own_words(lexicon: Lexicon, path: str, text: str, expected: KINDS) -> None:
    assert read(lexicon, path, text.encode()) == expected


@pytest.mark.parametrize(("path", "rows", "expected"), TABLES, ids=[case[0] for case in TABLES])
def test_an_office_keeps_tables_of_its_own(
    lexicon: Lexicon, path: str, rows: list[list[str]], expected: KINDS
) -> None:
    assert read_rows(lexicon, path, rows) == expected
