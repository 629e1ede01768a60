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
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from firstbell.impact.detection.kinds.frame_lines import (
    TOKEN,
    FramePart,
    FrameTable,
    SentenceFrame,
    Strength,
    WordClass,
    read_frames,
)
from firstbell.impact.detection.kinds.kind import list_kinds
from firstbell.impact.people.folded_text import translate_words
from firstbell.processes.expressions import work_out

Found = tuple[int, int, Strength, str]

# so much is read before and behind the rare word of a frame, within what these end
_REACH = 120
_END = re.compile(rb"[.?;] |\n\n")
_DIGIT = re.compile(rb"\d")
_NUMBER = re.compile(rb"[$#]?\d[\d.,/]*k?")
_BREAKS = frozenset((b".", b"!", b"?", b";", b":", b"|"))
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


class _ClassBits:
    """A bit for each set of words of which a text has to hold one; sets of words are compared as numbers."""

    def __init__(self) -> None:
        self._bits: dict[frozenset[bytes], int] = {}
        self._by_word: dict[bytes, int] = {}

    def add(self, parts: Iterable[FramePart]) -> int:
        """The bits of the classes that have to be there, by what their entries begin with."""
        bits = 0
        for firsts in (one.words.firsts for one in parts if one.words.is_worded and not one.is_open):
            if firsts not in self._bits:
                self._bits[firsts] = bit = 1 << len(self._bits)
                for word in firsts:
                    self._by_word[word] = self._by_word.get(word, 0) | bit
            bits |= self._bits[firsts]
        return bits

    def find(self, split: Iterable[bytes]) -> int:
        """The bits of the classes of which one of these words is."""
        bits, by_word = 0, self._by_word
        for word in by_word.keys() & split:
            bits |= by_word[word]
        return bits


class _Marked:
    """The frames that a word is looked for of, with the classes that they need before it and behind."""

    def __init__(self) -> None:
        self.frames: list[SentenceFrame] = []
        self._before: list[int] = []
        self._behind: list[int] = []
        self._needed: list[int] = []

    def add(self, frame: SentenceFrame, before: int, behind: int) -> None:
        """One more."""
        self.frames.append(frame)
        self._before.append(before)
        self._behind.append(behind)
        self._needed.append(before | behind)

    def list_likely(self, bits: int) -> list[int]:
        """Which of them may stand in a text that holds words of these classes."""
        return [at for at, needed in enumerate(self._needed) if needed & bits == needed]

    def list_near(self, likely: Iterable[int], begun: int, following: int) -> list[SentenceFrame]:
        """Those of them that may stand between words of these classes."""
        before, behind = self._before, self._behind
        return [
            self.frames[at]
            for at in likely
            if before[at] & begun == before[at] and behind[at] & following == behind[at]
        ]


class SentenceFrames:
    """Frames by the words of which each match has one."""

    def __init__(self, frames: Iterable[SentenceFrame]) -> None:
        self._bits = _ClassBits()
        by_word: dict[bytes, _Marked] = defaultdict(_Marked)
        for frame in frames:
            before, behind = self._bits.add(frame.before), self._bits.add(frame.behind)
            for word in frame.rare.marks:
                by_word[word].add(frame, before, behind)
        self._by_word: Mapping[bytes, _Marked] = dict(by_word)
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
        there = self._bits.find(split)
        ends: list[int] | None = None
        for word in known:
            marked = self._by_word[word]
            if likely := marked.list_likely(there):
                if ends is None:
                    ends = [match.start() for match in _END.finditer(folded)]
                for at in _find_word(folded, word):
                    if near := marked.list_near(likely, *self._find_around(folded, at, ends)):
                        clause = _Clause(folded, at)
                        for frame in near:
                            if span := clause.match(frame, frame.rare.marks[word]):
                                yield *span, frame

    def _find_around(self, folded: bytes, at: int, ends: Sequence[int]) -> tuple[int, int]:
        """The bits of the words of its clause before a place, and from it on. `ends`: of all clauses."""
        start, end, number = max(0, at - _REACH), at + _REACH, bisect_left(ends, at)
        if number:
            start = max(start, ends[number - 1] + 1)
        if number < len(ends):
            end = min(end, ends[number])
        begun, following = translate_words(folded[start:at]), translate_words(folded[at:end])
        return self._bits.find(begun.split()), self._bits.find(following.split())


class _Clause:
    """The words around the place of one of them."""

    def __init__(self, folded: bytes, at: int) -> None:
        self._folded, self._start, self._end = folded, max(0, at - _REACH), at + _REACH
        words: list[bytes] = TOKEN.findall(folded, self._start, self._end)
        before = TOKEN.findall(folded, self._start, at)
        self._at = len(before)
        if words[: self._at] != before:  # it stands within one that begins before it
            spans = self._place()
            self._at = next((number for number, (first, last) in enumerate(spans) if first <= at < last), -1)
        if _DIGIT.search(folded, self._start, self._end):
            # few words begin as numbers do
            words = [_COUNT if word[:1] <= b"9" and _NUMBER.fullmatch(word) else word for word in words]
        self._words = (*words,)

    def _place(self) -> list[tuple[int, int]]:
        """Where each word begins and ends."""
        return [found.span() for found in TOKEN.finditer(self._folded, self._start, self._end)]

    def match(self, frame: SentenceFrame, before: Iterable[int]) -> tuple[int, int] | None:
        """Where a frame begins and ends that has a rare word here. `before`: how many words of its entry may
        stand before that one.
        """
        for start in (self._at - one for one in before if one <= self._at):
            for end in self._list_entries(start, frame.rare):
                first = self._walk(start, frame.before, -1)
                last = self._walk(end, frame.behind, 1) if first >= 0 else -1
                if last >= 0 and not self._is_open(first):
                    spans = self._place()
                    return spans[first][0], spans[last - 1][1]
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


def _read_table() -> FrameTable:
    return read_frames(Path(__file__).with_name("frames"), list_kinds())


@cache
def load_frames() -> SentenceFrames:
    """The frames that come with Firstbell."""
    return SentenceFrames(work_out(_read_table, FrameTable).list_frames())
