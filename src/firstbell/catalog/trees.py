"""The trees a catalog knows, each read from the repository once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence

from firstbell.base.progress import Progress, Silent
from firstbell.catalog.entries import (
    StoredTree,
    TreeEntry,
    list_entries,
    pack_entries,
    unpack_entries,
)
from firstbell.catalog.views import Reading, ask_in_parts, ask_one
from firstbell.record.paths import fold_name
from firstbell.repository.walk import TreeReader

# Decoded trees kept at hand. A comparison touches a tree once or twice, close together.
_KEPT = 512
# Rows gathered before they are written in one statement.
_BATCH = 2000

_TREES = "SELECT trees.id, trees.own, parts.entries FROM trees JOIN parts ON parts.id = trees.part"
_ANY = "SELECT 1 FROM trees LIMIT 1"
_BY_IDS = f"{_TREES} WHERE trees.id IN (:wanted)"


class KnownTrees:
    """Gives a tree's entries by name, from the catalog or, the first time, from the repository.

    `loader` None: the repository is not at hand, a tree that is not known is an error of the caller.
    Not thread-safe. `write`: keeps the stored form of trees that were learned, by id; `flush` calls it.
    """

    def __init__(
        self,
        reading: Reading,
        loader: TreeReader | None = None,
        progress: Progress | None = None,
        *,
        write: Callable[[Mapping[bytes, StoredTree]], None] | None = None,
    ) -> None:
        self._reading = reading
        self._loader = loader
        self._progress = progress or Silent()
        self._write = write
        self._kept: OrderedDict[bytes, Mapping[bytes, TreeEntry]] = OrderedDict()
        self._learned: dict[bytes, StoredTree] = {}
        self._is_empty: bool | None = None
        # what was asked for ahead: the stored form, None where there is none
        self._expected: dict[bytes, StoredTree | None] = {}
        self.trees_read = 0

    def load(self, tree_id: bytes) -> Mapping[bytes, TreeEntry]:
        """The entries of a tree by name.

        Raises: firstbell.repository.errors.BlobNotFoundError, BlobDamagedError and
        firstbell.repository.format.errors.FormatError when the repository cannot give it.
        """
        kept = self._kept.get(tree_id)
        if kept is not None:
            self._kept.move_to_end(tree_id)
            return kept
        listing = {entry.name: entry for entry in self._find(tree_id)}
        self._kept[tree_id] = listing
        if len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return listing

    def expect(self, tree_ids: Iterable[bytes]) -> None:
        """Ask the catalog for all of these at once; each is loaded once after it, or not at all."""
        wanted = [
            one for one in dict.fromkeys(tree_ids) if one not in self._kept and one not in self._learned
        ]
        if self.has_none():
            return
        self._expected.update(dict.fromkeys(wanted))
        self._expected |= self._ask(wanted)

    def _ask(self, wanted: Sequence[bytes]) -> dict[bytes, StoredTree]:
        rows = ask_in_parts(self._reading, _BY_IDS, wanted)
        return {tree_id: StoredTree(own, shared) for tree_id, own, shared in rows}

    def has_none(self) -> bool:
        """Whether the catalog holds no tree yet."""
        if self._is_empty is None:
            self._is_empty = ask_one(self._reading, _ANY) is None
        return self._is_empty

    def _find(self, tree_id: bytes) -> list[TreeEntry]:
        was_expected = tree_id in self._expected
        stored = self._expected.pop(tree_id, None) or self._learned.get(tree_id)
        if stored is None and not was_expected and not self.has_none():
            stored = self._ask([tree_id]).get(tree_id)
        if stored is not None:
            return unpack_entries(stored)
        if self._loader is None:
            raise KeyError(tree_id.hex())
        entries = list_entries(self._loader.load_tree(tree_id))
        self.trees_read += 1
        self._progress.advance(files=len(entries))
        self._learned[tree_id] = pack_entries(entries)
        if len(self._learned) >= _BATCH:
            self.flush()
        return entries

    def flush(self) -> None:
        """Write the trees that were learned."""
        if self._learned and self._write is not None:
            self._write(self._learned)
            self._learned.clear()
            self._is_empty = False


def count_files(
    known: KnownTrees, tree: bytes, folders: Iterable[bytes], *, is_folded: bool = False
) -> dict[bytes, int]:
    """How many files lie right in each of these folders below a tree; 0 where a folder is not there.

    `is_folded`: names are found without case.
    """
    return {folder: _count_in(known, tree, folder, is_folded=is_folded) for folder in folders}


def _count_in(known: KnownTrees, tree: bytes, folder: bytes, *, is_folded: bool) -> int:
    for name in folder.strip(b"/").split(b"/"):
        if not name:
            continue
        entries = known.load(tree)
        entry = entries.get(name)
        if entry is None and is_folded:
            entry = next((one for key, one in entries.items() if fold_name(key) == fold_name(name)), None)
        if entry is None or not entry.subtree:
            return 0
        tree = entry.subtree
    return sum(entry.kind == "file" for entry in known.load(tree).values())
