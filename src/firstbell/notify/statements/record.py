"""What the record shows at a time, as the judges ask for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, tzinfo
from typing import Any

from firstbell.base.clock import InvalidTimeError, parse_given_time
from firstbell.base.zones import write_moment
from firstbell.notify.statements.values import read_day, read_moment, settle_shapes
from firstbell.record.facts import Fact, FactStatus, Subject

# a time that says its offset; one that does not is left as it was written
_TIMED = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d\S*(?:Z|[+-]\d\d:\d\d)")


@dataclass(frozen=True, slots=True)
class RecordedDecision:
    """Something that was decided: `entry` is the hex id of the entry, `text` what it says."""

    entry: str
    text: str


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """The facts as they stood, the latest of each subject, and what had been decided.

    `today`: the day from which a text tells others ("yesterday"); None where nobody can tell it. `before`:
    what a text said right before the sentence that is read, a question too.
    """

    facts: Mapping[str, Fact]
    decisions: Sequence[RecordedDecision] = field(default_factory=tuple)
    names: Sequence[str] = field(default_factory=tuple)
    today: date | None = None
    before: str = ""

    @property
    def latest(self) -> date | None:
        """The day from which a text tells others; where nobody can tell it, that of the newest fact."""
        days = [fact.as_of[:10] for fact in self.facts.values() if _TIMED.match(fact.as_of)]
        return self.today or (date.fromisoformat(max(days)) if days else None)

    def find(self, subject: Subject) -> Fact | None:
        """The fact of a subject, if there is one."""
        return self.facts.get(subject)

    def get(self, subject: Subject, name: str = "") -> Any:
        """The value of a subject, or a field of it; None where nobody said."""
        fact = self.facts.get(subject)
        value = fact.value if fact else None
        if not name:
            return value
        return value.get(name) if isinstance(value, Mapping) else None

    def get_count(self, subject: Subject, name: str = "") -> float | None:
        """A number of a subject; None where nobody said it, or no more than yes or no."""
        value = self.get(subject, name)
        return value if isinstance(value, int | float) and not isinstance(value, bool) else None

    def get_day(self, subject: Subject, name: str = "") -> date | None:
        """A day of a subject, as it was where it was put down."""
        return read_day(self.get(subject, name))

    def get_moment(self, subject: Subject, name: str = "") -> datetime | None:
        """A moment of a subject; None where only its day, or no offset, is told."""
        return read_moment(self.get(subject, name))

    def get_list(self, subject: Subject, *names: str) -> list[str]:
        """The texts of a subject that is a list, or of those of its fields; none where there is none."""
        lists = [self.get(subject, name) for name in names or ("",)]
        return [str(one) for told in lists if isinstance(told, list | tuple) for one in told]

    def get_fields(self, subject: Subject) -> Mapping[str, Any]:
        """The fields of a subject's value; none where it has none."""
        value = self.get(subject)
        return value if isinstance(value, Mapping) else {}

    def tells(self, subject: Subject) -> bool:
        """Whether a fact says something of the subject, known or believed."""
        fact = self.facts.get(subject)
        return fact is not None and fact.status is not FactStatus.UNKNOWN and fact.value is not None

    def is_known(self, *subjects: Subject) -> bool:
        """Whether all that is said of these subjects is known, not only believed."""
        facts = [self.facts[subject] for subject in subjects if subject in self.facts]
        return all(fact.status is FactStatus.KNOWN for fact in facts)

    def entries(self, *subjects: Subject) -> tuple[str, ...]:
        """The entries of these subjects' facts."""
        return tuple(self.facts[subject].entry for subject in subjects if subject in self.facts)


def make_record(
    facts: Iterable[Fact],
    decisions: Iterable[RecordedDecision] = (),
    *,
    names: Iterable[str] = (),
    zone: tzinfo | None = None,
    today: date | None = None,
) -> CaseRecord:
    """The record of these facts, one a subject. What no claim can lean on is left out.

    `zone`: the district's. Times are put into it, so that the day of a time is the one people there lived.
    """
    moved = (
        replace(fact, value=_split_days(fact.subject, _move(settle_shapes(fact.subject, fact.value), zone)))
        for fact in facts
        if fact.supports
    )
    return CaseRecord({fact.subject: fact for fact in moved}, tuple(decisions), _add_short(names), today)


# what follows the name of a place in a district's full name
_INSTITUTION = re.compile(
    r"(?: (?:unified|community|independent|consolidated|central|area|city|county|union|joint|regional|public"
    r"|high|elementary|charter|municipal|local|exempted village|parish))*"
    r" (?:schools?(?: (?:district|system|corporation|division|department))?|isd|usd|cusd)$",
    re.IGNORECASE,
)


def _add_short(names: Iterable[str]) -> tuple[str, ...]:
    """The names of a district, and what people say for short: "Elm Valley" of "Elm Valley Public Schools"."""
    full = tuple(names)
    short = (_INSTITUTION.sub("", name) for name in full)
    return tuple(dict.fromkeys([*full, *(name for name in short if name)]))


# fields that say yes or no, or since when it is so
_SINCE: Mapping[str, str] = {Subject.EXFILTRATION: "published", Subject.CREDIT_MONITORING: "codes_issued"}


def _split_days(subject: str, value: Any) -> Any:
    """A fact's value with a yes, and its day as `..._on`, where a day stands for a yes."""
    if subject == Subject.MAILING and isinstance(value, Mapping) and value.get("first") == value.get("last"):
        # all letters went out on one day
        return {**value, "only": value.get("first")}
    field = _SINCE.get(subject)
    if field is None or not isinstance(value, Mapping) or not isinstance(value.get(field), str):
        return value
    return {**value, field: True, f"{field}_on": value[field]}


def _move(value: Any, zone: tzinfo | None) -> Any:
    """A fact's value with its times in the zone."""
    if zone is None:
        return value
    if isinstance(value, Mapping):
        return {name: _move(inner, zone) for name, inner in value.items()}
    if isinstance(value, str) and _TIMED.fullmatch(value):
        try:
            return write_moment(parse_given_time(value), zone)
        except InvalidTimeError:
            return value
    return value
