"""How long it was from one thing to another, compared with the record: "a day after we found it"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from firstbell.notify.statements.days.day_chains import DATE, read_anchor
from firstbell.notify.statements.days.milestones import MILESTONES, Milestone
from firstbell.notify.statements.language.patterns import any_case, any_words
from firstbell.notify.statements.language.quantities import SPELLED, find_numbers
from firstbell.notify.statements.record import CaseRecord
from firstbell.notify.statements.values import read_day, read_moment
from firstbell.record.facts import Subject


@dataclass(frozen=True, slots=True)
class Lapse:
    """A stretch of time in a sentence, from `start` to `end`. `fits`: whether the record says the same; None
    where it does not tell. `subject`: of the fact that tells the later day.
    """

    start: int
    end: int
    fits: bool | None
    subject: Subject


Moment = tuple[date, datetime | None]


DURATION = (
    r"(?:(?P<how>just under|a little under|just over|a little over|just short of|about|around|roughly|nearly"
    r"|almost|some|more than|less than|over|under|not quite|exactly|only|barely|just) )?(?P<many>half an?|an?"
    rf"|one|\d+(?:\.\d+)?|{SPELLED})(?P<part> and a (?:half|quarter))? (?P<unit>minute|hour|day|week"
    rf"|month)s?(?P<part2> and a (?:half|quarter))?(?: and (?P<plus>\d+|{SPELLED}) minutes?)?"
)
_BEFORE = frozenset({"before", "ahead of", "prior to", "in advance of", "earlier than"})
_AFTER = any_case(
    rf"\b{DURATION} (?P<way>before|after|ahead of|prior to|in advance of|earlier than|later than|behind)"
    r" (?P<what>[^,;.:]+)"
)
_LATER = any_case(rf"\b{DURATION} (?P<way>later|afterwards?|earlier)\b")
_SINCE = any_case(
    rf"\b(?:it is|it's|it has been|that is|this is)(?: now)? {DURATION} since (?P<what>[^,;.:]+)"
)
_TOOK = any_case(rf"\bit took (?:us |the district )?{DURATION}(?: of (?:those|them))? to (?P<what>[^,;.:]+)")
_BOUNDARY = any_case(r"[,;:] ?|\band |\bbut |\bwhile ")
_NEXT = any_case(
    r"\b(?:on )?(?:the (?:very )?(?P<next>next|following) (?:day|morning)|(?:the|that) (?:very )?same day)\b"
)
_SAME = any_case(r"(?:\bon |(?<=, ))the (?:very |same )?day (?:that |of |on which |when )?(?P<what>[^,;.:]+)")
_STILL = any_case(r" (?:we|the district|they|it|there) (?:still|now|are|is|have|has)\b")


_WHAT = r"(?:[^,;.:]|(?<=\b[A-Z][a-z][a-z])\.|(?<=\bSept)\.)+?"
# "between A and B, five hours passed", "ten days lay between A and B"
_BETWEEN = any_case(
    rf"\b(?:between|from) (?P<first>{_WHAT}) (?:and|to|until) (?P<second>{_WHAT}),? {DURATION}"
    r" (?:had |have |has )?(?:passed|went by|gone by|elapsed|lay|lie|lies)\b"
)
_LAY_BETWEEN = any_case(
    rf"\b{DURATION} (?:had |have |has )?(?:passed|went by|gone by|elapsed|lay|lie|lies) (?:between|from)"
    rf" (?P<first>{_WHAT}) (?:and|to|until) (?P<second>{_WHAT})(?=[.,;:!]|$)"
)
_THE_MOMENT = any_case(
    r"^the (?:very )?(?:moment|minute|morning|day|time|hour|point)(?: (?:that|when|at which|on which"
    r"|in which))? (?=\w)"
)


def _list_between(flat: str, record: CaseRecord) -> Iterator[Lapse]:
    """Of "between A and B, so long passed"."""
    for part in (*_BETWEEN.finditer(flat), *_LAY_BETWEEN.finditer(flat)):
        ends = [_find_end(part[name], record) for name in ("first", "second")]
        if all(ends):
            times = [one[1] for one in ends if one]
            subject = next(one[0].subject for one in reversed(ends) if one)
            yield Lapse(part.start(), part.end(), compare_span(part, times[0], times[1], sign=1), subject)


_ON = re.compile(rf" on (?:\w+day,? )?(?P<date>{DATE.pattern})$")


def _find_end(said: str, record: CaseRecord) -> tuple[Milestone, Moment | None] | None:
    """What stands at one end of a span, and when it was; None where its own date is wrong, say."""
    what = _THE_MOMENT.sub("", said.strip())
    dated = _ON.search(what)
    what = what[: dated.start()] if dated else what
    named = _name_event(what)
    if named is None or named[1] != len(what):
        return None
    time = find_time(record, named[0], what)
    if time is None and named[0].subject is Subject.ENCRYPTION_EVENT:
        time = read_time(str(record.get(Subject.ENCRYPTION_EVENT, "first_damage") or ""))
    if dated and record.today and (time is None or read_anchor(dated["date"], record.today) != time[0]):
        return None
    return named[0], time


def find_lapses(flat: str, record: CaseRecord) -> list[Lapse]:
    """The stretches of time that a plain sentence tells, each with what the record says of it."""
    found = [*_list_after(flat, record), *_list_later(flat, record), *_list_until_now(flat, record)]
    found += _list_between(flat, record)
    return [*found, *_list_next(flat, record), *_list_dated(flat, record), *_list_same(flat, record)]


_DAY_AFTER = any_case(
    rf"(?P<day>{DATE.pattern}),? {DURATION} (?P<way>before|after) (?P<what>[^,;.:]+)(?=[,;.]|$)"
)
_GROUP = any_case(r"(?:those of )?(?:the )?(?P<who>staff|students)(?: did| were| had)?$")


def find_day_after(read: str, record: CaseRecord) -> list[tuple[int, int]]:
    """Of "on August 21, two days after B": where the second part stands, if the record says that it is so."""
    found = []
    for part in _DAY_AFTER.finditer(read):
        what, group = re.sub(r"^(?=discovered|found)", "we ", part["what"]), _GROUP.match(part["what"])
        named = _name_event(what)
        day = read_anchor(part["day"], record.today) if record.today else None
        if group and "password" in read.lower():
            base = read_time(str(record.get(Subject.PASSWORD_RESET, group["who"].lower()) or ""))
        else:
            whole = named is not None and named[1] == len(what)
            base = find_time(record, named[0], what) if named and whole else None
        sign = 1 if part["way"].lower() == "after" else -1
        coarse = part["unit"].lower() in ("day", "week", "month")
        if day and coarse and compare_span(part, base, (day, None), sign=sign):
            found.append((part.end("day"), part.end()))
    return found


# "on September 15, the day we found it"
_DATED = any_case(
    rf"(?P<date>{DATE.pattern}), (?P<day>the (?:very |same )?day (?:that |on which |when "
    r"|of )?(?P<what>[^,;.:]+))"
)
_WHAT_FOUND = any_case(
    r" that (?:the |our |its |some )?(?:systems?|files?|computers?|network|data|servers?) (?:had been|were"
    r"|was|has been|have been)"
    r" (?:attacked|encrypted|hit|struck|locked)(?: (?:with|by) (?:encryption|ransomware))?$"
)


def _list_dated(flat: str, record: CaseRecord) -> Iterator[Lapse]:
    """Of "May 4, the day B", where B was not that day, or nobody can tell."""
    for part in _DATED.finditer(flat):
        day = read_anchor(part["date"], record.today) if record.today else None
        found = _name_event(_WHAT_FOUND.sub("", part["what"].rstrip()))
        time = find_time(record, found[0], part["what"]) if found else None
        fits = time[0] == day if time and day else None
        if not fits:
            subject = found[0].subject if found else Subject.ENCRYPTION_EVENT
            yield Lapse(part.start("day"), part.end("what"), fits, subject)


def _list_same(flat: str, record: CaseRecord) -> Iterator[Lapse]:
    """Of "A on the day of B"."""
    for part in _SAME.finditer(flat):
        found = _name_event(part["what"])
        if found is None:
            continue
        event, length = found
        base = find_time(record, event, part["what"][:length])
        before = [(one, said) for one, said in _list_events(flat[: part.start()]) if one is not event]
        times = [find_time(record, one, said) for one, said in before]
        ways = [None if base is None or time is None else time[0] == base[0] for time in times]
        if ways:
            yield Lapse(part.start(), part.start("what") + length, _settle(ways), event.subject)


_ONE_DAY = re.compile(rf"\b(?!today|yesterday)\w+day\b|{DATE.pattern}")
_DONE = any_words(r"hired|engaged|retained|brought in|informed|told|notified|alerted")


def _list_next(flat: str, record: CaseRecord) -> Iterator[Lapse]:
    """Of "A on Friday, and B the next day", where it is so: else the day may be counted from another."""
    for part in _NEXT.finditer(flat):
        edges = [one for one in _BOUNDARY.finditer(flat) if one.end() <= part.start()]
        if not edges:
            continue
        firsts, seconds = (
            _list_events(flat[: edges[-1].start()]),
            _list_events(flat[edges[-1].end() : part.start()]),
        )
        wanted = 1 if part["next"] else 0
        for second, told in seconds:
            after = find_time(record, second, told)
            for first, said in firsts:
                before = find_time(record, first, said)
                if first is second or not (before and after):
                    continue
                fits = (after[0] - before[0]).days == wanted
                # where nothing else was before, it is counted from that
                alone = len(firsts) == 1 and len(_ONE_DAY.findall(flat[: edges[-1].start()])) == 1
                if fits or (alone and _DONE.search(told + flat[edges[-1].end() : part.start()])):
                    yield Lapse(part.start(), part.end(), fits, second.subject)
                    break


def _list_after(flat: str, record: CaseRecord) -> Iterator[Lapse]:
    """Of "A, a day after B": B follows, and A stands before, or where nothing does, behind."""
    for part in _AFTER.finditer(flat):
        found = _name_event(part["what"])
        if found is None:
            continue
        event, length = found
        end = part.start("what") + length
        if part["unit"].lower() == "hour" and "report" in flat[: part.start()].lower():
            continue  # how many hours after the finding a report was filed, its own judge counts
        before = _list_events(flat[: part.start()]) or _list_events(flat[end:])
        sign = -1 if part["way"].lower() in _BEFORE else 1
        base = find_time(record, event, part["what"][:length])
        others = [pair for pair in before if pair[0] is not event]
        ways = [compare_span(part, base, find_time(record, *pair), sign=sign) for pair in others]
        if ways and not any(ways) and _is_wrong(part, (event, part["what"][:length]), others, record):
            ways = [False]
        if ways:
            yield Lapse(part.start(), end, _settle(ways), event.subject)


def _is_wrong(
    part: re.Match[str],
    first: tuple[Milestone, str],
    others: Sequence[tuple[Milestone, str]],
    record: CaseRecord,
) -> bool:
    """Whether it was not so long, by days that are only believed, too: these bear nothing out."""
    sign = -1 if part["way"].lower() in _BEFORE else 1
    base = find_time(record, *first, known=False)
    ways = [compare_span(part, base, find_time(record, *one, known=False), sign=sign) for one in others]
    return len(ways) == 1 and ways[0] is False


def _list_later(flat: str, record: CaseRecord) -> Iterator[Lapse]:
    """Of "A, and B a day later"."""
    for part in _LATER.finditer(flat):
        edges = [one for one in _BOUNDARY.finditer(flat) if one.end() <= part.start()]
        if not edges:
            continue
        own = flat[edges[-1].end() : part.start()]
        firsts = _list_events(flat[: edges[-1].start()])
        seconds: list[tuple[Milestone | None, str]] = [*_list_events(own)]
        if not own.strip() and _STILL.match(flat[part.end() :]):
            seconds = [(None, "")]
        elif not seconds and edges[1:] and not own.strip():
            seconds = [*_list_events(flat[part.end() :])]
        sign = -1 if part["way"].lower() == "earlier" else 1
        ways = [
            compare_span(part, find_time(record, first, said), find_time(record, second, told), sign=sign)
            for first, said in firsts
            for second, told in seconds
            if first is not second
        ]
        if ways:
            # "and the forensic firm a day later": the firm is told by this alone
            bare = own.strip() and (named := _name_event(own.strip())) and named[1] == len(own.strip())
            subject = next((one.subject for one, _ in seconds if one), Subject.ENCRYPTION_EVENT)
            yield Lapse(edges[-1].end() if bare else part.start(), part.end(), _settle(ways), subject)


def _list_until_now(flat: str, record: CaseRecord) -> Iterator[Lapse]:
    """Of "it is forty days since A", and of "it took us three weeks to B", which the finding began."""
    for part in _SINCE.finditer(flat):
        dated = DATE.match(part["what"])
        if dated and record.today and (day := read_anchor(dated[0], record.today)):
            # how long ago a date is, which says nothing of what was then
            fits = compare_span(part, (day, None), (record.today, None), sign=1)
            yield Lapse(part.start(), part.start("what") + dated.end(), fits, Subject.ENCRYPTION_EVENT)
        elif found := _name_event(part["what"]):
            event, length = found
            times = find_time(record, event, part["what"]), find_time(record, None, "")
            fits = compare_span(part, *times, sign=1)
            yield Lapse(part.start(), part.start("what") + length, fits, event.subject)
    for part in _TOOK.finditer(flat):
        if found := _name_event(part["what"]):
            event, length = found
            begun = read_time(str(record.get(Subject.ENCRYPTION_EVENT, "found") or ""))
            fits = compare_span(part, begun, find_time(record, event, part["what"]), sign=1)
            yield Lapse(part.start(), part.start("what") + length, fits, event.subject)


def _name_event(what: str) -> tuple[Milestone, int] | None:
    """The event that a text begins with, and how long its name is: it reaches to the end, or to "and"."""
    for event in MILESTONES:
        match = event.words.match(what)
        rest = what[match.end() :] if match else ""
        if match and (not rest.strip() or re.match(r" (?:and|but|while|on) ", rest)):
            return event, match.end()
    return None


def _list_events(text: str) -> list[tuple[Milestone, str]]:
    return [(event, match[0]) for event in MILESTONES for match in event.words.finditer(text)]


def list_times(text: str, record: CaseRecord) -> list[date | None]:
    """The days of all that a text names, by its facts; None for what no fact tells."""
    times = [find_time(record, event, said) for event, said in _list_events(text)]
    return [time[0] if time else None for time in times]


def list_subjects(text: str) -> set[Subject]:
    """The subjects of all milestones that a text names."""
    return {event.subject for event, _ in _list_events(text)}


def _settle(ways: Sequence[bool | None]) -> bool | None:
    """Whether one of the readings fits; None where none does, and one cannot be told or there are several."""
    if True in ways:
        return True
    return None if None in ways or len(ways) > 1 else False


def find_time(record: CaseRecord, event: Milestone | None, said: str, *, known: bool = True) -> Moment | None:
    """When something happened; of no event, the day of the text. `known`: where it is not only believed."""
    if event is None:
        return (record.today, None) if record.today else None
    told = event.find(record, said)
    return read_time(told) if told and (record.is_known(event.subject) or not known) else None


def read_time(told: str) -> Moment | None:
    """The day of a written time, and its moment where it tells the hour."""
    day = read_day(told)
    return (day, read_moment(told)) if day else None


# how much longer or shorter it may be than is said, in the unit that is said
_SLACK = {"minute": 2.0, "hour": 0.5, "day": 0.0, "week": 0.15, "month": 0.25}
_HOURS = {"minute": 1 / 60, "hour": 1.0, "day": 24.0, "week": 168.0, "month": 730.5}
_SHORT = frozenset(
    {"just under", "a little under", "just short of", "nearly", "almost", "not quite", "barely"}
)
_LONG = frozenset({"just over", "a little over"})
_ROUGH = frozenset({"about", "around", "roughly", "some"})


def compare_span(
    part: re.Match[str], first: Moment | None, second: Moment | None, *, sign: int
) -> bool | None:
    """Whether from the first to the second it was so long; None where a time is missing or too coarse."""
    if first is None or second is None:
        return None
    unit, how = part["unit"].lower(), (part["how"] or "").lower()
    fine = unit in ("minute", "hour")
    if fine and (first[1] is None or second[1] is None):
        return None
    if fine and first[1] and second[1]:
        hours = sign * (second[1] - first[1]).total_seconds() / 3600
    else:
        hours = sign * (second[0] - first[0]).days * 24.0
    said, passed = _count(part), hours / _HOURS[unit]
    if passed < 0:
        return False
    if how in _SHORT:
        return 0.8 * said - 0.5 <= passed <= said
    if how in _LONG:
        return said <= passed <= 1.25 * said + 0.5
    if how in ("more than", "over"):
        return passed > said
    if how in ("less than", "under"):
        return passed < said
    rough = how in _ROUGH
    slack = _SLACK[unit] if fine or how != "exactly" else 0.0
    if part["part"] or part["part2"] or part["plus"]:
        slack = min(slack, 0.12) if fine else 0.2
    return abs(passed - said) <= (max(slack, 0.12 * said) if rough else slack)


def fits_duration(part: re.Match[str], first: date, last: date) -> bool:
    """Whether it was so long from one day to another; hours are too fine for days."""
    return part["unit"].lower() in ("day", "week", "month") and bool(
        compare_span(part, (first, None), (last, None), sign=1)
    )


def _count(part: re.Match[str]) -> float:
    many = part["many"].lower()
    numbers = find_numbers(f"{many} items")
    whole = 0.5 if many.startswith("half") else 1.0 if many in ("a", "an", "one") else numbers[0].value
    half = (part["part"] or part["part2"] or "").lower()
    plus = find_numbers(f"{part['plus']} items") if part["plus"] else []
    minutes = plus[0].value / 60 if plus and part["unit"].lower() == "hour" else 0.0
    return whole + minutes + (0.5 if half.endswith("half") else 0.25 if half else 0.0)
