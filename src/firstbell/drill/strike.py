"""The strike: what an encryption event does to a tree, done to a copy the drill has just made.

It opens everything through the marked folder's own descriptor, never follows a link, and looks at the
whole tree before it touches the first file. Files below 64 bytes are left alone: at that size random
bytes cannot be told from text, by us or by anyone.
"""

from __future__ import annotations

import os
import random
import stat
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import BufferedRandom, BufferedWriter

from firstbell.base.errors import Error
from firstbell.drill.families import FAMILIES, Family, Naming, invent_extension
from firstbell.drill.layout import strike_bytes
from firstbell.drill.marker import TREE_NAME, MarkedFolder

SMALLEST_BYTES = 64
_OPEN = os.O_NOFOLLOW | os.O_CLOEXEC
Identity = tuple[int, int]


class StrikeRefusedError(Error):
    """A tree that reaches outside of itself; `path` is where."""

    code = "drill.strike_refused"

    def __init__(self, path: bytes, why: str) -> None:
        super().__init__(f"refused to strike {os.fsdecode(path)!r}: {why}")
        self.path = path


@dataclass(frozen=True, slots=True)
class StrikePlan:
    """How much is struck: shares from 0 to 1. Files in `surely` (relative paths) are struck in any case."""

    at_ns: int
    share: float = 0.8
    spared_folders: float = 0.08
    deleted: float = 0.02
    families: Sequence[Family] = FAMILIES
    surely: frozenset[bytes] = frozenset()


@dataclass(frozen=True, slots=True)
class StruckFile:
    """One struck file: its relative path before and after, and the family's way."""

    was: bytes
    path: bytes
    family: str


@dataclass(slots=True)
class StrikeRecord:
    """What the strike did, by paths relative to the tree."""

    struck: list[StruckFile] = field(default_factory=list)
    deleted: list[bytes] = field(default_factory=list)
    notes: list[bytes] = field(default_factory=list)
    size_bytes: int = 0

    @property
    def folders(self) -> int:
        """In how many folders files were struck; each holds one note."""
        return len(self.notes)


def strike_folder(folder: MarkedFolder, plan: StrikePlan, rng: random.Random) -> StrikeRecord:
    """Strikes the tree of `folder`.

    Raises: NotMarkedError when the folder is not one this process made; StrikeRefusedError when the tree
    holds a file with a hard link outside of it, or another filesystem. Nothing is touched then.
    """
    folder.check()
    known = _survey(folder)
    strike = _Strike(plan, rng, known)
    for inside, names, folder_fd in _walk(folder):
        strike.visit(inside, names, folder_fd)
    return strike.record


def _walk(folder: MarkedFolder) -> Iterator[tuple[bytes, list[bytes], int]]:
    """Relative folder (b"" for the tree itself), its names of files, its descriptor; in order of names."""
    top = TREE_NAME.encode()
    for where, folders, names, folder_fd in os.fwalk(top, dir_fd=folder.folder_fd, follow_symlinks=False):
        folders.sort()
        yield where[len(top) + 1 :], sorted(names), folder_fd


def _survey(folder: MarkedFolder) -> frozenset[Identity]:
    """The identities of all regular files, after proof that no file reaches outside."""
    device_id = os.fstat(folder.folder_fd).st_dev
    seen: Counter[Identity] = Counter()
    last: dict[Identity, tuple[bytes, int]] = {}
    for inside, names, folder_fd in _walk(folder):
        if os.fstat(folder_fd).st_dev != device_id:
            raise StrikeRefusedError(inside, "it lies on another filesystem")
        for name in names:
            status = os.stat(name, dir_fd=folder_fd, follow_symlinks=False)
            if stat.S_ISREG(status.st_mode):
                identity = (status.st_dev, status.st_ino)
                seen[identity] += 1
                last[identity] = (os.path.join(inside, name), status.st_nlink)
    for identity, (path, links) in last.items():
        if links != seen[identity]:
            raise StrikeRefusedError(path, "it has a hard link outside of the tree")
    return frozenset(seen)


class _Strike:
    """One strike under way. A file with several names is struck once, under the first of them."""

    def __init__(self, plan: StrikePlan, rng: random.Random, known: frozenset[Identity]) -> None:
        self.record = StrikeRecord()
        self._plan = plan
        self._rng = rng
        self._known = known
        self._done: set[Identity] = set()
        self._extensions = {family.name: invent_extension(rng) for family in plan.families}

    def visit(self, inside: bytes, names: list[bytes], folder_fd: int) -> None:
        """One folder, in the way of one family."""
        family = self._rng.choice(self._plan.families)
        spared = self._rng.random() < self._plan.spared_folders
        before = len(self.record.struck)
        for name in names:
            path = os.path.join(inside, name)
            sure = path in self._plan.surely
            draw = self._rng.random()
            if not sure and (spared or draw >= self._plan.share):
                continue
            if not sure and draw < self._plan.deleted:
                self._delete(path, name, folder_fd)
            else:
                self._strike_file(path, family, folder_fd)
        if len(self.record.struck) > before:
            self._leave_note(inside, family, folder_fd)

    def _delete(self, path: bytes, name: bytes, folder_fd: int) -> None:
        if stat.S_ISREG(os.stat(name, dir_fd=folder_fd, follow_symlinks=False).st_mode):
            os.unlink(name, dir_fd=folder_fd)
            self.record.deleted.append(path)

    def _strike_file(self, path: bytes, family: Family, folder_fd: int) -> None:
        inside, name = os.path.split(path)
        status = os.stat(name, dir_fd=folder_fd, follow_symlinks=False)
        if not stat.S_ISREG(status.st_mode) or status.st_size < SMALLEST_BYTES:
            return
        target = self._rename(name, family, folder_fd)
        copies = family.copies and status.st_nlink == 1 and target != name
        first_name = (status.st_dev, status.st_ino) not in self._done
        if first_name:
            self._rewrite(name, target if copies else name, family, folder_fd)
            self._done.add((status.st_dev, status.st_ino))
        if copies:
            os.unlink(name, dir_fd=folder_fd)
        elif target != name:
            # a strike renames in place as the real ones do; no published name of ours is involved
            os.rename(name, target, src_dir_fd=folder_fd, dst_dir_fd=folder_fd)  # noqa: TID251
        self.record.struck.append(StruckFile(path, os.path.join(inside, target), family.name))

    def _rename(self, name: bytes, family: Family, folder_fd: int) -> bytes:
        """A name that is free in this folder, or the same one."""
        extension = b"." + self._extensions[family.name].encode()
        target = name
        if family.naming is Naming.ADDED:
            target = name + extension
        elif family.naming is Naming.RANDOM:
            target = invent_extension(self._rng).encode() + extension
        if len(target) > os.pathconf(folder_fd, "PC_NAME_MAX") or _exists(target, folder_fd):
            return name
        return target

    def _rewrite(self, name: bytes, target: bytes, family: Family, folder_fd: int) -> None:
        """Writes the struck content of `name` into `target`, which is `name` or new."""
        with os.fdopen(os.open(name, os.O_RDWR | _OPEN, dir_fd=folder_fd), "r+b") as source:
            status = os.fstat(source.fileno())
            if (status.st_dev, status.st_ino) not in self._known:
                raise StrikeRefusedError(name, "it was not there when the tree was looked at")
            data = source.read()
            struck = strike_bytes(data, family.lay_out(len(data), self._rng), self._rng)
            at_ns = status.st_mtime_ns if family.keeps_mtime else self._plan.at_ns
            if target == name:
                source.seek(0)
                _write_dated(source, struck, at_ns)
            else:
                flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _OPEN
                mode = stat.S_IMODE(status.st_mode)
                with os.fdopen(os.open(target, flags, mode, dir_fd=folder_fd), "wb") as out:
                    _write_dated(out, struck, at_ns)
        self.record.size_bytes += len(data)

    def _leave_note(self, inside: bytes, family: Family, folder_fd: int) -> None:
        name = family.note_name.encode()
        if _exists(name, folder_fd):
            name = b"DRILL-" + name
        note_fd = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _OPEN, 0o644, dir_fd=folder_fd)
        with os.fdopen(note_fd, "w", encoding="utf-8") as note:
            note.write(family.note)
        self.record.notes.append(os.path.join(inside, name))


def _write_dated(out: BufferedWriter | BufferedRandom, data: bytes, at_ns: int) -> None:
    out.write(data)
    out.flush()
    os.utime(out.fileno(), ns=(at_ns, at_ns))


def _exists(name: bytes, folder_fd: int) -> bool:
    try:
        os.stat(name, dir_fd=folder_fd, follow_symlinks=False)
    except FileNotFoundError:
        return False
    return True
