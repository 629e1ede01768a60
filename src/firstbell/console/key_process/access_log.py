"""Who saw which people: a chain of lines in `console/access.jsonl`, each with the SHA-256 of the one before.

A line holds ids, never a name or a number of somebody who is affected. It is on the disk before the page is
answered.
"""

from __future__ import annotations

import fcntl
import hashlib
import itertools
import os
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from firstbell.base.clock import NS_PER_S, Clock, format_time, parse_time
from firstbell.base.errors import UNREADABLE, say_cause
from firstbell.base.output_file import append_whole
from firstbell.console.errors import ConsoleError
from firstbell.console.key_process.register import FOLDER

FILE = "access.jsonl"
START = "0" * 64
# seen by one person within an hour; a page holds 50
MANY_PEOPLE, HOUR_S = 500, 3600
_HEAD = re.compile(r"looks: (\d+)\nsha256: ([0-9a-f]{64})$", re.MULTILINE)
_TAIL_BYTES = 1 << 18


class AccessEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One look. `who`, `role`: of the reader; `people`: ids; `named`: whether names were shown, and `why`.

    `files`: of a download, the snapshot and the SHA-256 of the path, the beginnings of both.
    """

    seq: int
    at: str
    who: str
    role: str
    case: str
    page: str
    people: list[str]
    named: bool = False
    why: str = ""
    files: list[str] = []
    previous: str = START


@dataclass(frozen=True, slots=True)
class LooksHead:
    """What stands for the whole log: how many looks there are, and the SHA-256 of the last one's line."""

    looks: int
    sha256: str

    def render(self) -> str:
        """As a text to keep outside."""
        return f"Firstbell: the log of who looked at people\nlooks: {self.looks}\nsha256: {self.sha256}\n"

    @classmethod
    def read(cls, text: str) -> LooksHead:
        """Raises: ConsoleError for what is no such text."""
        found = _HEAD.search(text.replace("\r\n", "\n"))
        if found is None:
            raise ConsoleError(
                "this is no head of the log of looks", hint="`firstbell desk mail-heads` attaches one"
            )
        return cls(int(found[1]), found[2])


class AccessLog:
    """The log of one desk; one process writes it."""

    def __init__(self, desk: Path, clock: Clock) -> None:
        self._path = desk / FOLDER / FILE
        self._clock = clock

    @property
    def path(self) -> Path:
        """The file."""
        return self._path

    def note(self, entry: AccessEntry) -> None:
        """Put one look down; number, time and chain are the log's own. Raises: OSError, ConsoleError."""
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fd = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(fd, fcntl.LOCK_EX)
            seq, previous = self._find_end(fd)
            at = format_time(self._clock.now_ns())
            line = msgspec.json.encode(msgspec.structs.replace(entry, seq=seq, at=at, previous=previous))
            append_whole(fd, line + b"\n", end_bytes=os.fstat(fd).st_size)
        finally:
            os.close(fd)

    @staticmethod
    def _find_end(fd: int) -> tuple[int, str]:
        size = os.fstat(fd).st_size
        tail = os.pread(fd, min(size, 1 << 20), max(0, size - (1 << 20)))
        whole = _drop_torn(tail)
        if whole != tail:
            os.ftruncate(fd, size - len(tail) + len(whole))
            tail = whole
        if not tail:
            return 0, START
        last = tail.splitlines()[-1]
        try:
            seq = msgspec.json.decode(last, type=AccessEntry).seq
        except UNREADABLE as error:
            problem = f"the last line of the log of looks does not read: {say_cause(error)}"
            raise ConsoleError(problem, hint="restore it from the desk's backup") from None
        return seq + 1, hashlib.sha256(last).hexdigest()

    def count_lately(self, within_s: int) -> list[tuple[str, str, int]]:
        """(who, role, number of people) of those who looked within so many seconds, most people first.

        Read from the end of the log, so of many looks the oldest are not counted.
        """
        since_ns = self._clock.now_ns() - within_s * NS_PER_S
        seen: dict[tuple[str, str], set[str]] = defaultdict(set)
        for entry in self._iterate_newest():
            if parse_time(entry.at) < since_ns:
                break
            seen[entry.who, entry.role] |= set(entry.people)
        counted = [(who, role, len(people)) for (who, role), people in seen.items()]
        return sorted(counted, key=lambda one: -one[2])

    def list_newest(self, who: str | None, *, most: int) -> list[AccessEntry]:
        """The newest looks of somebody, None for everybody, the newest first. The chain is not checked.

        Read from the end of the log, so that a page takes no longer the more looks there are.
        """
        mine = (one for one in self._iterate_newest() if who is None or one.who == who)
        return list(itertools.islice(mine, most))

    def _iterate_newest(self) -> Iterator[AccessEntry]:
        """Looks from the end of the log on, as many as a part of it holds."""
        try:
            with self._path.open("rb") as file:
                file.seek(max(0, file.seek(0, os.SEEK_END) - _TAIL_BYTES))
                lines = _drop_torn(file.read()).splitlines()
        except OSError:
            return
        for line in reversed(lines):
            try:
                yield msgspec.json.decode(line, type=AccessEntry)
            except UNREADABLE:
                return  # the beginning of it is not read

    def list_many(self) -> list[tuple[str, str, int]]:
        """(who, role, number of people) of those who looked at unusually many people within an hour."""
        return [one for one in self.count_lately(HOUR_S) if one[2] >= MANY_PEOPLE]

    def read(self) -> list[AccessEntry]:
        """Every look, oldest first. Raises: ConsoleError where the chain is broken, with the line."""
        return self._read()[0]

    def find_head(self) -> LooksHead | None:
        """What stands for all looks; None where nobody looked. Raises: as `read`."""
        hashes = self._read()[1]
        return LooksHead(len(hashes), hashes[-1]) if hashes else None

    def check_head(self, head: LooksHead) -> str:
        """Why the log does not go on from this head; "" where it does. Raises: as `read`."""
        hashes = self._read()[1]
        if len(hashes) < head.looks:
            return f"{head.looks - len(hashes)} of the {head.looks} looks that there were are gone"
        if head.looks and hashes[head.looks - 1] != head.sha256:
            return f"the first {head.looks} looks are others than there were"
        return ""

    def _read(self) -> tuple[list[AccessEntry], list[str]]:
        """Every look, and the SHA-256 of its line."""
        if not self._path.exists():
            return [], []
        found: list[AccessEntry] = []
        hashes: list[str] = []
        previous = START
        for number, line in enumerate(_drop_torn(self._path.read_bytes()).splitlines()):
            try:
                entry = msgspec.json.decode(line, type=AccessEntry)
            except UNREADABLE:
                entry = None
            if entry is None or entry.previous != previous or entry.seq != number:
                raise ConsoleError(f"{self._path}: line {number + 1} does not follow the line before it")
            previous = hashlib.sha256(line).hexdigest()
            found.append(entry)
            hashes.append(previous)
        return found, hashes


def _drop_torn(data: bytes) -> bytes:
    """The whole lines. What a power cut left behind them is of a look that was not answered."""
    return data[: data.rfind(b"\n") + 1]
