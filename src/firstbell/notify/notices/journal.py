"""What became of each letter, as it happens: an append-only file of ids and states that survives a kill.

A line: `state id detail`. Written with one write, so that a kill leaves whole lines and at most one torn
one, which is passed over. `begun`: an attempt began. `handed`: all was given to the server but its last
line. `sent`: the server took it. `failed`, `bounced`, `returned`, `moved`, `mailed`. The last line counts.
"""

from __future__ import annotations

import fcntl
import os
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from firstbell.base.clock import monotonic_s
from firstbell.base.output_file import append_whole, find_line_end
from firstbell.notify.errors import NotifyError

BEGUN, HANDED, SENT, FAILED, BOUNCED = "begun", "handed", "sent", "failed", "bounced"
MAILED, RETURNED, MOVED = "mailed", "returned", "moved"
# what is never sent again: with `handed` nobody can know, and nobody may get it twice
_SETTLED = frozenset({HANDED, SENT, FAILED, BOUNCED})


class SendRunningError(NotifyError):
    """Another process sends notices of this case."""

    code = "notify.running"


class DeliveryJournal:
    """The journal of a channel of a case. One process writes at a time."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._fd = -1

    def load(self) -> Mapping[str, tuple[str, str]]:
        """Letter -> (state, detail), the last of each."""
        try:
            data = self.path.read_bytes()
        except FileNotFoundError:
            return {}
        states: dict[str, tuple[str, str]] = {}
        for line in data[: data.rfind(b"\n") + 1].decode("utf-8", "replace").splitlines():
            state, _, rest = line.partition(" ")
            letter, _, detail = rest.partition(" ")
            if letter:
                states[letter] = (state, detail)
        return states

    @contextmanager
    def opened(self, *, wait_s: float = 30.0) -> Iterator[None]:
        """The file, for this process to append to. Raises: SendRunningError while another one has it."""
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._fd = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        try:
            self._lock(wait_s)
            self._end_line()
            yield
            os.fsync(self._fd)
        finally:
            os.close(self._fd)
            self._fd = -1

    def _lock(self, wait_s: float) -> None:
        until_s = monotonic_s() + wait_s
        while True:
            try:
                fcntl.flock(self._fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return
            except BlockingIOError:
                if monotonic_s() > until_s:
                    raise SendRunningError(
                        f"{self.path}: another process is sending", hint="wait for it, or end it"
                    ) from None
                _nap()

    def _end_line(self) -> None:
        """A torn line of a kill is taken off: its id may be cut off, and be that of another letter."""
        os.ftruncate(self._fd, find_line_end(self._fd))

    def note(self, state: str, letter: str, detail: str = "") -> None:
        """One line; in the system's hands when this returns. Raises: OSError, with nothing written."""
        clean = " ".join(detail.split())[:200]
        line = f"{state} {letter} {clean}".rstrip().encode(errors="replace") + b"\n"
        append_whole(self._fd, line, end_bytes=os.fstat(self._fd).st_size, sync=_leave_to_system)


def _leave_to_system(_: int) -> None:
    """A kill loses nothing that the system has; a letter waits for no disk."""


def _nap() -> None:
    import time  # noqa: PLC0415 - sleeping is no clock

    time.sleep(0.05)


def is_settled(state: str) -> bool:
    """Whether a letter in this state is not sent again."""
    return state in _SETTLED


def count_states(states: Mapping[str, tuple[str, str]]) -> Mapping[str, int]:
    """How many letters are in each state."""
    return dict(sorted(Counter(state for state, _ in states.values()).items()))
