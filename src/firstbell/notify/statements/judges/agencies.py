"""Who was told: law enforcement, and those who get reports, by the agencies that get them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from firstbell.notify.statements.judges.told_days import ToldDay, find_days
from firstbell.notify.statements.judges.truth import NO, UNJUDGED, YES, Truth, is_engaged, open_question, so
from firstbell.notify.statements.language.claims import ClaimReading
from firstbell.notify.statements.language.dates import find_dates
from firstbell.notify.statements.language.names import list_agencies
from firstbell.notify.statements.language.patterns import any_case, any_words
from firstbell.notify.statements.language.quantities import find_numbers
from firstbell.notify.statements.record import CaseRecord
from firstbell.notify.statements.values import read_day, read_moment
from firstbell.record.facts import Subject


def list_reports(record: CaseRecord) -> list[tuple[str, Any]]:
    """The reports by name, each with when, or whether, it was filed."""
    return [(name, fields.get("filed")) for name, fields in record.get_fields(Subject.REPORTS).items()]


_OF_STATE = any_case(r"(?:^|_)state(?:_|$)|mnit")


def list_state_reports(record: CaseRecord) -> list[bool | None]:
    """Whether reports to the state, as their names have it, were filed."""
    return [is_engaged(value) for name, value in list_reports(record) if _OF_STATE.search(name)]


def list_filed(record: CaseRecord) -> dict[str, bool]:
    """Agency, as rules name it -> whether it got its report."""
    filed: dict[str, bool] = {}
    for name, fields in record.get_fields(Subject.REPORTS).items():
        # a known fact that leaves it empty says that it was not
        if "filed" in fields:
            agencies = list_agencies(name.replace("_", " ")) or {name.lower()}
            filed.update(dict.fromkeys(agencies, bool(fields["filed"])))
    return filed


def find_filed(record: CaseRecord, agency: str) -> bool | None:
    """Whether an agency got its report; None where no fact tells. "regulator" is the state."""
    filed = list_filed(record)
    if agency != "regulator":
        return filed.get(agency)
    state = list_state_reports(record) or [
        value for name, value in filed.items() if name not in ("attorney general", "education", "fbi")
    ]
    return state[0] if len(state) == 1 else None


# what law enforcement itself said or did, of which no fact tells
_SAYS = any_case(
    r"\b(?:law enforcement|f\.?b\.?i\.?|police|sheriff|secret service|authorities|bca|cisa|investigators)\b"
    r"(?: (?!(?:been|was|were|be|being|is|are)\b)\w+){0,2}? (?:has |have |had |also |now )*(?:told|said|says"
    r"|advised|assured|confirmed|closed|concluded|"
    r"believes?|found|recovered|seized|shut|determined|cleared|says?)\b"
)
_OUTCOME = any_words(
    r"leads?|leading|led|heads|heading|in charge|tak(?:en|ing) (?:over|charge)|took (?:over|charge)|overse\w+"
    r"|arrest\w*|charged|in custody|identified the|caught|catching|tracking down|stopping|indict\w*|traced"
    r"|asked|request\w*|delay\w*"
)


# authorities by their level, and the agencies that are of it
_LEVELS = {
    "local": frozenset({"police", "sheriff"}),
    "state": frozenset({"bca", "state police", "prosecutors", "attorney general"}),
    "federal": frozenset({"fbi", "cisa", "secret service"}),
}
_LEVELLED = any_case(
    r"\b((?:(?:local|state|federal|county|and|or),? )*(?:local|state|federal))"
    r" (?:law enforcement|authorities|agenc(?:y|ies)|investigators?|officials|police)\b"
)


def _list_missing_levels(reading: ClaimReading, told: set[str]) -> set[str]:
    """The levels of authorities that a claim names and none of those told is of."""
    said = _LEVELLED.search(reading.plain)
    if said is None or not reading.affirmed:
        return set()
    return {
        f"{level} authorities"
        for level, agencies in _LEVELS.items()
        if level in said[1].lower() and not told & agencies
    }


# what the district itself asks for
_ASKING = any_case(r"\bwe (?:have |had |also |then |immediately )*(?:asked|requested)\b")
# what the district does: it tells, and works with them; whatever they do themselves, no fact tells
_TELLING = any_words(
    r"notif\w+|inform\w*|report\w*|contact\w*|alert\w*|told|tell|call(?:ed|ing)?|work\w*|cooperat\w+"
    r"|co-operat\w+|coordinat\w+|collaborat\w+|partner\w*|brought in|fil(?:e|ed|ing)|submitted"
    r"|shar(?:e|ed|ing)|aware|engag\w+|involv\w+|refer\w+|turned (?:over|to)|consult\w*|reach(?:ed|ing)? out"
    r"|assist\w*|help\w*|support\w*|touch|briefed|looped|loop|handed|hands|knows?|investigat\w+|gave|given"
    r"|provid\w+|sent|received?|turned|joined?|ask(?:ed|ing)?|got"
)


def judge_law_enforcement(record: CaseRecord, reading: ClaimReading) -> Truth:
    """Whether law enforcement was told, and which."""
    subject = Subject.LAW_ENFORCEMENT
    if not (_TELLING.search(reading.plain) or _OUTCOME.search(reading.plain) or _SAYS.search(reading.plain)):
        if record.get(subject, "informed"):
            return UNJUDGED
        return open_question(record, subject, missing="law_enforcement: who was informed")
    if _OUTCOME.search(_ASKING.sub("", reading.plain)) or _SAYS.search(reading.plain):
        return open_question(
            record, subject, missing="an entry that tells what law enforcement did or asked for"
        )
    informed = record.get(subject, "informed")
    pairs = _judge_pairs(record, reading)
    return _judge_told(record, reading, informed) if pairs is None else pairs


_POLICE = frozenset({"sheriff", "state police"})


def _judge_told(record: CaseRecord, reading: ClaimReading, informed: Any) -> Truth:
    """Of a sentence that tells of one day at most: whether those it names were informed, and then."""
    subject, filed = Subject.LAW_ENFORCEMENT, list_filed(record)
    if (untold := _find_untold_state(record, reading)) is not None:
        return untold
    named = list_agencies(reading.plain) - {"regulator"}
    if informed is None and not (named & set(filed)):
        return open_question(record, subject, missing="law_enforcement: who was informed")
    listed = set().union(*(list_agencies(str(one)) or {str(one).lower()} for one in informed or []))
    known = listed | {name for name, value in filed.items() if value}
    if any(is_engaged(record.get(Subject.INSURANCE, name)) for name in ("informed", "carrier_informed")):
        known |= {"insurer"}
    named |= _list_missing_levels(reading, known)
    if (
        "police" in named
        and known & _POLICE
        and not re.search(r"\bpolice department|city police", reading.plain, re.I)
    ):
        named -= {"police"}  # sheriffs and state police are police
    subjects = (subject, Subject.REPORTS) if named & set(filed) and not named <= listed else (subject,)
    if named and informed:
        if named <= known:
            return _check_since(record, reading, so(YES, record, *subjects))
        lacking = ", ".join(sorted(named - known))
        return open_question(record, *subjects, missing=f"law_enforcement: {lacking} among the informed")
    if named and named <= known:
        return so(YES, record, *subjects)
    return _check_since(record, reading, so(bool(informed), record, subject))


def _find_untold_state(record: CaseRecord, reading: ClaimReading) -> Truth | None:
    """Of "we told the state and the FBI": that the state was not, or may not have been; else None."""
    if not reading.affirmed or "regulator" not in list_agencies(reading.plain):
        return None
    filed = [
        is_engaged(value) for name, value in list_reports(record) if re.search(r"state|mnit", name, re.I)
    ]
    if any(filed):
        return None
    if filed and None not in filed:
        return so(NO, record, Subject.REPORTS)
    return open_question(record, Subject.REPORTS, missing="reports: the one to the state, filed")


def _judge_pairs(record: CaseRecord, reading: ClaimReading) -> Truth | None:
    """Of "the insurer on Monday and the FBI on Tuesday": each with its day; None of any other sentence."""
    parts = [
        (agencies, days)
        for one in re.split(r",? and |, |; ", reading.plain)
        if (agencies := list_agencies(one)) and (days := _list_days(record, one))
    ]
    if len(parts) < 2 or not reading.affirmed:
        return None
    answers: list[bool | None] = []
    for agencies, days in parts:
        known = find_told(record, agencies)
        answers.append(None if known is None else all(fits(known) for fits in days))
    if None in answers:
        return None
    return so(all(answers), record, Subject.LAW_ENFORCEMENT, Subject.INSURANCE, Subject.REPORTS)


def _list_days(record: CaseRecord, text: str) -> list[Callable[[date], bool]]:
    days: list[Callable[[date], bool]] = [said.fits for said in find_dates(text)]
    if record.today and re.search(r"\btoday\b", text, re.I):
        days.append(record.today.__eq__)
    return days


# a report that is called by its addressee alone
_STATE_REPORT = {"state": {"regulator"}, "state_72h": {"regulator"}, "mnit_72h": {"regulator"}}


def find_told(record: CaseRecord, agencies: set[str]) -> date | None:
    """The day on which these were told, where one fact has it for all of them."""
    if agencies == {"insurer"}:
        return record.get_day(Subject.INSURANCE, "informed")
    if agencies <= list_agencies(*record.get_list(Subject.LAW_ENFORCEMENT, "informed")):
        return record.get_day(Subject.LAW_ENFORCEMENT, "since")
    days = [
        read_day(filed)
        for name, filed in list_reports(record)
        if agencies & (list_agencies(name.replace("_", " ")) or _STATE_REPORT.get(name, set()))
    ]
    return days[0] if len(days) == 1 else None


def _check_since(record: CaseRecord, reading: ClaimReading, truth: Truth) -> Truth:
    since = record.get_day(Subject.LAW_ENFORCEMENT, "since")
    said_days = reading.dates or _list_counted(record, reading)
    if not said_days or since is None or any(said.fits(since) for said in said_days):
        return truth
    return Truth(NO, truth.entries, known=truth.known)


def _list_counted(record: CaseRecord, reading: ClaimReading) -> Sequence[ToldDay]:
    """Days that are told by their distance from the finding: "on the first day", "the day after"."""
    return find_days(reading.plain, record) or ()


_WITHIN = any_case(
    r"\b(?:within|in (?:under|less than)|before|inside(?: of)?|no (?:later|more) than|not later than)"
    r" (?:\w+ )?([\w-]+) (hour|day|week)s?\b"
)
# "met its 72-hour deadline": the time that the report had
_DEADLINE = any_case(
    r"\b(?:met|made|kept|beat|inside|within|before|under|hit|satisf(?:y|ied)|ahead of)\b[^.;,]{0,40}?"
    r"\b([\w]+)[- ](hour|day|week)s?[- ](?:deadline|window|limit|clock|requirement|mark|rule|period)\b"
)
_HOURS = {"hour": 1.0, "day": 24.0, "week": 168.0}


def _find_late(record: CaseRecord, reading: ClaimReading, named: set[str]) -> Truth | None:
    """The truth on "within 72 hours" of the report to those who are named; None where that is not said."""
    match = _DEADLINE.search(reading.plain) or _WITHIN.search(reading.plain)
    numbers = find_numbers(match[1]) if match else []
    if match is None or not (numbers or match[1].lower() in ("a", "an", "one")):
        return None
    said_hours = (numbers[0].value if numbers else 1.0) * _HOURS[match[2].lower()]
    found = record.get(Subject.ENCRYPTION_EVENT, "found")
    spans = [
        span
        for name, value in list_reports(record)
        if named & _names_of(name) or named == {"regulator"}
        for span in [_measure_hours(found, value)]
        if span
    ]
    subjects = (Subject.REPORTS, Subject.ENCRYPTION_EVENT)
    least, most = max((span[0] for span in spans), default=0.0), max((span[1] for span in spans), default=0.0)
    if not spans or least <= said_hours < most:
        return open_question(
            record, *subjects, missing="reports: the hour it was filed, and encryption_event: found"
        )
    return so(most <= said_hours, record, *subjects)


# "filed 75 hours after discovery"; "three hours late"
_AFTER = any_case(
    r"\b(?:less than |fewer than |under |more than |over )?([\w-]+) (hour|day|week)s? after "
    r"(?:(?:we|it was|the|its|our|this) )*(?:\w+ )?"
    r"(?:detection|discover\w*|detect\w*|found|finding|attack|incident|event|encryption|outage)\b"
)
_BOUND = any_case(r"(?P<less>less than|fewer than|under) |(?:more than|over) ")
_LATE = any_case(
    r"\b(?:([\w-]+) (hour|day|week)s? )?(?:too )?(?:late|overdue|past (?:the|its|our) deadline)\b"
)
_LIMIT = any_case(r"(?:^|_)(\d+)_?h(?:ours)?(?:_|$)")


def _find_delay(record: CaseRecord, reading: ClaimReading, named: set[str]) -> Truth | None:
    """The truth on how long after the finding, or how late, a report is said to have come; else None."""
    after, late = _AFTER.search(reading.plain), _LATE.search(reading.plain)
    match = after or late
    if match is None or not reading.affirmed:
        return UNJUDGED if late else None
    found = record.get(Subject.ENCRYPTION_EVENT, "found")
    delays = [
        (span[0] - (0.0 if after else limit), span[1] - (0.0 if after else limit))
        for name, value in list_reports(record)
        if (named & _names_of(name) or named == {"regulator"})
        and (span := _measure_hours(found, value))
        and (limit := 0.0 if after else _read_limit(name)) is not None
    ]
    if after and named == {"regulator"} and len(delays) > 1:
        # the state's own office takes the report; an attorney general is named where he is meant
        delays = [delay for delay in delays if delay not in _list_delays(record, found, "attorney general")]
    subjects = (Subject.REPORTS, Subject.ENCRYPTION_EVENT)
    if len(delays) != 1:
        need = "reports: the hour it was filed, and encryption_event: found"
        return open_question(record, *subjects, missing=need)
    least, most = delays[0]
    if match[1] is None or match[2] is None:
        return so(least > 0, record, *subjects)
    numbers = find_numbers(match[1])
    said = (numbers[0].value if numbers else 1.0) * _HOURS[match[2].lower()]
    if after and (bound := _BOUND.match(match[0])):
        return so(said > most if bound["less"] else least > said, record, *subjects)
    slack = 0.5 if match[2].lower() == "hour" else _HOURS[match[2].lower()] / 2
    return so(least - slack <= said <= most + slack and (not late or least > 0), record, *subjects)


def _list_delays(record: CaseRecord, found: Any, agency: str) -> list[tuple[float, float]]:
    """How many hours after the finding reports to one agency were filed, at least and at most."""
    spans = [
        _measure_hours(found, value) for name, value in list_reports(record) if agency in _names_of(name)
    ]
    return [span for span in spans if span]


def _read_limit(name: str) -> float | None:
    """The hours that a report had, by its name ("state_72h"); None where the name does not tell."""
    match = _LIMIT.search(name)
    return float(match[1]) if match else None


def _find_other_day(record: CaseRecord, reading: ClaimReading, named: set[str]) -> Truth | None:
    """The truth where a day is named on which none of these reports was filed; else None."""
    days = [
        day
        for name, value in list_reports(record)
        if named & _names_of(name) or named == {"regulator"}
        for day in [read_day(value)]
        if day
    ]
    if named == {"insurer"} and (told := find_told(record, named)):
        days = [told]
    said_days = reading.dates or _list_counted(record, reading)
    if not said_days or not days or any(said.fits(day) for said in said_days for day in days):
        return None
    return so(NO, record, Subject.REPORTS)


def _measure_hours(start: Any, end: Any) -> tuple[float, float] | None:
    """The least and the most hours between two times, which differ where only days are told."""
    first, last = read_moment(start), read_moment(end)
    if first and last:
        hours = (last - first).total_seconds() / 3600
        return hours, hours
    first_day, last_day = read_day(start), read_day(end)
    if first_day is None or last_day is None:
        return None
    days = (last_day - first_day).days
    return max(days - 1, 0) * 24.0, (days + 1) * 24.0


def _names_of(name: str) -> set[str]:
    return list_agencies(name.replace("_", " ")) or {name.lower()}


def judge_reports(record: CaseRecord, reading: ClaimReading) -> Truth:
    """Whether the agencies that are named got their report."""
    filed, named = list_filed(record), list_agencies(reading.plain)
    if len(named) > 1:
        named -= {"regulator"}
    told = list_agencies(*record.get_list(Subject.LAW_ENFORCEMENT, "informed"))
    if any(is_engaged(record.get(Subject.INSURANCE, name)) for name in ("informed", "carrier_informed")):
        told |= {"insurer"}
    late = _find_late(record, reading, named) or _find_delay(record, reading, named)
    if late := late or _find_other_day(record, reading, named):
        return late
    if named and named <= {name for name, value in filed.items() if value} | told:
        return so(YES, record, Subject.REPORTS)
    if any(filed.get(name) is False for name in named):
        return so(NO, record, Subject.REPORTS)
    state = list_state_reports(record)
    if named == {"regulator"} and state and None not in state:
        return so(any(state), record, Subject.REPORTS)
    if named == {"regulator"} and filed:
        return so(any(filed.values()), record, Subject.REPORTS)
    lacking = ", ".join(sorted(named - set(filed))) or "the report"
    return open_question(record, Subject.REPORTS, missing=f"reports: {lacking}, filed")
