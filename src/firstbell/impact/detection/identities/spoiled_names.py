"""Names that a program spoiled: cut off where their column ends, or with a mark for each letter that it could
not write.

>>> from firstbell.impact.people.person import Person
>>> tuấn = Person("1", "1", "student", "Tuấn", "Hà-Montgomery")
>>> names = SpoiledNames(Lexicon([tuấn]))
>>> names.find("HA-MONTGOMERY, TU"), names.find("Tu?n H?-Montgomery"), names.find("Tu?n Ha?")
((0,), (0,), ())
"""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import product

from firstbell.impact.people.folded_text import compose, split_name, strip_marks
from firstbell.impact.people.lexicon import Lexicon

# shorter ones begin as many others do
_FEWEST_CHARS = 12
_MOST_LOST = 4
# a search goes through all names: a file of nothing else is not to take hours
_MOST_SEARCHES = 2_000
_LOST = re.compile(r"(?<=[^\W\d_])[?\ufffd]{1,3}|[?\ufffd]{1,3}(?=[^\W\d_])")
_MANY = 6


class SpoiledNames:
    """Looks such names up among those of the roster, whose list is made when the first one comes."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._names: list[tuple[str, int]] = []
        self._text = ""
        self._searches = 0

    def find(self, spelled: str) -> tuple[int, ...]:
        """Whom a name that nobody bears as it stands may mean; nobody where it says too little."""
        if _LOST.search(spelled):
            return self._find_marked(spelled)
        parts = split_name(spelled)
        words = b" ".join(parts).decode()
        if len(words) < _FEWEST_CHARS or len(parts) < 2 or self._is_whole(parts[-1]):
            return ()
        names = self._list()
        found: set[int] = set()
        for name, who in names[bisect_left(names, (words, 0)) :]:
            if not name.startswith(words) or len(found) > _MANY:
                break
            found.add(who)
        return tuple(sorted(found))

    def _is_whole(self, word: bytes) -> bool:
        return word in self._lexicon.given or word in self._lexicon.family

    def _find_marked(self, spelled: str) -> tuple[int, ...]:
        """The same where marks stand for letters."""
        told = strip_marks(compose(_LOST.sub("\0", spelled))).lower()
        if told.count("\0") > _MOST_LOST or self._searches >= _MOST_SEARCHES:
            return ()
        self._searches += 1
        words = [re.escape(word).replace("\0", r"[a-z]{1,2}") for word in re.findall(r"[a-z0-9\0]+", told)]
        if len(words) < 2 or sum(map(str.isalpha, told)) < _MOST_LOST:
            return ()
        names = self._list()
        pattern = re.compile(rf"(?m)^(?:{' '.join(words)})$")
        self._text = self._text or "\n".join(name for name, _ in names)
        spots = {match[0] for match in pattern.finditer(self._text)}
        return tuple(sorted({who for one in spots for who in self._bear(one)}))

    def _bear(self, name: str) -> set[int]:
        at, found = bisect_left(self._names, (name, 0)), set[int]()
        while at < len(self._names) and self._names[at][0] == name:
            found.add(self._names[at][1])
            at += 1
        return found

    def _list(self) -> list[tuple[str, int]]:
        """The names of all in both orders, sorted."""
        if not self._names:
            self._names = sorted(
                (b" ".join(order).decode(), who)
                for who, forms in enumerate(self._lexicon.forms)
                for given, family in product(forms.given[:1], forms.family[:1])
                for order in ((*given, *family), (*family, *given))
            )
        return self._names
