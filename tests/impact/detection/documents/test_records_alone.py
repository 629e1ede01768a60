"""Records that stand alone, names in fields of a form, numbers of strangers beside people of the roster, and
what a header calls by a sort before its word.
"""

from __future__ import annotations

import pytest

from firstbell.impact.people.lexicon import Lexicon
from tests.impact.detection.documents.test_ways_of_telling import PEOPLE, read

_SSN, _ID, _CODE, _BORN = {"ssn"}, {"government_id"}, {"credentials"}, {"dob"}

TOLD: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    # one record of a machine, by short labels
    ("hurt.xml", "<hurt no='7'><one nm='STONE, UMA' ss='376184455' b='19710522'/><at room='4'/></hurt>",
     {"uma": _SSN | _BORN}),
    ("card.txt", "ee\tTia Long\nss\t219093344\nborn\t4/11/1980\nshift\tnights\n", {"tia": _SSN | _BORN}),
    # the boxes of a form on one line, without gaps or colons
    ("form.txt", "Your first name Odile Last name Quist Your social security number 219-09-3344\n",
     {"Odile Quist": _SSN}),
    # a number before which a stranger is named is not that of who is named behind it
    ("oath.txt", "I, Odile Quist, passport no. C01234567, agree to take in my niece Ada Olson.\n",
     {"Odile Quist": _ID}),
    # a sort before the word of a header
    ("print.csv", "who,wing,release PIN\nTia Long,east,55833\nUma Stone,west,56354\nVic Hale,east,31937\n",
     {"tia": _CODE, "uma": _CODE, "vic": _CODE}),
    ("trip.csv", "NOM,PR\u00c9NOM,N\u00b0 PASSEPORT\nOLSON,Ada,690099048\n"
     "ROE,Ben,567942692\nVANG,Cam,567942693\n",
     {"ada": _ID, "ben": _ID, "cam": _ID}),
    # what somebody does stands before the name, in its cell or in the one before
    ("tour.csv", "name,dob,passport\nAda Olson,2012-03-09,690099048\nBen Roe,2013-11-30,567942692\n"
     "guide: Odile Quist,,575819861\n", {"ada": _ID | _BORN, "ben": _ID | _BORN, "Odile Quist": _ID}),
    ("tour.csv", "last,first,dob,passport\nOlson,Ada,2012-03-09,690099048\nRoe,Ben,2013-11-30,567942692\n"
     "guide:,Odile Quist,,575819861\n", {"ada": _ID | _BORN, "ben": _ID | _BORN, "Odile Quist": _ID}),
    # where somebody moves from is not by whom
    ("move.csv", "name,from,to\nAda Olson,\"foster home, Lake Rd\",Hill\nBen Roe,shelter on 3rd,Hill\n",
     {"ada": {"safeguarding"}, "ben": {"safeguarding"}}),
    # who is paid, in a record alone
    ("pay.txt", "Account holder: Odile Quist\nRouting: 091000019\nAccount: 4471882201\n",
     {"Odile Quist": {"financial"}}),
    # two tables abreast, of which the right one begins a row lower, below a title
    ("vans.csv", "coach,team,MN DL,class,,eyes,,\nAda Olson,golf,A123-456-789-012,D,,name,card,remarks\n"
     "Odile Quist,ski,Q425-603-123-603,D,,Tia Long,2 yr,ok\nVic Hale,row,H987-239-207-961,D,,Uma Stone,1 yr,"
     "insulin dependent\n", {"ada": _ID, "Odile Quist": _ID, "vic": _ID, "uma": {"health"}}),
)  # fmt: skip

UNTOLD: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    # a record of a thing, one of two people, and one whose number is that of a thing
    ("pump.txt", "unit: North Pump\nss: 219093344\nb: 19710522\n", {}),
    ("pair.txt", "buyer: Tia Long\nseller: Uma Stone\nserial: 219093344\n", {}),
    # to what office money goes
    ("order.xml", "<order><PastDue arrears='Y'>90.40</PastDue>\n<RemitTo>Family Support Payment Center"
     "</RemitTo></order>", {}),
    # words of a sentence that are labels of a form elsewhere
    ("plan.txt", "Our first year was Ada Olson's last year as captain.\n", {}),
    # whoever stands behind a number with nobody before it has it
    ("back.txt", "Passport no. C01234567, Ada Olson, returned from the trip.\n", {"ada": _ID}),
    # a sort that says that it is no secret
    ("shop.csv", "who,wing,lapel pin\nTia Long,east,12\nUma Stone,west,10\nVic Hale,east,14\n", {}),
    ("door.csv", "who,wing,lost PIN\nTia Long,east,no\nUma Stone,west,no\nVic Hale,east,no\n", {}),
    ("late.csv", "name,from,reason\nAda Olson,Tia Long,late\nBen Roe,Uma Stone,late\n", {}),
    # one table whose right half has no headers of its own
    ("list.csv", "coach,team,MN DL,class,,seat,,\nAda Olson,golf,A123-456-789-012,D,,4,,\n"
     "Vic Hale,row,H987-239-207-961,D,,5,,\n", {"ada": _ID, "vic": _ID}),
)  # fmt: skip


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon(PEOPLE)


@pytest.mark.parametrize(("name", "text", "told"), TOLD)
def test_a_record_that_stands_alone_is_told_of_its_person(
    lexicon: Lexicon, name: str, text: str, told: dict[str, set[str]]
) -> None:
    assert read(lexicon, name, text) == told


@pytest.mark.parametrize(("name", "text", "told"), UNTOLD)
def test_what_only_looks_like_such_a_record_is_not(
    lexicon: Lexicon, name: str, text: str, told: dict[str, set[str]]
) -> None:
    assert read(lexicon, name, text) == told
