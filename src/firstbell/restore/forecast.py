"""What a restore would do, without doing it (`--dry-run`)."""

from __future__ import annotations

from firstbell.base.errors import Error
from firstbell.restore.context import RestoreContext
from firstbell.restore.entries import EntryWalk, RestoreEntry
from firstbell.restore.existing import Fate, find_existing, judge_existing
from firstbell.restore.folders import TreeFolder
from firstbell.restore.source import plain_size
from firstbell.restore.specials import SPECIAL_TYPES, find_fate


class Forecast:
    """Counts what a restore would count. Content is looked up in the index, not read."""

    def __init__(self, context: RestoreContext) -> None:
        self._context = context
        self._linked: set[tuple[object, ...]] = set()

    def run(self, tree_id: bytes, root: TreeFolder) -> None:
        """Walk the tree and fill the tally.

        Raises: as `EntryWalk.walk`.
        """
        context = self._context
        for entry in EntryWalk(context.source, context.options, context.tally).walk(tree_id, root):
            if entry.child is not None:
                entry.child.is_absent = entry.folder.is_absent or not self._is_there(entry.child)
            else:
                self._count(entry)

    def _is_there(self, folder: TreeFolder) -> bool:
        try:
            self._context.open_folder(folder)
        except OSError:
            return False
        return True

    def _count(self, entry: RestoreEntry) -> None:
        path = entry.path
        fate = Fate.FREE
        if not entry.folder.is_absent:
            fate = self._find_fate(entry)
        if fate is Fate.KEPT:
            self._context.keep(path)
        elif fate is Fate.UNCHANGED or entry.node.type == "socket":
            self._context.tally.skip(path)
        elif entry.node.type == "file":
            self._count_file(entry, path)
        elif entry.node.type not in SPECIAL_TYPES:
            self._context.tally.fail(path, "restore.unknown_type", f"type {entry.node.type!r} cannot be made")

    def _find_fate(self, entry: RestoreEntry) -> Fate:
        folder_fd = self._context.open_folder(entry.folder)
        if entry.node.type in SPECIAL_TYPES:
            return find_fate(self._context, folder_fd, entry)
        existing = find_existing(folder_fd, entry.name)
        return judge_existing(existing, entry.node, self._context.options.overwrite)

    def _count_file(self, entry: RestoreEntry, path: bytes) -> None:
        node = entry.node
        try:
            content = node.content_ids
            size_bytes = sum(plain_size(self._context.source.locate(blob_id)) for blob_id in content)
        except ValueError:
            self._context.tally.fail(path, "format.invalid", "its content has an id that is not valid")
            return
        except Error as error:
            self._context.tally.fail(path, error.code, str(error))
            return
        link_key = (node.device_id, node.inode, content) if node.links > 1 and node.inode else None
        if link_key is not None and link_key in self._linked:
            size_bytes = 0
        elif link_key is not None:
            self._linked.add(link_key)
        self._context.tally.add_restored(1, size_bytes)
