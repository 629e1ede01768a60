"""What a person would want back, and whether that is what came back. Knows nothing of backups."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class ItemKind(StrEnum):
    """What stands at a path."""

    FILE = "file"
    LINK = "link"
    FOLDER = "folder"


@dataclass(frozen=True, slots=True)
class TruthItem:
    """`proof`: SHA-256 of a file's content, a link's target, nothing for a folder."""

    kind: ItemKind
    proof: bytes = b""


Tree = Mapping[bytes, TruthItem]


@dataclass(frozen=True, slots=True)
class TruthComparison:
    """Each list by path. `identical` and `size_bytes` count files and links, not folders."""

    identical: int
    size_bytes: int
    different: tuple[bytes, ...]
    missing: tuple[bytes, ...]
    unexpected: tuple[bytes, ...]

    @property
    def is_perfect(self) -> bool:
        """Whether everything came back, byte for byte, and nothing else did."""
        return not (self.different or self.missing or self.unexpected)


def look_at(path: bytes) -> TruthItem:
    """The item at a local path; a link is not followed.

    Raises: OSError.
    """
    status = os.lstat(path)
    if stat.S_ISLNK(status.st_mode):
        return TruthItem(ItemKind.LINK, os.readlink(path))
    if stat.S_ISDIR(status.st_mode):
        return TruthItem(ItemKind.FOLDER)
    with open(path, "rb") as file:
        return TruthItem(ItemKind.FILE, hashlib.file_digest(file, "sha256").digest())


def list_paths(root: Path) -> Iterator[bytes]:
    """Every path under `root`, relative to it, parents before children."""
    top = os.fsencode(root)
    for where, folders, names in os.walk(top):
        folders.sort()
        for name in [*folders, *sorted(names)]:
            yield os.path.relpath(os.path.join(where, name), top)


def survey_tree(root: Path) -> dict[bytes, TruthItem]:
    """What stands at every path under `root`."""
    top = os.fsencode(root)
    return {path: look_at(os.path.join(top, path)) for path in list_paths(root)}


def expect_tree(before: Tree, after: Iterable[bytes], root: Path) -> dict[bytes, TruthItem]:
    """What a person would want back.

    `before`: the tree as it stood at the last backup before the event, so without what people had deleted
    or renamed by then. `after`: the paths under `root` that people made or edited once the event had
    begun, as they stand now. Notes and files made and struck between two backups are in neither.
    """
    top = os.fsencode(root)
    return {**before, **{path: look_at(os.path.join(top, path)) for path in after}}


def compare_tree(root: Path, expected: Tree) -> TruthComparison:
    """The tree under `root` against what is expected of it."""
    found = survey_tree(root) if root.is_dir() else {}
    same = [path for path, item in expected.items() if found.get(path) == item]
    counted = [path for path in same if expected[path].kind is not ItemKind.FOLDER]
    top = os.fsencode(root)
    return TruthComparison(
        identical=len(counted),
        size_bytes=sum(os.lstat(os.path.join(top, path)).st_size for path in counted),
        different=tuple(sorted(p for p, item in expected.items() if p in found and found[p] != item)),
        missing=tuple(sorted(path for path in expected if path not in found)),
        unexpected=tuple(sorted(path for path in found if path not in expected)),
    )
