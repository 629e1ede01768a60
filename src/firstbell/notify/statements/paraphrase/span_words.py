"""Days, hours and how long it was in other words: clock times spelled out, "ahead of", "five weeks on".

Of an hour of the event without its day ("the first file was encrypted at 3:40 a.m.") the record's day is put
beside it, so that the sentence says more; where the record has another hour, it stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from firstbell.notify.statements.days.day_chains import DATE, read_anchor
from firstbell.notify.statements.days.elapsed import DURATION, list_times
from firstbell.notify.statements.language.contexts import says_more
from firstbell.notify.statements.language.dates import find_dates
from firstbell.notify.statements.language.patterns import any_case, any_words
from firstbell.notify.statements.language.quantities import SPELLED, find_numbers
from firstbell.notify.statements.language.sentences import capitalize
from firstbell.notify.statements.record import CaseRecord
from firstbell.notify.statements.values import read_day
from firstbell.record.facts import Subject

_HOUR = any_case(r"\bat (?P<hour>\d{1,2})(?::(?P<minute>\d\d)| o'clock)?(?: ?(?P<half>[ap])\.?m\b\.?)?(?!\d)")
_SEAM = any_case(r"[;,] (?:and |but |then )*| and (?=(?:we|it|they|staff|the|our|somebody|someone)\b)")
_DAMAGE = any_words(
    r"first (?:file|files|damage|server|computer)|encryption (?:began|started|set in)"
    r"|(?:began|started) (?:to encrypt|encrypting)|encrypting (?:began|started)"
    r"|(?:attack|ransomware|damage) (?:began|started)"
)
_FOUND = any_words(r"found|discovered|noticed|detected|spotted|caught|came to light|saw")
# a day of any kind stands by itself
_DAYS = any_words(
    r"\w+day|today|yesterday|tonight|tomorrow|night|evening|next|later|same|before|that|ago|earlier"
)
_LONGEST_APART = timedelta(hours=24)


def _find_moment(clause: str, record: CaseRecord) -> datetime | None:
    damage, found = _DAMAGE.search(clause), _FOUND.search(clause)
    if bool(damage) == bool(found):
        return None
    return record.get_moment(Subject.ENCRYPTION_EVENT, "first_damage" if damage else "found")


def _is_hour(match: re.Match[str], moment: datetime) -> bool:
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    half = (match["half"] or "").lower()
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    same = hour == moment.hour if half or hour > 12 else hour % 12 == moment.hour % 12
    return same and minute == moment.minute


def name_day(read: str, record: CaseRecord) -> str:
    """The sentence with the day of each hour beside it, where none of its own is told."""
    if find_dates(read) or _DAYS.search(read) or not _HOUR.search(read):
        return read
    told, moments = read, []
    for match in reversed(list(_HOUR.finditer(read))):
        seams = [seam.end() for seam in _SEAM.finditer(read) if seam.end() <= match.start()]
        after = [seam.start() for seam in _SEAM.finditer(read) if seam.start() >= match.end()]
        clause = read[seams[-1] if seams else 0 : after[0] if after else len(read)]
        moment = _find_moment(clause, record)
        if moment is None or not _is_hour(match, moment) or not says_more(read, match.start(), match.end()):
            return read
        moments.append(moment)
        end = "." if match.end() == len(read) and match[0].endswith(".") else ""
        half = "a.m." if moment.hour < 12 else "p.m."
        hour = f"at {moment.hour % 12 or 12}:{moment.minute:02d} {half}"
        day = f"{hour} on {moment:%B} {moment.day}{end}"
        told = f"{told[: match.start()]}{day}{told[match.end() :]}"
    return told if max(moments) - min(moments) <= _LONGEST_APART else read


_MINUTES = {"quarter": 15, "a quarter": 15, "half": 30}
# "ten minutes to midnight"
_TO_TWELVE = any_case(
    rf"\b(?P<many>(?:a )?quarter|half|\d+|{SPELLED})(?: minutes?)? (?P<way>to|before|past"
    rf"|after) (?P<hour>midnight|noon|midday)\b"
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


_TIMELINE = any_case(
    r"^(?:our|the|this) (?:timeline|record|log|chronology|investigation) (?:puts|places|dates|sets|has|shows)"
    r" (?P<what>(?:the |our )[\w ]{3,50}?) (?P<when>(?:at|on|to) )(?=\d|[A-Z])"
)
# six and a half hours before an encryption that was found at ten past six
_BEFORE_DATED = any_case(
    rf"(?P<head>^.*,? {DURATION} (?P<way>before|after) (?P<what>(?:the|our|we|it|they) [\w ]*?(?:found"
    r"|discovered|detected|noticed|taken|paid|filed|informed|told|published|engaged|hired|opened)(?: it"
    r"| (?:the|this) \w+)?))(?P<at> (?:at|on) (?:\d|[A-Z])[^;]*?)(?P<end>[.!]?)$"
)


def _part_dated(read: str, record: CaseRecord) -> str:
    """An event that a span is told from, with its own hour or day, as a clause of its own."""
    del record
    told = _TIMELINE.sub(lambda match: f"{match['what']} was {match['when'].replace('to ', 'on ')}", read)
    if (dated := _BEFORE_DATED.match(told)) and not re.search(r"^we\b.*\b(?:we|it)$", dated["what"], re.I):
        return f"{dated['head']}; {dated['what']}{dated['at']}{dated['end']}"
    return told


# so many hours lay between the first damage, of which the moment is told, and its finding
_LAY = any_case(
    rf"^between (?P<first>(?:the|our) [\w ]+?), (?P<at>(?:at|on) [^;]+?), and (?P<second>(?:the"
    rf"|our) [\w ]+?)(?:, (?P<when>(?:at|on) [^;]+?),)?"
    rf" (?:there )?(?:lay|lie|lies|passed|went by|were|was) (?P<span>{DURATION})(?P<end>[.!]?)$"
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


_AHEAD = any_case(
    rf"(?P<span>\b{DURATION}) (?:ahead of|prior to|in advance of|earlier than|sooner than)\b(?! (?:schedule"
    rf"|plan|time))"
)
_LATER_THAN = any_case(
    rf"(?P<span>\b{DURATION}) (?:later than|behind|following)\b(?= (?:the|our|we|its|it|that|staff|student"
    rf"|those)\b)"
)
_ALL_THE_SAME = any_case(r" (?:all the same|nonetheless|nevertheless|anyway|even so)(?=[.,;!]|$)")
_OURS = any_case(r"\b(?P<way>after|before|later than) (?:ours|yours|our own|your own)(?=[.,;!]|$)")
_STUDENT = any_case(r"\bstudent|\bpupil")
_YOUR_AND = any_case(
    r"^(?:your|our)(?: own)? passwords (?P<did>were|have been) (?P<done>reset|changed|replaced)"
    r" (?P<first>[^;]*?),? and (?:your |our |the )?(?P<who>students?'?) passwords (?:were "
    r"|have been )?(?:(?:reset|changed|replaced) )?(?P<second>[^;]+?)(?P<end>[.!]?)$"
)


def _name_spans(read: str, record: CaseRecord) -> str:
    """Before and after in other words; whose passwords "ours" are, beside those of students."""
    del record
    told = _AHEAD.sub(r"\g<span> before", _LATER_THAN.sub(r"\g<span> after", read))
    if told != read or re.search(r"\bafter\b|\blater\b", told, re.I):
        told = _ALL_THE_SAME.sub("", told)
    if _STUDENT.search(told) and "password" in told.lower():
        told = _OURS.sub(r"\g<way> those of staff", told)
        if both := _YOUR_AND.match(told):
            told = (
                f"Staff passwords {both['did']} {both['done']} {both['first']}; student passwords"
                f" were {both['done']}"
                f" {both['second']}{both['end']}"
            )
    return told


# "five weeks on, ...", "three days in, ...": how long ago it was found
_ON = any_case(
    r"^(?:(?:dear )?(?:colleagues|families|parents|staff|everyone|neighbors|friends|all),? )?(?:(?P<how>"
    r"(?:a little |just )?(?:more than|over|less than|under)|nearly|almost|about|exactly|some|now) )?"
    rf"(?P<many>an?|one|\d+|{SPELLED}) (?P<unit>day|week|month)s? (?:on|in|in now|later|into (?:this|it|the"
    r" (?:response|recovery))|(?:after|since|from|into) (?:the|this|our) (?:attack|event|incident|discovery"
    r"|encryption|outage|break-in)|after we (?:found|discovered) (?:it|the attack|the encryption)),? (?=\w)"
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
    on, found = _ON.match(read), record.get_day(Subject.ENCRYPTION_EVENT, "found")
    if on is None or found is None or record.today is None:
        return read
    many = _count(on["many"])
    how, passed = (on["how"] or "").lower(), (record.today - found).days
    if many is None or not fits_ago(many, unit=on["unit"], how=how, passed=passed):
        return read
    rest = read[on.end() :]
    return capitalize(rest)


# "we paid, and six days later we still do not know whether ..."
_STILL = any_case(
    rf"^(?P<first>[^;]+?),? (?:and|but|yet) (?P<many>an?|one|\d+|{SPELLED}) (?P<unit>day"
    rf"|week)s? later,? (?=(?:we|the|it|they|there|no|nobody|\w+) [^;]*?\b(?:still|now|remain)\b)"
)


def _drop_still(read: str, record: CaseRecord) -> str:
    """Without how much later it is now than what the first half tells, where that is right."""
    still = _STILL.match(read)
    many = _count(still["many"]) if still else None
    if still is None or many is None or record.today is None:
        return read
    times = {day for day in list_times(still["first"], record) if day}
    if times != {record.today - timedelta(days=many * _UNITS[still["unit"].lower()])}:
        return read
    return f"{still['first']}; {read[still.end() :]}"


# "which opened eight days ago, answers at ...": what is told by the way of a call center
_LINE_WHICH = any_case(
    r"^(?P<line>(?:our|the|this) (?:\w+ )?(?:call cent(?:er|re)|hot ?line"
    r"|help ?line)), which (?P<did>(?:has been |was |has )?(?:opened|open|started"
    r"|running|staffed)\b[^,;]*?), (?P<does>(?:answers|is|has|can|takes|may|remains)\b.*)$"
)
_WE_OPENED = any_case(
    r"\b(?:we|the district) opened (?P<line>(?:the|our|a) (?:\w+ )?(?:call cent(?:er|re)|hot ?line"
    r"|help ?line))\b"
)


def _part_line(read: str, record: CaseRecord) -> str:
    del record
    if (line := _LINE_WHICH.match(read)) is not None:
        return f"{line['line']} {line['did']}; {line['line'][:1].lower()}{line['line'][1:]} {line['does']}"
    return _WE_OPENED.sub(r"\g<line> opened", read)


# "first access is believed, though not established, to date from August 1, which is 23 days before ..."
_BELIEVED = any_case(
    r"^(?P<what>(?:the |our )?(?:first (?:access|entry)|intrusion|break-in|attack)) (?:is|was) (?:now "
    r"|still )?(?:believed|thought)(?P<open>,? (?:but|though|although|and)? ?(?:it is |this is )?not"
    r" (?:yet )?(?:been )?(?:established|confirmed|proven|certain|settled),?)? to (?:date (?:from|back to)"
    r"|go back to|have (?:been|begun|started|come|happened|occurred) on|have begun)"
    rf" (?:on )?(?P<day>{DATE.pattern})(?P<rest>.*)$"
)
_WHICH_IS = any_case(rf",? which (?:is|was|would be|makes it) (?={DURATION} (?:before|after)\b)")


def _say_believed(read: str, record: CaseRecord) -> str:
    del record
    believed = _BELIEVED.match(read)
    if believed is None:
        return read
    open_ = ", but have not confirmed," if believed["open"] else ""
    rest = _WHICH_IS.sub(", ", believed["rest"])
    return f"We believe{open_} that {believed['what'].lower()} was on {believed['day']}{rest}"


_FOR_BOTH = any_case(r"(?P<first>staff|employees|administrators|teachers) and [\w ]{3,25}")


def _name_one(read: str, record: CaseRecord) -> str:
    """The first of those for whom a second factor is, where a sentence names them all as the record does."""
    told = record.get(Subject.MULTI_FACTOR, "for")
    if not isinstance(told, str) or not (both := _FOR_BOTH.fullmatch(told)):
        return read
    return (
        re.sub(rf"\b{re.escape(told)}\b", both["first"], read, flags=re.I)
        if re.search(r"factor|step|mfa", read, re.I)
        else read
    )


# "the last of the seventeen contacts came one week ago": the day of the last one
_LAST = any_case(
    rf"^(?:the (?:last|latest|most recent|final)(?: one)? of (?:the |those |these )?(?P<many>{SPELLED}|\d+) "
    r"|(?:the|our) (?:last|latest|most recent) )"
    r"(?P<what>(?:coerc\w+|threat\w+|extort\w+|intruders'?) (?:contacts?|messages?|e-?mails?)"
    r"|contacts? (?:by|from) the (?:intruders|attackers)) (?:came|arrived|was|reached (?:us|people)"
    rf"|was (?:recorded|logged|reported))(?: in)? (?:on )?(?P<day>{DATE.pattern})(?P<end>[.!]?)$"
)
_SPANNED = re.compile(
    r"^(?P<lead>between|from) (?P<first>[A-Z][a-z]+ \d{1,2}) (?P<to>and|to|until"
    r"|through) (?P<last>[A-Z][a-z]+ \d{1,2}),? (?P<told>(?:we|our|the)\b[^;]*"
    r"\b(?:contacts?|messages?|e-?mails?|threats?)\b[^;]*?)(?P<end>[.!]?)$"
)
_FROM_TO = re.compile(
    r",? the (?:first|earliest)(?: one| of (?:them|these))? (?:came |arrived |was |dated )?on"
    r" (?P<first>[A-Z][a-z]+ \d{1,2}),? and the (?:last|latest|most recent)(?: one| of (?:them|these))?"
    r" (?:came |arrived |was |dated )?on (?P<last>[A-Z][a-z]+ \d{1,2})(?P<end>[.!]?)$"
)
_COERCIVE = any_case(r"\b(?:coercion|coercive|extortion|threatening) contacts?\b")


def _name_contacts(read: str, record: CaseRecord) -> str:
    """Contacts of the intruders with the days of the first and of the last, where these are on the record."""
    if not re.search(r"\b(?:contacts?|messages?|e-?mails?|threats?)\b", read, re.I):
        return read
    first, last = (record.get_day(Subject.COERCION_CONTACTS, one) for one in ("since", "until"))
    if record.today is None or first is None or last is None:
        return read
    told = read
    span = _SPANNED.match(told) or _FROM_TO.search(told)
    if span and (read_anchor(span["first"], record.today), read_anchor(span["last"], record.today)) == (
        first,
        last,
    ):
        told = (
            f"{span['told']}{span['end']}"
            if "told" in span.groupdict()
            else f"{told[: span.start()]}{span['end']}"
        )
    elif (latest := _LAST.match(told)) and read_anchor(latest["day"], record.today) == last:
        many = latest["many"] or f"{record.get(Subject.COERCION_CONTACTS, 'count')}"
        told = f"We recorded {many} contacts by the intruders{latest['end']}"
    return _COERCIVE.sub("contacts by the intruders", told)


_STILL_CLOSED = re.compile(
    r"(?P<day>\b[A-Z][a-z]+ \d{1,2}),? (?:while|when) (?:our |the )?(?:schools|classrooms|school) (?:was"
    r"|were) (?:still )?closed(?=[.,;!]|$)"
)
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh")
_NTH_CLOSED = re.compile(
    rf"(?P<day>\b[A-Z][a-z]+ \d{{1,2}}),? the (?P<nth>{'|'.join(_ORDINALS)})?(?P<last>(?: and)? ?(?:last"
    r"|final))? day (?:that|on which|when)? ?(?:our |the )?schools? (?:was|were) closed(?=[.,;!]|$)"
)


def _drop_closed(read: str, record: CaseRecord) -> str:
    """Without that schools were closed on a day, where they were."""
    listed = record.get(Subject.SCHOOL_CLOSURE, "closed")
    days = [day for day in map(read_day, listed if isinstance(listed, list | tuple) else ()) if day]
    if record.today is None or not days:
        return read
    if (still := _STILL_CLOSED.search(read)) and read_anchor(still["day"], record.today) in days:
        return read[: still.end("day")] + read[still.end() :]
    nth = _NTH_CLOSED.search(read)
    if nth and (nth["nth"] or nth["last"]):
        at = days.index(day) if (day := read_anchor(nth["day"], record.today)) in days else -1
        fits = (
            at >= 0
            and (not nth["nth"] or at == _ORDINALS.index(nth["nth"].lower()))
            and (not nth["last"] or at == len(days) - 1)
        )
        return read[: nth.end("day")] + read[nth.end() :] if fits else read
    return read


SPAN_WORDS: Sequence[Callable[[str, CaseRecord], str]] = (
    _name_clock,
    _part_dated,
    _part_between,
    _name_spans,
    _drop_on,
    _drop_still,
    _part_line,
    _say_believed,
    _name_one,
    _name_contacts,
    _drop_closed,
)
