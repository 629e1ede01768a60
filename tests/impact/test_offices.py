"""What clerks, nurses, deans, vendors and lawyers say in words and layouts of their own."""

from __future__ import annotations

import json

import pytest

from firstbell.impact.people.lexicon import Lexicon
from tests.impact.test_machine_records import read, read_rows
from tests.impact.test_topics import PEOPLE

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
