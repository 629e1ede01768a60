"""The vocabulary and the signs, as the tables beside this module have them (`tables/*.toml`).

A concept is a list of phrases by language; a sign is concepts that stand together. Of phrases: `word*` is
every word that begins so, `(a|b|)` is one of these or nothing. Where a concept `hides`, what it covers is no
longer looked at by shorter phrases of others: `do not pay` holds no `pay`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

from firstbell.triage.words import split_words

TABLES = ("coercion", "event", "lures", "families", "bulk")
_DEFAULT_SPAN = 16


@dataclass(frozen=True, slots=True)
class MessageSign:
    """Something that speaks for a side: one of `any_of`, all its concepts within `span` words of a sentence.

    `side`: what it speaks for (docs/messages.md). `without`: concepts that undo it in the same sentence.
    `anywhere`: the concepts may stand in different sentences.
    """

    name: str
    side: str
    points: float
    reason: str
    any_of: tuple[tuple[str, ...], ...]
    without: frozenset[str]
    span: int
    anywhere: bool = False


@dataclass(slots=True)
class Step:
    """A node of the phrases' tree: what may follow, and which concepts end here."""

    after: dict[str, Step] = field(default_factory=dict)
    concepts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SignVocabulary:
    """All of it. `stems`: the beginnings of words that stand for all that begin so. `hiding`: concepts that
    hide.
    """

    root: Step
    stems: frozenset[str]
    hiding: frozenset[str]
    signs: tuple[MessageSign, ...]
    languages: Mapping[str, frozenset[str]]


def load_table(name: str) -> dict[str, Any]:
    """A table of the package by name."""
    text = files("firstbell.triage").joinpath(f"tables/{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def load_vocabulary() -> SignVocabulary:
    """The vocabulary of all tables, made once."""
    root, stems, hiding, signs = Step(), set[str](), set[str](), list[MessageSign]()
    languages: dict[str, set[str]] = {}
    for name in TABLES:
        table = load_table(name)
        for concept, told in table.get("concepts", {}).items():
            if told.get("hides"):
                hiding.add(concept)
            for language, phrases in told.items():
                if language != "hides":
                    for words in expand_phrases(phrases):
                        _plant(root, words, concept)
                        stems |= {word[:-1] for word in words if word.endswith("*")}
                        languages.setdefault(concept, set()).add(language)
        signs += [_read_sign(raw) for raw in table.get("signs", ())]
    frozen = {concept: frozenset(codes) for concept, codes in languages.items()}
    return SignVocabulary(root, frozenset(stems), frozenset(hiding), tuple(signs), frozen)


def _read_sign(raw: Mapping[str, Any]) -> MessageSign:
    return MessageSign(
        name=raw["name"],
        side=raw["side"],
        points=raw["points"],
        reason=raw["reason"],
        any_of=tuple(tuple(group) for group in raw["any"]),
        without=frozenset(raw.get("without", ())),
        span=raw.get("span", _DEFAULT_SPAN),
        anywhere=raw.get("anywhere", False),
    )


def expand_phrases(phrases: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """Every phrase that the written ones stand for, as words.

    >>> list(expand_phrases(["(do|does) not (|ever) pay*"]))[:2]
    [('do', 'not', 'pay*'), ('do', 'not', 'ever', 'pay*')]
    """
    for phrase in phrases:
        for text in _expand(phrase):
            words = tuple(split_words(text))
            if words:
                yield words


def _expand(phrase: str) -> Iterator[str]:
    """Every text that a phrase with choices stands for; choices may hold choices."""
    opened = phrase.find("(")
    if opened < 0:
        yield phrase
        return
    depth, cuts = 0, [opened]
    for at in range(opened, len(phrase)):
        depth += (phrase[at] == "(") - (phrase[at] == ")")
        if depth == 1 and phrase[at] == "|":
            cuts.append(at)
        if depth == 0:
            cuts.append(at)
            break
    before, after = phrase[:opened], phrase[cuts[-1] + 1 :]
    chosen = [phrase[start + 1 : end] for start, end in pairwise(cuts)]
    for choice in chosen:
        for text in _expand(choice):
            for rest in _expand(after):
                yield f"{before}{text}{rest}"


def _plant(root: Step, words: Sequence[str], concept: str) -> None:
    step = root
    for word in words:
        step = step.after.setdefault(word, Step())
    if concept not in step.concepts:
        step.concepts = (*step.concepts, concept)


@lru_cache(maxsize=65536)
def list_forms(word: str) -> tuple[str, ...]:
    """The ways in which the tables may name this word: itself, and each of its beginnings that they name."""
    stems = load_vocabulary().stems
    found = [word] + [word[:size] + "*" for size in range(2, len(word) + 1) if word[:size] in stems]
    return (*found, "#") if word.isdigit() else tuple(found)
