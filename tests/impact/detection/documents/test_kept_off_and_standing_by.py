"""Who is told something in a document, and who only stands by: whom a court keeps off, whom a form names by
its parts, who opened a ticket; and the staff who look after it, agree to it or were there.
"""

from __future__ import annotations

import pytest

from firstbell.impact.people.lexicon import Lexicon
from tests.impact.detection.documents.test_ways_of_telling import read

CARD = "@ANSI 636038 DAQ%s DCS%s DAC%s DBB%s"

CASES: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    # whom an order keeps off, whom the roster does not know
    ("pick up.txt", "Child: Ben Roe\nThere is a restraining order against Rolf Kern since May.\n",
     {"ben": {"safeguarding"}, "Rolf Kern": {"safeguarding"}}),
    ("alerts.csv", "CHILD,Ben Roe\nRm,204\nNOT OK,uncle Rolf Kern - OFP on file\n,\n"
     "CHILD,Cam Vang\nRm,108\nNOT OK,do not release to mom: custody\n,\nCHILD,Ada Olson\n"
     "Rm,3\nNOT OK,court order: dad\n",
     {"ben": {"safeguarding"}, "cam": {"safeguarding"}, "ada": {"safeguarding"},
      "Rolf Kern": {"safeguarding"}}),
    ("order.txt", "DISTRICT COURT, FAMILY DIVISION\n\nIn re the custody of Ben Roe\nGil Roe, Petitioner,\n"
     "and\nRolf Kern, Respondent.\n\nIT IS ORDERED: 1. Petitioner has sole legal custody. "
     "2. Parenting time is supervised.\n",
     {"ben": {"safeguarding"}, "gil": {"safeguarding"}, "Rolf Kern": {"safeguarding"}}),
    ("report.txt", "Child: Ben Roe\nAlleged: Gil Roe (parent)\n\nBen has a belt-shaped bruise on the calf, "
     "suspected abuse. Tia Long noticed the limp.\n",
     {"ben": {"safeguarding"}, "gil": {"safeguarding"}}),
    # what is sold against something, and in capitals
    ("prom.txt", "Child: Ben Roe\nThe order of lunch bags against the wall is Rolf Kern.\n", {}),
    # a note of a row names another one by a number
    ("kiosk.csv", "fn,ln,birth,scan no,alert\nDelphine,Rauto,10/02/1983,R642646817334,\n"
     "Marquez,Olland,05/16/1991,O539661425554,no contact order with Ada Olson (200001)\n"
     "Sigrun,Pettib,07/07/1968,P724605894623,\n",
     {"Delphine Rauto": {"dob", "government_id"}, "Marquez Olland": {"dob", "government_id", "safeguarding"},
      "Sigrun Pettib": {"dob", "government_id"}, "ada": {"safeguarding"}}),
    # who stands for the district, and who looks after it
    ("plan.txt", "Child: Ada Olson\nThe child is in out-of-home placement with the county.\n\n"
     "Agreed by Tia Long for the district.\n", {"ada": {"safeguarding"}}),
    ("MKV.csv", "MKV tracker   liaison: Tia Long,\nstudent,night-time residence\nAda Olson,shelter\n"
     "Ben Roe,doubled up\n", {"ada": {"safeguarding"}, "ben": {"safeguarding"}}),
    # names by their parts, in other languages and without gaps
    ("fiche.txt", "FICHE\n\nNom : Desros   Prénom : Apolla\nNée le 17/02/2010 à Angers\n"
     "Passeport n° 19FV55133\nFamille d'accueil : voir Tia Long\n",
     {"Apolla Desros": {"dob", "government_id"}}),
    ("i9.txt", "Employment Eligibility Verification\nLast Name KERNER First YEVA Middle Initial --\n"
     "Date of Birth 11/03/1991 U.S. Social Security Number 483-96-4657\nEmployer rep Tia Long\n",
     {"YEVA KERNER": {"dob", "ssn"}}),
    # a row of a ticket is of who opened it
    ("tickets.csv", "ticket_id,from,subject,body,staff\n41,tlong@d.example,locked,"
     "\"same as always, password Gr8Owl1957, let me in\",vhale\n42,ustone@d.example,lamp,pink again,vhale\n",
     {"tia": {"credentials"}}),
    # what a scanner reads off a card, and a word that only looks like it
    ("kiosk2.csv", "at,raw\n8:10," + CARD % ("R642646817334", "KERN", "ROLF", "06251992") + "\n8:20,"
     + CARD % ("P724605894623", "PETTIB", "SIGRUN", "07071968") + "\n",
     {"ROLF KERN": {"dob", "government_id"}, "SIGRUN PETTIB": {"dob", "government_id"}}),
    ("kiosk3.csv", "at,raw\n8:10,DAQ was here\n", {}),
    # a number in place of one of social security
    ("refs.csv", "name for check,TIN\nRolf Kern,912-78-4406 (ITIN)\nSigrun Pettib,473-61-2208\n",
     {"Rolf Kern": {"ssn"}, "Sigrun Pettib": {"ssn"}}),
    # fields that are empty, remarked on, or filled in by a program
    ("fobs.yaml", "- name: Tia Long\n  keypad: 742873   # new\n- name: Uma Stone\n  keypad: ~\n"
     "- name: Vic Hale\n  keypad: '{{ vault_pin }}'\n", {"tia": {"credentials"}}),
    # headings as they are marked in plain text
    ("walks.md", "## Uma Stone - rm 211\n- lovely number talk\n\n## Vic Hale - gym\n"
     "- left the class, gave a verbal warning in office, documented\n", {"vic": {"discipline"}}),
    # columns that a form letters or numbers
    ("OSHA.csv", "Log of Work-Related Injuries and Illnesses,,\n(A) Case,(B) Employee's name,(F) Describe\n"
     "1,Tia Long,bitten by student\n2,Uma Stone,burn L forearm\n3,Vic Hale,slip on ice\n",
     {"tia": {"health"}, "uma": {"health"}, "vic": {"health"}}),
    ("aid.csv", "ts,q1 name,q2 household gross,q3 essay\n2/11,Ada Olson,38200,tractor\n"
     "2/12,Ben Roe,96500,tractor\n2/13,Cam Vang,58800,math\n",
     {"ada": {"economic"}, "ben": {"economic"}, "cam": {"economic"}}),
    # an entry of a log, and a title of an entry
    ("log.csv", "Student_Number,Entry_Date,LogType,Entry\n200001,10/5/2025,D,\"skipped 4th. 2 detentions\"\n"
     "200002,10/4/2025,C,new schedule agreed with parent\n200003,10/4/2025,D,\"1st honor code viol, zero\"\n",
     {"ada": {"discipline"}, "cam": {"discipline"}}),
    ("fair.csv", "Student_Number,Entry\n200001,Two Detentions: A Novel\n200002,The Ant\n", {}),
)  # fmt: skip


@pytest.mark.parametrize(("name", "text", "told"), CASES, ids=[case[0] for case in CASES])
def test_it_is_told_of_whom_it_is_about(
    lexicon: Lexicon, name: str, text: str, told: dict[str, set[str]]
) -> None:
    assert read(lexicon, name, text) == told
