"""Which files of a system are rehearsed: drawn at random up to a size, and those that its checks look at."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from firstbell.compose.trim import keep_paths
from firstbell.repository import walk_tree
from firstbell.runs.execution.jobs import RunPiece

# what a file costs a filesystem besides its bytes
FILE_BYTES = 4096


@dataclass(frozen=True, slots=True)
class RehearsalSample:
    """A piece's sample. `is_all`: everything was taken. `of_files`, `of_bytes`: what there is in all.

    `surely`: those of the paths that were to be taken first which are in it.
    """

    tree_id: bytes
    files: int
    size_bytes: int
    of_files: int
    of_bytes: int
    is_all: bool
    surely: frozenset[bytes] = frozenset()


def draw_sample(
    piece: RunPiece, *, most_bytes: int, most_files: int | None, rng: random.Random, surely: Collection[bytes]
) -> RehearsalSample:
    """Draw files of a piece. `surely`: paths that are taken first. The tree goes into the piece's trees.

    Raises: what reading trees raises.
    """
    files = [(path, node.size) for path, node in walk_tree(piece.trees, piece.tree_id) if node.type == "file"]
    of_bytes = sum(size for _, size in files)
    room_for_all = of_bytes + FILE_BYTES * len(files) <= most_bytes
    if room_for_all and (most_files is None or most_files >= len(files)):
        there = frozenset(path for path, _ in files if path in surely)
        return RehearsalSample(
            piece.tree_id, len(files), of_bytes, len(files), of_bytes, is_all=True, surely=there
        )
    rng.shuffle(files)
    files.sort(key=lambda one: one[0] not in surely)
    chosen = list(_take(files, most_bytes, len(files) if most_files is None else most_files))
    tree_id = keep_paths(piece.trees, piece.tree_id, [path for path, _ in chosen])
    return RehearsalSample(
        tree_id,
        len(chosen),
        sum(size for _, size in chosen),
        len(files),
        of_bytes,
        is_all=False,
        surely=frozenset(path for path, _ in chosen if path in surely),
    )


def _take(
    files: Iterable[tuple[bytes, int]], most_bytes: int, most_files: int
) -> Iterable[tuple[bytes, int]]:
    """Files while there is room; one that is too large is passed over, and a smaller one may fit."""
    left_bytes = most_bytes
    taken = 0
    for path, size in files:
        if taken >= most_files:
            return
        if size + FILE_BYTES <= left_bytes:
            left_bytes -= size + FILE_BYTES
            taken += 1
            yield path, size
