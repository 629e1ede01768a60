"""One ordinary day: people make, change, rename and delete files of a tree, every choice by one generator."""

from __future__ import annotations

import os
import random
import stat
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from pathlib import Path

from firstbell.drill.district.formats import RENDERERS
from firstbell.drill.district.writer import DocumentWriter
from firstbell.drill.file_changes import Change, find_change
from firstbell.drill.truth import list_paths

_MADE_BY_HAND = ("docx", "txt", "xlsx", "csv", "pdf", "jpg")
_LARGEST_BYTES = 32 << 20


@dataclass(frozen=True, slots=True)
class DayPlan:
    """Shares of the tree's files, 0 to 1; at least one file of each share that is not 0.

    At most `most` are made and as many changed, at most `most_moved` renamed and as many deleted.
    `plain_only`: nothing is copied whose content only a program could vouch for.
    """

    at_ns: int
    made: float = 0.01
    changed: float = 0.03
    renamed: float = 0.008
    deleted: float = 0.008
    most: int = 300
    most_moved: int = 40
    plain_only: bool = False

    def count(self, share: float, files: int) -> int:
        """How many files are made or changed."""
        return min(max(round(share * files), 1), self.most, files) if share else 0

    def count_moved(self, share: float, files: int) -> int:
        """How many files are renamed or deleted."""
        return min(self.count(share, files), self.most_moved)


@dataclass(slots=True)
class DayRecord:
    """What people did, by paths relative to the tree; `renamed` in pairs (old, new)."""

    made: list[bytes] = field(default_factory=list)
    changed: list[bytes] = field(default_factory=list)
    renamed: list[tuple[bytes, bytes]] = field(default_factory=list)
    deleted: list[bytes] = field(default_factory=list)


class Editor:
    """The people of one tree. `documents`: whether its files are what their names say (see `changing`)."""

    def __init__(self, tree: Path, writer: DocumentWriter, *, documents: bool) -> None:
        self._top = os.fsencode(tree)
        self._tree = tree
        self._writer = writer
        self._documents = documents

    @property
    def _rng(self) -> random.Random:
        return self._writer.rng

    def live_day(self, plan: DayPlan, *, hands_off: AbstractSet[bytes] = frozenset()) -> DayRecord:
        """One day's edits; the paths in `hands_off` are left alone and not copied."""
        files = [path for path in self._list_files() if path not in hands_off]
        record = DayRecord()
        if not files:
            return record
        self._rng.shuffle(files)
        counts = [plan.count_moved(share, len(files)) for share in (plan.deleted, plan.renamed)]
        for path in files[: counts[0]]:
            os.unlink(self._locate(path))
            record.deleted.append(path)
        for path in files[counts[0] : sum(counts)]:
            record.renamed.append((path, self._rename(path)))
        left = files[sum(counts) :]
        self._change_some(left, plan, record)
        self._make_some(left, plan, record)
        return record

    def make_documents(self, count: int, at_ns: int) -> list[bytes]:
        """`count` new files in folders that have files already."""
        folders = sorted({os.path.dirname(path) for path in self._list_files()} | {b""})
        return [self._make(self._rng.choice(folders), at_ns) for _ in range(count)]

    def _locate(self, path: bytes) -> bytes:
        return os.path.join(self._top, path)

    def _list_files(self) -> list[bytes]:
        """Regular files with one name: of a hard link nobody can say which of its names was edited."""
        found = []
        for path in list_paths(self._tree):
            status = os.lstat(self._locate(path))
            if stat.S_ISREG(status.st_mode) and status.st_nlink == 1:
                found.append(path)
        return found

    def _find_free(self, folder: bytes, name: bytes) -> bytes:
        path, turn = os.path.join(folder, name), 1
        while os.path.lexists(self._locate(path)):
            turn += 1
            path = os.path.join(folder, b"%d %s" % (turn, name))
        return path

    def _rename(self, path: bytes) -> bytes:
        folder, name = os.path.split(path)
        if self._rng.random() < 0.3:
            folder = os.path.dirname(folder)
        new = self._find_free(folder, self._rng.choice((b"final ", b"old ", b"2023 ")) + name[-200:])
        # people rename files; nothing of ours is published here
        os.rename(self._locate(path), self._locate(new))  # noqa: TID251
        return new

    def _change_some(self, files: list[bytes], plan: DayPlan, record: DayRecord) -> None:
        wanted = plan.count(plan.changed, len(files))
        for path in files:
            if len(record.changed) >= wanted:
                return
            data = self._read(path)
            change = self._find_change(path, data)
            if data is not None and change is not None:
                _write_dated(self._locate(path), change(data, self._writer), plan.at_ns)
                record.changed.append(path)

    def _make_some(self, files: list[bytes], plan: DayPlan, record: DayRecord) -> None:
        for turn, path in enumerate(files[-plan.count(plan.made, len(files)) :] if plan.made else []):
            data = self._read(path) if turn % 3 == 0 else None
            if data is None or (plan.plain_only and self._find_change(path, data) is None):
                record.made.append(self._make(os.path.dirname(path), plan.at_ns))
            else:
                folder, name = os.path.split(path)
                new = self._find_free(folder, b"Copy of " + name[-200:])
                _write_dated(self._locate(new), data, plan.at_ns)
                record.made.append(new)

    def _read(self, path: bytes) -> bytes | None:
        """The content, or None where it is larger than what people copy and edit."""
        with open(self._locate(path), "rb") as file:
            data = file.read(_LARGEST_BYTES + 1)
        return data if len(data) <= _LARGEST_BYTES else None

    def _find_change(self, path: bytes, data: bytes | None) -> Change | None:
        return None if data is None else find_change(path, data, documents=self._documents)

    def _make(self, folder: bytes, at_ns: int) -> bytes:
        kind = self._rng.choice(_MADE_BY_HAND) if self._documents else "txt"
        # the same name in several folders on one day is what notes look like, not what people do
        name = f"{self._writer.title().split(',')[0]} {self._rng.randrange(10**4):04d}.{kind}".encode()
        new = self._find_free(folder, name)
        _write_dated(self._locate(new), RENDERERS[kind](self._writer), at_ns)
        return new


def _write_dated(path: bytes, data: bytes, at_ns: int) -> None:
    with open(path, "wb") as out:
        out.write(data)
    os.utime(path, ns=(at_ns, at_ns))
