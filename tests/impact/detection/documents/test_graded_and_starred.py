"""What stands beside somebody and is not theirs: what a class was graded on, what whom somebody struck came
away with, the street they live in, who sat next to them. And whom tables call otherwise than most: by the
letters of the police, with a star, below headers that go on in the row above.
"""

from __future__ import annotations

import pytest

from firstbell.impact.people.lexicon import Lexicon
from tests.impact.detection.documents.test_ways_of_telling import read

HEALTH, CONDUCT, KEPT_SAFE = {"health"}, {"discipline"}, {"safeguarding"}
PAPERS = {"ssn", "dob", "government_id"}
GRADED: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    ("Health 10.csv", "#,student,Drug unit quiz,HIV essay,Anxiety journal\n"
     "200001,Ada Olson,8,40,12\n200002,Ben Roe,7,44,15\n", {}),
    ("psych.csv", "student,Eating disorders HW,Schizophrenia case study,Bipolar presentation\n"
     "Ada Olson,8,40,12\nBen Roe,7,44,15\n", {}),
    ("civics.csv", "student,Assault worksheet,Custody debate,Immigration paper\n"
     "Ada Olson,8,40,12\nBen Roe,7,44,15\n", {}),
    ("nurse.csv", "student,Vision test,Hearing test\nAda Olson,20/80 refer,pass\nBen Roe,pass,fail L\n",
     {"ada": HEALTH, "ben": HEALTH}),
    ("tb.csv", "student,TB test,lead test\nAda Olson,positive,12 ug/dL\nBen Roe,neg,2\n",
     {"ada": HEALTH, "ben": HEALTH}),
)  # fmt: skip
STRUCK: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    ("m.txt", "Student 200001: vote to expel for one year (bat, assault with injury). Carried.\n",
     {"ada": CONDUCT}),
    ("m.txt", "Expulsion, student 200003: assault causing bodily harm, victim needed stitches.\n",
     {"cam": CONDUCT}),
    ("ev.csv", "person,evt,descr,oss_days\n200001,FIT,\"shoved a peer into the wall, bloody nose\",2\n"
     "200002,HAR,slurs,1\n", {"ada": CONDUCT, "ben": CONDUCT}),
    ("ev.csv", "student,what happened\nAda Olson,\"fell off the monkey bars, broken wrist\"\n"
     "Ben Roe,\"hit her head on the slide, concussion\"\n", {"ada": HEALTH, "ben": HEALTH}),
    ("n.txt", "Ada Olson: IEP meeting only, this is not a disciplinary matter.\n",
     {"ada": {"special_education"}}),
    ("n.txt", "Ada Olson: IEP meeting at 2, discipline meeting at 3, OSS 2 days.\n",
     {"ada": {"special_education", "discipline"}}),
)  # fmt: skip
BESIDE: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    ("stops.txt", "Stop list\nAda Olson  412 Foster Ln\nBen Roe  9 Hospital Drive Apt 4\n", {}),
    ("stops.txt", "Ada Olson is in foster care with the Hales, 412 Oak Ln\n", {"ada": KEPT_SAFE}),
    ("a.txt", "I am Ada Olson's stepfather. She has asthma.\n", {"ada": HEALTH}),
    ("a.txt", "Ada Olson is scared of her stepfather, he hit her.\n", {"ada": KEPT_SAFE}),
    ("a.txt", "Ada Olson rides with Cam Vang. She has epilepsy, so the driver carries Diastat.\n",
     {"ada": HEALTH}),
    ("a.txt", "Ada Olson and Cam Vang came late. Both have strep.\n", {"ada": HEALTH, "cam": HEALTH}),
    ("a.txt", "Ada Olson fought with Cam Vang. He got 3 days OSS.\n", {"ada": CONDUCT, "cam": CONDUCT}),
    ("vm.txt", "This is Tia Long, Ben Roe is out, he has been throwing up, I think it is norovirus.\n",
     {"ben": HEALTH}),
    ("vm.txt", "This is Tia Long, Ben Roe's sub is set, I have norovirus.\n", {"tia": HEALTH}),
    ("x.html", "<p>Eleanor Crane</p><p>Born May 4, 1871, Cedar Falls. She had polio. Pay: $900.</p>", {}),
    ("x.html", "<p>Eleanor Crane</p><p>Born May 4, 1971. Salary: $49,000.</p>",
     {"Eleanor Crane": {"dob", "financial"}}),
)  # fmt: skip
TABLES: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    ("HR/prints.csv", 'SEQ,NAM,DOB,SOC,OLS,OLN,RSP\n1,"KERN,ROLF",19710304,219093344,MN,K400768422671,-\n'
     '2,"BERG,WANDA",19840612,376184455,MN,B533202150102,-\n', {"ROLF KERN": PAPERS, "WANDA BERG": PAPERS}),
    ("guests.csv", "Surname,Given names,Date of birth,Passport no\nKERN,Rolf,2009-04-17,BB1903783\n"
     "BERG,Wanda,2009-09-02,KX9724083\n",
     {"Rolf KERN": {"dob", "government_id"}, "Wanda BERG": {"dob", "government_id"}}),
    ("shots.csv", "student,given,lot\nAda Olson,MMR 3/4,77\nBen Roe,Tdap 3/4,78\n",
     {"ada": HEALTH, "ben": HEALTH}),
    ("tour.csv", "OSLO,,passport,,,other,\npassenger,sex,no.,valid to,DOB,meals,cabin\n"
     "OLSON/ADA,F,533217045,2030,09 MAR 2012,celiac,3\nROE/BEN,M,532091602,2033,30 NOV 2013,,3\n",
     {"ada": {"dob", "government_id", "health"}, "ben": {"dob", "government_id"}}),
    ("keys.csv", ",locker,,\nname,no.,hall,fee\nAda Olson,533217,B,2\nBen Roe,532091,C,2\n", {}),
    ("lots.csv", "* = Elm Coaches,,\nname,lic no,remarks\nTia Long,T811609368310,\n"
     "*Rolf Kern,H550259729761,\n"
     "Wanda Berg *,D633482788115,diabetic on insulin\n",
     {"tia": {"government_id"}, "Rolf Kern": {"government_id"}, "Wanda Berg": {"government_id", "health"}}),
    ("orders.csv", "part,serial\n*Bolt Cutter,H550259729761\nPipe Wrench *,D633482788115\n", {}),
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text", "expected"), [*GRADED, *STRUCK, *BESIDE, *TABLES],
    ids=[f"{number}-{one[0]}" for number, one in enumerate([*GRADED, *STRUCK, *BESIDE, *TABLES])],
)  # fmt: skip
def test_documents_tell_what_a_reader_takes_from_them(
    lexicon: Lexicon, name: str, text: str, expected: dict[str, set[str]]
) -> None:
    assert read(lexicon, name, text) == expected
