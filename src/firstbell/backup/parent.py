"""The snapshot before: what is known of files that have not changed."""

from __future__ import annotations

from collections.abc import Sequence

from firstbell.base.clock import parse_time
from firstbell.base.errors import Error
from firstbell.base.ids import parse_hex_id
from firstbell.record.tags import COMPOSED_TAG
from firstbell.repository import Node, Repository, Snapshot


def find_parent(
    repository: Repository, *, hostname: str, paths: Sequence[str], before_ns: int
) -> Snapshot | None:
    """The newest snapshot of the same host and paths that is not newer; composed ones never count."""
    wanted = set(paths)
    fitting = [
        snapshot
        for snapshot in repository.list_snapshots()
        if snapshot.hostname == hostname
        and set(snapshot.paths) == wanted
        and snapshot.time_ns <= before_ns
        and COMPOSED_TAG not in (snapshot.tags or ())
    ]
    return fitting[-1] if fitting else None


class ParentFolder:
    """The nodes of one folder of the parent, by quoted name; empty where there is none."""

    __slots__ = ("_by_name", "_repository")

    def __init__(self, repository: Repository, tree_hex_id: str | None) -> None:
        self._repository = repository
        self._by_name: dict[str, Node] = {}
        if tree_hex_id is not None:
            try:
                nodes = repository.load_tree(parse_hex_id(tree_hex_id))
            except Error:
                return  # a damaged parent costs reading anew, nothing else
            self._by_name = {node.quoted_name: node for node in nodes}

    def __len__(self) -> int:
        return len(self._by_name)

    def find(self, quoted_name: str) -> Node | None:
        """The node of a name."""
        return self._by_name.get(quoted_name)

    def enter(self, quoted_name: str) -> ParentFolder:
        """The folder of a name, empty where the parent has none."""
        node = self._by_name.get(quoted_name)
        return ParentFolder(self._repository, node.subtree if node and node.type == "dir" else None)


class ChangeDetector:
    """Whether a file is as the parent has it: size, modified time, and unless told otherwise changed time
    and inode; and whether the repository still holds all of its content.
    """

    def __init__(self, repository: Repository, *, ignore_inode: bool, ignore_ctime: bool) -> None:
        self._index = repository.index
        self._ignore_inode = ignore_inode
        self._ignore_ctime = ignore_ctime

    def is_unchanged(self, node: Node, before: Node | None) -> bool:
        """Whether `before` can lend its content to `node`."""
        if before is None or before.type != "file":
            return False
        if node.size != before.size or not _is_same_time(node.mtime, before.mtime):
            return False
        if not self._ignore_ctime and not _is_same_time(node.ctime, before.ctime):
            return False
        if not self._ignore_inode and before.inode and node.inode != before.inode:
            return False
        return all(blob_id in self._index for blob_id in before.content_ids)


def _is_same_time(one: str, other: str) -> bool:
    # the same moment may be written in another zone
    return one == other or parse_time(one) == parse_time(other)
