"""Patterns that a person types for paths inside several snapshots at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from firstbell.base.patterns import PatternList
from firstbell.record.paths import is_of_windows
from firstbell.record.patterns import PathPatterns

if TYPE_CHECKING:
    from firstbell.repository import Snapshot


class SnapshotPatterns:
    """The same patterns for several snapshots, of Windows or not."""

    def __init__(
        self, typed: Sequence[str], snapshots: Iterable[Snapshot], *, ignore_case: bool = False
    ) -> None:
        """Raises: InvalidPatternError, also where there is no snapshot at all."""
        has_windows = any(is_of_windows(snapshot.paths) for snapshot in snapshots)
        self._patterns = PathPatterns(typed, ignore_case=ignore_case, of_others_only=not has_windows)

    def choose(self, snapshot: Snapshot) -> PatternList:
        """The patterns as this snapshot understands them."""
        return self._patterns.choose(snapshot.paths)
