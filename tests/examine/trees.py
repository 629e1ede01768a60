"""Trees as dictionaries of path to content, and the changes between two of them, read from memory."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache

from firstbell.examine.examination import History, examine_changes, remember
from firstbell.examine.host_evidence import NOTHING, measure_habits
from firstbell.examine.losses import name_groups
from firstbell.record.examination import Examination, Verdict
from firstbell.record.versions import Change, FileVersion
from tests.examine.samples import SAMPLES

Tree = Mapping[bytes, bytes]
_BLOB_BYTES = 16 << 10
FOLDERS = (b"/school/library/", b"/school/office/", b"/home/anna/", b"/home/ben/notes/")


class MemoryReader:
    """Holds blobs, and counts which versions were read."""

    def __init__(self) -> None:
        self.blobs: dict[bytes, bytes] = {}
        self.read_paths: list[bytes] = []

    def keep(self, path: bytes, content: bytes, *, inode: int = 0) -> FileVersion:
        """The version that holds this content."""
        ids = []
        for start in range(0, len(content), _BLOB_BYTES):
            piece = content[start : start + _BLOB_BYTES]
            ids.append(hashlib.sha256(piece).digest())
            self.blobs[ids[-1]] = piece
        return FileVersion(path, "file", len(content), tuple(ids), inode=inode)

    def read(self, version: FileVersion, limit_bytes: int) -> bytes:
        self.read_paths.append(version.path)
        return self.read_blobs(version.content)[:limit_bytes]

    def read_blobs(self, blob_ids: Sequence[bytes]) -> bytes:
        return b"".join(self.blobs[blob_id] for blob_id in blob_ids)


def list_changes(old: Tree, new: Tree, reader: MemoryReader) -> list[Change]:
    """What changed between two trees, folders that went as a whole included."""
    changes = []
    for path in sorted({*old, *new}):
        if old.get(path) != new.get(path):
            before = reader.keep(path, old[path]) if path in old else None
            after = reader.keep(path, new[path]) if path in new else None
            changes.append(Change(before, after))
    folders = {path.rpartition(b"/")[0] for path in old} - {path.rpartition(b"/")[0] for path in new}
    gone = [folder for folder in folders if not any(path.startswith(folder + b"/") for path in new)]
    return changes + [Change(FileVersion(folder, "dir", 0, ()), None) for folder in sorted(gone)]


def examine(old: Tree, new: Tree, *, history: History | None = None) -> Examination:
    """The examination of the second tree after the first."""
    reader = MemoryReader()
    return examine_changes(list_changes(old, new, reader), reader, history=history or History())


@lru_cache(maxsize=256)
def make_sample(name: str, seed: int) -> bytes:
    """A sample of one type, made once."""
    return SAMPLES[name](seed)


def grow_tree(*, seeds: int = 2) -> dict[bytes, bytes]:
    """One file of each type and seed, spread over the folders."""
    tree = {}
    for seed in range(seeds):
        for index, name in enumerate(SAMPLES):
            folder = FOLDERS[(index + seed) % len(FOLDERS)]
            tree[folder + f"file{seed}.{name}".encode()] = make_sample(name, seed)
    return tree


class TreeCensus:
    """Counts what the last but one of these trees holds, and knows what those before it held."""

    def __init__(self, days: Sequence[Tree]) -> None:
        *self._older, self._before = days

    def count_held(self, *, by_group: bool) -> Mapping[tuple[str, str], int]:
        return Counter(key for path in self._before for key in name_groups(path, ()))

    def find_returned(self, contents: Mapping[bytes, tuple[bytes, ...]]) -> frozenset[bytes]:
        reader = MemoryReader()
        return frozenset(
            path
            for path, blobs in contents.items()
            for tree in self._older
            if path in tree and tree[path] != self._before.get(path)
            if reader.keep(path, tree[path]).content == blobs
        )

    def find_unchanged(self, paths: Collection[bytes]) -> frozenset[bytes]:
        days = [*self._older, self._before]
        return frozenset(
            path
            for path in paths
            if len(days) >= 5 and {tree[path] for tree in days if path in tree} == {self._before[path]}
            if all(path in tree for tree in days[-5:])
        )

    def find_standing(self, contents: Mapping[bytes, tuple[bytes, ...]]) -> frozenset[bytes]:
        reader = MemoryReader()
        standing = {
            reader.keep(path, data).content for path, data in self._before.items() if path not in contents
        }
        return frozenset(path for path, blobs in contents.items() if blobs in standing)


DAY_NS = 86_400 * 10**9


def replay(days: Sequence[Tree], *, gap_days: float = 1.0) -> list[Examination]:
    """The examinations of the trees in order, each with what the ones before it left in mind."""
    standing = NOTHING
    calm: list[dict[str, int]] = []
    found: list[Examination] = []
    for number, tree in enumerate(days):
        history = History(
            is_first=number == 0,
            standing=standing,
            at_ns=int((100 + number * gap_days) * DAY_NS),
            is_doubted=bool(found) and found[-1].verdict is not Verdict.CLEAN,
            usual=measure_habits(calm),
            files_held=len(days[number - 1]) if number else 0,
            census=TreeCensus(days[:number]) if number else None,
        )
        examination = examine(days[number - 1] if number else {}, tree, history=history)
        standing = remember(history, examination)
        if number and examination.verdict is Verdict.CLEAN and examination.evidence is not None:
            calm.append(dict(examination.evidence.facts))
        found.append(examination)
    return found


def tell_verdicts(days: Sequence[Tree], *, gap_days: float = 1.0) -> list[Verdict]:
    """The verdicts on the trees in order."""
    return [examination.verdict for examination in replay(days, gap_days=gap_days)]
