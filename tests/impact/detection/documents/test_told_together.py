"""Who is meant by words for several people, by a name before what is its own and by messages that go on about
whom one before named; what pupils write of themselves, and what a class learned. Each beside near neighbors.
"""

from __future__ import annotations

import pytest

from firstbell.impact.people.lexicon import Lexicon
from tests.impact.detection.documents.test_ways_of_telling import PEOPLE, read

_TABLES = "Who sits where\n\nTable 1: Ada Olson, Ben Roe\nTable 2: Cam Vang\n\n"
COUNTED: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    ("tables.txt", f"{_TABLES}All three get free lunch.\n",
     {"ada": {"economic"}, "ben": {"economic"}, "cam": {"economic"}}),
    ("tables.txt", f"{_TABLES}All three won a ribbon.\n", {}),
    ("Special Ed/grid.csv", ",Tia,Uma\n1,B. Roe gr 4,C. Vang gr 8\n2,A. Olson gr 7,C. Vang gr 8\n"
     "3,lunch duty,B. Roe gr 4\nAll three have a one-to-one para in the IEP,,\n",
     {"ada": {"special_education"}, "ben": {"special_education"}, "cam": {"special_education"}}),
)  # fmt: skip
CHATS: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    ("chat.txt", "9/4/26, 8:01 AM - Uma: can we waive Ada Olsons fee, her family gets free lunch\n"
     "9/4/26, 8:02 AM - Tia: yes. who is goalie\n9/4/26, 8:02 AM - Uma: Cam Vang\n", {"ada": {"economic"}}),
    ("chat.txt", "9/4/26, 8:01 AM - Trainer: Ben Roe failed the test again. concussion protocol day 9\n"
     "9/4/26, 8:02 AM - Coach: who is in\n9/4/26, 8:03 AM - Trainer: not him\n", {"ben": {"health"}}),
    ("chat.txt", "9/4/26, 8:01 AM - Uma: Ben Roe 2 goals!!\n9/4/26, 8:02 AM - Tia: free lunch for the whole "
     "team at the diner\n", {}),
    # no name before what is its own: a name of its own, and a plain word
    ("note.txt", "Ada Olsonson has asthma.\n", {"Ada Olsonson": {"health"}}),
)  # fmt: skip
OWN: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    ("journal.jsonl", '{"login": "aolson", "task": "tell me", "entry": "i have epilepsy so no strobes pls"}\n'
     '{"login": "cvang", "task": "tell me", "entry": "nothing really, i like chess"}\n'
     '{"login": "ben", "task": "tell me", "entry": "we moved"}\n', {"ada": {"health"}}),
    ("contest.csv", "Name,School,Entry\nAda Olson,Elm,Living with epilepsy\nBen Roe,Elm,The bee\n", {}),
    ("exit.csv", "Email,answer\naolson@d.example,we learned that diabetes is when the pancreas stops\n"
     "tlong@d.example,nice\n", {}),
    ("exit.csv", "Email,answer\naolson@d.example,i learned that i have diabetes\ntlong@d.example,oh no\n",
     {"ada": {"health"}}),
    ("home.txt", "Ada Olson and her mom got kicked out of their apartment.\n", {"ada": {"safeguarding"}}),
    ("class.txt", "Ada Olson got kicked out of class, 2 days ISS.\n", {"ada": {"discipline"}}),
    ("home.csv", "Email,answer\naolson@d.example,my stepdad keeps hitting us\n", {"ada": {"safeguarding"}}),
)  # fmt: skip
PAPERS: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    ("alta.txt", "Nombre del alumno: Ada Olson\n¿Recibe educación especial?: No\nAlergias: ninguna\n", {}),
    ("alta.txt", "Nombre del alumno: Ada Olson\nAlergias: cacahuates\n", {"ada": {"health"}}),
    ("w9.txt", "1 Name (as shown on your income tax return)\nAda Olson\n", {}),
    ("gr.csv", "No.,Grievant,Issue\n1,Tia Long,5-day unpaid suspension\n2,Uma Stone,overload pay not paid\n",
     {"tia": {"discipline"}}),
    ("grievances.csv", "No.,Member,Issue\n1,Uma Stone,class size over the contract\n", {}),
    ("t9.txt", "Complainant: Ada Olson\nRespondent: Cam Vang\n\nComplainant now sees a doctor for "
     "migraines.\n", {"ada": {"health"}, "cam": {"discipline"}}),
    ("desk.csv", "lname,fname,idtype,idnum\nRoe,Gil,DL-MN,H338-410-552-907\nLong,Tia,STATE ID,"
     "T660-209-481-335\nHale,Vic,none,\n", {"gil": {"government_id"}, "tia": {"government_id"}}),
)  # fmt: skip


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    """A few people."""
    return Lexicon(PEOPLE)


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [*COUNTED, *CHATS, *OWN, *PAPERS],
    ids=range(len(COUNTED) + len(CHATS) + len(OWN) + len(PAPERS)),
)
def test_what_is_said_of_several_or_by_somebody_is_told_of_them(
    name: str, text: str, told: dict[str, set[str]], lexicon: Lexicon
) -> None:
    assert read(lexicon, name, text) == told
