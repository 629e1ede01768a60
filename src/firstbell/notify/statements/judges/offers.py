"""Whether credit monitoring is there to be offered: by whom, for how long, and whether codes went out."""

from __future__ import annotations

from firstbell.notify.statements.judges.truth import NO, UNJUDGED, Truth, open_question, so
from firstbell.notify.statements.language.claims import ClaimReading
from firstbell.notify.statements.language.patterns import any_case, any_words
from firstbell.notify.statements.language.quantities import find_spans
from firstbell.notify.statements.record import CaseRecord
from firstbell.record.facts import Subject


def judge_monitoring(record: CaseRecord, reading: ClaimReading) -> Truth:
    """Whether credit monitoring is there to be offered."""
    subject = Subject.CREDIT_MONITORING
    contract, codes = record.get(subject, "contract"), record.get(subject, "codes_issued")
    if reading.affirmed and _misses_term(record, reading.plain):
        return so(NO, record, subject)
    issued, people = record.get_count(subject, "codes_issued"), record.get(Subject.PEOPLE_AFFECTED, "count")
    short = issued is not None and isinstance(people, int) and issued < people
    if short and reading.affirmed and _ALL_HAVE_CODES.search(reading.plain):
        return so(NO, record, subject)
    counted = [one for one in reading.numbers if not (isinstance(people, int) and one.value == people)]
    if counted and issued is not None:
        return so(all(number.fits(issued) for number in counted), record, subject)
    if _CODES_SENT.search(reading.plain) and not reading.is_promise:
        return _judge_codes(record, reading, contract)
    if contract is None and not codes:
        if record.is_known(subject) and "contract" in record.get_fields(subject):
            return so(NO, record, subject)  # a known fact that leaves it empty says that there is none
        return open_question(record, subject, missing="credit_monitoring: the contract")
    return _judge_provider(record, reading, contract) or so(bool(contract or codes), record, subject)


def _judge_provider(record: CaseRecord, reading: ClaimReading, contract: object) -> Truth | None:
    """What a claim that names another provider is; None where it names none."""
    carrier = record.get(Subject.INSURANCE, "carrier")
    if isinstance(carrier, str) and carrier.lower() in reading.plain.lower():
        return UNJUDGED  # what the insurer has to do with it, no field tells
    said = {name.lower() for name in _PROVIDERS.findall(reading.plain)}
    if not isinstance(contract, str) or not said or any(name in contract.lower() for name in said):
        return None
    known = False if _PROVIDERS.search(contract) else None
    return so(known, record, Subject.CREDIT_MONITORING, missing="credit_monitoring: who provides it")


# "every affected student has a code"
_ALL_HAVE_CODES = any_case(
    r"\b(?:every\w*|all|each)\b[^.;]{0,40}\b(?:has|have|had|got|received|gets)\b[^.;]{0,40}\bcodes?\b"
)
# "a year of monitoring", "good for twelve months": not a year ago, nor what is told of each year
_TERM = any_case(
    r"(?<!last )(?<!this )(?<!next )(?<!per )(?<!every )\b(?:an?|one|two|three|four|five|six|ten|twelve"
    r"|eighteen|twenty-four|thirty-six|\d+)[ -](?:months?"
    r"|years?)(?:'s?)?\b(?! (?:ago|later|before|after|old|since|earlier))"
)


def _misses_term(record: CaseRecord, text: str) -> bool:
    """Whether a text says for how long monitoring is offered, and the record has another length."""
    months = record.get(Subject.CREDIT_MONITORING, "months")
    told = [span for match in _TERM.finditer(text) for span in find_spans(match[0])]
    return isinstance(months, int) and any(span != ("months", float(months)) for span in told)


def _judge_codes(record: CaseRecord, reading: ClaimReading, contract: object) -> Truth:
    """Whether codes went out. A fact that leaves the field empty beside a contract says that none did."""
    subject = Subject.CREDIT_MONITORING
    codes = record.get(subject, "codes_issued")
    if codes is None and not (contract and "codes_issued" in record.get_fields(subject)):
        return open_question(record, subject, missing="credit_monitoring: codes_issued")
    day = record.get_day(subject, "codes_issued_on")
    other = day and reading.dates and not any(said.fits(day) for said in reading.dates)
    return so(bool(codes) and not other, record, subject)


_CODES_SENT = any_case(
    r"\bcodes?\b(?: [\w-]+){0,6} (?:issued|sent|mailed|distributed|given out|handed out|out|available"
    r"|in the mail|on (?:their|the) way)\b"
    r"|\b(?:issued|sent|mailed|distributed|gave out|handed out|read|give|tell|provide|look up"
    r"|email)(?: \w+){0,5} codes?\b"
    r"|\b(?:have|has|received|got) (?:\w+ ){0,2}codes?\b"
    r"|\bcodes?\b[^.;,]{0,40} (?:is|are|was|were|comes?|came) (?:in|inside|on|with|enclosed|printed)\b"
)
_PROVIDERS = any_words(r"Experian|Kroll|IDX|Equifax|TransUnion|LifeLock|Epiq|CyberScout|Norton|Cyberscout")
