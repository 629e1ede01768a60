"""Documents whose layout tells what their words leave out: fields far from their labels, records of cards,
cells of several lines, people in brackets.
"""

from __future__ import annotations

import pytest

from firstbell.impact.detection.analyst import Analyst
from firstbell.impact.detection.evidence.results import Keeper
from firstbell.impact.detection.headers.columns import read_header
from firstbell.impact.detection.kinds.titles import find_matter_kinds
from firstbell.impact.people.lexicon import Lexicon
from firstbell.impact.people.person import Person
from tests.impact.detection.documents.test_machine_records import KINDS, read, tell
from tests.impact.detection.passages.test_topics import PEOPLE

_TICKETS = "no,opened,asker,body\n" + "".join(
    f'{number},2026-10-0{number},{name},"Q: shut out\nA: unlocked.\nA: a temporary one is {secret}"\n'
    for number, name, secret in (
        (1, "Ada Olson", "Maple-4417x"),
        (2, "Ben Roe", "Otter-98a"),
        (3, "Cam Vang", "Pine-771k"),
    )
)
FILES: tuple[tuple[str, str, KINDS], ...] = (
    # the answers of numbered fields stand far to the right of them
    ("HR/report.txt", "1. Employee (last, first)                 Long, Tia\n\n"
     "2. Soc Sec No                             212-23-8135\n\n"
     "3. Date of birth                          03/07/1969\n", {"tia": {"ssn", "dob"}}),
    # cards of people whom nobody here knows, parted by stars
    ("Old/reel.txt", "OLSON, CARL      ADM 9/2005\nBIRTH 11-23-1990\nASTHMA\n\n* * * * *\n"
     "VANG, BILL      ADM 9/2004\nBIRTH 6-3-1991\nRITALIN AM\n",
     {"OLSON, CARL": {"dob", "health"}, "VANG, BILL": {"dob", "health"}}),
    # a cell goes on over several lines
    ("Desk/tickets.csv", _TICKETS, {key: {"credentials"} for key in ("ada", "ben", "cam")}),
    # user names that begin with a digit, and what opens them, in an address
    ("Logs/api.log", "10:00 POST /in u=31ada&p=truck4900&rm=1\n10:01 ok\n", {}),
    ("Mail/a.txt", "Name while attending: Carl Elmer Hahn\nb. 09/26/1985   ss 321-59-8632\n",
     {"Carl Elmer Hahn": {"dob", "ssn"}}),
    ("Rooms/cards.txt", "Ada Olson\ntype: aolson\nsecret word: kite764\n- - - - - cut - - - - -\n"
     "Ben Roe\ntype: broe\nsecret word: frog450\n", {"ada": {"credentials"}, "ben": {"credentials"}}),
    # an export of passwords: what it calls name is that of a site
    ("Box/export.csv", "kind,name,login_username,login_password\n"
     "login,Lexia,200001,j8!Tam4rack\nlogin,state site,200002,Sk1Hill-2020\nlogin,Lexia,200003,qZ7pllv#\n",
     {key: {"credentials"} for key in ("ada", "ben", "cam")}),
    # lines that head and end a file are no records, and their days nobody's birth
    ("Plan/send.psv", "HDR|2877|20261015|7\n" + "".join(
     f"DTL|{ssn}|{name}|{day}|EE|T|Y\n" for ssn, name, day in
     (("180-53-7954", "Long, Tia", "19930924"), ("156-71-7560", "Stone, Uma", "19770319"),
      ("125-95-6536", "Roe, Gil", "19670205"), ("197-17-4450", "Olson, Ada", "19640705"),
      ("215-19-5004", "Roe, Ben", "19661119"), ("223-56-5432", "Vang, Cam", "19850302"),
      ("259-73-3409", "Hassan, Dee", "19720412"))) + "TRL|7\n",
     {key: {"ssn", "dob"} for key in ("tia", "uma", "gil", "ada", "ben", "cam", "dee")}),
)  # fmt: skip


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon(PEOPLE)


@pytest.mark.parametrize(("path", "text", "expected"), FILES, ids=[case[0] for case in FILES])
def test_a_layout_tells_whose_what_is(lexicon: Lexicon, path: str, text: str, expected: KINDS) -> None:
    found = {
        key: kinds - {"contact"}
        for key, kinds in read(lexicon, path, text.encode()).items()
        if kinds - {"contact"}
    }
    assert found == expected


@pytest.mark.parametrize(
    ("header", "role", "owner"),
    [
        ("login_username", "id", "main"),
        ("parent1 ssn_or_itin", "ssn", "guardian"),
        ("SpecEd", "special_education", "main"),
        ("ICD10", "health", "main"),
        ("Tell us in your own words what is going on. Only your counselor reads this", "", "main"),
        ("Counselor", "name", "worker"),
    ],
)
def test_a_header_is_read_as_it_is_written(header: str, role: str, owner: str) -> None:
    assert read_header(header)[:2] == (role, owner)


def test_a_referral_is_of_discipline_unless_an_office_refers_pupils() -> None:
    assert find_matter_kinds(["referral list"]) == {"discipline"}
    assert find_matter_kinds(["referral list"], {"health"}) == set()
    assert find_matter_kinds(["VISION/HEARING SCREEN", "referral list"]) == {"health"}
    assert find_matter_kinds(["office referral", "health"]) >= {"health"}


def test_a_number_of_an_account_is_of_who_pays_and_not_of_the_child_in_brackets(lexicon: Lexicon) -> None:
    text = "Gil Roe (parent of Ben Roe)  $215.00  bank account 7535121223\n"
    assert "financial" in read(lexicon, "Fees/list.txt", text.encode())["gil"]


TABLES: tuple[tuple[str, list[list[str]], KINDS], ...] = (
    # numbers of passports below a header that says so of the names
    ("trip.csv",
     [["Traveler (as on passport)", "Number"], ["OLSON, ADA", "689655321"], ["ROE, BEN", "533381968"]],
     {"ada": {"government_id"}, "ben": {"government_id"}}),
    ("keys.csv", [["Holder", "Number"], ["OLSON, ADA", "689655321"], ["ROE, BEN", "533381968"]], {}),
    # what a number is, the column beside it says
    ("pay/methods.csv",
     [["who", "typ", "num"], ["Ada Olson", "ach", "80613997"], ["Ben Roe", "card", "75258582330"]],
     {"ada": {"financial"}, "ben": {"financial"}}),
    ("parts.csv",
     [["who", "typ", "num"], ["Ada Olson", "bolt", "80613997"], ["Ben Roe", "nut", "75258582330"]], {}),
    # some sign in by an address, others by a number
    ("tickets.csv", [["asker", "body"], ["aolson@d.example", "reset to Maple612#, told by phone"],
     ["200002", "reset to Otter642!, told by phone"], ["200003", "reset to Walleye517$, told"]],
     {"ada": {"credentials"}, "ben": {"credentials"}, "cam": {"credentials"}}),
    # a password is of who signs in by it, not of whom the row names
    ("users.csv",
     [["first name", "last name", "mail", "password"], ["Ben", "Roe", "aolson@d.example", "Tigers!8155"],
     ["Cam", "Vang", "", ""]], {"ada": {"credentials"}}),
)  # fmt: skip


@pytest.mark.parametrize(("path", "rows", "expected"), TABLES, ids=[case[0] for case in TABLES])
def test_columns_tell_what_others_hold(
    lexicon: Lexicon, path: str, rows: list[list[str]], expected: KINDS
) -> None:
    analyst = Analyst(lexicon, Keeper(bytes(32), "2026-11-28"))
    folder, _, name = path.rpartition("/")
    analyst.begin(name, folder)
    analyst.take_rows("", rows)
    found = {key: kinds - {"contact"} for key, kinds in tell(analyst).items() if kinds - {"contact"}}
    assert found == expected


def test_amounts_without_cents_are_pay_only_in_a_place_of_pay(lexicon: Lexicon) -> None:
    rows = [["id", "days", "amt"], ["E901", "7", "1260"], ["E902", "8", "1320"]]
    for folder, expected in (("Payroll", {"tia": {"financial"}, "uma": {"financial"}}), ("Field trips", {})):
        analyst = Analyst(lexicon, Keeper(bytes(32), "2026-11-28"))
        analyst.begin("sheet.csv", folder)
        analyst.take_rows("", rows)
        assert tell(analyst) == expected


def test_a_packed_day_is_a_birth_only_where_it_is_that_of_whom_the_line_names() -> None:
    known = Lexicon([Person("eve", "eve", "student", "Eve", "Stone", ids=["200009"], dob="2018-11-26")])
    assert read(known, "a.txt", b"200009  STONE EVE  11262018 run\n") == {"eve": {"dob"}}
    assert read(known, "a.txt", b"200009  STONE EVE  20181126 run\n") == {"eve": {"dob"}}
    assert read(known, "a.txt", b"200009  STONE EVE  11272018 run\n") == {}


def test_who_applies_to_teach_special_education_is_not_taught_it() -> None:
    assert find_matter_kinds(["SPED caseload"]) == {"special_education"}
    assert find_matter_kinds(["SPED opening 3"]) == set()
    assert find_matter_kinds(["applicants reprimands"]) == {"discipline"}


def test_whom_the_roster_does_not_know_any_more_is_told_of_in_a_sentence(lexicon: Lexicon) -> None:
    text = b"Former coach Carl Hahn takes 46,500. His therapist says PTSD with panic attacks.\n"
    found = read(lexicon, "Legal/note.txt", text)
    assert "health" in found["Carl Hahn"]
    assert set(found) == {"Carl Hahn"}


def test_a_form_that_parents_fill_in_is_about_the_child_whom_it_names() -> None:
    people = [
        *(Person(key, key, "student", given, "Stone", ids=[number]) for key, given, number in
          (("eve", "Eve", "200009"), ("ian", "Ian", "200010"), ("joy", "Joy", "200011"))),
        *(Person(key, key, "guardian", given, "Stone", emails=[f"{key}@m.example"]) for key, given in
          (("kim", "Kim"), ("lou", "Lou"), ("max", "Max"))),
    ]  # fmt: skip
    rows = [
        ["Timestamp", "Email Address", "Your camper's first and last name", "Camper birthdate"],
        ["5/27/2026 19:00:11", "kim@m.example", "Eve Stone", "2016-05-03"],
        ["5/27/2026 19:10:21", "lou@m.example", "Ian Stone", "2015-11-23"],
        ["5/27/2026 19:20:31", "max@m.example", "Joy Stone", "2017-02-13"],
    ]
    analyst = Analyst(Lexicon(people), Keeper(bytes(32), "2026-11-28"))
    analyst.begin("camp (Responses).csv")
    analyst.take_rows("", rows)
    found = {key: kinds - {"contact"} for key, kinds in tell(analyst).items()}
    assert {key: kinds for key, kinds in found.items() if kinds} == {
        key: {"dob"} for key in ("eve", "ian", "joy")
    }
