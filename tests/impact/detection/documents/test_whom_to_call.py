"""Whom to call about something, and when; logs of what was done to accounts; what is written like a name of
somebody and is one of a street, a town, a bank or a form. Each beside near neighbors that tell of people.
"""

from __future__ import annotations

import pytest

from firstbell.impact.people.lexicon import Lexicon
from tests.impact.detection.documents.test_ways_of_telling import PEOPLE, read

DOCUMENTS: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    (
        "duty.csv",
        "CPS calls and crisis line: on call,,\n"
        "week of,lead,ext\n"
        '10/5,"Long, Tia",4401\n'
        '10/12,"Stone, Uma",4402\n'
        '10/19,"Hale, Vic",4403\n',
        {},
    ),
    (
        "oncall.csv",
        "Suicide risk on-call rotation\nnight,who,cell desk\nMon,Tia Long,4401\nTue,Uma Stone,4402\n",
        {},
    ),
    (
        "cover.csv",
        "Threat assessment coverage schedule,,\n"
        "day,staff,backup\n"
        "Monday,Tia Long,Uma Stone\n"
        "Tuesday,Uma Stone,Vic Hale\n",
        {},
    ),
    (
        "who.yaml",
        "# web blocks\n"
        "- topic: Homeless and foster students\n"
        "  person: Tia Long\n"
        "  mail: tlong@d.example\n"
        "  ext: 4500\n"
        "- topic: Bullying reports\n"
        "  person: Uma Stone\n"
        "  mail: ustone@d.example\n"
        "  ext: 4501\n"
        "- topic: Free lunch\n"
        "  person: Vic Hale\n"
        "  mail: vhale@d.example\n"
        "  ext: 4502\n",
        {},
    ),
    (
        "who.csv",
        "Question about,Contact,Ext\n"
        "Child abuse reports,Tia Long,4500\n"
        "Free meals,Uma Stone,4501\n"
        "Section 504,Vic Hale,4502\n",
        {},
    ),
    (
        "who.txt",
        "Who to call\n"
        "Homeless liaison: Tia Long, ext. 4500\n"
        "Free and reduced meals: Uma Stone, ext. 4501\n"
        "Section 504: Vic Hale x4502\n",
        {},
    ),
    (
        "c.json",
        '[{"area": "Foster care point of contact", "name": "Tia Long", "email": "tlong@d.example", '
        '"phone": "952-555-0101"}, '
        '{"area": "Expulsions", "name": "Uma Stone", "email": "ustone@d.example", "phone": "952-555-0102"}]',
        {},
    ),
    (
        "t.csv",
        'Threat assessment cases,,\ndate,student,level\n10/5,"Olson, Ada",high\n10/12,"Roe, Ben",low\n',
        {"ada": {"discipline"}, "ben": {"discipline"}},
    ),
    (
        "cps.csv",
        'CPS reports made,,\ndate,child,reporter ext\n10/5,"Olson, Ada",4401\n10/12,"Roe, Ben",4402\n',
        {"ada": {"safeguarding"}, "ben": {"safeguarding"}},
    ),
    (
        "mv.csv",
        'McKinney-Vento,,\nstudent,school,ext\n"Olson, Ada",Elm,4401\n"Roe, Ben",Oak,4402\n',
        {"ada": {"safeguarding"}, "ben": {"safeguarding"}},
    ),
    (
        "resets.csv",
        "ts,target,by,action,shown\n"
        "2026-10-10T08:00:00,tlong,kiosk,MFA_RESET,no\n"
        "2026-10-11T08:01:00,ustone,self,PASSWORD_RESET_LINK_SENT,no\n"
        "2026-10-12T08:01:00,vhale,self,PASSWORD_RESET_LINK_SENT,no\n",
        {},
    ),
    (
        "adlog.csv",
        "time,account,event,operator\n"
        "2026-10-10 08:00,tlong,PASSWORD_CHANGED,svc\n"
        "2026-10-10 08:00,ustone,ACCOUNT_UNLOCKED,svc\n",
        {},
    ),
    (
        "adlog2.csv",
        "time,user,activity,result\n"
        "2026-10-10 08:00,tlong,Password reset email sent,OK\n"
        "2026-10-10 08:00,ustone,PIN reset,OK\n",
        {},
    ),
    (
        "tick.csv",
        "user,action,secret\ntlong,PASSWORD_SET,Elm4410Owl\nustone,PASSWORD_SET,Oak9921Fox\n",
        {"tia": {"credentials"}, "uma": {"credentials"}},
    ),
    (
        "pins.csv",
        "pin,kid,rm\n"
        '2743,"Olson, A (200001)",101\n'
        '3836,"Roe, B (200002)",101\n'
        "0000,adult meal,\n"
        "0001,guest tray,\n",
        {"ada": {"credentials"}, "ben": {"credentials"}},
    ),
    (
        "coi.txt",
        "CERTIFICATE OF INSURANCE\n"
        "Insured: Elm Tree Care LLC FEIN 41-7777777\n"
        "Policy GL 604-31-8827 from 3/1/26 to 3/1/27, two million a claim\n"
        "Workers compensation: statutory\n",
        {},
    ),
    (
        "bank.eml",
        "From: tlong@d.example\n"
        "To: pay@d.example\n"
        "Subject: deposit\n"
        "\n"
        "my new bank is Harbor Plus, routing 296076152 acct 90243329858. thx Tia\n",
        {"tia": {"financial"}},
    ),
    (
        "users.json",
        '[{"name": "Testy McTest", "ssn": "000-00-0000", "login": "demo7", "password": "letmein"},'
        ' {"name": "Foo Baz", "dob": "1900-01-01", "login": "demo8", "password": "secret8"}]',
        {},
    ),
    (
        "w9.txt",
        "NEW VENDOR 1\n"
        " payee   ORRIN TALVEY   (referee)\n"
        " SSN       474-68-4094\n"
        " MAIL  88 QUARRY LN CEDAR FALLS\n",
        {"ORRIN TALVEY": {"ssn"}},
    ),
    (
        "marked.csv",
        "Food allergy list\nName,Grade,x\nAda Olson,4,x\nBen Roe,5,\n",
        {"ada": {"health"}, "ben": {"health"}},
    ),
    (
        "parents.csv",
        "Food allergy list\nName,Home phone,Work phone\nAda Olson,952-555-0101,952-555-0102\n"
        "Ben Roe,952-555-0103,952-555-0104\n",
        {"ada": {"health"}, "ben": {"health"}},
    ),
    (
        "nurse.csv",
        "Diabetes - nurse on call 4401\nName,Grade\nAda Olson,4\nBen Roe,5\n",
        {"ada": {"health"}, "ben": {"health"}},
    ),
    (
        "meds.csv",
        "Who is on seizure medication\nName,Grade\nAda Olson,4\nBen Roe,5\n",
        {"ada": {"health"}, "ben": {"health"}},
    ),
    (
        "falls.csv",
        "name,ssn\nOrrin Falls-Ridge,474-68-4094\nRobert Falls,474-68-4095\nguest meal,474-68-4096\n",
        {"Orrin Falls-Ridge": {"ssn"}, "Robert Falls": {"ssn"}},
    ),
)


@pytest.mark.parametrize(("name", "text", "wanted"), DOCUMENTS, ids=[name for name, _, _ in DOCUMENTS])
def test_who_is_there_for_something_is_told_of_nothing(
    name: str, text: str, wanted: dict[str, set[str]]
) -> None:
    assert read(Lexicon(PEOPLE), name, text) == wanted
