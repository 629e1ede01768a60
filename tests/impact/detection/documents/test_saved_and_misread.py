"""Records that are no tables: objects in the lines of a log, forms saved as data, text read from paper, and
what somebody says of themselves in a chat.
"""

from __future__ import annotations

import json

import pytest

from firstbell.impact.people.lexicon import Lexicon
from tests.impact.detection.documents.test_ways_of_telling import read

KINDS = dict[str, set[str]]
UP = "2026-09-01 10:00:01 INFO [w-1] up\n"


def save_form(fields: dict[str, str]) -> str:
    """A form's fields as a viewer of PDF saves them."""
    told = "".join(f'<field name="{name}"><value>{value}</value></field>' for name, value in fields.items())
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<xfdf xmlns="http://ns.adobe.com/xfdf/" '
        'xml:space="preserve">'
        f'<f href="form.pdf"/><fields>{told}</fields></xfdf>'
    )


def write_chat(*messages: tuple[str, str]) -> str:
    """An export of a chat whose users another list names."""
    users = [{"id": who, "profile": {"real_name": name}} for who, name in
             (("U1A", "Tia Long"), ("U2B", "Uma Stone"), ("U3C", "Vic Hale"))]  # fmt: skip
    said = [{"user": who, "ts": f"1792405{at:03}.1", "text": text} for at, (who, text) in enumerate(messages)]
    return json.dumps({"users": users, "channels": {"staff": said}})


DRIVER = {
    "DriverLast": "Pike", "DriverFirst": "Zeb", "DOB": "01/02/1970", "DLnum": "P151632111107",
    "HH_highBP": "No", "HH_sleepApnea": "Yes", "HH_seizures": "No", "Explain": "CPAP nightly",
}  # fmt: skip
PUPIL = {"LastName": "Olson", "FirstName": "Ada", "Hx_asthma": "No", "Hx_diabetes": "Off", "Grade": "7"}
LOGS: tuple[tuple[str, str, KINDS], ...] = (
    # the innermost object that names somebody owns its fields; what a household gets is its members'
    ("meals.log",
     UP + '10:00:02 save={"form": 71, "guardian": {"firstName": "Gil", "lastName": "Roe", "ssn": '
     '"219-09-3344"}, '
     '"students": [{"studentId": "200002", "fullName": "Ben Roe"}], "earnings": [{"kind": "job", '
     '"monthly": 900}], "eligibility": "FREE"}\n' + UP,
     {"gil": {"ssn", "economic"}, "ben": {"economic"}}),
    ("several.log",
     '10:1 body={"applicant": {"firstName": "Gil", "lastName": "Roe", "ssn": "219-09-3344"}, "students": '
     '[{"studentId": "200002", "name": "Ben Roe"}, {"studentId": "200001", "name": "Ada Olson"}], '
     '"eligibility": "REDUCED"}\n',
     {"gil": {"ssn"}, "ben": {"economic"}, "ada": {"economic"}}),
    ("pretty.log", '10:01 DEBUG submit {\n  "student": {\n    "first": "Ada",\n    "last": "Olson",\n'
     '    "iep": "Yes"\n  }\n}\n10:02 INFO done\n', {"ada": {"special_education"}}),
    ("web.log", '10.0.0.4 - "POST" body: {"parent":{"first":"Gil","last":"Roe"},"student":{"first":"Ben",'
     '"last":"Roe","diagnosis":"seizures"}}\n', {"ben": {"health"}}),
    ("python.log", "10:01 ERROR insert failed: {'first_name': 'Tia', 'last_name': 'Long', "
     "'ssn': '219-09-3344'}\n", {"tia": {"ssn"}}),
    ("element.log", "10:01 save=<student><first>Ada</first><last>Olson</last><allergy>peanut</allergy>"
     "</student> ok"
     "\n", {"ada": {"health"}}),
    ("fields.log", "10:01 first=Ada last=Olson lunch=FREE ok\n10:02 first=Ben last=Roe lunch=PAID ok\n",
     {"ada": {"economic"}}),
    ("plans.log", "\n".join(
        f'10:0{len(plan)} save {{"student":{{"first":"{first}","last":"{last}"}},"plan":"{plan}"}}'
        for first, last, plan in (("Ada", "Olson", "504"), ("Ben", "Roe", "none"), ("Cam", "Vang", "IEP"))),
     {"ada": {"special_education"}, "cam": {"special_education"}}),
    ("hook.txt", 'POST body\n{"child": {"first_name": "Ada", "last_name": "Olson"}, "allergies": ["latex"], '
     '"contact": {"name": "Zed Olson", "phone": "555-010-2000"}}\n', {"ada": {"health"}}),
    ("hook.eml", "From: forms@d.example\nTo: nurse@d.example\nSubject: new form\n\n"
     '{"employee": {"first": "Tia", "last": "Long"}, "injury": "broken wrist"}\n', {"tia": {"health"}}),
    # of these nothing is told
    ("print.log", UP + 'x={"user":{"name":"Vic Hale"},"action":"print","pages":4}\n' * 3, {}),
    ("scores.log", UP + 'req {"teacher": {"first":"Uma","last":"Stone"}, "students":[{"name":"Ada '
     'Olson","score":4},'
     '{"name":"Ben Roe","score":5}]}\n', {}),
    ("denied.log", UP + 'req {"parent": {"first":"Gil","last":"Roe"}, "students":[{"name":"Ada Olson",'
     '"elig":"PAID"},{"name":"Ben Roe","elig":"PAID"}]}\n', {}),
)  # fmt: skip
FORMS: tuple[tuple[str, str, KINDS], ...] = (
    ("driver.xfdf", save_form(DRIVER), {"Zeb Pike": {"dob", "government_id", "health"}}),
    ("driver.fdf", "%FDF-1.2\n1 0 obj\n<< /FDF << /Fields [\n"
     + "\n".join(f"<< /T ({name}) /V ({value}) >>" for name, value in DRIVER.items()) + "\n] >> >>\n%%EOF\n",
     {"Zeb Pike": {"dob", "government_id", "health"}}),
    ("driver.json",
     json.dumps({"fields": [{"name": name, "value": value} for name, value in DRIVER.items()]}),
     {"Zeb Pike": {"dob", "government_id", "health"}}),
    ("staff.json", json.dumps({"FieldValues": [{"FieldName": name, "FieldValue": value} for name, value in
     (("StuLast", "Olson"), ("StuFirst", "Ada"), ("EpiPen", "Yes"))]}), {"ada": {"health"}}),
    ("numbered.json",
     json.dumps({"answers": {"3": {"name": "who", "text": "Student", "answer": {"first": "Ada",
     "last": "Olson"}}, "4": {"name": "m", "text": "Medications taken at school", "answer": "insulin"}}}),
     {"ada": {"health"}}),
    ("asked.xml",
     '<?xml version="1.0"?><sent><field id="1"><label>Student name</label><value>Ada Olson</value>'
     '</field><field id="2"><label>Allergies</label><value>peanuts</value></field><field id="3">'
     '<label>Teacher'
     "</label><value>Uma Stone</value></field></sent>", {"ada": {"health"}}),
    ("texts.xml",
     '<form><question text="Student">Ada Olson</question><question text="Has asthma">Yes</question>'
     '<question text="Seizures">No</question></form>', {"ada": {"health"}}),
    # what was answered with no, or not ticked, tells of nothing; nor do pairs of other things
    ("well.xfdf", save_form(PUPIL), {}),
    ("room.json",
     json.dumps({"fields": [{"name": "room", "value": "4"}, {"name": "seat", "value": "Uma Stone"}]}),
     {}),
    ("votes.json", json.dumps([{"name": "Ada Olson", "value": 4}, {"name": "Ben Roe", "value": 5}]), {}),
)  # fmt: skip
READ: tuple[tuple[str, str, KINDS], ...] = (
    # a form whose labels stand in rows, with the answers in the row below, as a machine read it
    ("HR/s1.txt",
     "Ernployment Eligibi1ity Verification      Form l-9\nSect1on 1. Employee lnformation\n"
     "Last Narne (Family Name)     First Name (G1ven Name)    Midd1e Initial\n"
     "LONG                        TIA                        D\n"
     "Addr ess (Street Nurnber and Name)  Apt.   City or Town    State   ZIP\n96 Elm Rd Apt 7, Hill, "
     "MN 56399\n"
     "Date of Bi rth   U.S. Soc1al Security Number   Telephone\n"
     "06/02/l980      219 O9 3344                   555-010-1549\nI attest (check one):\n"
     "[x] 3. A lawful permanent resident   USCIS / A-Number: A204417720\nToday's Date: 09/1l/2026\n",
     {"tia": {"dob", "ssn", "government_id"}}),
    ("HR/s2.txt", "EMP1OYEE: TIA L0NG\nS0CIAL SECURITY N0.: 2l9-09-3344\nDATE 0F BIRTH: 06/02/l980\n",
     {"tia": {"ssn", "dob"}}),
    ("Nurse/s3.txt", "Studenl Name: Ada 0lson\nDate of Birlh: 03/09/20l2\nDiagn0sis: asthma\n",
     {"ada": {"dob", "health"}}),
    ("HR/s4.txt", "Ernployee narne: Tia Long\nAccount nurnber: 48811234\nRouting nurnber: 091000019\n",
     {"tia": {"financial"}}),
    # a table of several has its own way, and what was misread about things is no number of anybody
    ("HR/s5.txt",
     "Last Narne           First Narne          SSN\nLONG                 TIA                  219-09-3344\n"
     "STONE                UMA                  376-18-4455\n", {"tia": {"ssn"}, "uma": {"ssn"}}),
    ("Lib/s6.txt", "B0OK ORDER  Narne of schoo1\nQty  Tit1e            Price\n2l   The G1ver        4.99\n"
     "lnvoice 219-O9-33   lot 2l9-09-33441\nContact: Uma St0ne\n", {}),
)  # fmt: skip
SAID: tuple[tuple[str, str, KINDS], ...] = (
    ("chat.json", write_chat(
        ("U1A", "I've got strep, home until wednesday"), ("U2B", "<@U1A> oh no, rest well"),
        ("U3C", "I broke my leg last night, at the hospital now"), ("U2B", "wow")),
     {"tia": {"health"}, "vic": {"health"}}),
    ("lent.json", write_chat(("U1A", "cant get in from home"), ("U2B", "use your token"),
        ("U1A", "never had one. you can log in as me, Heron+Reed9 , i'm out tomorrow")),
     {"tia": {"credentials"}}),
    ("teams.json", json.dumps({
        "members": [{"id": "u-1", "displayName": "Tia Long"}, {"id": "u-2", "displayName": "Uma Stone"}],
        "messages": [{"from": "u-1", "createdDateTime": "2026-09-01", "body": "can't come in, I have covid"},
                     {"from": "u-2", "createdDateTime": "2026-09-01", "body": "rest up!"},
                     {"from": "u-2", "createdDateTime": "2026-09-01", "body": "will get a sub"}]}),
     {"tia": {"health"}}),
    ("locked.mbox",
     "From tlong@d.example Mon Oct 12 09:12:44 2026\nFrom: tlong@d.example\nTo: help@d.example\n"
     "Subject: locked\n\nI'm locked out again. I use Loon!Pond77 for all of it, please have a look. "
     "Room 9.\n\nTia Long\n",
     {"tia": {"credentials"}}),
    # who answers is not told of, nor are things that people test or use; a pupil has what is said of them
    ("things.json", write_chat(("U1A", "who has the bus list?"), ("U2B", "I tested the projector, works"),
        ("U3C", "I'm at the gym w/ 4th hour and I use room 212-B for everything")), {}),
    ("pupil.json",
     write_chat(("U1A", "Ada Olson has a seizure plan, I put it in the binder"), ("U2B", "thanks"),
        ("U3C", "I have it")), {"ada": {"health"}}),
)  # fmt: skip
EVERY = (*LOGS, *FORMS, *READ, *SAID)


@pytest.mark.parametrize(("name", "text", "told"), EVERY, ids=[one[0] for one in EVERY])
def test_records_that_are_no_tables_tell_it_of_whom_they_name(
    lexicon: Lexicon, name: str, text: str, told: KINDS
) -> None:
    assert read(lexicon, name, text) == told
