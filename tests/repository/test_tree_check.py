from __future__ import annotations

import pytest

from firstbell.base.progress import Silent
from firstbell.repository import BlobKind, Node, Repository, Snapshot
from firstbell.repository.check import CheckOptions, check_repository
from firstbell.repository.findings import Severity
from firstbell.repository.format.node import MODE_DIR
from firstbell.repository.format.tree import render_tree
from firstbell.repository.packer import RepositoryWriter
from firstbell.repository.tree_check import DamageMap
from firstbell.store import Kind, StoreError
from tests.repository.checking import (
    FOLDER,
    NOISE,
    codes_of,
    pack_of,
    run_check,
    touched_paths,
)
from tests.repository.making import (
    make_repository,
    save_folder,
    save_snapshot,
    save_snapshot_of,
)


@pytest.fixture(params=[1, 2])
def repository(request: pytest.FixtureRequest) -> Repository:
    return make_repository(version=request.param)


def _save_tree(writer: RepositoryWriter, *nodes: Node) -> bytes:
    return writer.save_tree(render_tree(nodes)).id


def test_every_kind_of_wrong_node_is_named_by_its_path() -> None:
    repository = make_repository()
    with repository.writer() as writer:
        content = writer.save_blob(BlobKind.DATA, b"12345").id.hex()
        good = Node("good", "file", size=5, content=[content])
        inner = _save_tree(writer, Node("short", "file", size=9, content=[content]), good)
        nodes = [
            Node("a/b", "file"),
            Node("..", "dir", MODE_DIR, subtree=_save_tree(writer).hex()),
            Node("twice", "fifo"),
            Node("twice", "fifo"),
            Node("no type", "portal"),
            Node("no tree", "dir", MODE_DIR),
            Node("bad tree", "dir", MODE_DIR, subtree="xyz"),
            Node("lost tree", "dir", MODE_DIR, subtree="ab" * 32),
            Node("bad content", "file", content=["xyz"]),
            Node("lost content", "file", size=5, content=["cd" * 32, content]),
            Node("lost too", "file", size=5, content=["cd" * 32]),
            Node("inner", "dir", MODE_DIR, subtree=inner.hex()),
            Node("link", "symlink", linktarget="x"),
        ]
        raw = render_tree(nodes).replace(b'"no type"', b'"no \\\\q type"')
        nodes_of_raw = writer.save_tree(raw).id
        tree = _save_tree(writer, *nodes, Node("wrong name", "dir", MODE_DIR, subtree=nodes_of_raw.hex()))
    snapshot = save_snapshot_of(repository, tree)
    findings = run_check(repository)
    assert all(each.snapshot_hex_id == snapshot.hex_id for each in findings)
    found = {
        (each.code, each.path) for each in findings if not (each.path or b"").startswith(b"/wrong name/")
    }
    assert found == {
        ("node.name", b"/a/b"),
        ("node.name", b"/.."),
        ("node.name", b"/twice"),
        ("node.type", b"/no type"),
        ("node.subtree", b"/no tree"),
        ("node.subtree", b"/bad tree"),
        ("tree.missing", b"/lost tree"),
        ("node.content", b"/bad content"),
        ("blob.missing", b"/lost content"),
        ("node.size", b"/inner/short"),
        ("node.name", b"/wrong name"),
        ("path.touched", b"/lost tree"),
        ("path.touched", b"/lost content"),
        ("path.touched", b"/lost too"),
    }
    assert sum(each.code == "blob.missing" for each in findings) == 1


@pytest.mark.parametrize("count", [1, 20, 40])
def test_a_wrong_size_and_a_lost_blob_are_found_among_few_and_among_many(count: int) -> None:
    repository = make_repository()
    with repository.writer() as writer:
        content = [writer.save_blob(BlobKind.DATA, b"%05d" % at).id.hex() for at in range(count)]
        nodes = [Node(f"{at}", "file", size=5, content=[hex_id]) for at, hex_id in enumerate(content)]
        whole = Node("whole", "file", size=5 * count, content=content)
        wrong = _save_tree(writer, *nodes, whole, Node("wrong", "file", size=7, content=content[:1]))
        lost = _save_tree(writer, *nodes, whole, Node("lost", "file", size=5, content=["cd" * 32]))
    save_snapshot_of(repository, wrong)
    save_snapshot_of(repository, lost)
    found = {(each.code, each.path) for each in run_check(repository)}
    assert found == {("node.size", b"/wrong"), ("blob.missing", b"/lost"), ("path.touched", b"/lost")}


def test_a_tree_is_visited_once_over_all_snapshots() -> None:
    repository = make_repository()
    for number in range(5):
        save_snapshot(repository, {**FOLDER, b"n": b"%d" % number}, at_s=number)
    visited: list[int] = []

    class _Counting(Silent):
        def start(
            self, stage: str, *, total_files: int | None = None, total_bytes: int | None = None
        ) -> None:
            visited.append(0)

        def advance(self, *, files: int = 0, size_bytes: int = 0) -> None:
            visited[-1] += files

    assert list(check_repository(repository, CheckOptions(), _Counting())) == []
    assert visited[-1] == 5 + 3


def test_a_tree_that_is_no_tree_is_named(repository: Repository) -> None:
    with repository.writer() as writer:
        bad = writer.save_tree(b"not a tree").id
        root = _save_tree(writer, Node("folder", "dir", MODE_DIR, subtree=bad.hex()))
    snapshot = save_snapshot_of(repository, root)
    findings = run_check(repository)
    assert codes_of(findings) == ["tree.damaged", "path.touched"]
    assert findings[0].blob_hex_id == bad.hex()
    assert touched_paths(findings) == {(snapshot.hex_id, b"/folder")}


def test_trees_deeper_than_any_path_end_in_an_error() -> None:
    repository = make_repository()
    with repository.writer() as writer:
        tree = _save_tree(writer)
        for _ in range(4200):
            tree = _save_tree(writer, Node("d", "dir", MODE_DIR, subtree=tree.hex()))
    save_snapshot_of(repository, tree)
    (finding,) = run_check(repository)
    assert finding.code == "node.subtree"
    assert "is more than 4,096 folders deep" in finding.message


def test_touched_paths_are_found_past_nodes_that_are_wrong_themselves() -> None:
    repository = make_repository()
    with repository.writer() as writer:
        lost = ["cd" * 32]
        hurt = _save_tree(writer, Node("lost", "file", size=1, content=lost), Node("bad", "dir"))
        raw = render_tree([Node("z", "file", size=1, content=lost)]).replace(b'"z"', b'"\\\\q"')
        unnamed = writer.save_tree(raw).id
        whole = save_folder(writer, {b"x": b"y"})
        tree = _save_tree(
            writer,
            Node("bad", "file", content=["xyz"]),
            Node("hurt", "dir", subtree=hurt.hex()),
            Node("no tree", "dir"),
            Node("unnamed", "dir", subtree=unnamed.hex()),
            Node("whole", "dir", subtree=whole.hex()),
            Node("whole again", "dir", subtree=whole.hex()),
        )
    first = save_snapshot_of(repository, tree)
    second = save_snapshot_of(repository, tree, at_s=60)
    assert touched_paths(run_check(repository)) == {(each.hex_id, b"/hurt/lost") for each in (first, second)}


def test_only_so_many_touched_paths_are_listed() -> None:
    repository = make_repository()
    save_snapshot(repository, {b"%d" % number: NOISE for number in range(20)})
    repository.store.delete(Kind.DATA, pack_of(repository, NOISE))
    findings = run_check(repository, CheckOptions(max_paths=7))
    assert codes_of(findings) == ["pack.missing", *["path.touched"] * 7, "path.more"]
    assert findings[-1].severity is Severity.HINT


class _UnsteadyReader:
    """Gave the tree when it was checked, and does not when its damage is looked for."""

    def load_tree(self, tree_id: bytes) -> list[Node]:
        raise StoreError("the network is down")


def test_a_tree_that_went_away_since_it_was_checked_ends_nothing() -> None:
    damage = DamageMap(_UnsteadyReader(), {b"\xaa" * 32}, max_paths=5)
    assert list(damage.find_paths([Snapshot("2023-02-18T12:30:00Z", "bb" * 32)])) == []
