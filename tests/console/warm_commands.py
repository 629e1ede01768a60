"""Command lines of Firstbell for tests: each a fork of one process that has loaded all they need."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

# as its own process would, each child has the words, the environment and the streams that it is given
_SERVER = """
import json, os, sys
from firstbell.cli.environment import calm_libraries
calm_libraries()
from firstbell.cli.console_run import load_modules
from firstbell.cli.main import run
for _ in load_modules():
    pass
for line in sys.stdin:
    asked = json.loads(line)
    pid = os.fork()
    if pid == 0:
        status = 99
        try:
            os.environ.clear()
            os.environ.update(asked["environment"])
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            for number, path in ((1, asked["out"]), (2, asked["err"])):
                os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), number)
            status = run(asked["words"])
            sys.stdout.flush()
        finally:
            os._exit(status)
    if asked["stays"]:
        print(pid, flush=True)
        continue
    print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)
"""


@dataclass(frozen=True, slots=True)
class CommandEnd:
    """How a command line ended, and what it printed."""

    status: int
    stdout: bytes
    stderr: str


class ForkedProgram:
    """A program that goes on: a fork of the server, whose child it is. `stdout`: what it prints, by lines."""

    def __init__(self, pid: int, stdout: TextIO) -> None:
        self.pid, self.stdout = pid, stdout
        self._ended = os.pidfd_open(pid)

    def poll(self) -> int | None:
        """Nothing while it runs, 0 once it has ended: with what is known to its parent alone."""
        return 0 if select.select([self._ended], [], [], 0)[0] else None

    def wait(self, timeout: float) -> int:
        """Wait until it has ended. Raises: TimeoutError."""
        if not select.select([self._ended], [], [], timeout)[0]:
            raise TimeoutError(f"process {self.pid} has not ended")
        return 0

    def send_signal(self, number: int) -> None:
        """As `Popen.send_signal`."""
        signal.pidfd_send_signal(self._ended, number)

    def kill(self) -> None:
        """As `Popen.kill`."""
        self.send_signal(signal.SIGKILL)


class WarmCommands:
    """The process that command lines are forks of. `folder`: of its own, for what they print."""

    def __init__(self, folder: Path) -> None:
        self._out, self._err = folder / "out", folder / "err"
        self._server = subprocess.Popen(
            [sys.executable, "-c", _SERVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def run(self, words: Sequence[str], environment: Mapping[str, str]) -> CommandEnd:
        """Run one, and wait for it."""
        asked = {"words": list(words), "environment": dict(environment), "stays": False}
        status = self._ask({**asked, "out": str(self._out), "err": str(self._err)})
        return CommandEnd(status, self._out.read_bytes(), self._err.read_text())

    def start(self, words: Sequence[str], environment: Mapping[str, str], folder: Path) -> ForkedProgram:
        """Start one that goes on. `folder`: where what it says on stderr is kept."""
        out = folder / "stdout"
        os.mkfifo(out)
        asked = {"words": list(words), "environment": dict(environment), "stays": True}
        pid = self._ask({**asked, "out": str(out), "err": str(folder / "stderr")})
        return ForkedProgram(pid, out.open(encoding="utf-8"))

    def _ask(self, asked: dict[str, object]) -> int:
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        self._server.stdin.write(json.dumps(asked) + "\n")
        self._server.stdin.flush()
        return int(self._server.stdout.readline())

    def close(self) -> None:
        """End it."""
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        self._server.stdin.close()
        self._server.wait(60)
        self._server.stdout.close()
