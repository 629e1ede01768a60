"""Memos and several letters in one text, streets that are called after people, words of a matter behind
"RE:", numbers beside the sort of thing that they are of, codes of needs among diagnoses, headers behind a
sign. Each beside near neighbors.
"""

from __future__ import annotations

import pytest

from firstbell.impact.people.lexicon import Lexicon
from tests.impact.detection.documents.test_ways_of_telling import PEOPLE, read

_LEFT = (
    "On April 30 you left your class alone for ten minutes. A further occurrence will lead to discharge.\n"
)
MEMOS: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    ("HR/m.txt", "MEMO\nTO: Tia Long\nFROM: Uma Stone, Director\nDATE: May 3, 2026\n"
     "RE: LETTER OF REPRIMAND\n" + _LEFT,
     {"tia": {"discipline"}}),
    ("HR/m.txt", "MEMORANDUM\nTo: Vic Hale\nDate: 5/3/26\nSubject: Notice of deficiency\nAfter the oral "
     "warning in March you came late again. You will serve two days without pay.\n", {"vic": {"discipline"}}),
    # a memo about how it is done, one to everybody, one about somebody else
    ("HR/m.txt", "MEMORANDUM\nTO: Tia Long\nFROM: Uma Stone\nRE: How we write a reprimand\nPlease review the "
     "attached procedure before the workshop. Supervisors serve notice in writing.\n", {}),
    ("HR/m.txt", "MEMO\nTO: All staff\nFROM: Uma Stone\nRE: Written reprimands\n"
     "Ask before you write one.\n", {}),
    ("HR/m.txt", "MEMO\nTO: Tia Long\nFROM: Uma Stone\nRE: Vic Hale\nAs you asked: he was given a letter of "
     "reprimand on May 3.\n", {"vic": {"discipline"}}),
    ("HR/letters.txt", "Dear Tia Long: With the credits you sent, your placement moves to MA, step 4. Your "
     "contract salary becomes $61,400.\n\nDear Vic Hale: We could not accept the credits. You stay on BA "
     "at a salary of $44,100.\n\nHuman Resources\n", {"tia": {"financial"}, "vic": {"financial"}}),
    ("HR/ui.txt", "09/03  Claimant Zed Quill, 663-70-8782. We answered: discharged after two "
     "warnings.\n",
     {"Zed Quill": {"ssn", "discipline"}}),
    ("sub.txt", "Ada Olson leaves at 10:30 for insulin, the office will call.\n\n"
     "Ben Roe is a great helper.\n",
     {"ada": {"health"}}),
    ("sub.txt", "Ada Olson helps out. For asthma attacks, call the nurse at 4410.\n", {}),
)  # fmt: skip
STREETS: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    ("stops.txt", "ROUTE 4 AM\n7:01 Rosa Parks Jr Dr & Pine\n7:05 Cesar Chavez Blvd at 3rd\n"
     "7:09 Ada Olson Way\nwheelchair lift tested weekly\n", {}),
    ("stops.txt", "ROUTE 4\nJohn Kennedy Jr Pkwy: deaf child sign, asthma walk route\n", {}),
    ("notes.txt", "Ada Olson Dr appt at 2, asthma\n", {"ada": {"health"}}),
)  # fmt: skip
TABLES: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    ("trip.csv", 'As on document,Book/card #,b.,Exp\n"Olson, Ada",566120934,2012-03-09,2029\n'
     '"Roe, Ben",A01884529,2013-11-30,2031\n"Roe, Gil",548811307,1983-11-17,2028\n',
     {"ada": {"dob", "government_id"}, "ben": {"dob", "government_id"}, "gil": {"dob", "government_id"}}),
    ("packet.json", '[{"name": "Tia Long", "list A type": "US Passport", "list A no": "C06614482", '
     '"born": "1977-03-04"}, {"name": "Uma Stone", "list A type": "", "list A no": ""}]',
     {"tia": {"government_id", "dob"}}),
    ("keys.json", '[{"name": "Tia Long", "key type": "closet", "key no": "C06614482"}]', {}),
    ("claims.csv", 'emp,name,AWW\nE901,"Long, Tia",812.40\nE902,"Stone, Uma",655.10\n',
     {"tia": {"financial"}, "uma": {"financial"}}),
    ("log.csv", "req,Last,First / maiden,Soc,b'day,Send to\n3/2,Quill,Laura,647-62-2675,7/2/78,employer\n"
     "3/9,Shields,David,124-25-5523,5/13/59,MCTC\n",
     {"Laura Quill": {"ssn", "dob"}, "David Shields": {"ssn", "dob"}}),
    ("van.csv", 'Rider,Addr,Dx / elig,Watch\n"Olson, Ada",1 Elm St,seizures,call 911\n'
     '"Roe, Ben",2 Elm St,EBD,bites\n',
     {"ada": {"health"}, "ben": {"special_education", "health"}}),
    ("clinic.csv", 'Name,Dx\n"Olson, Ada",seizures\n"Roe, Ben",asthma\n',
     {"ada": {"health"}, "ben": {"health"}}),
    ("files.csv", "Opr;Brn;CDL;Med card\nLong, Tia;1975-10-17;K418823907115;2 yr\nStone, Uma;1962-12-15;"
     "R220715593048;1 yr card - insulin exemption\n"
     "Hale, Vic;1962-11-18;V903316640272;3 mo\n",
     {"tia": {"dob", "government_id"}, "uma": {"dob", "government_id", "health"},
      "vic": {"dob", "government_id"}}),
    ("sizes.csv", 'Name,Brn\n"Olson, Ada",4\n"Roe, Ben",2\n', {}),
    ("pool.prn", "DRUG POOL    PAGE 1\nDONOR SSN  DONOR              COLLECTED  RESULT\n"
     "---------  -----------------  ---------  --------------------\n"
     "150785936  Tia Long           07/14/26   random - NEG\n"
     "804737724  Uma Stone          08/22/26   POS THC\n",
     {"tia": {"ssn"}, "uma": {"ssn", "health"}}),
    ("PENS_1", "HDR0999 X DIST\n*RT SSN       NAME            BIRTH    SALARY    CV\n"
     "10  321399577 LONG, TIA       19780111 00321144  B\n"
     "10  658212873 STONE, UMA      19751210 00288790  C\n"
     "10  216525785 HALE, VIC       19610805 00417005  B\nTRL000003\n",
     {who: {"ssn", "dob", "financial"} for who in ("tia", "uma", "vic")}),
)  # fmt: skip


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    """The people of most tests."""
    return Lexicon(PEOPLE)


@pytest.mark.parametrize(
    ("name", "text", "told"), [*MEMOS, *STREETS, *TABLES], ids=range(len(MEMOS) + len(STREETS) + len(TABLES))
)
def test_whom_it_goes_to_and_what_sort_it_is_says_whose_it_is(
    name: str, text: str, told: dict[str, set[str]], lexicon: Lexicon
) -> None:
    assert read(lexicon, name, text) == told
