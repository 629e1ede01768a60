"""What somebody tells of a caller, a visitor or a note is judged by what the stranger wanted."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from firstbell.triage.labels import HARMFUL, Label
from firstbell.triage.parser import parse_mail
from firstbell.triage.triage import Triaged, triage_mail
from tests.triage.measuring import DISTRICT

OWN, OUTSIDE = "lakesideschools.org", "homepost.example"
DESK, FAMILIES = f"report@{OWN}", f"families@{OWN}"
TABLE = tomllib.loads(Path(__file__).with_name("stories.toml").read_text(encoding="utf-8"))
STORIES, WARNINGS = TABLE["stories"], TABLE["warnings"]
HARMFUL_STORIES = [one for one in STORIES if one["wanted"]]
HARMLESS_STORIES = [one for one in STORIES if not one["wanted"]]
WARNING = """Families,

On Monday a man called two of our schools and said he was with our help desk. He asked for the code on the
secretary's screen. Do not read a code to anybody who calls; hang up and tell the front office.

Lakeside Public Schools"""
TYPED_OUT = """This was on the machine in the attendance office, I typed it out:

"Good morning. The binder from your nurse is with us now, and the other binders are as well. You may tell the
lady at the top that her week is over on Friday, and that we read well and loudly. We will ring again."

Do I need to keep the tape?"""


def triage(subject: str, text: str, *, domain: str = OWN, to: str = DESK, box: str = "imarsh") -> Triaged:
    passed = f"dkim=pass header.d={domain}; dmarc=pass header.from={domain}"
    lines = [
        f"Authentication-Results: mx.{OWN}; {passed}",
        f"From: {box.title()} <{box}@{domain}>",
        f"To: {to}",
        f"Subject: {subject}",
        "Content-Type: text/plain; charset=utf-8",
        "",
        text,
    ]
    return triage_mail(parse_mail("\r\n".join(lines).encode()), DISTRICT)


@pytest.mark.parametrize("domain", [OWN, OUTSIDE])
@pytest.mark.parametrize("story", HARMFUL_STORIES, ids=lambda one: one["subject"])
def test_what_a_stranger_wanted_is_the_label_whoever_tells_it(story: dict[str, str], domain: str) -> None:
    found = triage(story["subject"], story["text"], domain=domain)
    assert found.label in HARMFUL, (found.label, found.reasons)
    threatens = found.label in (Label.COERCION, Label.EXTORTION)
    assert threatens == (story["wanted"] == "threat"), (found.label, found.reasons)


@pytest.mark.parametrize("domain", [OWN, OUTSIDE])
@pytest.mark.parametrize("story", HARMLESS_STORIES, ids=lambda one: one["subject"])
def test_a_call_that_wants_nothing_bad_goes_to_nobody(story: dict[str, str], domain: str) -> None:
    found = triage(story["subject"], story["text"], domain=domain)
    assert found.label not in HARMFUL, (found.label, found.reasons)
    assert not found.look, found.reasons


def test_words_of_a_voice_that_were_typed_out_are_judged_by_themselves() -> None:
    found = triage("voicemail", TYPED_OUT)
    assert (found.label, found.way) == (Label.COERCION, "told"), found.reasons


def test_a_proven_notice_that_warns_of_callers_is_the_districts() -> None:
    found = triage("Calls that are not ours", WARNING, to=FAMILIES)
    assert (found.label, found.look) == (Label.GENUINE, False), found.reasons


def test_the_same_from_somebody_whom_nobody_proves_is_held() -> None:
    found = triage("Calls that are not ours", WARNING, domain=OUTSIDE, to=FAMILIES)
    assert found.label in HARMFUL or found.look


def test_whoever_tells_of_a_call_is_no_indicator_of_it() -> None:
    text = f"{HARMFUL_STORIES[0]['text']} He sent me to https://codes-desk.example/x"
    found = triage("weird call", text, domain=OUTSIDE)
    assert found.way == "told"
    values = " ".join(one.value for one in found.indicators)
    assert "codes-desk" in values
    assert "homepost" not in values
    assert "imarsh" not in values


@pytest.mark.parametrize("told", WARNINGS, ids=lambda one: one["text"][:40])
def test_a_warning_may_quote_a_threat_between_its_own_words_and_an_account_taken_over_may_not(
    told: dict[str, Any],
) -> None:
    found = triage("Warning", told["text"], to=FAMILIES, box="communications")
    assert (found.look or found.label in HARMFUL) == told["held"], (found.label, found.reasons)
    outside = triage("Warning", told["text"], domain=OUTSIDE, to=FAMILIES, box="communications")
    assert outside.look or outside.label in HARMFUL, (outside.label, outside.reasons)
