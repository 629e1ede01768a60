"""What records of kitchens, payrolls, portals and groups of one more hand taught, each in words of our own,
with neighbors that look alike and are about nobody.
"""

from __future__ import annotations

import pytest

from firstbell.impact.people.lexicon import Lexicon
from firstbell.impact.people.person import GUARDIAN, Person
from tests.impact.detection.documents.test_ways_of_telling import PEOPLE, read

KINDS = dict[str, set[str]]
# (name, text, person to kinds)
TOLD: tuple[tuple[str, str, KINDS], ...] = (
    # a code of what sort each record is, before names: no form
    ("match.txt", "TYP     LAST          FIRST         DOB       SSN9\n"
     "NM      OLSON         ADA           20120309  573967407\n"
     "NM      ROE           BEN           20131130  573967408\n"
     "NM      VANG          CAM           20110704  573967409\n"
     "NM      OLSON         ADA           20120309  573967407\n",
     {who: {"dob", "ssn"} for who in ("ada", "ben", "cam")}),
    ("Kitchen/state.csv", "REC,LAST,FIRST,PGM\nNAME,OLSON,ADA,SNAP\nNAME,ROE,BEN,MFIP\nNAME,VANG,CAM,SNAP\n",
     {who: {"economic"} for who in ("ada", "ben", "cam")}),
    ("order.csv", "REC,ITEM,SIZE,QTY\nNAME,plaque,8x10,4\nNAME,ribbon,2x8,9\nNAME,pin,1x1,30\n", {}),
    # a letter that says of what sort a line is stands before the number
    ("Payroll/remit.txt", "H12ACME PLAN   20261030\nD573967407  LONG, TIA          120.00    ROTH\n"
     "D573967408  STONE, UMA         210.00    ROTH\nD573967409  HALE, VIC          310.00    ROTH\n"
     "D573967410  QUILL, ZED         310.00    ROTH\nT000004\n",
     {"tia": {"financial", "ssn"}, "uma": {"financial", "ssn"}, "vic": {"financial", "ssn"},
      "ZED QUILL": {"financial", "ssn"}}),
    ("Stock/parts.txt", "H12ACME PARTS  20261030\nD573967407  LONG, BENT         120.00    EACH\n"
     "D573967408  STONE, FLAT        210.00    EACH\nD573967409  TILE, GRAY         310.00    EACH\n"
     "D573967410  RAIL, WOOD         310.00    EACH\nT000004\n", {}),
    # the numbers of orders look like those of people, and one begins like a plan of special education
    ("Finance/AP/orders.csv", "Invoice,Vendor,Buyer,PO,Amount\n618348526,Acme,Tia Long,840-81-5473,214.10\n"
     "767854907,Acme,Uma Stone,504-27-9745,214.10\n589699394,Acme,Ada Olson,153-94-5343,214.10\n"
     "737423961,Acme,Ben Roe,954-45-6381,214.10\n", {}),
    # accounts of all, of which somebody is to speak, are nobody's
    ("minutes.txt",
     "Ada Olson, 2026-10-02: A parent would like to discuss lunch account balances before Friday.\n", {}),
    ("lunch.txt", "Ada Olson: lunch account is negative, balance -14.20, letter sent home.\n",
     {"ada": {"economic"}}),
    # a day of birth in the cell of a name
    ("Nurse/merge.csv", "Line1,Needs\nADA OLSON (3/9/12),Tdap\nBEN ROE (11/30/13),MMR\n",
     {"ada": {"dob", "health"}, "ben": {"dob", "health"}}),
    ("Nurse/shots.csv", 'student,needs\n"Olson, Ada b. 3/9/2012",Tdap\n"Roe, Ben b. 11/30/2013",MMR\n',
     {"ada": {"dob", "health"}, "ben": {"dob", "health"}}),
    ("shifts.csv", "who,where\nTia Long (Mon/Wed),gym\nUma Stone (Tue/Thu),library\n", {}),
    # whom a nurse sends home for shots has broken no rule
    ("Health Office/exclusion list.csv", "student,missing\nAda Olson,MMR\nBen Roe,Tdap\n",
     {"ada": {"health"}, "ben": {"health"}}),
    # a letter gives its reader, and no child, what to sign in with
    ("portal.txt", "Dear Gil Roe,\n\nGrades of Ben Roe are online.\nSign in as gil.roe@home.example\n"
     "Activation key: Q4417-ZK82\n\nDear Zed Quill,\n\nGrades of Ada Olson are online.\n"
     "Sign in as zed.quill@post.example\nActivation key: Q4418-ZK83\n",
     {"gil": {"credentials"}, "Zed Quill": {"credentials"}}),
    ("welcome.txt", "Dear Tia Long,\n\nBen Roe set it up.\nYour password: Maple!4417\n",
     {"tia": {"credentials"}}),
    ("home.txt", "Dear Gil Roe,\n\nBen Roe can sign in from home now. Bring the laptop daily.\n", {}),
    # a head says what is known of all who stand below it
    ("Counseling/groups.csv", 'Divorce group,Grief group\nAda Olson,Cam Vang\nBen Roe,\n',
     {"ada": {"counselling"}, "ben": {"counselling"}, "cam": {"counselling"}}),
    ("lists.csv", "Asthma,Seizures\nAda Olson,Cam Vang\nBen Roe,\n",
     {"ada": {"health"}, "ben": {"health"}, "cam": {"health"}}),
    ("seats.csv", "Bus 3,Bus 5\nAda Olson,Cam Vang\nBen Roe,\n", {}),
    # "fst" is first beside "lst"
    ("mv.csv", "lst,fst,nighttime residence\nOlson,Ada,motel\nRoe,Ben,camper without heat\n"
     "Vang,Cam,couch of a friend\n",
     {who: {"safeguarding"} for who in ("ada", "ben", "cam")}),
    # a passport by the name of its book
    ("trip.csv", "traveler,book no.,valid to\nAda Olson,568299955,9/29\nBen Roe,550834397,3/31\n",
     {"ada": {"government_id"}, "ben": {"government_id"}}),
    # cards and accounts in one column are the payer's
    ("refunds.csv", "payer,card or acct\nZed Quill,4532 0151 1283 0366\nGil Roe,ck acct 300551877\n",
     {"Zed Quill": {"financial"}, "gil": {"financial"}}),
    # what a therapist's discipline is
    ("AP/otpt.csv", "stu_no,discipline,units\n200001,OT direct 30m,2\n200002,SLP indirect 15m,2\n"
     "200003,OT direct 60m,1\n", {who: {"special_education"} for who in ("ada", "ben", "cam")}),
    # why somebody is on leave, below a plain header
    ("HR/Leaves/out.csv", 'Emp,Type,thru\n"Long, Tia","own - hernia mesh, 6 wk",1/4\n'
     '"Stone, Uma",sabbatical,1/8\n"Hale, Vic","own - lupus flare",1/9\n',
     {"tia": {"health"}, "vic": {"health"}}),
    # "worksheet" is no lesson in a payroll
    ("Payroll/w2c worksheet.txt", "LONG, TIA 219-09-3344\n box 1 76201.11 -> 67469.40\n",
     {"tia": {"ssn", "financial"}}),
    # a state before the number of a licence is nobody
    ("HR/I-9/index.csv", 'employee,list\n"Long, Tia",US passport 541908321\n'
     '"Stone, Uma",DL MN T447199203312 + SS card 219-09-3344\n',
     {"tia": {"government_id"}, "uma": {"government_id", "ssn"}}),
    # a code that every thing of a make has is nobody's, and a bad example is none
    ("standards/pins.txt", "Copier\nAsked by: Tia Long\nFactory PIN 4411 works until changed.\n", {}),
    ("desk.txt", "Copier\nUser: Tia Long\nPIN 4411\n", {"tia": {"credentials"}}),
    # what is ordered is not what ails whoever wants it, and its number is the seller's
    ("clinic/order.csv", "qty,what,for,cat no\n4,asthma spacers,Tia Long,771-20-4410\n"
     "2,insulin pens,Uma Stone,118-33-9021\n", {}),
    ("clinic/given.csv", "what,for,ssn\nasthma spacer,Tia Long,771-20-4410\ninsulin,Uma Stone,118-33-9021\n",
     {"tia": {"health", "ssn"}, "uma": {"health", "ssn"}}),
    # how many have it is said of nobody who signs
    ("proposal.txt", "Statement of need\nTwo out of five students live with depression, 9 in hospital.\n"
     "Contact: Uma Stone.\n", {}),
    ("care.txt", "Ada Olson\nOne in five students has it, but her depression is bad; she was in hospital.\n",
     {"ada": {"counselling", "health"}}),
    # whom vendors' two lines of a name call
    ("vend.csv", "no|NAME1|NAME2|TIN|paid\n1|Zed Quill|tuner|437642502|93.00\n2|Uma Stone||442232620|83.00\n"
     "3|Acme Fuel Co||41-1882207|18.40\n", {"Zed Quill": {"ssn"}, "uma": {"ssn"}}),
    ("stock.csv", "no|NAME1|NAME2|CODE|paid\n1|Zed Quill|tuner|437642502|93.00\n"
     "2|Uma Stone||442232620|83.00\n", {}),
    # dots between the fields of a record
    ("set up.txt", "Zed Quill ....... soc 219 09 3344 ....... dob 06/26/1995 ....... step 1\n"
     "Gil Roe ....... soc 219 09 3345 ....... dob 08/07/1960 ....... step 2\n",
     {"Zed Quill": {"dob", "ssn"}, "gil": {"dob", "ssn"}}),
    ("contents.txt", "Tia Long ....... page 4 ....... room 12\n"
     "Uma Stone ....... page 219 ....... room 14\n", {}),
    # the head of a column names a rate
    ("Payroll/plan.txt", "   SSN        MEMBER                 SALARY      EE 8.0%      SERVICE\n"
     "   457427329  LONG, TIA                3566.51      285.32        .61\n"
     "   467873888  STONE, UMA               2425.62      194.05        .62\n"
     "   495891671  HALE, VIC                3349.90      267.99        .63\n",
     {who: {"financial", "ssn"} for who in ("tia", "uma", "vic")}),
    ("Stock/rates.txt", "   PART       ITEM                   PRICE       TAX 8.0%     WEIGHT\n"
     "   457427329  BOARD, LONG              3566.51      285.32        .61\n"
     "   467873888  TILE, STONE              2425.62      194.05        .62\n"
     "   495891671  RAIL, HALE               3349.90      267.99        .63\n", {}),
    # a header of names and days of birth
    ("gate.csv", "name / DOB,until\nZed Quill 03/06/1991,6/1/27\nGil Roe 04/14/1975,6/2/27\n",
     {"Zed Quill": {"dob"}, "gil": {"dob"}}),
    ("visits.csv", "name / day,until\nZed Quill 03/06/1991,6/1/27\nGil Roe 04/14/1975,6/2/27\n", {}),
    # who coughs is kept home, and who is late is excluded
    ("Health/spots.csv", "case,name,cough onset,test,excluded thru\n1,Ada Olson,10/9,POS pertussis,10/16\n"
     "2,Ben Roe,10/10,POS pertussis,10/17\n", {"ada": {"health"}, "ben": {"health"}}),
    ("Deans/spots.csv", "case,name,excluded thru\n1,Ada Olson,10/16\n2,Ben Roe,10/17\n",
     {"ada": {"discipline"}, "ben": {"discipline"}}),
    ("rooms.csv", "case,name,included thru\n1,Ada Olson,10/16\n2,Ben Roe,10/17\n", {}),
    # what is answered with none behind two labels
    ("card.txt", "Pupil: Ada Olson\nAlert: Custody papers: none\nDoctor/conditions: celiac\n",
     {"ada": {"health"}}),
)  # fmt: skip


@pytest.mark.parametrize(("name", "text", "told"), TOLD, ids=[name for name, _, _ in TOLD])
def test_what_is_told_is_told_of_them_and_of_nobody_else(
    lexicon: Lexicon, name: str, text: str, told: KINDS
) -> None:
    assert read(lexicon, name, text) == told


def test_rows_that_are_counted_are_no_numbers_of_the_roster() -> None:
    """A carrier counts its certificates in five digits, and so does the roster its parents."""
    parents = [
        Person(f"G-{at:05d}", f"G-{at:05d}", GUARDIAN, given, family, ids=[f"G-{at:05d}"])
        for at, (given, family) in enumerate((("Rae", "Finch"), ("Sol", "Marsh"), ("Peg", "Dune")), 1)
    ]
    lexicon = Lexicon([*PEOPLE, *parents])
    people = "Long, Tia,04/14/1975", "Stone, Uma,03/06/1981", "Hale, Vic,11/23/1969"
    counted = "".join(f'{at:05d},"{one[:-11]}",{one[-10:]},\n' for at, one in enumerate(people, 1))
    told = read(lexicon, "HR/census.csv", "cert,insured,born,remarks\n" + counted)
    assert told == {"tia": {"dob"}, "uma": {"dob"}, "vic": {"dob"}}
    # numbers that do not count are those of parents
    bare = "".join(f"{at:05d},asthma inhaler daily\n" for at in (2, 1, 3))
    told = read(lexicon, "Health/calls.csv", "ref,remarks\n" + bare)
    assert told == {f"G-{at:05d}": {"health"} for at in (1, 2, 3)}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Health/stock.csv", "Lot,Vaccine,Exp,Doses\n200001,Influenza quadrivalent,2027-06-30,40\n"
         "200002,Hepatitis B,2027-01-31,10\n200003,Tdap,2027-02-28,15\n"),
        ("Facilities/orders.csv", "WO #,Building,Room,Description\n"
         "200001,North,Nurse,clean up after asthma attack\n"
         "200002,North,12,changing table for special ed\n200003,South,9,paint over bruise on the wall\n"),
    ],
)  # fmt: skip
def test_numbers_of_things_are_nobodys(lexicon: Lexicon, name: str, text: str) -> None:
    assert read(lexicon, name, text) == {}


def test_a_number_of_a_visit_stands_back_behind_that_of_the_pupil(lexicon: Lexicon) -> None:
    rows = "200003,200001,10/2/2026,migraine\n200001,200002,10/2/2026,asthma\n"
    text = "Visit #,Student ID,Date,Complaint\n" + rows
    assert read(lexicon, "Health/visits.csv", text) == {"ada": {"health"}, "ben": {"health"}}
