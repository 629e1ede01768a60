"""Files that cannot be written whole, and a target that runs full."""

from __future__ import annotations

import os
import resource
import subprocess
from pathlib import Path

import pytest

from firstbell.restore import TargetFullError
from tests.restore.memory import MemorySource, list_names, problems_of, restore

IS_ROOT = os.geteuid() == 0
LARGE = [bytes([at]) * 700_000 for at in range(1, 9)]


def test_a_file_that_cannot_be_written_whole_leaves_nothing(tmp_path: Path) -> None:
    source = MemorySource()
    tree = source.tree(
        source.folder(b"d", source.file(b"long", bytes(90_000)), source.file(b"short", b"short"))
    )
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, hard))
    try:
        receipt = restore(source, tree, tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert list(problems_of(receipt)) == [b"/d/long"]
    assert list_names(tmp_path / "d") == [b"short"]


@pytest.mark.skipif(not IS_ROOT, reason="mounting is root's")
def test_a_disk_that_ran_full_costs_nothing_that_was_there(tmp_path: Path) -> None:
    mounted = tmp_path / "full"
    mounted.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=1m", "none", str(mounted)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("no filesystem can be mounted here")
    try:
        (mounted / "kept.txt").write_text("not in the snapshot")
        source = MemorySource()
        tree = source.tree(source.file(b"large", *LARGE))
        with pytest.raises(TargetFullError, match="full"):
            restore(source, tree, mounted, delete=True)
        assert list_names(mounted) == [b"kept.txt"]
    finally:
        subprocess.run(["umount", str(mounted)], check=True)
