"""By what way the intruder came in, as a sentence tells it."""

from __future__ import annotations

from firstbell.notify.statements.judges.truth import NO, YES, Truth, open_question, so
from firstbell.notify.statements.language.claims import ClaimReading
from firstbell.notify.statements.language.names import list_ways_in
from firstbell.notify.statements.language.patterns import any_case, any_words
from firstbell.notify.statements.record import CaseRecord
from firstbell.record.facts import Subject

# by what, and by whom, somebody came in: what a sentence tells of it, the fact must tell
_PARTICULARS = [
    any_words(rf"{words}")
    for words in (
        r"text messages?|sms|texts?|whatsapp|smishing",
        r"phone calls?|called|by phone|vishing",
        r"usb|thumb drives?|flash drives?",
        r"teachers?|teacher's",
        r"substitutes?",
        r"principals?",
        r"(?:school )?board members?",
        r"(?:a |an? \w+ )?students?|pupils?|student's",
        r"payroll|finance|business office|human resources",
        r"superintendent",
        r"parents?(?:'s)?",
        r"wi-?fi|wireless",
        r"social media|facebook|instagram",
        r"vendors?(?:'s?)?|suppliers?(?:'s?)?|contractors?(?:'s?)?|third[- ]part(?:y|ies)|providers?",
        r"volunteers?|interns?|retirees?|former (?:employees?|staff)",
        r"nurses?|coach(?:es)?|librarians?|secretar(?:y|ies)|custodians?|(?:bus )?drivers?|counselors?",
        r"unlocked|laptops?|tablets?|chromebooks?",
    )
]
# an account is somebody's on the staff, unless the fact names another owner
_OF_STAFF = any_words(
    r"(?:passwords?|accounts?|log-?ins?) of (?:the |an? |our )?(?:\w+ )?(?:staff|employees?)"
    r"|(?:staff|employee)(?:'s)? (?:passwords?|accounts?)"
)
_OF_OTHERS = any_case(r"\b(?:contractor|vendor|supplier|provider|partner|student|pupil|volunteer)")


def judge_way_in(record: CaseRecord, reading: ClaimReading) -> Truth:
    """Whether the intruder came in as the sentence says."""
    fact = record.find(Subject.WAY_IN)
    if fact is None or not isinstance(fact.value, str) or not record.tells(Subject.WAY_IN):
        return open_question(
            record, Subject.WAY_IN, missing="way_in: a fact that tells how the intruder came in"
        )
    told = list_ways_in(fact.value)
    said = list_ways_in(reading.plain)
    if told and said and not told & said:
        return so(NO, record, Subject.WAY_IN)
    if untold := _find_untold(reading.plain, fact.value):
        return open_question(record, Subject.WAY_IN, missing=f"way_in: {untold}")
    if (said and said <= told) or (said and fact.value.lower() in reading.plain.lower()):
        return so(YES, record, Subject.WAY_IN)
    return open_question(
        record, Subject.WAY_IN, missing="way_in: a fact that names this way, or another of a known kind"
    )


def _find_untold(said: str, fact: str) -> str:
    """The first particular of a sentence of which the fact tells nothing; "" where there is none."""
    asked = (*_PARTICULARS, _OF_STAFF) if _OF_OTHERS.search(fact) else _PARTICULARS
    for one in asked:
        if (found := one.search(said)) and not one.search(fact):
            return found[0]
    return ""
