"""Readiness: one value that says when the school would reopen, and what that claim leans on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from firstbell.base.clock import parse_time
from firstbell.ledger import Entry
from firstbell.record.examination import Verdict
from firstbell.runs.entries import ReadinessMeasured, SystemRehearsed, SystemRestored
from firstbell.runs.plans.plan import PlannedSystem, RecoveryPlan
from firstbell.runs.plans.repositories import OpenedRepository
from firstbell.runs.readiness.hosts import HOUR_NS, HostReadiness

_DAY_H = 24.0
# a rehearsal that is older says little about today
FRESH_DAYS = 90.0
# the lock of a new vault
LEAST_LOCK_DAYS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsed:
    """The newest rehearsal, or recovery, of a system. `share`: of its files, 0 to 1.

    `checks`, `checks_passed`: how many were run on it, and how many it passed.
    """

    time: str
    verdict: str
    share: float
    seconds: float
    days_ago: float
    checks: int = 0
    checks_passed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemReadiness:
    """How ready one system is. Hours: None where it was never backed up. `is_closed`: a repository that its
    backups lie in could not be opened, so that nobody knows.

    `recovery_point`: time of the newest clean snapshot, of the part that is the oldest there; `bell_s`:
    seconds from the start of a recovery until the system is there, None where nothing of it was backed up.
    """

    name: str
    tier: int
    wave: int
    owner: str
    files: int
    size_bytes: int
    estimate_s: float
    bell_s: float | None
    without_h: float
    recovery_point: str
    recovery_point_h: float | None
    rehearsed: Rehearsed | None
    missing: tuple[str, ...]
    is_closed: bool = False

    @property
    def is_in_time(self) -> bool:
        """Whether it would be back within what the school can do without it, and no backup is too old."""
        is_old = self.recovery_point_h is None or self.recovery_point_h > self.without_h
        is_soon = self.bell_s is not None and self.bell_s <= self.without_h * 3600
        return not self.missing and not is_old and is_soon

    @property
    def is_proven(self) -> bool:
        """Whether it was rehearsed with success, not too long ago."""
        done = self.rehearsed
        return done is not None and done.verdict == "verified" and done.days_ago <= FRESH_DAYS

    @property
    def is_checked(self) -> bool:
        """Whether it is proven by checks, too: one at least, and all were passed."""
        done = self.rehearsed
        return done is not None and self.is_proven and 0 < done.checks == done.checks_passed


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """All systems up to a tier. `seconds`: until all are there, None where `without` names some that no
    backup holds in full; `restorable_s`: until those are there that a backup holds.
    """

    tier: int
    seconds: float | None
    restorable_s: float
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class VaultLock:
    """For how long a vault holds what came. `unlimited`: hosts without a quota, or without a rate."""

    vault: str
    lock_days: int
    unlimited: tuple[str, ...] = ()

    @property
    def is_short(self) -> bool:
        """Whether it is shorter than that of a new vault."""
        return self.lock_days < LEAST_LOCK_DAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadinessPoint:
    """One measure of the past. `first_bell_s`: time to first bell then; `all_s`: until all was back."""

    time: str
    first_bell_s: float
    all_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    """All of it. `history`: oldest first.

    `first_bell_s`: until all of `first_bell_systems` are there, the lowest tier and what it needs; None where
    no backup holds any. `first_bell_without`: of these, those that no backup holds in full. `unsealed_key`:
    the file of the desk's key where no passphrase seals it, else "".
    """

    district: str
    time: str
    first_bell_s: float | None
    first_bell_systems: tuple[str, ...]
    first_bell_without: tuple[str, ...]
    all_s: float
    measured: bool
    tiers: tuple[Tier, ...]
    systems: tuple[SystemReadiness, ...]
    hosts: tuple[HostReadiness, ...]
    history: tuple[ReadinessPoint, ...]
    locks: tuple[VaultLock, ...] = ()
    unsealed_key: str = ""

    @property
    def never(self) -> list[str]:
        """Systems that were never rehearsed."""
        return [system.name for system in self.systems if system.rehearsed is None]

    @property
    def late(self) -> list[str]:
        """Hosts whose backup is late."""
        return [host.name for host in self.hosts if host.is_late]

    @property
    def uncovered(self) -> list[str]:
        """Hosts that do not back up any more what they backed up once."""
        return [host.name for host in self.hosts if host.uncovered]

    @property
    def single(self) -> list[str]:
        """Hosts whose backups lie in one place only."""
        return [host.name for host in self.hosts if host.is_single]


def judge_systems(
    plan: RecoveryPlan,
    clean: Mapping[str, str],
    entries: Sequence[Entry],
    *,
    now_ns: int,
    closed: Collection[str] = (),
) -> list[SystemReadiness]:
    """Each system of a plan. `clean`: time of the newest clean snapshot by the base's hex id.

    `closed`: systems of which a repository could not be opened.
    """
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
                    bell_s=round(elapsed, 1) if system.pieces else None,
                    without_h=system.without_h,
                    recovery_point=point,
                    recovery_point_h=count_hours(now_ns, point) if point else None,
                    rehearsed=rehearsals.get(name),
                    missing=tuple(system.gaps),
                    is_closed=name in closed,
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
        restored = SystemRestored.find(entry)
        proof = restored or SystemRehearsed.find(entry)
        if proof is None:
            continue
        of_files = proof.of_files if isinstance(proof, SystemRehearsed) else None
        found[proof.system] = Rehearsed(
            time=entry.time,
            verdict=proof.verdict,
            share=round((proof.files or 0) / of_files, 4) if of_files else float(restored is not None),
            seconds=proof.restore_seconds or 0.0,
            days_ago=round(count_hours(now_ns, entry.time) / _DAY_H, 2),
            checks=len(proof.checks or ()),
            checks_passed=sum(one.passed for one in proof.checks or ()),
        )
    return found


def find_clean_times(places: Iterable[OpenedRepository]) -> dict[str, str]:
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


def read_history(entries: Iterable[Entry]) -> list[ReadinessPoint]:
    """The measures of the past, oldest first."""
    points = []
    for entry, body in ReadinessMeasured.list_all(entries):
        if body.first_bell_s is not None:
            points.append(ReadinessPoint(time=entry.time, first_bell_s=body.first_bell_s, all_s=body.all_s))
    return sorted(points, key=lambda point: parse_time(point.time))


def list_tiers(systems: Iterable[SystemReadiness]) -> tuple[Tier, ...]:
    """The tiers, lowest first."""
    found: dict[int, Tier] = {}
    most = 0.0
    without: list[str] = []
    for system in sorted(systems, key=lambda system: system.tier):
        most = max(most, system.bell_s or 0.0)
        without += [system.name] if system.missing or system.bell_s is None else []
        seconds = None if without else most
        found[system.tier] = Tier(
            tier=system.tier, seconds=seconds, restorable_s=most, without=tuple(without)
        )
    return tuple(found.values())
