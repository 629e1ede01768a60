"""Set-up on a machine that lacks something: one line says what to install, and nothing is half made."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.sources import ROOT

SETUP = ROOT / "scripts" / "setup.sh"


def make_python(folder: Path, failing: str) -> Path:
    """A Python that fails whenever its command line holds `failing`."""
    path = folder / "python"
    path.write_text(f'#!/bin/bash\n[[ "$*" == *{failing}* ]] && exit 1\nexec {sys.executable} "$@"\n')
    path.chmod(0o755)
    return path


def run_setup(python: str | Path, *programs: str, path: str = os.defpath) -> tuple[int, list[str]]:
    """(exit status, lines on stderr) of the set-up."""
    environment = {"PATH": path, "PYTHON": str(python)}
    done = subprocess.run(
        ["/bin/bash", str(SETUP), *programs], env=environment, capture_output=True, text=True, timeout=60
    )
    return done.returncode, done.stderr.splitlines()


def test_no_python_at_all() -> None:
    status, (line,) = run_setup("no-such-python")
    assert status == 1
    assert "no-such-python" in line
    assert "apt-get install python3" in line


def test_a_python_that_is_too_old(tmp_path: Path) -> None:
    status, (line,) = run_setup(make_python(tmp_path, "version_info"))
    assert status == 1
    assert "3.11 or newer" in line


@pytest.fixture
def path_without_apt(tmp_path: Path) -> str:
    """A PATH where apt-get cannot be found, as on a machine that is no Debian."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("id", "dirname", "bash"):
        (folder / name).symlink_to(f"/usr/bin/{name}")
    return str(folder)


def test_what_is_missing_and_cannot_be_installed_is_named(tmp_path: Path, path_without_apt: str) -> None:
    python = make_python(tmp_path, "ensurepip")
    status, (line,) = run_setup(python, "restic", path=path_without_apt)
    assert status == 1
    assert line == "firstbell: install first: apt-get install python3-venv restic"
