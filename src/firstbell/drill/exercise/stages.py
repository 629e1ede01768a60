"""How long each stage of an exercise took, and how that compares with the one before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from firstbell.actions.entries import ExercisePlayed
from firstbell.base.clock import monotonic_s, rank_time
from firstbell.ledger import Entry


@dataclass(slots=True)
class Stopwatch:
    """Seconds by stage, in order."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def time(self, stage: str) -> Iterator[None]:
        """Times what happens inside."""
        started_s = monotonic_s()
        try:
            yield
        finally:
            self.seconds[stage] = round(monotonic_s() - started_s, 3)


@dataclass(frozen=True, slots=True)
class StageTime:
    """One stage, and what it took the last time; None where there was none."""

    name: str
    seconds: float
    last_s: float | None

    @property
    def change(self) -> float | None:
        """This time by the last one, less one: 0.1 is a tenth longer."""
        return round(self.seconds / self.last_s - 1, 4) if self.last_s else None


@dataclass(frozen=True, slots=True)
class LastExercise:
    """The exercise before: when, on how much, and its stages."""

    time: str
    files: int
    size_bytes: int
    seconds: Mapping[str, float]


def find_last(entries: Iterable[Entry]) -> LastExercise | None:
    """The newest exercise on the desk's ledgers."""
    played = sorted(ExercisePlayed.list_all(entries), key=lambda pair: rank_time(pair[0].time))
    if not played:
        return None
    entry, body = played[-1]
    return LastExercise(entry.time, body.files, body.size_bytes, body.stages or {})


def compare(seconds: Mapping[str, float], last: LastExercise | None) -> list[StageTime]:
    """Each stage beside its last time."""
    return [
        StageTime(name, taken, last.seconds.get(name) if last else None) for name, taken in seconds.items()
    ]
