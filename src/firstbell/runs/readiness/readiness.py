"""Readiness: one value that says when the school would reopen, and what that claim leans on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from firstbell.base.clock import parse_time
from firstbell.ledger import Entry
from firstbell.record.examination import Verdict
from firstbell.runs.plans.places import Place
from firstbell.runs.plans.plan import Plan, PlannedSystem
from firstbell.runs.readiness.hosts import HOUR_NS, HostReadiness
from firstbell.runs.rehearsals.rehearsal import REHEARSED

MEASURED, RECEIPT = "drill.readiness", "receipt.system"
_DAY_H = 24.0
# a rehearsal that is older says little about today
FRESH_DAYS = 90.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsed:
    """The newest rehearsal, or recovery, of a system. `share`: of its files, 0 to 1."""

    time: str
    verdict: str
    share: float
    seconds: float
    days_ago: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemReadiness:
    """How ready one system is. Hours: None where it was never backed up.

    `recovery_point`: time of the newest clean snapshot, of the part that is the oldest there; `bell_s`:
    seconds from the start of a recovery until the system is there.
    """

    name: str
    tier: int
    wave: int
    owner: str
    files: int
    size_bytes: int
    estimate_s: float
    bell_s: float
    without_h: float
    recovery_point: str
    recovery_point_h: float | None
    rehearsed: Rehearsed | None
    missing: tuple[str, ...]

    @property
    def is_in_time(self) -> bool:
        """Whether it would be back within what the school can do without it, and no backup is too old."""
        is_old = self.recovery_point_h is None or self.recovery_point_h > self.without_h
        return not self.missing and not is_old and self.bell_s <= self.without_h * 3600

    @property
    def is_proven(self) -> bool:
        """Whether it was rehearsed with success, not too long ago."""
        done = self.rehearsed
        return done is not None and done.verdict == "verified" and done.days_ago <= FRESH_DAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One measure of the past. `first_bell_s`: time to first bell then; `all_s`: until all was back."""

    time: str
    first_bell_s: float
    all_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    """All of it. `tiers`: (tier, seconds until all systems up to it are there). `history`: oldest first."""

    district: str
    time: str
    first_bell_s: float
    all_s: float
    measured: bool
    tiers: tuple[tuple[int, float], ...]
    systems: tuple[SystemReadiness, ...]
    hosts: tuple[HostReadiness, ...]
    history: tuple[Point, ...]

    @property
    def never(self) -> list[str]:
        """Systems that were never rehearsed."""
        return [system.name for system in self.systems if system.rehearsed is None]

    @property
    def late(self) -> list[str]:
        """Hosts whose backup is late."""
        return [host.name for host in self.hosts if host.is_late]

    @property
    def single(self) -> list[str]:
        """Hosts whose backups lie in one place only."""
        return [host.name for host in self.hosts if host.is_single]


def judge_systems(
    plan: Plan, clean: Mapping[str, str], entries: Sequence[Entry], *, now_ns: int
) -> list[SystemReadiness]:
    """Each system of a plan. `clean`: time of the newest clean snapshot by the base's hex id."""
    rehearsals = find_rehearsals(entries, now_ns)
    judged = []
    elapsed = 0.0
    for number, wave in enumerate(plan.waves, start=1):
        elapsed += sum(plan.find(name).estimate_s for name in wave)
        for name in wave:
            system = plan.find(name)
            point = _find_point(system, clean)
            judged.append(
                SystemReadiness(
                    name=name,
                    tier=system.tier,
                    wave=number,
                    owner=system.owner,
                    files=system.files,
                    size_bytes=system.size_bytes,
                    estimate_s=system.estimate_s,
                    bell_s=round(elapsed, 1),
                    without_h=system.without_h,
                    recovery_point=point,
                    recovery_point_h=count_hours(now_ns, point) if point else None,
                    rehearsed=rehearsals.get(name),
                    missing=tuple(system.missing),
                )
            )
    return judged


def _find_point(system: PlannedSystem, clean: Mapping[str, str]) -> str:
    times = [clean.get(piece.base, piece.base_time) for piece in system.pieces]
    return min((time for time in times if time), key=parse_time, default="") if all(times) else ""


def count_hours(now_ns: int, time: str) -> float:
    """Hours since then."""
    return round(max(now_ns - parse_time(time), 0) / HOUR_NS, 2)


def find_rehearsals(entries: Iterable[Entry], now_ns: int) -> dict[str, Rehearsed]:
    """The newest rehearsal of each system; a recovery proves as much."""
    found: dict[str, Rehearsed] = {}
    for entry in sorted(entries, key=lambda entry: parse_time(entry.time)):
        body = entry.body
        if entry.kind not in (REHEARSED, RECEIPT) or "system" not in body:
            continue
        files, of_files = _number(body.get("files")), _number(body.get("of_files"))
        found[str(body["system"])] = Rehearsed(
            time=entry.time,
            verdict=str(body.get("verdict", "")),
            share=round(files / of_files, 4) if of_files else float(entry.kind == RECEIPT),
            seconds=_number(body.get("restore_seconds")),
            days_ago=round(count_hours(now_ns, entry.time) / _DAY_H, 2),
        )
    return found


def _number(value: Any) -> float:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else 0.0


def find_clean_times(places: Iterable[Place]) -> dict[str, str]:
    """Time of the newest clean snapshot of each line, by the hex id of its newest one; "" for none."""
    found = {}
    for place in places:
        lines = place.lines  # everything is examined with this
        examined = place.bench.catalog.list_examinations()
        for line in lines:
            clean = [
                row.time
                for row in line.snapshots
                if row.id in examined and examined[row.id].verdict is Verdict.CLEAN
            ]
            found[line.newest.hex_id] = clean[-1] if clean else ""
    return found


def read_history(entries: Iterable[Entry]) -> list[Point]:
    """The measures of the past, oldest first."""
    points = []
    for entry in entries:
        first, rest = entry.body.get("first_bell_s"), entry.body.get("all_s")
        if entry.kind == MEASURED and isinstance(first, int | float) and isinstance(rest, int | float):
            points.append(Point(time=entry.time, first_bell_s=float(first), all_s=float(rest)))
    return sorted(points, key=lambda point: parse_time(point.time))


def list_tiers(systems: Iterable[SystemReadiness]) -> tuple[tuple[int, float], ...]:
    """(tier, seconds until every system up to it is there), lowest first."""
    ordered = sorted(systems, key=lambda system: system.tier)
    found: dict[int, float] = {}
    most = 0.0
    for system in ordered:
        most = max(most, system.bell_s)
        found[system.tier] = most
    return tuple(found.items())
