"""The lines of frames, read: classes of words, and the parts of a frame, as `sentence_frames` looks for them.

Each line and each class is written as `sentence_frames` says. Reading all of them takes a twentieth of a
second, so the table that they come to is kept from one zygote to the next (`processes/expressions.py`).
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

import msgspec

Strength = Literal["strong", "plain"]
Words = tuple[bytes, ...]

TOKEN = re.compile(rb"'s\b|[$#]?[a-z0-9](?:[a-z0-9-]|[.,/](?=\d)|'(?!s\b))*|\n[ \t\r]*\n|[^\sa-z0-9'\"()*>-]")
_WORD = re.compile(rb"[a-z0-9]+")
_GAPS = {"..": 3, "...": 6}
# words of every text, which are looked for only where an entry has no other
_COMMON = frozenset(
    b"a an the this that it its he she him her his hers they them their we us our you your i me my mine "
    b"is are was were be been am has have had do does did not no and or but so as at in on of to for "
    b"from by with off out up down over about get gets got one all".split()
)
_VOWELS = "aeiou"
_SHORT_WORD = 4


class WordClass(msgspec.Struct, frozen=True, array_like=True):
    """Entries of words. `firsts`: words that they begin with; `is_worded`: whether all of them begin with
    one, none with a number; `lengths`: of the entries, long ones first; `marks`: the word of each entry to
    look for, and how many stand before it there.
    """

    entries: frozenset[Words]
    firsts: frozenset[bytes]
    lengths: tuple[int, ...]
    is_worded: bool
    marks: dict[bytes, tuple[int, ...]]


class FramePart(msgspec.Struct, frozen=True):
    """A class, or a gap of so many words."""

    words: WordClass
    gap: int = 0
    is_open: bool = False


class SentenceFrame(msgspec.Struct, frozen=True):
    """`before`: the parts before the rare one, the nearest first; `rare`: the one that is looked for.
    `line`: as it is written.
    """

    kind: str
    strength: Strength
    before: tuple[FramePart, ...]
    rare: WordClass
    behind: tuple[FramePart, ...]
    line: str


class FrameRow(msgspec.Struct, frozen=True, array_like=True):
    """A frame by the numbers of its classes. `parts`: number, words of a gap, whether it may be missing;
    `rare`: which of them is looked for.
    """

    kind: str
    strength: Strength
    parts: list[tuple[int, int, bool]]
    rare: int
    line: str


class FrameTable(msgspec.Struct, frozen=True, array_like=True):
    """Frames and what their classes hold, each class once."""

    classes: list[WordClass]
    rows: list[FrameRow]

    def list_frames(self) -> Iterator[SentenceFrame]:
        """Each frame with its classes."""
        for row in self.rows:
            parts = [
                FramePart(self.classes[number], gap, is_open=is_open) for number, gap, is_open in row.parts
            ]
            yield SentenceFrame(
                kind=row.kind,
                strength=row.strength,
                before=(*reversed(parts[: row.rare]),),
                rare=parts[row.rare].words,
                behind=(*parts[row.rare + 1 :],),
                line=row.line,
            )


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
        tuple(TOKEN.findall(form.encode())) for one in told if one for form in spell_entry(one)
    )
    begun = [_WORD.match(entry[0]) for entry in entries]
    firsts = frozenset(match[0] for match in begun if match)
    lengths = tuple(sorted({len(one) for one in entries}, reverse=True))
    return WordClass(entries, firsts, lengths, all(begun), _mark(entries))


def _mark(entries: Iterable[Words]) -> dict[bytes, tuple[int, ...]]:
    """The word of each entry to look for, the longest that is not common, and how many stand before it."""
    marks: dict[bytes, set[int]] = defaultdict(set)
    for entry in entries:
        runs = [(word, at) for at, token in enumerate(entry) for word in _WORD.findall(token)]
        if runs:
            word, at = max(runs, key=lambda one: (one[0] not in _COMMON, len(one[0])))
            marks[word].add(at)
    return {word: (*sorted(found),) for word, found in marks.items()}


_NOTHING = WordClass(frozenset(), frozenset(), (), is_worded=False, marks={})


class FrameReader:
    """Reads the lines of frames. `classes`: the words of each class by its name."""

    def __init__(self, classes: Mapping[str, str]) -> None:
        self._told = classes
        self._numbers: dict[tuple[str, ...], int] = {}
        self._classes: list[WordClass] = []
        self._rows: list[FrameRow] = []

    @property
    def table(self) -> FrameTable:
        """What was read."""
        return FrameTable(self._classes, self._rows)

    def use(self, classes: Mapping[str, str]) -> None:
        """From here on these are the classes."""
        self._told = classes

    def read(self, line: str, strength: Strength, kind: str) -> None:
        """Read a line. Raises: KeyError for a class that nobody made; ValueError without a rare part."""
        parts: list[tuple[int, int, bool]] = []
        rare = -1
        for told in line.split():
            if told.endswith("!"):
                rare = len(parts)
            parts.append(self._read_part(told.removesuffix("!")))
        if rare < 0 or not self._classes[parts[rare][0]].firsts:
            raise ValueError(line)
        self._rows.append(FrameRow(kind, strength, parts, rare, line))

    def _read_part(self, told: str) -> tuple[int, int, bool]:
        if told in _GAPS:
            return self._number(()), _GAPS[told], False
        is_open, told = told.endswith("?"), told.removesuffix("?")
        words = self._told[told[1:-1]].split() if told.startswith("<") else told.strip("()").split("|")
        return self._number((*words,)), 0, is_open

    def _number(self, words: tuple[str, ...]) -> int:
        """The number of the class of these entries."""
        number = self._numbers.get(words)
        if number is None:
            number = self._numbers[words] = len(self._classes)
            self._classes.append(make_class(words) if words else _NOTHING)
        return number


def read_frames(folder: Path, kinds: Collection[str]) -> FrameTable:
    """The frames of the files of a folder. Raises: KeyError, ValueError for a line that is none."""
    shared = tomllib.loads((folder / "shared.toml").read_text(encoding="utf-8"))
    reader = FrameReader({})
    for path in sorted(folder.glob("*.toml")):
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        if path.stem in kinds:
            reader.use({**shared["words"], **told.get("words", {})})
            strengths: Sequence[Strength] = ("strong", "plain")
            for strength in strengths:
                for line in filter(None, map(str.strip, told.get(strength, "").splitlines())):
                    reader.read(line, strength, path.stem)
    return reader.table
