"""By what way the intruder came in, as a sentence tells it."""

from __future__ import annotations

import re

from firstbell.notify.statements.claims import ClaimReading
from firstbell.notify.statements.judges.names import list_ways_in
from firstbell.notify.statements.judges.truth import NO, YES, Truth, open_question, so
from firstbell.notify.statements.record import CaseRecord
from firstbell.record.facts import Subject

# by what, and by whom, somebody came in: what a sentence tells of it, the fact must tell
_PARTICULARS = [
    re.compile(rf"\b(?:{words})\b", re.I)
    for words in (
        r"text messages?|sms|texts?|whatsapp|smishing",
        r"phone calls?|called|by phone|vishing",
        r"usb|thumb drives?|flash drives?",
        r"teachers?|teacher's",
        r"(?:passwords?|accounts?|log-?ins?) of (?:the |an? |our )?(?:\w+ )?(?:staff|employees?)"
        r"|(?:staff|employee)(?:'s)? (?:passwords?|accounts?)",
        r"substitutes?",
        r"principals?",
        r"(?:school )?board members?",
        r"(?:a |an? \w+ )?students?|pupils?|student's",
        r"payroll|finance|business office|human resources",
        r"superintendent",
        r"parents?(?:'s)?",
        r"wi-?fi|wireless",
        r"social media|facebook|instagram",
        r"unlocked|laptops?|tablets?|chromebooks?",
    )
]


def judge_way_in(record: CaseRecord, reading: ClaimReading) -> Truth:
    """Whether the intruder came in as the sentence says."""
    fact = record.find(Subject.WAY_IN)
    if fact is None or not isinstance(fact.value, str) or not record.tells(Subject.WAY_IN):
        return open_question(
            record, Subject.WAY_IN, missing="way_in: a fact that tells how the intruder came in"
        )
    told = list_ways_in(fact.value)
    said = list_ways_in(reading.plain)
    if other := next(
        (one for one in _PARTICULARS if one.search(reading.plain) and not one.search(fact.value)), None
    ):
        found = other.search(reading.plain)
        return open_question(record, Subject.WAY_IN, missing=f"way_in: {found[0] if found else ''}")
    if (said and said <= told) or (said and fact.value.lower() in reading.plain.lower()):
        return so(YES, record, Subject.WAY_IN)
    if not (told and said) or told & said:
        return open_question(
            record, Subject.WAY_IN, missing="way_in: a fact that names this way, or another of a known kind"
        )
    return so(NO, record, Subject.WAY_IN)
