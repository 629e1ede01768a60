"""Nights of made hosts: snapshots written straight into a repository in memory, no file on a disk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from firstbell.base.clock import format_time
from firstbell.crypto.derivation import ScryptParameters
from firstbell.repository import Repository
from firstbell.repository.format.node import Node
from firstbell.repository.format.pack import BlobKind
from firstbell.repository.format.snapshot import Snapshot
from firstbell.repository.format.tree import render_tree
from firstbell.repository.packer import RepositoryWriter
from firstbell.store import MemoryStore

_BLOB_BYTES = 1 << 20
# nobody else sees this repository, and it lives as long as the process
_CHEAP = ScryptParameters(2, 1, 1)


def open_memory() -> Repository:
    """An empty repository in memory."""
    return Repository.init(MemoryStore(), "a password that nobody needs", kdf=_CHEAP)


def add_night(
    repository: Repository,
    files: Mapping[str, bytes],
    *,
    host: str,
    time_ns: int,
    paths: Sequence[str] = ("/",),
) -> str:
    """One snapshot that holds these files by their absolute paths; its hex id."""
    with repository.writer() as writer:
        tree_id = save_tree(writer, files, format_time(time_ns))
    snapshot = Snapshot(time=format_time(time_ns), tree=tree_id.hex(), paths=list(paths), hostname=host)
    # nobody else is there, and a lock takes its time to settle
    return repository.snapshots.save(snapshot)


def save_tree(writer: RepositoryWriter, files: Mapping[str, bytes], stamp: str) -> bytes:
    """A tree of files by their paths; its id. `stamp`: their times."""
    folders: dict[str, dict[str, bytes]] = {}
    nodes: list[Node] = []
    for path, data in files.items():
        head, _, rest = path.lstrip("/").partition("/")
        if rest:
            folders.setdefault(head, {})[rest] = data
            continue
        pieces = [data[at : at + _BLOB_BYTES] for at in range(0, len(data), _BLOB_BYTES)]
        ids = [writer.save_blob(BlobKind.DATA, piece).id.hex() for piece in pieces]
        nodes.append(Node(head, "file", mode=0o644, mtime=stamp, ctime=stamp, size=len(data), content=ids))
    for name, inner in folders.items():
        subtree = save_tree(writer, inner, stamp)
        nodes.append(Node(name, "dir", mode=0o755, subtree=subtree.hex()))
    nodes.sort(key=lambda node: node.name)
    return writer.save_tree(render_tree(nodes)).id
