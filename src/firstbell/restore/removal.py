"""`restore --delete`: what stands in the target and not in the snapshot goes.

It is the last thing that a restore does, and only if nothing failed before: what could not be read from the
repository may be what stands there. A folder is reached by descriptors and never through a symlink, and what
lies on another filesystem stays.
"""

from __future__ import annotations

import os
import stat

from firstbell.restore.context import RestoreContext
from firstbell.restore.entries import MAX_DEPTH, PathSelection
from firstbell.restore.folders import FOLLOW_NEVER, TreeFolder

# deeper than anybody's files lie
_MAX_UNEXPECTED_DEPTH = 400


def remove_unexpected(context: RestoreContext, tree_id: bytes, root: TreeFolder) -> None:
    """What `--delete` asks for; nothing where it was not asked, or where something failed."""
    if not context.options.delete:
        return
    if context.tally.files_failed:
        context.tally.note(
            b"", "restore.not_deleted", "nothing was deleted, because something could not be restored"
        )
        return
    _Removal(context).run(tree_id, root)


class _Removal:
    """Removes what is not in the snapshot, and counts it; with `dry_run` it only counts."""

    def __init__(self, context: RestoreContext) -> None:
        self._context = context
        self._selection = PathSelection(context.options)

    def run(self, tree_id: bytes, root: TreeFolder) -> None:
        """Go through every folder of the snapshot that is restored, or holds something that is.

        Raises: what loading a tree does. What cannot be removed is a problem.
        """
        for folder, folder_tree_id in self._choose(tree_id, root):
            expected = {node.name for node in self._context.source.load_tree(folder_tree_id)}
            try:
                self._clear(folder, self._context.open_folder(folder), expected)
            except OSError as error:
                if not self._context.options.dry_run:  # else it need not be there yet
                    self._keep(folder.path, f"it cannot be read: {error.strerror or error}")

    def _choose(self, tree_id: bytes, root: TreeFolder) -> list[tuple[TreeFolder, bytes]]:
        """Folders and their trees; of those above a thing that is restored, restic looks at all, too."""
        found: list[tuple[TreeFolder, bytes]] = []
        wanted: set[TreeFolder] = set()
        waiting = [(root, tree_id, 0)]
        while waiting:
            folder, folder_tree_id, depth = waiting.pop()
            found.append((folder, folder_tree_id))
            for node in self._context.source.load_tree(folder_tree_id):
                child = TreeFolder(folder, node.name, node)
                is_folder = node.type == "dir"
                if self._selection.select(child.path):
                    above: TreeFolder | None = child if is_folder else folder
                    while above is not None and above not in wanted:
                        wanted.add(above)
                        above = above.parent
                if is_folder and depth < MAX_DEPTH and self._selection.may_enter(child.path):
                    waiting.append((child, bytes.fromhex(node.subtree or ""), depth + 1))
        if self._selection.is_everything:
            wanted.add(root)
        return [(folder, folder_tree_id) for folder, folder_tree_id in found if folder in wanted]

    def _clear(self, folder: TreeFolder, folder_fd: int, expected: set[bytes]) -> None:
        device = os.fstat(folder_fd).st_dev
        for name in sorted(map(os.fsencode, os.listdir(folder_fd))):
            if name not in expected and self._selection.select(folder.path + b"/" + name):
                self._remove(folder_fd, name, folder.path + b"/" + name, device=device, depth=0)

    def _remove(self, folder_fd: int, name: bytes, path: bytes, *, device: int, depth: int) -> bool:
        """Remove one thing with everything in it; whether it is gone."""
        try:
            status = os.stat(name, dir_fd=folder_fd, follow_symlinks=False)
            if stat.S_ISDIR(status.st_mode):
                if status.st_dev != device or depth >= _MAX_UNEXPECTED_DEPTH:
                    self._keep(path, "it lies on another filesystem, or too deep, and stays")
                    return False
                if not self._empty(folder_fd, name, path, device=device, depth=depth):
                    return False  # something in it stays
            if not self._context.options.dry_run:
                (os.rmdir if stat.S_ISDIR(status.st_mode) else os.unlink)(name, dir_fd=folder_fd)
        except FileNotFoundError:
            return True
        except OSError as error:
            self._keep(path, f"it cannot be deleted: {error.strerror or error}")
            return False
        self._context.tally.add_deleted(path)
        return True

    def _empty(self, parent_fd: int, name: bytes, path: bytes, *, device: int, depth: int) -> bool:
        """Remove what is in a folder; whether all of it went."""
        folder_fd = os.open(name, FOLLOW_NEVER, dir_fd=parent_fd)
        try:
            is_empty = True
            for inner in sorted(map(os.fsencode, os.listdir(folder_fd))):
                inner_path = path + b"/" + inner
                is_empty &= self._selection.select(inner_path) and self._remove(
                    folder_fd, inner, inner_path, device=device, depth=depth + 1
                )
            return is_empty
        finally:
            os.close(folder_fd)

    def _keep(self, path: bytes, reason: str) -> None:
        self._context.tally.note(path, "restore.not_deleted", reason)
