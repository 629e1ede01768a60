"""The versions of one document, newest first, across the names it had."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from firstbell.catalog import VersionRow


class LineageSource(Protocol):
    """A catalog, as far as a lineage needs one."""

    def load_versions(self, line: int, paths: Iterable[bytes]) -> dict[bytes, tuple[VersionRow, ...]]:
        """The versions of these paths, oldest first."""

    def load_successors(self, line: int, paths: Sequence[bytes]) -> list[VersionRow]:
        """The versions that came from one of these paths under a new name."""


class Histories:
    """The versions of the paths of one line, with the paths they were renamed from."""

    def __init__(self, source: LineageSource, line: int, paths: Iterable[bytes]) -> None:
        self._rows: dict[bytes, tuple[VersionRow, ...]] = {}
        self._source, self._line = source, line
        self.add(paths)

    def add(self, paths: Iterable[bytes]) -> None:
        """Load the versions of more paths, and of those they were renamed from."""
        wanted = set(paths) - self._rows.keys()
        while wanted:
            found = self._source.load_versions(self._line, wanted)
            self._rows |= {path: found.get(path, ()) for path in wanted}
            wanted = {row.was for rows in found.values() for row in rows if row.was} - self._rows.keys()

    def __iter__(self) -> Iterator[bytes]:
        return iter(sorted(path for path, rows in self._rows.items() if rows))

    def find(self, path: bytes) -> tuple[VersionRow, ...]:
        """The versions of a path, oldest first."""
        return self._rows.get(path, ())

    def replace(self, rows: Mapping[bytes, tuple[VersionRow, ...]]) -> None:
        """Let these stand for what was loaded."""
        self._rows.update(rows)

    def walk_back(self, row: VersionRow) -> Iterator[VersionRow]:
        """The version and those before it, newest first; a version with `was` goes on under that path."""
        current: VersionRow | None = row
        while current is not None:
            yield current
            path = current.path if current.was is None else current.was
            current = self._find_before(path, current.first)

    def _find_before(self, path: bytes, position: int) -> VersionRow | None:
        older = [row for row in self.find(path) if row.first < position]
        return older[-1] if older else None


def find_tip(source: LineageSource, line: int, path: bytes) -> VersionRow | None:
    """The newest version of the document that had this path last: under this name, or a later one."""
    rows = source.load_versions(line, [path]).get(path)
    if not rows:
        return None
    tip = rows[-1]
    while tip.gone is not None:
        # the new name and the end of the old one come in one snapshot; a copy made before the end, too
        heirs = [row for row in source.load_successors(line, [tip.path]) if tip.first < row.first <= tip.gone]
        if not heirs:
            break
        newest = max(heirs, key=lambda row: (row.first, row.path))
        tip = source.load_versions(line, [newest.path])[newest.path][-1]
        if tip.first < newest.first:
            break
    return tip
