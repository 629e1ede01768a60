"""What the record lacks is told in plain words, with how to enter it."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest

from firstbell import notify
from firstbell.notify.statements import needs
from firstbell.notify.statements.needs import describe_needs, tell_need
from firstbell.record.facts import Subject

_JUDGES = Path(notify.__file__).parent / "statements/judges"
_LITERAL = re.compile(r"missing=\[?f?\"([^\"{}]+)\"")


def test_a_need_names_the_fact_in_words_and_the_command_that_enters_it() -> None:
    told = tell_need("ransom: paid, known as yes or no")
    assert told.words == "a fact about the ransom: whether it was paid"
    (command,) = told.commands
    assert command.startswith("firstbell case fact ransom ")


def test_what_a_person_may_confirm_keeps_that_before_the_fact() -> None:
    told = tell_need("a named person who confirms it, or a fact: school_closure: closed")
    person, _, fact = told.words.partition(", or ")
    assert person == "a named person who confirms it"
    assert fact == "a fact about closed schools: the days on which schools were closed"


def test_what_no_fact_would_prove_stands_as_it_is() -> None:
    told = tell_need("that nobody is at risk, no record can prove")
    assert (told.words, told.commands) == ("that nobody is at risk, no record can prove", ())


def test_two_subjects_have_a_command_each() -> None:
    told = tell_need("first_access and encryption_event: both days, known")
    assert "_" not in told.words
    assert [one.split()[3] for one in told.commands] == ["first_access", "encryption_event"]


def test_no_need_of_a_judge_is_told_by_its_raw_fields() -> None:
    written = {one for path in _JUDGES.glob("*.py") for one in _LITERAL.findall(path.read_text("utf-8"))}
    assert len(written) > 40
    assert [one for one in written if "_" in re.sub(r"`[^`]*`", "", tell_need(one).words)] == []


@pytest.mark.parametrize("subject", sorted(needs._load()["subjects"]))
def test_every_command_names_its_subject_and_no_value_to_paste(subject: str) -> None:
    assert subject in set(Subject)
    (command,) = tell_need(f"{subject}: x").commands
    words = shlex.split(command)
    if words[:3] != ["firstbell", "case", "fact"]:
        return
    assert words[3] == subject
    values = re.sub(r'"?\b(?:[A-Z]+(?:/[A-Z]+)?|none_found/confirmed)\b"?', "0", words[4])
    assert not re.search(r"\d{2}|true|false", values)
    json.loads(values)


def test_claims_keep_their_fields_beside_the_words() -> None:
    (told,) = describe_needs([{"needs": ["letters_sent: their count"]}])
    assert told["needs"] == ["letters_sent: their count"]
    assert told["lacks"][0]["words"] == "a fact about the letters that were mailed: how many there are"
