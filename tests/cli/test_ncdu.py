"""The listing for ncdu: JSON whose folders hold what is in them, whatever the names in the tree."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstbell.base.pathtext import show_path
from firstbell.cli.terminal.ncdu import write_ncdu
from firstbell.repository import Repository, WalkEntry
from firstbell.repository.format.node import Node
from firstbell.repository.walk import walk_tree
from tests.repository.making import Folder, make_repository, save_snapshot


def list_ncdu(repository: Repository, screen: pytest.CaptureFixture[str]) -> list[Any]:
    """The listing of the only snapshot, as a reader of JSON has it."""
    (snapshot,) = repository.list_snapshots()
    screen.readouterr()
    write_ncdu(snapshot, walk_tree(repository, bytes.fromhex(snapshot.tree)))
    listed: list[Any] = json.loads(screen.readouterr().out)
    return listed


def draw(listed: list[Any]) -> dict[str, Any]:
    """The tree that a listing means: name -> size, or the same of a folder."""
    _, *inner = listed
    return {
        (one[0] if isinstance(one, list) else one)["name"]: draw(one)
        if isinstance(one, list)
        else one["asize"]
        for one in inner
    }


def expect(folder: Folder) -> dict[str, Any]:
    return {
        show_path(name): expect(held) if isinstance(held, dict) else len(held)
        for name, held in folder.items()
    }


@pytest.mark.parametrize(
    "folder",
    [
        {},
        {b"a": b"1"},
        {b"a": {}},
        {b"a": {b"b": {b"c": {}}}, b"d": b""},
        {b"a": {b"x": b"12"}, b"a.b": b"1", b"a0": {b"x": b""}, b"aa": b"3"},
        {b"a": {b"b": {b"c": b"1"}}, b"b": {b"b": {b"c": b"22"}}},
        {b'quote"': b"1", b"back\\slash": b"", b"tab\there": {b"x": b""}},
    ],
)
def test_what_is_in_a_folder_stands_in_its_list(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    repository = make_repository()
    save_snapshot(repository, folder)
    major, minor, about, root = list_ncdu(repository, capsys)
    assert (major, minor) == (1, 2)
    assert "tree" in about
    assert {"id", "short_id"}.isdisjoint(about)
    assert root[0] == {"name": "/"}
    assert draw(root) == expect(folder)


_NAMES = st.sampled_from([b"a", b"aa", b"a.b", b"a b", b"b", "\u5b66".encode(), b"z" * 40])
_FOLDERS = st.recursive(
    st.binary(max_size=3), lambda inner: st.dictionaries(_NAMES, inner, max_size=4), max_leaves=12
).filter(lambda held: isinstance(held, dict))


@settings(max_examples=30)
@given(folder=_FOLDERS)
def test_any_tree_is_told_whole(folder: Folder) -> None:
    repository = make_repository()
    save_snapshot(repository, folder)
    with pytest.MonkeyPatch.context() as patch:
        out = _Out()
        patch.setattr("sys.stdout", out)
        (snapshot,) = repository.list_snapshots()
        write_ncdu(snapshot, walk_tree(repository, bytes.fromhex(snapshot.tree)))
    assert draw(json.loads(out.text)[3]) == expect(folder)


class _Out:
    """Stdout that is kept."""

    text = ""

    def write(self, text: str) -> None:
        self.text += text


def describe(**fields: Any) -> dict[str, Any]:
    """How one entry of a node with these fields is told."""

    def entries() -> Iterator[WalkEntry]:
        yield WalkEntry(b"/x", Node(**({"quoted_name": "x", "type": "file"} | fields)))

    repository = make_repository()
    save_snapshot(repository, {})
    (snapshot,) = repository.list_snapshots()
    with pytest.MonkeyPatch.context() as patch:
        out = _Out()
        patch.setattr("sys.stdout", out)
        write_ncdu(snapshot, entries())
    told: dict[str, Any] = json.loads(out.text)[3][1]
    return told


@pytest.mark.parametrize(
    ("size", "room"), [(0, 0), (1, 512), (512, 512), (513, 1024), (10**12 + 1, 10**12 + 512)]
)
def test_room_on_the_disk_is_told_in_whole_blocks(size: int, room: int) -> None:
    told = describe(size=size)
    assert (told["asize"], told["dsize"]) == (size, room)


@pytest.mark.parametrize(
    ("mtime", "seconds"),
    [
        ("1970-01-01T00:00:00Z", 0), ("2026-03-02T06:00:00.999999999Z", 1_772_431_200),
        ("1969-12-31T23:59:59Z", -1), ("", 0), ("no time", 0), ("2026-02-30T00:00:00Z", 0),
    ],
)  # fmt: skip
def test_a_time_that_is_none_breaks_no_listing(mtime: str, seconds: int) -> None:
    assert describe(mtime=mtime)["mtime"] == seconds


@pytest.mark.parametrize(
    ("mode", "told"),
    [
        (0o644, 0o644), (0o755 | 1 << 31, 0o755), (0o777 | 1 << 23, 0o4777), (0o770 | 1 << 22, 0o2770),
        (0o1 | 1 << 20, 0o1001), (1 << 23 | 1 << 22 | 1 << 20, 0o7000),
    ],
)  # fmt: skip
def test_special_bits_stand_where_stat_has_them(mode: int, told: int) -> None:
    assert describe(mode=mode)["mode"] == told


@pytest.mark.parametrize(
    ("type_", "is_odd"), [("file", False), ("symlink", True), ("fifo", True), ("socket", True)]
)
def test_what_is_neither_file_nor_folder_is_marked(type_: str, is_odd: bool) -> None:
    assert describe(type=type_)["notreg"] is is_odd
