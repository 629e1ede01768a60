"""Endings that tell a kind whatever stands before them: `kinds/endings/KIND.txt`.

No list holds every inflammation, operation and medicine, but their names are built alike: what ends in
"-itis" is an inflammation, what ends in "-cillin" a penicillin (of medicines these are the stems of the World
Health Organization's nonproprietary names). One ending to a line; words behind "! " end so and tell nothing.

>>> load_word_endings().find([b"pharyngitis", b"senioritis", b"recess"])
{b'pharyngitis': 'health'}
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from firstbell.impact.people.folded_text import compose, fold

_EXCEPT = "! "
# what a word has before its ending, at least: "uremia" is one, "emia" is none
_BEFORE = 2
# by so many last letters a word is looked up before its endings are compared
_TAIL = 3


class WordEndings:
    """Endings by their last letters. `lines`: (line, kind)."""

    def __init__(self, lines: Iterable[tuple[str, str]]) -> None:
        self._by_tail: dict[bytes, list[tuple[bytes, str]]] = defaultdict(list)
        self._except: set[bytes] = set()
        for line, kind in lines:
            told = fold(compose(line.removeprefix(_EXCEPT).removeprefix("-")))
            if line.startswith(_EXCEPT):
                self._except.add(told)
            else:
                self._by_tail[told[-_TAIL:]].append((told, kind))

    def find(self, words: Iterable[bytes]) -> dict[bytes, str]:
        """The kind of each of these folded words that one of the endings tells."""
        tails = self._by_tail.keys()
        likely = {word for word in words if word[-_TAIL:] in tails}
        return {
            word: kind
            for word in sorted(likely - self._except)
            for ending, kind in self._by_tail[word[-_TAIL:]]
            if word.endswith(ending) and len(word) >= len(ending) + _BEFORE
        }


@cache
def load_word_endings() -> WordEndings:
    """The endings that come with Firstbell."""
    paths = sorted(Path(__file__).with_name("endings").glob("*.txt"))
    return WordEndings(
        (line, path.stem)
        for path in paths
        for line in path.read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    )
