"""Server, examiner and watchdog under one command: what dies is started again, and all end together."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

CODE = """
import sys
from firstbell.cli import server_pair
server_pair._WATCHDOG_S = 0.1
folder = sys.argv[1]
append = f"open('{folder}/%s', 'a').write('x')"
# serves until both were started twice
few = f"any(len(open('{folder}/' + name).read()) < 2 for name in ('examiner', 'watchdog'))"
server = [sys.executable, "-c", f"import time\\nwhile {few}: time.sleep(0.05)"]
examiner = [sys.executable, "-c", append % "examiner"]
watchdog = [sys.executable, "-c", append % "watchdog"]
sys.exit(server_pair.run_together(server, examiner, watchdog))
"""


def test_the_watchdog_looks_while_the_examiner_dies_and_is_started_again(tmp_path: Path) -> None:
    for name in ("examiner", "watchdog"):
        (tmp_path / name).touch()
    done = subprocess.run([sys.executable, "-c", CODE, str(tmp_path)], timeout=120)
    assert done.returncode == 0
    assert len((tmp_path / "examiner").read_text()) >= 2
    assert len((tmp_path / "watchdog").read_text()) >= 2
