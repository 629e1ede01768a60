"""Days, hours and how long it was in other words: clock times, "five weeks on", days of school."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from firstbell.notify.statements.days.day_chains import DATE
from firstbell.notify.statements.days.elapsed import DURATION
from firstbell.notify.statements.judges.truth import read_day
from firstbell.notify.statements.language.quantities import SPELLED, find_numbers
from firstbell.notify.statements.record import CaseRecord
from firstbell.record.facts import Subject

_MINUTES = {"quarter": 15, "a quarter": 15, "half": 30}
# "ten minutes to midnight"
_TO_TWELVE = re.compile(
    rf"\b(?P<many>(?:a )?quarter|half|\d+|{SPELLED})(?: minutes?)? (?P<way>to|before|past"
    rf"|after) (?P<hour>midnight|noon|midday)\b",
    re.I,
)


def _count(many: str) -> int | None:
    word = many.lower()
    if word in _MINUTES:
        return _MINUTES[word]
    if word in ("a", "an", "one"):
        return 1
    numbers = find_numbers(f"{word} items")
    return int(numbers[0].value) if len(numbers) == 1 and numbers[0].value == int(numbers[0].value) else None


def _name_clock(read: str, record: CaseRecord) -> str:
    """The hour for minutes to or past midnight or noon."""
    del record

    def name(match: re.Match[str]) -> str:
        many = _count(match["many"])
        if many is None or not 0 < many < 60:
            return match[0]
        at_night, before = match["hour"].lower() == "midnight", match["way"].lower() in ("to", "before")
        hour, minute = (11, 60 - many) if before else (12, many)
        half = "p.m." if at_night == before else "a.m."
        return f"{hour}:{minute:02d} {half}"

    return _TO_TWELVE.sub(name, read)


_TIMELINE = re.compile(
    r"^(?:our|the|this) (?:timeline|record|log|chronology|investigation) (?:puts|places|dates|sets|has"
    r"|shows) (?P<what>(?:the |our )[\w ]{3,50}?)"
    r" (?P<when>(?:at|on|to) )(?=\d|[A-Z])",
    re.I,
)
# six and a half hours before an encryption that was found at ten past six
_BEFORE_DATED = re.compile(
    rf"(?P<head>^.*,? {DURATION} (?P<way>before|after) (?P<what>(?:the|our|we|it|they) [\w ]*?(?:found"
    rf"|discovered|detected|noticed|taken|paid"
    r"|filed|informed|told|published|engaged|hired|opened)(?: it| (?:the|this) \w+)?))(?P<at> (?:at"
    r"|on) (?:\d|[A-Z])[^;]*?)(?P<end>[.!]?)$",
    re.I,
)


def _part_dated(read: str, record: CaseRecord) -> str:
    """An event that a span is told from, with its own hour or day, as a clause of its own."""
    del record
    told = _TIMELINE.sub(lambda match: f"{match['what']} was {match['when'].replace('to ', 'on ')}", read)
    if (dated := _BEFORE_DATED.match(told)) and not re.search(r"^we\b.*\b(?:we|it)$", dated["what"], re.I):
        return f"{dated['head']}; {dated['what']}{dated['at']}{dated['end']}"
    return told


# so many hours lay between the first damage, of which the moment is told, and its finding
_LAY = re.compile(
    rf"^between (?P<first>(?:the|our) [\w ]+?), (?P<at>(?:at|on) [^;]+?), and (?P<second>(?:the"
    rf"|our) [\w ]+?)(?:, (?P<when>(?:at|on) [^;]+?),)?"
    rf" (?:there )?(?:lay|lie|lies|passed|went by|were|was) (?P<span>{DURATION})(?P<end>[.!]?)$",
    re.I,
)


def _part_between(read: str, record: CaseRecord) -> str:
    """Two events between which a span lay, the first with its own hour, as clauses."""
    del record
    lay = _LAY.match(read)
    if lay is None:
        return read
    when = f"; {lay['second']} was {lay['when']}" if lay["when"] else ""
    span = f"{lay['span']} lay between {lay['first']} and {lay['second']}"
    return f"{lay['first']} was {lay['at']}{when}; {span}{lay['end']}"


# "five weeks on, ...", "three days in, ...": how long ago it was found
_ON = re.compile(
    rf"^(?:(?:dear )?(?:colleagues|families|parents|staff|everyone|neighbors|friends"
    rf"|all),? )?(?:(?P<how>(?:a little |just )?(?:more than|over|less than|under)|nearly|almost|about"
    rf"|exactly|some"
    rf"|now) )?(?P<many>an?|one|\d+|{SPELLED})"
    r" (?P<unit>day|week|month)s? (?:on|in|in now|later|into (?:this|it|the (?:response|recovery))|(?:after"
    r"|since|from|into) (?:the|this|our) "
    r"(?:attack|event|incident|discovery|encryption|outage|break-in)|after we (?:found|discovered) (?:it"
    r"|the attack|the encryption)),? (?=\w)",
    re.I,
)
_UNITS = {"day": 1, "week": 7, "month": 30}


def fits_ago(many: int, *, unit: str, how: str, passed: int) -> bool:
    """Whether so many days, weeks or months are how many days passed, bound and all."""
    days = many * _UNITS[unit.lower()]
    slack = 3 if unit.lower() == "month" else 0
    if "more than" in how or "over" in how:
        return days < passed <= days + max(_UNITS[unit.lower()] - 1, days // 3, 1)
    if "less than" in how or "under" in how or how in ("nearly", "almost"):
        return days - _UNITS[unit.lower()] < passed < days
    if how in ("about", "some"):
        return abs(passed - days) <= max(1, days // 10)
    return abs(passed - days) <= slack


def _drop_on(read: str, record: CaseRecord) -> str:
    """Without how long ago it was found, at the head of a sentence, where that is right."""
    on, found = _ON.match(read), read_day(record.get(Subject.ENCRYPTION_EVENT, "found"))
    if on is None or found is None or record.today is None:
        return read
    many = _count(on["many"])
    how, passed = (on["how"] or "").lower(), (record.today - found).days
    if many is None or not fits_ago(many, unit=on["unit"], how=how, passed=passed):
        return read
    rest = read[on.end() :]
    return f"{rest[:1].upper()}{rest[1:]}"


# "first access is believed, though not established, to date from August 1, which is 23 days before ..."
_BELIEVED = re.compile(
    rf"^(?P<what>(?:the |our )?(?:first (?:access|entry)|intrusion|break-in|attack)) (?:is|was) (?:now "
    rf"|still )?(?:believed|thought)"
    rf"(?P<open>,? (?:but|though|although|and)? ?(?:it is |this is )?not (?:yet )?(?:been )?(?:established"
    rf"|confirmed|proven|certain|settled),?)? to"
    rf" (?:date (?:from|back to)|go back to|have (?:been|begun|started|come|happened|occurred) on"
    rf"|have begun) (?:on )?(?P<day>{DATE.pattern})"
    r"(?P<rest>.*)$",
    re.I,
)
_WHICH_IS = re.compile(rf",? which (?:is|was|would be|makes it) (?={DURATION} (?:before|after)\b)", re.I)


def _say_believed(read: str, record: CaseRecord) -> str:
    del record
    believed = _BELIEVED.match(read)
    if believed is None:
        return read
    open_ = ", but have not confirmed," if believed["open"] else ""
    rest = _WHICH_IS.sub(", ", believed["rest"])
    return f"We believe{open_} that {believed['what'].lower()} was on {believed['day']}{rest}"


SPAN_WORDS: Sequence[Callable[[str, CaseRecord], str]] = (
    _name_clock,
    _part_dated,
    _part_between,
    _drop_on,
    _say_believed,
)


# no return from a break, a trip or an illness
_OTHER = re.compile(
    r"\b(?:break|vacation|holidays?|trip|recess|camp|flu|illness|thanksgiving|labor day|winter|summer|spring"
    r"|lunch|buses|device|laptop"
    r"|passwords?|books?|will|may|can|should|could)\b",
    re.I,
)
_BACK = re.compile(
    r"\b(?P<who>(?:our |the |all )?(?:students|pupils|children|kids|classes|classrooms|doors|school doors))"
    r" (?:(?:came|were|went|got|are|have been|returned|welcomed)(?: all)? ?(?:back|again)?(?: (?:to|in"
    r"|at) (?:school|class|classes|their desks))?|(?:re)?opened(?: again)?"
    r"|back(?: (?:to|in|at) (?:school|class|classes|their desks))?)"
    r" (?P<when>(?:since|on|the (?:next|following) (?:day|morning)|that) ?(?:[A-Z]|\bthe\b)?)",
)
_AGAIN = re.compile(r"\b(?:back|again|returned|reopened|opened)\b", re.I)


def _tell_return(read: str, record: CaseRecord) -> str:
    """That students are back as that schools reopened, where the record knows of a closure."""
    back = _BACK.search(f"{read[:1].lower()}{read[1:]}")
    if (
        back is None
        or not _AGAIN.search(back[0])
        or _OTHER.search(read)
        or not record.get(Subject.SCHOOL_CLOSURE, "closed")
    ):
        return read
    when = re.sub(r"^since ", "on ", back["when"])
    told = f"{read[: back.start()]}schools reopened {when}{read[back.end() :]}"
    return f"{told[:1].upper()}{told[1:]}" if back.start() == 0 else told


SCHOOL_WORDS: Sequence[Callable[[str, CaseRecord], str]] = (_tell_return,)
