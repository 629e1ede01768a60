"""A sentence with the exact day for an adjunct of time: "on October 8" for "in the first week of October".

A day of the record that lies in what the adjunct names is put in its place, where the sentence then says at
least as much (`contexts.py`). If the rules bear that out, the sentence as it stands is so.
Beside it stands the same with a day that is not on the record: where that passes, too, nobody read the day.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import islice, product

from firstbell.notify.statements.days.adjuncts import Adjunct, list_calendar
from firstbell.notify.statements.days.day_chains import DATE, read_anchor
from firstbell.notify.statements.days.elapsed import Moment, list_subjects, list_times, read_time
from firstbell.notify.statements.days.hung_days import NAMED_DAY, STARTS, list_hung
from firstbell.notify.statements.judges.agencies import list_reports
from firstbell.notify.statements.judges.verdicts import judge_claim
from firstbell.notify.statements.language.claims import read_sentence
from firstbell.notify.statements.language.contexts import find_segment, says_more
from firstbell.notify.statements.language.dates import MESES
from firstbell.notify.statements.language.languages import Language, find_language
from firstbell.notify.statements.language.patterns import any_case, any_words
from firstbell.notify.statements.language.sentences import capitalize
from firstbell.notify.statements.language.spanish import gloss
from firstbell.notify.statements.record import CaseRecord
from firstbell.notify.statements.remainder.disavowals import list_disavowals
from firstbell.record.facts import Subject


@dataclass(frozen=True, slots=True)
class Sample:
    """A sentence that says at least as much as another. `others`: the same with other days; none may pass."""

    told: str
    others: Sequence[str]


_FIELDS: Sequence[tuple[Subject, str]] = (
    (Subject.ENCRYPTION_EVENT, "found"),
    (Subject.ENCRYPTION_EVENT, "first_damage"),
    (Subject.FORENSIC_FIRM, "engaged"),
    (Subject.LEGAL_COUNSEL, "engaged"),
    (Subject.LAW_ENFORCEMENT, "since"),
    (Subject.INSURANCE, "informed"),
    (Subject.RANSOM, "demanded_at"),
    (Subject.RANSOM, "paid_at"),
    (Subject.EXFILTRATION, "confirmed"),
    (Subject.EXFILTRATION, "published_on"),
    (Subject.EXFILTRATION, "taken_from"),
    (Subject.EXFILTRATION, "taken_until"),
    (Subject.PASSWORD_RESET, "staff"),
    (Subject.PASSWORD_RESET, "students"),
    (Subject.MULTI_FACTOR, "since"),
    (Subject.MAILING, "first"),
    (Subject.MAILING, "last"),
    (Subject.CREDIT_MONITORING, "contract"),
    (Subject.CREDIT_MONITORING, "codes_issued_on"),
    (Subject.CALL_CENTER, "opened"),
    (Subject.COERCION_CONTACTS, "since"),
    (Subject.COERCION_CONTACTS, "until"),
    (Subject.SCHOOL_CLOSURE, "reopened"),
    (Subject.MISUSE_SEARCH, "begun"),
    (Subject.FIRST_ACCESS, ""),
    (Subject.REPORTS, ""),
)
_LONGEST, _MOST_ADJUNCTS, _MOST_TIMES, _MOST_SAMPLES = 400, 2, 3, 4
_ANY = any_case(
    r"\b(?:ago|last|this|previous|past|early|mid|late|week|month|between|before|after|within|around|about|day"
    r"|days|hours?|morning|afternoon|evening|night|later|earlier|in (?=[A-Z])|during|since|thanksgiving"
    r"|halloween|christmas|juneteenth|months|weeks|shortly|nearly|by|semana|mes|principios|mediados"
    r"|fin(?:al)?es|en (?=[a-z]))"
)


def list_samples(said: str, record: CaseRecord) -> Iterator[Sample]:
    """The sentence with exact days for its adjuncts of time; nothing where that might say less."""
    if record.today is None or len(said) > _LONGEST or not _ANY.search(said) or any(list_disavowals(said)):
        return
    spanish = find_language(said) is Language.SPANISH
    adjuncts = _list_adjuncts(said, record, spanish=spanish)
    if not adjuncts or len(adjuncts) > _MOST_ADJUNCTS:
        return
    if not all(says_more(said, one.start, one.end) for one in adjuncts):
        return
    groups = _group(said, adjuncts)
    if len(groups) == 1 and not adjuncts[0].start and not _fits_named(said, groups[0], record):
        return
    writer = _write_spanish if spanish else _write
    ways = [_list_ways(said, group, record, writer) for group in groups]
    for chosen in islice(product(*ways), _MOST_SAMPLES):
        told = _swap(said, [swap for way in chosen for swap in way.swaps])
        others = [
            _swap(
                said,
                [swap for at, way in enumerate(chosen) for swap in (other if at == turned else way.swaps)],
            )
            for turned, way in enumerate(chosen)
            for other in way.others
        ]
        yield Sample(told, others)


def _list_adjuncts(said: str, record: CaseRecord, *, spanish: bool) -> list[Adjunct]:
    """The adjuncts of a sentence in their order; of those that overlap, the longest."""
    found = [*list_calendar(said, record, spanish=spanish)]
    if not spanish:
        found += [*list_hung(said, record)]
    kept: list[Adjunct] = []
    for one in sorted(found, key=lambda one: one.start - one.end):
        if all(one.end <= other.start or one.start >= other.end for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)


Writer = Callable[[Moment, Adjunct], str]
# from where to where something else is put
Swap = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class DayWay:
    """What is put into a sentence for adjuncts of one thing, and what would be wrong there."""

    swaps: Sequence[Swap]
    others: Sequence[Sequence[Swap]]


@dataclass(frozen=True, slots=True)
class DayGroup:
    """The adjuncts and the exact date that tell when one thing was."""

    adjuncts: Sequence[Adjunct]
    date: re.Match[str] | None


def _swap(said: str, swaps: Sequence[Swap]) -> str:
    for start, end, words in sorted(swaps, reverse=True):
        behind = said[end:]
        said = (
            said[:start] + words + (behind[1:] if words.endswith(".") and behind.startswith(".") else behind)
        )
    return capitalize(said)


_FINITE = any_words(r"was|were|is|are|has|have|had|did|got|went|began|came")
_OTHER_THING = any_case(r"\b(?:that|which|who|when|where|because|so|and|but|while|y|pero|que)\b|[;:]")


def _group(said: str, adjuncts: Sequence[Adjunct]) -> list[DayGroup]:
    """The adjuncts that tell when one thing was, each group with the date that tells it, too."""
    groups: list[list[Adjunct]] = []
    for one in adjuncts:
        if groups and _tell_one(said, groups[-1][-1].end, one.start):
            groups[-1].append(one)
        else:
            groups.append([one])
    found = []
    for group in groups:
        beside = [
            match
            for match in _DATED.finditer(said)
            if not any(one.start <= match.start() < one.end for one in adjuncts)
            and (
                _tell_one(said, match.end(), group[0].start)
                if match.end() <= group[0].start
                else _tell_one(said, group[-1].end, match.start())
            )
        ]
        found.append(DayGroup(group, beside[0] if len(beside) == 1 else None))
    return found


def _tell_one(said: str, end: int, start: int) -> bool:
    """Whether what ends and what starts there tell of one thing: no verb stands between them.

    Between the head and the tail of a sentence its own verb may stand.
    """
    if end > start:
        return False
    between = said[end:start]
    first, last = find_segment(said, end, start)
    spans = not first and last == len(said) and "," in between
    return not _OTHER_THING.search(between) and len(_FINITE.findall(between)) <= (
        1 if spans and _heads(said, end) else 0
    )


def _heads(said: str, end: int) -> bool:
    """Whether what ends there stands at the head of its sentence."""
    return len(said[:end].split()) < _HEAD_WORDS


_HEAD_WORDS = 6


def _list_ways(said: str, group: DayGroup, record: CaseRecord, write: Writer) -> list[DayWay]:
    """What may be put for adjuncts of one thing: each time of the record that all of them fit."""
    timed = any(one.timed for one in group.adjuncts)
    dayless = all(one.dayless for one in group.adjuncts)
    first, last = find_segment(said, group.adjuncts[0].start, group.adjuncts[-1].end)
    spans = [(one.start - first, one.end - first, "") for one in group.adjuncts if first <= one.start]
    rest = _swap(said[first:last], spans)
    dated = _read_date(group.date[0], record) if group.date else None
    # of a date that tells of another thing nobody can say which of both the rules then read
    strange = [one for one in _DATED.finditer(said, first, last) if not _stands_in(one, group)]
    if strange or (group.date and dated is None):
        return []
    times = [
        one
        for one in list_record_times(record)
        if (one[1] or not timed)
        and (dated in (None, one[0]))
        and all(each.fits(one) for each in group.adjuncts)
    ]
    if not timed:
        times = [(day, None) for day in dict.fromkeys(one[0] for one in times)]
    times = list_own_times(times, rest, record, timed=timed)
    carrier = replace(group.adjuncts[0], timed=timed, dayless=dayless)
    left = [_drop(said, one) for one in group.adjuncts[0 if group.date else 1 :]]
    place = group.date.span() if group.date else (carrier.start, carrier.end)
    return [
        DayWay(
            [*left, (*place, _put(one, carrier, group, write))],
            [
                [*left, (*place, _put(other, carrier, group, write))]
                for other in _list_wrong(one, carrier, record)
            ],
        )
        for one in times[:_MOST_TIMES]
    ]


def _stands_in(match: re.Match[str], group: DayGroup) -> bool:
    """Whether a date is that of a group, or within one of its adjuncts."""
    if group.date and group.date.start() == match.start():
        return True
    return any(one.start <= match.start() < one.end for one in group.adjuncts)


def _fits_named(said: str, group: DayGroup, record: CaseRecord) -> bool:
    """Whether an adjunct at the head of a sentence fits a time of each thing that the sentence names.

    "On the day of the discovery counsel was retained, and the FBI was told" tells the day of both.
    """
    named = list_subjects(said[group.adjuncts[-1].end :])
    return all(
        any(all(one.fits(time) for one in group.adjuncts) for time in list_record_times(record, {subject}))
        for subject in named
    )


def list_own_times(times: Sequence[Moment], rest: str, record: CaseRecord, *, timed: bool) -> list[Moment]:
    """Of these times those of what a clause names, or else of the facts that its claims lean on.

    Hours are told of the finding and of the first damage; those of anything else in the clause nobody knows.
    """
    told = list_subjects(rest)
    # of what no fact tells when it was, nobody knows that it was then
    if (timed and told != {Subject.ENCRYPTION_EVENT}) or not all(
        list_record_times(record, {one}) for one in told
    ):
        return []
    named = {day for day in list_times(rest, record) if day}
    if timed or not times or any(one[0] in named for one in times):
        return [one for one in times if one[0] in named]
    read = gloss(rest).text if find_language(rest) is Language.SPANISH else rest
    entries = {entry for reading in read_sentence(read) for entry in judge_claim(reading, record).entries}
    subjects = {subject for subject, fact in record.facts.items() if fact.entry in entries}
    days = {one[0] for one in list_record_times(record, subjects)}
    return [one for one in times if one[0] in days]


def _read_date(written: str, record: CaseRecord) -> date | None:
    """The day of a date, or of the last such day of the week."""
    today = record.today
    if today is None or not (named := NAMED_DAY.fullmatch(written)):
        return read_anchor(written, today) if today else None
    back = (today.weekday() - STARTS.index(named["name"].lower())) % 7
    return today - timedelta(days=back) if back else None


_DATED = re.compile(rf"{DATE.pattern}|{NAMED_DAY.pattern}")


def _put(moment: Moment, carrier: Adjunct, group: DayGroup, write: Writer) -> str:
    """The exact time as it stands for an adjunct, or for the date that is there already."""
    if group.date is None:
        return write(moment, carrier)
    return write(moment, replace(carrier, dayless=False, since=False)).removeprefix("on ").removeprefix("el ")


def _drop(said: str, adjunct: Adjunct) -> Swap:
    """An adjunct left out with the comma before it, or at the head with the one behind it."""
    start, end = adjunct.start, adjunct.end
    while start and said[start - 1] in ", ":
        start -= 1
    if not start and said[end : end + 1] == ",":
        end += 2
    return start, end, ""


def list_record_times(record: CaseRecord, subjects: Container[str] | None = None) -> list[Moment]:
    """The times that the facts tell, of these subjects or of all, in their order."""
    told = [(subject, record.get(subject, name)) for subject, name in _FIELDS]
    told += [(Subject.REPORTS, filed) for _, filed in list_reports(record)]
    wanted = (value for subject, value in told if subjects is None or subject in subjects)
    times = [read_time(one) for one in wanted if isinstance(one, str)]
    return list(dict.fromkeys(one for one in times if one))


_OFF = (-3, -4, -9, -12, -17, 2, 5, -23, -41, -400)


def _list_wrong(moment: Moment, adjunct: Adjunct, record: CaseRecord) -> list[Moment]:
    """Other times than this one, of which no fact tells: another day, and another hour where one is told."""
    days = {one[0] for one in list_record_times(record)}
    off = next((off for off in _OFF if moment[0] + timedelta(days=off) not in days), -401)
    moved = timedelta(days=off)
    wrong: list[Moment] = []
    if not adjunct.dayless:
        wrong.append((moment[0] + moved, moment[1] + moved if moment[1] else None))
    if adjunct.timed and moment[1]:
        hour = (moment[1].hour + 5) % 24
        wrong.append((moment[0], moment[1].replace(hour=hour, minute=(moment[1].minute + 17) % 60)))
    return wrong


def _write(moment: Moment, adjunct: Adjunct) -> str:
    clock = f"at {_name_clock(moment[1])}" if adjunct.timed and moment[1] else ""
    if adjunct.dayless:
        return clock
    lead = "since" if adjunct.since else "on"
    return f"{lead} {moment[0]:%B} {moment[0].day} {clock}".rstrip()


def _name_clock(time: datetime) -> str:
    return f"{time.hour % 12 or 12}:{time.minute:02d} {'a.m.' if time.hour < 12 else 'p.m.'}"


def _write_spanish(moment: Moment, adjunct: Adjunct) -> str:
    lead = "desde el" if adjunct.since else "el"
    return f"{lead} {moment[0].day} de {MESES[moment[0].month - 1]}"
