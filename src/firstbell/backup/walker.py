"""The walk over the source: folders are listed ahead of the workers and closed bottom-up behind them.

A folder's tree can be rendered when its files are saved and its folders are closed. Folders wait in a
queue in the order in which they can be closed (children before parents), so that closing is a look at
the head of the queue and the walk never stops for a slow file until the workers are far behind.
"""

from __future__ import annotations

import os
import stat
from collections import deque
from collections.abc import Callable, Sequence
from operator import itemgetter

import msgspec

from firstbell.backup.batches import FileQueue, FileTask
from firstbell.backup.counts import BackupCounts
from firstbell.backup.lister import FolderLister
from firstbell.backup.metadata import is_described, make_node
from firstbell.backup.options import BackupOptions
from firstbell.backup.parent import ChangeDetector, ParentFolder
from firstbell.backup.rereads import Rereads
from firstbell.backup.scout import ScoutedFolder
from firstbell.backup.targets import BackupTarget
from firstbell.base.ids import parse_hex_id
from firstbell.repository import Node, RepositoryWriter
from firstbell.repository.format.names import quote_name
from firstbell.repository.format.tree import render_tree

_MAX_WAITING = 2000
_MAX_REMARKS = 5000

FindScouted = Callable[[bytes], ScoutedFolder | None]
# a file that has not changed: the path, the node as it is now, and as the parent has it
_Known = tuple[bytes, Node, Node]


class _Folder:
    """One folder whose tree is not rendered yet."""

    __slots__ = ("before", "known", "name", "node", "nodes", "owner", "parent", "tasks")

    def __init__(
        self, name: bytes, node: Node | None, parent: ParentFolder, *, owner: _Folder | None
    ) -> None:
        self.name = name
        self.node = node
        self.parent = parent
        self.owner = owner
        self.before: Node | None = None
        self.nodes: list[Node] = []
        self.known: list[_Known] = []
        self.tasks: list[FileTask] = []

    @property
    def is_done(self) -> bool:
        """Whether closing it waits for no file. The last files are saved last."""
        return all(task.is_done for task in reversed(self.tasks))


class Walker:
    """Walks targets and saves everything below them."""

    def __init__(
        self,
        options: BackupOptions,
        *,
        queue: FileQueue,
        writer: RepositoryWriter,
        detector: ChangeDetector,
        on_error: Callable[[bytes, OSError], None],
    ) -> None:
        self._options = options
        self._queue = queue
        self._writer = writer
        self._detector = detector
        self._lister = FolderLister(options, detector)
        self._on_error = on_error
        self._find_scouted: FindScouted | None = None
        self._waiting: deque[_Folder] = deque()
        self._devices: set[int] = set()
        self.counts = BackupCounts()
        self.rereads = Rereads()
        self.files_remarkable = 0
        self.remarks: list[tuple[bytes, str]] = []
        self.root_tree = b""

    def walk(
        self, root: BackupTarget, parent: ParentFolder, find_scouted: FindScouted | None = None
    ) -> bytes:
        """Save everything under the targets; the id of the root tree.

        `find_scouted`: what a scout has found in a folder by now, if anything.

        Raises: StoreError and its kin. What cannot be read goes to `on_error` and is left out.
        """
        self._find_scouted = find_scouted
        folder = _Folder(b"", None, parent, owner=None)
        if root.is_whole:
            self._note_device(root.path)
            self._walk_folder(folder, root.path)
        else:
            self._walk_targets(folder, root)
        self._queue.flush()
        while self._waiting:
            self._close_first()
        return self.root_tree

    def _note_device(self, path: bytes) -> None:
        if self._options.one_file_system:
            try:
                self._devices.add(os.lstat(path).st_dev)
            except OSError as error:
                self._on_error(path, error)

    def _walk_targets(self, folder: _Folder, target: BackupTarget) -> None:
        for name, child in sorted(target.children.items()):
            if child.is_whole:
                self._note_device(child.path)
                self._add_path(folder, name, child.path)
                continue
            opened = self._open_folder(folder, name, child.path)
            if opened is not None:
                self._walk_targets(opened, child)
        self._end_listing(folder)

    def _walk_folder(self, folder: _Folder, path: bytes) -> None:
        start = path + b"/" if path != b"/" else path
        for name, status in self._list_folder(folder, path):
            self._add_path(folder, name, start + name, status)
        self._finish_folder(folder)

    def _list_folder(self, folder: _Folder, path: bytes) -> list[tuple[bytes, os.stat_result | None]]:
        """What is to be looked at in a folder, by name; what is as the parent has it is taken together."""
        try:
            if folder.parent.tree_hex_id is None:
                return [(name, None) for name in sorted(os.listdir(path))]
            listing = self._lister.look_at(path, folder.parent)
        except OSError as error:
            self._on_error(path, error)
            return []
        folder.nodes += listing.kept
        self.counts.count_unchanged(listing.files, listing.size_bytes)
        return sorted([*((name, None) for name in listing.others), *listing.folders], key=itemgetter(0))

    def _finish_folder(self, folder: _Folder) -> None:
        self._end_listing(folder)
        while self._waiting and (self._waiting[0].is_done or len(self._waiting) > _MAX_WAITING):
            self._close_first()

    def _end_listing(self, folder: _Folder) -> None:
        """Keep the files that have not changed, if the repository holds their content still."""
        lost = self._detector.find_lost([before for _, _, before in folder.known])
        has_turns = self._detector.has_turns
        kept: list[_Known] = []
        for (path, node, before), is_lost in zip(folder.known, lost, strict=True):
            if is_lost:
                # a copy: the parent's own node says what the parent holds
                self._queue_file(folder, FileTask(path, msgspec.structs.replace(node), before=before))
            elif has_turns and self._detector.has_turn(before):
                known = self._detector.list_known(before)
                self._queue_file(
                    folder, FileTask(path, msgspec.structs.replace(node), before=before, known=known)
                )
            else:
                kept.append((path, node, before))
        self._keep_known(folder, kept)
        folder.known.clear()
        self._waiting.append(folder)

    def _keep_known(self, folder: _Folder, known: Sequence[_Known]) -> None:
        """Files whose content the repository holds are in the snapshot as the parent has it."""
        nodes = [node for _, node, _ in known]
        for _, node, before in known:
            if node is not before:
                node.content = before.content or []
        folder.nodes += nodes
        self.counts.count_unchanged(len(nodes), sum([node.size for node in nodes]))

    def _add_path(
        self, folder: _Folder, name: bytes, path: bytes, status: os.stat_result | None = None
    ) -> None:
        excludes = self._options.excludes
        try:
            status = status or os.lstat(path)
            is_folder = stat.S_ISDIR(status.st_mode)
            # a socket means nothing without its process
            if stat.S_ISSOCK(status.st_mode) or (excludes is not None and excludes(path, is_folder)):
                return
            if not is_folder:
                self._add_file(folder, name, path, status)
                return
        except OSError as error:
            self._on_error(path, error)
            return
        self._add_folder(folder, name, path, status)

    def _add_folder(self, folder: _Folder, name: bytes, path: bytes, status: os.stat_result) -> None:
        options = self._options
        told = self._find_scouted(path) if self._find_scouted is not None else None
        node = folder.parent.find_name(name) if told is not None and told.is_unchanged else None
        if told is not None and node is not None:
            folder.nodes.append(node)
            self.counts.count_unchanged(told.files, told.size_bytes)
            self.counts.count_unchanged_folders(told.folders)
            return
        opened = self._open_folder(folder, name, path, status)
        if opened is None:
            return
        elsewhere = options.one_file_system and status.st_dev not in self._devices
        if elsewhere or (options.exclude_folder is not None and options.exclude_folder(path)):
            # a mount point, or a folder that asks to be left out, is kept as an empty folder
            self._waiting.append(opened)
            return
        # what could not be read of the parent now tells nothing of what the scout meant
        if told is not None and not told.is_unchanged and opened.parent.tree_hex_id is not None:
            self._walk_others(opened, path, told)
        else:
            self._walk_folder(opened, path)

    def _walk_others(self, folder: _Folder, path: bytes, told: ScoutedFolder) -> None:
        """A folder in which the scout has found files that have not changed: only others are looked at."""
        passed = {*told.left_out, *map(quote_name, told.others)}
        folder.nodes += folder.parent.list_nodes(passed)
        self.counts.count_unchanged(told.files, told.size_bytes)
        for name in told.others:
            self._add_path(folder, name, path + b"/" + name)
        self._finish_folder(folder)

    def _open_folder(
        self, folder: _Folder, name: bytes, path: bytes, status: os.stat_result | None = None
    ) -> _Folder | None:
        try:
            if status is None:
                # it may be a link above a target: the folder it leads to holds the target
                status = os.stat(path)
            node = make_node(name, path, status, with_atime=self._options.with_atime)
        except OSError as error:
            self._on_error(path, error)
            return None
        opened = _Folder(name, node, folder.parent.enter(node.quoted_name), owner=folder)
        opened.before = folder.parent.find(node.quoted_name)
        return opened

    def _add_file(self, folder: _Folder, name: bytes, path: bytes, status: os.stat_result) -> None:
        with_atime = self._options.with_atime
        before = folder.parent.find_name(name)
        if before is not None and is_described(path, status, before, with_atime=with_atime):
            if before.type != "file":
                folder.nodes.append(before)
            elif self._is_within_limit(before):
                folder.known.append((path, before, before))
            return
        node = make_node(name, path, status, with_atime=with_atime)
        if node.type != "file":
            # links, pipes and devices have no content; restic does not count them
            folder.nodes.append(before if before is not None and before == node else node)
        elif self._is_within_limit(node):
            if before is not None and self._detector.is_unchanged(node, before):
                folder.known.append((path, node, before))
            else:
                self._queue_file(folder, FileTask(path, node, before=before))

    def _is_within_limit(self, node: Node) -> bool:
        limit = self._options.max_file_bytes
        return limit is None or node.size <= limit

    def _queue_file(self, folder: _Folder, task: FileTask) -> None:
        folder.tasks.append(task)
        self._queue.put(task)

    def _close_first(self) -> None:
        folder = self._waiting.popleft()
        for task in folder.tasks:
            self._queue.finish(task)
            self._take_file(folder, task)
        tree_hex_id = self._save_tree(folder)
        if folder.owner is None or folder.node is None:
            self.root_tree = parse_hex_id(tree_hex_id)
            return
        node, before = folder.node, folder.before
        node.subtree = tree_hex_id
        folder.owner.nodes.append(before if before is not None and before == node else node)
        is_known = before is not None and before.type == "dir"
        self.counts.count_folder(
            is_known=is_known, is_unchanged=is_known and before is not None and before.subtree == node.subtree
        )

    def _save_tree(self, folder: _Folder) -> str:
        """Hex id of the folder's tree: the parent's where nothing is otherwise, whatever else it holds."""
        before = folder.parent
        if before.tree_hex_id is not None and before.consists_of(folder.nodes):
            return before.tree_hex_id
        saved = self._writer.save_tree(render_tree(folder.nodes))
        if saved.is_new:
            self.counts.tree_blobs += 1
            self.counts.data_added += saved.size_bytes
            self.counts.data_added_packed += saved.stored_bytes
        return saved.id.hex()

    def _take_file(self, folder: _Folder, task: FileTask) -> None:
        before, saved = task.before, task.saved
        if task.error is not None or saved is None:
            self._on_error(task.path, task.error or OSError("was not read"))
            if task.known and before is not None:
                self._keep_file(folder, task.node, before)  # by all that can be seen it is as it was
            return
        if task.known:
            self.rereads.note(task.path, saved.size_bytes, is_changed=not saved.is_as_known)
        if saved.is_as_known and before is not None:
            self._keep_file(folder, task.node, before)
            return
        task.node.content = saved.content
        task.node.size = saved.size_bytes
        folder.nodes.append(task.node)
        if saved.remark:
            self.files_remarkable += 1
            if len(self.remarks) < _MAX_REMARKS:
                self.remarks.append((task.path, saved.remark))
        self.counts.data_blobs += saved.blobs_new
        self.counts.data_added += saved.added_bytes
        self.counts.data_added_packed += saved.stored_bytes
        is_known = before is not None and before.type == "file"
        self.counts.count_file(size_bytes=saved.size_bytes, is_known=is_known, is_unchanged=False)

    def _keep_file(self, folder: _Folder, node: Node, before: Node) -> None:
        """A file whose content was looked at again and is as the parent has it."""
        node.content = before.content or []
        folder.nodes.append(before if before == node else node)
        self.counts.count_file(size_bytes=node.size, is_known=True, is_unchanged=True)
