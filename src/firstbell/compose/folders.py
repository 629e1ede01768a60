"""Empty folders that the event took: no file leads back to them, so they are looked for in the trees."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from firstbell.compose.clean import Horizon
from firstbell.compose.sources import NodeSource
from firstbell.repository.format.tree import RawNode


@dataclass(slots=True)
class _Missing:
    """A folder that the newest snapshot lacks: the empty ones in it, and whether it held files."""

    empty: list[bytes] = field(default_factory=list)
    held_files: bool = False


def find_lost_folders(source: NodeSource, horizon: Horizon, targets: Collection[bytes]) -> list[bytes]:
    """Paths of empty folders of the last clean snapshot that went in a struck one.

    `targets`: paths that are put back. A folder that held files none of which is put back was moved by
    people, and its empty folders with it.
    """
    clean, newest = horizon.clean_position, source.newest
    if clean < 0 or clean >= newest:
        return []
    put_back = {prefix for target in targets for prefix in _prefixes(target)}
    found = []
    for top, missing in _find_missing(source, clean):
        if missing.held_files and top not in put_back:
            continue
        found += [folder for folder in missing.empty if _find_end(source, folder, clean) in horizon.struck]
    return found


def _prefixes(path: bytes) -> list[bytes]:
    parts = path.split(b"/")
    return [b"/".join(parts[:count]) for count in range(2, len(parts))]


def _find_missing(source: NodeSource, clean: int) -> list[tuple[bytes, _Missing]]:
    found = []
    waiting = [b""]
    while waiting:
        folder = waiting.pop()
        old, new = source.find_folder(clean, folder), source.find_folder(source.newest, folder)
        if old is None or old == new:
            continue
        if new is None:
            found.append((folder, _look_below(source, clean, folder)))
        else:
            nodes = source.load(old).nodes.items()
            waiting += [folder + b"/" + name for name, raw in nodes if _is_folder(raw)]
    return found


def _look_below(source: NodeSource, clean: int, top: bytes) -> _Missing:
    missing = _Missing()
    waiting = [top]
    while waiting:
        folder = waiting.pop()
        tree_id = source.find_folder(clean, folder)
        nodes = source.load(tree_id).nodes if tree_id else {}
        if not nodes:
            missing.empty.append(folder)
        for name, raw in nodes.items():
            if _is_folder(raw):
                waiting.append(folder + b"/" + name)
            else:
                missing.held_files = True
    return missing


def _is_folder(raw: RawNode) -> bool:
    return raw.node.type == "dir"


def _find_end(source: NodeSource, folder: bytes, clean: int) -> int:
    """Position of the first snapshot after the clean one that lacks the folder."""
    return next(at for at in range(clean + 1, source.newest + 1) if source.find_folder(at, folder) is None)
