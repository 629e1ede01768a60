"""What is said of a mother, a program, a forged mail, a place, a talk or somebody's teacher, each in words of
our own, with near neighbors that are about somebody.
"""

from __future__ import annotations

import pytest

from firstbell.impact.people.lexicon import Lexicon
from tests.impact.detection.documents.test_ways_of_telling import read

# (name, text, person to kinds)
SAME_PHRASE: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    ("SpEd/eval.txt", "Student: Ben Roe\n\nHistory, from his father: Mr. Gil Roe said that he was "
     "treated for "
     "depression after the divorce.\n\nBen meets criteria for a specific learning disability.\n",
     {"ben": {"special_education"}, "gil": {"health"}}),
    ("intake.txt", "Student: Ben Roe\n\nMr. Gil Roe told us that he is being treated for bipolar "
     "disorder.\n\n"
     "Ben meets criteria for a reading disability.\n", {"ben": {"special_education"}, "gil": {"health"}}),
    ("social.txt", "Student: Ada Olson\n\nParent of a friend, Gil Roe, has been in treatment for bipolar "
     "disorder.\n\nAda has an IEP.\n", {"ada": {"special_education"}, "gil": {"counselling", "health"}}),
    ("eval.txt", "Student: Ben Roe\n\nBen was treated for depression in grade 5.\n\nGil Roe, father, "
     "agrees.\n",
     {"ben": {"counselling", "health"}}),
)  # fmt: skip
CARDS: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    ("HR/asthma list.txt", "EMERGENCY CARD\nName: Tia Long   ID: E901\n"
     "Emergency contact: Rolf Kvam, husband, born 6/1/1979, has asthma\n",
     {"Rolf Kvam": {"dob", "health"}}),
    ("HR/diabetes.txt", "CARD FOR STAFF\nName: Uma Stone   ID: E902\n"
     "Spouse: Jon Bly, born 3/4/1979, diabetic, on insulin\n", {"Jon Bly": {"dob", "health"}}),
    ("HR/seizures.txt", "Name: Vic Hale   ID: E903\nDependent: Liv Kvam, daughter, born 9/4/2019, has "
     "epilepsy\n",
     {"Liv Kvam": {"dob", "health"}}),
    ("HR/asthma list.txt", "EMERGENCY CARD\nName: Tia Long   ID: E901\nHas asthma, inhaler in desk\n",
     {"tia": {"health"}}),
)  # fmt: skip
PROGRAMS: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    ("app.json", '{"app": "NurseBook", "version": "3.20.1", "notes": ["Fixed: seizure plan prints twice", '
     '"Added: diabetes care plan"], "owner": "Vic Hale"}', {}),
    ("changes.txt", "Release notes 8.1\nVic Hale: allergy alerts no longer shown twice, seizure log "
     "faster.\n", {}),
    ("CHANGELOG.md", "# Change log\n\n- Suspension form saves again (Vic Hale)\n- IEP due dates fixed\n", {}),
    ("plan.json", '{"plan": "health", "version": 2, "notes": ["Has seizures, see plan"], "student": '
     '"Ada Olson"}',
     {"ada": {"health"}}),
)  # fmt: skip
FORGED: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    ("warn.eml", "From: vhale@d.example\nTo: allstaff@d.example\nSubject: careful\n\nA message that "
     "pretends to be "
     'from Tia Long asks for your bank account. It is a scam. It says: "Send account number 4410077120 and '
     'password Pine4410 today."\n', {}),
    ("warn.txt", "Do not answer texts that claim to come from Uma Stone. They ask for your SSN and say "
     '"use routing 021000021 and account 4410077120".\n', {}),
    ("warn.txt", "The letter in the boxes looks like it is from Tia Long and wants a password reset to "
     "Pine4410. "
     "It is fake.\n", {}),
    ("reset.txt", "Tia Long's password is Pine4410 until Friday. Do not reply to this mail.\n",
     {"tia": {"credentials"}}),
)  # fmt: skip
PLACES: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    ("route.txt", "BUS 4 - driver Vic Hale\n6:52  Mill Rd\n7:03  Lakeside Memorial Hospital entrance\n", {}),
    ("route.txt", "Driver Vic Hale\n7:01 Women's shelter driveway\n7:09 rehabilitation center main "
     "entrance\n", {}),
    ("stops.txt", "Tia Long, route 7: turn at the detention center gate, stop at the clinic parking "
     "lot.\n", {}),
    ("note.txt", "Ada Olson was taken to Lakeside Memorial Hospital at noon.\n", {"ada": {"health"}}),
    ("aed.txt", "AED LOG    Serial     Pads exp   Battery  Checked\nGym        11047      2027-11    OK     "
     "  T. Long\n", {}),
    ("radios.txt", "Vic Hale: replaced the battery of four radios, serial 7 to 10.\n", {}),
    ("hall.txt", "Ben Roe was charged with assault and battery at the game.\n",
     {"ben": {"discipline", "safeguarding"}}),
    ("plan.txt", "All staff take sexual harassment training by May, ask Tia Long.\n", {}),
)  # fmt: skip
TALKS: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    ("assembly.eml", "From: tlong@d.example\nTo: allstaff@d.example\nSubject: Friday\n\n2nd hour: Rolf "
     "Kvam speaks "
     "about his addiction and recovery. Hosts are Ada Olson and Ben Roe.\n", {}),
    ("night.txt", "Rolf Kvam will talk about his cancer. Ada Olson opens the door.\n", {}),
    ("fair.txt", "A guest speaks about her eating disorder. Cam Vang sells tickets.\n", {}),
    ("note.txt", "Ada Olson told the nurse about her eating disorder.\n", {"ada": {"counselling", "health"}}),
)  # fmt: skip
TELLERS: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    ("hall fight.txt", "Ada Olson and Cam Vang came to tell me that Ben Roe shoved a freshman. He gets "
     "a day of "
     "ISS.\n", {"ben": {"discipline"}}),
    ("fight.txt", "Ada Olson saw Ben Roe punch a boy in the gym. Detention on Monday.\n",
     {"ben": {"discipline"}}),
    ("fight.txt", "Cam Vang reported that Ben Roe started the fight at lunch. Two days OSS.\n",
     {"ben": {"discipline"}}),
    ("fight.txt", "Ada Olson and Ben Roe came late after a fight at lunch. Both have two days of ISS.\n",
     {"ada": {"discipline"}, "ben": {"discipline"}}),
    ("coach.txt", "My son Ben Roe ran until dark because Vic Hale was angry. He swore at the boys. I "
     "want him "
     "disciplined.\n", {}),
    ("coach.txt", "Our daughter Ada Olson came home late after practice with Tia Long. She bullied her, and "
     "should be suspended.\n", {}),
    ("coach.txt", "My son Cam Vang was kept in by Uma Stone. I hope she is suspended for it.\n", {}),
    ("bus.txt", "My son Ben Roe was suspended for fighting, as Vic Hale told me.\n", {"ben": {"discipline"}}),
)  # fmt: skip
HELPERS: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    ("week.csv", "Time,Student,Support\n9:00,Ada Olson,IEP reading minutes\n10:30,Ben Roe,"
     '"walks with Ada (helper, gen ed)"\n', {"ada": {"special_education"}}),
    ("week.csv", "Student,IEP service\nAda Olson,speech 60\nBen Roe,peer buddy\nCam Vang,OT 30\n",
     {"ada": {"special_education"}, "cam": {"special_education"}}),
    ("week.csv", "Student,Disability / support\nAda Olson,autism\nBen Roe,not on an IEP\nCam Vang,SLD\n",
     {"ada": {"special_education"}, "cam": {"special_education"}}),
    ("week.csv", "Student,IEP service\nAda Olson,speech 60\nBen Roe,reading 45 in gen ed room\n",
     {"ada": {"special_education"}, "ben": {"special_education"}}),
)  # fmt: skip
ALL = (*SAME_PHRASE, *CARDS, *PROGRAMS, *FORGED, *PLACES, *TALKS, *TELLERS, *HELPERS)


@pytest.mark.parametrize(("name", "text", "told"), ALL, ids=range(len(ALL)))
def test_what_is_said_of_somebody_else_is_given_to_nobody_beside_them(
    name: str, text: str, told: dict[str, set[str]], lexicon: Lexicon
) -> None:
    assert read(lexicon, name, text) == told
