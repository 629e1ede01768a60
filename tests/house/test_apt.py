"""Packages are installed as soon as another program lets go of apt's locks."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.house.sources import ROOT

# the words of apt 3.0; the first is followed by another that says the same
HELD = "E: Could not get lock /var/lib/apt/lists/lock. It is held by process 12 (apt-get)"
DENIED = "E: Could not open lock file /var/lib/dpkg/lock-frontend - open (13: Permission denied)"


class Apt:
    """An apt-get that fails the first times it is called with a word, and writes down what it was asked."""

    def __init__(self, folder: Path, failing: str, times: int, words: str) -> None:
        self._folder = folder
        self._asked = folder / "asked"
        program = folder / "apt-get"
        program.write_text(
            "#!/bin/bash\n"
            f'echo "$*" >>{self._asked}\n'
            f"(( $(grep -c ' {failing}' {self._asked}) <= {times} )) && [[ \"$*\" == *' {failing}'* ]] &&"
            f" {{ echo '{words}' >&2; exit 100; }}\n"
            "exit 0\n"
        )
        program.chmod(0o755)

    def install(self, wait_s: int) -> tuple[int, list[str], list[str]]:
        """(exit status, lines on stderr, verbs that apt-get was called with)."""
        done = subprocess.run(
            [ROOT / "scripts" / "apt.sh", "restic", "borgbackup"],
            env={"PATH": f"{self._folder}:/usr/bin:/bin", "APT_WAIT_S": str(wait_s), "APT_PAUSE_S": "0.01"},
            capture_output=True,
            text=True,
            timeout=60,
        )
        asked = [line.split(maxsplit=3)[-1] for line in self._asked.read_text().splitlines()]
        return done.returncode, done.stderr.splitlines(), asked


INSTALL = "install -y --no-install-recommends restic borgbackup"


@pytest.mark.parametrize(
    ("failing", "asked"),
    [("update", ["update"] * 4 + [INSTALL]), ("install", ["update"] + [INSTALL] * 4)],
)
def test_it_waits_for_the_lock_and_says_so_once(tmp_path: Path, failing: str, asked: list[str]) -> None:
    status, told, verbs = Apt(tmp_path, failing, 3, HELD).install(60)
    assert status == 0
    assert told == ["firstbell: waiting for another program that is installing packages"]
    assert verbs == asked


def test_it_waits_only_so_long(tmp_path: Path) -> None:
    status, told, _ = Apt(tmp_path, "update", 1000, HELD).install(1)
    assert status == 1
    assert told[-1] == HELD


def test_another_failure_is_told_at_once(tmp_path: Path) -> None:
    status, told, verbs = Apt(tmp_path, "install", 1000, DENIED).install(60)
    assert status == 1
    assert told == [DENIED]
    assert verbs == ["update", INSTALL]
