"""Inode and device of files that came or went, by which a renamed file is known again.

The catalog does not keep them: some clients give every file another inode each night, and a night in which
nothing else changed would then cost as much as the first. The repository has them, and they are asked for
only where files went and others came.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress

import msgspec

from firstbell.base.errors import Error
from firstbell.catalog.differences import EntryDifference
from firstbell.catalog.entries import TreeEntry, make_version
from firstbell.record.versions import Change, FileVersion
from firstbell.repository.walk import TreeReader

Numbers = tuple[int, int]
_UNKNOWN: Numbers = (0, 0)


class FileNumbers:
    """Of files in trees of a repository, each tree read once. `loader` None: no repository is at hand."""

    def __init__(self, loader: TreeReader | None) -> None:
        self._loader = loader
        self._trees: dict[bytes, dict[bytes, Numbers]] = {}

    def list_changes(self, differences: Sequence[EntryDifference]) -> Iterator[Change]:
        """What changed; with inodes and devices where a file may be one that went under another name."""
        has_gone = any(_is_file(one.old) and not _is_file(one.new) for one in differences)
        has_come = any(_is_file(one.new) and not _is_file(one.old) for one in differences)
        is_asked = self._loader is not None and has_gone and has_come
        for path, old, new, old_tree, new_tree in differences:
            is_alone = is_asked and _is_file(old) != _is_file(new)
            yield Change(
                old=self._describe(path, old, old_tree if is_alone else None),
                new=self._describe(path, new, new_tree if is_alone else None),
            )

    def _describe(self, path: bytes, entry: TreeEntry | None, tree: bytes | None) -> FileVersion | None:
        if entry is None:
            return None
        version = make_version(path, entry)
        if tree is None or entry.kind != "file":
            return version
        inode, device_id = self._read(tree).get(entry.name, _UNKNOWN)
        return msgspec.structs.replace(version, inode=inode, device_id=device_id)

    def _read(self, tree: bytes) -> dict[bytes, Numbers]:
        """By name; nothing where the repository cannot give the tree any more."""
        found = self._trees.get(tree)
        if found is None:
            assert self._loader is not None
            found = self._trees[tree] = {}
            with suppress(Error):
                for node in self._loader.load_tree(tree):
                    found[node.name] = node.inode, node.device_id
        return found


def _is_file(entry: TreeEntry | None) -> bool:
    return entry is not None and entry.kind == "file"
