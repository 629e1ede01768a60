"""Speakers, comments and reasons of advice: true claims pass in each frame, and false ones in none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import pytest

from firstbell.notify.statements.waits.comments import drop_comments, is_comment
from tests.notify.records import know, weigh_text

FACTS: dict[str, Any] = {
    "encryption_event": {"confirmed": True, "found": "2026-11-09T06:10-06:00"},
    "law_enforcement": {"informed": ["FBI", "county sheriff"], "since": "2026-11-09"},
    "insurance": {"informed": "2026-11-09", "limit": 1000000, "deductible": 25000},
    "ransom": {"demanded": True, "amount": 300000, "paid": False},
    "exfiltration": {"state": "undetermined", "reviewed_days": 9, "of_days": 14},
    "systems_restored": {"verified": ["email", "phones"], "pending": ["payroll", "library"]},
    "password_reset": {"staff": "2026-11-12", "students": False},
    "letters_sent": 0,
    "school_closure": {"closed": ["2026-11-09", "2026-11-10"], "reopened": "2026-11-11"},
}
RECORD = replace(
    know(FACTS),
    today=date(2026, 11, 25),
    names=("Elm Valley School District", "Elm Valley Schools", "Elm Valley"),
)
weigh = partial(weigh_text, record=RECORD)
TRUE = (
    "no ransom was paid",
    "staff passwords were reset on November 12",
    "email and phones have been restored",
    "the FBI was informed on November 9",
)
FALSE = (
    "a ransom of $300,000 was paid",
    "student passwords were reset on November 12",
    "the library has been restored",
    "the FBI was informed on November 14",
    "no data was stolen",
)
FRAMES: dict[str, Callable[[str], str]] = {
    "front": lambda said: f"Superintendent Maria Holm said {said}.",
    "front, day": lambda said: f"Holm told trustees on Thursday that {said}.",
    "behind": lambda said: f"{said[:1].upper()}{said[1:]}, IT director Sam Begay said.",
    "source": lambda said: f"According to board chair Lena Ortiz, {said}.",
    "quote": lambda said: f'"{said[:1].upper()}{said[1:]}," Holm told reporters.',
    "opener": lambda said: f"As many of you have heard by now, {said}.",
    "told": lambda said: f"The board was told that {said}.",
    "label": lambda said: f"Superintendent Holm: {said}.",
    "sorry": lambda said: f"{said[:1].upper()}{said[1:]}, and I am sorry for that.",
    "soften": lambda said: f"{said[:1].upper()}{said[1:]}, and we will not soften that.",
    "hard": lambda said: f"{said[:1].upper()}{said[1:]}, though I know that is hard to hear.",
    "because": lambda said: f"Because {said}, be on guard for strange messages.",
    "so": lambda said: f"{said[:1].upper()}{said[1:]}, so slow down before you click.",
    "know": lambda said: f"If you would rather talk to a person, know that {said}.",
}


@pytest.mark.parametrize("frame", FRAMES)
def test_what_is_so_passes_in_each_frame(frame: str) -> None:
    assert [said for said in TRUE if weigh(FRAMES[frame](said)) != "passes"] == []


@pytest.mark.parametrize("frame", FRAMES)
def test_what_is_not_so_passes_in_no_frame(frame: str) -> None:
    assert [said for said in FALSE if weigh(FRAMES[frame](said)) == "passes"] == []


@pytest.mark.parametrize(
    ("sound", "neighbor"),
    [
        (
            "Sheriff, thank you for taking our notice on November 9.",
            "Sheriff, thank you for taking our notice on November 14.",
        ),
        (
            "For your claim file: we informed you on November 9.",
            "For your claim file: we informed you on November 14.",
        ),
        (
            "Gracias por su paciencia; el FBI ya fue informado.",
            "Gracias por su paciencia; el rescate ya fue pagado.",
        ),
        (
            "Staff passwords were reset, Holm said, adding that no ransom was paid.",
            "Staff passwords were reset, Holm said, adding that a ransom was paid.",
        ),
        ("Mr. Lund said that no ransom was paid.", "The FBI said that no ransom was paid."),
        ("Ortiz said no ransom was paid.", "Investigators said no data was stolen."),
        (
            "IT director Sam Begay said email has been restored.",
            "Sam Begay, who led the restoration, said email has been restored.",
        ),
    ],
)
def test_a_voice_is_left_out_and_its_neighbor_does_not_pass(sound: str, neighbor: str) -> None:
    assert (weigh(sound), weigh(neighbor) == "passes") == ("passes", False)


@pytest.mark.parametrize(
    "stretch",
    [
        "I am sorry for that",
        "we will not soften that",
        "no question is too small",
        "there is nothing I can write that makes that easier to read",
        "you deserve to hear that from your superintendent and not from the evening news",
        "slow down before you click",
    ],
)
def test_a_comment_is_known_as_a_whole(stretch: str) -> None:
    assert is_comment(stretch)


@pytest.mark.parametrize(
    "stretch",
    [
        "I am sure of that",
        "we know who did it",
        "that is all we know",
        "we told you first",
        "you will hear from us by Friday",
        "nothing more was taken",
        "it is over",
        "you are safe",
    ],
)
def test_what_claims_something_is_no_comment(stretch: str) -> None:
    assert not is_comment(stretch)
    said = f"Files were encrypted, and {stretch}."
    assert drop_comments(said) == said
