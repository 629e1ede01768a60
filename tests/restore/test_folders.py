"""Folders of the target as a restore makes them."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from firstbell.restore.folders import make_folder


def test_nobody_else_gets_into_a_folder_before_it_is_done(tmp_path: Path) -> None:
    before = os.umask(0)
    parent_fd = os.open(tmp_path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        assert make_folder(parent_fd, b"new", replace=False)
    finally:
        os.close(parent_fd)
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700
