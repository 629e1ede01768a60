"""A repository with trees on top that were never written, for composing without a trace."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from firstbell.base.ids import hash_id
from firstbell.repository import Node, Repository
from firstbell.repository.blobs import Buffer
from firstbell.repository.format.tree import RawTree, parse_tree
from firstbell.repository.index import BlobLocation


class TreeOverlay:
    """Reads as the source does, and trees kept here besides. Reading is thread-safe once all is kept."""

    def __init__(self, source: Repository) -> None:
        self._source = source
        self.trees: dict[bytes, bytes] = {}

    def branch(self, source: Repository | None = None) -> TreeOverlay:
        """Another one that begins with the trees kept here, over the same source or another way to it."""
        other = TreeOverlay(source or self._source)
        other.trees = dict(self.trees)
        return other

    def save_rendered(self, data: bytes) -> bytes:
        """Keep a rendered tree; its id. Raises: FormatError when it does not decode."""
        parse_tree(data)
        tree_id = hash_id(data)
        self.trees[tree_id] = data
        return tree_id

    def load_raw_tree(self, tree_id: bytes) -> RawTree:
        """A tree whose nodes keep their bytes."""
        kept = self.trees.get(tree_id)
        return self._source.load_raw_tree(tree_id) if kept is None else RawTree.parse(kept)

    def load_tree(self, tree_id: bytes) -> list[Node]:
        """The nodes of a tree."""
        kept = self.trees.get(tree_id)
        return self._source.load_tree(tree_id) if kept is None else parse_tree(kept)

    def load_blob(self, blob_id: bytes) -> bytes:
        """The plaintext of a blob of the source."""
        return self._source.load_blob(blob_id)

    def locate(self, blob_id: bytes) -> BlobLocation:
        """Where a blob of the source lies."""
        return self._source.locate(blob_id)

    def locate_many(self, ids: Sequence[bytes]) -> list[BlobLocation | None]:
        """Where each of these blobs of the source lies, None where no index names it."""
        return self._source.locate_many(ids)

    def load_span(self, located: Iterable[tuple[bytes, BlobLocation]]) -> dict[bytes, bytes]:
        """The plaintexts of blobs of the source that lie in one pack."""
        return self._source.blobs.load_span(located)

    def open_span(self, located: Iterable[tuple[bytes, BlobLocation]]) -> Iterator[tuple[bytes, Buffer]]:
        """As `load_span`, one after the other."""
        return self._source.blobs.open_span(located)
