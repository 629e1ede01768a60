"""Programs that tests start: they begin with default signals, and none outlives its test."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.house.sources import ROOT
from tests.processes.children import end_programs

SIGNALS = (signal.SIGINT, signal.SIGHUP, signal.SIGTERM)
# a program that starts another of a session of its own, and waits for no one
PARENT = (
    "import subprocess, sys;"
    "child = subprocess.Popen(['sleep', '300'], start_new_session=True);"
    "print(child.pid, flush=True); sys.stdin.read()"
)


def test_a_program_begins_with_default_signals() -> None:
    with subprocess.Popen(["sleep", "300"]) as process:
        status = Path(f"/proc/{process.pid}/status").read_text()
        process.kill()
    fields = dict(line.split(":\t", 1) for line in status.splitlines())
    ignored, blocked = (int(fields[name], 16) for name in ("SigIgn", "SigBlk"))
    assert not [number for number in SIGNALS if (ignored | blocked) >> (number - 1) & 1]


def _disturb() -> None:
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})


def test_they_are_default_behind_nohup_and_in_the_background_of_a_script(tmp_path: Path) -> None:
    """The suite is started that way, with one test."""
    # a folder of its own: at its end pytest deletes what earlier runs left beside, and that can take minutes
    own = {"PYTEST_DEBUG_TEMPROOT": str(tmp_path)}
    words = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", __file__]
    words += ["-o", "faulthandler_timeout=100"]  # says where it stands should it not end
    done = subprocess.run(
        [*words, "-k", "begins_with_default_signals"],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")} | own,
        capture_output=True,
        text=True,
        timeout=180,
        preexec_fn=_disturb,
    )
    assert done.returncode == 0, done.stdout
    assert "1 passed" in done.stdout


def is_alive(pid: int) -> bool:
    """Whether it runs; one that ended and that nobody waits for does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def test_no_program_outlives_its_test() -> None:
    with end_programs():
        process = subprocess.Popen(
            [sys.executable, "-c", PARENT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        grandchild = int(process.stdout.readline())
        assert is_alive(grandchild)
    with process:
        assert process.wait(60) == -signal.SIGKILL
    deadline = time.monotonic() + 60
    while is_alive(grandchild):
        assert time.monotonic() < deadline
        time.sleep(0.01)
