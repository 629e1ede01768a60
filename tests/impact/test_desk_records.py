"""What boards, labels, spools, agreements and lists of two more hands taught, each in words of our own, with
neighbors that look alike and are about nobody.
"""

from __future__ import annotations

import pytest

from firstbell.impact.people.lexicon import Lexicon
from tests.impact.test_ways_of_telling import PEOPLE, read

# (name, text, person to kinds)
TOLD: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    # labels whose lines stand in cells of their own
    ("labels.csv",
     "Ada Olson,,Ben Roe\naolson,,200002\ngravel#2175k,,copper$4703x\n,,\nCam Vang,,\n200003,,\n"
     "falcon!7680k,,\n",
     {"ada": {"credentials"}, "ben": {"credentials"}, "cam": {"credentials"}}),
    ("cards.csv",
     "tlong,ustone\npw turtle77,pw rocket54\nvhale,aolson\npw purple18,pw pickle79\n",
     {"tia": {"credentials"}, "uma": {"credentials"}, "vic": {"credentials"}, "ada": {"credentials"}}),
    ("seats.csv",
     "tlong,ustone\nroom B204,room C118\nvhale,aolson\nroom B206,room A101\n",
     {}),
    ("carts.csv",
     "aolson,200002\nCart12,Cart14\n200003,tlong\nCart15,Cart17\n",
     {}),
    # rows headed by what all in them are there for
    ("board.csv",
     'wk 10,Mon,Tue,Wed\nISS room,"Ada Olson\nBen Roe",,\nlunch det.,,Cam Vang,\n',
     {"ada": {"discipline"}, "ben": {"discipline"}, "cam": {"discipline"}}),
    ("plan.csv",
     ",East,West\nSeizures,Ada Olson; Ben Roe,Cam Vang\nBus 4,,Ada Olson\n",
     {"ada": {"health"}, "ben": {"health"}, "cam": {"health"}}),
    ("duty.csv",
     "wk 10,Mon,Tue,Wed\nISS room,Tia Long,Uma Stone,Vic Hale\n"
     "lunch det.,Uma Stone,Vic Hale,Tia Long\n",
     {}),
    ("clubs.csv",
     "wk 10,Mon,Tue\nchess,Ada Olson; Ben Roe,\nband,,Cam Vang\n",
     {}),
    # what a printer is told before each line
    ("pens.rpt",
     "1PENSIONS      DETAIL         UNIT 12\n"
     "0  SSN        MEMBER                         PAY            RATE\n"
     "   457427329  LONG, TIA                      3566.51      285.32\n"
     "   467873888  STONE, UMA                     2425.62      194.05\n"
     "   495891671  HALE, VIC                      3349.90      267.99\n-  3 MEMBERS\n",
     {"tia": {"financial", "ssn"}, "uma": {"financial", "ssn"}, "vic": {"financial", "ssn"}}),
    # rules to sign on
    ("agree.txt",
     "Transport agreement\n\nPupil Ada Olson, born Mar 09, 2012, enrolled at East.\n\n"
     "She was placed in licensed foster care. The team agrees that she stays.\n\n"
     "Signatures: ______ (county)   ______ (district)\n",
     {"ada": {"dob", "safeguarding"}}),
    ("plan.txt",
     "Health plan\n\nBen Roe has epilepsy and takes Keppra at noon.\n\n"
     "Signed ________ nurse   ________ parent\n",
     {"ben": {"health"}}),
    ("blank.txt",
     "Health plan\n\nName ________  Born ________\n\nDiagnosis: ______\nSignature ________\n",
     {}),
    # short forms of words end no sentence
    ("sub.txt",
     "8:00 rug song\nAda Olson goes to Mrs. K for resource reading (IEP)\n"
     "Ben Roe is line leader\n",
     {"ada": {"special_education"}}),
    ("cal.txt",
     "MANIFESTATION DET. Cam Vang\n",
     {"cam": {"discipline", "special_education"}}),
    # lanes with steps beside pay
    ("moves.csv",
     'name,bldg,27-28,lane/step,$ now\n"Long, Tia",E,ULA,MA/9,71163\n'
     '"Stone, Uma",W,stays,BA30/4,65759\n"Hale, Vic",W,0.8,BA/2,56003\n',
     {"tia": {"financial"}, "uma": {"financial"}, "vic": {"financial"}}),
    # codes without headers
    ("Buildings/alarm codes.prn",
     "NORTH STAR  ACCT 44-1180   SLOT / HOLDER / CODE\n011  TIA LONG                 5813\n"
     "012  UMA STONE                1522\n013  VIC HALE                 3898\n"
     "014  ADA OLSON                4708\n015  BEN ROE                  1885\n",
     {"tia": {"credentials"}, "uma": {"credentials"},
      "vic": {"credentials"}, "ada": {"credentials"},
      "ben": {"credentials"}}),
    ("Buildings/rooms.prn",
     "EAST WING    SLOT / HOLDER / ROOM\n011  TIA LONG                 5813\n"
     "012  UMA STONE                1522\n013  VIC HALE                 3898\n"
     "014  ADA OLSON                4708\n015  BEN ROE                  1885\n",
     {}),
    ("list.txt",
     "BACKPACK PALS (for hungry weekends)\n\n 1. Ada Olson   2 bags   rm 8\n"
     " 2. Ben Roe   1 bag   rm 9\n 3. Cam Vang   no pork   rm 4\n",
     {"ada": {"economic"}, "ben": {"economic"}, "cam": {"economic"}}),
    ("hike.txt",
     "BACKPACK CLUB (long weekends)\n\n 1. Ada Olson   2 bags   rm 8\n"
     " 2. Ben Roe   1 bag   rm 9\n 3. Cam Vang   no tent   rm 4\n",
     {}),
    ("ear.txt",
     "Child: Ada Olson\nTympanograms are flat. Pure tones show a moderate loss on the left.\n",
     {"ada": {"health"}}),
    ("tuba.txt",
     "Child: Ada Olson\nPlays low tones on the tuba, has a good ear.\n",
     {}),
    ("round.csv",
     'kid,how did it go\nAda Olson,did not pass hearing\nBen Roe,"passed, shy"\n'
     "Cam Vang,passed\n",
     {"ada": {"health"}}),
    ("ref.txt",
     "Your applicant Tia Long has been with us since 2017. Base $70,719.00, coaching "
     "$2,114. Good prospects.\n",
     {"tia": {"financial"}}),
    ("sev.txt",
     "Uma Stone - last day 6/5\n112 unused sick days x half rate\n"
     "= 403(b) deposit of 21,460.00 in July\n",
     {"uma": {"financial"}}),
    ("game.txt",
     "Uma Stone - last day 6/5\nsecond base 4 hits, 12 unused lockers\n",
     {}),
    ("groups.txt",
     "Managing anger (Thursdays): Ada Olson / Ben Roe / Cam Vang\n",
     {"ada": {"counselling"}, "ben": {"counselling"}, "cam": {"counselling"}}),
    ("teams.txt",
     "Managing props (Thursdays): Ada Olson / Ben Roe / Cam Vang\n",
     {}),
)  # fmt: skip


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon(PEOPLE)


@pytest.mark.parametrize(
    ("name", "text", "told"), TOLD, ids=[f"{at}-{name}" for at, (name, _, _) in enumerate(TOLD)]
)
def test_what_offices_post_print_and_sign_is_told_of_those_it_names(
    lexicon: Lexicon, name: str, text: str, told: dict[str, set[str]]
) -> None:
    assert read(lexicon, name, text) == told
