"""Which files live on under a rotated name: logs and backups move up by a number, packed or not.

A file whose new version says something else is not lost where its old content lies beside it now, as it was
or packed, under its own name with another number. Names alone prove nothing: the content is compared.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from firstbell.base.errors import Error
from firstbell.examine.likeness import LEAST_KEPT, compare
from firstbell.examine.look import Look
from firstbell.examine.paths import split_path
from firstbell.examine.sketch import draw_sketch
from firstbell.examine.sketches import MOST_BYTES
from firstbell.record.examination import ContentReader
from firstbell.record.versions import FileVersion, State

_PACKED = re.compile(rb"\.(?:gz|bz2|xz|zst|zip)$", re.IGNORECASE)
_NUMBERS = re.compile(rb"[-_.]?\d+")
# of one folder full of such names no more are compared
_MOST_COMPARED = 40


def find_rotated(
    lost: Iterable[bytes],
    looks: Sequence[Look],
    moves: Sequence[tuple[FileVersion, FileVersion]],
    *,
    reader: ContentReader,
) -> frozenset[bytes]:
    """Of these old paths, those whose old content lies beside them under a rotated name."""
    olds = {look.pair.old.path: look.pair.old for look in looks if look.pair.old is not None}
    wanted = [olds[path] for path in lost if path in olds]
    if not wanted:
        return frozenset()
    came: dict[tuple[bytes, bytes], list[FileVersion]] = defaultdict(list)
    whole = [look.pair.new for look in looks if look.judgement.state is State.INTACT]
    for version in (*whole, *(new for _, new in moves)):
        came[_name_chain(version.path)].append(version)
    return frozenset(old.path for old in wanted if _lives_on(old, came[_name_chain(old.path)], reader))


def _name_chain(path: bytes) -> tuple[bytes, bytes]:
    """What all names of one rotation have in common: the folder, and the name without its numbers."""
    folder, name = split_path(path)
    return folder, _NUMBERS.sub(b"", _PACKED.sub(b"", name))


def _lives_on(old: FileVersion, chain: Sequence[FileVersion], reader: ContentReader) -> bool:
    beside = [new for new in chain if new.path != old.path]
    if any(new.content == old.content for new in beside):
        return True
    return any(_keeps(old, new, reader) for new in beside[:_MOST_COMPARED])


def _keeps(old: FileVersion, new: FileVersion, reader: ContentReader) -> bool:
    """Whether the other file says what the old version said; a large one is compared by its content alone."""
    if not 0 < old.size_bytes <= MOST_BYTES or not 0 < new.size_bytes <= MOST_BYTES:
        return False
    try:
        share = compare(*(draw_sketch(reader.read(one, MOST_BYTES)) for one in (old, new)))
    except Error:
        return False
    return share is not None and share >= LEAST_KEPT
