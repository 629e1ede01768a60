"""Who was told: law enforcement, and those who get reports."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from firstbell.notify.statements.claims import ClaimReading
from firstbell.notify.statements.judges.names import list_agencies
from firstbell.notify.statements.judges.truth import NO, YES, Truth, open_question, read_day, so
from firstbell.notify.statements.record import CaseRecord
from firstbell.record.facts import Subject

# what law enforcement itself said or did, of which no fact tells
_SAYS = re.compile(
    r"\b(?:law enforcement|f\.?b\.?i\.?|police|sheriff|secret service|authorities|bca|cisa|investigators)\b"
    r"(?: (?!been\b)\w+){0,2}? (?:has |have |had |also |now )*(?:told|said|says|advised|assured"
    r"|confirmed|closed|concluded|"
    r"believes?|found|recovered|seized|shut|determined|cleared|says?)\b",
    re.I,
)
_OUTCOME = re.compile(
    r"\b(?:arrest\w*|charged|in custody|identified the|caught|indict\w*|traced|asked|request\w*|delay\w*)\b",
    re.I,
)


def judge_law_enforcement(record: CaseRecord, reading: ClaimReading) -> Truth:
    """Whether law enforcement was told, and which."""
    subject = Subject.LAW_ENFORCEMENT
    if _OUTCOME.search(reading.plain) or _SAYS.search(reading.plain):
        return open_question(
            record, subject, missing="an entry that tells what law enforcement did or asked for"
        )
    informed = record.get(subject, "informed")
    filed = _filed(record)
    named = list_agencies(reading.plain) - {"regulator"}
    if informed is None and not (named & set(filed)):
        return open_question(record, subject, missing="law_enforcement: who was informed")
    listed = set().union(*(list_agencies(str(one)) or {str(one).lower()} for one in informed or []))
    known = listed | {name for name, value in filed.items() if value}
    subjects = (subject, Subject.REPORTS) if named & set(filed) and not named <= listed else (subject,)
    if named and informed:
        if named <= known:
            return _check_since(record, reading, so(YES, record, *subjects))
        lacking = ", ".join(sorted(named - known))
        return open_question(record, *subjects, missing=f"law_enforcement: {lacking} among the informed")
    if named and named <= known:
        return so(YES, record, *subjects)
    return _check_since(record, reading, so(bool(informed), record, subject))


def _check_since(record: CaseRecord, reading: ClaimReading, truth: Truth) -> Truth:
    since = read_day(record.get(Subject.LAW_ENFORCEMENT, "since"))
    if not reading.dates or since is None or any(said.fits(since) for said in reading.dates):
        return truth
    return Truth(NO, truth.entries, known=truth.known)


def _filed(record: CaseRecord) -> dict[str, bool]:
    fact = record.find(Subject.REPORTS)
    filed: dict[str, bool] = {}
    if fact and isinstance(fact.value, Mapping):
        for name, fields in fact.value.items():
            value: Any = fields.get("filed") if isinstance(fields, Mapping) else fields
            for agency in list_agencies(str(name).replace("_", " ")) or {str(name).lower()}:
                if value is not None:
                    filed[agency] = bool(value)
    return filed


def judge_reports(record: CaseRecord, reading: ClaimReading) -> Truth:
    """Whether the agencies that are named got their report."""
    filed, named = _filed(record), list_agencies(reading.plain)
    informed = record.get(Subject.LAW_ENFORCEMENT, "informed") or []
    told = set().union(*(list_agencies(str(one)) for one in informed))
    if named and named <= {name for name, value in filed.items() if value} | told:
        return so(YES, record, Subject.REPORTS)
    if any(filed.get(name) is False for name in named):
        return so(NO, record, Subject.REPORTS)
    if named == {"regulator"} and any(filed.values()):
        return so(YES, record, Subject.REPORTS)
    lacking = ", ".join(sorted(named - set(filed))) or "the report"
    return open_question(record, Subject.REPORTS, missing=f"reports: {lacking}, filed")
