"""Shares, sums and progress that a judge compares with the record: what whole.toml need not hold again."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from firstbell.notify.statements.judges.agencies import list_reports
from firstbell.notify.statements.judges.protections import read_progress
from firstbell.notify.statements.judges.theft import (
    PART_OF_TAKEN,
    SHARE_OF_TAKEN,
    TAKEN_AND_PART,
    is_share_published,
)
from firstbell.notify.statements.language.dates import blank_match, blank_spans, find_dates
from firstbell.notify.statements.language.names import list_agencies
from firstbell.notify.statements.language.patterns import any_case, any_words
from firstbell.notify.statements.language.quantities import (
    FRACTION,
    SHARE,
    find_share,
    find_spans,
)
from firstbell.notify.statements.record import CaseRecord
from firstbell.notify.statements.remainder.event_days import list_passed_time
from firstbell.notify.statements.values import read_moment
from firstbell.record.facts import Subject

_PRICED = frozenset({"ransom_demanded", "ransom_paid"})
_AS_OF_HOUR = any_case(
    r"\bas of (?:\d{1,2}(?::\d\d)? ?[ap]\.?m\.?|\d{1,2}:\d\d|noon|midnight)(?: (?:today|on \w+day))?"
)


def blank_compared(text: str, flat: str, *, truths: frozenset[str], record: CaseRecord) -> str:
    """The text, as long as `flat` is, without what the judges of these truths compare with the record."""
    spans: list[tuple[int, int]] = []
    if truths & _PRICED:
        spans += [match.span() for match in FRACTION.finditer(flat)]
    if "published" in truths and is_share_published(record, flat):
        spans += [match.span() for match in SHARE_OF_TAKEN.finditer(flat)]
    if "published" in truths:
        for words in (PART_OF_TAKEN, TAKEN_AND_PART):
            spans += [match.span() for match in words.finditer(flat)]
    if truths & _HOW_TOLD.keys():
        spans += [span for truth in truths & _HOW_TOLD.keys() for span in _list_told(flat, truth, record)]
    for truth in truths & _LISTERS.keys():
        spans += _LISTERS[truth](flat, record)
    spans += list_passed_time(flat, record)
    if truths & _ENTRIES:
        spans += _list_days_before(flat, record)
    return blank_spans(text, spans)


# truths, the fields whose day a sentence of them may name, and the words it needs to mean that day
_DATED: Mapping[str, Sequence[tuple[Subject, str, re.Pattern[str]]]] = {
    "exfiltration": [
        (
            Subject.EXFILTRATION,
            "confirmed",
            any_case(
                r"\b(?:confirm\w*|learn(?:ed|t)|found out|discovered|established|became (?:clear|certain)"
                r"|known since|since [^.]{0,30}\bknow)\b(?!,)"
            ),
        )
    ],
    "credit_monitoring": [
        (
            Subject.CREDIT_MONITORING,
            "contract",
            any_words(r"contract\w*|sign(?:ed|ing)|since"),
        ),
        (Subject.CREDIT_MONITORING, "codes_issued_on", any_case(r"\bcodes?\b")),
    ],
    "letters": [
        (Subject.MAILING, "first", any_words(r"beg[au]n|started|first")),
        (Subject.MAILING, "only", any_words(r"on|in|to")),
    ],
    "ransom_paid": [(Subject.RANSOM, field, any_words(r"on|the")) for field in ("paid_at", "on")],
    "ransom_demanded": [
        (Subject.RANSOM, "demanded_at", any_words(r"on|since|came|arrived|demanded|asked")),
        (Subject.RANSOM, "deadline", any_words(r"by|before|until|deadline|expires?")),
    ],
    "misuse_search": [
        (Subject.MISUSE_SEARCH, field, any_words(r"on|ended|finished|complet\w+|done"))
        for field in ("done", "finished")
    ],
    "password_reset": [
        (Subject.PASSWORD_RESET, who, any_case(rf"\b{who}?\b|\bemployees?\b"))
        for who in ("staff", "students")
    ],
    "way_in": [(Subject.FIRST_ACCESS, "", any_words(r"on|since|from|beginning|starting"))],
    "event": [
        (
            Subject.FIRST_ACCESS,
            "",
            any_case(r"\b(?:(?:got|came|broke) in|entered|(?:gained|had) (?:entry|access)) on [A-Z]"),
        )
    ],
    "published": [(Subject.EXFILTRATION, "published_on", any_words(r"on|the|since"))],
    "restored": [
        (
            Subject.SYSTEMS_RESTORED,
            "verified_by",
            any_case(r"\b(?:verified|checked|back|restored|running)\b[^.;]*\bby\b"),
        )
    ],
    "hit": [
        (Subject.ENCRYPTION_EVENT, field, any_words(r"went|hit|struck|affected|on"))
        for field in ("found", "first_damage")
    ],
    "coercion": [(Subject.COERCION_CONTACTS, "since", any_words(r"since|from|beginning|starting|first"))],
}


def list_days(flat: str, truths: frozenset[str], record: CaseRecord) -> list[date]:
    """The days of the record that a sentence of these truths may name."""
    return [
        day
        for truth in truths
        for subject, field, words in _DATED.get(truth, ())
        if words.search(flat) and (day := record.get_day(subject, field))
    ]


_WEEKDAY = any_case(r"\b(?:on )?(?:mon|tues|wednes|thurs|fri|satur|sun)day\b(?! ?,? ?[A-Z]?\w* \d)")


def blank_weekdays(text: str, flat: str, *, truths: frozenset[str], record: CaseRecord) -> str:
    """The text without "on Monday" where that day of the last seven is one that the record tells."""
    days = list_days(flat, truths, record)
    for said in _WEEKDAY.finditer(flat):
        told = find_dates(said[0])
        near = [day for day in days if record.latest and 0 <= (record.latest - day).days < 7]
        if told and any(told[0].fits(day) for day in near):
            text = blank_spans(text, [said.span()])
    return text


# truths, and the fields between whose days they lie
_BETWEEN = {
    "letters": (Subject.MAILING, "first", "last"),
    "coercion": (Subject.COERCION_CONTACTS, "since", "until"),
    "exfiltration": (Subject.EXFILTRATION, "taken_from", "taken_until"),
    "misuse_search": (Subject.MISUSE_SEARCH, "begun", "done"),
    "misuse": (Subject.MISUSE_SEARCH, "begun", "done"),
}
_RANGE = re.compile(
    r"\b(?:[Bb]etween|[Ff]rom|among(?= the)) (?:the )?(?P<first>[A-Z][a-z]+\.? \d{1,2})(?:st|nd|rd|th)?,?"
    r" (?:and|to|through|until) (?:the )?(?P<last>(?:[A-Z][a-z]+\.? )?\d{1,2})(?:st|nd|rd|th)?\b"
)


def blank_ranges(text: str, flat: str, *, truths: frozenset[str], record: CaseRecord) -> str:
    """The text without "between November 12 and 16" where these are the days on the record."""
    for said in _RANGE.finditer(flat):
        last = said["last"] if said["last"][0].isalpha() else f"{said['first'].split()[0]} {said['last']}"
        for truth in truths & _BETWEEN.keys():
            subject, *fields = _BETWEEN[truth]
            days = [record.get_day(subject, field) for field in fields]
            told = [find_dates(f"on {day}") for day in (said["first"], last)]
            if all(day and one and one[0].fits(day) for day, one in zip(days, told, strict=True)):
                text = blank_spans(text, [said.span()])
    return text


def blank_hour(text: str) -> str:
    """The text without the hour as of which something is said: that is no claim."""
    return _AS_OF_HOUR.sub(blank_match, text)


_AT_HOUR = any_case(r"\b(?:at |by )?(\d{1,2})(?::(\d\d))?(?: ?([ap])\.?m\b\.?)?(?![\w,:-])|\b(?:at )?noon\b")


def blank_filed(text: str, flat: str, *, truths: frozenset[str], record: CaseRecord) -> str:
    """The text without the hour at which the one report that the record times was filed.

    Where `flat`, the sentence, names the insurer and no other, it is the hour at which that was informed.
    """
    reports = list_reports(record) if "reports" in truths else ()
    filed = [moment for _, told in reports if (moment := read_moment(told)) is not None]
    if truths == {"reports"} and set(list_agencies(flat)) == {"insurer"}:
        informed = record.get_moment(Subject.INSURANCE, "informed")
        on_day = informed and all(said.fits(informed.date()) for said in find_dates(flat))
        filed = [informed] if informed and on_day else []
    if len(filed) != 1:
        return text
    for said in _AT_HOUR.finditer(text):
        hour, minute = (int(said[1]), int(said[2] or 0)) if said[1] else (12, 0)
        if said[1] and not (said[2] or said[3]):
            continue
        half = (said[3] or "").lower()
        hours = {hour % 12 + (12 if half == "p" else 0)} if half else {hour % 12, hour % 12 + 12}
        if filed[0].hour in hours and filed[0].minute == minute:
            text = blank_spans(text, [said.span()])
    return text


# truths beside which a sentence may repeat what a fact tells in its own words
_HOW_TOLD = {
    "ransom_demanded": (Subject.RANSOM, "demanded"),
    "way_in": (Subject.WAY_IN, ""),
    "cause_known": (Subject.WAY_IN, ""),
    "timing": (Subject.WAY_IN, ""),
    "dwell": (Subject.WAY_IN, ""),
    "event": (Subject.WAY_IN, ""),
    "multi_factor": (Subject.MULTI_FACTOR, "for"),
}
_BELIEVED = any_words(r"believe\w*|suspect\w*|think|likely|appears?|probably|apparently")


def _list_told(flat: str, truth: str, record: CaseRecord) -> list[tuple[int, int]]:
    """Where words of a fact stand, three or more in a row, or what is left of it between commas."""
    subject, field = _HOW_TOLD[truth]
    value = record.get(subject, field)
    if not isinstance(value, str) or not (record.is_known(subject) or _BELIEVED.search(flat)):
        return []
    words, spans = re.findall(r"\w+", value), []
    for size in range(len(words), 1, -1):
        for at in range(len(words) - size + 1):
            told = words[at : at + size]
            if size < len(words) and told[0].lower() in _SMALL_WORDS | {"no", "not"}:
                continue
            if match := re.search(r"\b" + r"[\s-]+".join(told) + r"\b", flat, re.I):
                spans.append(match.span())
    return spans


_ONLY_ONE = any_case(r"\bonly(?= (?:agency|agencies|authority|one|ones|body)\b)")


def _list_informed(flat: str, record: CaseRecord) -> list[tuple[int, int]]:
    """Where agencies of several words stand that the record says were informed."""
    informed = record.get(Subject.LAW_ENFORCEMENT, "informed") or ()
    told = [str(one) for one in informed if " " in str(one)]
    spans = [match.span() for one in told for match in re.finditer(rf"\b{re.escape(one)}\b", flat, re.I)]
    all_of_them = list_agencies(*informed)
    if (
        (only := _ONLY_ONE.search(flat))
        and list_agencies(flat) == all_of_them
        and not record.tells(Subject.REPORTS)
    ):
        spans.append(only.span())
    return spans


_SMALL_WORDS = frozenset({"a", "an", "the", "of", "on", "in", "to", "for", "and", "with", "by", "from"})
# "in the small part that we have searched so far"
_SEARCHED_PART = any_case(
    r"\b(?:in|of|among|from|within) (?:the )?(?:(?P<size>small|limited|tiny|first|large|larger|greater) )?"
    r"(?:part|portion|share|fraction|files?|documents?|folders?|material)(?: of (?:the|our) files)?"
    r" (?:that )?(?:we|the team|experts?|specialists?|the firm)?(?: have| has)? ?(?:been )?(?:searched"
    r"|reviewed|examined|read|looked at|gone through)(?: so far| to date| until now)?"
)


def _list_searched(flat: str, record: CaseRecord) -> list[tuple[int, int]]:
    """Where only a part of the files is said to have been searched, and the record says so, too."""
    coverage = record.get(Subject.PERSONAL_DATA_SEARCH, "coverage_percent")
    said = _SEARCHED_PART.search(flat)
    if said is None or not isinstance(coverage, int | float) or not 0 < coverage < 100:
        return []
    size = (said["size"] or "").lower()
    fits = coverage > 50 if size in ("large", "larger", "greater") else not size or coverage < 50
    return [said.span()] if fits else []


# truths beside which a sentence may say how long an intruder was there before anybody saw it
_ENTRIES = frozenset({"event", "way_in", "timing", "cause_known"})
_DAYS_BEFORE = any_case(
    r"(?:\b(?:for|about|some) )?(?P<many>\b[\w-]+) (?P<unit>day|week)s? before (?:(?:we|it|the district"
    r"|(?:our|the) (?:staff|team|district|people)|anyone|anybody) )(?:had |was |first )*"
    r"(?:found|discovered|noticed|detected|saw)(?: (?:the|our|any) (?:encrypted |locked |scrambled )?"
    r"(?:files|servers|systems|encryption|attack|event|incident|intrusion|damage)| it| them)?"
)


# what was so many days before the finding: that somebody got in, not that anybody knew
_GOT_IN = any_words(
    r"(?:got|came|broke|slipped) in(?:to)?|entered|(?:was|were|been) (?:inside|in our \w+)"
    r"|(?:gained|had) (?:entry|access)|first access"
)
_KNEW = any_words(
    r"we|us|our (?:staff|team)|district|police|fbi|firm|vendor|kn[eo]w\w*|warn\w+|told|learn\w+|aware"
    r"|evict\w+|delet\w+|cop(?:y|ied)|took|stole"
)


def _list_days_before(flat: str, record: CaseRecord) -> list[tuple[int, int]]:
    """Where it is said how long before the finding the intruder got in, as days of the record have it."""
    first = record.get_day(Subject.FIRST_ACCESS)
    found = record.get_day(Subject.ENCRYPTION_EVENT, "found")
    if first is None or found is None or not record.is_known(Subject.FIRST_ACCESS, Subject.ENCRYPTION_EVENT):
        return []
    return [
        said.span()
        for said in _DAYS_BEFORE.finditer(flat)
        if _GOT_IN.search(flat[: said.start()]) and not _KNEW.search(flat[: said.start()])
        if ("days", float((found - first).days)) in find_spans(f"{said['many']} {said['unit']}s")
    ]


_MONTHS = any_case(r"(?:\b(?:for|of) )?\b[\w-]+[ -](?:months?|years?)(?:'| of\b)?")


def _list_spans(flat: str, record: CaseRecord) -> list[tuple[int, int]]:
    """Where it is said for how long monitoring is offered, as the record has it."""
    months = record.get(Subject.CREDIT_MONITORING, "months")
    return [
        match.span()
        for match in _MONTHS.finditer(flat)
        if isinstance(months, int) and ("months", float(months)) in find_spans(match[0])
    ]


def _list_progress(flat: str, record: CaseRecord) -> list[tuple[int, int]]:
    """Where numbers and shares of new passwords stand that the record's progress bears out."""
    spans: list[tuple[int, int]] = []
    for who in ("staff", "students"):
        progress = read_progress(record, who)
        if progress is None:
            continue
        share = find_share(flat)
        if share and share.fits(100 * progress[0] / progress[1]):
            spans += [match.span() for match in SHARE.finditer(flat)]
        for number in progress:
            spans += [match.span() for match in re.finditer(rf"\b(?:{number:,.0f}|{number:.0f})\b", flat)]
    return spans


# truths, and what lists where their judges compare something
_LISTERS: Mapping[str, Callable[[str, CaseRecord], list[tuple[int, int]]]] = {
    "credit_monitoring": _list_spans,
    "law_enforcement": _list_informed,
    "personal_data": _list_searched,
    "password_reset": _list_progress,
}
