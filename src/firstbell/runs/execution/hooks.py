"""Commands that run before and after a system is restored, or check it: with a time limit, output kept."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass

from firstbell.base.clock import monotonic_s

# a service that starts may take its time; one that asks a question waits for ever
HOOK_LIMIT_S = 3600.0
_KEPT_BYTES = 2000


@dataclass(frozen=True, slots=True)
class CommandResult:
    """What became of a command. `status`: its exit status, None where it was stopped. `output`: its end."""

    command: str
    status: int | None
    output: str
    seconds: float

    @property
    def is_good(self) -> bool:
        """Whether it ended with status 0."""
        return self.status == 0

    def explain(self) -> str:
        """What went wrong, in a line."""
        how = f"ended with status {self.status}" if self.status is not None else "was stopped"
        said = self.output.strip().splitlines()
        told = f": {said[-1][:300]}" if said else ""
        return f"`{self.command}` {how} after {self.seconds:.1f} s{told}"


def run_command(command: str, *, limit_s: float, variables: Mapping[str, str]) -> CommandResult:
    """Run a command line by the shell, with nothing to read; at its limit it is killed with all it started.

    `variables`: of the environment, besides ours.
    """
    started_s = monotonic_s()
    # by `env`, so that the environment is handed on without being read here
    line = ["env", *(f"{name}={value}" for name, value in variables.items()), "/bin/sh", "-c", command]
    with tempfile.TemporaryFile() as output:
        try:
            process = subprocess.Popen(
                line, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True
            )
        except (OSError, ValueError) as error:  # a text with a zero byte starts nothing
            return CommandResult(command, None, str(error), 0.0)
        try:
            status: int | None = process.wait(limit_s)
        except subprocess.TimeoutExpired:
            status = None
        finally:
            if process.returncode is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        size = output.seek(0, os.SEEK_END)
        output.seek(max(0, size - _KEPT_BYTES))
        said = output.read().decode(errors="replace")
    if status is None:
        said += f"\nstopped at its time limit of {limit_s:g} s"
    return CommandResult(command, status, said, monotonic_s() - started_s)
