"""What a row tells of several in a cell and of the parent beside them, names beside numbers to call, cells
that go on in the row above, numbers across; who is kept from a child by the given name, and what is the
writer's own. Each beside near neighbors.
"""

from __future__ import annotations

import pytest

from firstbell.impact.people.lexicon import Lexicon
from firstbell.impact.people.person import Person
from tests.impact.detection.documents.test_ways_of_telling import PEOPLE, read

BEA = Person("bea", "bea", "student", "Bea", "Roe", ids=["200004"], guardians=["gil"], dob="2016-02-11")
HOUSEHOLDS: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    ("Outreach/toys.csv", "fam,grown up,kids,what is going on\nRoe,Gil Roe,\"Ben Roe, Bea Roe\","
     "\"evicted 9/30, sleeping at a cousin's\"\n",
     {"gil": {"safeguarding"}, "ben": {"safeguarding"}, "bea": {"safeguarding"}}),
    ("Office/why.csv", "Parent,Kids (gr),Why\nGil Roe,\"Ben (4), Bea (1)\",\"fleeing DV, at the shelter\"\n",
     {"gil": {"safeguarding"}, "ben": {"safeguarding"}, "bea": {"safeguarding"}}),
    ("Office/fam.csv", "Parent / cell,Kids (gr),Why\nGil Roe 612-555-0101,Ben Roe (4); Bea Roe (1),lost "
     "hours - now on MFIP\n", {"gil": {"economic"}, "ben": {"economic"}, "bea": {"economic"}}),
    ("Office/needs.csv", "family,adults,kids,needs\nRoe,Gil Roe,Ben Roe (4); Bea Roe (1),"
     "boots\n", {}),
    # of several in a cell only the one who is called so, and what is a child's alone
    ("Nurse/tables.csv", "table,seated,watch for\n1,\"Ada Olson\nBen Roe\",\"Ben: peanut allergy, epi in "
     "office\"\n2,Cam Vang,nothing\n", {"ben": {"health"}}),
    ("Nurse/sibs.csv", "Parent,Kids,note\nGil Roe,Ben Roe; Bea Roe,both have asthma\n",
     {"ben": {"health"}, "bea": {"health"}}),
    ("rooms.csv", "Small group (IEP),Read aloud (IEP),Gym\nBen Roe,Cam Vang,Ada Olson\nBea Roe,,\n",
     {"ben": {"special_education"}, "bea": {"special_education"}, "cam": {"special_education"}}),
)  # fmt: skip
CELLS: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    ("check.csv", "emp,driver,lic no,result\n,\"Long,\",K482-190-337-514,\nE901,Tia,MN,valid\n,\"Stone,\","
     "R715-024-886-201,\nE902,Uma,MN,valid\n", {"tia": {"government_id"}, "uma": {"government_id"}}),
    ("evals.csv", ",Ada O.,Ben R.,Cam V.\nlocal id,200001,200002,200003\nborn,3/9/2012,11/30/2013,7/4/2011\n"
     "area,SLD,,EBD\n",
     {"ada": {"dob", "special_education"}, "ben": {"dob"}, "cam": {"dob", "special_education"}}),
    ("trip.csv", "last,first,passport #,diet / room\nOLSON,ADA,A04417732,no pork\nVANG,CAM,572201948,"
     "celiac - strict\n", {"ada": {"government_id"}, "cam": {"government_id", "health"}}),
    ("trip.csv", "last,first,bus / room\nOLSON,ADA,4 / Celiac Bay\nVANG,CAM,4 / Elm\n", {}),
    ("fund.csv", "Obj,Description,FY26 actual\n210,Health insurance,200001\n220,Workers "
     "compensation,200002\n", {}),
    ("dir.csv", "uid,cn,employeeNumber,userPassword,loginShell\ntlong,Tia Long,E901,Cattail4eva,\n"
     "ustone,Uma Stone,E902,,/bin/false\n", {"tia": {"credentials"}}),
)  # fmt: skip
TEXTS: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    ("card.txt", "Student: Ben Roe\nFather: Gil Roe\nWho may pick up: only grandma. Do NOT release to Gil: "
     "order for protection in effect.\n", {"gil": {"safeguarding"}}),
    ("tarjeta.txt", "Nombre del alumno: Ben Roe\nPadre / tutor: Gil Roe\nLa abuela. No entregar a Gil.\n",
     {"gil": {"safeguarding"}}),
    ("card.txt", "Student: Ben Roe\nFather: Gil Roe\nMay be released to Gil, grandma.\n", {}),
    ("notes.txt", "- Tia Long: asked for a sub\n- my alarm code 4471#\n- Uma Stone: keys\n", {}),
    ("memo.txt", "Uma Stone is on an EAD, category C09, card number SRC2590337714.\n",
     {"uma": {"immigration"}}),
    ("memo.txt", "Uma Stone is on a committee, category C09.\n", {}),
    ("bus.txt", "Cam Vang: 2 days off the bus.\n\nThe other one is Ben Roe, 4th gr, he did not hit back.\n",
     {"cam": {"discipline"}}),
)  # fmt: skip
CASES = (*HOUSEHOLDS, *CELLS, *TEXTS)


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    """A few people, two of whom are brother and sister."""
    return Lexicon([*PEOPLE, BEA])


@pytest.mark.parametrize(("name", "text", "told"), CASES, ids=range(len(CASES)))
def test_what_stands_beside_somebody_is_told_of_whom_it_is_about(
    name: str, text: str, told: dict[str, set[str]], lexicon: Lexicon
) -> None:
    assert read(lexicon, name, text) == told
