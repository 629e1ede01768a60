"""What a snapshot covers no longer, though nothing says that it is gone from the host.

Three things tell: new exclude patterns that fit what is missing; a folder whose entries went while the
folder itself was not written to (times of its change and of its inode stand); a new set of paths that leaves
out what another set of the host covered.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fnmatch import fnmatchcase

import msgspec

from firstbell.base.pathtext import show_path
from firstbell.catalog.entries import TreeEntry
from firstbell.catalog.trees import KnownTrees
from firstbell.record.paths import fold_name

_LEAST_UNTOUCHED = 5
_MOST_NAMED = 50


class Shrinkage(msgspec.Struct, frozen=True):
    """Folders (with a closing slash) and single files not covered any more. `why`: how that is known."""

    paths: tuple[bytes, ...]
    files: int
    why: str


class Uncovered(msgspec.Struct, frozen=True):
    """One folder or file of a host that is not backed up any more, and the time of the last that lacks it."""

    host: str
    path: bytes
    since: str
    snapshot: bytes


def find_shrinkage(
    missing: Sequence[bytes], *, folders: Sequence[bytes], patterns: Iterable[str], untouched: Sequence[bytes]
) -> Shrinkage | None:
    """What of the missing files was left out rather than deleted; None where nothing was.

    `missing`: files that the snapshot before held. `folders`: folders that went whole. `patterns`: excludes
    that are new. `untouched`: missing files whose folder was not written to.
    """
    chosen = [pattern for pattern in patterns if not pattern.startswith("!")]
    excluded = {path for path in missing if any(is_excluded(path, pattern) for pattern in chosen)}
    silent = set(untouched) if len(untouched) >= _LEAST_UNTOUCHED else set()
    hidden = excluded | silent
    if not hidden:
        return None
    why = []
    if excluded:
        why.append(f"the backup now leaves out {', '.join(sorted(set(chosen))[:3])}")
    if silent - excluded:
        why.append("the folders that held them were not changed")
    return Shrinkage(tuple(name_folders(hidden, folders)[:_MOST_NAMED]), len(hidden), " and ".join(why))


def is_excluded(path: bytes, pattern: str) -> bool:
    """Whether an exclude pattern of restic leaves the path out, by itself or by a folder that holds it."""
    text = path.decode("utf-8", "surrogateescape")
    pattern = pattern.replace("\\", "/").rstrip("/")
    parts = text.strip("/").split("/")
    if pattern.startswith("/"):
        wanted = pattern.strip("/").split("/")
        return _matches(parts[: len(wanted)], wanted)
    wanted = pattern.split("/")
    return any(_matches(parts[at : at + len(wanted)], wanted) for at in range(len(parts) - len(wanted) + 1))


def _matches(parts: Sequence[str], wanted: Sequence[str]) -> bool:
    if "**" in wanted:
        return fnmatchcase("/".join(parts), "/".join(wanted).replace("**", "*"))
    return len(parts) == len(wanted) and all(map(fnmatchcase, parts, wanted))


def name_folders(paths: Iterable[bytes], folders: Iterable[bytes]) -> list[bytes]:
    """The topmost folders that went whole and hold these paths, and the paths that lie in none."""
    gone = sorted(folder.rstrip(b"/") + b"/" for folder in folders)
    tops: list[bytes] = []
    for folder in gone:
        if not tops or not folder.startswith(tops[-1]):
            tops.append(folder)
    named = set()
    for path in paths:
        holding = [folder for folder in tops if path.startswith(folder)]
        named.add(holding[0] if holding else path)
    return sorted(named, key=lambda path: (not path.endswith(b"/"), path))


def list_untouched(
    known: KnownTrees, trees: tuple[bytes, bytes], *, missing: Iterable[bytes], folders: Iterable[bytes]
) -> list[bytes]:
    """The missing files whose folder, or that of the folder they went with, was not written to meanwhile.

    `trees`: ids of the trees before and after.
    """
    gone = {folder.rstrip(b"/") for folder in folders}
    states: dict[bytes, bool] = {}
    found = []
    for path in missing:
        parent = path.rpartition(b"/")[0]
        while parent in gone:
            parent = parent.rpartition(b"/")[0]
        if parent not in states:
            states[parent] = _is_untouched(known, trees, parent)
        if states[parent]:
            found.append(path)
    return found


def _is_untouched(known: KnownTrees, trees: tuple[bytes, bytes], folder: bytes) -> bool:
    old, new = (_find_folder(known, tree, folder) for tree in trees)
    return (
        old is not None
        and new is not None
        and old.mtime_ns == new.mtime_ns > 0
        and old.ctime_ns == new.ctime_ns > 0
    )


def _find_folder(known: KnownTrees, tree: bytes, folder: bytes) -> TreeEntry | None:
    entry = None
    for name in folder.strip(b"/").split(b"/"):
        entry = known.load(tree).get(name) if name else None
        if entry is None or not entry.subtree:
            return None
        tree = entry.subtree
    return entry


def holds(known: KnownTrees, tree: bytes, path: bytes) -> bool:
    """Whether a snapshot's tree holds the path."""
    return spell(known, tree, path, is_folded=False) is not None


def spell(known: KnownTrees, tree: bytes, path: bytes, *, is_folded: bool) -> bytes | None:
    """The path as a snapshot's tree spells it, None where it has none.

    `is_folded`: names are compared as Windows compares them.
    """
    spelled = b""
    at: bytes | None = tree
    for name in filter(None, path.split(b"/")):
        entries = known.load(at) if at else {}
        if is_folded and name not in entries:
            name = next((one for one in entries if fold_name(one) == fold_name(name)), name)
        if name not in entries:
            return None
        spelled += b"/" + name
        at = entries[name].subtree
    return spelled


def carry_roots(covered: Iterable[bytes], places: Mapping[bytes, bytes]) -> list[bytes]:
    """The places in a line's trees that these paths cover. `places`: where the line's own paths begin there.

    All paths from the root on; what the line has nothing of is left out.
    """
    found = set()
    for path in covered:
        for root, place in places.items():
            if _lies_in(root, path):
                found.add(place)
            elif _lies_in(path, root):
                found.add(place.rstrip(b"/") + path[len(root.rstrip(b"/")) :])
    return sorted(found)


def list_left_out(
    covered: Sequence[bytes], roots: Sequence[bytes], *, held: Iterable[bytes]
) -> Shrinkage | None:
    """What of files `held` under other roots no root covers now. `covered`: roots of everything newer.

    None where the two sets of paths have nothing to do with each other, or nothing is left out.
    """
    if not any(_lies_in(one, other) or _lies_in(other, one) for one in covered for other in roots):
        return None
    missing = [path for path in held if not any(_lies_in(path, root) for root in covered)]
    if not missing:
        return None
    folders = sorted({_cut_below(path, covered, roots) for path in missing})
    why = f"the backup now takes only {', '.join(sorted(show_path(root) for root in covered)[:3])}"
    return Shrinkage(tuple(folders[:_MOST_NAMED]), len(missing), why)


def _lies_in(path: bytes, root: bytes) -> bool:
    return path == root or path.startswith(root.rstrip(b"/") + b"/")


def _cut_below(path: bytes, covered: Sequence[bytes], roots: Sequence[bytes]) -> bytes:
    """The topmost folder that holds the path and nothing of what is covered; the path itself if none does."""
    start = max((len(root) for root in roots if _lies_in(path, root)), default=0)
    at = path.find(b"/", max(1, start - 1))
    while at >= 0:
        folder = path[: at + 1]
        if len(folder) > 1 and not any(_touches(folder, root) for root in covered):
            return folder
        at = path.find(b"/", at + 1)
    return path


def _touches(folder: bytes, root: bytes) -> bool:
    return root.startswith(folder) or folder.startswith(root.rstrip(b"/") + b"/")
