"""Which host's history is meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from firstbell.catalog import (
    Catalog,
    EncryptionEvent,
    ExaminationRow,
    HostDamage,
    LineRow,
    SnapshotRow,
    find_events,
    find_suspicion,
)
from firstbell.compose.errors import NoSnapshotError, SeveralHostsError
from firstbell.compose.rulings import pick_event


@dataclass(frozen=True, slots=True)
class Selection:
    """Which part of a repository is meant; None where none was named. `path`: one of a backup's paths."""

    host: str | None = None
    path: str | None = None


@dataclass(frozen=True, slots=True)
class StruckLine:
    """A line, its snapshots in order, and the newest event that struck it, if one did.

    `damage` without `event`: suspect snapshots hold damaged files, too few for an event.
    `note`: what the user should know of how it was chosen, "" if nothing.
    """

    line: LineRow
    snapshots: tuple[SnapshotRow, ...]
    event: EncryptionEvent | None
    damage: HostDamage | None
    note: str = ""

    @property
    def newest(self) -> SnapshotRow:
        """The newest snapshot of the line."""
        return self.snapshots[-1]


def choose_line(catalog: Catalog, selection: Selection) -> StruckLine:
    """The line to recover: of the host that is meant, the one struck last, else the one backed up last.

    Raises: NoSnapshotError, SeveralHostsError.
    """
    examined = list(catalog.list_examinations().values())
    events = find_events(examined)
    lines = [_look_up(catalog, line, events, examined=examined) for line in catalog.list_lines()]
    lines = _keep_host(lines, selection.host)
    if selection.path is not None:
        lines = [line for line in lines if selection.path in line.line.paths]
        if not lines:
            raise NoSnapshotError(
                f"no snapshot of {selection.path!r}", hint="give a path that was backed up as such"
            )
    struck = [line for line in lines if line.event] or [line for line in lines if line.damage]
    candidates = struck or lines
    chosen = max(candidates, key=lambda line: (line.newest.time_ns, line.newest.id))
    return StruckLine(
        chosen.line, chosen.snapshots, chosen.event, chosen.damage, _tell_others(chosen, candidates)
    )


def list_struck_lines(
    catalog: Catalog, *, until_ns: int | None = None, event: str | None = None
) -> list[StruckLine]:
    """Every line with what struck it: the newest event that did, or the one of this id.

    `until_ns`: as if no later snapshot was there; lines that have none by then are left out.

    Raises: EventNotFoundError.
    """
    rows = catalog.list_examinations().values()
    examined = [row for row in rows if until_ns is None or row.snapshot.time_ns <= until_ns]
    events = find_events(examined)
    if event is not None:
        events = [pick_event(events, event)]
    found = [_look_up(catalog, line, events, examined=examined) for line in catalog.list_lines()]
    if until_ns is None:
        return found
    cut = [
        replace(line, snapshots=tuple(row for row in line.snapshots if row.time_ns <= until_ns))
        for line in found
    ]
    return [line for line in cut if line.snapshots]


def _keep_host(lines: Sequence[StruckLine], host: str | None) -> list[StruckLine]:
    if not lines:
        raise NoSnapshotError("the repository has no snapshot that a backup made")
    hosts = sorted({line.line.host for line in lines})
    if host is None:
        if len(hosts) > 1:
            raise SeveralHostsError(hosts, sorted({line.line.host for line in lines if line.event}))
        return list(lines)
    if host not in hosts:
        raise NoSnapshotError(f"no snapshot of host {host!r}", hint=f"there are: {', '.join(hosts)}")
    return [line for line in lines if line.line.host == host]


def _look_up(
    catalog: Catalog,
    line: LineRow,
    events: Sequence[EncryptionEvent],
    *,
    examined: Sequence[ExaminationRow],
) -> StruckLine:
    snapshots = tuple(catalog.list_snapshots(line.id))
    for event in reversed(events):
        for damage in event.damages:
            if damage.line == line.id:
                return StruckLine(line, snapshots, event, damage)
    return StruckLine(line, snapshots, None, find_suspicion(examined, line.id))


def _tell_others(chosen: StruckLine, candidates: Sequence[StruckLine]) -> str:
    others = [" ".join(line.line.paths) for line in candidates if line.line.id != chosen.line.id]
    if not others:
        return ""
    return (
        f"recovering {' '.join(chosen.line.paths)}; the host has other backups too ({'; '.join(others)}): "
        "name one of their paths with --path"
    )
