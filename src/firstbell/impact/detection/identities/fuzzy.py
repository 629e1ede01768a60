"""Names that are spelled otherwise, compared inside a small block: people of one birth date, one id, one
school.

Names that a program spoiled: cut off where their column ends, or with a mark for each letter that it could
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
from collections.abc import Iterable
from itertools import product

from rapidfuzz.distance import JaroWinkler

from firstbell.impact.people.folded_text import compose, split_name, strip_marks
from firstbell.impact.people.lexicon import Lexicon

ALIKE = 0.88
# of a name against the one that an id says: below this, it is somebody else's
STRANGE = 0.72


def compare_names(lexicon: Lexicon, who: int, *, given: str, family: str) -> float:
    """How alike a name is to a person's, 0 to 1: the worse of given and family name, in the better order."""
    forms = lexicon.forms[who]
    if split_name(given) in forms.given and split_name(family) in forms.family:
        return 1.0
    first, last = _join(given), _join(family)
    if len(first) == 1 and any(form and form[0].startswith(first.encode()) for form in forms.given):
        return compare_family(lexicon, who, family)  # an initial says no more
    straight = min(_best(first, (*forms.given, *forms.nick)), _best(last, forms.family))
    crossed = min(_best(last, (*forms.given, *forms.nick)), _best(first, forms.family))
    return max(straight, crossed)


def compare_family(lexicon: Lexicon, who: int, family: str) -> float:
    """How alike a family name that stands alone is to a person's, 0 to 1."""
    return _best(_join(family), lexicon.forms[who].family)


def find_alike(lexicon: Lexicon, block: Iterable[int], *, given: str, family: str) -> tuple[int, ...]:
    """Those of a block whose names are alike enough; best alone where it leads clearly."""
    scored = sorted(
        ((compare_names(lexicon, who, given=given, family=family), who) for who in block), reverse=True
    )
    alike = [(score, who) for score, who in scored if score >= ALIKE]
    if len(alike) > 1 and alike[0][0] - alike[1][0] > 0.06:
        return (alike[0][1],)
    return tuple(sorted(who for _, who in alike))


def _join(name: str) -> str:
    return " ".join(word.decode() for word in split_name(name))


def _best(name: str, forms: Iterable[tuple[bytes, ...]]) -> float:
    best = 0.0
    for words in forms:
        form = " ".join(word.decode() for word in words)
        best = max(best, JaroWinkler.similarity(name, form))
        # one of two family names, or the first of two given names
        if len(words) > 1 and name:
            best = max(
                best,
                0.95 * max(JaroWinkler.similarity(name, word.decode()) for word in words),
            )
    return best


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
