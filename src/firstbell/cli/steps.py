"""Commands that run other commands: each is told with its result, and one that fails ends no other."""

from __future__ import annotations

import contextlib
import io
import json
import shlex
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from firstbell.cli.terminal.options import OutputOptions


@dataclass
class Steps:
    """Runs command lines as they are told, and keeps what each gave. `lines`: what was told, in order."""

    options: OutputOptions
    lines: list[str] = field(default_factory=list)
    failed: int = 0

    def run(self, *words: str | Path, accept: tuple[int, ...] = (0,)) -> list[dict[str, Any]]:
        """The JSON lines of one command. `accept`: exit statuses that are good."""
        from firstbell.cli.main import run

        told, spoken = io.StringIO(), io.StringIO()
        named = [str(word) for word in words]
        with contextlib.redirect_stdout(told), contextlib.redirect_stderr(spoken):
            status = run([*named, "--json"])
        messages = [json.loads(line) for line in told.getvalue().splitlines() if line.startswith("{")]
        self.tell(
            shlex.join(["firstbell", *named]),
            ok=status in accept,
            why="" if status in accept else _find_failure(spoken.getvalue(), messages),
            status=status,
        )
        return messages

    def tell(self, command: str, *, ok: bool, why: str = "", status: int = 0) -> None:
        """One step and how it went."""
        self.failed += not ok
        self.lines.append(f"{'ok    ' if ok else 'FAILED'}  {command}{f': {why}' if why else ''}")
        self.options.output.text(self.lines[-1])
        self.options.output.message(
            {"message_type": "step", "command": command, "status": int(status), "ok": ok, "why": why}
        )

    def note(self, text: str) -> None:
        """Something that needed no command."""
        self.lines.append(f"        {text}")
        self.options.output.text(self.lines[-1])


def _find_failure(text: str, messages: Sequence[dict[str, Any]]) -> str:
    """The error, else the first problem that a result tells."""
    lines = [line for line in text.splitlines() if line.strip()]
    try:
        told = json.loads(lines[-1]) if lines else {}
    except ValueError:
        return lines[-1]
    problems = (str(message["problem"]) for message in messages if message.get("problem"))
    return str(told.get("message", "")) or next(problems, "")
