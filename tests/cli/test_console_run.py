"""The key process has loaded what pages need: a page, which is read in a fork of it, loads nothing."""

from __future__ import annotations

import json
import subprocess
import sys

_PROGRAM = """
import contextlib, io, json, sys
from firstbell.cli.console_run import load_modules
from firstbell.cli.main import run
loaded = list(load_modules())
before = set(sys.modules)
asked = [
    ["host", "list", "--vault", "/nowhere"],
    ["event", "list", "-r", "/nowhere"],
    ["vault", "alerts", "--vault", "/nowhere"],
    ["case", "log", "/nowhere"],
    ["case", "timeline", "show", "--case", "/nowhere"],
    ["case", "clocks", "list", "--case", "/nowhere"],
    ["impact", "people", "--case", "/nowhere"],
    ["impact", "coverage", "--case", "/nowhere"],
    ["statement", "list", "--case", "/nowhere"],
    ["notice", "status", "--case", "/nowhere"],
    ["readiness", "--last", "--desk", "/nowhere"],
    ["recover", "status", "--desk", "/nowhere"],
    ["snapshots", "-r", "/nowhere"],
    ["versions", "-r", "/nowhere", "/x"],
]
out, err = io.StringIO(), io.StringIO()
with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
    statuses = [run(["--json", *words]) for words in asked]
more = sorted(name for name in set(sys.modules) - before if name.startswith("firstbell."))
print(json.dumps([statuses, len(loaded), more, err.getvalue()]))
"""


def test_a_page_loads_no_module_of_ours_that_the_key_process_has_not() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM], capture_output=True, text=True, check=True, timeout=120
    )
    statuses, loaded, more, told = json.loads(done.stdout)
    assert 0 not in statuses
    assert "no such" not in told.lower()
    assert loaded > 40
    assert more == []
