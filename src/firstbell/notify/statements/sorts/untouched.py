"""That personal data was out of reach, in words that name no kind of it, where a search found kinds of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from firstbell.notify.statements.language.certainty import ClaimMode
from firstbell.notify.statements.language.names import list_kinds
from firstbell.notify.statements.remainder.asides import Leftover
from firstbell.notify.statements.sorts.passed import Passed
from firstbell.record.facts import FactStatus, Subject

_PERSONAL = "personal_data"
_TAKING = re.compile(
    r"\b(?:taken|took|stolen|stole|copied|left (?:the|our)|removed|exfiltrat\w+|published|leaked|misused"
    r"|robad\w+|copiad\w+"
    r"|publicad\w+|sali\w+|new|evidence|sign|indication)\b",
    re.I,
)
_SPARED = re.compile(
    r"\b(?:out of|beyond|not within|never within|never in|outside)\b[^.;]{0,30}?\breach\b|\b(?:untouched"
    r"|spared|unharmed|unscathed|intact"
    r"|safe(?:ly)?|secure(?:d)?|unread|unseen|inaccessible|fuera de(?:l)? alcance|a salvo|intact[oa]s?)\b",
    re.I,
)
_DATA = re.compile(r"\b(?:data|information|records|details|datos|informaci\u00f3n|expedientes)\b", re.I)


def list_untouched(passed: Passed) -> Iterator[Leftover]:
    """A denial of personal data as such, or data that is called spared, where some was found in the files."""
    record = passed.record
    fact = record.find(Subject.KINDS_FOUND)
    found = fact is not None and fact.status is not FactStatus.UNKNOWN and bool(fact.value)
    if _PERSONAL not in passed.truths or not (found or record.get(Subject.PEOPLE_AFFECTED, "count")):
        return
    for one in passed.borne:
        reading = one.reading
        if reading.proposition is None or reading.proposition.truth != _PERSONAL:
            continue
        if reading.affirmed:
            match = _SPARED.search(reading.plain)
            if match and _DATA.search(reading.plain):
                yield Leftover("that it was spared", match[0], match.start())
        elif reading.wording.mode is ClaimMode.FLAT and not (
            _TAKING.search(reading.plain) or list_kinds(reading.plain)
        ):
            yield Leftover("that no personal data was there", reading.plain, 0)
