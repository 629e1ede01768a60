"""How long intruders stayed, in words that no rule counts: "a single weekend", "the whole summer"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from firstbell.notify.statements.remainder.asides import Leftover
from firstbell.notify.statements.sorts.passed import Passed

_WHO = (
    r"(?:intruders?|attackers?|hackers?|criminals?|thie(?:f|ves)|gang|group|extortionists?|they|break-in"
    r"|intrusion|attack|somebody"
    r"|someone|intrus[oa]s?|atacantes?|delincuentes?|ladrones|piratas|ataque|intrusi\u00f3n)"
)
_STAYED = (
    r"(?:spent|stay(?:ed)?|remain(?:ed)?|last(?:ed)?|lingered|roamed|lurked|moved (?:about|around)|sat|hid"
    r"|had (?:access|the run)|kept"
    r"|took|(?:was|were|had been) (?:\w+ )?(?:in|inside|within|loose|present|active|there|at work)"
    r"|pas(?:\u00f3|aron)|estuv\w+|permaneci\w+"
    r"|dur(?:\u00f3|aron))"
)
_TERM = (
    r"(?:weekends?|nights?|afternoons?|evenings?|mornings?|summer|winter|spring|fall|autumn|semester|term"
    r"|quarter|season|vacation|break|holidays?"
    r"|recess|school year|lunch(?:time)?|class period|moments?|while|eternity|instant|blink"
    r"|fin(?:es)? de semana|noches?|tardes?|ma\u00f1anas?"
    r"|verano|invierno|primavera|oto\u00f1o|semestre|vacaciones|rato|momento|instante)"
)
_STAY = re.compile(
    rf"\b{_WHO}\b[^.;,]{{0,30}}?\b{_STAYED}\b[^.;]{{0,60}}?\b(?:an?|one|single|two|three|four|several|many"
    rf"|few|whole|entire|all|the|most of|half|long"
    rf"|brief|short|un|una|dos|tres|todo|toda|todo el|toda la|el|la) (?:\w+ )?{_TERM}\b",
    re.I,
)


def list_terms_of_stay(passed: Passed) -> Iterator[Leftover]:
    """Stretches of time that nobody counts, said of how long intruders were there."""
    if not passed.borne:
        return
    if (match := _STAY.search(passed.flat)) and passed.is_borne_around(match):
        yield Leftover("how long it was", match[0], match.start())
