"""The server of the tests ends with the run that it was started for, also one that is killed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import DATABASE_PEERS
from tests.house.sources import ROOT
from tests.processes.test_children import is_alive

pytestmark = pytest.mark.skipif(
    any(shutil.which(program) is None for program in DATABASE_PEERS), reason="PostgreSQL is not installed"
)
_LONGEST_S = 60.0
# a run of tests that uses a server, and that nobody gets to end
_RUN = """
import sys, time
from pathlib import Path
from tests.catalog.postgres import share_server, start_server
with {how} as server:
    print(server.folder, (server.folder / "data/postmaster.pid").read_text().split()[0], flush=True)
    time.sleep(300)
"""
# what starts a worker, and is interrupted itself: the worker stays
_CONTROLLER = "import subprocess, sys; subprocess.run([sys.executable, '-c', sys.argv[1]])"


@pytest.mark.parametrize(
    ("how", "is_worker"),
    [
        ("start_server()", False),
        ("share_server(Path({base!r}))", False),
        ("share_server(Path({base!r}))", True),
    ],
)
def test_a_server_ends_with_a_run_that_is_killed(tmp_path: Path, how: str, is_worker: bool) -> None:
    run = _RUN.format(how=how.format(base=str(tmp_path)))
    environment = {name: value for name, value in os.environ.items() if name != "PYTEST_XDIST_WORKER"}
    if is_worker:
        environment["PYTEST_XDIST_WORKER"] = "gw0"
    words = ["-c", _CONTROLLER, run] if is_worker else ["-c", run]
    process = subprocess.Popen(
        [sys.executable, *words], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    )
    with process:
        assert process.stdout is not None
        folder, server = process.stdout.readline().split()
        assert is_alive(int(server))
        # looks at the run more than once, and leaves the server alone as long as that is there
        time.sleep(1.2)
        assert is_alive(int(server))
        process.send_signal(signal.SIGKILL)
        process.stdout.close()
    deadline = time.monotonic() + _LONGEST_S
    while is_alive(int(server)) or Path(folder).exists():
        assert time.monotonic() < deadline
        time.sleep(0.05)
