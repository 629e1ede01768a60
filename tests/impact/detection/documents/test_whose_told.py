"""What is said of a relative, of a witness, of nobody or of the work of those named, each in words of "
     "our own,
with near neighbors that are about somebody.
"""

from __future__ import annotations

import pytest

from firstbell.impact.people.lexicon import Lexicon
from tests.impact.detection.documents.test_ways_of_telling import read

# (name, text, person to kinds)
RELATIVES: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    ("card.txt", "Student: Ada Olson\nGuardian date of birth: 4/2/1984\n", {}),
    ("card.txt", "Student: Ada Olson\nDate of birth: 3/9/2012\n", {"ada": {"dob"}}),
    ("card.csv", "Student,Ben Roe\nStudent ID,200002\nFather,Gil Roe\nFather date of birth,5/6/1981\n",
     {"gil": {"dob"}}),
    ("form.txt", "Member: Tia Long  SSN 457-42-7329\nBeneficiary: Rolf Kvam (husband)  DOB 6/1/1979\n",
     {"tia": {"ssn"}, "Rolf Kvam": {"dob"}}),
    ("leave.eml", "From: tlong@d.example\nTo: hr@d.example\nSubject: days\n\n"
     "My father passed away on Sunday. He was born 3/9/1950, SSN 457-42-7329.\nTia Long\n", {}),
    ("pay.eml", "From: tlong@d.example\nTo: hr@d.example\nSubject: form\n\n"
     "Here is my SSN for the form: 457-42-7329.\nTia Long\n", {"tia": {"ssn"}}),
    ("plan.eml", "From: tlong@d.example\nTo: hr@d.example\nSubject: plan\n\n"
     "Please add our daughter Liv to my dental plan, she was born 9/4/2026.\nTia Long\n", {}),
    ("days.csv", "EmpID,Employee,Note\nE901,Tia Long,wife has surgery\nE902,Uma Stone,knee surgery\n"
     "E903,Vic Hale,asthma workshop\n", {"uma": {"health"}}),
    ("claims.csv", "EmpID,Employee,Patient,Relation,Service\nE901,Tia Long,Liv Long,daughter,asthma visit\n"
     "E902,Uma Stone,Uma Stone,self,chemotherapy\nE903,Vic Hale,Bo Hale,spouse,diabetes supplies\n",
     {"uma": {"health"}}),
    ("note.txt", "Ada Olson is out on Friday. Her grandmother had a stroke.\n", {}),
    ("note.txt", "Ada Olson is out on Friday. Her grandmother says she had a seizure at home.\n",
     {"ada": {"health"}}),
)  # fmt: skip
MATTERS: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    ("letter.txt", "To: Tia Long\nFrom: Uma Stone, Principal\nRe: Written reprimand\n\n"
     "On May 3 you shouted at a student, Ada Olson, in front of Ben Roe. You are suspended without pay for "
     "two days.\n", {"tia": {"discipline"}}),
    ("memo.txt", "PRIVATE PERSONNEL DATA\nRespondent: Vic Hale, coach\nWitnesses: Ada Olson; Ben Roe\n"
     "Finding: he swore at players. Three days of suspension without pay.\n", {"vic": {"discipline"}}),
    ("leave.txt", "Tia Long is on administrative leave pending the complaint of Cam Vang.\n",
     {"tia": {"discipline"}}),
    ("notice.txt", "To: Gil Roe\nFrom: Uma Stone, Principal\n\nBen Roe is suspended for three days for "
     "fighting.\n",
     {"ben": {"discipline"}}),
    ("event.csv", "Reporter,Tia Long (teacher)\nVictim,\"Ada Olson, gr 8\"\nAccused,\"Ben Roe, gr 7\"\n"
     "Action,\"Ben Roe, 2 days ISS\"\n", {"ben": {"discipline"}}),
    ("plan.txt", "Special education plan\nStudent: Ada Olson\nSibling in district: Ben Roe, gr 7\n"
     "Disability: autism\n", {"ada": {"special_education", "health"}}),
)  # fmt: skip
NOTICES: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    ("benefits.eml", "From: tlong@d.example\nTo: ustone@d.example\nSubject: Benefits\n\n"
     "Hi Uma,\n\nOpen enrollment ends Monday. Cancer and disability cover can be added.\n\n"
     "Tia Long, Human Resources, 218-555-0101\n", {}),
    ("mail.eml", "From: vhale@d.example\nTo: ustone@d.example\nSubject: boiler\n\n"
     "The boiler in the gym is off until noon today.\n\nVic Hale\nBuildings\n"
     "The district does not discriminate on the basis of disability, religion or immigration status.\n", {}),
    ("mail.eml", "From: vhale@d.example\nTo: ustone@d.example\nSubject: bus\n\n"
     "Ada Olson has epilepsy, the driver needs to know today.\n\nVic Hale\nTransportation\n"
     "This mail may contain private disciplinary data protected by FERPA.\n", {"ada": {"health"}}),
    ("kit.txt", "MATERIALS LOG - CHAIN OF CUSTODY\nReleased to: Tia Long 9:10\nIn custody of: Uma "
     "Stone\n", {}),
    ("home.txt", "Ben Roe lives with his aunt. She has custody under a court order.\n",
     {"ben": {"safeguarding"}}),
    ("drill.txt", "Tabletop exercise, March\nPlayers: Tia Long, Uma Stone\n"
     "Inject 1: a student has a seizure.\n", {}),
    ("fair.txt", "Science fair\n1st: Ada Olson, \"Insulin and the mouse\"\n2nd: Ben Roe, \"Why asthma "
     "grows\"\n",
     {}),
    ("nurse.txt", "Health office\nAda Olson: insulin at noon\nBen Roe: asthma, inhaler in desk\n",
     {"ada": {"health"}, "ben": {"health"}}),
    ("talk.txt", "Ada Olson will talk about drunk driving. Ben Roe is collecting mittens for the "
     "homeless shelter.\n",
     {}),
    ("home.txt", "Ben Roe and his family are staying at the homeless shelter.\n",
     {"ben": {"economic", "safeguarding"}}),
)  # fmt: skip
TABLES: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    ("report.csv", "Counselor,Sessions,Suicide risk assessments,CPS reports\nTia Long,61,4,2\nUma "
     "Stone,58,3,1\n",
     {}),
    ("log.csv", "Student,Suicide risk assessment,CPS report\nAda Olson,high,10/2\nBen Roe,low,\n",
     {"ada": {"counselling", "safeguarding"}, "ben": {"counselling"}}),
    ("cards.csv", "Date,Paid to,Amount,Card,Approved by\n9/3/2026,Cub,31.20,4111 1111 1111 1111,Tia Long\n"
     "9/4/2026,Cub,11.20,4111 1111 1111 1111,Uma Stone\n", {}),
    ("papers.csv", "Student,Topic,Mentor\nAda Olson,Teen suicide,Tia Long\nBen Roe,Opioid addiction,Uma "
     "Stone\n",
     {}),
    ("sessions.csv", "Date,Student,Topic\n9/3,Ada Olson,suicidal thoughts\n9/4,Ben Roe,anxiety and panic\n",
     {"ada": {"counselling"}, "ben": {"counselling"}}),
    ("clubs.csv", "Club,Member,Advisor\nAutism Awareness,Ada Olson,Tia Long\nDiabetes Walk,Ben Roe,Uma "
     "Stone\n",
     {}),
    ("routes.csv", "Bus,Driver,Passenger,Medical\n4,Tia Long,Ada Olson,epilepsy\n4,Tia Long,Ben "
     "Roe,insulin pump\n",
     {"ada": {"health"}, "ben": {"health"}}),
    ("drivers.csv", "Bus,Driver,Medical\n4,Tia Long,diabetes\n5,Uma Stone,epilepsy\n",
     {"tia": {"health"}, "uma": {"health"}}),
)  # fmt: skip
TELLERS: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    ("note.txt", "Ada Olson came to tell me that Ben Roe was suspended.\n", {"ben": {"discipline"}}),
    ("note.txt", "Ada Olson and Ben Roe were suspended for fighting.\n",
     {"ada": {"discipline"}, "ben": {"discipline"}}),
    ("note.txt", "Ben Roe was suspended for fighting, he punched Cam Vang.\n", {"ben": {"discipline"}}),
    ("claim.txt", "Student: Ada Olson\nShe survived a cardiac arrest at practice.\n", {"ada": {"health"}}),
    ("note.txt", "Uma Stone is having a heart attack about her car.\n", {}),
    ("note.txt", "Ada Olson was not involved in the vaping incident.\n", {}),
    ("note.txt", "Ada Olson was caught in the vaping incident and got 2 days ISS.\n", {"ada":
     {"discipline"}}),
    ("Reports/discipline.csv", "Teacher,Referrals,Detentions,Suspensions\nTia Long,14,6,2\nUma Stone,3,1,0\n",
     {}),
    ("moves.csv", "Staff,From,To,Why\nTia Long,12,14,room for diabetic students\n"
     "Uma Stone,15,16,diabetic; needs a sink\n", {"uma": {"health"}}),
    ("team.csv", "Crisis response team,,\nName,Role,Phone\nTia Long,Suicide postvention lead,x12\n"
     "Uma Stone,Child protection,x14\n", {}),
)  # fmt: skip
ALL = (*TELLERS, *RELATIVES, *MATTERS, *NOTICES, *TABLES)


@pytest.mark.parametrize(("name", "text", "told"), ALL, ids=range(len(ALL)))
def test_a_kind_is_given_to_whom_it_is_told_of(
    name: str, text: str, told: dict[str, set[str]], lexicon: Lexicon
) -> None:
    assert read(lexicon, name, text) == told
