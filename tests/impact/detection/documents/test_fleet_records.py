"""Records of fleets, kitchens and insurers, notes on claims, logs that say by a field whose line it is."""

from __future__ import annotations

import pytest

from firstbell.impact.people.lexicon import Lexicon
from tests.impact.detection.documents.test_ways_of_telling import PEOPLE, read

KINDS = dict[str, set[str]]
FILES: tuple[tuple[str, str, KINDS], ...] = (
    # measures of a nurse, by their units
    ("Nurse/Glucose/wk 4.tsv",
     "who\twhen\tbg_mgdl\tcarbs_g\tunits_novolog\n"
     "200001\t9/1\t104\t66\t2\n"
     "200002\t9/2\t135\t37\t5\n"
     "200003\t9/3\t264\t58\t5\n",
     {"ada": {"health"}, "ben": {"health"}, "cam": {"health"}}),
    # the same on what a kitchen cooks
    ("Kitchen/wk 4.csv",
     "item,carbs_g,portion\n"
     "corn dog,31,1\n"
     "taco,22,2\n",
     {}),
    # claims that were cut out of an interchange, a line each
    ("SpEd/claims.txt",
     "CLM*200001*120***03>B>1~NM1*QC*1*OLSON*ADA****MI*76401877~DMG*D8*20120309~HI*ABK>F840~SV1*HC>92507*120*UN*4~\n"
     "CLM*200002*120***03>B>1~NM1*QC*1*ROE*BEN****MI*76401878~DMG*D8*20131130~HI*ABK>F901~SV1*HC>92507*120*UN*4~\n",
     {"ada": {"special_education", "dob", "health"}, "ben": {"special_education", "dob", "health"}}),
    # a field of a log that says whose part it is
    ("bus conduct/rides.log",
     "10-05 15:20 RT9 stu=aolson HIT DRIVER off bus 4 days\n",
     {"ada": {"discipline"}}),
    # a stop of the bus is nobody
    ("bus conduct/rides.log",
     "10-05 15:20 RT9 stu=elmstop STOP ok\n",
     {}),
    # a report of payments with wider gaps; the second number is a firm's
    ("1099/run.txt",
     "B2025      2219093344          00000006000000   QUIST LEO                               REFEREE\n"
     "B2025      1219093345          00000006000000   FINE LINES                              PAINT\n",
     {"QUIST LEO": {"ssn", "financial"}}),
    # a form about whoever drives, by the fields below the name
    ("Transportation/med cards/exam.txt",
     "Driver.......: Tia Long\n"
     "DOB..........: 9/8/1985\n"
     "CDL no.......: L205975977593 MN\n"
     "BP 148/92, insulin\n",
     {"tia": {"government_id", "dob", "health"}}),
    # who drives the bus is not whom it is about
    ("Transportation/field trip.txt",
     "Driver: Tia Long\n"
     "Bus 12 leaves at 9.\n"
     "Ada Olson has an inhaler.\n",
     {"ada": {"health"}}),
    # who claims something, without a colon
    ("Claims/memo.txt",
     "Claimant Oswin Lindqvar, class of 2009, alleges that he was sexually abused by a coach.\n",
     {"Oswin Lindqvar": {"safeguarding"}}),
    # nobody in particular
    ("Claims/memo.txt",
     "The insurer settles claims within a year. A coach sexually abused nobody.\n",
     {}),
    # help for a family, in Spanish
    ("Familias/ropa.txt",
     "alumna: Ada Olson\n"
     "La familia perdió la casa y vive en un motel. Necesita bolsas de comida.\n",
     {"ada": {"economic", "safeguarding"}}),
    # a fair is none
    ("Familias/feria.txt",
     "alumna: Ada Olson\n"
     "La familia vive en la calle Elm. Trae comida a la feria.\n",
     {}),
    # those who trade under their name, and a family name that forms have as a word
    ("AP/w9.csv",
     "vendor,contact,TIN,type\n"
     "Otis Page Piano Lessons,Otis Page,219-09-3344,sole prop\n"
     "Wilma Strand,Wilma Strand,376-18-4455,individual\n"
     "Pioneer Paper,,41-0343440,corp\n",
     {"Otis Page": {"ssn"}, "Wilma Strand": {"ssn"}}),
    # cards below a header that says no more than a number
    ("Cards/list.csv",
     "given to,room,number,exp\n"
     "Tia Long,A,4539 5787 6362 1486,09/28\n"
     "Uma Stone,B,5425 2334 3010 9903,10/28\n"
     "Vic Hale,C,2223 0000 4841 0010,11/28\n",
     {"tia": {"financial"}, "uma": {"financial"}, "vic": {"financial"}}),
    # what a kitchen is told in Spanish is no help with meals
    ("Cafeteria/ALERGIAS.csv",
     "Estudiante,Grado,No puede comer\n"
     "Ada Olson,9,huevo\n"
     "Ben Roe,8,leche\n",
     {"ada": {"health"}, "ben": {"health"}}),
    # whom a note adds to what somebody is insured for
    ("Benefits/oct.txt",
     "CHANGES\n"
     "\n"
     "Tia Long: adding spouse Orla Quist, SSN 219-09-3344, b. 2/17/1984, eff 10/1\n",
     {"Orla Quist": {"ssn", "dob"}}),
    # who loses the bus
    ("Front office/vm.txt",
     "Mom of Ben Roe called. Says Ada Olson has pushed him all week.\n"
     "9/9 talked to both. Ada loses bus 5 days.\n",
     {"ada": {"discipline"}}),
    # a room for everybody is nobody's allergy
    ("mail/treats.txt",
     "Tia, bring bars. No nuts please, our office is nut free.\n",
     {}),
    # unless it is for somebody's
    ("mail/treats.txt",
     "Ada Olson has a nut allergy, our room is nut free because of Ada Olson.\n",
     {"ada": {"health"}}),
)  # fmt: skip


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon(PEOPLE)


@pytest.mark.parametrize(("path", "text", "expected"), FILES)
def test_such_a_record_tells_whom_it_is_about(
    lexicon: Lexicon, path: str, text: str, expected: KINDS
) -> None:
    assert read(lexicon, path, text) == expected
