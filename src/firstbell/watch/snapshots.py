"""Proving snapshots: restic reads them too, and their whole tree can be reached through proven indexes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from firstbell.base.clock import InvalidTimeError, parse_time
from firstbell.base.ids import ID_BYTES, is_hex_id
from firstbell.crypto.sealing import OVERHEAD_BYTES, Sealer
from firstbell.repository import Repository
from firstbell.repository.errors import BlobDamagedError
from firstbell.repository.findings import Severity
from firstbell.repository.format.errors import FormatError
from firstbell.repository.format.node import Node
from firstbell.repository.format.pack import BlobKind
from firstbell.repository.format.snapshot import Snapshot, SnapshotSummary, parse_snapshot
from firstbell.repository.format.tree import parse_tree
from firstbell.repository.index import Index
from firstbell.repository.tree_check import SeenTrees, TreeCheck
from firstbell.repository.unpacked import load_unpacked
from firstbell.store import Kind, Store, StoreError
from firstbell.watch.errors import UnprovenError

_MOST_BYTES = 16 << 20
# Go's RFC 3339, narrower than what Python takes for a time
_GO_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)\Z", re.ASCII)
# restic's keys are plain lower case; Go takes others for them that only look alike, Python does not
_STRANGE_KEY = re.compile(rb'[{,]\s*"[^"\\]*[A-Z\\\x80-\xff][^"]*"\s*:')
_KNOWN_KEYS = frozenset(Snapshot.__struct_fields__) | frozenset(SnapshotSummary.__struct_fields__)
_NUMBERS = ("uid", "gid")
_MAX_U32 = (1 << 32) - 1


def load_strictly(store: Store, sealer: Sealer, hex_id: str) -> Snapshot:
    """A snapshot that every reader reads alike. Raises: UnprovenError; ObjectNotFoundError, StoreError."""
    if store.size(Kind.SNAPSHOTS, hex_id) > _MOST_BYTES:
        raise UnprovenError("the snapshot is longer than any program makes one")
    try:
        data = load_unpacked(store, sealer, Kind.SNAPSHOTS, hex_id=hex_id)
        snapshot = parse_snapshot(data, hex_id)
        fields = json.loads(data, object_pairs_hook=_read_pairs)
    except (FormatError, ValueError, RecursionError) as error:
        raise UnprovenError(str(error)) from None
    _check_fields(fields)
    return snapshot


def _read_pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Raises: UnprovenError for a key that stands there twice, or looks like a known one and is not."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise UnprovenError("the snapshot has a field twice")
    for key in found:
        if key not in _KNOWN_KEYS and key.casefold() in _KNOWN_KEYS:
            raise UnprovenError(f"the snapshot has a field {key[:40]!r}, which readers take for another")
    return found


def _check_fields(fields: dict[str, Any]) -> None:
    if not _is_time(fields["time"]):
        raise UnprovenError(f"the snapshot's time {fields['time'][:40]!r} is not RFC 3339")
    for name in ("parent", "original"):
        if fields.get(name) is not None and not is_hex_id(fields[name]):
            raise UnprovenError(f"the snapshot's {name} is no id")
    if any(not 0 <= fields.get(name, 0) <= _MAX_U32 for name in _NUMBERS):
        raise UnprovenError("the snapshot's owner is no user's number")
    for name, value in (fields.get("summary") or {}).items():
        if isinstance(value, int) and not 0 <= value < 1 << 63:
            raise UnprovenError(f"the summary's {name[:40]} is out of bounds")
        if name.startswith("backup_") and not _is_time(value):
            raise UnprovenError(f"the summary's {name[:40]} is no time")


def _is_time(text: Any) -> bool:
    if not isinstance(text, str) or _GO_TIME.match(text) is None:
        return False
    try:
        parse_time(text)
    except InvalidTimeError:
        return False
    return True


def prove_tree(repository: Repository, snapshot: Snapshot, seen: SeenTrees) -> None:
    """Returns when the whole tree of the snapshot was reached.

    Raises: UnprovenError; StoreError where something cannot be read now.
    """
    index = repository.refresh_index()
    trees = _StrictTrees(repository, index)
    check = TreeCheck(trees, _Sizes(index), _do_nothing, seen=seen)
    for finding in check.check_snapshot(snapshot):
        if trees.trouble:
            raise StoreError(trees.trouble)
        if finding.severity is Severity.ERROR:
            raise UnprovenError(finding.message)


def _do_nothing() -> None:
    pass


class _StrictTrees:
    """Reads trees, and refuses what restic would not read, or read otherwise.

    `trouble`: what of proven packs cannot be read now, "" where all can.
    """

    def __init__(self, repository: Repository, index: Index) -> None:
        self._repository = repository
        self._index = index
        self.trouble = ""

    def load_tree(self, tree_id: bytes) -> list[Node]:
        """Raises: as `Repository.load_tree`."""
        if not self._index.holds(tree_id, BlobKind.TREE):
            raise FormatError("tree", "its blob is of another kind")
        try:
            data = self._repository.load_blob(tree_id)
        except BlobDamagedError as error:
            if self._is_there(tree_id):  # what was proven and does not read now is the disk's fault
                self.trouble = str(error)
            raise
        nodes = parse_tree(data)
        if _STRANGE_KEY.search(data):
            raise FormatError("tree", "it has a field that readers take for another")
        for node in nodes:
            _check_times((node.mtime, node.atime, node.ctime))
        self._check_kinds(nodes)
        return nodes

    def _is_there(self, blob_id: bytes) -> bool:
        store = self._repository.store
        places = self._index.locate_all(blob_id)
        return any(store.exists(Kind.DATA, location.pack_id.hex()) for location in places)

    def _check_kinds(self, nodes: Sequence[Node]) -> None:
        """The blobs of a file are data: under the id of a tree alone restic would not find them."""
        ids = b"".join(blob_id for node in nodes if node.type == "file" for blob_id in node.content_ids)
        located = self._index.locate_many(np.frombuffer(ids, dtype=np.uint8).reshape(-1, ID_BYTES))
        for row in np.flatnonzero(located.found & located.trees).tolist():
            if not self._index.holds(ids[row * ID_BYTES : (row + 1) * ID_BYTES], BlobKind.DATA):
                raise FormatError("tree", "a file of it is made of a tree's blob")


def _check_times(times: Iterable[str]) -> None:
    for text in times:
        if _GO_TIME.match(text) is None:
            raise FormatError("tree", f"{text[:40]!r} is no time")


class _Sizes:
    """Plaintext sizes of blobs by an index."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def find(self, blob_id: bytes) -> int | None:
        location = self._index.locate(blob_id)
        return None if location is None else location.plain_length or location.length - OVERHEAD_BYTES

    def find_many(self, ids: np.ndarray) -> np.ndarray | None:
        located = self._index.locate_many(ids)
        if not located.found.all():
            return None
        plain_lengths = located.plain_lengths.astype(np.int64)
        return np.where(plain_lengths > 0, plain_lengths, located.lengths.astype(np.int64) - OVERHEAD_BYTES)
