"""A text of any length is read once: the work grows as the text does, and not as its square."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from firstbell.notify.statements.language import languages, sentences
from firstbell.notify.statements.language.dates import find_dates
from firstbell.notify.statements.language.languages import find_language
from firstbell.notify.statements.language.sentences import LONGEST, split_sentences
from firstbell.notify.statements.language.spanish import Gloss, gloss
from firstbell.notify.statements.paraphrase import phrases
from firstbell.notify.statements.paraphrase.phrases import split_phrases, strip_marks


class _Counted:
    """A pattern that counts how many characters it is given to search."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.pattern, self.given = pattern, 0

    def search(self, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        stop = len(text) if end is None else end
        self.given += stop - start
        return self.pattern.search(text, start, stop)


def _count(
    patches: pytest.MonkeyPatch, module: object, names: list[str], read: Callable[[str], object], text: str
) -> int:
    """How many characters these patterns of a module are given to search while a text is read."""
    counted = [_Counted(getattr(module, name)) for name in names]
    with patches.context() as patched:
        for name, one in zip(names, counted, strict=True):
            patched.setattr(module, name, one)
        read(text)
    return sum(one.given for one in counted)


@pytest.mark.parametrize("unit", ["... ", "a. ", "e.g. b! ", "9 a.m. Monday no. "])
def test_a_sentence_without_an_end_is_read_once(monkeypatch: pytest.MonkeyPatch, unit: str) -> None:
    names = ["_HOUR_MARK", "_SHORTENED", "_NUMBERED"]
    once = _count(monkeypatch, sentences, names, split_sentences, unit * 500)
    twice = _count(monkeypatch, sentences, names, split_sentences, unit * 1000)
    assert once > 0
    assert twice <= 2.1 * once


@pytest.mark.parametrize("unit", ["a@", "#a ", "@a", "http://a "])
def test_tags_at_the_end_are_looked_for_from_the_end(monkeypatch: pytest.MonkeyPatch, unit: str) -> None:
    once = _count(monkeypatch, phrases, ["_TAG"], strip_marks, f"News {unit * 800}")
    twice = _count(monkeypatch, phrases, ["_TAG"], strip_marks, f"News {unit * 1600}")
    assert twice <= 2.1 * once + 200


def test_a_longer_sentence_than_anybody_writes_is_read_by_no_rule() -> None:
    text = "a@" * LONGEST
    assert [phrase.read for phrase in split_phrases(text)] == [text]


def test_tags_and_links_at_the_end_say_nothing() -> None:
    assert strip_marks("Phones are back. #news @district https://a.example/b") == "Phones are back."


def test_a_weekday_and_its_date_are_one_day() -> None:
    assert [(one.weekday, one.day) for one in find_dates("on Saturday night, September 26, we")] == [(5, 26)]
    assert [(one.weekday, one.day) for one in find_dates("on Friday and October 2")] == [(4, None), (None, 2)]


def test_the_language_of_a_long_sentence_is_told_by_its_beginning(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[int] = []

    def count(sentence: str) -> Gloss:
        given.append(len(sentence))
        return gloss(sentence)

    monkeypatch.setattr(languages, "gloss", count)
    find_language("palabra " * LONGEST)
    assert given
    assert max(given) <= LONGEST
