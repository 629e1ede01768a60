"""A tree is written anew without what is lost, and keeps everything else."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from firstbell.repository import BlobKind, Node, Repository, Snapshot
from firstbell.repository.format.names import quote_name
from firstbell.repository.format.tree import RawTree, render_tree
from firstbell.repository.upkeep.repair_snapshots import SnapshotRepairer
from firstbell.store import Kind, MemoryStore
from tests.repository.making import (
    PASSWORD,
    flip_bit,
    make_repository,
    replace_object,
    save_snapshot,
)
from tests.repository.repairing import repair_snapshots_of


def save_tree(repository: Repository, nodes: Sequence[Node], extra: dict[str, object] | None = None) -> bytes:
    """A tree of these nodes, each with the fields of `extra`, which no program knows."""
    tree = RawTree.parse(render_tree(nodes))
    tree.nodes = [raw.with_fields(extra or {}) for raw in tree.nodes]
    with repository.writer() as writer:
        return writer.save_tree(tree.render()).id


def lose_blob(repository: Repository, content: bytes) -> str:
    """Save a blob in a pack of its own, then lose that; its hex id."""
    with repository.writer() as writer:
        blob_id = writer.save_blob(BlobKind.DATA, content).id
    repository.store.delete(Kind.DATA, repository.locate(blob_id).pack_id.hex())
    return blob_id.hex()


def save_blob(repository: Repository, content: bytes) -> str:
    with repository.writer() as writer:
        return writer.save_blob(BlobKind.DATA, content).id.hex()


def repair_tree(repository: Repository, root: bytes) -> tuple[RawTree, dict[bytes, str]]:
    """(new root, kind of loss by path) of a snapshot of this tree."""
    snapshot = Snapshot("2023-02-18T00:00:00Z", root.hex(), ["/srv"], hostname="school")
    snapshot.extra = {"later": 1}
    repository.save_snapshot(snapshot)
    repairer = SnapshotRepairer(Repository.open(repository.store, PASSWORD))
    repaired = repairer.examine(snapshot)
    assert repaired is not None
    new = repairer.save(repaired)
    assert new is not None
    assert (new.extra, new.original, new.tags) == ({"later": 1}, snapshot.hex_id, ["repaired"])
    fresh = Repository.open(repository.store, PASSWORD)
    assert fresh.load_snapshot(new.hex_id).tree == repaired.new_tree
    losses = {loss.path: str(loss.kind) for loss in repaired.losses}
    return fresh.load_raw_tree(bytes.fromhex(new.tree)), losses


def test_a_file_keeps_the_parts_that_are_there_under_a_name_that_says_so() -> None:
    repository = make_repository()
    lost, kept = lose_blob(repository, b"lost"), save_blob(repository, b"kept")
    taken = [b"a.repaired", b"a.repaired-2", b"b" * 255, b"wrong"]
    files = [Node(quote_name(name), "file", size=4, content=[kept]) for name in taken[:2]]
    files += [Node(quote_name(name), "file", size=8, content=[kept, lost]) for name in (b"a", b"b" * 255)]
    files.append(Node("wrong", "file", size=99, content=[kept]))
    tree, losses = repair_tree(repository, save_tree(repository, files, {"from_later": {"x": [1]}}))
    names = {raw.node.name: raw.node for raw in tree.nodes}
    assert names.keys() == {*taken[:2], b"a.repaired-3", b"b" * 246 + b".repaired", b"wrong"}
    assert {(node.size, tuple(node.content or ())) for node in names.values()} == {(4, (kept,))}
    assert losses == {b"/a": "content", b"/" + b"b" * 255: "content", b"/wrong": "size"}
    assert all(msgspec.json.decode(raw.raw)["from_later"] == {"x": [1]} for raw in tree.nodes)


def test_a_folder_that_is_lost_is_empty_and_what_cannot_be_an_entry_goes() -> None:
    repository = make_repository()
    kept = save_blob(repository, b"kept")
    lost_tree = "ab" * 32
    nodes = [
        Node("gone", "dir", subtree=lost_tree),
        Node("none", "dir", subtree="no id"),
        Node("odd", "irregular"),
        Node("bad\\q", "file"),
        Node("file", "file", size=4, content=[kept, "no id"]),
        Node("link", "symlink", linktarget="file"),
    ]
    # a node whose name is none cannot be sorted by it: the tree is put together by hand
    rendered = b'{"nodes":[' + b",".join(msgspec.json.encode(node) for node in nodes) + b"]}\n"
    with repository.writer() as writer:
        inner = writer.save_tree(rendered).id
    root = save_tree(repository, [Node("srv", "dir", subtree=inner.hex()), Node("x", "fifo")])
    tree, losses = repair_tree(repository, root)
    fresh = Repository.open(repository.store, PASSWORD)
    (srv, fifo) = (raw.node for raw in tree.nodes)
    assert fifo.type == "fifo"
    found = {node.name: node for node in fresh.load_tree(bytes.fromhex(srv.subtree or ""))}
    assert found.keys() == {b"gone", b"none", b"file.repaired", b"link"}
    assert fresh.load_tree(bytes.fromhex(found[b"gone"].subtree or "")) == []
    assert fresh.load_tree(bytes.fromhex(found[b"none"].subtree or "")) == []
    assert losses == {
        b"/srv/gone": "folder",
        b"/srv/none": "folder",
        b"/srv/odd": "node",
        b"/srv/bad\\q": "node",
        b"/srv/file": "content",
    }


def test_an_empty_folder_whose_own_tree_is_damaged_is_written_again() -> None:
    """The index names the tree that is to be written, in a copy that does not open."""
    store = MemoryStore()
    repository = make_repository(store)
    snapshot = save_snapshot(repository, {b"empty": {}, b"other": b"x"})
    at = repository.locate(bytes.fromhex(snapshot.tree))
    empty = repository.load_tree(bytes.fromhex(snapshot.tree))[0].subtree or ""
    hole = repository.locate(bytes.fromhex(empty))
    assert hole.pack_id == at.pack_id
    name = hole.pack_id.hex()
    replace_object(store, Kind.DATA, name, flip_bit(store.read(Kind.DATA, name), hole.offset + 5))
    fresh = Repository.open(store, PASSWORD)
    repair_snapshots_of(fresh)
    again = Repository.open(store, PASSWORD)
    (new,) = again.list_snapshots()
    assert new.tree == snapshot.tree
    assert again.load_tree(bytes.fromhex(empty)) == []


def test_an_entry_that_cannot_be_written_anew_goes() -> None:
    """A field that we do not know has a name that is no text: the entry stands as long as it is whole."""
    repository = make_repository()
    kept, lost = save_blob(repository, b"kept"), lose_blob(repository, b"lost")
    nodes = [
        b'{"name":"%s","type":"file","size":4,"content":["%s"],"\xff":1}' % (name, blob.encode())
        for name, blob in ((b"a", kept), (b"b", lost))
    ]
    with repository.writer() as writer:
        root = writer.save_tree(b'{"nodes":[' + b",".join(nodes) + b"]}\n").id
    tree, losses = repair_tree(repository, root)
    assert [raw.raw for raw in tree.nodes] == nodes[:1]
    assert losses == {b"/b": "node"}
