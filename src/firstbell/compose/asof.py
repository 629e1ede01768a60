"""A line as it was when its newest snapshot was another: what came later is left out of its rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from firstbell.catalog import VersionRow
from firstbell.compose.lineage import LineageSource


class AsOf:
    """Versions of one line up to the snapshot at `last`."""

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
            yield replace(row, gone=None) if is_later else row
