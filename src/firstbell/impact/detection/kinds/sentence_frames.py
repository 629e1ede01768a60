"""Frames: what people say in plain words, as classes of words that follow each other with others between.

"They double up with an aunt" has no term in it; doubling up, with, and a relative say it together. The
frames of a kind stand in `kinds/frames/KIND.toml`, classes that all may use in `kinds/frames/shared.toml`.

A class is a list of words; `_` joins the words of an entry, `~` stands for the forms of a regular verb, `+`
for one and several. A frame is a line of parts, each of them one after the other:

- `<name>` an entry of a class, `(one|two_words)` one of these, `word` this one; `#` is a number or a sum
- `..` up to three words, `...` up to six, within one clause
- behind a part: `?` may be missing; `!` is looked for first, and has to be rare

>>> list(load_frames().find(b"ada said they double up with an aunt now"))
[(14, 36, 'plain', 'safeguarding')]
>>> list(load_frames().find(b"students who double up with an aunt qualify"))
[]
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from firstbell.impact.detection.kinds.kind import list_kinds
from firstbell.impact.people.folded_text import translate_words

Strength = Literal["strong", "plain"]
Words = tuple[bytes, ...]
Found = tuple[int, int, Strength, str]

# so much is read before and behind the rare word of a frame, within what these end
_REACH = 120
_ENDS = (b". ", b"? ", b"; ", b"\n\n")
_TOKEN = re.compile(
    rb"'s\b|[$#]?[a-z0-9](?:[a-z0-9-]|[.,/](?=\d)|'(?!s\b))*|\n[ \t\r]*\n|[^\sa-z0-9'\"()*>-]"
)
_NUMBER = re.compile(rb"[$#]?\d[\d.,/]*k?")
_WORD = re.compile(rb"[a-z0-9]+")
_BREAKS = frozenset((b".", b"!", b"?", b";", b":", b"|"))
_GAPS = {"..": 3, "...": 6}
_COUNT = b"#"
# words that leave open whether it is so, anywhere before it in its clause
_SUPPOSED = frozenset(
    b"if unless whether anyone anybody everyone any every each whoever suppose imagine".split()
)
_NOBODYS = frozenset(
    b"students pupils children families employees parents teachers drivers staff youth "
    b"kids people those".split()
)
_WHO = frozenset(b"who that whose may must shall should with".split())
# words right before it that deny it, or who it is said of: no person
_DENIED = frozenset(
    b"dog dogs cat cats puppy hamster horse character hero "
    b"not no never nobody nor without cannot can't don't didn't "
    b"doesn't isn't wasn't aren't weren't won't".split()
)
_NEAR = 2
# words of every text, which are looked for only where an entry has no other
_COMMON = frozenset(
    b"a an the this that it its he she him her his hers they them their we us our you your i me my mine "
    b"is are was were be been am has have had do does did not no and or but so as at in on of to for "
    b"from by with off out up down over about get gets got one all".split()
)
_VOWELS = "aeiou"
_SHORT_WORD = 4


@dataclass(frozen=True, slots=True)
class WordClass:
    """Entries of words. `firsts`: words that they begin with; `is_worded`: whether all of them begin with
    one, none with a number; `lengths`: of the entries, long ones first.
    """

    entries: frozenset[Words]
    firsts: frozenset[bytes]
    lengths: tuple[int, ...]
    is_worded: bool


@dataclass(frozen=True, slots=True)
class FramePart:
    """A class, or a gap of so many words."""

    words: WordClass
    gap: int = 0
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class SentenceFrame:
    """`before`: the parts before the rare one, the nearest first; `marks`: the word to look for of each entry
    of the rare one, and how many words stand before it there; `needed`: classes that have to be there.
    `line`: as it is written.
    """

    kind: str
    strength: Strength
    before: tuple[FramePart, ...]
    rare: WordClass
    marks: Mapping[bytes, tuple[int, ...]]
    behind: tuple[FramePart, ...]
    needed: tuple[frozenset[bytes], ...]
    needed_before: tuple[frozenset[bytes], ...]
    needed_behind: tuple[frozenset[bytes], ...]
    line: str

    def may_stand(self, begun: frozenset[bytes], following: frozenset[bytes]) -> bool:
        """Whether words of each class are among those before the rare word, and from it on."""
        for words in self.needed_before:
            if begun.isdisjoint(words):
                return False
        return not any(map(following.isdisjoint, self.needed_behind))


class SentenceFrames:
    """Frames by the words of which each match has one."""

    def __init__(self, frames: Iterable[SentenceFrame]) -> None:
        by_word: dict[bytes, list[SentenceFrame]] = defaultdict(list)
        for frame in frames:
            for word in frame.marks:
                by_word[word].append(frame)
        self._by_word: Mapping[bytes, list[SentenceFrame]] = by_word
        self._words = frozenset(by_word)

    def find(self, folded: bytes) -> Iterator[Found]:
        """(start, end, strength, kind) of each frame in folded bytes, in order; one of a kind in a place."""
        found = {(start, end, one.strength, one.kind) for start, end, one in self.find_frames(folded)}
        last: dict[str, int] = {}
        for start, end, strength, kind in sorted(found, key=lambda one: (one[0], -one[1], one[2] == "plain")):
            if start >= last.get(kind, 0):
                last[kind] = end
                yield start, end, strength, kind

    def find_frames(self, folded: bytes) -> Iterator[tuple[int, int, SentenceFrame]]:
        """(start, end, frame) of each match."""
        split = translate_words(folded).split()
        known = self._words.intersection(split)
        if not known:
            return
        there = frozenset(split)
        for word in known:
            likely = [one for one in self._by_word[word] if not any(map(there.isdisjoint, one.needed))]
            if likely:
                for at in _find_word(folded, word):
                    begun, following = _list_around(folded, at)
                    near = [one for one in likely if one.may_stand(begun, following)]
                    clause = _Clause(folded, at) if near else None
                    for frame in near:
                        if clause is not None and (span := clause.match(frame, frame.marks[word])):
                            yield *span, frame


def _list_around(folded: bytes, at: int) -> tuple[frozenset[bytes], frozenset[bytes]]:
    """The words of its clause before a place, and from it on."""
    start, end = max(0, at - _REACH), at + _REACH
    for one in _ENDS:
        start = max(start, folded.rfind(one, start, at) + 1)
        found = folded.find(one, at, end)
        end = found if found >= 0 else end
    before, behind = translate_words(folded[start:at]), translate_words(folded[at:end])
    return frozenset(before.split()), frozenset(behind.split())


class _Clause:
    """The words around the place of one of them."""

    def __init__(self, folded: bytes, at: int) -> None:
        start = max(0, at - _REACH)
        tokens = [(found.span(), found[0]) for found in _TOKEN.finditer(folded, start, at + _REACH)]
        self._spans = [span for span, _ in tokens]
        # few words begin as numbers do
        self._words = tuple(
            _COUNT if word[:1] <= b"9" and _NUMBER.fullmatch(word) else word for _, word in tokens
        )
        here = (number for number, (first, last) in enumerate(self._spans) if first <= at < last)
        self._at = next(here, -1)

    def match(self, frame: SentenceFrame, before: Iterable[int]) -> tuple[int, int] | None:
        """Where a frame begins and ends that has a rare word here. `before`: how many words of its entry may
        stand before that one.
        """
        for start in (self._at - one for one in before if one <= self._at):
            for end in self._list_entries(start, frame.rare):
                first = self._walk(start, frame.before, -1)
                last = self._walk(end, frame.behind, 1) if first >= 0 else -1
                if last >= 0 and not self._is_open(first):
                    return self._spans[first][0], self._spans[last - 1][1]
        return None

    def _walk(self, at: int, parts: Sequence[FramePart], step: int) -> int:
        """Where these parts end that begin between two words, before word `at`; -1 where they do not stand
        there. `step`: 1 goes on, -1 goes back, the last of the parts first.
        """
        if not parts:
            return at
        part, rest = parts[0], parts[1:]
        if not part.gap:
            for end in self._list_entries(at, part.words, step):
                if (found := self._walk(end, rest, step)) >= 0:
                    return found
            return self._walk(at, rest, step) if part.is_open else -1
        for _ in range(part.gap + 1):
            if (found := self._walk(at, rest, step)) >= 0:
                return found
            passed = at if step > 0 else at - 1
            if not 0 <= passed < len(self._words) or self._ends_clause(passed):
                return -1
            at += step
        return -1

    def _ends_clause(self, at: int) -> bool:
        return self._words[at] in _BREAKS or self._words[at][:1] == b"\n"

    def _list_entries(self, at: int, known: WordClass, step: int = 1) -> Iterator[int]:
        """Where entries of a class end that begin there, going on or back, the longest first."""
        words = self._words
        left = len(words) - at if step > 0 else at
        for length in known.lengths:
            first = at if step > 0 else at - length
            if length <= left and words[first : first + length] in known.entries:
                yield at + step * length

    def _is_open(self, first: int) -> bool:
        """Whether what begins at a word is denied, or only supposed, or said of everybody, as what begins
        with "students".
        """
        words = self._words
        at, following = first, words[first]
        while at > 0 and not self._ends_clause(at - 1):
            at -= 1
            word = words[at]
            if word in _SUPPOSED or (word in _NOBODYS and following in _WHO):
                return True
            if first - at <= _NEAR and word in _DENIED:
                return True
            following = word
        return following in _NOBODYS


def _find_word(folded: bytes, word: bytes) -> Iterator[int]:
    """Where a word begins that is no part of another."""
    at, length = folded.find(word), len(word)
    while at >= 0:
        if not folded[at - 1 : at].isalnum() and not folded[at + length : at + length + 1].isalnum():
            yield at
        at = folded.find(word, at + length)


def spell_entry(told: str) -> list[str]:
    """An entry of a class in all its forms.

    >>> spell_entry("crash~"), spell_entry("slip~"), spell_entry("carry~_off")
    (['crash', 'crashes', 'crashed', 'crashing'], ['slip', 'slips', 'slipped', 'slipping'], ['carry off', \
'carries off', 'carried off', 'carrying off'])
    >>> spell_entry("bribe~"), spell_entry("bus+"), spell_entry("test_score")
    (['bribe', 'bribes', 'bribed', 'bribing'], ['bus', 'buses'], ['test score'])
    """
    mark = next((one for one in "~+" if one in told), "")
    if not mark:
        return [told.replace("_", " ")]
    before, _, behind = told.partition(mark)
    lead, _, stem = before.rpartition("_")
    forms = [stem, _add_s(stem)]
    if mark == "~":
        bare = stem.removesuffix("e") if not stem.endswith("ee") else stem
        if _is_doubled(stem):
            bare += stem[-1]
        past = stem.removesuffix("y") + "ied" if _ends_in_y(stem) else bare + "ed"
        forms += [past, bare + "ing"]
    return [f"{lead}_{form}{behind}".strip("_").replace("_", " ") for form in forms]


def _ends_in_y(stem: str) -> bool:
    return stem.endswith("y") and stem[-2] not in _VOWELS


def _add_s(stem: str) -> str:
    if _ends_in_y(stem):
        return stem.removesuffix("y") + "ies"
    return stem + ("es" if stem.endswith(("s", "x", "z", "ch", "sh")) else "s")


def _is_doubled(stem: str) -> bool:
    """Whether its last letter is doubled: of a short word that ends in one vowel and one consonant."""
    last = stem[-1] not in _VOWELS + "wxy" and stem[-2:-1] in tuple(_VOWELS)
    return last and stem[-3:-2] not in tuple(_VOWELS) and len(stem) <= _SHORT_WORD


def make_class(told: Iterable[str]) -> WordClass:
    """A class of these entries."""
    entries = frozenset(
        tuple(_TOKEN.findall(form.encode())) for one in told if one for form in spell_entry(one)
    )
    begun = [_WORD.match(entry[0]) for entry in entries]
    firsts = frozenset(match[0] for match in begun if match)
    lengths = tuple(sorted({len(one) for one in entries}, reverse=True))
    return WordClass(entries, firsts, lengths, is_worded=all(begun))


_NOTHING = WordClass(frozenset(), frozenset(), (), is_worded=False)


class FrameReader:
    """Reads the lines of frames. `classes`: the words of each class by its name."""

    def __init__(self, classes: Mapping[str, str]) -> None:
        self._classes = {name: make_class(told.split()) for name, told in classes.items()}

    def read(self, line: str, strength: Strength, kind: str) -> SentenceFrame:
        """The frame of a line. Raises: KeyError for a class that nobody made; ValueError without a rare
        part.
        """
        parts: list[FramePart] = []
        rare = -1
        for told in line.split():
            if told.endswith("!"):
                rare = len(parts)
            parts.append(self._read_part(told.removesuffix("!")))
        if rare < 0 or not (words := parts[rare].words).firsts:
            raise ValueError(line)
        before, behind = (*reversed(parts[:rare]),), (*parts[rare + 1 :],)
        needed_before, needed_behind = _list_needed(before), _list_needed(behind)
        return SentenceFrame(
            kind=kind,
            strength=strength,
            before=before,
            rare=words,
            marks=_mark(words),
            behind=behind,
            needed=(*needed_before, *needed_behind),
            needed_before=needed_before,
            needed_behind=needed_behind,
            line=line,
        )

    def _read_part(self, told: str) -> FramePart:
        if told in _GAPS:
            return FramePart(_NOTHING, _GAPS[told])
        is_open, told = told.endswith("?"), told.removesuffix("?")
        is_class = told.startswith("<")
        words = self._classes[told[1:-1]] if is_class else make_class(told.strip("()").split("|"))
        return FramePart(words, is_open=is_open)


def _mark(words: WordClass) -> dict[bytes, tuple[int, ...]]:
    """The word of each entry to look for, the longest that is not common, and how many stand before it."""
    marks: dict[bytes, set[int]] = defaultdict(set)
    for entry in words.entries:
        runs = [(word, at) for at, token in enumerate(entry) for word in _WORD.findall(token)]
        if runs:
            word, at = max(runs, key=lambda one: (one[0] not in _COMMON, len(one[0])))
            marks[word].add(at)
    return {word: (*sorted(found),) for word, found in marks.items()}


def _list_needed(parts: Iterable[FramePart]) -> tuple[frozenset[bytes], ...]:
    """Of each class that has to be there what its entries begin with."""
    return tuple(one.words.firsts for one in parts if one.words.is_worded and not one.is_open)


def read_frames(folder: Path, kinds: Collection[str]) -> Iterator[SentenceFrame]:
    """The frames of the files of a folder. Raises: KeyError, ValueError for a line that is none."""
    shared = tomllib.loads((folder / "shared.toml").read_text(encoding="utf-8"))
    for path in sorted(folder.glob("*.toml")):
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        if path.stem in kinds:
            reader = FrameReader({**shared["words"], **told.get("words", {})})
            strengths: tuple[Strength, ...] = ("strong", "plain")
            for strength in strengths:
                for line in filter(None, map(str.strip, told.get(strength, "").splitlines())):
                    yield reader.read(line, strength, path.stem)


@cache
def load_frames() -> SentenceFrames:
    """The frames that come with Firstbell."""
    return SentenceFrames(read_frames(Path(__file__).with_name("frames"), list_kinds()))
