"""Lists of names in texts: what a heading above them, or the name of their file, says of all of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Protocol

from firstbell.impact.detection.evidence.sources import Source
from firstbell.impact.detection.identities.entries import TextEntry

# a text with so many people, and hardly more than a line for each, is a list
FEWEST_LISTED, CHARS_A_NAME = 3, 160


class ListedWhole(Protocol):
    """What is asked of a whole that was read to its end."""

    entries: list[TextEntry]
    chars: int


def list_leading(unit: ListedWhole, is_listed: Callable[[TextEntry], bool]) -> list[TextEntry]:
    """Those with whom the lines of a list begin; none where the text is no list. `is_listed`: whether
    somebody may be one of those listed.
    """
    leading = [one for one in unit.entries if one.leads and not one.is_other and is_listed(one)]
    count = len({one.who for one in leading})
    if count < FEWEST_LISTED or unit.chars > CHARS_A_NAME * len(leading):
        return []
    return leading


def tell_listed(leading: Iterable[TextEntry], kinds: Collection[str]) -> bool:
    """Tell kinds of all of them; whether there was anything to tell."""
    told = False
    for one in leading:
        one.tell(kinds, Source.LIST)
        told = bool(kinds)
    return told
