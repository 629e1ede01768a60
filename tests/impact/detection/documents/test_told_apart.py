"""What stands beside a name and is somebody else's, or is theirs though no header says so."""

from __future__ import annotations

import pytest

from firstbell.impact.people.lexicon import Lexicon
from firstbell.impact.people.person import Person
from tests.impact.detection.documents.test_ways_of_telling import PEOPLE, read

NUMBERED = Person("wes", "wes", "staff", "Wes", "Kane", ids=["E904"], emails=["wkane2@d.example"])
LEXICON = Lexicon([*PEOPLE, NUMBERED])
NOBODY: dict[str, set[str]] = {}
TOLD: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    # an administrator's own account, beside whose it is
    ("net.md",
     "## rights\n- Tia Long: `adm-tlong` / `Tr0ut$hoal88`\n- Uma Stone: `su_ustone` / `N0rth!Bay31`\n",
     {"tia": {"credentials"}, "uma": {"credentials"}}),
    # marks of code around a password, where passwords are spoken of
    ("net.md", "passwords of the admins\n\n* Tia Long: `Tr0ut$hoal88`\n", {"tia": {"credentials"}}),
    # the same marks around what is no password, or where none is spoken of
    ("net.md", "## builds\n- Tia Long: `Fix#4417aB`\n- Uma Stone: `rel#77Cd`\n", NOBODY),
    ("net.md", "passwords of the admins\n\n* Tia Long: `rotate-all`\n", NOBODY),
    # whose it is beside another's account is not known
    ("net.md", "- Tia Long: `adm-ustone` / `Tr0ut$hoal88`\n", NOBODY),
    # user names with a number that a file of settings sets to codes
    ("it/copier pins.ini", "# main office\n[codes]\ntlong = 21480\nwkane2 = 64438\nvhale = 29402\n",
     {"tia": {"credentials"}, "wes": {"credentials"}, "vic": {"credentials"}}),
    ("it/print.ini", "[pages]\ntlong = 21480\nwkane2 = 64438\nvhale = 29402\n", NOBODY),
    # user names beside words with digits, where passwords lie
    ("it/scripts/users_pw.csv", "aolson,comet3519\ntlong,tiger5414\nustone,otter3361\n",
     {"ada": {"credentials"}, "tia": {"credentials"}, "uma": {"credentials"}}),
    ("it/devices.csv", "aolson,comet3519\ntlong,tiger5414\nustone,otter3361\n", NOBODY),
    ("it/scripts/users_pw.csv", "aolson,cart3519\ntlong,cart5414\nustone,cart3361\n", NOBODY),
    # who declares something shows papers of their own, unless they are said to be the child's
    ("affidavit.txt",
     "AFFIDAVIT\nI, Gil Roe, being sworn, state that I am the parent of Ben Roe and live here.\n"
     "Identification shown: driver's license no. R353583967989\n", {"gil": {"government_id"}}),
    ("affidavit.txt", "AFFIDAVIT\nI, Gil Roe, being sworn, state that I am the parent of Ben Roe.\n"
     "My child's passport no. C01234567\n", {"ben": {"government_id"}}),
    # a number before each name of a list is that one's, not that of whom the line above names
    ("vendors.txt", "219-09-3344 Diana Fry\n376-18-4455 Judy Burgess\n531-22-0917 James Roy\n",
     {"Diana Fry": {"ssn"}, "Judy Burgess": {"ssn"}, "James Roy": {"ssn"}}),
    # the next line of a list names somebody else, whose health is not that of whom the first one names
    ("hr/new staff.txt",
     "Leopold Fry - custodian, SSN 219-09-3344\nRachel Burgess - para, has multiple sclerosis\n",
     {"Leopold Fry": {"ssn"}, "Rachel Burgess": {"health"}}),
    ("hr/new staff.txt",
     "custodian Leopold Fry, SSN 219-09-3344\npara Rachel Burgess has multiple sclerosis\n",
     {"Leopold Fry": {"ssn"}, "Rachel Burgess": {"health"}}),
    ("hr/new staff.txt", "Leopold Fry - custodian, SSN 219-09-3344\nhas multiple sclerosis, needs a lift\n",
     {"Leopold Fry": {"ssn", "health"}}),
    # who claims something beside what they say was done to them
    ("legal/settlements/claim.txt",
     "Claimant Rachel Burgess alleges that she was sexually abused by a coach.\n",
     {"Rachel Burgess": {"safeguarding"}}),
    ("legal/settlements/claim.txt",
     "Claimant Rachel Burgess, SSN 219-09-3344, is paid a settlement of $40,000.\n",
     {"Rachel Burgess": {"financial", "ssn"}}),
    # the results of tests by a sign, in a nurse's place and nowhere else
    ("health/log.csv", "Name,Bldg,test\nTia Long,Cedar,home +\nUma Stone,Elm,PCR +\nVic Hale,Elm,home +\n",
     {"tia": {"health"}, "uma": {"health"}, "vic": {"health"}}),
    ("music/log.csv",
     "Name,Bldg,level\nTia Long,Cedar,band +\nUma Stone,Elm,choir +\nVic Hale,Elm,band +\n", NOBODY),
    # an empty box at the end of a line, on a form that is ticked elsewhere
    ("meals/app.txt", "Application\nAda Olson grade 01 foster [ ]\nOFFICE USE ( ) Free (X) Reduced lunch\n",
     {"ada": {"economic"}}),
    ("meals/app.txt", "Application\nAda Olson grade 01 foster [X]\nOFFICE USE ( ) Free (X) Reduced lunch\n",
     {"ada": {"economic", "safeguarding"}}),
)  # fmt: skip


@pytest.mark.parametrize(("name", "text", "told"), TOLD)
def test_what_is_told_is_told_of_whose_it_is(name: str, text: str, told: dict[str, set[str]]) -> None:
    assert read(LEXICON, name, text) == told
