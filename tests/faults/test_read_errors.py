"""Files that cannot be read: reported and left out, everything else is kept, the status is 3."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.compat.programs import make_quick_place, restored_at


@pytest.fixture
def unreadable() -> Iterator[Path]:
    """A file whose reading gives an I/O error, whoever reads: the memory of a process at address 0."""
    with subprocess.Popen(["sleep", "300"]) as process:
        try:
            yield Path(f"/proc/{process.pid}/mem")
        finally:
            process.kill()


def test_a_file_that_cannot_be_read_is_reported_and_the_rest_is_kept(
    tmp_path: Path, unreadable: Path
) -> None:
    place = make_quick_place(tmp_path / "repository")
    (tmp_path / "tree").mkdir()
    (tmp_path / "tree" / "good").write_bytes(b"good")
    done = place.firstbell("backup", str(tmp_path / "tree"), str(unreadable), status=3)
    reports = [line for line in done.stderr.splitlines() if str(unreadable) in line]
    assert len(reports) == 1
    assert os.strerror(5) in reports[0] or "could not be read" in reports[0]
    place.restic("check", "--read-data")
    place.restic("restore", "latest", "--target", str(tmp_path / "target"))
    assert (restored_at(tmp_path / "target", tmp_path) / "tree" / "good").read_bytes() == b"good"
    assert not restored_at(tmp_path / "target", unreadable).exists()


def test_what_cannot_be_read_is_an_error_in_json(tmp_path: Path, unreadable: Path) -> None:
    place = make_quick_place(tmp_path / "repository")
    done = place.firstbell("backup", "--json", str(unreadable), str(Path(__file__)), status=3)
    (error,) = done.of_type("error")
    assert (error["item"], error["during"]) == (str(unreadable), "archival")
    assert error["error"]["message"]
    assert done.summary["errors"] == 1
    assert done.summary["total_files_processed"] == 1


def test_a_target_that_is_not_there_is_reported_and_the_rest_is_kept(tmp_path: Path) -> None:
    place = make_quick_place(tmp_path / "repository")
    (tmp_path / "good").write_bytes(b"good")
    done = place.firstbell("backup", "--json", str(tmp_path / "good"), str(tmp_path / "none"), status=3)
    (error,) = done.of_type("error")
    assert error["item"] == str(tmp_path / "none")
    assert done.summary["files_new"] == 1


def test_nothing_to_back_up_at_all_fails_and_writes_no_snapshot(tmp_path: Path) -> None:
    place = make_quick_place(tmp_path / "repository")
    done = place.firstbell("backup", str(tmp_path / "none"), status=1)
    assert str(tmp_path / "none") in done.stderr
    assert place.snapshots() == []
    assert place.lock_names() == []
