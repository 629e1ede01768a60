"""Which signs of the vocabulary a text gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from firstbell.triage.vocabulary import MessageSign, SignVocabulary, Step, list_forms, load_vocabulary
from firstbell.triage.words import Sentence, split_sentences

# what is read of a text: its beginning and its end, so that a long one costs no more
_HEAD_CHARACTERS = 16_000
_TAIL_CHARACTERS = 4_000
_MAX_SENTENCE_WORDS = 400
# the length of a long letter; what threatens and deceives is shorter
_LETTER_WORDS = 350
_CLOSE_SIDES = frozenset({"coercion", "loose", "hidden", "ask", "lure", "sample"})


@dataclass(frozen=True, slots=True)
class SignReading:
    """What was found in a text: signs in the tables' order, and every concept that occurs."""

    signs: tuple[MessageSign, ...]
    concepts: frozenset[str]
    words: int


def read_text(text: str) -> SignReading:
    """The signs and concepts of a text.

    Of a long text, what threatens, lures or asks counts where it stands close together: in the part of a
    letter's length that holds most of it.
    """
    vocabulary = load_vocabulary()
    if len(text) > _HEAD_CHARACTERS + _TAIL_CHARACTERS:
        text = f"{text[:_HEAD_CHARACTERS]}\n\n{text[-_TAIL_CHARACTERS:]}"
    seen: dict[str, list[int]] = {}
    said: dict[str, list[int]] = {}
    count = 0
    for sentence in split_sentences(text):
        for piece in _cut(sentence):
            places = find_concepts(vocabulary, piece)
            for concept in places:
                said.setdefault(concept, []).append(count)
            for sign in vocabulary.signs:
                if not sign.anywhere and _fits(sign, places):
                    seen.setdefault(sign.name, []).append(count)
            count += len(piece)
    start = _find_densest(vocabulary.signs, seen) if count > _LETTER_WORDS else 0
    inside = range(start, start + max(count if count <= _LETTER_WORDS else _LETTER_WORDS, 1))
    return SignReading(
        tuple(sign for sign in vocabulary.signs if _counts(sign, seen, said, inside)), frozenset(said), count
    )


def _find_densest(signs: Sequence[MessageSign], seen: Mapping[str, Sequence[int]]) -> int:
    """Where the part begins that holds most of what threatens, lures or asks."""
    weighed = [
        (place, sign) for sign in signs if sign.side in _CLOSE_SIDES for place in seen.get(sign.name, ())
    ]

    def weigh(start: int) -> float:
        held = {sign.name: sign.points for place, sign in weighed if start <= place < start + _LETTER_WORDS}
        return sum(held.values())

    return max((place for place, _ in weighed), key=weigh, default=0)


def _counts(
    sign: MessageSign, seen: Mapping[str, Sequence[int]], said: Mapping[str, Sequence[int]], inside: range
) -> bool:
    """Whether a sign was found; of a side that must stand close together: inside that part."""
    is_close = sign.side in _CLOSE_SIDES
    if not sign.anywhere:
        return any(not is_close or place in inside for place in seen.get(sign.name, ()))
    held = {name for name, places in said.items() if not is_close or any(place in inside for place in places)}
    return any(held.issuperset(group) for group in sign.any_of)


def _cut(sentence: Sentence) -> Iterator[Sequence[str]]:
    for start in range(0, len(sentence.words), _MAX_SENTENCE_WORDS):
        yield sentence.words[start : start + _MAX_SENTENCE_WORDS]


def find_concepts(vocabulary: SignVocabulary, words: Sequence[str]) -> dict[str, list[int]]:
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


def _match(vocabulary: SignVocabulary, words: Sequence[str]) -> Iterator[tuple[int, int, str]]:
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


def _fits(sign: MessageSign, places: Mapping[str, Sequence[int]]) -> bool:
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
