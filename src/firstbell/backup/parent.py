"""The snapshot before: what is known of files that have not changed."""

from __future__ import annotations

from collections.abc import Collection, Container, Sequence
from operator import is_
from typing import TYPE_CHECKING

from firstbell.backup.rereads import KnownBlob, Rotation
from firstbell.base.clock import parse_time
from firstbell.base.deferral import defer
from firstbell.base.errors import Error
from firstbell.base.ids import ID_BYTES, parse_hex_id
from firstbell.crypto.seal import OVERHEAD_BYTES
from firstbell.record.tags import COMPOSED_TAG
from firstbell.repository import Node, Repository, Snapshot
from firstbell.repository.format.errors import FormatError
from firstbell.repository.format.names import quote_name, quote_names

if TYPE_CHECKING:
    import numpy as np
else:
    np = defer("numpy")


# looked up one by one, 3 to 6 us each; more of them all at once, which costs 30 us however few they are. A
# small index has no arrays, and a look into it takes 0.2 us
_FEW_IDS = 8
# of so many blobs at most the ids are gathered in a set, 12 MB and 15 ms
_MOST_GATHERED = 1 << 16
# of so many snapshots at most the root is looked at, each a pack of a server's
_MOST_SHAPES = 32


def find_parent(
    repository: Repository,
    *,
    hostname: str,
    paths: Sequence[str],
    before_ns: int,
    names: Collection[bytes] = (),
) -> Snapshot | None:
    """The newest snapshot of the same host and paths that is not newer; composed ones never count.

    `names`: what will stand in the root. A backup of `.` and one of the same folder by its whole path have
    the same paths and trees of different shape; one of the same shape is preferred, since only there files
    that have not changed are found.
    """
    wanted = set(paths)
    fitting = [
        snapshot
        for snapshot in repository.list_snapshots()
        if snapshot.hostname == hostname
        and set(snapshot.paths) == wanted
        and snapshot.time_ns <= before_ns
        and COMPOSED_TAG not in (snapshot.tags or ())
    ]
    newest_first = fitting[::-1]
    if len(fitting) > 1 and names:
        for snapshot in newest_first[:_MOST_SHAPES]:
            root = ParentFolder(repository, snapshot.tree)
            if sum(root.find_name(name) is not None for name in names) * 2 >= len(names):
                return snapshot
    return next(iter(newest_first), None)


class ParentFolder:
    """The nodes of one folder of the parent, by quoted name; empty where there is none.

    `tree_hex_id`: the folder's tree, None where there is none or it cannot be read.
    """

    __slots__ = ("_by_name", "_repository", "tree_hex_id")

    def __init__(self, repository: Repository, tree_hex_id: str | None) -> None:
        self._repository = repository
        self._by_name: dict[str, Node] = {}
        self.tree_hex_id: str | None = None
        if tree_hex_id is not None:
            try:
                nodes = repository.load_tree(parse_hex_id(tree_hex_id))
            except Error:
                return  # a damaged parent costs reading anew, nothing else
            self._by_name = {node.quoted_name: node for node in nodes}
            # a tree in which one name hides another is not to be handed on
            self.tree_hex_id = tree_hex_id if len(nodes) == len(self._by_name) else None

    @property
    def names(self) -> Collection[str]:
        """The quoted names of its nodes."""
        return self._by_name.keys()

    def list_nodes(self, passed: Container[str]) -> list[Node]:
        """Its nodes but those of the quoted names in `passed`."""
        return [node for name, node in self._by_name.items() if name not in passed]

    def find_names(self, names: Sequence[bytes]) -> list[Node | None]:
        """The node of each name as the system has it."""
        return list(map(self._by_name.get, quote_names(names)))

    def find_name(self, name: bytes) -> Node | None:
        """The node of a name as the system has it."""
        return self._by_name.get(quote_name(name)) if self._by_name else None

    def find(self, quoted_name: str) -> Node | None:
        """The node of a name."""
        return self._by_name.get(quoted_name)

    def enter(self, quoted_name: str) -> ParentFolder:
        """The folder of a name, empty where the parent has none."""
        node = self._by_name.get(quoted_name)
        return ParentFolder(self._repository, node.subtree if node and node.type == "dir" else None)

    def consists_of(self, nodes: Sequence[Node]) -> bool:
        """Whether these are its nodes themselves, all of them, so that its tree can stand for theirs."""
        own = self._by_name
        if len(nodes) != len(own):
            return False
        # a folder of files alone has them in the tree's order
        in_order = all(map(is_, nodes, own.values()))
        return in_order or set(map(id, nodes)) == set(map(id, own.values()))


class ChangeDetector:
    """Whether a file is as the parent has it: size, modified time, and unless told otherwise changed time
    and inode; whether the repository still holds its content; whether it has its turn to be read anyway.
    """

    def __init__(
        self, repository: Repository, rotation: Rotation, *, ignore_inode: bool, ignore_ctime: bool
    ) -> None:
        self._index = repository.index
        self._rotation = rotation
        self._ignore_inode = ignore_inode
        self._ignore_ctime = ignore_ctime
        self._gathered: set[str] = set()

    def prepare(self) -> None:
        """Make ready for looking up many files; before a fork, so that it is done once."""
        if not self._gathered and len(self._index) <= _MOST_GATHERED:
            self._gathered = self._index.gather_hex_ids()

    def is_unchanged(self, node: Node, before: Node | None) -> bool:
        """Whether `before` can lend its content to `node`, if the repository holds it still."""
        if before is None or before.type != "file":
            return False
        if node.size != before.size or not _is_same_time(node.mtime, before.mtime):
            return False
        if not self._ignore_ctime and not _is_same_time(node.ctime, before.ctime):
            return False
        return self._ignore_inode or not before.inode or node.inode == before.inode

    def find_lost(self, nodes: Sequence[Node]) -> list[bool]:
        """Of each file, whether the repository lacks any of its content. One look-up for all of them."""
        gathered = self._gathered
        if gathered and all(map(gathered.issuperset, [node.content for node in nodes if node.content])):
            return [False] * len(nodes)
        hex_ids = "".join(["".join(node.content) for node in nodes if node.content])
        try:
            if self._holds_all(bytes.fromhex(hex_ids)):
                return [False] * len(nodes)
        except ValueError:
            pass  # a tree that another program wrote holds what is no id: it is found below
        return [not self._holds_content(node) for node in nodes]

    def _holds_all(self, ids: bytes) -> bool:
        """`ids`: one after the other. Raises: ValueError when that is not what they are."""
        if len(ids) > _FEW_IDS * ID_BYTES and not self._index.is_small:
            columns = np.frombuffer(ids, dtype=np.uint8).reshape(-1, ID_BYTES)
            return bool(self._index.locate_many(columns).found.all())
        return all(ids[at : at + ID_BYTES] in self._index for at in range(0, len(ids), ID_BYTES))

    @property
    def has_turns(self) -> bool:
        """Whether it may be anybody's turn."""
        return not self._rotation.is_idle

    def has_turn(self, before: Node) -> bool:
        """Whether a file of which nothing is lost is to be read though it looks unchanged."""
        return self._rotation.has_turn(before.content or ())

    def list_known(self, before: Node) -> list[KnownBlob]:
        """The content of a file of which nothing is lost, piece by piece."""
        content = before.content or []
        if len(content) == 1:
            return [KnownBlob(content[0], before.size)]
        ids = np.frombuffer(bytes.fromhex("".join(content)), dtype=np.uint8).reshape(-1, ID_BYTES)
        located = self._index.locate_many(ids)
        plain = located.plain_lengths.astype(np.int64)
        sizes = np.where(plain > 0, plain, located.lengths.astype(np.int64) - OVERHEAD_BYTES)
        return [KnownBlob(*known) for known in zip(content, sizes.tolist(), strict=True)]

    def _holds_content(self, node: Node) -> bool:
        try:
            return all(blob_id in self._index for blob_id in node.content_ids)
        except FormatError:
            return False


def _is_same_time(one: str, other: str) -> bool:
    # the same moment may be written in another zone
    return one == other or parse_time(one) == parse_time(other)
