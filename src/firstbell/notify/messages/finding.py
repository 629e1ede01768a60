"""Which signs of the vocabulary a text gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from firstbell.notify.messages.vocabulary import Sign, Step, Vocabulary, list_forms, load_vocabulary
from firstbell.notify.messages.words import Sentence, split_sentences

# what is read of a text: its beginning and its end, so that a long one costs no more
_HEAD_CHARACTERS = 16_000
_TAIL_CHARACTERS = 4_000
_MAX_SENTENCE_WORDS = 400


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found in a text: signs in the tables' order, and every concept that occurs."""

    signs: tuple[Sign, ...]
    concepts: frozenset[str]
    words: int


def read_text(text: str) -> Reading:
    """The signs and concepts of a text."""
    vocabulary = load_vocabulary()
    if len(text) > _HEAD_CHARACTERS + _TAIL_CHARACTERS:
        text = f"{text[:_HEAD_CHARACTERS]}\n\n{text[-_TAIL_CHARACTERS:]}"
    found: dict[str, Sign] = {}
    concepts: set[str] = set()
    count = 0
    for sentence in split_sentences(text):
        count += len(sentence.words)
        for piece in _cut(sentence):
            places = find_concepts(vocabulary, piece)
            concepts |= places.keys()
            for sign in vocabulary.signs:
                if sign.name not in found and not sign.anywhere and _fits(sign, places):
                    found[sign.name] = sign
    for sign in vocabulary.signs:
        if sign.anywhere and any(concepts.issuperset(group) for group in sign.any_of):
            found[sign.name] = sign
    order = [sign for sign in vocabulary.signs if sign.name in found]
    return Reading(tuple(order), frozenset(concepts), count)


def _cut(sentence: Sentence) -> Iterator[Sequence[str]]:
    for start in range(0, len(sentence.words), _MAX_SENTENCE_WORDS):
        yield sentence.words[start : start + _MAX_SENTENCE_WORDS]


def find_concepts(vocabulary: Vocabulary, words: Sequence[str]) -> dict[str, list[int]]:
    """Concept -> where its phrases begin. What a hiding phrase covers is not looked at for shorter ones."""
    matches = list(_match(vocabulary, words))
    covers = [(start, end) for start, end, concept in matches if concept in vocabulary.hiding]
    places: dict[str, list[int]] = {}
    for start, end, concept in matches:
        if not any(_hides(cover, start, end) for cover in covers):
            places.setdefault(concept, []).append(start)
    return places


def _hides(cover: tuple[int, int], start: int, end: int) -> bool:
    """Whether a match is covered: wholly by a longer one, or from its start by one that is no shorter.

    `if you do not` covers the `do not pay` of `if you do not pay`.
    """
    begin, finish = cover
    size, length = finish - begin, end - start
    return (begin <= start and end <= finish and size > length) or (
        begin < start < finish < end and size >= length > 1
    )


def _match(vocabulary: Vocabulary, words: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    for start in range(len(words)):
        steps: list[Step] = [vocabulary.root]
        at = start
        while steps and at < len(words):
            forms = list_forms(words[at])
            steps = [step.after[form] for step in steps for form in forms if form in step.after]
            at += 1
            for step in steps:
                for concept in step.concepts:
                    yield start, at, concept


def _fits(sign: Sign, places: Mapping[str, Sequence[int]]) -> bool:
    if not sign.without.isdisjoint(places):
        return False
    return any(
        all(concept in places for concept in group) and _spans(sign.span, [places[one] for one in group])
        for group in sign.any_of
    )


def _spans(span: int, places: Sequence[Sequence[int]]) -> bool:
    """Whether one place of each lies within `span` words."""
    if len(places) == 1:
        return True
    for first in places[0]:
        near = [[at for at in one if abs(at - first) <= span] for one in places[1:]]
        if all(near):
            return True
    return False
