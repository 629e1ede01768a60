"""What one examined snapshot says for or against an encryption event, before anybody adds it up.

It is kept, so that the verdicts on a host can be worked out anew without reading any content: after a
person's ruling, after a snapshot came in between, after one was forgotten.
"""

from __future__ import annotations

import msgspec


class Sign(msgspec.Struct, frozen=True):
    """One sign seen in a snapshot: a stable dotted `code`, a sentence, a count, its weight in points."""

    code: str
    detail: str
    count: int
    points: float


class FolderChanges(msgspec.Struct, frozen=True):
    """What became of the changed files of one top folder.

    `struck`: damaged files; `stood`: changed files that hold. `folders`, `types`: some of those that hold
    damage, enough to tell one from two.
    """

    folder: bytes
    struck: int
    stood: int
    folders: tuple[bytes, ...] = ()
    types: tuple[str, ...] = ()


class Shared(msgspec.Struct, frozen=True):
    """Something that damaged files have in common, `what` in words; `types`: some of the types they had."""

    kind: str
    what: str
    count: int
    types: tuple[str, ...] = ()


# losses are in mind so long; so many days pass at most from one snapshot to the next, whatever clocks say
WINDOW_DAYS = 90.0
MOST_DAYS_BETWEEN = 7.0


class Loss(msgspec.Struct, frozen=True):
    """How many files of one group a snapshot no longer gives back as they were.

    `kind`: "host", "folder" (a top folder) or "type" (an extension); `what`: its name, "" for the host. Of
    the kind "growth", `lost` is how many more files came to the host than went; of "refigured", how many that
    had never changed hold other numbers now. `held`: files that the group
    held in the snapshot before, 0 where nobody counted. `back`: files that came back with a content they had
    before. `days_ago`: how long before this snapshot, where an older one, since forgotten, lost them.
    """

    kind: str
    what: str
    lost: int
    held: int = 0
    back: int = 0
    days_ago: float = 0.0


class Evidence(msgspec.Struct, frozen=True):
    """All that a verdict rests on, less the past.

    `signs`: heaviest first. `places`: top folders with changed files. `shared`: suffixes and growths of
    damaged files, also of a single one. `facts`: counts that a host's habits are made of. `is_spread`:
    damage, or what amounts to it, in two folders or of two types. `is_proof`: a canary was touched.
    `told_suffixes`: those known from before when the snapshot was examined. `ruled`: the ruling it was
    examined under. `least`: the verdict of a snapshot since forgotten that was folded into this one, else "".
    `at_ns`: time of the snapshot, 0 where nobody told. `losses`: by group, the host first. `uncovered`:
    folders and files that the snapshot before covered and this one does not, though nothing says that they
    are gone.
    """

    signs: tuple[Sign, ...] = ()
    places: tuple[FolderChanges, ...] = ()
    shared: tuple[Shared, ...] = ()
    facts: tuple[tuple[str, int], ...] = ()
    is_spread: bool = False
    is_proof: bool = False
    told_suffixes: tuple[bytes, ...] = ()
    ruled: str = ""
    least: str = ""
    at_ns: int = 0
    losses: tuple[Loss, ...] = ()
    uncovered: tuple[bytes, ...] = ()

    def count(self, fact: str) -> int:
        """The count of that name, 0 where it was not made."""
        return dict(self.facts).get(fact, 0)
