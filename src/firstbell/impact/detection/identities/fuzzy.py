"""Names that are spelled otherwise, compared inside a small block: people of one birth date, one id, one
school.
"""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz.distance import JaroWinkler

from firstbell.impact.people.folded_text import split_name
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
