"""Firms, halls, examples and people of history, days that programs write down, games that stop, and who
stands in for, drives, signs or answers for somebody: nothing is told of these. Each beside near neighbors of
whom something is.
"""

from __future__ import annotations

import pytest

from firstbell.impact.detection.analyst import Analyst
from firstbell.impact.detection.evidence.results import Keeper
from firstbell.impact.people.lexicon import Lexicon
from firstbell.impact.people.person import Person
from tests.impact.detection.documents.test_ways_of_telling import PEOPLE, read

# born on a day on which a program writes something down
YOUNG = Person("eve", "eve", "student", "Eve", "Bly", ids=["200009"], dob="2021-08-30")
# (name, text, person to kinds)
NAMES: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    ("quiz.txt", "Dear Robert Q. Public, your password is Fall4410! Please sign in.\n", {}),
    ("dome.txt", "Meet at the Robert Quill Gym. Two suspensions were served there.\n", {}),
    ("note.txt", "Met with Robert Quill about the two suspensions that he served.\n",
     {"Robert Quill": {"discipline"}}),
    ("Benefits/elect.csv", "Name,Birth date,SSN\nRobert Sample,1981-02-03,219-09-3344\n"
     "Robert Quill,1982-02-03,219-09-3355\n", {"Robert Quill": {"dob", "ssn"}}),
    ("Archive/cards.csv", "Name,Born\nRobert Quill,1889-04-05\nMarie Quill,1949-04-05\n",
     {"Marie Quill": {"dob"}}),
    ("AP/pay.csv", "No,Firm,Place\n1,Robert Speech Therapy PC,12 Elm St\n2,Lake Roofing,9 Oak St\n", {}),
    ("count.txt", "SITE   FREE   PAID\nEAST   120   88\nHOMELESS/FOSTER CERTIFIED:  14\n", {}),
    ("api.json", '{"openapi": "3.0.2", "example": {"firstName": "Robert", "lastName": "Quill", '
     '"birthDate": "2010-02-01", "iep": true}}', {}),
    ("api.json", '{"title": "3.0.2", "example": {"firstName": "Ada", "lastName": "Olson", '
     '"birthDate": "2012-03-09", "iep": true}}', {"ada": {"dob", "special_education"}}),
)  # fmt: skip
GAMES: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    ("game.txt", "Ada Olson, scorer. Suspension of play if there is lightning.\n", {}),
    ("meet.txt", "1 Olson, Ada   12.61\n2 Roe, Ben   12.70\nHeat 2: DQ lane infraction, bib 200003\n", {}),
    ("ride.txt", "Ada Olson: suspension of bus service for three days.\n", {"ada": {"discipline"}}),
    ("office.txt", "Ada Olson: suspension of three days for fighting.\n", {"ada": {"discipline"}}),
    ("Transportation/incidents/crash bus 4.csv", "Seat,Passenger,Hurt\n2,Ada Olson,broken wrist\n"
     "3,Ben Roe,none seen\n", {"ada": {"health"}}),
    ("Transportation/incidents/bus 4.csv", "Seat,Passenger\n2,Ada Olson\n3,Ben Roe\n",
     {"ada": {"discipline"}, "ben": {"discipline"}}),
    ("Social Work/coats.csv", "Child,Coat size\nAda Olson,10\nBen Roe,12\n",
     {"ada": {"economic"}, "ben": {"economic"}}),
)  # fmt: skip
BESIDE: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    # people across, and who stands in for some of them
    ("board.csv", "Who,Tia Long,Uma Stone,Vic Hale,Gil Roe\n"
     "From,9/8,10/19,11/2,9/21\nTo,12/1,1/4,on and off,open\n"
     "Why,hip surgery,dialysis,caring for mother,travel\nNote in,y,y,n,n\n"
     "Sub,Cam Vang,posted,none,Ada Olson\n", {"tia": {"health"}, "uma": {"health"}}),
    ("subs.csv", "Substitute,SSN,Absent teacher\nTia Long,219-09-3344,Uma Stone\n"
     "Vic Hale,219-09-3355,Uma Stone\n", {"tia": {"ssn"}, "vic": {"ssn"}}),
    # several in a cell, beside who drives
    ("rides.csv", "Day,Driver,Riders,What,Consequence\n"
     '9/11,Tia Long,Ada Olson; Ben Roe,"Ada Olson lit a match, Ben Roe recorded it",off the bus 5 days\n'
     '9/24,Tia Long,"Cam Vang, Ben Roe",spit on the window,written up\n',
     {"ada": {"discipline"}, "ben": {"discipline"}, "cam": {"discipline"}}),
    ("visas.csv", "Teacher,Status,SEVIS,Filed by\nTia Long,J-1,N0041877326,Robert Abroad\n"
     "Uma Stone,J-1,N0041877399,Quill Law PLLC\n",
     {"tia": {"government_id", "immigration"}, "uma": {"government_id", "immigration"}}),
    ("MKV/read me.csv", "Never send names,\nliaison,Tia Long\n", {}),
    ("MKV/list.csv", "Pupil,Grade\nAda Olson,5\n", {"ada": {"safeguarding"}}),
    ("Legal/draft.txt", "SETTLEMENT AGREEMENT\n\nThis agreement is with Ada Olson, born March 9, 2012, who "
     "was sexually abused on a trip. The district will pay $9,000.\n\n"
     "For the District: Tia Long, Superintendent\n", {"ada": {"dob", "financial", "safeguarding"}}),
    ("chat.json", '[{"user_profile": {"real_name": "Tia Long"}, "ts": "1.1", "text": "is Ada Olson safe? '
     'the county says sexual abuse by the uncle"}, {"user_profile": {"real_name": "Uma Stone"}, "ts": "1.2", '
     '"text": "interview is Wed", "reactions": [{"name": "pray", "count": 2}]}, {"user_profile": '
     '{"real_name": "Tia Long"}, "ts": "1.3", "text": "ok thanks"}]', {"ada": {"safeguarding"}}),
    # whom messages go to is no sign
    ("sent.csv", "From,Name,Date,Message\ntlong@d.example,Ada Olson,9/2,your suspension ends Friday\n"
     "ustone@d.example,Ben Roe,9/3,your suspension starts Monday\n",
     {"ada": {"discipline"}, "ben": {"discipline"}}),
    ("card.txt", "STUDENT'S LEGAL NAME        GRADE     BIRTH DATE\nBen Roe                     6         "
     "11/30/2013\n\nPARENT/GUARDIAN      DAYTIME PHONE\nGil Roe              612-555-0142\n\n"
     "CONDITIONS WE SHOULD KNOW ABOUT\nhemophilia A, factor VIII in the health office\n",
     {"ben": {"dob", "health"}}),
    ("acc.csv", 'Name,HW1,Acc\nAda Olson,9,"504, extra time"\nBen Roe,8,\nCam Vang,7,IEP\n',
     {"ada": {"special_education"}, "cam": {"special_education"}}),
    ("acc.csv", "Name,Acc\nTia Long,00417723\nUma Stone,00417790\n",
     {"tia": {"financial"}, "uma": {"financial"}}),
)  # fmt: skip
STAMPS: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    ("users.csv", "id,email,pw,created\n1,tlong@d.example,Pine4410!,2021-08-30\n"
     "2,ustone@d.example,Oak4410!,2021-08-30\n", {"tia": {"credentials"}, "uma": {"credentials"}}),
    ("users.csv", "Name,day\nEve Bly,2021-08-30\n", {"eve": {"dob"}}),
)  # fmt: skip
# pages of a printer, rows that are counted, questions and user names
LISTS: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    ("OLD.PRN", "1EAST SCHOOLS        LEAVERS         RUN 06/14/99  PAGE   1\n"
     "0 SOC-SEC-NBR   NAME              BIRTH\n  219093344     QUILL, ROBERT     110374\n"
     "1EAST SCHOOLS        LEAVERS         RUN 06/14/99  PAGE   2\n"
     "0 SOC-SEC-NBR   NAME              BIRTH\n  219093355     QUILL, MARIE      041971\n"
     "  219093366     QUILL, TERESA     032553\n0 TOTAL     3\n",
     {"ROBERT QUILL": {"dob", "ssn"}, "MARIE QUILL": {"dob", "ssn"}, "TERESA QUILL": {"dob", "ssn"}}),
    ("register.csv", "#,Adult 1,Custody papers\n1,Gil Roe,sole custody since 2024\n2,Robert Quill,\n"
     "3,Marie Quill,\n", {"gil": {"safeguarding"}}),
    ("register.csv", "#,Custody papers\n200001,sole custody since 2024\n200002,\n",
     {"ada": {"safeguarding"}}),
    ("apply.csv", "Legal name,When were you born?\nRobert Quill,8/15/1957\nMarie Quill,6/21/1992\n",
     {"Robert Quill": {"dob"}, "Marie Quill": {"dob"}}),
    ("apply.csv", "Legal name,When were you hired?\nRobert Quill,8/15/1997\nMarie Quill,6/21/2012\n", {}),
    ("state.csv", "LocalId,HomelessNighttimeResidenceCode\n200001,Shelters\n200002,\n",
     {"ada": {"safeguarding"}}),
    ("desk.txt", "Tia Long is locked out, says the pw was Heron-7714, please put it back\n",
     {"tia": {"credentials"}}),
    ("desk.txt", "Tia Long is locked out of room Heron-7714, please come\n", {}),
    ("libreta.txt", "8 oct\nBen Roe toma sertralina desde agosto.\n", {"ben": {"health"}}),
    ("libreta.txt", "8 oct\nBen Roe toma el autobus desde agosto.\n", {}),
    ("chat.json", '[{"user_profile": {"real_name": "Tia Long"}, "ts": "1.1", "text": "<@aolson> slept in '
     'the car again, family evicted"}, {"user_profile": {"real_name": "Uma Stone"}, "ts": "1.2", '
     '"text": "ok, will call"}, {"user_profile": {"real_name": "Tia Long"}, "ts": "1.3", "text": "thanks"}]',
     {"ada": {"safeguarding"}}),
)  # fmt: skip
ALL = (*NAMES, *GAMES, *BESIDE, *STAMPS, *LISTS)
# two who are called alike, in two grades
ALIKE = [
    Person("al4", "al4", "student", "Al", "Kvam", ids=["200011"], grades=["04"]),
    Person("al9", "al9", "student", "Al", "Kvam", ids=["200012"], grades=["09"]),
    Person("bo", "bo", "student", "Bo", "Hale", ids=["200013"], grades=["04"]),
]


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    """The people of most tests, and a small child."""
    return Lexicon([*PEOPLE, YOUNG])


@pytest.mark.parametrize(("name", "text", "told"), ALL, ids=range(len(ALL)))
def test_of_nobody_meant_nothing_is_told(
    name: str, text: str, told: dict[str, set[str]], lexicon: Lexicon
) -> None:
    assert read(lexicon, name, text) == told


@pytest.mark.parametrize(("beside", "meant"), [("", set()), (", gr 4", {("al4",)})])
def test_a_grade_on_the_line_of_one_tells_nothing_of_another_in_a_list(
    beside: str, meant: set[tuple[str, ...]]
) -> None:
    analyst = Analyst(Lexicon(ALIKE), Keeper(bytes(32), "2026-11-20"))
    analyst.begin("plans.txt")
    analyst.take_text(
        "", f"Watch for:\n - Bo Hale (gr 4): tree nut allergy\n - Al Kvam{beside}: has epilepsy\n"
    )
    told = {link.keys for link in analyst.end().links if len(link.keys) == 1}
    assert told == {("bo",), *meant}


@pytest.mark.parametrize(("header", "told"), [("Coat #", set()), ("Coat size", {"ada", "ben"})])
def test_whoever_is_lent_a_numbered_coat_is_not_in_need(
    header: str, told: set[str], lexicon: Lexicon
) -> None:
    analyst = Analyst(lexicon, Keeper(bytes(32), "2026-11-20"))
    analyst.begin("fall.xlsx", "Music")
    rows = [[header, "Chest", "Out to"], ["310417", "38", "Ada Olson"], ["310422", "40", "Ben Roe"]]
    analyst.take_rows("sheet Coats", rows)
    assert {link.keys[0] for link in analyst.end().links} == told
