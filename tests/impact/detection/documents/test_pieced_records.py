"""Records in pieces, keys of codes, and passwords that are made of whose they are: each in words of our own,
with neighbors that look alike and are about nobody.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from firstbell.documents.extraction import Budget, DocumentLimits, DocumentSource, Extraction
from firstbell.documents.registry import read_document
from firstbell.impact.detection.analyst import Analyst
from firstbell.impact.detection.evidence.results import Keeper
from firstbell.impact.people.lexicon import Lexicon
from tests.impact.detection.documents.test_ways_of_telling import read

KINDS = dict[str, set[str]]
PUPILS = ("ada", "ben", "cam")
SSN: KINDS = {who: {"dob", "ssn"} for who in ("tia", "uma", "vic")}
# (name, text, person to kinds)
TOLD: tuple[tuple[str, str, KINDS], ...] = (
    # places and names of fields on one line, parted by single spaces
    ("state/fall.txt", "# FALL COUNT 1-6 ID 7-16 LAST 17-26 FIRST 27-34 BIRTH 35-36 DISAB\n"
     "200001OLSON     ADA       2012030908\n200002ROE       BEN       2013113005\n"
     "200003VANG      CAM       2011070403\n",
     {who: {"dob", "special_education"} for who in PUPILS}),
    ("fall.dat", "200001OLSON     ADA       20120309F\n200002ROE       BEN       20131130R\n"
     "200003VANG      CAM       20110704F\n\n"
     "FORMAT: 1-6 STUDENT ID 7-16 LAST NAME 17-26 FIRST NAME 27-34 BIRTHDATE 35-35 MEAL\n",
     {"ada": {"dob", "economic"}, "ben": {"dob", "economic"}, "cam": {"dob", "economic"}}),
    ("parts.txt", "# STOCK 1-6 ITEM 7-16 NAME 17-26 COLOR 27-34 BUILT 35-36 BIN\n"
     "900001BRACKET   GRAY      2012030908\n900002PLATE     BLACK     2013113005\n"
     "900003HINGE     WHITE     2011070403\n", {}),
    # one thing of somebody a row, its name in one column and what it is in another
    ("HR/conv.csv", "emp,fld,val\nE901,SSN,573-96-7407\nE901,DOB,4/1/1980\nE902,SSN,573-96-7408\n"
     "E902,DOB,5/2/1981\nE903,SSN,573-96-7409\nE903,DOB,6/3/1982\n", SSN),
    ("udf.csv", "last,first,attribute name,attribute value,updated\nOlson,Ada,allergy,peanuts,1/2/26\n"
     "Olson,Ada,bus,7,1/2/26\nRoe,Ben,allergy,none,1/2/26\nRoe,Ben,bus,9,1/2/26\n",
     {"ada": {"health"}}),
    ("answers.csv", "student_id,question,answer\n200001,iep,Y\n200001,lunch status,free\n200002,iep,N\n"
     "200002,lunch status,reduced\n", {"ada": {"special_education", "economic"}, "ben": {"economic"}}),
    ("settings.csv", "host,key,value\nprint1,dpi,600\nprint1,duplex,on\nprint2,dpi,300\n"
     "print2,duplex,off\n", {}),
    # a line heads the file and one ends it
    ("Benefits/remit.psv", "H|0417|20261030\nD|573-96-7407|Long|Tia|TSA|27.00|102.00\n"
     "D|573-96-7408|Stone|Uma|TSA|40.00|90.00\nD|573-96-7409|Hale|Vic|TSA|15.00|88.00\nT|3\n",
     {who: {"ssn", "financial"} for who in ("tia", "uma", "vic")}),
    ("out.txt", "00~20261030~SIS\n10~200001~Olson~Ada~asthma\n10~200002~Roe~Ben~seizures\n"
     "10~200003~Vang~Cam~diabetes\n99~3\n", {who: {"health"} for who in PUPILS}),
    ("bells.txt", "H|0417|20261030\nD|08:05|first|bell|on|1|0\nD|09:02|second|bell|on|1|0\n"
     "D|09:58|third|bell|on|1|0\nT|3\n", {}),
    # codes that a line with single spaces explains
    ("Kitchen/cert.txt", "200001~OLSON, ADA~20120309~SN~9\n200002~ROE, BEN~20131130~FC~9\n"
     "200003~VANG, CAM~20110704~TF~9\n\nSN=SNAP TF=TANF FC=FOSTER CARE 9=exact\n",
     {"ada": {"dob", "economic"}, "ben": {"dob", "safeguarding"}, "cam": {"dob", "economic"}}),
    ("plan.csv", "Ada Olson,A\nBen Roe,B\nCam Vang,A\n\nA=asthma plan B=bee sting plan\n",
     {who: {"health"} for who in PUPILS}),
    ("seats.csv", "Ada Olson,L\nBen Roe,R\nCam Vang,L\n\nL=left side R=right side\n", {}),
    # boxes of a form at the head of a table
    ("AP/1099.csv", "VEN;REMIT NAME;TIN;BOX3;BOX7;W9?\nV1;ZED QUILL;573967410;0;5299;Y\n"
     "V2;ADA LARK;573967411;0;4153;Y\nV3;ACME TIRE INC;418672022;0;1204;Y\n",
     {"ZED QUILL": {"ssn", "financial"}, "ADA LARK": {"ssn", "financial"}}),
    ("quiz.csv", "team;q1;q2;q3\nRed;4;5;3\nBlue;2;5;5\nGreen;1;1;2\n", {}),
    # beside a name in its cell
    ("Social Work/calls.csv",
     "kid,gist\nAda Olson / 7,belt marks on thigh\nBen Roe / 12,left alone overnight\n",
     {"ada": {"safeguarding"}, "ben": {"safeguarding"}}),
    ("HR/audit.csv", 'Name / hire,born,doc\n"Long, Tia\n8/12/17",9/19/1988,MN DL S891848205435\n'
     '"Stone, Uma\n8/25/17",4/17/1971,MN DL T976962821715\n',
     {"tia": {"dob", "government_id"}, "uma": {"dob", "government_id"}}),
    ("rooms.csv", "room,gist\nGym / 7,belt on the treadmill\nLab / 12,left open overnight\n", {}),
    # a password that is made of whose it is
    ("carts.csv", "5CD1,aolson@d.example,ao030912,cart 3\n"
     "5CD2,200002,br113013,cart 3\n5CD3,200003,cv070411,cart 3\n",
     {who: {"credentials"} for who in PUPILS}),
    ("start.csv", "200001,ada200001\n200002,ben200002\n200003,cam200003\n",
     {who: {"credentials"} for who in PUPILS}),
    ("first day.csv", "no,x\n200001,Olson2012\n200002,Roe2013\n200003,Vang2011\n",
     {who: {"credentials"} for who in PUPILS}),
    ("assets.csv", "200001,hp4417\n200002,hp4418\n200003,hp4419\n", {}),
    # who holds, writes or sees in a row is not whom it is about
    ("SpEd/holds.csv", "date,pupil #,who held,min,IEP\n1/25,200001,Vic/Uma,6,Y\n1/13,200002,Tia/Vic,6,Y\n"
     "1/14,200003,Uma/Tia,8,Y\n", {who: {"special_education"} for who in PUPILS}),
    # sentences that begin with a name
    ("tips.jsonl", '{"ts": "1", "txt": "Ada Olson is getting beat up at home i saw it myself"}\n'
     '{"ts": "2", "txt": "Ben Roe sells carts out of the locker by the gym"}\n'
     '{"ts": "3", "txt": "Cam Vang is on probation and has an ankle monitor"}\n',
     {"ada": {"safeguarding"}, "ben": {"discipline"}, "cam": {"discipline"}}),
    # an element's attributes tell of the text that stands in it
    ("alerts.xml", '<alerts><alert sid="200001" by="x">no contact order, OFP to 2028</alert>'
     '<alert sid="200002" by="y">supervised visits only per decree</alert></alerts>',
     {"ada": {"safeguarding"}, "ben": {"safeguarding"}}),
    ("notes.xml", '<log><note pupil="200001" on="1/2">asthma, inhaler with her</note>'
     '<note pupil="200002" on="1/3">seizure at lunch</note></log>', {"ada": {"health"}, "ben": {"health"}}),
    ("map.xml", '<svg><text x="200001" y="20">Gym</text><text x="40" y="20">Nurse</text></svg>', {}),
    # numbers that signs of Markdown set off
    ("team.md", "# Team 11/12\n\n* **200001** - new dx asthma, soft start.\n"
     "* **200002** - refer for SPED eval.\n",
     {"ada": {"health"}, "ben": {"special_education"}}),
    # headers with a range behind them, and of a state's reports
    ("Foundation/round 1.csv", "Senior,AGI (FAFSA),Essay 1-10,Reader remarks\nAda Olson,12408,4,solid\n"
     "Ben Roe,66887,7,ok\nCam Vang,77710,9,funny\n", {who: {"economic"} for who in PUPILS}),
    ("fall report.txt", "SSID     LAST      FIRST    BIRTH     SEPRIM  HOMELS\n"
     "200001   OLSON     ADA      20120309  08      N\n"
     "200002   ROE       BEN      20131130          Y\n200003   VANG      CAM      20110704  05      N\n",
     {"ada": {"dob", "special_education"}, "ben": {"dob", "safeguarding"},
      "cam": {"dob", "special_education"}}),
    ("games.csv", "Court,Net 1-10,Light 1-10\nNorth,4,5\nSouth,7,5\nWest,9,2\n", {}),
    ("served.txt", "NOTICE OF NO TRESPASS\n\nServed on:  Zed Quill\nDOB: 7/7/1992\n\nServed by Ofc. 214\n",
     {"Zed Quill": {"dob", "discipline"}}),
    # what is withheld from pay is not the child's
    ("Payroll/orders.csv", "#,who,payee,left\nE901,T. Long,State Child Support Ctr,2294\n"
     "E902,U. Stone,Dept of Ed - student loan,7806\n", {"tia": {"financial"}, "uma": {"financial"}}),
)  # fmt: skip


@pytest.mark.parametrize(("name", "text", "expected"), TOLD, ids=[name for name, _, _ in TOLD])
def test_pieces_come_to_people(lexicon: Lexicon, name: str, text: str, expected: KINDS) -> None:
    assert read(lexicon, name, text) == expected


def test_things_told_in_rows_of_a_database_meet_their_person(lexicon: Lexicon, tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite"
    with sqlite3.connect(path) as made:
        made.execute("create table worker(pk integer, ln text, fn text)")
        made.executemany("insert into worker values (?, ?, ?)", [(1, "Long", "Tia"), (2, "Stone", "Uma")])
        made.execute("create table extra(worker_pk integer, k text, v text)")
        told = [
            (1, "SSAN", "573-96-7407"),
            (1, "BDT", "1980-04-01"),
            (2, "SSAN", "573-96-7408"),
            (2, "BDT", ""),
        ]
        made.executemany("insert into extra values (?, ?, ?)", told)
    made.close()
    analyst = Analyst(lexicon, Keeper(bytes(32), "2026-11-20"))
    analyst.begin("old.sqlite", "")
    data = path.read_bytes()
    budget = Budget(DocumentLimits(), len(data))
    read_document(DocumentSource("old.sqlite", data), Extraction(analyst, budget, read_document))
    assert {link.keys[0]: {*map(str, link.kinds)} for link in analyst.end().links} == {
        "tia": {"ssn", "dob"},
        "uma": {"ssn"},
    }
