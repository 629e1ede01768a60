"""What a journal says was done already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class PiecePast:
    """How far one piece is. `passed`: entries that are in place and on the disk. Counts are of all runs."""

    passed: int = 0
    is_restored: bool = False
    root: str = ""
    files_written: int = 0
    bytes_written: int = 0
    files_failed: int = 0
    files_read_back: int = 0
    seconds: float = 0.0
    failed: list[str] = field(default_factory=list)
    not_carried: list[Mapping[str, Any]] = field(default_factory=list)


@dataclass(slots=True)
class SystemPast:
    """What was done of one system. `commands`: (when, command) of those that ended well.

    `cleared`: of each piece, the boot in which what stands there was compared last.
    """

    begun: Mapping[str, Any] | None = None
    cleared: dict[int, str] = field(default_factory=dict)
    pieces: dict[int, PiecePast] = field(default_factory=dict)
    commands: set[tuple[str, str]] = field(default_factory=set)
    moved_aside: int = 0
    receipt: Mapping[str, Any] | None = None
    is_noted: bool = False
    failure: Mapping[str, Any] | None = None

    def piece(self, number: int) -> PiecePast:
        """How far a piece is."""
        return self.pieces.setdefault(number, PiecePast())

    @property
    def state(self) -> str:
        """`pending`, `begun`, `restored`, `failed`, or the verdict of the receipt."""
        if self.receipt is not None:
            return str(self.receipt.get("verdict"))
        if self.failure is not None:
            return "failed"
        if self.begun is None:
            return "pending"
        return "begun"


def read_past(lines: Iterable[Mapping[str, Any]]) -> SystemPast:
    """The past that a journal tells. A target that was begun anew forgets what was before."""
    past = SystemPast()
    for line in lines:
        what = line["what"]
        if what == "begun":
            past = SystemPast(begun=line)
        elif what == "resumed":
            past.failure = None
        elif what == "command" and line.get("status") == 0:
            past.commands.add((str(line.get("when")), str(line.get("command"))))
        elif what in ("checkpoint", "restored"):
            _take_progress(past.piece(int(line.get("piece", 0))), line)
        elif what == "cleared":
            past.moved_aside += int(line.get("moved_aside", 0))
            past.cleared[int(line.get("piece", 0))] = str(line.get("boot", ""))
        elif what == "failed":
            past.failure = line
        elif what == "done":
            past.receipt, past.is_noted, past.failure = line.get("receipt", {}), False, None
        elif what == "noted":
            past.is_noted = True
    return past


def find_running(lines: Iterable[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """The line of the command of which no end was noted: whoever ran it was killed, or runs it now."""
    running = None
    for line in lines:
        if line["what"] == "started":
            running = line
        elif line["what"] in ("command", "check"):
            running = None
    return running


def _take_progress(piece: PiecePast, line: Mapping[str, Any]) -> None:
    piece.passed = int(line.get("entries", piece.passed))
    for name in ("files_written", "bytes_written", "files_failed", "files_read_back"):
        setattr(piece, name, int(line.get(name, 0)))
    piece.seconds = float(line.get("seconds", 0.0))
    piece.failed = [str(path) for path in line.get("failed", ())]
    if line["what"] == "restored":
        piece.is_restored = True
        piece.root = str(line.get("root", ""))
        piece.not_carried = list(line.get("not_carried", ()))
