"""Commands that run before and after a system is restored, or check it: with a time limit, output kept."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from firstbell.base.clock import monotonic_s

# a service that starts may take its time; one that asks a question waits for ever
HOOK_LIMIT_S = 3600.0
_KEPT_BYTES = 2000
# so long may a command that is told to end tidy up before it is killed with all that it started
GRACE_S = 10.0
_POLL_S = 0.05
# the command begins when a line comes: nobody is to run whom the journal does not name
_GATE = 'read -r go || exit 125; exec /bin/sh -c "$1" </dev/null'
# field 22 of proc_pid_stat(5), counted behind the name, which may hold spaces and brackets
_START_FIELD = 19


@dataclass(frozen=True, slots=True)
class CommandResult:
    """What became of a command. `status`: its exit status, None where it was stopped. `output`: its end.

    `is_run_stopped`: it was ended because the run was told to end.
    """

    command: str
    status: int | None
    output: str
    seconds: float
    is_run_stopped: bool = False

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


class _StopRequest:
    """Whether this process was told to end. Where a command runs then, it is ended first.

    Until `is_armed`, being told is only kept: there may be a command that nobody can name yet.
    """

    def __init__(self) -> None:
        self.is_asked = False
        self.is_armed = False

    def take(self, _number: int, _frame: object) -> None:
        """A signal came. Raises: KeyboardInterrupt."""
        self.is_asked = True
        if self.is_armed:
            raise KeyboardInterrupt

    def arm(self) -> None:
        """From now on being told ends what goes on. Raises: KeyboardInterrupt where it was told before."""
        self.is_armed = True
        if self.is_asked:
            raise KeyboardInterrupt


@contextmanager
def _take_stop() -> Iterator[_StopRequest]:
    """Take the signal that would end this process at once, and a command of its own not at all."""
    request = _StopRequest()
    is_ours = threading.current_thread() is threading.main_thread()
    if not is_ours or signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL:
        yield request
        return
    signal.signal(signal.SIGTERM, request.take)
    try:
        yield request
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


def run_command(
    command: str,
    *,
    limit_s: float,
    variables: Mapping[str, str],
    begun: Callable[[int, int], object] | None = None,
) -> CommandResult:
    """Run a command line by the shell, with nothing to read; at its limit it is killed with all it started.

    Where this process is told to end meanwhile, so is the command, with all that it started; it is killed
    where it goes on. The result says so, and who called ends then.

    `variables`: of the environment, besides ours. `begun` is told the command's process and its start, as
    `read_start` gives it, before anything can end it.
    """
    started_s = monotonic_s()
    # by `env`, so that the environment is handed on without being read here
    given = [f"{name}={value}" for name, value in variables.items()]
    line = ["env", *given, "/bin/sh", "-c", _GATE, "sh", command]
    with tempfile.TemporaryFile() as output, _take_stop() as request:
        try:
            process = subprocess.Popen(
                line, stdin=subprocess.PIPE, stdout=output, stderr=output, start_new_session=True
            )
        except (OSError, ValueError) as error:  # a text with a zero byte starts nothing
            return CommandResult(command, None, str(error), 0.0)
        why = ""
        status: int | None = None
        try:
            if begun is not None:
                begun(process.pid, read_start(process.pid))
            request.arm()
            _open_gate(process)
            status = process.wait(limit_s)
        except subprocess.TimeoutExpired:
            why = f"stopped at its time limit of {limit_s:g} s"
            _kill_group(process)
        except KeyboardInterrupt:
            request.is_asked, request.is_armed = True, False
            why = f"stopped because the run was stopped; {_end_group(process.pid, process.poll)}"
            process.wait()
        finally:
            _shut_gate(process)
        size = output.seek(0, os.SEEK_END)
        output.seek(max(0, size - _KEPT_BYTES))
        said = output.read().decode(errors="replace")
    if why:
        said += f"\n{why}"
    return CommandResult(command, status, said, monotonic_s() - started_s, request.is_asked)


def _open_gate(process: subprocess.Popen[bytes]) -> None:
    if process.stdin is not None:
        with suppress(BrokenPipeError), process.stdin as gate:
            gate.write(b"go\n")


def _shut_gate(process: subprocess.Popen[bytes]) -> None:
    """A command that did not begin, because its begin could not be noted, does not."""
    if process.stdin is not None:
        process.stdin.close()
    if process.returncode is None:
        _kill_group(process)


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _end_group(pid: int, collect: Callable[[], object]) -> str:
    """Tell a command and all that it started to end, and kill what goes on; how it ended, a clause."""
    with suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGTERM)
    until_s = monotonic_s() + GRACE_S
    while monotonic_s() < until_s:
        collect()
        try:
            os.killpg(pid, 0)
        except ProcessLookupError:
            return "it ended when it was told to"
        threading.Event().wait(_POLL_S)
    with suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)
    return f"it did not end within {GRACE_S:g} s and was killed"


def read_start(pid: int) -> int:
    """When a process began, in ticks since the machine did; 0 where it has ended.

    Together with its number it tells a process from every other one of this boot.
    """
    try:
        fields = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()
    except OSError:
        return 0
    return 0 if fields[:1] in ([b"Z"], []) else int(fields[_START_FIELD])


def end_left_command(pid: int, start: int) -> str:
    """End what a run that was killed left behind: a command, and all that it started; how, a clause.

    "" where it has ended, also where another process has its number now: what a command left behind when it
    ended by itself is a service, and goes on.
    """
    if not start or read_start(pid) != start:
        return ""
    return _end_group(pid, lambda: None)
