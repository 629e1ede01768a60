"""The process that runs one command line for the console, and goes on where the console ends.

Started as `python -P -m firstbell.console.key_process.supervisor FOLDER FD`; FD is the lock of the work,
held. It runs `firstbell` with the words of `order.json`, keeps what that prints, interrupts it once `stop` is
there, and writes down how it ended.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

import msgspec

from firstbell.base.clock import Clock, SystemClock, format_time
from firstbell.console.key_process.work import BEGAN, END, ERR, ORDER, OUT, STOP, WorkEnd, WorkOrder

_LOOK_S = 0.2
COMMAND = (sys.executable, "-P", "-m", "firstbell.cli.main", "--json")


def supervise(folder: Path, lock: int, *, clock: Clock, command: Sequence[str] = COMMAND) -> int:
    """Run the work of a folder, once; its exit status.

    Raises: FileExistsError for work that began once; OSError, MsgspecError.
    """
    order = msgspec.json.decode((folder / ORDER).read_bytes(), type=WorkOrder)
    os.close(os.open(folder / BEGAN, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
    with _create(folder / OUT) as out, _create(folder / ERR) as err:
        child = subprocess.Popen(
            [*command, *order.words],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
            pass_fds=[lock],
            process_group=0,
        )
        status = _wait(child, folder / STOP)
    _write_end(folder, WorkEnd(status, format_time(clock.now_ns())))
    return status


def _create(path: Path) -> BinaryIO:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600), "wb")


def _wait(child: subprocess.Popen[bytes], stop: Path) -> int:
    was_asked = False
    while True:
        try:
            status = child.wait(_LOOK_S)
        except subprocess.TimeoutExpired:
            if not was_asked and stop.exists():
                was_asked = True
                os.killpg(child.pid, signal.SIGINT)
            continue
        return status if status >= 0 else 128 - status


def _write_end(folder: Path, end: WorkEnd) -> None:
    draft = folder / f"{END}.draft"
    with draft.open("wb") as file:
        file.write(msgspec.json.encode(end) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    os.link(draft, folder / END)
    draft.unlink()


def main() -> int:
    """The process."""
    # a console that was started by `&` ignores it, and the command would, too
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    return supervise(Path(sys.argv[1]), int(sys.argv[2]), clock=SystemClock())


if __name__ == "__main__":
    sys.exit(main())
