"""A repository that restic keeps behind rclone: we read, examine and restore it, and write nothing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.compat.programs import Place, make_quick_place


@pytest.mark.long
def test_what_restic_keeps_behind_rclone_is_read_and_examined(tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    tree.mkdir()
    (tree / "a.txt").write_bytes(b"hello\n")
    (tree / "noise").write_bytes(os.urandom(3 << 20))
    on_disk = make_quick_place(tmp_path / "repository")
    place = Place(Path(f"rclone::local:{on_disk.path}"))
    place.restic("backup", str(tree))
    before = on_disk.hash_files()
    assert len(place.firstbell("snapshots", "--no-lock", "--json").of_type("snapshot")) == 1
    place.firstbell("check", "--read-data", "--no-lock")
    assert place.firstbell("examine", "--no-lock", "--json").summary["message_type"] == "summary"
    place.firstbell("restore", f"latest:{tree}", "-t", str(tmp_path / "out"), "--no-lock")
    assert (tmp_path / "out" / "noise").read_bytes() == (tree / "noise").read_bytes()
    for words in (["snapshots"], ["backup", str(tree)], ["forget", "--keep-last", "1"]):
        told = place.firstbell(*words, status=1)
        assert "can only be read" in told.stderr.splitlines()[0]
    assert on_disk.hash_files() == before
