"""The server and the examiner beside each other: two processes, which begin and end together.

This process waits for both. The server's end ends the examiner; an examiner that ends by itself is started
again, since without one nothing new is served. If this process is killed, the kernel ends both (Linux).
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence

from firstbell.base.clock import monotonic_s
from firstbell.processes import kernel

_GRACE_S = 15.0
_LOOK_S = 0.1
_WATCHDOG_S = 300.0
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 1.0, 60.0
# one that ran so long had a good start
_SOUND_S = 60.0


def run_together(server: Sequence[str], examiner: Sequence[str], watchdog: Sequence[str]) -> int:
    """Run server and examiner until the server ends; its exit status. SIGTERM and Ctrl-C end both.

    `watchdog`: a command line that ends soon, run every few minutes.
    """
    return _Pair(server, examiner, watchdog).run()


class _Pair:
    def __init__(self, server: Sequence[str], examiner: Sequence[str], watchdog: Sequence[str]) -> None:
        self._words = (server, examiner)
        self._watchdog = watchdog
        self._looking: subprocess.Popen[bytes] | None = None
        self._looked_s = monotonic_s()
        self._is_ending = False

    def run(self) -> int:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            if number != signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN:  # not under `nohup`
                signal.signal(number, self._end)
        server = _start(self._words[0])
        examiner = _start(self._words[1], stdout=sys.stderr.fileno())
        started_s, pause_s = monotonic_s(), _FIRST_PAUSE_S
        while server.poll() is None and not self._is_ending:
            time.sleep(_LOOK_S)
            self._look_after()
            if examiner.poll() is None or monotonic_s() - started_s < pause_s:
                continue
            pause_s = _FIRST_PAUSE_S if monotonic_s() - started_s > _SOUND_S else pause_s * 2
            pause_s = min(pause_s, _LONGEST_PAUSE_S)
            examiner, started_s = _start(self._words[1], stdout=sys.stderr.fileno()), monotonic_s()
        for process in filter(None, (server, examiner, self._looking)):
            _finish(process)
        return server.returncode if server.returncode >= 0 else 1

    def _look_after(self) -> None:
        if self._looking is not None and self._looking.poll() is None:
            return
        if monotonic_s() - self._looked_s >= _WATCHDOG_S:
            self._looked_s = monotonic_s()
            self._looking = _start(self._watchdog, stdout=sys.stderr.fileno())

    def _end(self, number: int, frame: object) -> None:
        self._is_ending = True


def _start(words: Sequence[str], *, stdout: int | None = None) -> subprocess.Popen[bytes]:
    # a group of its own: Ctrl-C of the terminal comes to us alone, and we end both in order
    parent = os.getpid()
    return subprocess.Popen(
        words,
        stdout=stdout,
        stdin=subprocess.DEVNULL,
        process_group=0,
        preexec_fn=lambda: kernel.end_with(parent),
    )


def _finish(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.terminate()
    try:
        process.wait(_GRACE_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
