"""Writing snapshots anew: without files that should never have been in them, or under another host or time.

Every byte of what stays is kept: fields of nodes that we do not know are written as they were read. Safe to
kill at any moment: new trees and their index, the new snapshot, and with `forget` the old one goes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import msgspec

from firstbell.base.ids import hash_id, parse_hex_id
from firstbell.repository.format.errors import FormatError
from firstbell.repository.format.node import parse_node_id
from firstbell.repository.format.snapshot import Snapshot, SnapshotSummary
from firstbell.repository.format.tree import RawNode, RawTree
from firstbell.repository.packer import RepositoryWriter
from firstbell.repository.repository import Repository
from firstbell.repository.walk import MAX_DEPTH

TAG = "rewrite"

# whether the path inside the snapshot is left out
Excludes = Callable[[bytes], bool]


@dataclass(frozen=True, slots=True)
class Changes:
    """What becomes of a snapshot. `excludes`: None leaves nothing out. `hostname`, `time`: None keeps them;
    the time is RFC 3339. `summarizes`: a summary is made where there is none. `is_tagged`: the new one is
    marked, since the old one stays.
    """

    excludes: Excludes | None = None
    hostname: str | None = None
    time: str | None = None
    summarizes: bool = False
    is_tagged: bool = True


@dataclass(frozen=True, slots=True)
class RewrittenSnapshot:
    """`new`: as it is to be saved, not saved yet. `excluded`: paths that are left out; what lies below a
    folder is not named.
    """

    old: Snapshot
    new: Snapshot
    excluded: tuple[bytes, ...]


@dataclass(slots=True)
class _Filtered:
    """A tree that was gone through: its new id, and the files that stay in it."""

    tree_id: bytes
    files: int = 0
    size_bytes: int = 0


@dataclass(slots=True)
class _Open:
    """A folder whose tree is being gone through."""

    path: bytes
    tree_id: bytes
    tree: RawTree
    at: int
    kept: list[RawNode]
    done: _Filtered
    is_changed: bool = False


class SnapshotRewriter:
    """Rewrites snapshots of one repository. To save, the caller holds a lock.

    `writer`: where new trees go; None for a dry run.
    """

    def __init__(self, repository: Repository, writer: RepositoryWriter | None) -> None:
        self._repository = repository
        self._writer = writer

    def rewrite(self, old: Snapshot, changes: Changes) -> RewrittenSnapshot | None:
        """The snapshot as it will be; None where nothing would be otherwise.

        Raises: BlobNotFoundError, BlobDamagedError, FormatError where a tree cannot be read: nothing can be
        said of what is in it then.
        """
        excluded: list[bytes] = []
        root = parse_hex_id(old.tree)
        filtered = None
        if changes.excludes is not None or (changes.summarizes and old.summary is None):
            filtered = self._filter(root, changes.excludes or _keep_everything, excluded)
        new = msgspec.structs.replace(old, hex_id="", original=old.hex_id)
        new.extra, new.summary_extra = dict(old.extra), dict(old.summary_extra)
        if filtered is not None:
            new.tree = filtered.tree_id.hex()
            if new.tree != old.tree or old.summary is None:
                new.summary = _summarize(old, filtered)
        new.hostname = changes.hostname if changes.hostname is not None else old.hostname
        new.time = changes.time or old.time
        is_same = (new.tree, new.hostname, new.time) == (old.tree, old.hostname, old.time)
        if is_same and not (changes.summarizes and old.summary is None):
            return None
        if changes.is_tagged:
            new.tags = list(dict.fromkeys([*(old.tags or ()), TAG]))
        return RewrittenSnapshot(old, new, tuple(excluded))

    def _filter(self, root: bytes, excludes: Excludes, excluded: list[bytes]) -> _Filtered:
        """Go through the tree, children before parents; what is left out is added to `excluded`."""
        stack = [self._open(b"", root)]
        while True:
            folder = stack[-1]
            child = self._advance(folder, excludes, excluded)
            if child is not None:
                if len(stack) >= MAX_DEPTH or any(child.tree_id == above.tree_id for above in stack):
                    raise FormatError("tree", f"{child.path!r} lies inside itself or too deep")
                stack.append(child)
                continue
            done = self._close(folder)
            stack.pop()
            if not stack:
                return done
            self._take(stack[-1], done)

    def _open(self, path: bytes, tree_id: bytes) -> _Open:
        return _Open(path, tree_id, self._repository.load_raw_tree(tree_id), 0, [], _Filtered(tree_id))

    def _advance(self, folder: _Open, excludes: Excludes, excluded: list[bytes]) -> _Open | None:
        """Take nodes up to the next folder, which is opened; None at the end."""
        nodes = folder.tree.nodes
        while folder.at < len(nodes):
            raw = nodes[folder.at]
            path = folder.path + b"/" + raw.node.name
            if excludes(path):
                excluded.append(path)
                folder.is_changed = True
            elif raw.node.type == "dir" and raw.node.subtree is not None:
                return self._open(path, parse_node_id(raw.node.subtree))
            else:
                folder.kept.append(raw)
                if raw.node.type == "file":
                    folder.done.files += 1
                    folder.done.size_bytes += raw.node.size
            folder.at += 1
        return None

    def _take(self, folder: _Open, child: _Filtered) -> None:
        """The folder below that was opened last is done."""
        raw = folder.tree.nodes[folder.at]
        folder.at += 1
        if raw.node.subtree != child.tree_id.hex():
            raw = raw.with_fields({"subtree": child.tree_id.hex()})
            folder.is_changed = True
        folder.kept.append(raw)
        folder.done.files += child.files
        folder.done.size_bytes += child.size_bytes

    def _close(self, folder: _Open) -> _Filtered:
        if folder.is_changed:
            data = RawTree(folder.kept, folder.tree.extra).render()
            folder.done.tree_id = hash_id(data)
            if self._writer is not None:
                self._writer.save_tree(data)
        return folder.done


def _keep_everything(path: bytes) -> bool:
    return False


def _summarize(old: Snapshot, filtered: _Filtered) -> SnapshotSummary:
    """The summary of the new tree; of what the backup did then, what was told of it stays."""
    summary = msgspec.structs.replace(old.summary) if old.summary is not None else SnapshotSummary()
    summary.total_files_processed = filtered.files
    summary.total_bytes_processed = filtered.size_bytes
    return summary
