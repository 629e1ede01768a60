"""Lists, calendars, chats and logs that a clerk keeps: heads, gaps and short forms say what sentences do."""

from __future__ import annotations

import pytest

from firstbell.impact.people.lexicon import Lexicon
from tests.impact.detection.documents.test_machine_records import read_rows
from tests.impact.detection.documents.test_ways_of_telling import read

KINDS = dict[str, set[str]]
BORN = (
    "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:19{year}0611\nRRULE:FREQ=YEARLY\n"
    "SUMMARY:Tia Long's b-day{said}\nEND:VEVENT\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20261102\n"
    "SUMMARY:Uma Stone potluck\nEND:VEVENT\nEND:VCALENDAR\n"
)
CHAT = (
    '[{"id": "17301", "createdDateTime": "2026-10-01T08:00:00Z",'
    ' "from": {"user": {"displayName": "Tia Long"}}, "body": {"content": "is the projector back"}},'
    ' {"id": "17302", "createdDateTime": "2026-10-01T08:01:00Z",'
    ' "from": {"user": {"displayName": "Uma Stone"}}, "body": {"content": "Vic Hale {told}"}},'
    ' {"id": "17303", "createdDateTime": "2026-10-01T08:02:00Z",'
    ' "from": {"user": {"displayName": "Tia Long"}}, "body": {"content": "thx"}}]'
)
TEXTS: tuple[tuple[str, str, KINDS], ...] = (
    # user names and what each was set to, with a gap between
    ("Lab/reset list.txt",
     "passwords reset for the first week\n\naolson      Plum9tree\ntlong       Oak-7ring\n"
     "ustone      kite88Fly\n", {"ada": {"credentials"}, "tia": {"credentials"}, "uma": {"credentials"}}),
    ("Lab/reset seats.txt", "seats reset after the move\n\naolson      Cart-12\ntlong       Cart-13\n"
     "ustone      Cart-14\n", {}),
    # a word for a user name stands before the field of it
    ("proxy.log", "08:01 POST /auth/login user=aolson&pass=Plum%21tree9&next=/\n"
     "08:02 POST /auth/login user=aolson&lang=en&next=/\n", {"ada": {"credentials"}}),
    ("proxy2.log", "08:01 POST /auth/login user=aolson&passed=true&next=/\n", {}),
    # a sentence in which the user name and the password stand side by side
    ("desk/if i am gone.txt",
     "State web: please use the Tia Long login   tlong / Maple4ever\nmail is at ten\n",
     {"tia": {"credentials"}}),
    # whoever is named in full, and what their way in was set to
    ("teams.json", CHAT.replace("{told}", "is locked out again, set to Kite#2026x"),
     {"vic": {"credentials"}}),
    ("teams2.json", CHAT.replace("{told}", "moved out again, set to Room-2026x"), {}),
    # a birthday that comes every year and began when somebody was born
    ("staff.ics", BORN.format(year="71", said=""), {"tia": {"dob"}}),
    ("staff2.ics", BORN.format(year="71", said=" (born 1971)").replace("FREQ=YEARLY", "COUNT=1"),
     {"tia": {"dob"}}),
    ("staff3.ics", BORN.replace("19{year}", "2019").format(said=""), {}),
    # heads of what is paid for meals
    ("Kitchen/line.txt",
     "for the line, as of 10/1\n\nFREE\nAda Olson\nBen Roe (new)\n\nRED.\nCam Vang\n\nPAID\nGil Roe\n",
     {"ada": {"economic"}, "ben": {"economic"}, "cam": {"economic"}}),
    ("Gym/lockers.txt", "lockers\n\nFREE\nAda Olson\nBen Roe\n\nTAKEN\nCam Vang\n", {}),
    # who signs a letter is not whom it is written to; whoever it names besides may be
    ("Volunteers/no.txt",
     "October 2, 2026\n\nNora Quist\n88 Fern Ave N\n\nDear Ms. Quist:\n\nWe looked at what you sent (born "
     "5/23/1971, MN license V299045149860).\n\nVic Hale\nPersonnel\n",
     {"Nora Quist": {"dob", "government_id"}}),
    # a kitchen is told who must not eat what, and a nurse excludes for shots
    ("Kitchen/allergies copy.txt", "KITCHEN COPY\n\nAda Olson  peanut, epi in office\nBen Roe  celiac\n"
     "Cam Vang  egg, hives\n", {"ada": {"health"}, "ben": {"health"}, "cam": {"health"}}),
    ("Nurse/Exclusion Nov/no shots.txt", "Olson, Ada\nRoe, Ben\nVang, Cam\n",
     {"ada": {"health"}, "ben": {"health"}, "cam": {"health"}}),
    ("Dean/Exclusion Nov/names.txt", "Olson, Ada\nRoe, Ben\nVang, Cam\n",
     {"ada": {"discipline"}, "ben": {"discipline"}, "cam": {"discipline"}}),
)  # fmt: skip
ROWS: tuple[tuple[str, list[list[str]], KINDS], ...] = (
    # the number of the employee stands in the rows of the family
    ("vision.csv", [["grp", "mbr id", "rel", "last", "first", "ssn", "birth"],
     ["07", "E901", "EE", "Long", "Tia", "219-09-3344", "1971-06-11"],
     ["07", "E901", "SP", "Quist", "Nora", "376-18-4455", "1972-02-01"],
     ["07", "E902", "EE", "Stone", "Uma", "531-22-0917", "1980-04-04"],
     ["07", "E902", "CH", "Brandt", "Otto", "478-12-3391", "2015-09-09"]],
     {"tia": {"ssn", "dob"}, "uma": {"ssn", "dob"}, "Nora Quist": {"ssn", "dob"},
      "Otto Brandt": {"ssn", "dob"}}),
    # a column that says something else of each row
    ("vision2.csv", [["mbr id", "rel", "last", "first", "ssn"], ["E901", "old", "Long", "Tia", "219-09-3344"],
     ["E902", "new", "Stone", "Uma", "531-22-0917"], ["E903", "new", "Hale", "Vic", "478-12-3391"]],
     {"tia": {"ssn"}, "uma": {"ssn"}, "vic": {"ssn"}}),
    # family names and letters, several in a cell of a plan
    ("SpEd/Speech/plan.xlsx", [["Speech pull-out, East", "", ""],
     ["", "Mon", "Tue"], ["8:30", "Olson, A (r) / Roe, B", ""],
     ["9:00", "x", "Roe, B / Vang, C"], ["9:30", "testing", ""]],
     {"ada": {"special_education"}, "ben": {"special_education"}, "cam": {"special_education"}}),
    ("Parking/plan.xlsx", [["Lots, East", "", ""], ["", "Mon", "Tue"], ["8:30", "Olson, A (r) / Roe, B", ""],
     ["9:00", "x", "Roe, B / Vang, C"], ["9:30", "testing", ""]], {}),
    # what was filed, below the name on a form
    ("letters.xlsx", [["Name on 1099", "SSN filed", "now"], ["Tia Long", "219-09-3344", "same"],
     ["Uma Stone", "531-22-0917", "same"], ["Vic Hale", "478-12-3391", "fixed"]],
     {"tia": {"ssn"}, "uma": {"ssn"}, "vic": {"ssn"}}),
)  # fmt: skip


@pytest.mark.parametrize(("path", "text", "expected"), TEXTS, ids=[case[0] for case in TEXTS])
def test_a_list_of_a_clerk_is_read(lexicon: Lexicon, path: str, text: str, expected: KINDS) -> None:
    assert read(lexicon, path, text) == expected


@pytest.mark.parametrize(("path", "rows", "expected"), ROWS, ids=[case[0] for case in ROWS])
def test_rows_of_a_clerk_are_read(
    lexicon: Lexicon, path: str, rows: list[list[str]], expected: KINDS
) -> None:
    assert read_rows(lexicon, path, rows) == expected
