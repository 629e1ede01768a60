"""Boxes behind what they offer, what a form lets choose from, who asks and answers in threads, what people
write of themselves, keys below tables, questions as headers, and how outsiders are called.
"""

from __future__ import annotations

import pytest

from firstbell.impact.people.lexicon import Lexicon
from tests.impact.detection.documents.test_ways_of_telling import read

# (name, text, person to kinds)
BOXES: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    ("app.txt", "STEP 1 children\n   Ada Olson   grade 2   foster [ ]\n   Ben Roe   grade 4   "
     "homeless [ ]\n", {}),
    ("card.txt", "Student: Ben Roe     asthma ( )\nBus 4\n", {}),
    ("card.txt", "Student: Cam Vang     seizures \u2610\nRoom 12\n", {}),
    ("card.txt", "Student: Ben Roe     asthma [x]\nBus 4\n", {"ben": {"health"}}),
    ("ui.txt", "Employee: Tia Long\nReason (circle)  quit   discharge   laid off   other\n", {}),
    ("ui.txt", "Employee: Uma Stone\nLeft because (check one) fired | laid off | retired\n", {}),
    ("form.txt", "Student: Ada Olson\nStatus (circle one): homeless / foster care / none\n", {}),
    ("form.txt", "Student: Ada Olson\nStatus (circle one): homeless\n", {"ada": {"safeguarding"}}),
)  # fmt: skip
THREADS: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    ("thread.txt", "tlong did anyone search Ada Olson's locker?\n\nustone yes. two vape pens. 5 days OSS\n\n"
     "tlong and Ben Roe?\n\nustone clean, just late\n\nvhale ok thanks all\n", {"ada": {"discipline"}}),
    ("thread.txt", "ustone who has the inhaler of Ben Roe?\n\ntlong me. asthma plan is in the red book\n\n"
     "ustone thanks for looking\n", {"ben": {"health"}}),
    ("thread.txt", "ustone is Cam Vang on bus 4 today?\n\ntlong suspended until Monday\n\nustone ok got it\n",
     {"cam": {"discipline"}}),
    ("sick.txt", "ustone has the flu, out until Monday\nustone is out for back surgery in May\n",
     {"uma": {"health"}}),
    ("pickup.eml", "From: gil.roe@home.example\nTo: tlong@d.example\nSubject: pickup\n\nHello, I "
     "will be in hospital "
     "from Monday, my lupus is back.\nMy sister will get Ben Roe until Friday.\nGil "
     "Roe\n", {"gil": {"health"}}),
    ("late.eml", "From: gil.roe@home.example\nTo: tlong@d.example\nSubject: this week\n\nI have "
     "chemotherapy on "
     "Tuesday.\nPlease let Ben Roe take the late bus.\nGil Roe\n", {"gil": {"health"}}),
    ("note.txt", "I was told that he has asthma. It is Ben Roe of room 4.\n", {"ben": {"health"}}),
)  # fmt: skip
ROLES: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    ("HR/grievance.txt", "LEVEL II GRIEVANCE\nGrievant: Tia Long\nUnion steward: Uma Stone\n\nThe "
     "three days without "
     "pay stand. It was her second written warning.\n", {"tia": {"discipline"}}),
    ("memo.txt", "Vic Hale was told: no contact with students this week.\n", {}),
    ("order.txt", "Court order: no contact with Gil Roe. Student: Ben Roe\n",
     {"gil": {"safeguarding"}}),
)  # fmt: skip
TABLES: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    ("alerts.txt", "STUID|SCH|ALRT|SEV\n200001|OHS|44|1\n200002|SCB|31|3\n"
     "200003|OHS|90|1\n\nCODES\n31 = Asthma\n"
     "44 = Hemophilia\n90 = rides van 3\n", {"ada": {"health"}, "ben": {"health"}}),
    ("flags.txt", "ID;BLDG;FLAG;DATE\n200001;HS;C2;10/4\n200002;HS;C1;10/5\n"
     "200003;MS;C1;10/6\n200001;HS;C1;10/7\n\n"
     "C1 = bus pass\nC2 = suspended 3 days\n", {"ada": {"discipline"}}),
    ("mood.csv", "Timestamp,Username,How often do you feel down?,I have vaped in the last 30 days,Bus\n"
     "10/1 9:02,aolson@d.example,Sometimes,No,4\n10/1 9:03,ustone@d.example,Often,No,4\n"
     "10/1 9:04,tlong@d.example,Never,Yes,3\n10/1 9:05,vhale@d.example,Never,No,2\n",
     {"ada": {"counselling"}, "uma": {"counselling"}, "tia": {"discipline"}}),
    ("lunch.csv", "Timestamp,Username,How often do you eat pizza in 30 days at our school?,Bus\n"
     "10/1 9:02,aolson,Sometimes,4\n10/1 9:03,aolson,Often,4\n", {}),
)  # fmt: skip
STATE_NUMBERS: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    ("act.csv", "StateID,Last,First,Plan\n8307512344238,Olson,Ada,504\n8307512344239,Roe,Ben,IEP\n"
     "8307512344240,Vang,Cam,IEP\n",
     {"ada": {"special_education"}, "ben": {"special_education"}, "cam": {"special_education"}}),
    ("bus.csv", "Name,State ID\nAda Olson,8307512344238\nBen Roe,8307512344239\n"
     "Cam Vang,8307512344240\n", {}),
    ("list.csv", "Student,SSID,Grade\nAda Olson,8307512344238,8\nBen Roe,8307512344239,7\n"
     "Cam Vang,8307512344240,8\n", {}),
    ("gate.csv", "Name,State ID\nTia Long,K552901330118\nUma Stone,Q552901330117\nVic Hale,R552901330117\n",
     {"tia": {"government_id"}, "uma": {"government_id"}, "vic": {"government_id"}}),
)  # fmt: skip
ALL = (*STATE_NUMBERS, *BOXES, *THREADS, *ROLES, *TABLES)


@pytest.mark.parametrize(("name", "text", "told"), ALL, ids=range(len(ALL)))
def test_what_a_form_offers_or_a_thread_asks_is_told_of_whom_it_is_about(
    name: str, text: str, told: dict[str, set[str]], lexicon: Lexicon
) -> None:
    assert read(lexicon, name, text) == told
