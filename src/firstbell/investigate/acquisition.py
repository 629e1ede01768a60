"""Taking evidence, and looking at it again later: is it the same, changed, or gone?"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Protocol

from firstbell.base.clock import read_node_time
from firstbell.investigate.evidence import (
    Condition,
    Evidence,
    EvidenceChangedError,
    EvidenceCheck,
    EvidenceNotFoundError,
    EvidenceUnreadableError,
    FileEvidence,
    VersionEvidence,
)
from firstbell.repository.errors import BlobDamagedError, BlobNotFoundError
from firstbell.repository.format.errors import FormatError
from firstbell.repository.format.node import Node
from firstbell.repository.format.snapshot import Snapshot

_BLOCK_BYTES = 1 << 20


class EvidenceSource(Protocol):
    """A repository, as far as evidence needs one."""

    def list_snapshots(self) -> list[Snapshot]:
        """All snapshots that can be read."""

    def load_tree(self, tree_id: bytes) -> list[Node]:
        """The nodes of a tree. Raises: BlobNotFoundError, BlobDamagedError, FormatError."""

    def load_blob(self, blob_id: bytes) -> bytes:
        """The plaintext of a blob, its hash checked. Raises: BlobNotFoundError, BlobDamagedError."""


def refer_to_version(
    source: EvidenceSource, snapshot: Snapshot, path: bytes, *, state: str = ""
) -> VersionEvidence:
    """The file at an absolute path inside a snapshot, its content read and hashed.

    Raises: EvidenceNotFoundError where there is no such file; BlobNotFoundError, BlobDamagedError,
    FormatError where it cannot be read.
    """
    node = _find_file(source, snapshot.tree, path)
    digest, size_bytes = hashlib.sha256(), 0
    for block in _read_node(source, node):
        digest.update(block)
        size_bytes += len(block)
    return VersionEvidence(
        snapshot_hex_id=snapshot.hex_id,
        host=snapshot.hostname,
        tree=snapshot.tree,
        path=path,
        size_bytes=size_bytes,
        sha256=digest.hexdigest(),
        mtime_ns=read_node_time(node.mtime),
        state=state,
    )


def copy_version(source: EvidenceSource, evidence: VersionEvidence, copy: BinaryIO) -> None:
    """Write the content of a version to `copy`.

    Raises: EvidenceChangedError when it is not what was taken, after writing it; else as `refer_to_version`.
    """
    digest = hashlib.sha256()
    for block in _read_node(source, _find_file(source, evidence.tree, evidence.path)):
        digest.update(block)
        copy.write(block)
    if digest.hexdigest() != evidence.sha256:
        raise EvidenceChangedError(
            evidence.path, f"its SHA-256 is {digest.hexdigest()}, not {evidence.sha256}"
        )


def check_version(source: EvidenceSource, evidence: VersionEvidence) -> EvidenceCheck:
    """How a version stands: whether its snapshot is there and its content what it was."""
    snapshot = _find_snapshot(source, evidence.snapshot_hex_id)
    try:
        now = refer_to_version(source, Snapshot(time="", tree=evidence.tree), evidence.path)
    except (BlobNotFoundError, EvidenceNotFoundError) as error:
        return EvidenceCheck(Condition.GONE, "", str(error))
    except (BlobDamagedError, FormatError) as error:
        return EvidenceCheck(Condition.CHANGED, "", str(error))
    if now.sha256 != evidence.sha256:
        return EvidenceCheck(Condition.CHANGED, now.sha256, "its content has another hash")
    if snapshot is None:
        why = f"snapshot {evidence.snapshot_hex_id[:8]} was forgotten; its content stands until a prune"
        return EvidenceCheck(Condition.GONE, now.sha256, why)
    if snapshot.tree != evidence.tree:
        why = f"snapshot {snapshot.hex_id[:8]} leads to another tree than when it was taken"
        return EvidenceCheck(Condition.CHANGED, now.sha256, why)
    return EvidenceCheck(Condition.SAME, now.sha256, "snapshot and content are what they were")


def _find_snapshot(source: EvidenceSource, hex_id: str) -> Snapshot | None:
    """The snapshot; one whose tags were changed since keeps its first id as `original`."""
    snapshots = source.list_snapshots()
    for snapshot in snapshots:
        if snapshot.hex_id == hex_id:
            return snapshot
    return next((snapshot for snapshot in snapshots if snapshot.original == hex_id), None)


def _find_file(source: EvidenceSource, tree: str, path: bytes) -> Node:
    tree_id: str | None = tree
    node = None
    for name in path.strip(b"/").split(b"/"):
        nodes = source.load_tree(bytes.fromhex(tree_id)) if tree_id else []
        node = next((node for node in nodes if node.name == name), None)
        tree_id = node.subtree if node is not None and node.type == "dir" else None
    if node is None:
        raise EvidenceNotFoundError(path, "the snapshot has no such file")
    if node.type != "file":
        raise EvidenceNotFoundError(path, f"it is not a file there but a {node.type}", hint="name one file")
    return node


def _read_node(source: EvidenceSource, node: Node) -> Iterator[bytes]:
    return (source.load_blob(blob_id) for blob_id in node.content_ids)


def take_file(source: Path, copy: BinaryIO | None = None) -> FileEvidence:
    """A file from outside, copied while it is hashed.

    Raises: EvidenceNotFoundError; EvidenceUnreadableError, also for what is no plain file;
    EvidenceChangedError when it changed meanwhile. OSError of `copy`.
    """
    path = os.fsencode(source.absolute())
    with _open_plain(source) as file:
        before = os.fstat(file.fileno())
        digest, size_bytes = _hash(file, path, copy, limit_bytes=before.st_size)
        after = os.fstat(file.fileno())
    if size_bytes != after.st_size or _get_traits(before) != _get_traits(after):
        raise EvidenceChangedError(
            path, "it changed while it was read", hint="take it again when nobody writes it"
        )
    return FileEvidence(path, size_bytes, digest, after.st_mtime_ns)


def check_file(place: Path, evidence: Evidence) -> EvidenceCheck:
    """How the file at `place` stands that should have the content of this evidence."""
    try:
        with _open_plain(place) as file:
            digest, size_bytes = _hash(file, os.fsencode(place), None, limit_bytes=evidence.size_bytes)
    except EvidenceNotFoundError as error:
        return EvidenceCheck(Condition.GONE, "", str(error))
    except EvidenceUnreadableError as error:
        return EvidenceCheck(Condition.CHANGED, "", str(error))
    if size_bytes > evidence.size_bytes:
        return EvidenceCheck(Condition.CHANGED, "", f"it is longer than its {evidence.size_bytes} bytes")
    if digest != evidence.sha256:
        return EvidenceCheck(Condition.CHANGED, digest, "its content has another hash")
    return EvidenceCheck(Condition.SAME, digest, "its content is what it was")


def _open_plain(place: Path) -> BinaryIO:
    """The file, open for reading; a pipe does not make us wait."""
    path = os.fsencode(place)
    try:
        fd = os.open(place, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except (FileNotFoundError, NotADirectoryError):
        raise EvidenceNotFoundError(path, "it is not there") from None
    except (OSError, ValueError) as error:
        raise EvidenceUnreadableError(path, getattr(error, "strerror", None) or str(error)) from None
    if not stat.S_ISREG(os.fstat(fd).st_mode):
        os.close(fd)
        raise EvidenceUnreadableError(path, "it is no plain file")
    return os.fdopen(fd, "rb", buffering=0)


def _hash(file: BinaryIO, path: bytes, copy: BinaryIO | None, *, limit_bytes: int) -> tuple[str, int]:
    """Hash and size of a file; one that is longer than it should be is not read on: it may grow for ever."""
    digest, size_bytes = hashlib.sha256(), 0
    while size_bytes <= limit_bytes and (block := _read_block(file, path)):
        digest.update(block)
        size_bytes += len(block)
        if copy is not None:
            copy.write(block)
    return digest.hexdigest(), size_bytes


def _read_block(file: BinaryIO, path: bytes) -> bytes:
    try:
        return file.read(_BLOCK_BYTES)
    except OSError as error:
        raise EvidenceUnreadableError(path, error.strerror or str(error)) from None


def _get_traits(found: os.stat_result) -> tuple[int, int]:
    return found.st_size, found.st_mtime_ns
