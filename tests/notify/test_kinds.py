"""What a kind of personal data is called stands in one file."""

from __future__ import annotations

import pytest

from firstbell.impact.detection.kinds.kind import DataKind
from firstbell.notify.kinds import KindWords, load_words, select_kinds
from firstbell.notify.statements import draft
from firstbell.notify.statements.draft import load_language
from firstbell.notify.statements.language.names import list_kinds

_LANGUAGES = {"en", "es", "so", "hmn"}


def test_every_kind_that_a_scan_finds_has_words_in_every_language_of_letters() -> None:
    words = load_words()
    assert {kind: {*words[kind].letter} for kind in DataKind} == dict.fromkeys(DataKind, _LANGUAGES)
    assert all(words[kind].named for kind in DataKind)


def test_a_kind_that_only_statutes_tell_apart_is_called_in_english_where_a_language_has_no_word(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert {"taxpayer_id", "biometric", "student_number"} <= load_words().keys()
    assert load_language("es")["kinds"]["student_number"] == "números de estudiante"
    assert not list_kinds("student numbers")
    kinds = {**load_words(), "student_number": KindWords(letter={"en": "student numbers"})}
    monkeypatch.setattr(draft, "load_words", lambda: kinds)
    loaded = load_language.__wrapped__("hmn")  # past the cache, which other tests share
    assert loaded["kinds"]["student_number"] == "student numbers"


def test_a_sentence_claims_a_kind_by_its_name_where_its_file_says_no_more() -> None:
    assert KindWords(letter={}, named="loans?").claim_words == ("loans?",)
    assert KindWords(letter={}, named="loans?", in_claims=()).claim_words == ()
    assert KindWords(letter={}).claim_words == ()


def test_what_a_law_makes_of_a_kind_is_asked_of_its_file() -> None:
    assert select_kinds(lambda words: words.is_tax_number) == {"ssn", "taxpayer_id"}
    assert select_kinds(lambda words: words.is_medical) == {"health", "special_education", "counselling"}
