"""Copying snapshots to another repository: read, verified, sealed anew with its key.

A copy can be killed at any moment: blobs and index of each snapshot are flushed before the snapshot is
written, and the next copy goes on with what is missing. A copied snapshot names the one it came from in
`original`, as restic does, so that neither program copies it twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import msgspec

from firstbell.base.ids import parse_hex_id
from firstbell.base.progress import Progress
from firstbell.repository.format.node import parse_node_id
from firstbell.repository.format.pack import BlobKind
from firstbell.repository.format.snapshot import Snapshot
from firstbell.repository.format.tree import parse_tree
from firstbell.repository.index import BlobLocation
from firstbell.repository.packer import RepositoryWriter
from firstbell.repository.repository import Repository

_SPAN_BYTES = 4 << 20
_GAP_BYTES = 1 << 20
_READERS = 2

Located = tuple[bytes, BlobLocation]


@dataclass(frozen=True, slots=True)
class CopiedSnapshot:
    """One snapshot that was copied. `blobs` and `stored_bytes`: what the target did not have."""

    source: Snapshot
    target: Snapshot
    blobs: int
    stored_bytes: int


def find_copy(snapshot: Snapshot, there: Iterable[Snapshot]) -> Snapshot | None:
    """The snapshot in another repository that is a copy of this one, or of which this one is a copy."""
    origin = snapshot.original or snapshot.hex_id
    for other in there:
        if (other.original or other.hex_id) == origin and _is_alike(other, snapshot):
            return other
    return None


def _is_alike(one: Snapshot, other: Snapshot) -> bool:
    fields = ("time", "tree", "paths", "hostname", "username")
    return all(getattr(one, name) == getattr(other, name) for name in fields) and set(one.tags or ()) == set(
        other.tags or ()
    )


class SnapshotCopier:
    """Copies from `source` to `target`. The caller holds a shared lock on both."""

    def __init__(self, source: Repository, target: Repository, progress: Progress) -> None:
        self._source = source
        self._target = target
        self._progress = progress
        self._done: set[bytes] = set()

    def copy(self, snapshot: Snapshot, writer: RepositoryWriter) -> CopiedSnapshot:
        """Copy one snapshot; it is durable when this returns. `writer`: of the target.

        Raises: BlobNotFoundError, BlobDamagedError when the source lacks something, StoreError; what was
        copied until then stays and is not copied again.
        """
        trees: dict[bytes, bytes] = {}
        data: set[bytes] = set()
        for tree_id, plaintext, content in self._walk(parse_hex_id(snapshot.tree)):
            if not self._target.index.holds(tree_id, BlobKind.TREE):
                trees[tree_id] = plaintext
            data.update(blob for blob in content if not self._target.index.holds(blob, BlobKind.DATA))
        stored_bytes = self._copy_data(data, writer)
        for plaintext in trees.values():
            stored_bytes += writer.save_tree(plaintext).stored_bytes
        writer.flush()
        copied = msgspec.structs.replace(
            snapshot, hex_id="", parent=None, original=snapshot.original or snapshot.hex_id
        )
        self._target.save_snapshot(copied)
        return CopiedSnapshot(snapshot, copied, len(data) + len(trees), stored_bytes)

    def _walk(self, root: bytes) -> Iterator[tuple[bytes, bytes, list[bytes]]]:
        """(tree id, its bytes, ids of the content it names) of trees that no earlier copy of this run had."""
        waiting = [root]
        while waiting:
            tree_id = waiting.pop()
            if tree_id in self._done:
                continue
            plaintext = self._source.load_blob(tree_id)
            nodes = parse_tree(plaintext)
            yield tree_id, plaintext, [blob for node in nodes for blob in node.content_ids]
            waiting += [parse_node_id(node.subtree) for node in nodes if node.subtree is not None]
            self._done.add(tree_id)

    def _copy_data(self, blob_ids: Iterable[bytes], writer: RepositoryWriter) -> int:
        located = [(blob_id, self._source.locate(blob_id)) for blob_id in blob_ids]
        located.sort(key=lambda item: (item[1].pack_id, item[1].offset))
        self._progress.start("copy", total_bytes=sum(at.plain_length or at.length for _, at in located))

        def copy_span(span: Sequence[Located]) -> int:
            blobs = list(self._source.blobs.load_span(span).values())
            saved = writer.save_blobs(BlobKind.DATA, blobs)
            self._progress.advance(size_bytes=sum(map(len, blobs)))
            return sum(blob.stored_bytes for blob in saved)

        with ThreadPoolExecutor(_READERS, thread_name_prefix="copy") as pool:
            stored_bytes = sum(pool.map(copy_span, _split_spans(located)))
        self._progress.finish()
        return stored_bytes


def _split_spans(located: Sequence[Located]) -> Iterator[list[Located]]:
    """Runs of blobs that lie near each other in one pack."""
    span: list[Located] = []
    for item in located:
        if span and not _belongs(span, item[1]):
            yield span
            span = []
        span.append(item)
    if span:
        yield span


def _belongs(span: Sequence[Located], at: BlobLocation) -> bool:
    first, last = span[0][1], span[-1][1]
    return (
        at.pack_id == first.pack_id
        and at.offset - (last.offset + last.length) <= _GAP_BYTES
        and at.offset + at.length - first.offset <= _SPAN_BYTES
    )
