"""What a household shares: its means."""

from __future__ import annotations

import re
from collections.abc import Sequence

from firstbell.impact.detection.evidence.sources import Source
from firstbell.impact.detection.identities.entries import TextEntry
from firstbell.impact.detection.kinds.kind import DataKind
from firstbell.impact.people.lexicon import Lexicon

# whom a record has called, and whose means it does not tell
_CALLED = re.compile(r"(?i)[ \t*#>-]*(?:emerg\w*|contacts?|pick ?-?up)\b")


def give_households(lexicon: Lexicon, entries: Sequence[TextEntry]) -> None:
    """What a household has is its grown-ups' and its children's, where both are named."""
    told = {who for entry in entries if DataKind.ECONOMIC in entry.kinds for who in entry.candidates}
    children = {ward for who in told for ward in lexicon.wards.get(who, ())}
    for entry in entries if told else ():
        people = set(entry.candidates)
        is_called = _CALLED.match(entry.lead) is not None
        has_child = not is_called and any(told & set(lexicon.wards.get(who, ())) for who in people)
        if has_child or (people & children and not entry.is_other):
            entry.tell((DataKind.ECONOMIC,), Source.HOUSEHOLD)
