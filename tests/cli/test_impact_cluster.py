"""`firstbell impact scan --workers dask:...`: a real cluster on this machine, and what becomes of a scan when
it goes.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from firstbell.impact.scan import dask_cluster
from tests.cli.conftest import Call
from tests.documents import formats
from tests.impact import school
from tests.impact.cluster import Started, start_cluster


@pytest.fixture(scope="module")
def cluster() -> Iterator[Started]:
    with start_cluster() as started:
        yield started


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    return school.write_roster(tmp_path / "roster")


def make_folder(folder: Path, *, letters: int) -> Path:
    """Letters, a table, a workbook that ends what reads it fast, and a file that nobody can read."""
    folder.mkdir()
    for number in range(letters):
        (folder / f"{number:03d}.txt").write_text(f"{number}\n{formats.LETTER_TEXT}\n")
    (folder / "health.xlsx").write_bytes(formats.make_xlsx())
    (folder / "locked.7z").write_bytes(formats.make_7z({"a.txt": b"x"}, aes=True))
    book = openpyxl.Workbook()
    book.active["A1"] = "Pa Houa Vang SSN: 219-09-4321"
    book.active["XFD1048575"] = "Ana López García SSN 219-09-4488"
    book.save(folder / "far.xlsx")
    return folder


class Scan:
    """Scans of one folder, each a process of its own, as a user would start it."""

    def __init__(self, place: Path, roster: Path, folder: Path) -> None:
        self._place, self._roster, self._folder = place, roster, folder
        self._environment = {
            **os.environ,
            "FIRSTBELL_DESK": str(place / "desk"),
            "XDG_CONFIG_HOME": str(place / "config"),
        }

    def start(self, case: str, workers: str) -> subprocess.Popen[str]:
        """Begin one."""
        words: list[str | Path] = [sys.executable, "-m", "firstbell.cli.main", "impact", "scan"]
        words += ["--folder", self._folder, "--roster", self._roster, "--case", self._place / case]
        return subprocess.Popen(
            [*map(str, words), "--workers", workers, "--json"],
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def show(self, case: str, what: str) -> list[dict[str, Any]]:
        """What a scan came to."""
        words = [
            sys.executable,
            "-m",
            "firstbell.cli.main",
            "impact",
            what,
            "--case",
            str(self._place / case),
        ]
        ran = subprocess.run([*words, "--json"], env=self._environment, capture_output=True, check=True)
        return [json.loads(line) for line in ran.stdout.splitlines()][:-1]


def finish(process: subprocess.Popen[str]) -> tuple[int, dict[str, Any], str]:
    """Exit status, summary, and what was told on the side."""
    out, err = process.communicate(timeout=300)
    return process.returncode, json.loads(out.splitlines()[-1]) if out else {}, err


@pytest.mark.long
def test_a_cluster_finds_what_processes_here_find(tmp_path: Path, roster: Path, cluster: Started) -> None:
    scan = Scan(tmp_path, roster, make_folder(tmp_path / "leak", letters=66))

    there = finish(scan.start("there", f"dask:{cluster.address}"))
    here = finish(scan.start("here", "2"))

    assert there[0] == here[0] == 3, there[2]  # one file cannot be read
    assert {key: value for key, value in there[1].items() if key != "seconds"} == {
        key: value for key, value in here[1].items() if key != "seconds"
    }
    assert there[1]["files_read"] == 68
    assert scan.show("there", "files") == scan.show("here", "files")
    found = {one["sourcedId"]: one["kinds"] for one in scan.show("there", "people")}
    assert {"ssn"} <= set(found[school.ANA]) & set(found[school.PAHOUA])


@pytest.mark.long
@pytest.mark.parametrize("what", ["worker", "scheduler"])
def test_what_is_killed_elsewhere_costs_no_document(tmp_path: Path, roster: Path, what: str) -> None:
    folder = make_folder(tmp_path / "leak", letters=130)
    (folder / "zz.txt").write_text("Ana López García had a medication log.\n\n" * 15_000)
    scan = Scan(tmp_path, roster, folder)

    with start_cluster() as cluster:
        process = scan.start("case", f"dask:{cluster.address}")
        cluster.kill_worker() if what == "worker" else cluster.kill_scheduler()
        status, summary, told = finish(process)

    assert status == 3, told
    assert (summary["files_in_scope"], summary["files_read"], summary["files_unreadable"]) == (134, 133, 1)
    assert ("was lost" in told) == (what == "scheduler")


@pytest.mark.parametrize(
    ("workers", "status", "told_of"),
    [
        ("dask:tcp://127.0.0.1:9", 1, ("tcp://127.0.0.1:9 cannot be reached", "dask scheduler")),
        ("dask:nowhere", 1, ("names no Dask scheduler", "dask:tcp://HOST:PORT")),
        ("none", 2, ("'none' is neither a number", "")),
    ],
)
def test_a_cluster_that_is_not_there_is_named_and_no_case_is_made(
    call: Call,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    workers: str,
    status: int,
    told_of: tuple[str, str],
) -> None:
    monkeypatch.setattr(dask_cluster, "_CONNECT_S", 1.0)
    problem, hint = told_of
    told = call("impact", "scan", "--folder", tmp_path, "--case", tmp_path / "case", "--workers", workers)

    assert told.status == status
    assert problem in told.err
    assert hint in told.err
    assert not (tmp_path / "case").exists()
