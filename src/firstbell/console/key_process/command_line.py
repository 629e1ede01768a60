"""Runs a command line of Firstbell in a child of this process, and keeps what it says.

The child is a fork: everything is loaded already. It may crash or be killed; the console goes on.
"""

from __future__ import annotations

import io
import shlex
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from firstbell.base.errors import UNREADABLE
from firstbell.console.messages import Trouble

RunCommand = Callable[[Sequence[str]], int]
# 3 says that something could not be read, 4 that an encryption event stands in it
_TOLD = frozenset({0, 3, 4})
_lines = msgspec.json.Decoder()


@dataclass(frozen=True, slots=True)
class Said:
    """What one command line said. `stdout`: JSON lines as they came."""

    status: int
    stdout: bytes
    stderr: bytes

    def lines(self) -> list[dict[str, Any]]:
        """Its objects."""
        return _lines.decode_lines(self.stdout)

    def trouble(self) -> Trouble | None:
        """Why it failed; None where it did not, or where its own lines say what is wrong."""
        if self.status in _TOLD:
            return None
        for told in self._told():
            if told.get("message_type") == "exit_error":
                return Trouble(str(told.get("message", "")), str(told.get("hint", "")), self.status)
        # a check that found something wrong went to its end: it prints what, and its sums
        if any(line.get("message_type") == "summary" for line in self.lines()):
            return None
        return Trouble(f"the command ended with status {self.status} and said nothing", "", self.status)

    def warnings(self) -> list[str]:
        """What it warned of."""
        return [
            str(told.get("message", "")) for told in self._told() if told.get("message_type") == "warning"
        ]

    def _told(self) -> list[dict[str, Any]]:
        found = []
        for line in self.stderr.splitlines():
            try:
                told = _lines.decode(line)
            except UNREADABLE:
                continue
            if isinstance(told, dict):
                found.append(told)
        return found


def run_captured(run: RunCommand, words: Sequence[str]) -> Said:
    """Run a command line here, its output kept. Only a child process calls it: streams are swapped."""
    out, err = io.BytesIO(), io.BytesIO()
    before = sys.stdout, sys.stderr
    sys.stdout = io.TextIOWrapper(out, encoding="utf-8", write_through=True)
    sys.stderr = io.TextIOWrapper(err, encoding="utf-8", write_through=True)
    try:
        # before the words: behind `--` it would be one of them
        status = run(["--json", *words])
        sys.stdout.flush()
        sys.stderr.flush()
        return Said(int(status), out.getvalue(), err.getvalue())
    finally:
        sys.stdout, sys.stderr = before


def show_command(words: Sequence[str]) -> str:
    """The command line as a person types it."""
    return shlex.join(["firstbell", *words])
