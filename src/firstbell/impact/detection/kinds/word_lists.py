"""Lists of words that tell a kind, as people write them: `kinds/words/KIND.txt`.

One to a line, up to four words, no patterns; what stands behind "? " is a plain one, all others are strong.
They stand beside the phrases of the kinds' files, and are looked up, not compiled: thousands of them would
cost each first scan seconds of a processor.

>>> [(kind, strength) for _, strength, kind in load_word_lists().find(b"given albuterol, rode with medics")]
[('health', 'strong'), ('health', 'strong')]
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import accumulate, count, pairwise
from operator import add
from pathlib import Path
from typing import Literal

import msgspec

from firstbell.impact.detection.kinds.kind import list_kinds
from firstbell.impact.detection.kinds.word_endings import WordEndings, load_word_endings
from firstbell.impact.people.folded_text import compose, fold, translate_words
from firstbell.processes.expressions import work_out

_PLAIN = "? "
_WORD = re.compile(rb"[a-z0-9]+")
# between two words of an entry: a space, a hyphen, an apostrophe, the end of a line
_BETWEEN = re.compile(rb"[ \t\r\n'/-]{1,3}|[ \t\r]{0,2}\n[ \t]?(?:> ?){1,3}")
# shorter parts of a word are parted by its hyphen: "car-t" is no cart
_JOINED = 3

Strength = Literal["strong", "plain", "shared"]


class ListedWords(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An entry: what follows its first word, its strength, and its kinds: several where each of their lists
    has it as a plain one, so that the text around it may say which is meant.
    """

    rest: tuple[bytes, ...]
    strength: Strength
    kinds: tuple[str, ...]


# first two words of entries, or the one that they have, and the entries, long ones first
Starts = list[tuple[tuple[bytes, ...], list[ListedWords]]]


def sort_entries(entries: Iterable[tuple[str, str, Strength]]) -> Starts:
    """Entries by how they begin: (words, kind, strength)."""
    listed: dict[tuple[bytes, ...], list[tuple[str, Strength]]] = defaultdict(list)
    for words, kind, strength in entries:
        for spelled in _spell(words):
            listed[tuple(spelled)].append((kind, strength))
    by_start: dict[tuple[bytes, ...], list[ListedWords]] = defaultdict(list)
    for entry, said in listed.items():
        strength = said[0][1]
        alike = tuple(dict.fromkeys(kind for kind, one in said if one == "plain" == strength))
        kinds = alike or (said[0][0],)
        by_start[entry[:2]].append(ListedWords(entry[1:], strength, kinds))
    # of two that begin alike the longer one is looked for first
    return [(start, sorted(found, key=lambda one: -len(one.rest))) for start, found in by_start.items()]


class WordLists:
    """Every entry by its first two words, or by the one it has. A word that is in none may still end as a
    kind's words do.
    """

    def __init__(self, starts: Starts, endings: WordEndings | None = None) -> None:
        self._by_start: Mapping[tuple[bytes, ...], list[ListedWords]] = dict(starts)
        self._firsts = frozenset(start[0] for start in self._by_start)
        self._endings = endings or WordEndings(())

    def find(self, folded: bytes) -> Iterator[tuple[int, Strength, str]]:
        """(offset of the end, strength, kind) of each entry in folded bytes, in order; none within
        another. Kinds that it may say as well come behind the first one as "shared".
        """
        plain = translate_words(folded)
        split = plain.split()
        known, ended = self._firsts.intersection(split), self._endings.find(split)
        if not ended and (not known or not self._begins_in(known, split)):
            return
        words = _place(plain)
        by_start, taken = self._by_start, -1
        for number, (word, _, _) in enumerate(words):
            if number <= taken or (word not in known and word not in ended):
                continue
            following = words[number + 1][0] if number + 1 < len(words) else b""
            for entry in (*by_start.get((word, following), ()), *by_start.get((word,), ())):
                last = number + len(entry.rest)
                if last < len(words) and _follow(words, number, entry.rest, folded):
                    yield words[last][2], entry.strength, entry.kinds[0]
                    for kind in entry.kinds[1:]:
                        yield words[last][2], "shared", kind
                    taken = last
                    break
            else:
                if word in ended:
                    yield words[number][2], "strong", ended[word]

    def _begins_in(self, known: Iterable[bytes], words: Sequence[bytes]) -> bool:
        """Whether an entry begins anywhere: of most that have a second word another one follows the first."""
        starts = self._by_start.keys()
        is_alone = any((word,) in starts for word in known)
        return is_alone or not starts.isdisjoint(pairwise(words))


def _place(plain: bytes) -> list[tuple[bytes, int, int]]:
    """(word, start, end) of each word of a text whose words nothing but spaces part."""
    parts = plain.split(b" ")
    ends = map(add, accumulate(map(len, parts)), count())
    return [(part, end - len(part), end) for part, end in zip(parts, ends, strict=False) if part]


def _follow(words: list[tuple[bytes, int, int]], number: int, rest: tuple[bytes, ...], folded: bytes) -> bool:
    """Whether the rest of an entry stands right behind a word."""
    for at, wanted in enumerate(rest, start=number + 1):
        word, start, _ = words[at]
        if word != wanted or not _BETWEEN.fullmatch(folded, words[at - 1][2], start):
            return False
    return True


def _spell(words: str) -> list[list[bytes]]:
    """An entry as the words that are looked up; also without its hyphens, where its parts are long enough."""
    told = fold(compose(words))
    spelled = [_WORD.findall(told)]
    if b"-" in told and all(len(part) >= _JOINED for word in told.split() for part in word.split(b"-")):
        spelled.append(_WORD.findall(told.replace(b"-", b"")))
    return [one for one in spelled if one]


def _read_entries() -> Iterator[tuple[str, str, Strength]]:
    folder = Path(__file__).with_name("words")
    for kind in list_kinds():
        path = folder / f"{kind}.txt"
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else ()
        for line in lines:
            if line and not line.startswith("#"):
                yield line.removeprefix(_PLAIN), kind, "plain" if line.startswith(_PLAIN) else "strong"


def _sort_all() -> Starts:
    return sort_entries(_read_entries())


@cache
def load_word_lists() -> WordLists:
    """The lists that come with Firstbell."""
    return WordLists(work_out(_sort_all, Starts), load_word_endings())
