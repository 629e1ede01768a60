"""Numbers of things, relatives whom the roster does not know, names of parks and of the dead, what is made up
or only shown: each in words of our own, with near neighbors that are about somebody.
"""

from __future__ import annotations

import pytest

from firstbell.impact.people.lexicon import Lexicon
from firstbell.impact.people.person import Person
from tests.impact.detection.documents.test_ways_of_telling import PEOPLE, read

# (name, text, person to kinds)
THINGS: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    ("order.csv", "Purchase order 77,,,\nDeliver to,Health office,,\nItem #,What,Qty,Cost\n"
     "200001,asthma spacer,4,18\n200002,epinephrine trainer,2,40\n200003,glucose strips,9,11\n", {}),
    ("alerts.json", '[{"id":200001,"host":"nurse-pc","health":"critical"},'
     '{"id":200002,"host":"lab-3","health":"poor"}]', {}),
    ("shelf.json", '[{"id":200001,"title":"My Asthma","subject":"Asthma"},'
     '{"id":200002,"title":"Calm","subject":"Depression"},'
     '{"id":200003,"title":"Out","subject":"Foster care"}]', {}),
    ("visits.json", '[{"id":200001,"visit":"asthma"},{"id":200002,"visit":"seizure"},'
     '{"id":200003,"visit":"asthma"}]', {"ada": {"health"}, "ben": {"health"}, "cam": {"health"}}),
    ("claims.csv", 'Claim #,What happened\n200001,"visitor fell, broken wrist"\n'
     '200002,"gate hit a car, no injury"\n200003,storm\n', {}),
    ("slip.txt", "PACKING SLIP\nPart      What                Qty\n200001    Catheter kit        10\n"
     "200002    Pregnancy tests     25\n", {}),
    ("visits.txt", "Student   Seen for\n200001    asthma\n200002    seizure\n",
     {"ada": {"health"}, "ben": {"health"}}),
    ("hook.json", '{"incident_id":200001,"summary":"IEP forms down"}', {}),
    ("hook.json", '{"student_id":200001,"summary":"IEP signed, autism"}',
     {"ada": {"special_education", "health"}}),
    ("checks.csv", "Voucher,Vendor,Memo\n200001,Lakes Therapy LLC,counseling services\n"
     "200002,Lakes Clinic,drug testing of drivers\n200003,Elm House,tuition of expelled students\n", {}),
    ("forum.html", "<div>Post 200001: support group for parents of kids with ADHD?</div>"
     "<div>Post 200002: lice in grade 2!</div>", {}),
)  # fmt: skip
PRONOUNS: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    ("thread.eml", "From: vhale@d.example\nTo: ustone@d.example\nSubject: Re: practice\n\n"
     "She bled from the nose. I filled the concussion form. Her mom came.\nVic\n\n"
     "> On Mon, Uma Stone wrote:\n> What was with Ada Olson? Tia Long says that she had a seizure.\n",
     {"ada": {"health"}}),
    ("said.txt", "Ben Roe left at noon. Uma Stone reported that he had a seizure in class.\n",
     {"ben": {"health"}}),
    ("own.eml", "From: vhale@d.example\nTo: ustone@d.example\nSubject: out\n\n"
     "I have a concussion from practice, she will cover.\nVic Hale\n", {"vic": {"health"}}),
)  # fmt: skip
KIN: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    ("card.txt", "Name: Tia Long   ID: E901\n"
     "Emergency contact: Rolf Kvam, husband, born 6/1/1979, has epilepsy\n",
     {"Rolf Kvam": {"dob", "health"}}),
    ("card.txt", "Name: Tia Long   ID: E901\nEmergency contact: Rolf Kvam, husband. She has epilepsy\n",
     {"tia": {"health"}}),
    ("order.txt", "Order for protection\n\nStudent: Ada Olson\n\n"
     "Kept from her: her father. Respondent: Rolf Kvam, DOB 1/30/1983, driver license K-552-901-330-118.\n",
     {"ada": {"safeguarding"}, "Rolf Kvam": {"dob", "government_id"}}),
    ("FMLA care.txt", "Employee: Tia Long\nFamily member: Rolf Kvam (father)   Date of birth: 8/14/1947\n"
     "Condition: Parkinson's disease with dementia\n", {"Rolf Kvam": {"dob", "health"}}),
    ("FMLA own.txt", "Employee: Tia Long\nCondition: Parkinson's disease with dementia\n",
     {"tia": {"health"}}),
    ("past.txt", "Ben Roe was in treatment for alcohol use.\n", {"ben": {"health"}}),
    ("past.txt", "Ben Roe was found with alcohol on the bus.\n", {"ben": {"discipline"}}),
    ("aed.txt", "Checked by Uma Stone\nNotes: used on a visitor, cardiac arrest, survived.\n", {}),
    ("aed.txt", "Uma Stone was here. Used on Ben Roe, cardiac arrest, survived.\n", {"ben": {"health"}}),
    ("journal.txt", "Ada Olson\n\nFree write\n\nMy father hit me with the belt.\n\n"
     "[teacher note: told the counselor, CPS report made - T. Long]\n", {"ada": {"safeguarding"}}),
)  # fmt: skip
NOBODY: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    ("screens.txt", "Child find, grade 2\nAda Olson - passed vision, passed hearing\n"
     "Ben Roe - failed hearing, refer\n", {"ben": {"health", "special_education"}}),
    ("vision.txt", "Vision screening\nAda Olson: passed vision\nBen Roe: failed vision L, refer\n",
     {"ben": {"health"}}),
    ("story.txt", "The Gate - a short story by Uma's class\n\n"
     "Ada Olson had been expelled twice and her father hit her.\n", {}),
    ("note.txt", "Ada Olson had been expelled twice and her father hit her.\n",
     {"ada": {"discipline", "safeguarding"}}),
    ("rules.txt", 'POLICY 12 - examples for staff\nPrivate: "Jo Doe has ADHD." "Jo takes Ritalin."\n'
     'Public: "Ada Olson plays goalie."\n', {}),
    ("note.txt", 'Ada Olson told me: "I have ADHD and take Ritalin."\n', {"ada": {"health"}}),
    ("wall.txt", "Wall of fame\nGil Roe (1931-2004), coach, survived polio and a heart attack.\n", {}),
    ("news.txt", "Alumni news: Ben Roe, class of 1998, is in treatment for leukemia.\n", {}),
    ("news.txt", "Ben Roe, class of 2031, is in treatment for leukemia.\n", {"ben": {"health"}}),
    ("route.txt", "7:15 Ada Olson Park, wheelchair ramp\n7:20 Cam Vang, wheelchair\n",
     {"cam": {"health"}}),
    ("train.txt", "Refresher   Trainer: Uma Stone\nTopics: students in foster care, autism\nAttended:\n"
     "Ben Roe\nTia Long\n", {}),
    ("news.txt", "Daily announcements\n- Chess: Ada Olson is the new captain\n- Ben Roe talks on Friday\n"
     "- Lunch: peanut-free cookie\n", {}),
    ("memo.txt", "- Ada Olson is the new captain\n- Ben Roe, peanut allergy\n", {"ben": {"health"}}),
    ("survey.txt", "Ada Olson and Ben Roe showed a survey of 212 students.\n\n"
     "They ask that the nurse keep Narcan.\n", {}),
)  # fmt: skip
ALL = (*THINGS, *PRONOUNS, *KIN, *NOBODY)


@pytest.mark.parametrize(("name", "text", "told"), ALL, ids=range(len(ALL)))
def test_what_is_of_a_thing_a_relative_or_nobody_is_given_to_no_namesake(
    name: str, text: str, told: dict[str, set[str]], lexicon: Lexicon
) -> None:
    assert read(lexicon, name, text) == told


_PARENTS = [
    *PEOPLE,
    Person("mara", "mara", "guardian", "Mara Lou", "Kvam"),
    Person("lou", "lou", "guardian", "Lou", "Brandt"),
]
GUARDIANS: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    # a part of the name, beside a grown-up's own day of birth
    ("visits.csv", "Visitor,Licence,Born\nMara Kvam,DL K552901330118,1999-06-28\n"
     "Zeb Quill,DL Q552901330117,1971-02-03\n",
     {"Mara Kvam": {"dob", "government_id"}, "Zeb Quill": {"dob", "government_id"}}),
    ("hits.txt", "Mara Kvam   DOB 6/28/1999   SSN 457-42-7329   theft 2019\n",
     {"Mara Kvam": {"discipline", "dob", "ssn"}}),
    ("visits.csv", "Visitor,Licence,Born\nLou Ann Brandt,DL K552901330118,1999-06-28\n"
     "Zeb Quill,DL Q552901330117,1971-02-03\n",
     {"Lou Ann Brandt": {"dob", "government_id"}, "Zeb Quill": {"dob", "government_id"}}),
    # the whole name
    ("visits.csv", "Visitor,Licence,Born\nMara Lou Kvam,DL K552901330118,1999-06-28\n"
     "Zeb Quill,DL Q552901330117,1971-02-03\n",
     {"mara": {"dob", "government_id"}, "Zeb Quill": {"dob", "government_id"}}),
    # cut off by its column
    ("debts.csv", "Payer,Bank account\n\"KVAM, MARA LO\",7004341510\n\"BRANDT, LOU\",7004341528\n",
     {"mara": {"financial"}, "lou": {"financial"}}),
)  # fmt: skip


@pytest.mark.parametrize(("name", "text", "told"), GUARDIANS, ids=range(len(GUARDIANS)))
def test_a_guardian_is_meant_by_a_part_of_the_name_only_where_something_bears_it_out(
    name: str, text: str, told: dict[str, set[str]]
) -> None:
    assert read(Lexicon(_PARENTS), name, text) == told
