"""Mail in languages that neither reader knows: a person looks at all of it, and sees threats first."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from firstbell.triage.labels import HARMFUL, Label
from firstbell.triage.parser import parse_mail
from firstbell.triage.tongues import read_tongues
from firstbell.triage.triage import Triaged, triage_mail
from tests.triage.measuring import DISTRICT

TOLD = tomllib.loads(Path(__file__).with_name("tongues.toml").read_text(encoding="utf-8"))
THREATS, QUESTIONS, WANTS, PLAIN = (TOLD[name] for name in ("threats", "questions", "wants", "plain"))


def triage(text: str) -> Triaged:
    head = "From: A <a@post.example>\r\nTo: jo@lakesideschools.org\r\nSubject: 1\r\n"
    head += "Content-Type: text/plain; charset=utf-8\r\n\r\n"
    return triage_mail(parse_mail(f"{head}{text}".encode()), DISTRICT)


@pytest.mark.parametrize("tongue", THREATS)
def test_a_threat_in_a_language_that_no_reader_knows_is_called_one_and_looked_at(tongue: str) -> None:
    found = triage(THREATS[tongue])
    assert (found.label, found.look) == (Label.COERCION, True), found.reasons


@pytest.mark.parametrize("tongue", QUESTIONS)
def test_a_familys_question_is_called_one_and_looked_at(tongue: str) -> None:
    found = triage(QUESTIONS[tongue])
    assert (found.label, found.look) == (Label.QUESTION, True), found.reasons


@pytest.mark.parametrize("tongue", WANTS)
def test_who_wants_a_secret_at_a_link_phishes(tongue: str) -> None:
    assert read_tongues(WANTS[tongue], sampled=False, reaches=True) is Label.PHISHING
    assert read_tongues(WANTS[tongue], sampled=False, reaches=False) is None


def test_a_threat_that_says_when_a_child_was_born_holds_a_sample() -> None:
    text = f"{THREATS['de']} Jana, geboren am 3. Mai 2015."
    assert read_tongues(text, sampled=False, reaches=False) is Label.EXTORTION
    assert read_tongues(QUESTIONS["de"], sampled=True, reaches=False) is Label.QUESTION


def test_what_leans_on_the_attack_uses_the_event() -> None:
    text = f"Nach dem Hackerangriff: {WANTS['de']}"
    assert read_tongues(text, sampled=False, reaches=True) is Label.EVENT_PHISHING


@pytest.mark.parametrize("tongue", PLAIN)
def test_of_mail_without_such_words_nothing_is_said(tongue: str) -> None:
    assert read_tongues(PLAIN[tongue], sampled=False, reaches=False) is None


def test_no_word_of_them_releases_anything() -> None:
    for text in (*THREATS.values(), *QUESTIONS.values()):
        found = triage(text)
        assert found.look or found.label in HARMFUL
