"""Versions of a line and, behind them, those of backups of parts of it that began after the boundary.

An intruder who has a host may stop the backup of all and let folders be backed up alone; people go on working
there. Their snapshots stand behind the line's own, by time. What is in them needs a reason as all does from
after a boundary, and it is held against what the line holds at the same path.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from firstbell.catalog import VersionRow
from firstbell.compose.examination import ExaminationContext
from firstbell.compose.hosts import StruckLine
from firstbell.compose.lineage import Histories, LineageSource
from firstbell.record.versions import Judgement


class AsOf:
    """A line as it was when the snapshot at `last` was its newest: what came later is left out."""

    def __init__(self, source: LineageSource, last: int) -> None:
        self._source = source
        self._last = last

    def load_versions(self, line: int, paths: Iterable[bytes]) -> dict[bytes, tuple[VersionRow, ...]]:
        """The versions of these paths, oldest first."""
        found = self._source.load_versions(line, paths)
        cut = {path: tuple(self._cut(rows)) for path, rows in found.items()}
        return {path: rows for path, rows in cut.items() if rows}

    def load_successors(self, line: int, paths: Sequence[bytes]) -> list[VersionRow]:
        """The versions that came from one of these paths under a new name."""
        return list(self._cut(self._source.load_successors(line, paths)))

    def _cut(self, rows: Iterable[VersionRow]) -> Iterator[VersionRow]:
        for row in rows:
            if row.first > self._last:
                continue
            is_later = row.gone is not None and row.gone > self._last
            yield msgspec.structs.replace(row, gone=None) if is_later else row


class LaterVersions:
    """The versions of a line up to its newest snapshot, and those of its later lines at later positions."""

    def __init__(self, source: LineageSource, line: StruckLine) -> None:
        self._own = AsOf(source, line.newest.position)
        places = {row.id: at for at, row in enumerate(line.timeline)}
        self._places = {later.line.id: [places[row.id] for row in later.snapshots] for later in line.later}
        self._sources = {later.line.id: AsOf(source, later.newest.position) for later in line.later}

    def load_versions(self, line: int, paths: Iterable[bytes]) -> dict[bytes, tuple[VersionRow, ...]]:
        """The versions of these paths, oldest first."""
        wanted = list(paths)
        found = dict(self._own.load_versions(line, wanted))
        later: dict[bytes, list[VersionRow]] = {}
        for part, source in self._sources.items():
            for path, rows in source.load_versions(part, wanted).items():
                later.setdefault(path, []).extend(map(self._put_behind, rows))
        for path, behind in later.items():
            found[path] = _append(found.get(path, ()), sorted(behind, key=lambda row: row.first))
        return found

    def load_successors(self, line: int, paths: Sequence[bytes]) -> list[VersionRow]:
        """The versions that came from one of these paths under a new name."""
        found = list(self._own.load_successors(line, paths))
        for part, source in self._sources.items():
            found += map(self._put_behind, source.load_successors(part, paths))
        return found

    def find_own(self, row: VersionRow) -> VersionRow:
        """The version as the catalog has it, in the line that it is of."""
        places = self._places.get(row.line)
        if places is None:
            return row
        return msgspec.structs.replace(row, first=places.index(row.first), gone=None)

    def _put_behind(self, row: VersionRow) -> VersionRow:
        places = self._places[row.line]
        return msgspec.structs.replace(
            row, first=places[row.first], gone=None if row.gone is None else places[row.gone]
        )


def _append(rows: Sequence[VersionRow], later: Sequence[VersionRow]) -> tuple[VersionRow, ...]:
    """One history: a version that goes on in the later line is one, and another one ends it."""
    joined = list(rows)
    for row in later:
        last = joined[-1] if joined else None
        if last is None or last.gone is not None:
            joined.append(row)
        elif _is_same(last, row):
            joined[-1] = msgspec.structs.replace(last, gone=row.gone)
        else:
            joined[-1:] = [msgspec.structs.replace(last, gone=row.first), row]
    return tuple(joined)


def _is_same(one: VersionRow, other: VersionRow) -> bool:
    return (one.kind, one.content, one.target) == (other.kind, other.content, other.target)


class JoinedPast:
    """The past of a line with its later lines: histories of what was touched, and who judges versions."""

    def __init__(self, bench: ExaminationContext, line: StruckLine) -> None:
        self._bench = bench
        self._line = line
        self.versions = LaterVersions(bench.catalog, line)

    def load(self, after: int) -> Histories:
        """The histories of what was touched after a position, and of what later lines hold otherwise."""
        own = self._line.line.id
        touched = set(self._bench.catalog.list_touched(own, after))
        for later in self._line.later:
            touched.update(self._bench.catalog.list_differing(later.line.id, own))
        return Histories(self.versions, own, touched)

    def judge(self, row: VersionRow) -> Judgement:
        """The judgement of a version, kept in the catalog where it was looked at on demand."""
        return self._bench.judge(self.versions.find_own(row))
