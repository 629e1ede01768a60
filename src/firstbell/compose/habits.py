"""What is usual on a host: how many files it changes, how many come, and where files come to.

And whom one asks about versions from after a boundary, the host's habits among them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from firstbell.catalog import VersionRow
from firstbell.compose.clean import Judge
from firstbell.examine.paths import get_extension, split_path
from firstbell.record.examination import ContentReader

_NUMBER = re.compile(rb"\d+")
# on so many calm days something came, or more of it, before it is a habit
LEAST_DAYS = 3
# so many in one snapshot a person can look at one by one
_FEW = 10
FileKind = tuple[bytes, bytes]
FindOwner = Callable[[bytes, int], str]
ListOwners = Callable[[bytes], Mapping[bytes, str]]
Release = Callable[[VersionRow], str]


class NewFile(NamedTuple):
    """A file that was not there before the snapshot at this position."""

    path: bytes
    position: int


def name_kinds(path: bytes) -> tuple[FileKind, FileKind]:
    """What a file is like: its folder with its name less the numbers in it, and with its ending alone."""
    folder, name = split_path(path)
    return (folder, _NUMBER.sub(b"#", name)), (folder, get_extension(path))


@dataclass(frozen=True, kw_only=True)
class Habits:
    """What is usual on the host, from calm snapshots before the boundary.

    `most_changed`: the most files that one of them changed. `changed`: how many each snapshot after the
    boundary changed, by position, for those with the verdict clean. `newcomers`: the files that came in them,
    by `name_kinds`.
    """

    most_changed: int = 0
    changed: Mapping[int, int] = field(default_factory=dict)
    newcomers: Mapping[FileKind, Sequence[NewFile]] = field(default_factory=dict)

    @property
    def limit(self) -> int:
        """So many edits in one snapshot are as usual."""
        return max(_FEW, 3 * self.most_changed)

    @cached_property
    def new_limit(self) -> int:
        """So many new documents in one snapshot are as usual; 0 where none come on three days.

        Ten, which a person can look at one by one, or three times what came on the third of the fullest days:
        one import of many pictures makes no habit.
        """
        came: dict[int, set[bytes]] = {}
        for files in self.newcomers.values():
            for one in files:
                came.setdefault(one.position, set()).add(one.path)
        fullest = sorted(map(len, came.values()), reverse=True)
        return max(_FEW, 3 * fullest[LEAST_DAYS - 1]) if len(fullest) >= LEAST_DAYS else 0

    def count_usual(self, ending: bytes) -> int:
        """The most files of an ending that a calm day brought, ten at most; 0 where none did."""
        came: Counter[int] = Counter()
        for path, position in {one for files in self.newcomers.values() for one in files}:
            came[position] += get_extension(path) == ending
        return min(_FEW, max(came.values(), default=0))

    def is_calm(self, position: int) -> bool:
        """Whether the snapshot is clean and changed no more than is usual."""
        changed = self.changed.get(position)
        return changed is not None and changed <= self.limit


@dataclass(frozen=True, kw_only=True)
class AfterwardsInputs:
    """What is asked about versions.

    `release`: what a person said of one, "" for nothing. `find_owner`: of a file by its path and the position
    of a snapshot, "" where that does not say. `list_owners`: of the files of a folder as it stood at the
    boundary, by name. `count_endings`: how many files of each ending the host held at the boundary.
    `removal`: what a person said of the snapshot in which a file went. `renaming`: positions of snapshots in
    which people gave names, and the intruder did not.
    """

    contents: ContentReader
    judge: Judge
    habits: Habits
    release: Release
    find_owner: FindOwner
    list_owners: ListOwners
    count_endings: Callable[[], Counter[bytes]]
    removal: Release
    renaming: frozenset[int] = frozenset()

    @cached_property
    def held_endings(self) -> Counter[bytes]:
        """How many files of each ending the host held at the boundary."""
        return self.count_endings()
