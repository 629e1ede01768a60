"""Days that a sentence tells by another: "by the evening of the day it was found", "the day it was demanded".

Whoever was called in by then, and whatever happened on that day, must have been so by the record. Facts tell
days, so an hour is held to its day.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from firstbell.notify.statements.days.milestones import MILESTONES
from firstbell.notify.statements.language.dates import A_MONTH, A_WEEKDAY, MONTHS, WEEK
from firstbell.notify.statements.language.languages import Language, find_language
from firstbell.notify.statements.language.patterns import any_case, any_words
from firstbell.notify.statements.language.quantities import SPELLED, find_numbers
from firstbell.notify.statements.language.sentences import plain
from firstbell.notify.statements.language.spanish import gloss
from firstbell.notify.statements.record import CaseRecord
from firstbell.notify.statements.remainder.asides import Leftover
from firstbell.notify.statements.values import read_day
from firstbell.record.facts import Subject

_Days = tuple[date, date]


def _day_of(subject: Subject, first: str, last: str = "") -> Callable[[CaseRecord], _Days | None]:
    def find(record: CaseRecord) -> _Days | None:
        begun = record.get_day(subject, first)
        ended = record.get_day(subject, last) if last else begun
        return (begun, ended) if begun and ended else None

    return find


_NAMED: Sequence[tuple[re.Pattern[str], Callable[[CaseRecord], _Days | None]]] = [
    (any_case(words), find)
    for words, find in (
        (r"\b(?:federal|special|fbi|state|county) agents\b|\bdeput(?:y|ies)\b|\blaw enforcement\b"
         r"|\bpolice\b|\bf\.?b\.?i\b|\bcisa\b|\bsheriff\b",
         _day_of(Subject.LAW_ENFORCEMENT, "since")),
        (r"\b(?:counsel|lawyers?|attorneys?(?! general)"
         r"|law firm)\b", _day_of(Subject.LEGAL_COUNSEL, "engaged")),
        (r"\bforensics?\b", _day_of(Subject.FORENSIC_FIRM, "engaged")),
        (r"\b(?:insurer|insurance (?:company|carrier)|carrier)\b", _day_of(Subject.INSURANCE, "informed")),
        (r"\b(?:paid|pay(?:ing|ment)?)\b", _day_of(Subject.RANSOM, "paid_at")),
        (r"\bdemand(?:s|ed)?\b(?! paid)|\bransom note\b", _day_of(Subject.RANSOM, "demanded_at")),
        (r"\b(?:published|posted|put online|publication"
         r"|leaked)\b", _day_of(Subject.EXFILTRATION, "published_on")),
        (r"\b(?:threats?|contacts|threatening (?:calls|messages"
         r"|e-?mails))\b", _day_of(Subject.COERCION_CONTACTS, "since", "until")),
        (r"\bcall cent(?:er|re)\b", _day_of(Subject.CALL_CENTER, "opened")),
        (r"\bletters? (?:went|were|was|go)\b", _day_of(Subject.MAILING, "first", "last")),
        (r"\b(?:schools|classes) (?:re-?opened|resumed)\b", _day_of(Subject.SCHOOL_CLOSURE, "reopened")),
    )
]  # fmt: skip
_FOUND = (
    r"(?:the |our |its |this |that )?(?:\w+ )?(?:discovery|attack|finding|encryption|event|incident|damage"
    r"|detection|intrusion|break-in|ransomware)\b"
    r"|(?:it|files|servers|anything|something)\b[^.;,]{0,20}?(?:found|discovered|noticed|happened|hit|struck)"
    r"|(?:we|they|staff|technicians|somebody|it was|was) (?:first )?(?:found|discovered|noticed|detected|hit"
    r"|struck)"
    r"|(?:finding|discovering|noticing|detecting)\b"
)
_SAME_DAY = any_case(
    r"\b(?:by|before|until|within|not later than|no later than) (?:the |that "
    r"|a )*(?:(?:end|evening|night|close|afternoon|morning|course|very) )*(?:of )?(?:the |that )(?:very "
    rf"|same |exact )*day (?!after|before|following)(?:of |that |when |on which |in which )*(?:{_FOUND})"
)
_WITHIN = any_case(
    r"\b(?:within|inside|in (?:less than|under)|less than|under|no (?:more|later) than"
    rf"|not (?:more|later) than) (?:the first )?(?P<many>an?|one|\d+|{SPELLED}) (?:full |short "
    rf"|single )?(?P<unit>hour|day|week)s? (?:of|after|from) (?:{_FOUND})"
)
_EDGE = any_case(
    r";|,? (?:but|while|whereas) |,? and (?=(?:we|our|the|they|it|staff|students?)\b[^,;]*\b(?:was|were"
    r"|had|has|have)\b)"
)
_DENIES = any_case(r"\b(?:not|never|nobody|no one|only|later|unless|if|whether|except)\b|n't\b")
_OF_HOURS, _OF_WEEK = 24, 7


def list_misplaced(said: str, record: CaseRecord) -> Iterator[Leftover]:
    """What a plain sentence has on a day, or by one, that is told by another, and the record has later."""
    flat = plain(gloss(said).text) if find_language(said) is Language.SPANISH else said
    if not _DENIES.search(flat):
        yield from _list_second(flat, record)
        yield from _list_after_finding(flat, record)
    for clause in _EDGE.split(flat):
        if not _DENIES.search(clause):
            yield from _list_late(clause, record)
            yield from _list_apart(clause, record)
            yield from _list_other_weekdays(clause, record)


def _list_happened(text: str, record: CaseRecord) -> list[_Days]:
    """When what a text names happened, by the record, but for the finding."""
    days = [found for words, find in _NAMED if words.search(text) and (found := find(record))]
    for event in MILESTONES:
        if event.subject not in _READ_BY_NAME:
            days += [
                (day, day)
                for one in event.words.finditer(text)
                if (day := read_day(event.find(record, one[0])))
            ]
    return days


_READ_BY_NAME = frozenset({
    Subject.ENCRYPTION_EVENT, Subject.FIRST_ACCESS, Subject.LAW_ENFORCEMENT, Subject.LEGAL_COUNSEL,
    Subject.FORENSIC_FIRM,
    Subject.INSURANCE, Subject.RANSOM, Subject.CALL_CENTER, Subject.MAILING,
})  # fmt: skip


def _list_late(clause: str, record: CaseRecord) -> Iterator[Leftover]:
    found = {record.get_day(Subject.ENCRYPTION_EVENT, name) for name in ("found", "first_damage")} - {None}
    bound = _WITHIN.search(clause) or _SAME_DAY.search(clause)
    if bound is None or not found:
        return
    given = bound.groupdict()
    latest = max(one for one in found if one) + timedelta(
        days=_count_days(given.get("many"), given.get("unit"))
    )
    around = f"{clause[: bound.start()]} {clause[bound.end() :]}"
    if any(last > latest for _, last in _list_happened(around, record)):
        yield Leftover("by when it was", bound[0], bound.start())


def _count_days(many: Any, unit: Any) -> int:
    if not many:
        return 0
    numbers = find_numbers(f"{many} items")
    count = int(numbers[0].value) if numbers else 1
    if unit.lower() == "hour":
        return -(-count // _OF_HOURS)
    return count * (_OF_WEEK if unit.lower() == "week" else 1)


_ONE_DAY = any_case(
    r"\b(?:on|of|at|in|to|that|the) (?:the |that |very |same |exact )*(?:day|morning|afternoon|evening|night"
    r"|date) (?:(?:that|when|as|on which|in that|in which|of|it|they|we|the|our|these|those) )+"
)


def _list_apart(clause: str, record: CaseRecord) -> Iterator[Leftover]:
    """What is said to have been on the day of another thing that the record has on another day."""
    if re.search(
        r"\b(?:day|morning|week|month|night|evening)s? (?:after|before|following|later|prior)\b", clause, re.I
    ):
        return
    for said in _ONE_DAY.finditer(clause):
        rest = clause[said.end() :].partition(",")[2]
        before = _list_happened(f"{clause[: said.start()]}; {rest}", record)
        after = _list_happened(re.split(r",| and ", clause[said.end() :])[0], record)
        for begun, ended in before:
            if any(not (begun == ended == last) for _, last in after):
                yield Leftover("on which day it was", said[0], said.start())
                return


_WEEKDAY = any_words(rf"{A_WEEKDAY}")
_DATED = any_case(rf"\b(?:{A_MONTH}) \d")
_BY_THEN = any_words(r"by|already|now|before|as early as|as of")
_KNOWING = any_words(
    r"know|knew|known|aware|told|informed|notified|called|engaged|hired|retained|alerted|on board|at work"
    r"|brought|heard|learned|in"
)
_OTHER = any_case(
    r"\b(?:found|discovered|noticed|detected|attack|discovery|damage|encryption|call cent|letter|school|class"
    r"|paid|published|demand)"
)


def _list_other_weekdays(clause: str, record: CaseRecord) -> Iterator[Leftover]:
    """A weekday by which somebody is said to have known, and the record has it later."""
    named = _WEEKDAY.findall(clause)
    found = record.get_day(Subject.ENCRYPTION_EVENT, "found")
    if (
        len(named) != 1
        or found is None
        or _DATED.search(clause)
        or _OTHER.search(clause)
        or not _KNOWING.search(clause)
    ):
        return
    if not _BY_THEN.search(clause):
        return
    after = (WEEK.index(named[0].lower()) - found.weekday()) % _OF_WEEK
    if any(last > found + timedelta(days=after) for _, last in _list_happened(clause, record)):
        yield Leftover("by when it was", named[0], clause.find(named[0]))


# "On October 13 we engaged counsel and hired a firm": the day that heads both holds for the second, too
_HEAD = any_case(
    r"^(?:and |but |then )?(?:(?P<part>early|late|mid|toward the end|at the end|at the beginning)[- ]?)?"
    r"(?:on |in |of )*(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?(?P<month>january|february|march"
    r"|april|may|june|july|august|september|october|november"
    r"|december)(?: (?P<day>\d{1,2})(?!\d))?(?:, \d{4})?,? (?!to |through |and \d)"
)
_SECOND = any_case(
    r",? and (?:then |also |that (?:same )?day )?"
    r"(?=(?:[\w']+ ){0,6}?(?:engaged|hired|retained|told|informed|notified|called|alerted|published|posted"
    r"|put|leaked|confirmed|paid|demanded|reopened|opened|reset|reported|filed|brought)\b)"
)
_OWN_TIME = any_words(
    r"day|days|week|weeks|month|months|later|after|since|until|before|next|then|earlier|tomorrow|yesterday"
    r"|today|soon|already|had been|hours?|has|have|january|february|march|april|may|june|july|august"
    r"|september|october|november|december|\w+day"
)
_EARLY, _LATE = 12, 18


def _fits_head(head: re.Match[str], day: date) -> bool:
    if MONTHS.index(head["month"].title()) + 1 != day.month:
        return False
    if head["day"]:
        return int(head["day"]) == day.day
    part = (head["part"] or "").lower()
    if part in ("early", "at the beginning"):
        return day.day <= _EARLY
    return day.day >= _LATE if part in ("late", "toward the end", "at the end") else True


def _list_second(clause: str, record: CaseRecord) -> Iterator[Leftover]:
    """What stands second under one day, and the record has on another."""
    head = _HEAD.match(clause)
    seam = _SECOND.search(clause, head.end()) if head else None
    if head is None or seam is None or _OWN_TIME.search(clause[seam.end() :]):
        return
    happened = _list_happened(clause[seam.end() :], record)
    if any(not _fits_head(head, day) for days in happened for day in days):
        yield Leftover("on which day the second was", clause[seam.start() :].strip(), seam.start())


_DAY_OF_FINDING = any_case(
    r"^(?:and |but )?(?:on |the )+(?:very |same |exact )*day (?:(?:of|that|when|on which|it) )+"
    rf"(?:{_FOUND}),? "
)


def _list_after_finding(clause: str, record: CaseRecord) -> Iterator[Leftover]:
    """What stands second under the day on which the damage was found, and the record has on another."""
    head = _DAY_OF_FINDING.match(clause)
    seam = _SECOND.search(clause, head.end()) if head else None
    found = record.get_day(Subject.ENCRYPTION_EVENT, "found")
    if seam is None or found is None or _OWN_TIME.search(clause[seam.end() :]):
        return
    if any(day != found for days in _list_happened(clause[seam.end() :], record) for day in days):
        yield Leftover("on which day the second was", clause[seam.start() :].strip(), seam.start())
