"""Landlock by itself: a process uses the files it was left, and no others."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from firstbell.processes import landlock
from tests.house.sources import ROOT

CODE = """
import os, sys
from firstbell.processes import kernel, landlock
kernel.forbid_new_privileges()
folder, file = sys.argv[1:]
landlock.restrict_files(
    [(folder, landlock.READ_FILE | landlock.READ_FOLDER), (file, landlock.READ_FILE), ("/none", 1)]
)
told = []
for attempt in (
    lambda: open(folder + "/inside").read(),
    lambda: open(file).read(),
    lambda: open(folder + "/new", "w"),
    lambda: open(file, "r+"),
    lambda: open("/etc/passwd"),
    lambda: os.listdir("/"),
    lambda: os.execv("/bin/true", ["true"]),
):
    try:
        attempt()
        told.append("done")
    except PermissionError:
        told.append("refused")
print(*told)
"""


def test_only_what_is_allowed_can_be_used(tmp_path: Path) -> None:
    try:
        landlock.find_version()
    except OSError as error:
        pytest.skip(f"this kernel has no Landlock: {error}")
    folder, file = tmp_path / "folder", tmp_path / "file"
    folder.mkdir()
    (folder / "inside").write_text("x")
    file.write_text("x")
    done = subprocess.run(
        [sys.executable, "-c", CODE, str(folder), str(file)], cwd=ROOT, capture_output=True, text=True
    )
    assert done.stdout.split() == ["done"] * 2 + ["refused"] * 5, done.stderr
