"""Tables, records and databases that tell what they hold by what stands beside it: other headers, the other
lines, the tables that refer to each other. Each ability beside its near neighbors that tell nothing.
"""

from __future__ import annotations

import pytest

from firstbell.impact.people.lexicon import Lexicon
from tests.impact.detection.documents.test_ways_of_telling import read

KINDS = dict[str, set[str]]
FILES: tuple[tuple[str, str, KINDS], ...] = (
    # balances below the days for which they are owed
    (
        "Food Service/aging_oct.csv",
        "Student,Current,30 Days,60 Days,90 Days\nAda Olson,12.40,0.00,8.10,0.00\n"
        "Ben Roe,0.00,22.75,0.00,41.00\nCam Vang,0.00,0.00,0.00,3.20\n",
        {"ada": {"economic"}, "ben": {"economic"}, "cam": {"economic"}},
    ),
    (
        "Business Office/AR aging.txt",
        "ACCOUNTS RECEIVABLE AGING  as of 10/31/2026\n"
        "Family account          0-30      31-60     61-90    Over 90     Total\n"
        "Roe, Gil              125.00      0.00     60.00       0.00    185.00\n"
        "Roe, Ben                0.00     45.50      0.00      12.00     57.50\n"
        "Vang, Cam               0.00      0.00      0.00      33.25     33.25\n"
        "Olson, Ada              5.00      0.00     21.10       0.00     26.10\n",
        {"gil": {"economic"}, "ben": {"economic"}, "cam": {"economic"}, "ada": {"economic"}},
    ),
    (
        "Activities/fees past due.csv",
        "Name,Grade,1-30,31-60,61-90,90+\nOlson Ada,7,,,35.00,\nRoe Ben,6,20.00,,,15.00\n",
        {"ada": {"economic"}, "ben": {"economic"}},
    ),
    ("Library/overdue days.csv", "Student,Title,Days overdue\nAda Olson,Holes,30\nBen Roe,Hatchet,60\n", {}),
    (
        "PE/attendance buckets.csv",
        "Student,Current,30 Days,60 Days,90 Days\nAda Olson,2,1,4,6\nBen Roe,1,0,3,5\n",
        {},
    ),
    (
        "IT/vendor aging.csv",
        "Vendor,Current,30 Days,60 Days,90 Days\nAcme Paper Co,120.00,0.00,80.00,0.00\n"
        "Midwest Glass,0.00,22.75,0.00,0.00\n",
        {},
    ),
    # pay beside social security numbers
    (
        "Payroll/tips.csv",
        "Name,SSN,Hrs,Rate,Tips\nTia Long,219-09-3344,31.5,14.25,40.00\n"
        "Uma Stone,376-18-4455,20,15.00,22.10\n",
        {"tia": {"financial", "ssn"}, "uma": {"financial", "ssn"}},
    ),
    (
        "Catering/tips/nov gala.csv",
        "Server,SS#,Hours,Amount\nTia Long,219-09-3344,6,84.00\nUma Stone,376-18-4455,5.5,71.25\n",
        {"tia": {"financial", "ssn"}, "uma": {"financial", "ssn"}},
    ),
    (
        "Payroll/subs.txt",
        "Sub list\nTia Long  219-09-3344  $18.50/hr\nVic Hale  531-22-0917  $21.00/hr\n",
        {"tia": {"financial", "ssn"}, "vic": {"financial", "ssn"}},
    ),
    (
        "Catering/tips for better photos.csv",
        "Staff,Tip\nTia Long,Use the morning light\nUma Stone,Stand close\n",
        {},
    ),
    (
        "HR/onboard.csv",
        "Name,SSN,Hours of training\nTia Long,219-09-3344,6\nUma Stone,376-18-4455,4\n",
        {"tia": {"ssn"}, "uma": {"ssn"}},
    ),
    # the last digits of a social security number
    (
        "HR/verify.csv",
        "Name,SSN4\nTia Long,3344\nUma Stone,4455\nVic Hale,0917\n",
        {"tia": {"ssn"}, "uma": {"ssn"}, "vic": {"ssn"}},
    ),
    (
        "HR/call.txt",
        "Tia Long, last 4 of SSN 3344\n\nUma Stone, last four of social: 4455\n",
        {"tia": {"ssn"}, "uma": {"ssn"}},
    ),
    (
        "Finance/pcard.csv",
        "Cardholder,Card last 4,Limit\nTia Long,3344,500\nUma Stone,4455,500\n",
        {"tia": {"financial"}, "uma": {"financial"}},
    ),
    ("IT/phones.csv", "Name,Last 4 of ext\nTia Long,3344\nUma Stone,4455\n", {}),
    # the line at the foot of a check
    (
        "Finance/checks.txt",
        "PAY TO THE ORDER OF Tia Long   $412.00\n⑆071000013⑆ 000456801⑈ 1044\n",
        {"tia": {"financial"}},
    ),
    (
        "Finance/void check.txt",
        "Uma Stone\n12 Elm St\nVOID\nA071000013A 000456822C 0101\n",
        {"uma": {"financial"}},
    ),
    ("Finance/check2.txt", "Check from Vic Hale\n|:071000013|: 000456822||' 0101\n", {"vic": {"financial"}}),
    (
        "Finance/check3.txt",
        'Gil Roe  check for lunch account\n:071000013: 000 456 822" 1207\n',
        {"gil": {"financial"}},
    ),
    ("Finance/parts.txt", "Tia Long ordered\nA071000019A 000456822C 0101\n", {}),
    ("Finance/phone.txt", "Tia Long\n:07:10: reading group 45 1207\n", {}),
    # two letters that stand for several things
    (
        "Sped/caseload.csv",
        "Student,CM,Elig\nAda Olson,Long,SLD\nBen Roe,Stone,OHI\n",
        {"ada": {"special_education"}, "ben": {"special_education"}},
    ),
    (
        "HR/perf.csv",
        "Name,PIP,Since\nTia Long,Y,9/1/26\nUma Stone,N,\nVic Hale,Y,10/2/26\n",
        {"tia": {"discipline"}, "vic": {"discipline"}},
    ),
    (
        "Court/po list.csv",
        "Student,PO,PO phone\nAda Olson,Officer Diaz,555-0110\nBen Roe,Officer Lund,555-0111\n",
        {"ada": {"discipline"}, "ben": {"discipline"}},
    ),
    ("Finance/po.csv", "Requester,PO,Vendor\nTia Long,26-1044,Acme\nUma Stone,26-1045,Acme\n", {}),
    ("Bands/size.csv", "Student,CM,Hat\nAda Olson,152,7\nBen Roe,148,6\n", {}),
    # siblings, rows that take turns, and tables that refer to each other
    (
        "x/a.xml",
        "<list><student>Ada Olson</student><allergy>Peanut anaphylaxis</allergy><student>Ben "
        "Roe</student><allergy>none</allergy><student>Cam Vang</student><allergy>Latex allerg"
        "y</allergy></list>",
        {"ada": {"health"}, "cam": {"health"}},
    ),
    (
        "x/b.xml",
        '<r><row type="H"><id>200001</id><nm>Olson, Ada</nm></row><row type="D"><code>SUSP</c'
        'ode><txt>Suspended 3 days for fighting</txt></row><row type="H"><id>200002</id><nm>R'
        'oe, Ben</nm></row><row type="D"><code>DET</code><txt>Detention for vaping</txt></row></r>',
        {"ada": {"discipline"}, "ben": {"discipline"}},
    ),
    (
        "x/c.xml",
        '<export><people><p key="1" num="200001"/><p key="2" num="200002"/></people><meals><m'
        ' p="1" mealStatus="Free"/><m p="2" mealStatus="Paid"/></meals></export>',
        {"ada": {"economic"}},
    ),
    (
        "x/d.xml",
        "<menu><day>Monday</day><item>Peanut butter</item><day>Tuesday</day><item>Pizza</item></menu>",
        {},
    ),
    (
        "x/e.xml",
        "<r><teacher>Tia Long</teacher><room>101</room><teacher>Uma Stone</teacher><room>102</room></r>",
        {},
    ),
    # lists that refer to each other
    (
        "x/a.json",
        '{"students":[{"id":11,"number":"200001","name":"Ada Olson"},{"id":12,"number":"20000'
        '2","name":"Ben Roe"}],"visits":[{"student_id":11,"complaint":"asthma attack"},{"stud'
        'ent_id":12,"complaint":"nosebleed, fainted"}]}',
        {"ada": {"health"}, "ben": {"health"}},
    ),
    (
        "x/b.json",
        '{"members":{"m1":{"email":"tlong@d.example"},"m2":{"email":"ustone@d.example"}},"pay'
        'ments":[{"member":"m1","iban":"","account":"000456801","routing":"071000013"},{"memb'
        'er":"m2","account":"000456822","routing":"071000013"}]}',
        {"tia": {"financial"}, "uma": {"financial"}},
    ),
    (
        "x/c.json",
        '{"users":[{"uid":7,"displayName":"Ada Olson"},{"uid":8,"displayName":"Cam Vang"}],"i'
        'ncidents":[{"uid":7,"action":"Suspended 2 days"},{"uid":8,"action":"Expelled"}]}',
        {"ada": {"discipline"}, "cam": {"discipline"}},
    ),
    (
        "x/d.json",
        '{"users":[{"uid":7,"displayName":"Tia Long"},{"uid":8,"displayName":"Uma Stone"}],"r'
        'ooms":[{"uid":7,"action":"New lights"},{"uid":8,"action":"Painted"}]}',
        {},
    ),
    # fields that run together, and names that are cut off
    (
        "Export/stud.dat",
        "200001OLSON     ADA       20120309F07219093344\n"
        "200002ROE       BEN       20131130M06376184455\n"
        "200003VANG      CAM       20110704M08531220917\n"
        "200914LINDQUIST SOLVEIG   20120119F07212448071\n"
        "200915ABDI      FAISAL    20110928M08318556240\n"
        "200916XIONG     MAI       20130402F06447209913\n",
        {
            "ada": {"dob", "ssn"},
            "ben": {"dob", "ssn"},
            "cam": {"dob", "ssn"},
            "SOLVEIG LINDQUIST": {"dob", "ssn"},
            "FAISAL ABDI": {"dob", "ssn"},
            "MAI XIONG": {"dob", "ssn"},
        },
    ),
    (
        "Export/payout.txt",
        "E901LONG      TIA     0001850.25071000013000456789\n"
        "E902STONE     UMA     0002120.00071000013000456801\n"
        "E903HALE      VIC     0001999.99071000013000456822\n"
        "E904QUIST     MARLA   0002410.75291070001000998811\n"
        "E905PRINE     DEVON   0001310.00071000013000112934\n",
        {"tia": {"financial"}, "uma": {"financial"}, "vic": {"financial"}},
    ),
    (
        "Export/run.txt",
        "LONG TIA       219093344197001021850.25\nSTONE UMA      376184455196504282120.00\n"
        "HALE VIC       531220917198011301999.99\nQUIST MARLA    212448071197709192410.75\n"
        "PRINE DEVON    318556240198812031310.00\n",
        {
            "tia": {"dob", "financial", "ssn"},
            "uma": {"dob", "financial", "ssn"},
            "vic": {"dob", "financial", "ssn"},
            "MARLA QUIST": {"dob", "financial", "ssn"},
            "DEVON PRINE": {"dob", "financial", "ssn"},
        },
    ),
    (
        "Export/cutnames.dat",
        "07OLSON      AD20120309FA1\n06ROE        BE20131130MB2\n08VANG       CA20110704MA1\n"
        "07LINDQUIST  SO20120119FB2\n08ABDI       FA20110928MA2\n",
        {"ada": {"dob"}, "ben": {"dob"}, "cam": {"dob"}, "SO LINDQUIST": {"dob"}, "FA ABDI": {"dob"}},
    ),
    (
        "Export/mast.lst",
        "219093344LONG    TIA    E90107/01/2019A\n376184455STONE   UMA    E90208/15/2011A\n"
        "531220917HALE    VIC    E90301/04/2021T\n212448071QUIST   MARLA  E90409/09/2015A\n"
        "318556240PRINE   DEVON  E90502/02/2002A\n",
        {"tia": {"ssn"}, "uma": {"ssn"}, "vic": {"ssn"}, "MARLA QUIST": {"ssn"}, "DEVON PRINE": {"ssn"}},
    ),
    (
        "Parts/parts.dat",
        "300001FILTER    AIR       20120309B07219093344\n"
        "300002BELT      FAN       20131130B06376184455\n"
        "300003HOSE      CLAMP     20110704B08531220917\n"
        "200004GASKET    PUMP      20120119B07212448071\n"
        "200005VALVE     INLET     20110928C08318556240\n",
        {},
    ),
    (
        "Export/sched.dat",
        "200001OLSON     ADA       20260901MATH07\n200002ROE       BEN       20260901READ06\n"
        "200003VANG      CAM       20260902MATH08\n200914LINDQUIST SOLVEIG   20260902MATH07\n"
        "200915ABDI      FAISAL    20260903READ08\n",
        {},
    ),
    (
        "Export/tickets.dat",
        "E901LONG      TIA     20260901170004417723\nE902STONE     UMA     20260901220004417724\n"
        "E903HALE      VIC     20260901310004417725\nE904QUIST     MARLA   20260901400004417726\n"
        "E905PRINE     DEVON   20260901520004417727\n",
        {},
    ),
    (
        "Export/cut2.dat",
        "LINDQUISTSOLVE20120119\nVANG CAM      20110704\nOLSON ADA     20120309\n"
        "ROE BEN       20131130\nABDI FAISAL   20110928\n",
        {"cam": {"dob"}, "ada": {"dob"}, "ben": {"dob"}},
    ),
    # given names that share a family name, plans of seats
    (
        "Office/ISS seating 10-4.csv",
        'Row,Seat 1,Seat 2\nA,"Olson, Ada\nRoe, Ben","Vang, Cam"\nB,,\n',
        {"ada": {"discipline"}, "ben": {"discipline"}, "cam": {"discipline"}},
    ),
    (
        "Food Service/siblings.csv",
        "Kids,Meal status\nBen & Bea Roe,Free\nCam and Cora Vang,Reduced\nAda Olson,Paid\n",
        {"ben": {"economic"}, "Bea Roe": {"economic"}, "cam": {"economic"}, "Cora Vang": {"economic"}},
    ),
    (
        "Housing/doubled up.csv",
        'Children,Where staying\n"Cory & Cam Vang, Ben Roe",with aunt on 4th\n',
        {"cam": {"safeguarding"}, "ben": {"safeguarding"}},
    ),
    (
        "Nurse/plans.csv",
        'Children,Plan\n"Roe, Ben + Bea",asthma plan\n"Olson, Ada / Vang, Cam",nut allergy\n',
        {"ben": {"health"}, "Bea Roe": {"health"}, "ada": {"health"}, "cam": {"health"}},
    ),
    ("Office/partners.csv", "Firm,Status\nBen & Olson Roe Supply,Free shipping\nAda and Sons,Reduced\n", {}),
    (
        "Nurse/whiteboard.txt",
        "NURSE BOARD  10/4\n           Mon                      Tue\n"
        "AM   Ada Olson - insulin      Ben Roe, Cam Vang - inhalers\n"
        "PM   Ben Roe - neb tx         Ada Olson - insulin\n",
        {"ada": {"health"}, "ben": {"health"}, "cam": {"health"}},
    ),
)


@pytest.mark.parametrize(("path", "text", "expected"), FILES, ids=[case[0] for case in FILES])
def test_what_stands_beside_it_tells_what_a_record_holds(
    lexicon: Lexicon, path: str, text: str, expected: KINDS
) -> None:
    assert read(lexicon, path, text) == expected
