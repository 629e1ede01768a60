"""Snapshots that only repeat another one: what a repair, a rewrite or new tags left beside its original.

Such a copy bears the time of its original and holds nothing but what that holds, so it is no day in the life
of its host: its place among backups of that moment would say that files went, and came back. While its
original is there it is left out of the line. Its word alone counts for nothing: its tree is compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress

from firstbell.base.errors import Error
from firstbell.catalog.differences import EntryDifference, Trees, find_differences
from firstbell.catalog.entries import split_content
from firstbell.repository.format.snapshot import Snapshot

# what `repair snapshots` puts behind the name of a file that misses a part
_REPAIRED = b".repaired"


def find_copies(trees: Trees, members: Sequence[Snapshot]) -> dict[str, str]:
    """Hex ids of copies, and of the originals that are among the members with them."""
    there = {snapshot.hex_id: snapshot for snapshot in members}
    found = {}
    for snapshot in members:
        original = there.get(snapshot.original or "")
        if original is None or original is snapshot or original.time_ns != snapshot.time_ns:
            continue
        roots = bytes.fromhex(original.tree), bytes.fromhex(snapshot.tree)
        # a tree that cannot be read is told where its snapshot is taken in
        with suppress(Error):
            if is_part_of(find_differences(trees, *roots)):
                found[snapshot.hex_id] = original.hex_id
    return found


def is_part_of(differences: Iterable[EntryDifference]) -> bool:
    """Whether the new side holds nothing that the old one does not: files less some of their blobs."""
    changed = list(differences)
    gone = {one.path: one.old for one in changed if one.old is not None and one.old.kind == "file"}
    for path, _, new, *_trees in changed:
        if new is None:
            continue
        old = gone.get(path) or gone.get(path.removesuffix(_REPAIRED))
        if new.kind != "file" or old is None or not _is_within(new.content, old.content):
            return False
    return True


def _is_within(part: bytes, whole: bytes) -> bool:
    """Whether these blobs are some of those, in their order."""
    rest = iter(split_content(whole))
    return all(blob in rest for blob in split_content(part))
