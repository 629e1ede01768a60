"""One repository on an SFTP server, used by both programs."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.compat.programs import Place, make_quick_place
from tests.store.sshd import SFTP_SERVER

SERVER = ("-o", f"sftp.command={SFTP_SERVER}")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A few files, one of many megabytes."""
    (tmp_path / "tree").mkdir()
    (tmp_path / "tree" / "a.txt").write_bytes(b"hello\n")
    (tmp_path / "tree" / "noise").write_bytes(os.urandom(20 << 20))
    return tmp_path / "tree"


def test_both_programs_back_up_prune_and_read_the_same_repository(tmp_path: Path, tree: Path) -> None:
    make_quick_place(tmp_path / "repository")
    place = Place(Path(f"sftp:me@host:{tmp_path / 'repository'}"))
    place.firstbell("backup", str(tree), *SERVER)
    (tree / "a.txt").write_bytes(b"hello again\n")
    place.restic("backup", str(tree), *SERVER)
    place.restic("check", "--read-data", *SERVER)
    place.firstbell("check", "--read-data", *SERVER)
    place.firstbell("forget", "--keep-last", "1", "--no-guards", "--yes", "--prune", *SERVER)
    place.restic("check", "--read-data", *SERVER)
    place.firstbell("restore", f"latest:{tree}", "-t", str(tmp_path / "out"), "--no-lock", *SERVER)
    for file in tree.iterdir():
        assert (tmp_path / "out" / file.name).read_bytes() == file.read_bytes()


def test_a_repository_that_is_not_there_ends_with_10(tmp_path: Path) -> None:
    place = Place(Path(f"sftp:me@host:{tmp_path / 'nothing'}"))
    told = place.firstbell("snapshots", *SERVER, status=10)
    assert "there is no repository at sftp:me@host:" in told.stderr
    place.restic("snapshots", *SERVER, status=10)


def test_a_server_that_cannot_be_reached_is_one_line(tmp_path: Path) -> None:
    place = Place(Path("sftp:me@host:/x"))
    told = place.firstbell("snapshots", "-o", "sftp.command=sh -c 'echo nobody is here >&2'", status=1)
    assert "nobody is here" in told.stderr.splitlines()[0]
    assert len(told.stderr.splitlines()) == 2
