"""Who may be meant and is the child of somebody else in the same paragraph.

A list that somebody typed is one paragraph of thousands of names: whose children are named there is counted
once, and not for each of them again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from firstbell.impact.detection.identities.mentions import Mention
from firstbell.impact.detection.identities.subjects import ReadText
from firstbell.impact.people.lexicon import Lexicon

# a name that more people share says of nobody whose child it is
_FEW = 4


class NearbyWards:
    """Counts the children of those who are named in one paragraph after the other."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._wards = lexicon.wards
        self._passage: ReadText | None = None
        self._start, self._counted = 0, Counter[int]()

    def find(self, passage: ReadText, mention: Mention) -> set[int]:
        """Those of a mention's people who are children of somebody else who is named in its paragraph."""
        start, end = passage.paragraph_of(mention.start)
        if passage is not self._passage or start != self._start:
            near = passage.list_between(start, end)
            self._counted = Counter(ward for one in near for ward in self._list(one.mention))
            self._passage, self._start = passage, start
        own = Counter(self._list(mention))
        return {who for who in mention.candidates if self._counted[who] > own[who]}

    def _list(self, mention: Mention) -> Iterator[int]:
        if len(mention.candidates) <= _FEW:
            for who in mention.candidates:
                yield from self._wards.get(who, ())
