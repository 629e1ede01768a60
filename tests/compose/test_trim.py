"""Trees cut to what is wanted, and under other names, however deep."""

from __future__ import annotations

import pytest

from firstbell.base.ids import hash_id
from firstbell.compose.trim import MAX_DEPTH, TooDeepError, drop_paths, keep_paths, map_names
from firstbell.repository.format.node import MODE_DIR, Node
from firstbell.repository.format.tree import RawTree, render_tree


class MemoryKeeper:
    """Trees in memory."""

    def __init__(self) -> None:
        self.trees: dict[bytes, bytes] = {}

    def load_raw_tree(self, tree_id: bytes) -> RawTree:
        """See `TreeKeeper`."""
        return RawTree.parse(self.trees[tree_id])

    def save_rendered(self, data: bytes) -> bytes:
        """See `TreeKeeper`."""
        tree_id = hash_id(data)
        self.trees[tree_id] = data
        return tree_id

    def tree(self, *nodes: Node) -> bytes:
        """A tree of these nodes; its id."""
        return self.save_rendered(render_tree(nodes))

    def folder(self, name: str, *nodes: Node) -> Node:
        """A folder that holds these."""
        return Node(name, "dir", mode=MODE_DIR | 0o755, subtree=self.tree(*nodes).hex())

    def list_paths(self, tree_id: bytes, above: bytes = b"") -> list[bytes]:
        """Every path of the tree that is no folder."""
        found = []
        for raw in self.load_raw_tree(tree_id).nodes:
            path = above + b"/" + raw.node.name
            if raw.node.type == "dir":
                found += self.list_paths(bytes.fromhex(raw.node.subtree or ""), path)
            else:
                found.append(path)
        return found


def file(name: str) -> Node:
    return Node(name, "file", mode=0o644, size=0, content=[])


@pytest.fixture
def keeper() -> MemoryKeeper:
    return MemoryKeeper()


@pytest.fixture
def office(keeper: MemoryKeeper) -> bytes:
    return keeper.tree(
        file("a"),
        keeper.folder("d", file("b"), keeper.folder("e", file("c"))),
        keeper.folder("f", file("b")),
    )


def test_nothing_is_kept_but_what_was_asked_for(keeper: MemoryKeeper, office: bytes) -> None:
    assert keeper.list_paths(keep_paths(keeper, office, [b"/d/e", b"/f/b"])) == [b"/d/e/c", b"/f/b"]
    assert keep_paths(keeper, office, [b"/"]) == office
    # a file on the way is no folder, and a name that is not there is nothing
    assert keeper.list_paths(keep_paths(keeper, office, [b"/a/b", b"/d/x", b"/f"])) == [b"/f/b"]


def test_what_is_dropped_is_gone_and_all_else_stays(keeper: MemoryKeeper, office: bytes) -> None:
    assert keeper.list_paths(drop_paths(keeper, office, [b"/d/e", b"/a/b"])) == [b"/a", b"/d/b", b"/f/b"]
    assert drop_paths(keeper, office, []) == office


def test_names_change_where_they_are_told_to_and_each_is_told(keeper: MemoryKeeper, office: bytes) -> None:
    def shout(names: list[bytes]) -> dict[bytes, bytes]:
        return {name: name.upper() for name in names if name in {b"b", b"e"}}

    mapped, told = map_names(keeper, office, shout)

    assert keeper.list_paths(mapped) == [b"/a", b"/d/B", b"/d/E/c", b"/f/B"]
    assert told == [(b"/d/b", b"B"), (b"/d/e", b"E"), (b"/f/b", b"B")]
    assert map_names(keeper, office, lambda names: {}) == (office, [])


@pytest.mark.parametrize(("depth", "is_refused"), [(1500, False), (MAX_DEPTH, False), (MAX_DEPTH + 1, True)])
def test_a_tree_as_deep_as_a_path_can_be_is_mapped_and_a_deeper_one_refused(
    keeper: MemoryKeeper, depth: int, is_refused: bool
) -> None:
    tree_id = keeper.tree(file("x"))
    for _ in range(depth):
        tree_id = keeper.tree(Node("d", "dir", mode=MODE_DIR | 0o755, subtree=tree_id.hex()))

    def rename(names: list[bytes]) -> dict[bytes, bytes]:
        return {b"x": b"y"} if b"x" in names else {}

    if is_refused:
        with pytest.raises(TooDeepError):
            map_names(keeper, tree_id, rename)
        return
    assert map_names(keeper, tree_id, rename)[1] == [(b"/d" * depth + b"/x", b"y")]
