"""What starts a clock: the earliest fact that qualifies. What is put down later never moves it back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from firstbell.base.clock import InvalidTimeError, parse_given_time
from firstbell.notify.clocks.rulings import Correction
from firstbell.record.facts import Fact, FactStatus, Subject

# what else qualifies: finding the event identifies it, determining a breach is a reason to believe in it
_INCLUDES: Mapping[str, tuple[str, ...]] = {
    "identified": ("identified", "found"),
    "believed": ("believed", "determined"),
    "confirmed": ("confirmed", "event_confirmed"),
    "breach_confirmed": ("confirmed", "determined"),
}
NEEDS = {
    "found": "the time when the event was found (fact encryption_event)",
    "identified": "the time when the event was found (fact encryption_event)",
    "believed": "the time since which somebody believes that data was taken (fact exfiltration or incident)",
    "determined": "the time when a breach was determined (fact exfiltration, people_affected or incident)",
    "confirmed": "word that the event is confirmed (fact encryption_event or incident)",
    "breach_confirmed": "the time when a breach was determined or confirmed (fact exfiltration or incident)",
    "contractor_told": "the time when the contractor told you (fact incident)",
    "ransom_demanded": "the time when the ransom was demanded (fact ransom)",
    "ransom_paid": "the time when the ransom was paid, if it was (fact ransom)",
    "people_told": "the time when the first people were told (fact letters_sent or incident)",
    "closed": "the time when the incident was closed (fact incident)",
    "federal_report": "the time when a federal agency was told (fact incident)",
}


@dataclass(frozen=True, slots=True)
class StartTime:
    """When something happened that starts clocks. `day`: where only the day is known.

    `entries`: hex ids of the fact, and of a correction; `recorded`: when it was put down.
    """

    start: str
    at_ns: int
    day: date | None
    entries: tuple[str, ...]
    recorded: str = ""
    correction: Correction | None = None


@dataclass(frozen=True, slots=True)
class Trigger:
    """What started a clock. `before_ns`: where counsel corrected it, what it was; None for nothing.

    `kept`: every moment that qualifies, of which `moment` is the earliest.
    """

    moment: StartTime
    before_ns: int | None = None
    kept: Sequence[StartTime] = ()


def find_trigger(
    starts: Iterable[str], facts: Sequence[Fact], corrections: Sequence[Correction]
) -> Trigger | None:
    """The earliest moment that is one of these starts."""
    names = {name for start in starts for name in _INCLUDES.get(start, (start,))}
    plain = [moment for name in names for moment in _list_moments(name, facts)]
    kept = [moment for name in names for moment in _correct(name, facts, corrections)]
    if not kept:
        return None
    first = min(kept, key=lambda moment: (moment.at_ns, moment.entries))
    before = min((moment.at_ns for moment in plain), default=None)
    return Trigger(first, before if before != first.at_ns else None, kept)


def _correct(name: str, facts: Sequence[Fact], corrections: Sequence[Correction]) -> list[StartTime]:
    """What stands after the last correction: it replaces what was put down before it."""
    moments = list(_list_moments(name, facts))
    mine = [one for one in corrections if one.start == name or name == f"event_{one.start}"]
    if not mine:
        return moments
    last = mine[-1]
    kept = [moment for moment in moments if moment.recorded > last.recorded]
    if last.at is None:
        return kept
    entries = (last.entry, *(moment.entries[0] for moment in moments[:1]))
    at_ns, day = place(last.at, "")
    return [*kept, StartTime(name, at_ns, day, entries, last.recorded, last)]


def _list_moments(name: str, facts: Iterable[Fact]) -> Iterator[StartTime]:
    for fact in facts:
        if fact.status is FactStatus.UNKNOWN or not fact.supports:
            continue
        try:
            told = _STATED[name](fact)
            at_ns, day = place(told, fact.as_of) if told is not None else (None, None)
        except InvalidTimeError:
            continue
        if at_ns is not None:
            yield StartTime(name, at_ns, day, (fact.entry,), fact.recorded)


def place(told: str, as_of: str) -> tuple[int, date | None]:
    """(nanoseconds since the epoch, the day where no time is told). A day is its first moment.

    A day that the case put down as its first moment is a day still. Raises: InvalidTimeError.
    """
    if len(told) != 10:
        is_day = told[10:19] == "T00:00:00" and told[19:20] in ("+", "-")
        return parse_given_time(told), date.fromisoformat(told[:10]) if is_day else None
    zone = as_of[19:].lstrip(".0123456789") if len(as_of) > 19 else ""
    return parse_given_time(f"{told}T00:00:00{zone}"), date.fromisoformat(told)


def _get(fact: Fact, subject: Subject, field: str) -> Any:
    is_it = fact.subject == subject and isinstance(fact.value, Mapping)
    return fact.value.get(field) if is_it and isinstance(fact.value, Mapping) else None


def _incident(field: str) -> Callable[[Fact], str | None]:
    def tell(fact: Fact) -> str | None:
        value = _get(fact, Subject.INCIDENT, field)
        return value if isinstance(value, str) else None

    return tell


def _found(fact: Fact) -> str | None:
    found = _get(fact, Subject.ENCRYPTION_EVENT, "found")
    if isinstance(found, str):
        return found
    return fact.as_of if _get(fact, Subject.ENCRYPTION_EVENT, "confirmed") else None


def _event_confirmed(fact: Fact) -> str | None:
    if not _get(fact, Subject.ENCRYPTION_EVENT, "confirmed"):
        return None
    found = _get(fact, Subject.ENCRYPTION_EVENT, "found")
    # nobody confirms what nobody has found: a fact that is put down as of the day holds from the finding on
    is_later = isinstance(found, str) and parse_given_time(found) > parse_given_time(fact.as_of)
    return str(found) if is_later else fact.as_of


def _believed(fact: Fact) -> str | None:
    if _get(fact, Subject.EXFILTRATION, "state") == "confirmed":
        return fact.as_of
    return _incident("believed")(fact)


def _determined(fact: Fact) -> str | None:
    if fact.status is not FactStatus.KNOWN:
        return None
    if _get(fact, Subject.EXFILTRATION, "state") == "confirmed" or _get(
        fact, Subject.PEOPLE_AFFECTED, "count"
    ):
        return fact.as_of
    return _incident("determined")(fact)


def _ransom(field: str) -> Callable[[Fact], str | None]:
    def tell(fact: Fact) -> str | None:
        at = _get(fact, Subject.RANSOM, f"{field}_at")
        if isinstance(at, str):
            return at
        return fact.as_of if _get(fact, Subject.RANSOM, field) else None

    return tell


def _people_told(fact: Fact) -> str | None:
    if fact.subject == Subject.LETTERS_SENT and isinstance(fact.value, int | float) and fact.value > 0:
        return fact.as_of
    return _incident("people_told")(fact)


_STATED: Mapping[str, Callable[[Fact], str | None]] = {
    "found": _found,
    "identified": _incident("identified"),
    "believed": _believed,
    "determined": _determined,
    "confirmed": _incident("confirmed"),
    "event_confirmed": _event_confirmed,
    "contractor_told": _incident("contractor_told"),
    "ransom_demanded": _ransom("demanded"),
    "ransom_paid": _ransom("paid"),
    "people_told": _people_told,
    "closed": _incident("closed"),
    "federal_report": _incident("federal_report"),
}
