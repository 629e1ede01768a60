"""Columns of names that neither their headers nor the roster tell: people whom nobody here knows, and those
who trade under their name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from firstbell.impact.detection.columns import EMAIL, FAMILY, GIVEN, ID, MAIN, NAME, Column
from firstbell.impact.detection.header_words import THINGS
from firstbell.impact.detection.identities.names import drop_trade, looks_like_name
from firstbell.impact.detection.kinds import DataKind
from firstbell.impact.people.folded_text import split_name
from firstbell.impact.people.lexicon import Lexicon

_SHAPED, _KNOWN, _IN_ORDER = 0.8, 0.3, 0.4
_PAYEES = 0.5
_NAMES_HEADER = re.compile(r"\b(?:name|nm)$", re.IGNORECASE)
_NAMING = frozenset((NAME, GIVEN, FAMILY, ID, EMAIL))
# whose names stand in turned order, too
_WORKS = re.compile(r"\b(?:authors?|books?|titles?|composers?|artists?|characters?)\b", re.IGNORECASE)


def are_strange_names(lexicon: Lexicon, cells: Sequence[str], heading: str) -> bool:
    """Whether these are names of people whom the roster need not know: by their shape, and by words of
    which some are names here. A heading that says a thing counts less than a family name before a comma and
    a given name behind it.
    """
    if len(set(cells)) * 2 < len(cells):
        return False
    known = lexicon.given | lexicon.family
    names = [looks_like_name(cell) for cell in cells]
    with_known = [any(word in known for word in split_name(cell)) for cell in cells]
    if sum(names) < _SHAPED * len(cells) or sum(with_known) < _KNOWN * len(cells):
        return False
    if not THINGS.search(heading):
        return True
    turned = sum(_is_turned(lexicon, cell) for cell in cells)
    return turned >= _IN_ORDER * len(cells) and not _WORKS.search(heading)


def _is_turned(lexicon: Lexicon, cell: str) -> bool:
    """Whether a family name stands before a comma and a given name behind it, both of them known here."""
    family, comma, given = cell.partition(",")
    words, others = split_name(family), split_name(given)
    is_known = bool(words and others) and words[-1] in lexicon.family and others[0] in lexicon.given
    return bool(comma) and is_known


def find_payees(
    lexicon: Lexicon,
    typed: Sequence[Column],
    cells: Mapping[int, Sequence[str]],
    *,
    is_name: Callable[[str], bool],
    header: Sequence[str] = (),
) -> list[Column]:
    """The column of those who are paid under their own name, where numbers of social security stand beside
    it and nothing else says whom a row is about. A header that says names needs nobody who is known here.
    """
    if not any(one.role == DataKind.SSN and one.owner == MAIN for one in typed):
        return []
    if any(one.role in _NAMING and one.owner == MAIN for one in typed):
        return []
    known = lexicon.given | lexicon.family
    for at, column in sorted(cells.items()):
        bare = [drop_trade(cell) for cell in column]
        is_headed = at < len(header) and _NAMES_HEADER.search(header[at].replace("_", " ")) is not None
        fitting = sum(
            is_name(one)
            or (looks_like_name(one) and (is_headed or any(word in known for word in split_name(one))))
            for one in bare
        )
        if column and fitting >= _PAYEES * len(column):
            return [Column(at, NAME, header="vendor")]
    return []
