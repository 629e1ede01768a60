"""The words by which a clause is read, loaded from vocabulary.toml: terms, and what they say together."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from firstbell.notify.kinds import load_words
from firstbell.notify.statements.language.dates import find_dates
from firstbell.notify.statements.language.patterns import any_case, read_table

Span = tuple[int, int]
# a term that is no list of words: some date is named
_DATE_TERM = "some_date"


@dataclass(frozen=True, slots=True)
class Proposition:
    """Something that a clause may say. `kind`: of the claim; `truth`: the name of what judges it.

    `needs`: groups of terms of each of which one must be there; `bars`: terms none of which may be.
    `negated`: what it says is the opposite of what its truth tells.
    """

    name: str
    kind: str
    truth: str
    needs: Sequence[Sequence[str]]
    bars: Sequence[str] = ()
    negated: bool = False


@dataclass(frozen=True, slots=True)
class FoundProposition:
    """A proposition in a text. `spans`: of words by which it was found that deny something themselves."""

    proposition: Proposition
    spans: Sequence[tuple[int, int]]


class ClaimVocabulary:
    """Terms and propositions of a file."""

    def __init__(self, raw: Mapping[str, object]) -> None:
        terms, propositions = raw["terms"], raw["propositions"]
        assert isinstance(terms, dict)
        assert isinstance(propositions, list)
        own = raw["own_negation"]
        assert isinstance(own, list)
        self._denying = frozenset(own)
        self._terms = {name: _compile(words) for name, words in terms.items()}
        self.propositions = [_read_proposition(fields) for fields in propositions]

    def find(self, text: str) -> FoundProposition | None:
        """The first proposition that fits the text; None where none does."""
        seen: dict[str, Span | None] = {}
        for proposition in self.propositions:
            spans = self._fit(proposition, text, seen)
            if spans is not None:
                return FoundProposition(proposition, spans)
        return None

    def holds(self, term: str, text: str) -> bool:
        """Whether a word of the term is in the text."""
        return self._search(term, text) is not None

    def match(self, term: str, text: str) -> re.Match[str] | None:
        """Where a word of the term first stands in the text."""
        return self._terms[term].search(text)

    def fits(self, proposition: Proposition, text: str) -> bool:
        """Whether a text has all the words by which a proposition is read."""
        return self._fit(proposition, text, {}) is not None

    def list_spans(self, proposition: Proposition, text: str) -> list[Span]:
        """Where words of a proposition's terms stand in a text, all of them."""
        return [
            match.span()
            for group in proposition.needs
            for term in group
            if term != _DATE_TERM
            for match in self._terms[term].finditer(text)
        ]

    def _fit(
        self, proposition: Proposition, text: str, seen: dict[str, Span | None]
    ) -> list[tuple[int, int]] | None:
        spans = []
        for group in proposition.needs:
            match = next(((term, span) for term in group if (span := self._recall(term, text, seen))), None)
            if match is None:
                return None
            if match[0] in self._denying:
                spans.append(match[1])
        if any(self._recall(term, text, seen) for term in proposition.bars):
            return None
        return spans

    def _recall(self, term: str, text: str, seen: dict[str, Span | None]) -> Span | None:
        if term not in seen:
            seen[term] = self._search(term, text)
        return seen[term]

    def _search(self, term: str, text: str) -> tuple[int, int] | None:
        if term == _DATE_TERM:
            return (0, 0) if find_dates(text) else None
        match = self._terms[term].search(text)
        return match.span() if match else None


def _compile(words: Sequence[str]) -> re.Pattern[str]:
    return any_case(rf"(?<![\w])(?:{'|'.join(words)})(?![\w])")


def _read_proposition(fields: Mapping[str, object]) -> Proposition:
    needs, bars = fields["all"], fields.get("none", [])
    assert isinstance(needs, list)
    assert isinstance(bars, list)
    return Proposition(
        name=str(fields["name"]),
        kind=str(fields["kind"]),
        truth=str(fields["truth"]),
        needs=tuple(tuple(group.split("|")) for group in needs),
        bars=tuple(bars),
        negated=bool(fields.get("negated", False)),
    )


@lru_cache(maxsize=1)
def load_vocabulary() -> ClaimVocabulary:
    """The vocabulary that comes with Firstbell."""
    told = read_table("language", "vocabulary.toml")
    told["terms"]["personal_kind"] += [word for words in load_words().values() for word in words.claim_words]
    return ClaimVocabulary(told)
