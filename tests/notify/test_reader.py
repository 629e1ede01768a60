"""The second reader: what it holds, that it never releases, and what it was trained on."""

from __future__ import annotations

import json
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

from firstbell.notify.statements.check import check_statement
from firstbell.notify.statements.judges.verdicts import ClaimVerdict
from firstbell.notify.statements.language.reader import NONE, load_reader
from scripts.train_reader import FOLDER, fit, read_sentences
from tests.notify.records import know

SETTINGS = files("firstbell.notify.statements.language") / "reader.toml"


def test_claims_in_words_that_no_rule_knows_wait_for_a_person() -> None:
    for text in (
        "Our tapes were fine.",
        "It was just old yearbook photos.",
        "They were gone before we noticed.",
        "The hole is known and closed.",
    ):
        (claim,) = check_statement(text, know({}))
        assert (claim.verdict, claim.waiting) == (ClaimVerdict.UNJUDGED, True), text


def test_greetings_thanks_advice_and_sentences_of_school_days_pass_in_silence() -> None:
    for text in (
        "Dear families,",
        "Thank you for your patience.",
        "The fall concert begins at seven in the gym.",
        "Questions? Call 651-555-0142 between 8 and 4.",
        "Please watch your bank account.",
        "Sincerely, the Superintendent",
        "The board meets on Tuesday at 6 p.m.",
    ):
        assert not any(claim.waiting for claim in check_statement(text, know({}))), text


def test_what_rules_stop_stays_stopped_however_harmless_the_reader_finds_it() -> None:
    (claim,) = check_statement("All systems have been restored.", know({}))
    assert claim.verdict is ClaimVerdict.UNSUPPORTED


def test_a_text_in_words_that_nobody_taught_it_waits() -> None:
    (claim,) = check_statement("Xogta ardaydu waa badqabtaa oo lama taaban.", know({}))
    assert claim.waiting


def test_every_kind_of_claim_has_sixty_sentences_by_more_than_one_hand() -> None:
    hands = sorted(FOLDER.glob("*.jsonl"))
    sentences = [one for path in hands for one in read_sentences(path)]
    reader = load_reader()
    assert {one.kind for one in sentences} == set(reader.classes)
    assert NONE in reader.classes
    assert len(hands) > 1
    assert min(sum(one.kind == kind for one in sentences) for kind in reader.classes) >= 60
    assert len({one.text for one in sentences}) >= 0.98 * len(sentences)


def test_a_line_that_is_not_as_the_format_says_is_named(tmp_path: Path) -> None:
    path = tmp_path / "hand.jsonl"
    good = {"text": "No data was taken.", "claim": True, "kind": "theft", "lang": "en"}
    path.write_text(json.dumps(good) + "\n" + json.dumps({"text": "Hello"}) + "\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"hand\.jsonl, line 2"):
        read_sentences(path)


@pytest.mark.deep
def test_the_weights_are_those_that_the_trainer_makes_of_the_training_sentences() -> None:
    reader = load_reader()
    settings = tomllib.loads(SETTINGS.read_text(encoding="utf-8"))
    sentences = [one for name in settings["trained_on"] for one in read_sentences(FOLDER / f"{name}.jsonl")]
    again = fit(sentences, reader.classes)
    for one in sentences[::40]:
        # weights of one byte differ from those they were rounded from
        told = 1.0 - float(again.predict(one.text)[reader.classes.index(NONE)])
        assert reader.weigh(one.text) == pytest.approx(told, abs=0.05), one.text
