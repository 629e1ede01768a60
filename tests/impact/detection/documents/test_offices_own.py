"""Documents that name pupils and say nothing of them in words: they are of the matter of their office."""

from __future__ import annotations

import pytest

from firstbell.impact.people.lexicon import Lexicon
from tests.impact.detection.documents.test_machine_records import read_rows
from tests.impact.detection.documents.test_ways_of_telling import read

KINDS = dict[str, set[str]]
TEXTS: tuple[tuple[str, str, KINDS], ...] = (
    ("Counseling/walk-in.txt", "Tue\n9:40 Ada Olson\n10:15 Ben Roe, back to class 10:30\n",
     {"ada": {"counselling"}, "ben": {"counselling"}}),
    ("Nurse Office/passes.txt", "Ada Olson 9:05 - 9:20\nCam Vang 11:10 - 11:30\n",
     {"ada": {"health"}, "cam": {"health"}}),
    # who works there, a list of where people are, what is read to everybody, an office of nobody's matter
    ("Counseling/keys.txt", "Tia Long has the key, Uma Stone the spare one.\n", {}),
    ("Counseling/phone list.txt", "Ada Olson 218-555-0142\nBen Roe 218-555-0143\n", {}),
    ("Counseling/handouts/honor roll.txt", "Congratulations to Ada Olson and Ben Roe!\n", {}),
    ("Front Office/passes.txt", "Ada Olson 9:05 - 9:20\nCam Vang 11:10 - 11:30\n", {}),
    # where words tell it of one, the others are not told of
    ("Counseling/notes.txt", "Ada Olson: divorce group since May.\n\nBen Roe came along.\n",
     {"ada": {"counselling"}}),
)  # fmt: skip
ROWS: tuple[tuple[str, list[list[str]], KINDS], ...] = (
    ("Counseling/groups sign-in.xls", [["Name", "Rm", "In", "Out"], ["Ada Olson", "104", "9:40", "10:05"],
     ["Ben Roe", "112", "9:41", "10:05"], ["Cam Vang", "104", "9:45", "10:05"]],
     {"ada": {"counselling"}, "ben": {"counselling"}, "cam": {"counselling"}}),
    ("Special Education/sign-in.xls", [["Name", "Rm", "In", "Out"], ["Ada Olson", "104", "9:40", "10:05"],
     ["Ben Roe", "112", "9:41", "10:05"], ["Cam Vang", "104", "9:45", "10:05"]], {}),
    ("Music/sign-in.xls", [["Name", "Rm", "In", "Out"], ["Ada Olson", "104", "9:40", "10:05"],
     ["Ben Roe", "112", "9:41", "10:05"], ["Cam Vang", "104", "9:45", "10:05"]], {}),
)  # fmt: skip


@pytest.mark.parametrize(("path", "text", "expected"), TEXTS, ids=[case[0] for case in TEXTS])
def test_a_text_is_of_the_matter_of_its_office(
    lexicon: Lexicon, path: str, text: str, expected: KINDS
) -> None:
    assert read(lexicon, path, text) == expected


@pytest.mark.parametrize(("path", "rows", "expected"), ROWS, ids=[case[0] for case in ROWS])
def test_rows_are_of_the_matter_of_their_office(
    lexicon: Lexicon, path: str, rows: list[list[str]], expected: KINDS
) -> None:
    assert read_rows(lexicon, path, rows) == expected
