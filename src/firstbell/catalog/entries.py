"""What the catalog keeps of a tree it has read: enough to compare it again without the repository.

A tree is stored in two parts. The shared part is zstd of MessagePack of a list of entries, each an array of
the fields of `TreeEntry` in their order, with b"+" for a subtree; its id is the first 16 bytes of its SHA-256
before it is compressed. The tree's own part is MessagePack of a 0 and of the ids of its subtrees, joined.
Inodes and devices are not kept (`numbers.py`): a backup of a snapshot of the file system gives every file
another device each night, other clients another inode, and so every folder another tree. Then only own parts
are new.
"""

from __future__ import annotations

import hashlib
from typing import NamedTuple

import msgspec
import zstandard
from msgspec.structs import force_setattr, replace

from firstbell.base.clock import read_node_time
from firstbell.base.ids import ID_BYTES
from firstbell.record.versions import FileVersion
from firstbell.repository.format.node import Node


class TreeEntry(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """One entry of a tree. `content`: blob ids joined. `subtree`: a directory's tree id, else b"".

    `target`: what a symlink points to; for a device its number as text. `kept_inode`, `kept_device`: 0; what
    older programs wrote there is passed over.
    """

    name: bytes
    kind: str
    size_bytes: int
    content: bytes
    subtree: bytes
    target: bytes
    mtime_ns: int
    ctime_ns: int
    kept_inode: int
    kept_device: int
    mode: int

    def is_same_version(self, other: TreeEntry) -> bool:
        """Whether both hold the same content; times, modes and owners do not make a version."""
        return (
            self.content == other.content
            and self.size_bytes == other.size_bytes
            and self.kind == other.kind
            and self.target == other.target
        )


_INT64_LIMIT = 1 << 63
_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(list[TreeEntry])
_OWN_DECODER = msgspec.msgpack.Decoder(tuple[int | list[int], bytes])
_SUBTREE = b"+"
_PART_BYTES = 16


class StoredTree(NamedTuple):
    """A tree as it is stored. `part`: id of the shared part."""

    own: bytes
    shared: bytes
    part: bytes = b""


def list_entries(nodes: list[Node]) -> list[TreeEntry]:
    """The entries of these nodes."""
    return [_make_entry(node) for node in nodes]


def _make_entry(node: Node) -> TreeEntry:
    is_file = node.type == "file"
    return TreeEntry(
        name=node.name,
        kind=node.type,
        size_bytes=node.size if is_file else 0,
        content=bytes.fromhex("".join(node.content or ())) if is_file else b"",
        subtree=bytes.fromhex(node.subtree) if node.subtree and node.type == "dir" else b"",
        target=_point_at(node),
        mtime_ns=clamp_time(read_node_time(node.mtime)),
        ctime_ns=clamp_time(read_node_time(node.ctime)),
        kept_inode=0,
        kept_device=0,
        mode=node.mode,
    )


def _point_at(node: Node) -> bytes:
    if node.type == "symlink":
        return node.link_target
    return b"%d" % node.device if node.type in {"dev", "chardev"} else b""


def clamp_time(at_ns: int) -> int:
    """The time as 64 signed bits can hold it (years 1678 to 2262)."""
    return min(max(at_ns, -_INT64_LIMIT), _INT64_LIMIT - 1)


def pack_entries(entries: list[TreeEntry]) -> StoredTree:
    """The stored form of a tree's entries."""
    subtrees = b"".join(entry.subtree for entry in entries)
    alike = [replace(entry, subtree=_SUBTREE) if entry.subtree else entry for entry in entries]
    shared = _ENCODER.encode(alike)
    return StoredTree(
        own=_ENCODER.encode((0, subtrees)),
        shared=zstandard.ZstdCompressor(level=1).compress(shared),
        part=hashlib.sha256(shared).digest()[:_PART_BYTES],
    )


def unpack_entries(stored: StoredTree) -> list[TreeEntry]:
    """The entries of a stored tree. It takes what `pack_entries` gave."""
    entries = _DECODER.decode(zstandard.ZstdDecompressor().decompress(stored.shared))
    _, subtrees = _OWN_DECODER.decode(stored.own)
    ids = iter(split_content(subtrees))
    for entry in entries:
        if entry.subtree:
            force_setattr(entry, "subtree", next(ids))  # nobody else has it yet
    return entries


def split_content(content: bytes) -> tuple[bytes, ...]:
    """The blob ids that were joined."""
    return tuple(content[at : at + ID_BYTES] for at in range(0, len(content), ID_BYTES))


def make_version(path: bytes, entry: TreeEntry) -> FileVersion:
    """The entry at `path` as the fact that travels between rooms; inode and device are unknown."""
    return FileVersion(
        path=path,
        kind=entry.kind,
        size_bytes=entry.size_bytes,
        content=split_content(entry.content),
        mtime_ns=entry.mtime_ns,
        ctime_ns=entry.ctime_ns,
        mode=entry.mode,
    )
