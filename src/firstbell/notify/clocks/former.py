"""What the release before showed: the deadlines that this one shows differently, for a case that saw them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from firstbell.base.clock import DAY_S, NS_PER_S, InvalidTimeError, parse_given_time
from firstbell.notify.clocks.clock import ClockReading
from firstbell.notify.clocks.situation import Situation
from firstbell.notify.clocks.starts import place
from firstbell.record.facts import FactStatus, Subject

_HOUR, _DAY = 3600, DAY_S
# rule -> (what started it then, how many seconds it gave), as release 0.x had them
_RULES: Mapping[str, tuple[str, int]] = {
    "az-18-552-authorities": ("determined", 45 * _DAY),
    "az-18-552-residents": ("determined", 45 * _DAY),
    "il-soppa-parents": ("determined", 30 * _DAY),
    "mn-16e.36-incident": ("found", 72 * _HOUR),
    "mn-325e.61-consumer-reporting-agencies": ("determined", 48 * _HOUR),
    "ny-121.10-chief-privacy-officer": ("found", 10 * _DAY),
    "ny-121.10-parents": ("found", 60 * _DAY),
    "tx-521.053-attorney-general": ("determined", 30 * _DAY),
    "tx-521.053-residents": ("determined", 60 * _DAY),
    "wi-134.98-residents": ("found", 45 * _DAY),
}


def list_changed(clocks: Iterable[ClockReading], situation: Situation) -> dict[str, int]:
    """Id of a rule -> when the release before had it due, where this one says something else. Holds apart."""
    changed: dict[str, int] = {}
    for one in clocks:
        if one.rule is None or one.rule.id not in _RULES or one.due_ns is None:
            continue
        if one.started_before_ns is not None:
            continue  # counsel moved it, and no release
        start, seconds = _RULES[one.rule.id]
        started_ns = _find_start(start, situation)
        if started_ns is not None and started_ns + seconds * NS_PER_S != one.due_ns:
            changed[one.rule.id] = started_ns + seconds * NS_PER_S
    return changed


def _find_start(start: str, situation: Situation) -> int | None:
    """The start as it was then: the latest fact of a subject, whenever it was put down."""
    record = situation.record
    event, found = record.find(Subject.ENCRYPTION_EVENT), record.get(Subject.ENCRYPTION_EVENT, "found")
    if start == "found":
        if event is None:
            return None
        try:
            return place(str(found), event.as_of)[0] if found else parse_given_time(event.as_of)
        except InvalidTimeError:
            return None
    fact = record.find(Subject.EXFILTRATION)
    is_stolen = record.get(Subject.EXFILTRATION, "state") == "confirmed"
    if fact is not None and is_stolen and fact.status is FactStatus.KNOWN:
        return parse_given_time(fact.as_of)
    people = record.find(Subject.PEOPLE_AFFECTED)
    has_count = people is not None and record.get(Subject.PEOPLE_AFFECTED, "count")
    return parse_given_time(people.as_of) if people is not None and has_count else None


class TellingOnce:
    """Names that were told already. Where the file cannot be written, they are told again."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._told: set[str] = set()
        with suppress(OSError, UnicodeDecodeError):
            self._told = set(path.read_text(encoding="utf-8").split())

    def is_new(self, name: str) -> bool:
        """Whether this was not told before; now it is."""
        if name in self._told:
            return False
        self._told.add(name)
        with suppress(OSError):
            self._path.parent.mkdir(mode=0o700, exist_ok=True)
            with self._path.open("a", encoding="utf-8") as stream:
                stream.write(f"{name}\n")
        return True
