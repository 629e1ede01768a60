"""Cause, timing, investigation."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from firstbell.notify.statements.judges.hours import miss_clock_time
from firstbell.notify.statements.judges.theft import is_fully_reviewed
from firstbell.notify.statements.judges.told_days import DAY
from firstbell.notify.statements.judges.truth import NO, UNJUDGED, YES, Truth, is_engaged, open_question, so
from firstbell.notify.statements.judges.ways_in import judge_way_in
from firstbell.notify.statements.language.certainty import ClaimMode
from firstbell.notify.statements.language.claims import ClaimReading
from firstbell.notify.statements.language.names import list_ways_in
from firstbell.notify.statements.language.patterns import any_case, any_words
from firstbell.notify.statements.language.quantities import find_numbers, find_share
from firstbell.notify.statements.language.vocabulary import load_vocabulary
from firstbell.notify.statements.record import CaseRecord
from firstbell.notify.statements.values import read_day
from firstbell.record.facts import Subject


def _says(reading: ClaimReading, term: str) -> bool:
    return load_vocabulary().holds(term, reading.plain)


# what a sentence says that it does not know of the event
_ASKED = any_case(r"\b(when|how long|since when|how|where|who|why)\b")
_ASKED_OF = {
    "when": Subject.FIRST_ACCESS,
    "how long": Subject.FIRST_ACCESS,
    "since when": Subject.FIRST_ACCESS,
    "how": Subject.WAY_IN,
    "where": Subject.WAY_IN,
}


def judge_event(record: CaseRecord, reading: ClaimReading) -> Truth:
    """Whether there was an encryption event."""
    if reading.wording.mode is ClaimMode.UNKNOWN and (asked := _ASKED.search(reading.plain)):
        subject = _ASKED_OF.get(asked[1].lower())
        if subject is None:
            return Truth(None)
        return so(YES if record.tells(subject) else None, record, subject)
    subject = Subject.ENCRYPTION_EVENT
    confirmed = record.get(subject, "confirmed")
    if confirmed is None and (record.get(subject, "found") or record.get(subject, "first_damage")):
        confirmed = True
    if confirmed is None:
        return open_question(record, subject, missing="encryption_event: confirmed")
    return so(bool(confirmed), record, subject)


_WHO = any_case(
    r"\bwho (?:is|was|were|did|carried|attacked|they are|it was|stands?|broke)\b|\b(?:identity|name) of the\b"
)


def judge_cause_known(record: CaseRecord, reading: ClaimReading) -> Truth:
    """Whether it is known how it came about."""
    if _WHO.search(reading.plain):
        # no subject of facts tells who it was
        return open_question(record, missing="a fact that tells who it was")
    known = record.tells(Subject.WAY_IN)
    if reading.wording.mode is not ClaimMode.UNKNOWN and list_ways_in(reading.plain):
        return judge_way_in(record, reading)
    if known:
        return so(YES, record, Subject.WAY_IN)
    if not reading.affirmed:
        return Truth(NO, record.entries(Subject.WAY_IN))
    return open_question(record, Subject.WAY_IN, missing="way_in: a fact that tells how the intruder came in")


# what is told of when somebody was first inside, not of when it was found
_FIRST_TRACE = any_case(
    r"\b(?:first|earliest) (?:\w+ )?(?:signs?|traces?|evidence|activity|log-?in|access|entry|step"
    r"|intrusion)\b"
)


def judge_timing(record: CaseRecord, reading: ClaimReading) -> Truth:
    """Whether the days that are named are those on the record; what did not happen then has no day."""
    if reading.wording.negated and re.match(r"(?:nobody|no one|none|nothing|no)\b", reading.plain, re.I):
        return UNJUDGED
    if lacks := miss_clock_time(record, reading):
        return lacks
    if not _DATES_EVENT.search(_SINCE.sub(" ", reading.plain)):
        # "since May 2" alone may be the day of anything
        return UNJUDGED
    if _OF_THEFT.search(reading.plain):
        return _judge_theft_days(record, reading)
    days = _list_days(record, reading)
    event, first = Subject.ENCRYPTION_EVENT, Subject.FIRST_ACCESS
    if not days:
        subject = first if _says(reading, "inside") and not _says(reading, "discover") else event
        return open_question(record, event, first, missing=f"{subject}: the day, known")
    if _FIRST_TRACE.search(reading.plain):
        days = [one for one in days if one[0] is first] or days
    said = reading.dates
    meant = [subject for subject, day in days if any(one.fits(day) for one in said)]
    subjects = tuple(dict.fromkeys(meant or [subject for subject, _ in days]))
    if len(said) > 1:
        fits = all(any(one.fits(day) for _, day in days) for one in said)
        untold = not fits and len({day for _, day in days}) < len(said)
        return (
            open_question(record, *subjects, missing="first_access and encryption_event: both days, known")
            if untold
            else so(fits, record, *subjects)
        )
    matched = [(subject, day) for subject, day in days if said[0].fits(day)]
    if matched:
        return so(YES, record, *dict.fromkeys(subject for subject, _ in matched))
    return so(NO, record, *subjects)


_SINCE = any_case(r"\bsince\b")
# what a day may be the day of: the event, how it was found, an intruder, or what people cannot do since
_DATES_EVENT = any_words(
    r"attack\w*|incident\w*|event|breach\w*|outage\w*|encrypt\w*|ransom\w*|hack\w*|cyber\w*|intru\w*|malware"
    r"|damage\w*|down|offline|unavailable|access\w*|inside|network|compromis\w*|stol\w*|taken|theft|thie\w*"
    r"|it all|this|it|happen\w*|occur\w*|beg[au]n\w*|start\w*|took place|dat\w+|struck|hit|suffer\w*"
    r"|disrupt\w*|launch\w*|deploy\w*|detonat\w*|trigger\w*|unfold\w*|lock\w*|files?|experienc\w*|came"
    r"|discover\w*|learn\w*|aware|detect\w*|notic\w*|identif\w*|found|alert\w*|saw|observ\w*|realiz\w*"
    r"|spotted|uncover\w*|flag\w*|picked up|recogni\w*|caught|sign|tipped|told|noted|knew|known|entered"
    r"|roam\w*|got|broke|slipped|lurk\w*|hid\w*|mov\w+|foothold|undetected|unnoticed|presen\w+|logged"
    r"|infiltrat\w*|work\w*|again|answer\w*|on the case|reach\w*|open\w*|first|dwell\w*|spent|criminals?|gang"
    r"|group|they|systems?|servers?|computers?"
)
# when data was taken, not when the event was
_OF_THEFT = any_words(
    r"copying|thefts?|exfiltration|transfers?|downloads?"
    r"|(?:files|data|information) (?:was|were) (?:taken|copied|stolen)"
)


def _judge_theft_days(record: CaseRecord, reading: ClaimReading) -> Truth:
    """Whether data was taken on the days that are named."""
    subject = Subject.EXFILTRATION
    days = [day for name in ("taken_from", "taken_until") if (day := record.get_day(subject, name))]
    if not days:
        return UNJUDGED
    return so(all(any(said.fits(day) for day in days) for said in reading.dates), record, subject)


def judge_eviction(record: CaseRecord, reading: ClaimReading) -> Truth:
    """Whether the intruder is out: no subject of facts tells that."""
    del record, reading
    return Truth(None, missing=("an entry that tells that the intruder has no access any more",), told=False)


_SPANS = {"hour": 1 / 24, "day": 1.0, "week": 7.0, "month": 30.4, "year": 365.0}
_SPAN = any_case(r"\b([\w-]+) (hour|day|week|month)s?\b")
# "for months": more than one of them
_BARE_SPAN = any_case(r"\b(?:for|in|over|during|through) (?:many |long )?(hour|day|week|month|year)s\b")


def judge_dwell(record: CaseRecord, reading: ClaimReading) -> Truth:
    """Whether the intruder was inside for as long as is said: from the first access to the finding."""
    first, event = Subject.FIRST_ACCESS, Subject.ENCRYPTION_EVENT
    start = record.get_day(first)
    end = record.get_day(event, "found") or record.get_day(event, "first_damage")
    bare = _BARE_SPAN.search(reading.plain)
    if start is not None and end is not None and bare:
        return so((end - start).days >= 1.7 * _SPANS[bare[1].lower()], record, first, event)
    match = _SPAN.search(reading.plain)
    said = find_numbers(match[1]) if match else []
    if start is None or end is None or match is None or not said:
        return open_question(
            record, first, event, missing=["first_access: the day", "encryption_event: found"]
        )
    stayed = (end - start).days
    # both days may be counted, or neither
    length = said[0].value * _SPANS[match[2].lower()]
    slack = 1.0 if match[2].lower() in ("day", "hour") else _SPANS[match[2].lower()] / 2
    return so(abs(stayed - length) <= slack, record, first, event)


# somebody of the district: what people knew then is when it was found
_KNEW = any_words(
    r"knew|(?:has|have|had) (?:\w+ )?known|(?:was|were|been) (?:\w+ )?(?:aware|warned|told|informed)"
)


# "the attack started on Monday": when the first file was damaged, and not when it was found
_BEGAN = any_case(
    r"\b(?:attack|encryption|encrypting|damage|ransomware|it all) (?:itself )?(?:had )?(?:began|begun"
    r"|started|set in|first began)\b"
    r"|\bstart(?:ed)? of the (?:attack|encryption)\b"
)


# what somebody encrypted is the damage, wherever he was
_ENCRYPTED = any_case(
    r"\b(?:attackers?|intruders?|hackers?|criminals?|thie(?:f|ves)|gang|group|someone|somebody|part(?:y|ies)"
    r"|actors?|they) (?:\w+ )?(?:encrypted|locked|scrambled)\b"
)


def _dates_entry(plain: str) -> bool:
    """Whether the day that is named is of the entry: "they got in on May 1, and we caught them that day"."""
    day = DAY.search(plain)
    before = plain[: day.start()] if day else ""
    vocabulary = load_vocabulary()
    return vocabulary.holds("inside", before) and not vocabulary.holds("discover", before)


def _list_days(record: CaseRecord, reading: ClaimReading) -> list[tuple[Subject, date]]:
    event, first = Subject.ENCRYPTION_EVENT, Subject.FIRST_ACCESS
    found, damage = record.get(event, "found"), record.get(event, "first_damage")
    access = record.get(first)
    many = len(reading.dates) > 1
    if not many and _dates_entry(reading.plain):
        wanted = [(first, access)]
    elif not many and damage and _BEGAN.search(reading.plain) and not _says(reading, "discover"):
        wanted = [(event, damage)]
    elif not many and (_says(reading, "discover") or _KNEW.search(reading.plain)):
        wanted = [(event, found)]
    elif _says(reading, "inside") and not many and not _ENCRYPTED.search(reading.plain):
        wanted = [(first, access)]
    elif many:
        confirmed = record.get(Subject.EXFILTRATION, "confirmed")
        wanted = [(first, access), (event, damage), (event, found), (Subject.EXFILTRATION, confirmed)]
    elif _ENCRYPTED.search(reading.plain):
        wanted = [(event, damage), (event, found)]
    else:
        wanted = [(event, damage), (event, found), (first, access)]
    return [(subject, day) for subject, value in wanted if (day := read_day(value))]


def judge_firm(record: CaseRecord, reading: ClaimReading) -> Truth:
    """Whether outside experts were engaged."""
    return _judge_engaged(record, reading, Subject.FORENSIC_FIRM)


def judge_counsel(record: CaseRecord, reading: ClaimReading) -> Truth:
    """Whether legal counsel was engaged."""
    return _judge_engaged(record, reading, Subject.LEGAL_COUNSEL)


def _judge_engaged(record: CaseRecord, reading: ClaimReading, subject: Subject) -> Truth:
    value = record.get(subject, "engaged")
    engaged = is_engaged(value)
    if engaged is None:
        return open_question(record, subject, missing=f"{subject}: engaged")
    day = read_day(value)
    if engaged and day and reading.dates and not any(said.fits(day) for said in reading.dates):
        return so(NO, record, subject)
    truth = so(engaged, record, subject)
    return Truth(
        truth.value, truth.entries, known=truth.known, modeless=reading.wording.mode is ClaimMode.UNKNOWN
    )


def _list_open(record: CaseRecord) -> list[Subject]:
    """Subjects of which the record says that they are not settled."""
    found = []
    if record.find(Subject.EXFILTRATION) and not (
        record.get(Subject.EXFILTRATION, "state") == "confirmed" or is_fully_reviewed(record)
    ):
        found.append(Subject.EXFILTRATION)
    coverage = record.get(Subject.PERSONAL_DATA_SEARCH, "coverage_percent")
    if coverage is not None and coverage < 100:
        found.append(Subject.PERSONAL_DATA_SEARCH)
    if record.get(Subject.PEOPLE_AFFECTED, "final") is False:
        found.append(Subject.PEOPLE_AFFECTED)
    return found


def _is_settled(record: CaseRecord) -> bool:
    return (
        record.get(Subject.PERSONAL_DATA_SEARCH, "coverage_percent") == 100
        and record.get(Subject.PEOPLE_AFFECTED, "final") is True
        and not _list_open(record)
    )


# what an investigation still asks: whether data left, how they came in, when, how many it concerns
_STILL_ASKED = (
    (
        any_case(
            r"\b(?:whether|if)\b[^.;]{0,50}\b(?:data|information|files?|records?|anything)\b[^.;]{0,40}"
            r"\b(?:left|taken|stolen|copied|removed|exfiltrat\w+|accessed|acquired)\b"
        ),
        Subject.EXFILTRATION,
        lambda record: record.get(Subject.EXFILTRATION, "state") == "confirmed",
    ),
    (
        any_case(r"\bhow many (?:\w+ ){0,3}(?:people|individuals|students|employees|persons)\b"),
        Subject.PEOPLE_AFFECTED,
        lambda record: record.get(Subject.PEOPLE_AFFECTED, "final") is True,
    ),
    (
        any_case(
            r"\bhow (?:the |this |our |it |they )?(?:\w+ ){0,3}(?:got in|get in|entered|broke in|gained)\b"
        ),
        Subject.WAY_IN,
        lambda record: record.tells(Subject.WAY_IN) and record.is_known(Subject.WAY_IN),
    ),
)


def _find_answered(record: CaseRecord, reading: ClaimReading) -> Truth | None:
    """The truth where a question is said to be investigated that the record has answered; else None."""
    for words, subject, is_answered in _STILL_ASKED:
        if reading.affirmed and words.search(reading.plain) and is_answered(record):
            return replace(so(NO, record, subject), modeless=True)
    return None


def judge_investigation_on(record: CaseRecord, reading: ClaimReading) -> Truth:
    """Whether an investigation goes on: somebody does it, or a question stands open on the record."""
    if answered := _find_answered(record, reading):
        return answered
    settled = _is_settled(record)
    unsearched = record.get(Subject.PERSONAL_DATA_SEARCH, "coverage_percent") == 0
    if unsearched and not reading.affirmed and re.search(r"\breview\b", reading.plain, re.I):
        # "the review has not started": of the files, of which nobody has searched one
        return so(NO, record, Subject.PERSONAL_DATA_SEARCH)
    if settled and not re.search(
        r"\b(?:began|begun|launched|started|opened|initiated)\b", reading.plain, re.I
    ):
        truth = so(NO, record, Subject.PERSONAL_DATA_SEARCH, Subject.PEOPLE_AFFECTED)
        return Truth(truth.value, truth.entries, known=truth.known, modeless=True)
    if is_engaged(record.get(Subject.FORENSIC_FIRM, "engaged")):
        entries, known = record.entries(Subject.FORENSIC_FIRM), record.is_known(Subject.FORENSIC_FIRM)
        return Truth(YES, entries, known=known, modeless=reading.wording.mode is ClaimMode.UNKNOWN)
    found = judge_event(record, reading)
    undecided = [subject for subject in (*_list_open(record), Subject.WAY_IN) if record.find(subject)]
    if found.value or undecided:
        return Truth(YES, [*found.entries, *record.entries(*undecided)], modeless=True)
    return open_question(record, Subject.FORENSIC_FIRM, missing="forensic_firm: engaged")


_NEARLY = any_words(r"almost|nearly|close to|on the (?:verge|point) of|all but|practically|virtually")


def judge_investigation_over(record: CaseRecord, reading: ClaimReading) -> Truth:
    """Whether everything that was to be found out was."""
    share = find_share(reading.plain)
    coverage = record.get(Subject.PERSONAL_DATA_SEARCH, "coverage_percent")
    if share and coverage is not None:
        return so(share.fits(coverage), record, Subject.PERSONAL_DATA_SEARCH)
    if coverage is not None and _NEARLY.search(reading.plain):
        return so(coverage >= 90, record, Subject.PERSONAL_DATA_SEARCH)
    undecided = _list_open(record)
    if undecided:
        return Truth(NO, record.entries(*undecided))
    if _is_settled(record):
        return so(YES, record, Subject.PERSONAL_DATA_SEARCH, Subject.PEOPLE_AFFECTED)
    return open_question(
        record, Subject.PERSONAL_DATA_SEARCH, Subject.PEOPLE_AFFECTED,
        missing=["personal_data_search: coverage at 100%", "people_affected: final"],
    )  # fmt: skip


def judge_secure(record: CaseRecord, reading: ClaimReading) -> Truth:
    """Whether systems are safe: that nothing can happen to them, no record can prove."""
    del record, reading
    need = "an entry by which it is proven; two factors and new passwords do not prove that all is safe"
    return Truth(None, missing=(need,), told=False)
