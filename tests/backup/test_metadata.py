from __future__ import annotations

import os
from pathlib import Path

import msgspec
import pytest

from firstbell.backup.metadata import is_described, make_node
from firstbell.repository import Node


def _make(path: Path) -> Node:
    return make_node(path.name.encode(), os.fsencode(path), os.lstat(path))


def _is_described(path: Path, node: Node) -> bool:
    return is_described(os.fsencode(path), os.lstat(path), node)


def test_a_file_and_a_link_are_told_from_their_nodes_without_making_them_anew(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("text")
    (tmp_path / "link").symlink_to("file")
    for name in ("file", "link"):
        node = _make(tmp_path / name)
        assert _is_described(tmp_path / name, node)
        for change in ({"mode": 0}, {"uid": 12345}, {"inode": 1}, {"mtime": "2023-02-18T00:00:00Z"}):
            assert not _is_described(tmp_path / name, msgspec.structs.replace(node, **change))


def test_a_link_that_leads_elsewhere_is_another(tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to("there")
    node = _make(link)
    assert not _is_described(link, msgspec.structs.replace(node, linktarget="hence"))
    assert not _is_described(link, msgspec.structs.replace(node, linktarget_raw=b"hence"))
    assert not _is_described(link, msgspec.structs.replace(node, size=5))


@pytest.mark.parametrize("kind", ["dir", "fifo"])
def test_what_is_neither_file_nor_link_is_made_anew(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "it"
    if kind == "dir":
        path.mkdir()
    else:
        os.mkfifo(path)
    assert not _is_described(path, _make(path))
