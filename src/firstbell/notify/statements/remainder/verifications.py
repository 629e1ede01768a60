"""Systems that are told to be back and not verified, or back in part, though the record has them as verified.

"Mail is back, with verification still to come" passes as a system that is back. What is on record as verified
was verified, and who says that it was not, or that only a part of it is, tells something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from firstbell.notify.statements.language.names import list_systems, place_systems
from firstbell.notify.statements.remainder.asides import Leftover
from firstbell.notify.statements.remainder.passed import Passed
from firstbell.record.facts import Subject

_TRIED = r"(?:verif\w+|tested|checked|certified|validated|inspected|signed off)"
_VERB = r"(?:be |been |being |fully |yet |so far |properly |independently |formally |completely |quite )*"
_UNVERIFIED = re.compile(
    rf"\bun(?:verified|tested|checked|validated)\b"
    rf"|\b(?:not|n't|never|neither|none|nor|without|nobody|no one|yet to|still to|awaiting|awaits?|pending"
    rf"|before|lacks?|needs?|remains? to|have to|has to) {_VERB}(?:(?:has|have|is|are|was|were|of them"
    rf"|of these|its|their|the|a|final|any) ){{0,3}}{_VERB}{_TRIED}\b"
    rf"|\bverification\b[^.;,]{{0,25}}\b(?:still|pending|outstanding|to come|to follow|lacking|missing"
    rf"|ahead|not|open|under way|underway|remains)\b"
    rf"|\b(?:no|lacks?|lacking|missing) verification\b"
    rf"|\b(?:on an? (?:\w+ )?basis|in part|partly|partially|provisionally|in a limited \w+|for some of)\b"
    rf"|\bsin (?:verificar|comprobar|probar)\b|\bno (?:se )?(?:ha|han|est\u00e1n?) (?:sido )?verificad\w+\b",
    re.I,
)


def list_unverified(passed: Passed) -> Iterator[Leftover]:
    """Words that call a system not verified, which is on record as verified."""
    if "restored" not in passed.truths:
        return
    verified = passed.record.get(Subject.SYSTEMS_RESTORED, "verified") or ()
    known = set().union(*(list_systems(str(one)) for one in verified))
    for match in _UNVERIFIED.finditer(passed.flat):
        # what was named last is what is meant, or what comes first where nothing was named yet
        named = place_systems(passed.flat)
        before = [name for name, start, _ in named if start < match.start()]
        meant = before[-1] if before else next((name for name, *_ in named), "")
        if (meant in known) or (not meant and known):
            yield Leftover("whether it was verified", match[0], match.start())
