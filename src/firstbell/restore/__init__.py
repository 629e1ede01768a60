"""Floor 4: a snapshot's tree to a folder, verified, fast, and safe against hostile trees."""

from firstbell.restore.errors import (
    NothingChosenError,
    PathNotFoundError,
    RestoreError,
    TargetError,
    TargetFullError,
)
from firstbell.restore.forks import choose_processes
from firstbell.restore.options import (
    AnyFilter,
    Overwrite,
    PathFilter,
    RestoreCounts,
    RestoreOptions,
    WatchedFilter,
)
from firstbell.restore.restoration import restore_tree
from firstbell.restore.source import TreeSource
from firstbell.restore.subfolder import find_node, find_tree, spell_path

__all__ = [
    "AnyFilter",
    "RestoreCounts",
    "NothingChosenError",
    "Overwrite",
    "PathFilter",
    "PathNotFoundError",
    "RestoreError",
    "RestoreOptions",
    "TargetError",
    "TargetFullError",
    "TreeSource",
    "WatchedFilter",
    "choose_processes",
    "find_node",
    "find_tree",
    "restore_tree",
    "spell_path",
]
