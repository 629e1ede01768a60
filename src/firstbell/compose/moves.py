"""Files that were moved and edited between two backups, and new files in folders that were moved.

Names that were given after a boundary are undone. So a file keeps its history where it got another path and
another content at once, and what people made in a moved folder belongs into the folder's old place.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator

import msgspec

from firstbell.catalog import VersionRow
from firstbell.compose.boundaries import Boundary
from firstbell.compose.lineage import Histories
from firstbell.examine.paths import get_extension, split_path

# what of the old content a new one keeps, a clause; "" or None where that is too little, or nobody can tell
Compare = Callable[[VersionRow, VersionRow], str | None]
# among so many files of one folder that went, a new one of another name is looked for
_MOST_TRIED = 8


def pair_moved(histories: Histories, boundary: Boundary, *, compare: Compare) -> None:
    """Give new files from after the boundary the name of the file that they were, where they keep its text.

    Looked at are files that went in the same snapshot: of the same file name, else of the same folder and
    type. Each is given once. A file that is new in a folder most of whose files came from another one gets
    the name that it would have there, which no version bears.
    """
    gone = _list_gone(histories, boundary)
    renamed: dict[bytes, tuple[VersionRow, ...]] = {}
    taken: set[tuple[bytes, int | None]] = set()
    for path in histories:
        first = histories.find(path)[0]
        if first.was is not None or first.kind != "file" or not boundary.is_after(first):
            continue
        for old in _list_candidates(gone, first):
            if (old.path, old.gone) in taken or not compare(old, first):
                continue
            taken.add((old.path, old.gone))
            renamed[path] = (msgspec.structs.replace(first, was=old.path), *histories.find(path)[1:])
            break
    histories.replace(renamed)
    histories.replace(_place_newcomers(histories, boundary))


def _place_newcomers(histories: Histories, boundary: Boundary) -> dict[bytes, tuple[VersionRow, ...]]:
    came: dict[bytes, Counter[bytes]] = defaultdict(Counter)
    fresh: list[VersionRow] = []
    for path in histories:
        first = histories.find(path)[0]
        if first.kind != "file" or not boundary.is_after(first):
            continue
        folder = split_path(path)[0]
        came[folder][split_path(first.was)[0] if first.was else folder] += 1
        if first.was is None:
            fresh.append(first)
    placed = {}
    for first in fresh:
        folder, name = split_path(first.path)
        (home, count), *_ = came[folder].most_common(1)
        old = home + name
        if home != folder and 2 * count > came[folder].total() and not histories.find(old):
            placed[first.path] = (msgspec.structs.replace(first, was=old), *histories.find(first.path)[1:])
    return placed


_Gone = dict[tuple[int, bytes, bytes], list[VersionRow]]


def _list_gone(histories: Histories, boundary: Boundary) -> _Gone:
    """Files that went after the boundary and have no new name yet: by snapshot with name, and with kind."""
    moved = {(row.was, row.first) for path in histories for row in histories.find(path) if row.was}
    gone: _Gone = defaultdict(list)
    for path in histories:
        for row in histories.find(path):
            if row.kind != "file" or row.gone is None or row.gone < boundary.position:
                continue
            if (row.path, row.gone) not in moved:
                folder, name = split_path(row.path)
                gone[row.gone, b"", name].append(row)
                gone[row.gone, folder, get_extension(row.path)].append(row)
    return gone


def _list_candidates(gone: _Gone, row: VersionRow) -> Iterator[VersionRow]:
    folder, name = split_path(row.path)
    yield from gone.get((row.first, b"", name), ())[:_MOST_TRIED]
    near = gone.get((row.first, folder, get_extension(row.path)), ())
    if len(near) <= _MOST_TRIED:
        yield from near
