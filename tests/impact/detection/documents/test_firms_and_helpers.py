"""Firms in registers of payments, contracts and settings of programs that are shown, who is hired by a grant,
saw something, was hurt or helps a pupil: nothing is told of these. Each beside near neighbors of whom
something is.
"""

from __future__ import annotations

import pytest

from firstbell.impact.people.lexicon import Lexicon
from tests.impact.detection.documents.test_ways_of_telling import read

# (name, text, person to kinds)
FIRMS: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    ("AP/warrants.txt", "WARRANT REGISTER   FUND 01\n7701  10/02/26  PRAIRIE POWER   412-30-8817   1,220.04\n"
     "7702  10/02/26  ECKHART TOOLS     523-14-0983      300.00\n"
     "7703  10/02/26  SHOFFNER    104-88-4416   14.77\n",
     {}),
    ("AP/run.txt", "Check register\n881  TIA LONG   412-30-8817   140.00\n"
     "882  ZED QUILL   523-14-0983   12.00\n",
     {"tia": {"ssn"}}),
    ("AP/pay.txt", "Payroll check register\n881  ZED QUILL   412-30-8817   140.00\n", {"ZED QUILL": {"ssn"}}),
    ("AP/1099.txt", "1099 vendor list\nPIKE, ZOE        331-20-9917    1,200.00\n",
     {"PIKE, ZOE": {"ssn", "financial"}}),
    ("Contracts/milk.txt", "AGREEMENT between the district and Gordon Valley Milk Inc, contract 226-41-1190\n"
     "Signed: Tia Long for the district\n", {}),
    ("Contracts/lot.txt", "Lease no. 226-41-1190 with Marie Foods\n", {}),
    ("hr/new.txt", "Zed Quill signed his contract today, 226-41-1190.\n", {"Zed Quill": {"ssn"}}),
    ("cfg/sync.ini.dist", "[db]\npassword = changeme\n; owner Tia Long\n", {}),
    ("cfg/sync.sample.yml", "# Tia Long\npassword: letmein77\n", {}),
    ("cfg/sync.ini", "# Tia Long\npassword = letmein77\n", {"tia": {"credentials"}}),
    ("Leaves/closed.csv", "EmpID,Employee,Rtn,Account\nE901,Tia Long,10/19,\n"
     "E902,Uma Stone,11/2/2026,55520917\n",
     {"uma": {"financial"}}),
)  # fmt: skip
HELPERS: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    ("Grants/ask.txt", "Need. Of our pupils 22 percent report anxiety, many were hospitalized.\n"
     "Key personnel: Tia Long, lead, 0.4 FTE.\n", {}),
    ("Grants/tale.txt", 'Composite story: "Mia", 15, was hospitalized for asthma.\nStudent: Ada Olson\n',
     {}),
    ("Grants/true.txt", "Story: she, 15, was hospitalized for asthma.\nStudent: Ada Olson\n",
     {"ada": {"health"}}),
    # boxes whose labels stand above
    ("comp/hurt.txt", "INJURY REPORT\n1. EMPLOYEE\n   Long, Tia\n2. NATURE OF INJURY\n   sprained wrist\n"
     "3. WITNESSES\n   Uma Stone, Vic Hale\n", {"tia": {"health"}}),
    ("comp/two.txt", "INJURY REPORT\n1. EMPLOYEE\n   Long, Tia\n2. NATURE OF INJURY\n   sprained wrist\n"
     "3. EMPLOYEE\n   Vic Hale\n4. NATURE OF INJURY\n   broken rib\n",
     {"tia": {"health"}, "vic": {"health"}}),
    ("hr/till.txt", "- Vic Hale: on administrative leave, terminate for theft\n"
     "- Uma Stone saw it and came forward. No wrongdoing, no discipline.\n", {"vic": {"discipline"}}),
    ("hr/till2.txt", "- Vic Hale: written reprimand for theft\n"
     "- Uma Stone saw it and said nothing, one day unpaid suspension\n",
     {"vic": {"discipline"}, "uma": {"discipline"}}),
    ("hr/closed.csv", "EmpID,Reason,Back\nE901,back surgery,10/19\nE902,inpatient alcohol tx,11/2\n",
     {"tia": {"health"}, "uma": {"health"}}),
    ("legal/orders.txt", "1) Ada Olson: order for protection against her father.\n"
     "2) Vic Hale got a harassment restraining order against a former friend.\n",
     {"ada": {"safeguarding"}, "vic": {"safeguarding"}}),
    # who is hurt by a pupil
    ("Board/items.txt", "Item 1. Student 200001. Assault on a paraprofessional. Expelled through May.\n"
     "Item 2. Student 200002. Bit the special education teacher, suspended 5 days.\n"
     "Item 3. Student 200003. Needs a paraprofessional, per the IEP.\n",
     {"ada": {"discipline"}, "ben": {"discipline"}, "cam": {"special_education"}}),
    # parts of a case without "the", below their labels
    ("nine/sum.txt", "Complainant\n\nCam Vang, 200003\n\nRespondent\n\nAda Olson, 200001\n\n"
     "Complainant says that respondent took a coat. Respondent is suspended for two days.\n",
     {"ada": {"discipline"}}),
    # who teaches a pupil at home
    ("home/tutors.txt", "Tutors \u2013 week 4\n\nTia Long \u2013 Ada Olson (gr 8), spinal surgery, out\n"
     "Uma Stone \u2013 Ben Roe (gr 7), leukemia, all year\n"
     "Vic Hale \u2013 Cam Vang (gr 9), expelled, till May\n",
     {"ada": {"health"}, "ben": {"health"}, "cam": {"discipline"}}),
    ("home/pairs.csv", "pair,why\nTia Long > Ada Olson,concussion\nUma Stone > Ben Roe,mononucleosis\n",
     {"ada": {"health"}, "ben": {"health"}}),
)  # fmt: skip


@pytest.mark.parametrize(("name", "text", "expected"), FIRMS, ids=[one[0] for one in FIRMS])
def test_numbers_of_firms_and_of_programs_are_nobodys(
    lexicon: Lexicon, name: str, text: str, expected: dict[str, set[str]]
) -> None:
    assert read(lexicon, name, text) == expected


@pytest.mark.parametrize(("name", "text", "expected"), HELPERS, ids=[one[0] for one in HELPERS])
def test_who_helps_saw_it_or_was_hurt_is_not_whom_it_is_told_of(
    lexicon: Lexicon, name: str, text: str, expected: dict[str, set[str]]
) -> None:
    assert read(lexicon, name, text) == expected
