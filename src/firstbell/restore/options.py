"""What a restore is asked to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from firstbell.record.receipt import Problem


class PathFilter(Protocol):
    """Chooses paths, as `firstbell.base.patterns.PatternList` does."""

    def match(self, path: bytes) -> bool:
        """Whether the path, or a folder above it, is chosen."""

    def child_may_match(self, path: bytes) -> bool:
        """Whether something under the folder may be chosen."""


class AnyFilter:
    """Chooses what any of several filters chooses."""

    def __init__(self, filters: Sequence[PathFilter]) -> None:
        self._filters = filters

    def match(self, path: bytes) -> bool:
        """See `PathFilter.match`."""
        return any(each.match(path) for each in self._filters)

    def child_may_match(self, path: bytes) -> bool:
        """See `PathFilter.child_may_match`."""
        return any(each.child_may_match(path) for each in self._filters)


class WatchedFilter:
    """Chooses what another filter chooses, and knows whether that was ever anything."""

    def __init__(self, inner: PathFilter) -> None:
        self._inner = inner
        self.has_matched = False

    def match(self, path: bytes) -> bool:
        """See `PathFilter.match`."""
        if not self._inner.match(path):
            return False
        self.has_matched = True
        return True

    def child_may_match(self, path: bytes) -> bool:
        """See `PathFilter.child_may_match`."""
        return self._inner.child_may_match(path)


class Checkpoint(Protocol):
    """Where a restore says that all it has done so far is in place; called by the thread that restores."""

    def is_due(self) -> bool:
        """Whether it should be told now. Asked often."""

    def reach(self, entries: int, counts: RestoreCounts) -> None:
        """The first `entries` of the walk are in place, whole; `counts`: of this restore so far."""


class RestoreCounts(Protocol):
    """What was counted so far."""

    @property
    def files_restored(self) -> int:
        """Files that were written."""

    @property
    def bytes_restored(self) -> int:
        """Bytes of them."""

    @property
    def files_failed(self) -> int:
        """Files that could not be."""

    @property
    def problems(self) -> Sequence[Problem]:
        """What went wrong."""


class Overwrite(StrEnum):
    """What becomes of things that stand in the target already.

    `never`: they stay. `always`: replaced. `if-changed`: a file of the same size and modification time
    stays, its metadata are set. `if-newer`: replaced where the snapshot's is the newer one.
    """

    NEVER = "never"
    ALWAYS = "always"
    IF_CHANGED = "if-changed"
    IF_NEWER = "if-newer"


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreOptions:
    """How to restore.

    `includes` and `excludes` are matched against paths under the restored tree. `prefix`: where that tree
    lies in the snapshot, for the paths of problems. `ownership`: set owners, which needs root; without
    root a refusal is passed over, as restic does. `sync`: every file and folder is on the disk when the
    restore ends. `delete`: what the filters choose and the tree does not hold goes. `whole`: every file
    gets its name only when it is whole, however small. `passed`: so many entries of the walk were in place
    at an earlier checkpoint, and are not looked at again. `devices`: make device nodes. `is_foreign`: the
    tree is from Windows, and the modes in it were made up. `has_own_modes`: modes are set as they are,
    whoever made them, as restic does. `expected_files` and `expected_bytes` are for the progress display
    only.
    """

    includes: PathFilter | None = None
    excludes: PathFilter | None = None
    overwrite: Overwrite = Overwrite.NEVER
    verify: bool = False
    sparse: bool = False
    dry_run: bool = False
    ownership: bool = True
    sync: bool = False
    delete: bool = False
    whole: bool = False
    passed: int = 0
    checkpoint: Checkpoint | None = None
    workers: int = 0  # threads; 0: as many as there are processors, at most four
    processes: int = 0  # forked workers for small files, see `choose_processes`
    snapshot_hex_id: str = ""
    prefix: bytes = b""
    devices: bool = True
    is_foreign: bool = False
    has_own_modes: bool = True
    expected_files: int | None = None
    expected_bytes: int | None = None
