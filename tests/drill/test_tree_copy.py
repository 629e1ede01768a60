"""The copy a drill works on: everything that is in it, and the source as it was."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from firstbell.base.progress import Silent
from firstbell.drill.tree_copy import SourceError, check_source, copy_tree
from firstbell.drill.truth import survey_tree


class Listener(Silent):
    def __init__(self) -> None:
        self.warnings: list[str] = []

    def warn(self, message: str) -> None:
        self.warnings.append(message)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    root = tmp_path / "source"
    (root / "a" / "empty").mkdir(parents=True)
    (root / "a" / "one.txt").write_text("one")
    (root / "a" / "locked.txt").write_text("read only")
    (root / "a" / "locked.txt").chmod(0o444)
    os.link(root / "a" / "one.txt", root / "twin.txt")
    (root / "dangling").symlink_to("nowhere")
    (root / "to folder").symlink_to("a")
    os.utime(root / "a" / "one.txt", ns=(10**18, 10**18 + 7))
    return root


def test_a_copy_holds_the_same_tree(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "copy"
    target.mkdir()
    before = survey_tree(source)
    assert copy_tree(source, target, Silent()) == 3
    assert survey_tree(target) == before == survey_tree(source)


def test_times_hard_links_and_modes_are_kept(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "copy"
    target.mkdir()
    copy_tree(source, target, Silent())
    assert (target / "a" / "one.txt").stat().st_mtime_ns == 10**18 + 7
    assert (target / "a" / "one.txt").samefile(target / "twin.txt")
    assert not (target / "twin.txt").samefile(source / "twin.txt")
    assert (target / "a" / "locked.txt").stat().st_mode & 0o777 == 0o644


def test_a_socket_and_a_pipe_are_left_out_with_a_warning(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "copy"
    target.mkdir()
    os.mkfifo(source / "pipe")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(os.path.relpath(source / "sock"))
        listener = Listener()
        copy_tree(source, target, listener)
    assert sorted(path.name for path in target.iterdir()) == ["a", "dangling", "to folder", "twin.txt"]
    assert len(listener.warnings) == 2


def test_a_source_that_is_not_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for name in ("file", "missing"):
        with pytest.raises(SourceError, match="not a folder"):
            check_source(tmp_path / name, tmp_path)


def test_a_scratch_folder_inside_the_source_is_refused(source: Path) -> None:
    with pytest.raises(SourceError, match="inside"):
        check_source(source, source / "a")
