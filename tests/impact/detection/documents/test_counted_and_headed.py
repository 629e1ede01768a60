"""Entries with a number, changes of a directory, journals, reports with a heading above their records."""

from __future__ import annotations

import pytest

from firstbell.impact.people.lexicon import Lexicon
from tests.impact.detection.documents.test_ways_of_telling import PEOPLE, read

CASES: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    # a number before an entry is that of no house, and a state behind a name no part of it
    ("batch.txt", "1 TIBBETS, ORSON DOB 11/14/1991 DL MN T482113907716\n2 GRIMSBY, HULDA DOB 03/04/1971\n",
     {"TIBBETS, ORSON": {"dob", "government_id"}, "GRIMSBY, HULDA": {"dob"}}),
    ("crash.txt", "Unit 1: bus 9, driver Tia Long, MN L642619943619, DOB 07/13/1970.\n"
     "Unit 2: 2014 Wagon, Hulda Grimsby, DL G593321113505. Whiplash, taken to the hospital.\n",
     {"tia": {"dob", "government_id"}, "Hulda Grimsby": {"government_id", "health"}}),
    ("desk.txt", "Orson Tibbets showed state ID T482113907716\n", {"Orson Tibbets": {"government_id"}}),
    # days as airlines write them
    ("trip.txt", "LONG/TIA G\n   born 20OCT91\n   psprt 890957217 USA\n\nSTONE/UMA\n   born 17MAY92\n",
     {"tia": {"dob", "government_id"}, "uma": {"dob"}}),
    ("trip.txt", "Tia Long flies 20OCT26, back 24OCT26\n", {}),
    # a journal counts its entries and has addresses behind the names
    ("journal.csv", "#,date,signer,how identified\n"
     '118,10/3/26,"Ragna Toivo, 28 Pine St, Marsh MN 55044",MN DL T851520989967\n'
     '119,10/4/26,"Gil Roe, 7 Knoll Way, Marsh MN 55044",US passport 906890483\n'
     '120,10/5/26,"Uma Stone, 3 Burg Ln, Marsh MN 55044",DL C106061838161 exp 2029\n'
     "121,10/6/26,Vic Hale,known to me\n",
     {"Ragna Toivo": {"government_id"}, "gil": {"government_id"}, "uma": {"government_id"}}),
    # what changes in a directory
    ("mod.ldif", "dn: uid=aolson,ou=kids,dc=d\nchangetype: modify\nreplace: userPassword\n"
     "userPassword: Birch771!\n-\n\ndn: uid=ustone,ou=staff,dc=d\nchangetype: modify\n"
     "replace: roomNumber\nroomNumber: B209\n-\n", {"ada": {"credentials"}}),
    # records below a heading: what one of them says is not the next one's
    ("pull.prn", "LICENSE PULL   RUN 08/03/26\n---------------\n"
     "L603457491892 MN  LONG TIA\n   STATUS VALID\n"
     "S240491698682 MN  STONE UMA\n   ABSTRACT: 05/19/26 DWI\nH344795039968 MN  HALE VIC\n   STATUS VALID\n",
     {"tia": {"government_id"}, "uma": {"discipline", "government_id"}, "vic": {"government_id"}}),
    # what never was, what nobody is to bring, and what insurers certify
    ("letter.txt", "Re: verification of employment\nTia Long has worked here for years. No probation.\n", {}),
    ("note.txt", "Ben Roe is on probation since May.\n", {"ben": {"discipline"}}),
    ("party.txt", "Ada Olson  *  March 9, 2012\n\nSnacks: store bought\nno balloons (latex)\n",
     {"ada": {"dob"}}),
    ("coi.txt", "CERTIFICATE OF INSURANCE\nINSURED Marsh Roofing Co.\n"
     "2 VEHICLES BAP 331-09-4471 03/01/26 - 03/01/27\n3 WC 471-20-0093 statutory\n", {}),
    # days of several years in lines of fixed width are no numbers of the roster
    ("Health/screens.dat", "099901HEARREF 20000104F\n099901MPASS   20000208M\n099901VISREF  20000319F\n"
     "099901MPASS   20010402M\n", {}),
    # a year's pay in short, and people made up to try something out
    ("stage.sql", "INSERT INTO m (mid, tin, nm, sal_fy) VALUES (7000,'219093344','LONG, TIA',49116.00),"
     "(7001,'376184455','STONE, UMA',84189.00),(7002,'531220917','HALE, VIC',43954.00);\n",
     {"tia": {"ssn", "financial"}, "uma": {"ssn", "financial"}, "vic": {"ssn", "financial"}}),
    ("seed.sql", "INSERT INTO p(nm,dob,iep) VALUES ('Testcase, Zelda','2010-01-01','Y'),"
     "('Fakename, Rufus','2011-01-01','N');\n", {}),
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text", "told"), CASES, ids=[f"{at} {case[0]}" for at, case in enumerate(CASES)]
)
def test_each_is_told_what_is_theirs(name: str, text: str, told: dict[str, set[str]]) -> None:
    assert read(Lexicon(PEOPLE), name, text) == told
