"""Records of two lines or rows, of which only the first says whose they are, each in words of our own."""

from __future__ import annotations

import pytest

from firstbell.impact.people.lexicon import Lexicon
from tests.impact.detection.documents.test_ways_of_telling import read

# (name, text, person to kinds)
LINES: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    ("a.txt", "OLSON, ADA    200001   gr 8\n   suspended 2 days, fighting\nROE, BEN      200002   gr 7\n"
     "   seizures, diazepam in bag\nVANG, CAM     200003   gr 8\n   IEP, speech 60 min\n",
     {"ada": {"discipline"}, "ben": {"health"}, "cam": {"special_education"}}),
    ("b.txt", "Olson, Ada\nasthma, inhaler\nRoe, Ben\nOSS 3 days\nVang, Cam\nhomeless, shelter\n",
     {"ada": {"health"}, "ben": {"discipline"}, "cam": {"safeguarding"}}),
    ("c.txt", "Claim 771  Tia Long   E901\n  DX: F32.1 major depression   paid 140.00\n"
     "Claim 772  Uma Stone  E902\n  room change   paid 0.00\n"
     "Claim 773  Vic Hale   E903\n  DX: E11.9 type 2 diabetes   paid 77.00\n",
     {"tia": {"health"}, "vic": {"health"}}),
    # what stands below all of them, or below a line with two, is said of all
    ("d.txt", "Ada Olson\nBen Roe\nCam Vang\nall three suspended for fighting\n",
     {"ada": {"discipline"}, "ben": {"discipline"}, "cam": {"discipline"}}),
    ("e.txt", "Ada Olson, Ben Roe\nsuspended for fighting\nCam Vang\nwarned\n",
     {"ada": {"discipline"}, "ben": {"discipline"}, "cam": {"discipline"}}),
)  # fmt: skip
ROWS: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    ("c.csv", "Student,ID,Note\nAda Olson,200001,asthma\n,,carries inhaler\nBen Roe,200002,suspended 2 days\n"
     ",,detention\nCam Vang,200003,IEP\n,,speech\n",
     {"ada": {"health"}, "ben": {"discipline"}, "cam": {"special_education"}}),
    ("d.csv", 'ID,Name,Grade\n200001,"Olson, Ada",8\n,Asthma - inhaler in office,\n200002,"Roe, Ben",7\n'
     ',Suspended 2 days for fighting,\n200003,"Vang, Cam",8\n,IEP speech 60,\n',
     {"ada": {"health"}, "ben": {"discipline"}, "cam": {"special_education"}}),
    ("h.csv", "Ada Olson,200001,8,2012-03-09\n,Asthma,Albuterol,noon\nBen Roe,200002,7,2013-11-30\n"
     ",Diabetes,Insulin,11:30\nCam Vang,200003,8,2011-07-04\n,none,,\n",
     {"ada": {"dob", "health"}, "ben": {"dob", "health"}, "cam": {"dob"}}),
    # sums below a list, and rows of groups, are no records that go on
    ("s.csv", "Student,Team,Points\nAda Olson,Red,4\n,,4\nBen Roe,Blue,7\n,,7\n,Total,11\n", {}),
    ("t.csv", "Bus,Student,Home room\n4,Ada Olson,12\n,two stops,\n7,Ben Roe,14\n,one stop,\n", {}),
)  # fmt: skip
ALL = (*LINES, *ROWS)


@pytest.mark.parametrize(("name", "text", "told"), ALL, ids=range(len(ALL)))
def test_a_line_that_names_nobody_goes_on_about_the_one_before_it(
    name: str, text: str, told: dict[str, set[str]], lexicon: Lexicon
) -> None:
    assert read(lexicon, name, text) == told
