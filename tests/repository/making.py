"""Repositories made for a test: in memory, with a key that costs nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from firstbell.base.clock import FixedClock, format_time
from firstbell.crypto.derivation import ScryptParameters
from firstbell.repository import BlobKind, Node, Repository, RepositoryWriter, Snapshot
from firstbell.repository.format.names import quote_name
from firstbell.repository.format.node import MODE_DIR
from firstbell.repository.format.tree import render_tree
from firstbell.store import Kind, MemoryStore, Store

PASSWORD = "a password"
CHEAP = ScryptParameters(n=2, r=1, p=1)
FEB_18_NS = 1_676_723_400 * 10**9

Folder: TypeAlias = Mapping[bytes, "bytes | Folder"]


def make_repository(store: Store | None = None, *, version: int = 2) -> Repository:
    """A new repository, in memory unless a store is given, on a clock that stands on 18 February 2023."""
    return Repository.init(
        store or MemoryStore(), PASSWORD, version=version, kdf=CHEAP, clock=FixedClock(FEB_18_NS)
    )


def save_folder(writer: RepositoryWriter, folder: Folder) -> bytes:
    """Save a folder; the id of its tree. Each file is one blob."""
    nodes = []
    for name, content in folder.items():
        if isinstance(content, bytes):
            ids = [writer.save_blob(BlobKind.DATA, content).id.hex()] if content else []
            nodes.append(Node(quote_name(name), "file", 0o644, size=len(content), content=ids))
        else:
            subtree = save_folder(writer, content).hex()
            nodes.append(Node(quote_name(name), "dir", MODE_DIR | 0o755, subtree=subtree))
    return writer.save_tree(render_tree(nodes)).id


def save_snapshot(
    repository: Repository,
    folder: Folder,
    *,
    at_s: int = 0,
    host: str = "school",
    tags: list[str] | None = None,
    paths: tuple[str, ...] = ("/srv",),
) -> Snapshot:
    """Save a folder and a snapshot of it, `at_s` seconds after the clock."""
    with repository.writer() as writer:
        tree = save_folder(writer, folder)
    return save_snapshot_of(repository, tree, at_s=at_s, host=host, tags=tags, paths=paths)


def save_snapshot_of(
    repository: Repository,
    tree_id: bytes,
    *,
    at_s: int = 0,
    host: str = "school",
    tags: list[str] | None = None,
    paths: tuple[str, ...] = ("/srv",),
) -> Snapshot:
    """Save a snapshot of a tree."""
    time = format_time(FEB_18_NS + at_s * 10**9)
    snapshot = Snapshot(time, tree_id.hex(), list(paths), hostname=host, tags=tags)
    repository.save_snapshot(snapshot)
    return snapshot


def replace_object(store: Store, kind: Kind, name: str, data: bytes) -> None:
    """Put other bytes under a name: damage, as a bad disk or an intruder does it."""
    store.delete(kind, name)
    store.write(kind, name, [data])


def flip_bit(data: bytes, position: int) -> bytes:
    """The same bytes with one bit changed."""
    changed = bytearray(data)
    changed[position] ^= 1
    return bytes(changed)


def names_of(store: Store, kind: Kind) -> list[str]:
    """Names of all objects of a kind, sorted."""
    return sorted(info.name for info in store.list(kind))
