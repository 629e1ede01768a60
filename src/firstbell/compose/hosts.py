"""Which host's history is meant."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from firstbell.base.clock import format_second
from firstbell.base.counts import say_count
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
from firstbell.compose.boundaries import SILENCE, Boundary, Words, lay_boundary, list_moments
from firstbell.compose.clean import NO_EVENT, Horizon
from firstbell.compose.errors import NoSnapshotError, SeveralHostsError, SeveralLinesError
from firstbell.compose.rulings import pick_event
from firstbell.record.examination import Verdict
from firstbell.record.paths import fold_inside, is_of_windows, is_windows_path


class HostSelection(msgspec.Struct, frozen=True):
    """Which part of a repository is meant; None where none was named. `path`: one of a backup's paths."""

    host: str | None = None
    path: str | None = None


class StruckLine(msgspec.Struct, frozen=True):
    """A line, its snapshots in order, and the newest event that struck it, if one did.

    `damage` without `event`: suspect snapshots hold damaged files, too few for an event.
    `note`: what the user should know of how it was chosen, "" if nothing. `verdict`: of the newest snapshot,
    None where nobody examined it. `boundary`: from when on versions need a reason, None if always.
    `is_ever_clean`: whether any of its snapshots is, or was not examined. `later`: lines of parts of it that
    began after its boundary and its end; what is in them counts to it.
    """

    line: LineRow
    snapshots: tuple[SnapshotRow, ...]
    event: EncryptionEvent | None
    damage: HostDamage | None
    note: str = ""
    boundary: Boundary | None = None
    verdict: Verdict | None = None
    is_ever_clean: bool = True
    later: tuple[StruckLine, ...] = ()

    @property
    def timeline(self) -> tuple[SnapshotRow, ...]:
        """Its snapshots in order, and behind them those of its later lines, by time."""
        behind = [row for line in self.later for row in line.snapshots]
        return (*self.snapshots, *sorted(behind, key=lambda row: (row.time_ns, row.id)))

    @property
    def is_of_windows(self) -> bool:
        """Whether its names are compared without case."""
        return is_of_windows(self.line.paths)

    @property
    def is_only_after(self) -> bool:
        """Whether all of its snapshots are from after the boundary."""
        return self.boundary is not None and not self.boundary.position

    @property
    def newest(self) -> SnapshotRow:
        """The newest snapshot of the line."""
        return self.snapshots[-1]


def find_horizon(line: StruckLine) -> Horizon:
    """What struck a line: the struck snapshots of its event, and all from the boundary on."""
    damage, boundary = line.damage, line.boundary
    clean = damage.clean_position if damage else NO_EVENT
    struck = damage.struck_positions if damage else frozenset()
    if boundary is not None:
        clean = min(clean, boundary.position - 1)
        struck |= frozenset(range(boundary.position, len(line.timeline)))
    return Horizon(clean, struck)


def choose_line(catalog: Catalog, selection: HostSelection, *, words: Words = SILENCE) -> StruckLine:
    """The line to recover: of the host that is meant, the one struck last, else the one backed up last.

    Where lines of a host hold the same folders, those that began before the boundary are meant; where that
    leaves several, or the newest backup is suspect, it is not for us to say which.

    Raises: NoSnapshotError, SeveralHostsError, SeveralLinesError.
    """
    lines = _keep_host(list_struck_lines(catalog, words=words), selection.host)
    if selection.path is not None:
        lines = [line for line in lines if _is_of(line, selection.path)]
        if not lines:
            raise NoSnapshotError(
                f"no snapshot of {selection.path!r}", hint="give a path that was backed up as such"
            )
    candidates = [line for line in lines if not line.is_only_after] or lines
    if len(candidates) > 1 and _is_unclear(candidates):
        raise SeveralLinesError(candidates[0].line.host, [_outline(line) for line in candidates])
    struck = [line for line in candidates if line.event] or [line for line in candidates if line.damage]
    chosen = max(struck or candidates, key=_by_time)
    notes = filter(None, (_tell_others(chosen, lines), _tell_later(chosen), _tell_late(chosen)))
    return msgspec.structs.replace(chosen, note="; ".join(notes))


def _is_of(line: StruckLine, path: str) -> bool:
    """Whether this is one of the line's own paths."""
    if line.is_of_windows:
        return fold_inside(path) in map(fold_inside, line.line.paths)
    return path in line.line.paths


def _tell_later(line: StruckLine) -> str:
    """Which newer lines count to it."""
    parts = "; ".join(" ".join(one.line.paths) for one in line.later)
    return f"what people wrote in newer backups of parts of it ({parts}) is taken as well" if parts else ""


def _tell_late(line: StruckLine) -> str:
    """Which snapshots count from when they came, since they say that they are older."""
    late = [row for row in line.snapshots if row.moment != row.time]
    if not late:
        return ""
    told = [
        f"{row.hex_id[:8]} says {format_second(row.time)} and came at {format_second(row.moment)}"
        for row in late[:3]
    ]
    more = f" and {len(late) - 3} more" if len(late) > 3 else ""
    return f"these count from when they came, since newer ones were there by then: {', '.join(told)}{more}"


def _by_time(line: StruckLine) -> tuple[int, bytes]:
    return line.newest.time_ns, line.newest.id


def _is_unclear(lines: Sequence[StruckLine]) -> bool:
    """Whether lines hold the same folders, or the newest snapshot of all is not clean."""
    newest = max(lines, key=_by_time)
    if newest.verdict in (Verdict.SUSPECT, Verdict.EVENT):
        return True
    return any(
        is_overlapping(one.line.paths, other.line.paths)
        for at, one in enumerate(lines)
        for other in lines[at + 1 :]
    )


def is_overlapping(paths: Sequence[str], others: Sequence[str]) -> bool:
    """Whether a folder of one backup lies in a folder of the other, or is the same."""
    return any(_lies_in(one, other) or _lies_in(other, one) for one in paths for other in others)


def is_covering(paths: Sequence[str], path: str) -> bool:
    """Whether a backup of these paths holds all that lies at a path."""
    return any(_lies_in(path, one) for one in paths)


def _lies_in(path: str, folder: str) -> bool:
    is_of_windows = is_windows_path(folder)
    parts, above = (_split(one, is_of_windows=is_of_windows) for one in (path, folder))
    return parts[: len(above)] == above


def _split(path: str, *, is_of_windows: bool) -> list[bytes]:
    inside = fold_inside(path) if is_of_windows else path.encode("utf-8", "surrogateescape")
    return [name for name in inside.split(b"/") if name]


def _outline(line: StruckLine) -> str:
    verdict = line.verdict.value if line.verdict else "not examined"
    snapshots = say_count(len(line.snapshots), "snapshot")
    newest = f"the newest of {format_second(line.newest.time)}: {verdict}"
    return f"{' '.join(line.line.paths)} ({snapshots}, {newest})"


def list_struck_lines(
    catalog: Catalog, *, until_ns: int | None = None, event: str | None = None, words: Words = SILENCE
) -> list[StruckLine]:
    """Every line with what struck it: the newest event that did, or the one of this id; and its boundary.

    `until_ns`: as if no later snapshot was there; lines that have none by then are left out.

    Raises: EventNotFoundError.
    """
    rows = catalog.list_examinations().values()
    examined = [row for row in rows if until_ns is None or row.snapshot.time_ns <= until_ns]
    by_id = {row.snapshot.id: row for row in examined}
    events = find_events(examined)
    lines = {line: tuple(catalog.list_snapshots(line.id)) for line in catalog.list_lines()}
    moments = list_moments(events, {line.id: members for line, members in lines.items()}, words=words)
    if event is not None:
        events = [pick_event(events, event)]
    found = []
    for line, members in lines.items():
        kept = tuple(row for row in members if until_ns is None or row.time_ns <= until_ns)
        if kept:
            verdicts = [row.verdict if (row := by_id.get(one.id)) else None for one in kept]
            found.append(
                msgspec.structs.replace(
                    _look_up(line, kept, events, examined=examined),
                    boundary=lay_boundary(line.host, kept, moments, examined=by_id, arrivals=words.arrivals),
                    verdict=verdicts[-1],
                    is_ever_clean=any(verdict in (None, Verdict.CLEAN) for verdict in verdicts),
                )
            )
    return [msgspec.structs.replace(line, later=_find_later(line, found)) for line in found]


def _find_later(line: StruckLine, lines: Sequence[StruckLine]) -> tuple[StruckLine, ...]:
    """Lines of parts of this one, all from after its boundary and after its newest snapshot."""
    if line.boundary is None or line.is_only_after:
        return ()
    return tuple(
        one
        for one in lines
        if one.line.host == line.line.host
        and one.is_only_after
        and one.snapshots[0].time_ns > line.newest.time_ns
        and all(is_covering(line.line.paths, path) for path in one.line.paths)
    )


def find_host(catalog: Catalog, host: str | None) -> str:
    """The host that is meant. Raises: NoSnapshotError, SeveralHostsError."""
    return _keep_host(list_struck_lines(catalog), host)[0].line.host


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
    line: LineRow,
    snapshots: tuple[SnapshotRow, ...],
    events: Sequence[EncryptionEvent],
    *,
    examined: Sequence[ExaminationRow],
) -> StruckLine:
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
