"""Patterns that a person types for paths inside snapshots: on Windows with a drive, in any case."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from firstbell.base.patterns import InvalidPatternError, PatternList
from firstbell.record.paths import has_drive, is_of_windows, read_inside_pattern

if TYPE_CHECKING:
    from firstbell.repository import Snapshot


def compile_patterns(typed: Sequence[str], paths: Iterable[str], *, ignore_case: bool = False) -> PatternList:
    """The patterns for a snapshot of these paths. Raises: InvalidPatternError."""
    if not is_of_windows(paths):
        return PatternList(typed, ignore_case=ignore_case)
    return PatternList(list(map(read_inside_pattern, typed)), ignore_case=ignore_case, fold_anchored=True)


class SnapshotPatterns:
    """The same patterns for several snapshots, of Windows or not."""

    def __init__(
        self, typed: Sequence[str], snapshots: Iterable[Snapshot], *, ignore_case: bool = False
    ) -> None:
        """Raises: InvalidPatternError, also where there is no snapshot at all."""
        kinds = {is_of_windows(snapshot.paths) for snapshot in snapshots}
        self._of_windows = compile_patterns(typed, ["C:/"], ignore_case=ignore_case)
        try:
            self._of_others = PatternList(typed, ignore_case=ignore_case)
        except InvalidPatternError as error:
            # `C:\\Users\\` is a path where Windows was backed up, and no pattern elsewhere
            if True not in kinds or not has_drive(error.pattern.encode("utf-8", "surrogateescape")):
                raise
            self._of_others = PatternList([one for one in typed if one != error.pattern])

    def choose(self, snapshot: Snapshot) -> PatternList:
        """The patterns as this snapshot understands them."""
        return self._of_windows if is_of_windows(snapshot.paths) else self._of_others
