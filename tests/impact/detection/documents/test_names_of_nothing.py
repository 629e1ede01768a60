"""What bears a name, a number or a word of somebody and is nobody's: firms and sums, cells that say that
there is nothing, serials, codes, machines, races, policies, people of long ago; and who stands beside a
matter. Each beside near neighbors that tell of real people.
"""

from __future__ import annotations

import pytest

from firstbell.impact.people.lexicon import Lexicon
from firstbell.impact.people.person import Person
from tests.impact.detection.documents.test_ways_of_telling import PEOPLE, read

THINGS: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    ("ap.csv", "Check,Date,Payee,Amount,Account\n"
     '4101,9/15/2026,Harper Collins,"$1,220.00",04-011-810-000-350-000\n'
     "4102,9/15/2026,Wanda's Bakery,$240.00,04-005-760-720-365-000\n",
     {}),
    ("reg.txt", "VOUCHERS 10/02/26\n3301  NORMA'S CRAFTS & GIFTS     88.50\n"
     "3302  BLUE CROSS (STAFF FLU CLINIC)  612.00\nTOTAL 2\n",
     {}),
    ("stops.csv", "seq,time,stop,riders\n1,6:58,Grover Cleveland Dr & 4th,3\n2,7:03,Lincoln Ave,6\n"
     "3,7:09,St. Luke's Hospital circle,1\n4,7:15,Norma Court shelter corner,2\n",
     {}),
    ("stub.prn", "1DISTRICT 7 SCHOOLS        PY410   RUN 10/28/26\n"
     "0  EMP E901   LONG TIA      CHK 88412\n     GROSS 1,825.75      NET 1,240.18\n"
     "-  *** RUN TOTALS ***   STUBS 1    GROSS 1,825.75    NET 1,240.18\n",
     {"tia": {"financial"}}),
    ("er.csv", "Measure,SS,%ile\nWISC-V VCI,71,3\nWoodcock-Johnson IV,66,1\nBASC-3 Externalizing,79,98\n",
     {}),
    ("ap.csv", 'Check,Date,Payee,Amount,Account\n4101,9/15/2026,Wanda Berg,"$1,220.00",55018837261\n'
     "4102,9/15/2026,Norma Quist,$240.00,7719920134\n",
     {"Wanda Berg": {"financial"}, "Norma Quist": {"financial"}}),
    ("n.txt", "Norma Court, applicant, has epilepsy and asks for a seat near the door.\n",
     {"Norma Court": {"health"}}),
    ("n2.txt", "Notes on Wanda O'Shea: diabetes type 1, pump.\n",
     {"Wanda O'Shea": {"health"}}),
    ("stub.prn", "1DISTRICT 7 SCHOOLS        PY410   RUN 10/28/26\n"
     "0  EMP E901   LONG TIA      CHK 88412\n     GROSS 1,825.75      NET 1,240.18\n"
     "0  EMP E902   STONE UMA     CHK 88413\n     GROSS 1,325.75      NET 1,040.18\n",
     {"tia": {"financial"}, "uma": {"financial"}}),
)  # fmt: skip
NOTHING: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    ("pins.csv", "ext,person,voicemail pin\n4410,Tia Long,771904\n4411,Uma Stone,never set up\n"
     "4412,Vic Hale,(disabled)\n",
     {"tia": {"credentials"}}),
    ("alarm.csv", "name,alarm code\nTia Long,7731\nUma Stone,not issued yet\nVic Hale,(revoked)\n",
     {"tia": {"credentials"}}),
    ("foomka.txt", "Magaca ardayga: Ada Olson\nCudur joogto ah: neef (asthma)\n\nMagaca ardayga: Ben Roe\n"
     "Cudur joogto ah: maya\n\nMagaca ardayga: Cam Vang\nCudur joogto ah: ma jiro\n",
     {"ada": {"health"}}),
    ("ficha.txt", "Alumno: Ada Olson\nEnfermedad o alergia: asma\n\nAlumno: Ben Roe\n"
     "Enfermedad o alergia: ninguna\n\nAlumno: Cam Vang\nEnfermedad o alergia: no tiene\n",
     {"ada": {"health"}}),
    ("pins.csv", "ext,person,voicemail pin\n4410,Tia Long,771904\n4411,Uma Stone,Never4411\n"
     "4412,Vic Hale,disabled-7\n",
     {"tia": {"credentials"}, "uma": {"credentials"}, "vic": {"credentials"}}),
    ("foomka.txt", "Magaca ardayga: Ada Olson\nCudur joogto ah: neef (asthma)\n\nMagaca ardayga: Ben Roe\n"
     "Cudur joogto ah: sonkor\n",
     {"ada": {"health"}, "ben": {"health"}}),
    ("ficha.txt", "Alumno: Ada Olson\nEnfermedad o alergia: asma\n\nAlumno: Ben Roe\n"
     "Enfermedad o alergia: epilepsia\n",
     {"ada": {"health"}, "ben": {"health"}}),
    ("trip.txt", "CAMPER 1\nName\nAda Olson\nMedical\nasthma, inhaler\n\nCAMPER 2\nName\nBen Roe\nMedical\n"
     "celiac, brings own food\n",
     {"ada": {"health"}, "ben": {"health"}}),
)  # fmt: skip
SERIALS: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    ("rings.csv", "ring,cut,holder,doors\n218-40-2201,AA4,Tia Long,gym\n218-40-2202,AA4,Uma Stone,roof\n"
     "218-40-2203,C9,nurse office,cabinet\n",
     {}),
    ("tickets.csv", "#,opened,requester,subject,closing note\n"
     "71,10/5,tlong@d.example,projector,replaced; SN 418-22-9071\n"
     "72,10/5,ustone@d.example,lamp,serial no. 419-26-8810 sent back\n",
     {}),
    ("w.log", '10.4.7.80 - vhale [06/Oct/2026:08:02:00 -0500] "GET /grades/221-40-1187 HTTP/1.1" 404 12'
     '\n10.4.7.81 - tlong [06/Oct/2026:08:03:00 -0500] "GET /home HTTP/1.1" 200 4471\n',
     {}),
    ("radios.csv", "radio,assigned,ch\n531-20-4400,Tia Long,4\n531-20-4401,Uma Stone,4\n"
     "531-20-4402,Vic Hale,7\n",
     {}),
    ("inv.txt", "Returned to vendor by Tia Long: lamp, s/n 418-22-9071, and pump part 318-20-4411.\n",
     {}),
    ("emp.csv", "no,cut,holder,door\n218-40-2201,AA4,Tia Long,gym\n531-22-9917,AA4,Uma Stone,roof\n"
     "676-32-5424,C9,Vic Hale,cabinet\n",
     {"tia": {"ssn"}, "uma": {"ssn"}, "vic": {"ssn"}}),
    ("tickets.csv", "#,opened,requester,subject,closing note\n"
     "71,10/5,tlong@d.example,w2,corrected; SSN 418-22-9071\n",
     {"tia": {"ssn"}}),
    ("w.log", '10.4.7.80 - vhale [06/Oct/2026:08:02:00 -0500] "GET /login?u=vhale&p=Heron*52 HTTP/1.1" '
     "302 12\n",
     {"vic": {"credentials"}}),
    ("twins.csv", "name,ssn\nBen Roe,531-22-9917\nAda Olson,531-22-9918\nCam Vang,676-32-5424\n",
     {"ben": {"ssn"}, "ada": {"ssn"}, "cam": {"ssn"}}),
)  # fmt: skip
CODES: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    ("cond.json", '[{"id": 200001, "label": "Asthma"}, {"id": 200002, "label": "Diabetes"}, {"id": 200003, '
     '"label": "Seizures"}]',
     {}),
    ("alerts.csv", "id,description\n200001,Peanut allergy\n200002,Epilepsy\n200003,Wears glasses\n",
     {}),
    ("wo.txt", "WO#     BLDG  DESCRIPTION\n200001  CED   sink drips in nurse's office\n"
     "200002  HRD   depression in floor, trip hazard\n"
     "200003  LGF   broken strap, detention room\ntotal open 3   acct 01-017-810-000-350\n",
     {}),
    ("boiler.csv", "date,op,psi,feed,notes\n10/05/26,TS,11.8,200001,low water test ok\n"
     "10/06/26,TS,12.0,200002,pump has a seizure again at start\n"
     "10/07/26,TS,11.9,200003,bearing failure healed\n",
     {}),
    ("marc.xml", '<collection xmlns="http://www.loc.gov/MARC21/slim"><record><controlfield tag="001">20000'
     '1</controlfield><datafield tag="245"><subfield code="a">Wings : a novel of anorexia</sub'
     'field></datafield><datafield tag="650"><subfield code="a">Eating disorders</subfield><su'
     'bfield code="v">Fiction.</subfield></datafield></record></collection>',
     {}),
    ("lookup.json", '{"incident_types": [{"id": 200001, "name": "Fighting"}, {"id": 200002, "name": "Weapon"}'
     ', {"id": 200003, "name": "Vaping"}]}',
     {}),
    ("cond.json", '[{"id": 200001, "condition": "Asthma"}, {"id": 200002, "condition": "Diabetes"}, {"id": '
     '200003, "condition": "Asthma"}]',
     {"ada": {"health"}, "ben": {"health"}, "cam": {"health"}}),
    ("alerts.csv", "student id,description\n200001,Peanut allergy\n200002,Epilepsy\n"
     "200003,Wears hearing aids\n",
     {"ada": {"health"}, "ben": {"health"}, "cam": {"health"}}),
    ("visits.txt", "200001  nosebleed, asthma, inhaler given\n200002  seizure, mom called\n"
     "200003  peanut allergy, epi given\n",
     {"ada": {"health"}, "ben": {"health"}, "cam": {"health"}}),
    ("log.csv", "date,by,stu,notes\n10/05/26,TS,200001,asthma attack in gym\n"
     "10/06/26,TS,200002,had a seizure at lunch\n",
     {"ada": {"health"}, "ben": {"health"}}),
    ("s.xml", "<students><student><id>200001</id><alert>anorexia</alert></student><student><id>200002</"
     "id><alert>asthma</alert></student></students>",
     {"ada": {"health"}, "ben": {"health"}}),
)  # fmt: skip
ONLOOKERS: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    ("rp.txt", "Restrictive procedure report\nStudent: Ben Roe\n"
     "What happened: standing hold after hitting staff with a chair\n\n"
     "Witness Cam Vang went back to class. The BIP is revised at the IEP meeting.\n",
     {"ben": {"discipline", "special_education"}}),
    ("bully.html", "<dl><dt>Your name</dt><dd>Gil Roe</dd><dt>Who did it?</dt><dd>Ada Olson, grade 8</dd><dt"
     ">What happened?</dt><dd>punched a smaller boy</dd><dt>Office use</dt><dd>2 days OSS</dd>"
     "</dl>",
     {"ada": {"discipline"}}),
    ("plan.txt", "SEIZURE ACTION PLAN\nStudent\nAda Olson\nBirthdate\n03/09/2012\nSeizure type\n"
     "tonic-clonic\nStaff trained\nTia Long\n",
     {"ada": {"dob", "health"}}),
    ("bus.txt", "Bus conduct, September\n\nBen Roe spit on the driver, off the bus 3 days.\n\n"
     "Route 14 is driven by Vic Hale.\n",
     {"ben": {"discipline"}}),
    ("deck.txt", "Trauma-informed schools\n\n"
     "Presenter Tia Long: tell the story of the composite student 'J.' who lived in foster car"
     "e.\n",
     {}),
    ("rp.txt", "Restrictive procedure report\nStudent: Ben Roe\n"
     "What happened: standing hold after hitting staff with a chair\n\n"
     "Also held: Cam Vang, for kicking. His BIP is revised at the IEP meeting.\n",
     {"ben": {"discipline", "special_education"}, "cam": {"discipline", "special_education"}}),
    ("bully.html", "<dl><dt>Name</dt><dd>Ada Olson</dd><dt>What happened?</dt><dd>punched a smaller boy</dd>"
     "<dt>Office use</dt><dd>2 days OSS</dd></dl>",
     {"ada": {"discipline"}}),
    ("intake.txt", "Intake 7. Ada Olson saw the counselor about panic attacks.\n"
     "Cam Vang saw the nurse about his asthma.\n",
     {"ada": {"counselling", "health"}, "cam": {"health"}}),
)  # fmt: skip
PUBLIC: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    ("agenda.html", "<h2>Agenda</h2><ol><li>Roll call<li>Recognition: Ada Olson, Ben Roe, chess club<li>First"
     " reading: 506 Student Discipline, 516 Student Medication<li>Second reading: 524 Weapons<"
     "/ol>",
     {}),
    ("agenda.txt", "BOARD AGENDA\n1. Recognition of Cam Vang, robotics\n"
     "2. Policies: 413 Harassment and Violence, 418 Drug-Free Schools, 516.5 Overdose Medicati"
     "on\n3. Adjourn\n",
     {}),
    ("hist.txt", "From the jubilee book: Norma Quist, valedictorian of 1919, had polio as a girl and taugh"
     "t here for thirty years. Supt. Carl Berg was dismissed in 1926 after a quarrel about coa"
     "l.\n",
     {}),
    ("slides.txt", "Data privacy in ten minutes\nName | ID | DOB | SSN | Notes\n"
     "Jane Sample | 000001 | 01/01/2010 | 123-45-6789 | has an IEP\n"
     "John Q. Public | 000002 | 02/30/2011 | 000-00-0000 | suspended 3 days\n",
     {}),
    ("copier.eml", "From: Vic Hale <vhale@d.example>\nTo: Tia Long <tlong@d.example>\n"
     "Subject: RE: sick printer\nDate: Mon, 12 Oct 2026 08:14:00 -0500\n"
     'Content-Type: text/plain; charset="utf-8"\n\n'
     "The printer in the nurse's office is sick again. It has had two surgeries since May. I s"
     "uspended the queue.\n",
     {}),
    ("swim.txt", "Girls 7/8   50 free        1  Ada Olson  31.04    DQ  Ben Roe (false start)\n"
     "Boys 7/8    100 breast     2  Cam Vang  1:24.90\nScratches: none. Meet no. 417-22.\n",
     {}),
    ("svc.csv", "date,unit,condition,tech\n10/5/26,Boiler 2,chronic leak - cracked header,Tia Long\n"
     "10/6/26,Chiller 1,bearing failure,Uma Stone\n",
     {}),
    ("agenda.html", "<h2>Agenda</h2><ol><li>Roll call<li>Expulsion hearing: Ada Olson, weapon at school<li>Fi"
     "rst reading: 506 Student Discipline</ol>",
     {"ada": {"discipline"}}),
    ("hist.txt", "Norma Quist, who came here in 2019, had polio as a girl and asks for a room near the doo"
     "r.\n",
     {"Norma Quist": {"health"}}),
    ("sick.eml", "From: Vic Hale <vhale@d.example>\nTo: Tia Long <tlong@d.example>\n"
     "Subject: RE: sick leave\nDate: Mon, 12 Oct 2026 08:14:00 -0500\n"
     'Content-Type: text/plain; charset="utf-8"\n\n'
     "I had two surgeries since May and the printer of my pump is broken.\n",
     {"vic": {"health"}}),
    ("swim.txt", "Girls 7/8   50 free        1  Ada Olson  31.04\n"
     "Boys 7/8    100 breast     Cam Vang  did not swim, asthma attack at the pool\n",
     {"cam": {"health"}}),
    ("svc.csv", "date,who,condition,by\n10/5/26,Ada Olson,chronic asthma,Tia Long\n"
     "10/6/26,Ben Roe,epilepsy,Uma Stone\n",
     {"ada": {"health"}, "ben": {"health"}}),
)  # fmt: skip


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon(PEOPLE)


@pytest.mark.parametrize(("name", "text", "told"), THINGS)
def test_what_only_bears_a_name_is_nobody(
    lexicon: Lexicon, name: str, text: str, told: dict[str, set[str]]
) -> None:
    assert read(lexicon, name, text) == told


@pytest.mark.parametrize(("name", "text", "told"), NOTHING)
def test_a_cell_that_says_that_there_is_nothing_tells_nothing(
    lexicon: Lexicon, name: str, text: str, told: dict[str, set[str]]
) -> None:
    assert read(lexicon, name, text) == told


@pytest.mark.parametrize(("name", "text", "told"), SERIALS)
def test_numbers_of_things_are_no_numbers_of_people(
    lexicon: Lexicon, name: str, text: str, told: dict[str, set[str]]
) -> None:
    assert read(lexicon, name, text) == told


@pytest.mark.parametrize(("name", "text", "told"), CODES)
def test_codes_orders_and_logs_of_machines_name_no_pupil(
    lexicon: Lexicon, name: str, text: str, told: dict[str, set[str]]
) -> None:
    assert read(lexicon, name, text) == told


@pytest.mark.parametrize(("name", "text", "told"), ONLOOKERS)
def test_who_stands_beside_a_matter_is_not_told_of_it(
    lexicon: Lexicon, name: str, text: str, told: dict[str, set[str]]
) -> None:
    assert read(lexicon, name, text) == told


@pytest.mark.parametrize(
    ("third", "told"),
    [
        ("Max Example,000003,03/04/2010,has lice", {}),
        ("Ada Olson,200001,03/09/2012,has lice", {"ada", "zoe"}),
    ],
)
def test_numbers_that_count_those_who_are_made_up_are_nobodys(third: str, told: set[str]) -> None:
    lexicon = Lexicon([*PEOPLE, Person("zoe", "zoe", "student", "Zoe", "Hart", ids=["000002"])])
    made_up = "Jane Sample,000001,01/01/2010,has an IEP\nJo Sample,000002,02/03/2011,ISS"
    text = f"Name,ID,DOB,Notes\n{made_up}\n{third}\n"
    assert read(lexicon, "slide.csv", text).keys() == set(told)


@pytest.mark.parametrize(("name", "text", "told"), PUBLIC)
def test_agendas_races_machines_and_the_past_tell_of_nobody(
    lexicon: Lexicon, name: str, text: str, told: dict[str, set[str]]
) -> None:
    assert read(lexicon, name, text) == told
