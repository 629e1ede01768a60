"""Which hosts back up as they should, and what of theirs lies in one place only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from firstbell.base.clock import NS_PER_S
from firstbell.base.pathtext import show_path
from firstbell.desk import Configuration
from firstbell.record.tags import COMPOSED_TAG
from firstbell.repository import Repository
from firstbell.runs.plans.repositories import OpenedRepository

HOUR_NS = 3600 * NS_PER_S
# of what a host should keep to a quarter more is borne: backups take their time
_BORNE = 1.25


@dataclass(frozen=True, slots=True, kw_only=True)
class HostReadiness:
    """Whether a host backs up as it should. `newest`: "" for never.

    `copies`: repositories that hold its newest backup, or one that is younger than the next but one.
    `uncovered`: folders and files that it backed up once and does not any more. `is_closed`: the repository
    that it backs up to could not be opened, so that nobody knows.
    """

    name: str
    every_h: float
    newest: str
    age_h: float | None
    verdict: str
    copies: int
    uncovered: tuple[str, ...] = ()
    is_closed: bool = False

    @property
    def is_late(self) -> bool:
        """Whether its newest backup is older than it should be; a quarter more is borne."""
        return self.age_h is None or self.age_h > self.every_h * _BORNE

    @property
    def is_single(self) -> bool:
        """Whether what it has is in one place only."""
        return self.copies == 1

    @property
    def is_told(self) -> bool:
        """Whether a person must know something of it."""
        return self.is_late or self.is_single or bool(self.uncovered)


@dataclass(frozen=True, slots=True)
class Holding:
    """What one repository holds: (nanoseconds, RFC 3339) of the newest backup by host."""

    repository: str
    newest: Mapping[str, tuple[int, str]]


def list_holding(repository: Repository, now_ns: int) -> Holding:
    """What a repository holds; snapshots from the future are nobody's newest backup."""
    newest: dict[str, tuple[int, str]] = {}
    for snapshot in repository.list_snapshots():
        at = (snapshot.time_ns, snapshot.time)
        if COMPOSED_TAG in (snapshot.tags or ()) or at[0] > now_ns + HOUR_NS:
            continue
        newest[snapshot.hostname] = max(newest.get(snapshot.hostname, at), at)
    return Holding(repository.hex_id, newest)


def find_verdicts(places: Iterable[OpenedRepository]) -> dict[str, str]:
    """The verdict on the newest snapshot of each host."""
    found: dict[str, tuple[int, str]] = {}
    for place in places:
        lines = place.lines  # everything is examined with this
        examined = place.bench.catalog.list_examinations()
        for line in lines:
            row = examined.get(line.newest.id)
            told = (line.newest.time_ns, row.verdict.value if row else "")
            found[line.line.host] = max(found.get(line.line.host, told), told)
    return {host: verdict for host, (_, verdict) in found.items()}


def find_uncovered(places: Iterable[OpenedRepository]) -> dict[str, tuple[str, ...]]:
    """What each host backed up once and does not any more."""
    found: dict[str, set[str]] = {}
    for place in places:
        if place.lines:  # everything is examined with this
            for one in place.bench.catalog.list_uncovered():
                found.setdefault(one.host, set()).add(show_path(one.path))
    return {host: tuple(sorted(paths)) for host, paths in found.items()}


@dataclass(frozen=True, slots=True)
class Shown:
    """What the examinations say of hosts: the verdict on the newest snapshot, and what is not covered.

    `closed`: hosts whose repositories could not be opened.
    """

    verdicts: Mapping[str, str]
    uncovered: Mapping[str, tuple[str, ...]]
    closed: frozenset[str] = frozenset()


def judge_hosts(
    configuration: Configuration, holdings: Sequence[Holding], shown: Shown, *, now_ns: int
) -> list[HostReadiness]:
    """Each host of the desk, by what the repositories hold of it."""
    by_repository = {holding.repository: holding for holding in holdings}
    judged = []
    for host in configuration.host:
        held = [one.newest[host.name] for one in by_repository.values() if host.name in one.newest]
        last_ns, last = max(held, default=(0, ""))
        borne_ns = host.every_h * _BORNE * HOUR_NS
        judged.append(
            HostReadiness(
                name=host.name,
                every_h=host.every_h,
                newest=last,
                age_h=round(max(now_ns - last_ns, 0) / HOUR_NS, 2) if held else None,
                verdict=shown.verdicts.get(host.name, ""),
                uncovered=shown.uncovered.get(host.name, ()),
                is_closed=host.name in shown.closed,
                copies=sum(last_ns - at_ns <= borne_ns for at_ns, _ in held),
            )
        )
    return judged
