"""Fields that are filled up to the next one, letters to a "colleague", days that their cells call births, and
who is insured with others: each beside near neighbors of whom nothing of the sort is told.
"""

from __future__ import annotations

import pytest

from firstbell.impact.people.lexicon import Lexicon
from tests.impact.detection.documents.test_ways_of_telling import read

STATE = "B0417{}{}{}{}F 2\n"
PUPILS = (
    ("1234500091", "OLSON", "ADA", "20120309"),
    ("1234500092", "ROE", "BEN", "20131130"),
    ("1234500093", "VANG", "CAM", "20110704"),
)
FUND = "D{}{}{}{}0004125330\n"
STAFF = (("219093344", "LONG", "TIA"), ("376184455", "STONE", "UMA"), ("531220917", "HALE", "VIC"))


def _fill(number: str, family: str, given: str, day: str, *, line: str) -> str:
    return line.format(number, family.ljust(16), given.ljust(12), day)


# (name, text, person to kinds)
RECORDS: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    ("FALL.DAT", "".join(_fill(*one, line=STATE) for one in PUPILS) + "Z0003\n",
     {"ada": {"dob"}, "ben": {"dob"}, "cam": {"dob"}}),
    # the day of the run
    ("RUN.DAT", "".join(_fill(*one[:3], "20261115", line=STATE) for one in PUPILS), {}),
    # names of nobody
    ("PARTS.DAT", "".join(_fill(one[0], "VALVE", "BRASS", one[3], line=STATE) for one in PUPILS), {}),
    ("pension run.dat", "".join(_fill(*one, "20261115", line=FUND) for one in STAFF),
     {"tia": {"ssn", "financial"}, "uma": {"ssn", "financial"}, "vic": {"ssn", "financial"}}),
    # nine digits in another place are any number
    ("badges.dat", "".join(_fill(*one, "20261115", line=FUND) for one in STAFF), {}),
    ("ties.csv", 'Rank,Teacher,Hire,Tie-break\n41,"Long, Tia",8/27/2012,b. 05/02/1983\n'
     '42,"Stone, Uma",8/27/2012,b. 06/18/1988\n44,"Hale, Vic",9/4/2012,none needed\n',
     {"tia": {"dob"}, "uma": {"dob"}}),
    ("hired.csv", 'Rank,Teacher,Tie-break\n41,"Long, Tia",h. 05/02/1983\n42,"Stone, Uma",h. 06/18/1988\n',
     {}),
)  # fmt: skip
LETTERS: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    ("letter.txt", "BY HAND\n\nOctober 22, 2026\n\nVic Hale\n9131 Elm Street\n\nDear colleague,\n\n"
     "You left your class alone in the gym. This letter is a written reprimand. You may grieve this letter.\n"
     "\nUma Stone of the union was there.\n\nTia Long, director\n", {"vic": {"discipline"}}),
    ("of_pupil.txt", "October 22, 2026\n\nRe: Ada Olson\n\nDear colleague,\n\n"
     "You asked about her. She was suspended for fighting.\n\nTia Long, director\n", {"ada": {"discipline"}}),
    ("bill.txt", "10/02  KD  Call on the IEP of Ada Olson       98.00\n"
     "10/21  KD  Prep for discharge hearing of Vic Hale   490.00\n",
     {"ada": {"special_education"}, "vic": {"discipline"}}),
    ("bill2.txt", "10/21  KD  Hearing prep with Vic Hale, bus contract   490.00\n", {}),
    ("cobra.txt", "NOTICE\nZoe Pike-Vale and covered dependents\n12 Elm Lock, Latsch MN 55747\n"
     "Member ID/SSN 137-91-2737\n\nNOTICE\nZed Quill & family\n15 Oak Green, Latsch MN 56621\n"
     "Member ID/SSN 431-08-1481\n", {"Zoe Pike-Vale": {"ssn"}, "Zed Quill": {"ssn"}}),
    ("firm.txt", "NOTICE\nZed and covered dependents\n12 Elm Lock\nMember ID/SSN 137-91-2737\n", {}),
)  # fmt: skip


@pytest.mark.parametrize(("name", "text", "expected"), RECORDS, ids=[one[0] for one in RECORDS])
def test_fields_without_a_gap_are_told_apart(
    lexicon: Lexicon, name: str, text: str, expected: dict[str, set[str]]
) -> None:
    assert read(lexicon, name, text) == expected


@pytest.mark.parametrize(("name", "text", "expected"), LETTERS, ids=[one[0] for one in LETTERS])
def test_letters_and_bills_are_of_whom_they_speak_to_and_of(
    lexicon: Lexicon, name: str, text: str, expected: dict[str, set[str]]
) -> None:
    assert read(lexicon, name, text) == expected


def test_a_payment_that_was_mended_by_hand_names_its_payee_whole(lexicon: Lexicon) -> None:
    head = "101 091000019 4160099912611270614A094101BANK                   SCHOOLS\n"
    whole = "622096001013" + "55520917".ljust(17) + "0000301962" + "E902".ljust(15) + "UMA STONE".ljust(22)
    short = "622091000019" + "04471882013".ljust(16) + "0000218447" + "X7".ljust(15) + "TIA LONG".ljust(22)
    text = f"{head}{short}  0091000010000001\n{whole}  0091000010000002\n"
    assert read(lexicon, "out.ach", text) == {"tia": {"financial"}, "uma": {"financial"}}
