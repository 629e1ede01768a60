"""Repositories an intruder with the password can write: each has one honest snapshot, and one that is not."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from firstbell.base.ids import hash_id
from firstbell.repository import BlobKind, Repository
from firstbell.repository.format.compression import compress
from firstbell.repository.format.index import render_index
from firstbell.repository.format.pack import LENGTH, PackedBlob, render_header
from firstbell.repository.unpacked import save_unpacked
from firstbell.store import Kind, LocalStore
from tests.repository.making import Folder, make_repository, save_snapshot, save_snapshot_of

HONEST: Folder = {b"office": {b"letter": b"letter " * 400}, b"photo": bytes(range(256)) * 30}
BOMB_BYTES = 300 << 20


def plant_pack(repository: Repository, blobs: list[tuple[BlobKind, bytes, bytes, int]]) -> None:
    """A pack and an index of it: (kind, id, payload, plaintext length) of each, which may all be lies."""
    data, listed = b"", []
    for kind, blob_id, payload, plain_length in blobs:
        sealed = repository.sealer.seal(payload)
        listed.append(PackedBlob(kind, blob_id, len(data), len(sealed), plain_length))
        data += sealed
    header = repository.sealer.seal(render_header(listed))
    data += header + LENGTH.pack(len(header))
    pack_id = hash_id(data)
    repository.store.write(Kind.DATA, pack_id.hex(), [data])
    save_index(repository, render_index({pack_id: listed}))


def save_index(repository: Repository, plaintext: bytes) -> None:
    save_unpacked(repository.store, repository.sealer, Kind.INDEX, plaintext=plaintext, version=2)


def plant_tree(repository: Repository, data: bytes) -> bytes:
    """A tree of any bytes; its id."""
    with repository.writer() as writer:
        return writer.save_tree(data).id


def plant_nodes(repository: Repository, nodes: list[dict[str, Any]]) -> bytes:
    return plant_tree(repository, json.dumps({"nodes": nodes}).encode() + b"\n")


def plant_bomb(repository: Repository, kind: BlobKind, plaintext: bytes, *, told_bytes: int = 0) -> bytes:
    """A blob that is small where it lies and large when it is read; its id, which is true."""
    blob_id = hash_id(plaintext)
    plant_pack(repository, [(kind, blob_id, compress(plaintext), told_bytes or len(plaintext))])
    repository.reload_index()
    return blob_id


def file_node(name: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "type": "file", "mode": 420, "content": []} | more


def folder_node(name: str, subtree: bytes, **more: Any) -> dict[str, Any]:
    return {"name": name, "type": "dir", "mode": 0o20000000755, "subtree": subtree.hex()} | more


def deep_tree(repository: Repository, depth: int = 6000) -> None:
    """Folders in folders, deeper than any path can be."""
    with repository.writer() as writer:
        tree = writer.save_tree(b'{"nodes":[]}\n').id
        for _ in range(depth):
            tree = writer.save_tree(json.dumps({"nodes": [folder_node("d", tree)]}).encode() + b"\n").id
    save_snapshot_of(repository, tree, at_s=60)


def looping_tree(repository: Repository) -> None:
    """The index says that the tree below a folder lies where the folder's own tree lies."""
    below = hash_id(b"below")
    data = json.dumps({"nodes": [folder_node("again", below)]}).encode() + b"\n"
    plant_pack(repository, [(BlobKind.TREE, hash_id(data), data, 0), (BlobKind.TREE, below, data, 0)])
    save_snapshot_of(repository, hash_id(data), at_s=60)


def bomb_content(repository: Repository) -> None:
    """Honest in everything but that nobody saves blobs of such a size."""
    blob_id = plant_bomb(repository, BlobKind.DATA, bytes(BOMB_BYTES))
    nodes = [file_node(name, size=BOMB_BYTES, content=[blob_id.hex()]) for name in ("one", "two")]
    save_snapshot_of(repository, plant_nodes(repository, [*nodes, file_node("zero")]), at_s=60)


def bomb_that_lies(repository: Repository) -> None:
    """The index tells a small size of a blob that is large."""
    blob_id = plant_bomb(repository, BlobKind.DATA, bytes(BOMB_BYTES), told_bytes=100)
    node = file_node("small", size=100, content=[blob_id.hex()])
    save_snapshot_of(repository, plant_nodes(repository, [node, file_node("zero")]), at_s=60)


def bomb_tree(repository: Repository) -> None:
    """A tree of ten million nodes, each as short as can be."""
    node = b'{"name":"a","type":"file"},'
    data = b'{"nodes":[' + node * (BOMB_BYTES // len(node)) + b'{"name":"b","type":"file"}]}\n'
    save_snapshot_of(repository, plant_bomb(repository, BlobKind.TREE, data), at_s=60)


def nested_json(repository: Repository) -> None:
    """A million brackets."""
    save_snapshot_of(repository, plant_tree(repository, b'{"nodes":' + b"[" * 1_000_000), at_s=60)
    deep = b'{"nodes":[{"name":"a","type":"file","extended_attributes":' + b"[" * 1_000_000
    save_snapshot_of(repository, plant_tree(repository, deep), at_s=61)


def bomb_objects(repository: Repository) -> None:
    """A snapshot, an index and a lock that are large when they are opened."""
    words = b'"a",' * (BOMB_BYTES // 4)
    time = b'"time":"2023-02-18T12:30:00Z"'
    plaintexts = {
        Kind.SNAPSHOTS: b"{" + time + b',"tree":"' + b"ab" * 32 + b'","paths":[' + words + b'"a"]}',
        Kind.INDEX: b'{"supersedes":[' + words + b'"a"],"packs":[]}',
        Kind.LOCKS: b"{" + time + b',"exclusive":true,"words":[' + words + b'"a"]}',
    }
    for kind, plaintext in plaintexts.items():
        sealed = repository.sealer.seal(b"\x02" + compress(plaintext))
        repository.store.write(kind, hash_id(sealed).hex(), [sealed])


def hostile_names(repository: Repository) -> None:
    blob = plant_bomb(repository, BlobKind.DATA, b"evil " * 20)
    inside = plant_nodes(repository, [file_node("passwd", size=100, content=[blob.hex()])])
    names = [
        "..",
        ".",
        "",
        "/",
        "/etc/passwd",
        "../../evil",
        "a/b",
        "nul\\x00byte",
        "twice",
        "twice",
        "ba\\qd",
    ]
    nodes = [file_node(name, size=100, content=[blob.hex()]) for name in names]
    nodes += [folder_node(name, inside) for name in ("..", "/etc", "twice", "")]
    nodes += [{"name": name, "type": "symlink", "linktarget": "/etc"} for name in ("twice", "..")]
    save_snapshot_of(repository, plant_nodes(repository, nodes), at_s=60)


ODD_VALUES: list[dict[str, Any]] = [
    {"size": -1},
    {"size": 1 << 63},
    {"size": 1 << 80},
    {"size": 1e30},
    {"mode": -1},
    {"mode": 1 << 40},
    {"uid": -5, "gid": 1 << 40},
    {"inode": -1, "links": 1 << 60},
    {"mtime": "9999999-01-01T00:00:00Z"},
    {"mtime": "0000-00-00T00:00:00Z"},
    {"mtime": "-1"},
    {"content": ["ab"]},
    {"content": ["../" * 20]},
    {"content": ["AB" * 32]},
    {"content": None, "size": 1 << 62},
    {"content": "ab" * 32},
    {"type": "dir", "subtree": None},
    {"type": "dir", "subtree": "ab" * 32},
    {"type": "dir", "subtree": "../.."},
    {"type": "dev", "device": -1},
    {"type": "chardev", "device": 1 << 70},
    {"type": "symlink", "linktarget": "\0"},
    {"type": "symlink", "linktarget": "x" * 100_000},
    {"type": "socket"},
    {"type": "no such kind"},
    {"type": "fifo", "mode": 1 << 31},
    {"extended_attributes": [{"name": "user.x", "value": "!!"}]},
    {"extended_attributes": [{"name": "\0" * 300, "value": "AAAA"}]},
    {"extended_attributes": [{"name": "user.x", "value": "A" * 1_000_000}]},
]


def odd_values(repository: Repository) -> None:
    """A folder for each, so that one that is refused whole hides no other."""
    folders = []
    for number, odd in enumerate(ODD_VALUES):
        nodes = [file_node("honest"), file_node("odd") | odd]
        folders.append(folder_node(f"{number:02}", plant_nodes(repository, nodes)))
    save_snapshot_of(repository, plant_nodes(repository, folders), at_s=60)


def odd_snapshots(repository: Repository) -> None:
    tree = repository.list_snapshots()[0].tree
    good: dict[str, Any] = {
        "time": "2023-02-18T12:30:00Z",
        "tree": tree,
        "paths": ["/srv"],
        "hostname": "school",
    }
    odd: list[dict[str, Any]] = [
        {"tree": "ab" * 32},
        {"tree": "../../config"},
        {"tree": None},
        {"paths": None},
        {"paths": ["x" * 100_000]},
        {"hostname": "a\n\x1b[2Jb"},
        {"time": "9999-12-31T23:59:59Z"},
        {"time": "0001-01-01T00:00:00Z"},
        {"time": "soon"},
        {"parent": "no id"},
        {"original": 5},
        {"tags": [",", "\0"]},
        {"summary": {"files_new": -1, "total_bytes_processed": 1 << 90}},
    ]
    for change in odd:
        plaintext = json.dumps(good | change).encode()
        save_unpacked(repository.store, repository.sealer, Kind.SNAPSHOTS, plaintext=plaintext, version=2)


Plant = Callable[[Repository], None]
HOSTILE: dict[str, Plant] = {
    "deep tree": deep_tree,
    "looping tree": looping_tree,
    "nested JSON": nested_json,
    "hostile names": hostile_names,
    "odd values": odd_values,
    "odd snapshots": odd_snapshots,
}
BOMBS: dict[str, Plant] = {
    "bomb of content": bomb_content,
    "bomb that lies": bomb_that_lies,
    "bomb of a tree": bomb_tree,
    "bombs of snapshot, index and lock": bomb_objects,
}


def make_hostile(folder: Path, plant: Plant) -> str:
    """The repository; the hex id of the honest snapshot."""
    repository = make_repository(LocalStore(folder))
    honest = save_snapshot(repository, HONEST).hex_id
    repository.reload_index()
    plant(repository)
    return honest


def list_commands(folder: Path, honest: str, hostile: list[str]) -> Iterator[list[str]]:
    """Every command that reads, on what is hostile; those that write come last."""
    yield ["snapshots"]
    yield ["check", "--read-data"]
    for number, hex_id in enumerate(hostile[:3]):
        yield ["ls", hex_id]
        yield ["find", "*odd*", "--snapshot", hex_id]
        yield ["diff", honest, hex_id]
        yield ["diff", hex_id, honest]
        yield ["dump", hex_id, "/one"]
        yield ["dump", hex_id, "/"]
        yield ["restore", hex_id, "--target", str(folder / f"target {number}")]
        yield ["restore", hex_id, "--target", str(folder / f"target {number}"), "--dry-run"]
    for mode in ("restore-size", "files-by-contents", "raw-data"):
        yield ["stats", "--mode", mode]
    yield ["forget", "--keep-last", "1", "--dry-run"]
    yield ["prune", "--dry-run"]
    yield ["catalog"]
    yield ["versions", "/odd"]
    yield ["examine", "--all"]
    yield ["recover", "compose", "--host", "school"]
    yield ["backup", str(folder / "tree")]
    for what in (["index"], ["packs"], ["snapshots", "--forget"]):
        yield ["repair", *what]
