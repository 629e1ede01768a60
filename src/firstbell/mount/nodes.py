"""The trees of snapshots as entries, read folder by folder when they are looked into."""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from firstbell.base.clock import read_node_time
from firstbell.mount.content import BlobCache, BlobContent
from firstbell.mount.entries import Attributes, MountedContent, MountEntry, MountFile, MountFolder, MountLink
from firstbell.repository.format.errors import FormatError
from firstbell.repository.format.node import Node, parse_node_id, unix_permissions
from firstbell.repository.walk import TreeReader

if TYPE_CHECKING:
    from firstbell.repository import Snapshot

# folders whose entries stay known; one of a thousand files takes about a megabyte
_FOLDERS_KEPT = 256
_KINDS = {
    "file": stat.S_IFREG,
    "dir": stat.S_IFDIR,
    "symlink": stat.S_IFLNK,
    "dev": stat.S_IFBLK,
    "chardev": stat.S_IFCHR,
    "fifo": stat.S_IFIFO,
    "socket": stat.S_IFSOCK,
}
# what lies beside a file, and holds its versions
VERSIONS_SUFFIX = b".versions"

# whose file, and its path: the folder of its versions, None where there is none
FindVersions = Callable[[str, bytes], MountFolder | None]


class MountedTrees:
    """MountedTrees and contents of one repository, or of a tree composed over it. Thread-safe."""

    def __init__(
        self, reader: TreeReader, cache: BlobCache, find_versions: FindVersions | None = None
    ) -> None:
        self.cache = cache
        self.find_versions = find_versions
        self._reader = reader
        self.load = lru_cache(maxsize=_FOLDERS_KEPT)(self._load)

    def _load(self, tree_id: bytes) -> dict[bytes, Node]:
        found = {}
        for node in self._reader.load_tree(tree_id):
            try:
                name = node.name
            except FormatError:
                continue
            # none of these is a name that a filesystem can show
            if name and b"/" not in name and b"\0" not in name and name not in (b".", b".."):
                found[name] = node
        return found


@dataclass(frozen=True, slots=True)
class Position:
    """Where an entry stands: in which trees, of which host, at which path inside the snapshot."""

    trees: MountedTrees
    host: str
    path: bytes = b""

    def step(self, name: bytes) -> Position:
        """Of what is called so in there."""
        return replace(self, path=self.path + b"/" + name)


def read_attributes(node: Node) -> Attributes:
    """What `stat` tells of a node."""
    mtime_ns, atime_ns, ctime_ns = (read_node_time(text) for text in (node.mtime, node.atime, node.ctime))
    is_folder, is_link = node.type == "dir", node.type == "symlink"
    return Attributes(
        # what no system knows is shown as a file that holds nothing
        _KINDS.get(node.type, stat.S_IFREG) | unix_permissions(node.mode),
        len(node.link_target) if is_link else node.size,
        mtime_ns,
        atime_ns,
        ctime_ns,
        node.uid,
        node.gid,
        2 if is_folder else max(1, node.links),
        node.device,
    )


def _read_extended(node: Node) -> dict[str, bytes]:
    return {each.name: each.value or b"" for each in node.extended_attributes or ()}


class _OfNode:
    """What an entry shows of its node."""

    _node: Node

    @property
    def attributes(self) -> Attributes:
        """See `MountEntry.attributes`."""
        return read_attributes(self._node)

    @property
    def extended(self) -> dict[str, bytes]:
        """See `MountEntry.extended`."""
        return _read_extended(self._node)


class NodeEntry(_OfNode, MountEntry):
    """An entry that is neither file nor folder nor link: it is shown, and cannot be opened."""

    def __init__(self, node: Node) -> None:
        self._node = node


class NodeFile(_OfNode, MountFile):
    """A file of a snapshot. `told`: extended attributes that we add."""

    def __init__(self, node: Node, cache: BlobCache, told: Mapping[str, bytes] | None = None) -> None:
        self._node = node
        self._cache = cache
        self._told = told or {}

    @property
    def extended(self) -> dict[str, bytes]:
        """See `MountEntry.extended`."""
        return super().extended | dict(self._told)

    def open(self) -> MountedContent:
        """See `MountFile.open`."""
        return BlobContent(self._cache, self._node.content_ids)


class NodeLink(_OfNode, MountLink):
    """A link of a snapshot, which leads where it led on its host."""

    def __init__(self, node: Node) -> None:
        super().__init__(node.link_target)
        self._node = node


class NodeFolder(MountFolder):
    """A folder of a snapshot. `attributes`: of its node, or those of the snapshot."""

    is_fixed = True

    def __init__(
        self,
        at: Position,
        tree_id: bytes,
        attributes: Attributes,
        *,
        extended: Mapping[str, bytes] | None = None,
    ) -> None:
        self.at = at
        self.tree_id = tree_id
        self._attributes = attributes
        self._extended = extended or {}

    @property
    def attributes(self) -> Attributes:
        """See `MountEntry.attributes`."""
        return self._attributes

    @property
    def extended(self) -> Mapping[str, bytes]:
        """See `MountEntry.extended`."""
        return self._extended

    def names(self) -> Iterable[bytes]:
        """See `MountFolder.names`."""
        return self.at.trees.load(self.tree_id).keys()

    def kinds(self) -> Iterable[tuple[bytes, int]]:
        """See `MountFolder.kinds`."""
        nodes = self.at.trees.load(self.tree_id)
        return [(name, _KINDS.get(node.type, stat.S_IFREG)) for name, node in nodes.items()]

    def find(self, name: bytes) -> MountEntry | None:
        """See `MountFolder.find`; `NAME.versions` beside a file is there, though no listing shows it."""
        nodes = self.at.trees.load(self.tree_id)
        node = nodes.get(name)
        if node is not None:
            return make_entry(node, self.at.step(name))
        beside = nodes.get(name.removesuffix(VERSIONS_SUFFIX)) if name.endswith(VERSIONS_SUFFIX) else None
        if beside is None or beside.type != "file" or self.at.trees.find_versions is None:
            return None
        return self.at.trees.find_versions(self.at.host, self.at.step(beside.name).path)


def make_entry(node: Node, at: Position) -> MountEntry:
    """The entry of a node."""
    if node.type == "dir":
        # a folder that could not be read when it was backed up has no tree
        if node.subtree is None:
            return NodeEntry(node)
        return NodeFolder(
            at, parse_node_id(node.subtree), read_attributes(node), extended=_read_extended(node)
        )
    if node.type == "file":
        return NodeFile(node, at.trees.cache)
    if node.type == "symlink":
        return NodeLink(node)
    return NodeEntry(node)


def open_snapshot(trees: MountedTrees, snapshot: Snapshot) -> NodeFolder:
    """The folder of a whole snapshot."""
    at_ns = snapshot.time_ns
    attributes = Attributes(stat.S_IFDIR | 0o555, 0, at_ns, at_ns, at_ns, links=2)
    return NodeFolder(Position(trees, snapshot.hostname), bytes.fromhex(snapshot.tree), attributes)
