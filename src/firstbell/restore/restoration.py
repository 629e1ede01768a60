"""One restore from beginning to end.

The tree is walked once. Folders, symlinks and the like are made on the way; files are gathered in
windows, sorted by where their content lies, and handed to workers while the walk goes on. Then come
further links, reading back, and the folders' metadata from the bottom up.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from firstbell.base.clock import monotonic_s
from firstbell.base.errors import Error
from firstbell.base.progress import Progress
from firstbell.record.receipt import Receipt
from firstbell.repository.errors import BlobNotFoundError
from firstbell.repository.format.errors import FormatError
from firstbell.repository.format.node import Node
from firstbell.restore.context import RestoreContext
from firstbell.restore.entries import EntryWalk, RestoreEntry
from firstbell.restore.folders import TreeFolder, make_folder, open_target
from firstbell.restore.forecast import Forecast
from firstbell.restore.items import FileItem, PlacedFile
from firstbell.restore.links import make_link
from firstbell.restore.options import Overwrite, RestoreOptions
from firstbell.restore.removal import remove_unexpected
from firstbell.restore.source import TreeSource, locate_all
from firstbell.restore.specials import SPECIAL_TYPES, restore_special
from firstbell.restore.uncarried import DEVICE_TYPES, DEVICES
from firstbell.restore.workforce import Workforce

# a window is what is sorted by place: small at first, so that nobody waits, then large enough for whole packs
_FIRST_WINDOW_FILES = 256
_WINDOW_FILES = 4096
_WINDOW_BYTES = 256 << 20
_BATCH_FILES = 64
_BATCH_BYTES = 4 << 20
# from this size on, a file of several blobs is worth the work of several workers
_LARGE_BYTES = 2 << 20


def restore_tree(
    reader: TreeSource, tree_id: bytes, target: Path, *, options: RestoreOptions, progress: Progress
) -> Receipt:
    """Restore a tree under `target`; the receipt says what was done and every problem met.

    Raises: TargetError, TargetFullError (nothing half-written is left); BlobNotFoundError, BlobDamagedError,
    FormatError when the tree itself cannot be read.
    """
    started_s = monotonic_s()
    context = RestoreContext(reader, options, progress, target=str(target))
    root = TreeFolder(None, b"", None)
    try:
        root_fd = open_target(target, make=not options.dry_run)
        progress.start("restore", total_files=options.expected_files, total_bytes=options.expected_bytes)
        if options.dry_run:
            root.is_absent = root_fd is None
            context.root_fd = -1 if root_fd is None else root_fd
            Forecast(context).run(tree_id, root)
            if root_fd is not None:
                remove_unexpected(context, tree_id, root)
        elif root_fd is not None:
            context.root_fd = root_fd
            root.is_ready = True
            _load_index(reader, tree_id)
            with Workforce(context) as workforce:
                Restoration(context, workforce).run(tree_id, root)
        progress.finish()
    finally:
        context.close()
    if context.tally.halted_by is not None:
        raise context.tally.halted_by
    return _write_receipt(context, monotonic_s() - started_s)


def _load_index(reader: TreeSource, tree_id: bytes) -> None:
    """Once, before each worker does it for itself; a composed tree that is in no index will do."""
    try:
        reader.locate(tree_id)
    except BlobNotFoundError:
        return


def _write_receipt(context: RestoreContext, seconds: float) -> Receipt:
    tally = context.tally
    return Receipt(
        snapshot_hex_id=context.options.snapshot_hex_id,
        target=context.target,
        files_restored=tally.files_restored,
        bytes_restored=tally.bytes_restored,
        files_verified=tally.files_verified,
        files_failed=tally.files_failed,
        files_skipped=tally.files_skipped,
        seconds=seconds,
        problems=tuple(sorted(tally.problems, key=lambda problem: problem.path)),
        not_carried=context.uncarried.tell(),
        files_deleted=tally.files_deleted,
        deleted=tuple(tally.deleted),
    )


class Restoration:
    """The walk and its phases, on the thread that called; the workforce does the files."""

    def __init__(self, context: RestoreContext, workforce: Workforce) -> None:
        self._context = context
        self._workforce = workforce
        self._folders: list[TreeFolder] = []
        self._window: list[FileItem] = []
        self._window_bytes = 0
        self._window_files = _FIRST_WINDOW_FILES
        self._link_keys: set[tuple[object, ...]] = set()
        self._links: list[FileItem] = []

    def run(self, tree_id: bytes, root: TreeFolder) -> None:
        """Everything. A halt leaves early; the tally holds why."""
        context = self._context
        try:
            entries = EntryWalk(context.source, context.options, context.tally).walk(tree_id, root)
            for entry in islice(entries, context.options.passed):
                self._pass_over(entry)
            for number, entry in enumerate(entries, context.options.passed + 1):
                if context.tally.halted_by is not None:
                    return
                self._take(entry)
                self._workforce.tend()
                self._tell_checkpoint(number)
            self._hand_out()
            self._workforce.join()
            self._make_links()
            if context.options.verify:
                self._verify()
            if context.tally.halted_by is None:
                remove_unexpected(context, tree_id, root)
                self._finish_folders(root)
        except BaseException:
            # what waits must not begin once the walk has failed or the user has interrupted it
            context.tally.halt(Error("the restore was broken off"))
            raise

    def _pass_over(self, entry: RestoreEntry) -> None:
        """Something that was in place at an earlier checkpoint: known, and not looked at."""
        self._note_uncarried(entry)
        if entry.child is not None:
            if entry.is_selected:
                self._prepare(entry.child)
        elif entry.node.type == "file":
            node = entry.node
            link_key = _find_link_key(node, node.content_ids)
            if link_key is not None:
                self._link_keys.add(link_key)
                self._context.linked.setdefault(link_key, (entry.folder, entry.name))
            if self._context.options.verify:
                self._context.to_verify.append(PlacedFile(entry.folder, entry.name, node.content_ids))

    def _tell_checkpoint(self, entries: int) -> None:
        checkpoint = self._context.options.checkpoint
        if checkpoint is None or not checkpoint.is_due():
            return
        self._hand_out()
        self._workforce.join()
        self._make_links()
        self._links = []
        if self._context.tally.halted_by is None:
            checkpoint.reach(entries, self._context.tally)

    def _note_uncarried(self, entry: RestoreEntry) -> bool:
        """Count what will not be carried over; whether that is the thing itself."""
        options, uncarried = self._context.options, self._context.uncarried
        if not options.devices and entry.node.type in DEVICE_TYPES:
            uncarried.note(entry.path, (DEVICES,))
            return True
        if not options.has_own_modes and (options.is_foreign or entry.node.generic_attributes):
            uncarried.look(entry.path, entry.node)
        return False

    def _take(self, entry: RestoreEntry) -> None:
        if self._note_uncarried(entry):
            return
        if entry.child is not None:
            if entry.is_selected:
                self._prepare(entry.child)
            return
        if not self._prepare(entry.folder):
            self._context.tally.add_failed(1)  # the problem is the folder's
        elif entry.node.type == "file":
            self._take_file(entry)
        elif entry.node.type in SPECIAL_TYPES:
            restore_special(self._context, entry)
        elif entry.node.type == "socket":
            self._context.tally.skip(entry.path)  # as restic does: its server makes it anew
        else:
            self._context.tally.fail(
                entry.path, "restore.unknown_type", f"a thing of type {entry.node.type!r} cannot be made"
            )

    def _prepare(self, folder: TreeFolder) -> bool:
        """Make the folder and those above it, if that was not done; False when it cannot be."""
        if folder.is_ready or folder.is_absent or folder.parent is None:
            return folder.is_ready
        if not self._prepare(folder.parent):
            folder.is_absent = True
            return False
        try:
            parent_fd = self._context.open_folder(folder.parent)
            replace = self._context.options.overwrite is not Overwrite.NEVER
            folder.is_made = make_folder(parent_fd, folder.name, replace=replace)
            folder.is_ready = True
            self._folders.append(folder)
        except FileExistsError:
            folder.is_absent = True
            self._context.tally.note(
                folder.path, "restore.exists", "something that is not a folder is already there, so it stays"
            )
        except OSError as error:
            folder.is_absent = True
            self._context.fail(folder.path, error)
        return folder.is_ready

    def _take_file(self, entry: RestoreEntry) -> None:
        node = entry.node
        try:
            content = node.content_ids
        except FormatError:
            self._context.tally.fail(entry.path, FormatError.code, "its content has an id that is not valid")
            return
        link_key = _find_link_key(node, content)
        item = FileItem(entry.folder, entry.name, node, content, (), link_key)
        if link_key is not None and link_key in self._link_keys:
            self._links.append(item)
            return
        if link_key is not None:
            self._link_keys.add(link_key)
        self._window.append(item)
        self._window_bytes += node.size
        if len(self._window) >= self._window_files or self._window_bytes >= _WINDOW_BYTES:
            self._hand_out()

    def _hand_out(self) -> None:
        """Give the window to the workforce, in the order in which its content lies."""
        window = sorted(self._locate(self._window), key=_order)
        self._window, self._window_bytes = [], 0
        self._window_files = min(2 * self._window_files, _WINDOW_FILES)
        batch: list[FileItem] = []
        batch_bytes = 0
        for item in window:
            size_bytes = item.size_bytes
            if len(item.content) > 1 and size_bytes >= _LARGE_BYTES:
                self._workforce.assemble(item)
                continue
            batch.append(item)
            batch_bytes += size_bytes
            if len(batch) >= _BATCH_FILES or batch_bytes >= _BATCH_BYTES:
                self._workforce.restore(batch)
                batch, batch_bytes = [], 0
        if batch:
            self._workforce.restore(batch)

    def _locate(self, items: list[FileItem]) -> Iterator[FileItem]:
        """The items with the places of their content; what is in no index is a problem."""
        found = locate_all(self._context.source, [blob_id for item in items for blob_id in item.content])
        end = 0
        for item in items:
            start, end = end, end + len(item.content)
            places = found[start:end]
            locations = tuple([place for place in places if not isinstance(place, Error)])
            if len(locations) == len(places):
                # a quarter of the time that `_replace` takes
                yield FileItem(item.folder, item.name, item.node, item.content, locations, item.link_key)
            else:
                error = next(place for place in places if isinstance(place, Error))
                self._context.tally.fail(item.path, error.code, str(error))

    def _make_links(self) -> None:
        for item in self._links:
            if self._context.tally.halted_by is not None:
                return
            if item.link_key in self._context.linked:
                make_link(self._context, item)
                continue
            # the first name is not ours (kept, or failed): this one becomes the first
            self._window = [item]
            self._hand_out()
            self._workforce.join()

    def _verify(self) -> None:
        context = self._context
        files = context.to_verify
        context.progress.finish()
        context.progress.start(
            "verify", total_files=len(files), total_bytes=context.tally.bytes_restored or None
        )
        for start in range(0, len(files), _BATCH_FILES):
            self._workforce.verify(files[start : start + _BATCH_FILES])
        self._workforce.join()

    def _finish_folders(self, root: TreeFolder) -> None:
        """Metadata from the bottom up, so that nothing done later changes a folder's time or locks it."""
        context = self._context
        for folder in reversed(self._folders):
            try:
                self._finish_folder(folder)
            except OSError as error:
                context.tally.note(folder.path, "restore.metadata", error.strerror or str(error))
        if context.options.sync:
            os.fsync(context.open_folder(root))

    def _finish_folder(self, folder: TreeFolder) -> None:
        context = self._context
        folder_fd = context.open_folder(folder)
        if folder.node is not None and (folder.is_made or context.options.overwrite is not Overwrite.NEVER):
            context.note(folder.path, context.metadata.set_on_fd(folder_fd, folder.node))
        if context.options.sync:
            os.fsync(folder_fd)


def _find_link_key(node: Node, content: tuple[bytes, ...]) -> tuple[object, ...] | None:
    """The same for the names of one file; None where it has but one."""
    return (node.device_id, node.inode, content) if node.links > 1 and node.inode else None


def _order(item: FileItem) -> tuple[bytes, int]:
    return (item.locations[0].pack_id, item.locations[0].offset) if item.locations else (b"", 0)
