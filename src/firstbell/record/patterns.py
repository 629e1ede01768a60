"""Patterns that a person types for paths inside snapshots: on Windows with a drive, in any case."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from firstbell.base.patterns import InvalidPatternError, PatternList
from firstbell.record.paths import has_drive, is_of_windows, read_inside_pattern


def compile_patterns(typed: Sequence[str], paths: Iterable[str], *, ignore_case: bool = False) -> PatternList:
    """The patterns for a snapshot of these paths. Raises: InvalidPatternError."""
    if not is_of_windows(paths):
        return PatternList(typed, ignore_case=ignore_case)
    return PatternList(list(map(read_inside_pattern, typed)), ignore_case=ignore_case, fold_anchored=True)


class PathPatterns:
    """The same patterns for snapshots of Windows and for others."""

    def __init__(
        self, typed: Sequence[str], *, ignore_case: bool = False, of_others_only: bool = False
    ) -> None:
        r"""`of_others_only`: nothing is of Windows, so `C:\Users\` is the wrong pattern that it is elsewhere.

        Raises: InvalidPatternError.
        """
        self._of_windows = compile_patterns(typed, ["C:/"], ignore_case=ignore_case)
        try:
            self._of_others = PatternList(typed, ignore_case=ignore_case)
        except InvalidPatternError:
            fitting = [one for one in typed if not _has_drive(one)]
            if of_others_only or len(fitting) == len(typed):
                raise
            self._of_others = PatternList(fitting, ignore_case=ignore_case)

    def choose(self, paths: Iterable[str]) -> PatternList:
        """The patterns as a snapshot of these paths understands them."""
        return self._of_windows if is_of_windows(paths) else self._of_others


def _has_drive(pattern: str) -> bool:
    return has_drive(pattern.removeprefix("!").encode("utf-8", "surrogateescape"))
