"""Command lines of Firstbell for tests: each a fork of one process that has loaded all they need."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

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
    print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)
"""


@dataclass(frozen=True, slots=True)
class CommandEnd:
    """How a command line ended, and what it printed."""

    status: int
    stdout: bytes
    stderr: str


class WarmCommands:
    """The process that command lines are forks of. `folder`: of its own, for what they print."""

    def __init__(self, folder: Path) -> None:
        self._out, self._err = folder / "out", folder / "err"
        self._server = subprocess.Popen(
            [sys.executable, "-c", _SERVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def run(self, words: Sequence[str], environment: Mapping[str, str]) -> CommandEnd:
        """Run one, and wait for it."""
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        asked = {"words": list(words), "environment": dict(environment)}
        asked |= {"out": str(self._out), "err": str(self._err)}
        self._server.stdin.write(json.dumps(asked) + "\n")
        self._server.stdin.flush()
        status = int(self._server.stdout.readline())
        return CommandEnd(status, self._out.read_bytes(), self._err.read_text())

    def close(self) -> None:
        """End it."""
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        self._server.stdin.close()
        self._server.wait(60)
        self._server.stdout.close()
