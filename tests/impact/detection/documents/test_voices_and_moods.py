"""Whose voice a text has and whom it tells of; what sentences only ask, suppose, deny or fear.

`voices.txt` and `moods.txt` hold texts that were written for this: `built`, to build from; `checked`, to
check on; `later`, when all stood; `missed`: those of them that are not understood yet. A line with three
signs of equality begins each: which of these it is, the name, and who is told of with what.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from firstbell.impact.detection.identities.narrators import is_hand, is_own
from firstbell.impact.detection.passages.moods import tells
from firstbell.impact.people.lexicon import Lexicon
from tests.impact.detection.documents.test_ways_of_telling import read

Told = dict[str, set[str]]

_HERE = Path(__file__).parent
_HEAD = re.compile(r"(?m)^=== (\w+) (\S+)(?: (.*))?\n")
_ALIKE = {"counselling": "health"}
_SAID_BEFORE = "Ada Olson stopped by on the way to lunch. "


def _merge(told: Told) -> Told:
    """What a counselor hears counts as health."""
    return {who: {_ALIKE.get(kind, kind) for kind in kinds} for who, kinds in told.items()}


def _load_voices(*, is_missed: bool) -> list[tuple[str, str, Told]]:
    """(name, text, who and what kinds)."""
    _, *parts = _HEAD.split((_HERE / "voices.txt").read_text("utf-8"))
    found = []
    for half, name, told, text in zip(*(parts[at::4] for at in range(4)), strict=True):
        pairs = (one.partition(":") for one in (told or "").split())
        if (half == "missed") == is_missed:
            found.append((name, text, _merge({who: set(kinds.split(",")) for who, _, kinds in pairs})))
    return found


def _load_moods(*, is_missed: bool) -> list[tuple[str, str]]:
    """(kind or none, sentence)."""
    lines = (line.split("\t") for line in (_HERE / "moods.txt").read_text("utf-8").splitlines())
    return [(kind, said) for half, kind, said in lines if (half == "missed") == is_missed]


VOICES, MOODS = _load_voices(is_missed=False), _load_moods(is_missed=False)
UNHEARD, MISTAKEN = _load_voices(is_missed=True), _load_moods(is_missed=True)


def _read_mood(lexicon: Lexicon, said: str) -> Told:
    return _merge(read(lexicon, "note.txt", f"{_SAID_BEFORE}{said}\n"))


@pytest.mark.parametrize(("name", "text", "expected"), VOICES, ids=[case[0] for case in VOICES])
def test_a_text_tells_of_whom_it_is_about_and_not_of_whose_voice_it_has(
    lexicon: Lexicon, name: str, text: str, expected: Told
) -> None:
    assert _merge(read(lexicon, name, text)) == expected


@pytest.mark.parametrize(("kind", "said"), MOODS, ids=[case[1] for case in MOODS])
def test_what_is_only_asked_supposed_denied_or_feared_is_told_of_nobody(
    lexicon: Lexicon, kind: str, said: str
) -> None:
    assert _read_mood(lexicon, said) == ({"ada": {kind}} if kind else {})


@pytest.mark.parametrize(
    "text",
    [
        "Ada Olson helped at the clinic on Monday and sat with a girl who was ill. Nobody thinks that she has"
        " diabetes.\n",
        "We hope nobody has a seizure. Ada Olson ran the clinic and sat with whoever was ill, with no"
        " treatment but tea.\n",
        "Ada Olson: Nobody thinks that she has diabetes. She helped at the clinic and at the sick bay.\n",
    ],
)
def test_what_is_said_of_nobody_makes_no_weaker_word_beside_it_tell_more(lexicon: Lexicon, text: str) -> None:
    assert read(lexicon, "note.txt", text) == {}


@pytest.mark.parametrize(
    "text",
    [
        "Concussions: what families ask\n\nHeadache on step 3? Back to step 2.\n\nMore: Uma Stone, office.\n",
        "TO: all riders\nFROM: Transportation - Uma Stone, lead driver\n\nWheelchair bus does not change.\n",
        "Wheelchair bus does not change.\n\nQuestions? Call Uma Stone.\n",
    ],
)
def test_whom_to_ask_and_who_stands_for_an_office_is_not_whom_a_text_tells_of(
    lexicon: Lexicon, text: str
) -> None:
    assert read(lexicon, "notice.txt", text) == {}


def test_a_name_behind_a_label_of_a_form_stays_whom_it_tells_of(lexicon: Lexicon) -> None:
    assert read(lexicon, "note.txt", "Concerning: Uma Stone, office.\n\nShe has lupus.\n") == {
        "uma": {"health"}
    }


@pytest.mark.xfail(reason="texts whose voice is not heard yet")
@pytest.mark.parametrize(("name", "text", "expected"), UNHEARD, ids=[case[0] for case in UNHEARD])
def test_voices_that_are_not_heard_yet(lexicon: Lexicon, name: str, text: str, expected: Told) -> None:
    assert _merge(read(lexicon, name, text)) == expected


@pytest.mark.xfail(reason="sentences whose mood is not understood yet")
@pytest.mark.parametrize(("kind", "said"), MISTAKEN, ids=[case[1] for case in MISTAKEN])
def test_moods_that_are_not_understood_yet(lexicon: Lexicon, kind: str, said: str) -> None:
    assert _read_mood(lexicon, said) == ({"ada": {kind}} if kind else {})


@pytest.mark.parametrize(
    ("before", "behind"),
    [
        (b"foreword to the yearbook, ", b""),
        (b"diary of the night man, ", b""),
        (b"set down by ", b", 4 oct"),
        (b"in the words of the foreman, ", b""),
        (b"", b"'s logbook"),
        (b"to all teachers, from ", b""),
    ],
)
def test_a_line_of_the_head_says_whose_text_it_is(before: bytes, behind: bytes) -> None:
    assert is_hand(before, behind)


@pytest.mark.parametrize(
    ("before", "behind"),
    [
        (b"injury log, ", b""),
        (b"", b", medical notes"),
        (b"statement about ", b""),
        (b"brought by the union on behalf of ", b""),
        (b"supervisor's report of an injury: ", b""),
        (b"", b""),
    ],
)
def test_a_line_that_says_whom_a_text_is_about_names_no_narrator(before: bytes, behind: bytes) -> None:
    assert not is_hand(before, behind)


def test_what_is_said_in_the_first_person_is_the_narrators() -> None:
    assert is_own(b"i did push ben roe on the stairs")
    assert is_own(b"they say i was on the roof and they gave me two days of iss")
    assert not is_own(b"i told her that she is suspended")
    assert not is_own(b"i am issuing three days without pay")


def test_what_is_taken_for_granted_is_told() -> None:
    assert tells(b"nobody was surprised that she got suspended.", "discipline")
    assert not tells(b"nobody thinks that she got suspended.", "discipline")
    assert tells(b"does the student take medicine? yes", "health")
