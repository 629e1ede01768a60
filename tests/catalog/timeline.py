"""Repositories in memory, made of folders given as plain dictionaries: one call, one snapshot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from firstbell.base.clock import NS_PER_S, format_time, parse_time
from firstbell.base.ids import hash_id
from firstbell.crypto.derivation import ScryptParameters
from firstbell.repository import BlobKind, Repository, RepositoryWriter, Snapshot
from firstbell.repository.format.names import quote_name
from firstbell.repository.format.node import MODE_DIR, MODE_SYMLINK, Node
from firstbell.repository.format.tree import RawNode, RawTree
from firstbell.store import MemoryStore

START = parse_time("2023-02-13T02:00:00Z")
DAY_S = 86_400
CHEAP = ScryptParameters(n=2, r=1, p=1)


@dataclass
class File:
    """A file with further fields of its node, also ones nobody knows."""

    content: bytes = b""
    fields: dict[str, Any] = field(default_factory=dict)
    target: str = ""


def make_repository() -> Repository:
    return Repository.init(MemoryStore(), "password", kdf=CHEAP)


class Timeline:
    """Saves snapshots a day apart, at 02:00."""

    def __init__(self, repository: Repository | None = None, host: str = "files") -> None:
        self.repository = repository or make_repository()
        self.host = host
        self.day = 0.0

    def save(
        self,
        files: Mapping[str, bytes | File],
        *,
        folder_fields: Mapping[str, Any] | None = None,
        **fields: Any,
    ) -> Snapshot:
        """A snapshot of these files (absolute paths; one that ends in `/` is an empty folder).

        `folder_fields`: further fields of every folder's node.
        """
        with self.repository.writer() as writer:
            tree = save_folder(writer, nest(files), folder_fields or {})
        at_ns = START + int(self.day * DAY_S * NS_PER_S)
        self.day += 1
        values: dict[str, Any] = {
            "time": format_time(at_ns),
            "hostname": self.host,
            "paths": ["/srv"],
            **fields,
        }
        snapshot = Snapshot(tree=tree, **values)
        self.repository.save_snapshot(snapshot)
        return snapshot


def nest(files: Mapping[str, bytes | File]) -> dict[str, Any]:
    """Folders as dictionaries within dictionaries."""
    root: dict[str, Any] = {}
    for path, content in files.items():
        *folders, name = path.lstrip("/").split("/")
        place = root
        for folder in folders:
            place = place.setdefault(folder, {})
        if name:
            place[name] = content
    return root


def save_folder(
    writer: RepositoryWriter, folder: Mapping[str, Any], folder_fields: Mapping[str, Any] | None = None
) -> str:
    """Save a folder of folders and files; the hex id of its tree."""
    nodes = []
    for name, inside in folder.items():
        if isinstance(inside, dict):
            subtree = save_folder(writer, inside, folder_fields)
            fields = {"type": "dir", "mode": MODE_DIR | 0o755, "subtree": subtree, **(folder_fields or {})}
        else:
            fields = save_file(writer, inside if isinstance(inside, File) else File(inside))
        quoted = quote_name(name.encode(errors="surrogateescape"))
        nodes.append(
            RawNode.from_node(Node(quoted, type="file", mtime="2023-01-01T00:00:00Z")).with_fields(fields)
        )
    return writer.save_tree(RawTree(nodes).render()).id.hex()


def save_file(writer: RepositoryWriter, file: File) -> dict[str, Any]:
    """Save a file's content in blobs of 4096 bytes; the fields of its node."""
    if file.target:
        return {"type": "symlink", "mode": MODE_SYMLINK | 0o777, "linktarget": file.target, **file.fields}
    pieces = [file.content[at : at + 4096] for at in range(0, len(file.content), 4096)]
    content = [writer.save_blob(BlobKind.DATA, piece).id.hex() for piece in pieces]
    inode = int.from_bytes(hash_id(file.content)[:4], "big")
    return {
        "type": "file",
        "mode": 0o644,
        "size": len(file.content),
        "content": content,
        "inode": inode,
        "links": 1,
        **file.fields,
    }
