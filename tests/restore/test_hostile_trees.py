"""What a hostile tree may not do: leave the target, overwrite, loop, or take honest files down with it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from firstbell.repository.format.node import Node
from firstbell.restore import Overwrite
from tests.restore.memory import MemorySource, list_names, problems_of, restore, symlink


@dataclass
class Yard:
    """A target, and beside it what must stay as it is."""

    target: Path
    outside: Path

    def is_untouched(self) -> bool:
        """Whether nothing beside the target has changed."""
        return list_names(self.outside) == [b"precious"] and (self.outside / "precious").read_text() == "ours"


@pytest.fixture
def yard(tmp_path: Path) -> Yard:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "precious").write_text("ours")
    return Yard(tmp_path / "target", outside)


@pytest.mark.parametrize(
    "name", [b"..", b".", b"", b"/", b"../outside/precious", b"a/b", b"/etc/passwd", b"nul\0byte", b"a/.."]
)
def test_a_name_that_would_leave_its_folder_is_refused_and_reported(yard: Yard, name: bytes) -> None:
    source = MemorySource()
    tree = source.tree(
        source.file(name, b"evil"),
        source.file(b"honest", b"fine"),
        source.folder(b"below", source.file(name, b"evil"), source.file(b"too", b"fine")),
    )
    receipt = restore(source, tree, yard.target)
    assert problems_of(receipt) == {
        b"/" + name: "restore.hostile_name", b"/below/" + name: "restore.hostile_name",
    }  # fmt: skip
    assert list_names(yard.target) == [b"below", b"below/too", b"honest"]
    assert (receipt.files_restored, receipt.files_failed) == (2, 2)
    assert yard.is_untouched()


@pytest.mark.parametrize("name", [b"..", b"a/b"])
def test_a_folder_of_a_hostile_name_is_not_entered(yard: Yard, name: bytes) -> None:
    source = MemorySource()
    tree = source.tree(source.folder(name, source.file(b"inside", b"evil")), symlink(name, b"x"))
    receipt = restore(source, tree, yard.target)
    assert list_names(yard.target) == []
    assert receipt.files_restored == 0


def test_a_name_that_holds_no_name_at_all_is_reported(yard: Yard) -> None:
    source = MemorySource()
    tree = source.tree(source.file(b"good", b"fine"))
    broken = source.blobs[tree].replace(b'"good"', b'"ba\\\\qd"')
    receipt = restore(source, bytes.fromhex(source.save(broken)), yard.target)
    assert problems_of(receipt) == {b"/ba\\qd": "format.invalid"}
    assert receipt.files_failed == 1


def test_a_symlink_and_a_folder_of_one_name_do_not_lead_outside(yard: Yard) -> None:
    source = MemorySource()
    tree = source.tree(
        symlink(b"a", os.fsencode(yard.outside)), source.folder(b"a", source.file(b"precious", b"evil"))
    )
    receipt = restore(source, tree, yard.target, overwrite=Overwrite.ALWAYS)
    assert problems_of(receipt) == {b"/a": "restore.duplicate_name"}
    assert (yard.target / "a").is_symlink()
    assert yard.is_untouched()


def test_of_a_name_that_stands_twice_the_first_counts(yard: Yard) -> None:
    source = MemorySource()
    tree = source.tree(source.file(b"a", b"first"), source.file(b"a", b"second"))
    receipt = restore(source, tree, yard.target, overwrite=Overwrite.ALWAYS)
    assert problems_of(receipt) == {b"/a": "restore.duplicate_name"}
    assert (yard.target / "a").read_bytes() == b"first"


@pytest.mark.parametrize("overwrite", list(Overwrite))
def test_nothing_is_written_through_a_symlink_that_stands_in_the_target(
    yard: Yard, overwrite: Overwrite
) -> None:
    yard.target.mkdir()
    (yard.target / "a").symlink_to(yard.outside)
    source = MemorySource()
    tree = source.tree(source.folder(b"a", source.file(b"precious", b"evil"), source.file(b"new", b"evil")))
    receipt = restore(source, tree, yard.target, overwrite=overwrite)
    assert yard.is_untouched()
    if overwrite is Overwrite.NEVER:
        assert problems_of(receipt) == {b"/a": "restore.exists"}
        assert (receipt.files_failed, receipt.files_restored) == (2, 0)
    else:
        assert list_names(yard.target) == [b"a", b"a/new", b"a/precious"]


@pytest.mark.parametrize("overwrite", list(Overwrite))
@pytest.mark.parametrize("parts", [(b"evil",), (b"evil", b"er"), (b"evil" * 300_000,)])
def test_a_file_is_not_written_through_a_symlink_of_its_name(
    yard: Yard, overwrite: Overwrite, parts: tuple[bytes, ...]
) -> None:
    yard.target.mkdir()
    (yard.target / "precious").symlink_to(yard.outside / "precious")
    source = MemorySource()
    tree = source.tree(source.file(b"precious", *parts))
    restore(source, tree, yard.target, overwrite=overwrite)
    assert yard.is_untouched()


def test_a_link_key_shared_with_other_content_makes_no_link(yard: Yard) -> None:
    source = MemorySource()
    shared = {"links": 2, "inode": 7, "device_id": 1}
    tree = source.tree(source.file(b"a", b"one", **shared), source.file(b"b", b"two", **shared))
    receipt = restore(source, tree, yard.target)
    assert (yard.target / "a").read_bytes() == b"one"
    assert (yard.target / "b").read_bytes() == b"two"
    assert receipt.files_restored == 2


class LoopingSource(MemorySource):
    """One whose folder `again` holds itself: no hash allows that, a lying repository might."""

    def load_tree(self, tree_id: bytes) -> list[Node]:
        """The same tree for every id."""
        again = Node("again", "dir", 0o755, subtree=tree_id.hex(), uid=os.getuid(), gid=os.getgid())
        return [self.file(b"f", b"once"), again]


def test_a_tree_inside_itself_is_cut_off(yard: Yard) -> None:
    receipt = restore(LoopingSource(), bytes(32), yard.target)
    assert problems_of(receipt) == {b"/again": "format.invalid"}
    assert list_names(yard.target) == [b"again", b"f"]


class BottomlessSource(MemorySource):
    """One in which every folder holds another."""

    def load_tree(self, tree_id: bytes) -> list[Node]:
        """A folder whose tree is the next number."""
        following = (int.from_bytes(tree_id, "big") + 1).to_bytes(32, "big")
        return [Node("d", "dir", 0o755, subtree=following.hex(), uid=os.getuid(), gid=os.getgid())]


def test_a_tree_without_a_bottom_ends(yard: Yard) -> None:
    receipt = restore(BottomlessSource(), bytes(32), yard.target)
    assert [problem.code for problem in receipt.problems] == ["format.invalid"]
    # remove it by hand: deeper than any path that pytest could name
    os.system(f"rm -rf {yard.target}")


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"content": ["zz"]}, "format.invalid"),
        ({"content": ["00" * 32]}, "repository.blob_not_found"),
        ({"content": ["00"]}, "format.invalid"),
        ({"size": 1 << 62}, None),
        ({"size": 0}, None),
        ({"mtime": "yesterday"}, "restore.time"),
        ({"mtime": "9999-12-31T23:59:59Z"}, None),
        ({"uid": 1 << 40}, "restore.owner"),
    ],
)
def test_a_field_that_lies_hurts_its_own_file_at_most(
    yard: Yard, fields: dict[str, object], code: str | None
) -> None:
    source = MemorySource()
    tree = source.tree(source.file(b"bad", b"data", **fields), source.file(b"good", b"fine"))
    receipt = restore(source, tree, yard.target)
    assert problems_of(receipt) == ({b"/bad": code} if code else {})
    assert (yard.target / "good").read_bytes() == b"fine"
    if "content" not in fields:
        assert (yard.target / "bad").read_bytes() == b"data"


@pytest.mark.parametrize("kind", ["irregular", "door", ""])
def test_a_thing_of_an_unknown_type_is_reported(yard: Yard, kind: str) -> None:
    source = MemorySource()
    receipt = restore(source, source.tree(Node("x", kind)), yard.target)
    assert problems_of(receipt) == {b"/x": "restore.unknown_type"}


def test_a_folder_without_a_tree_is_made_and_reported(yard: Yard) -> None:
    source = MemorySource()
    tree = source.tree(
        source.folder(b"d", subtree="77" * 32), source.folder(b"e", subtree="?"), source.file(b"f", b"x")
    )
    receipt = restore(source, tree, yard.target)
    assert problems_of(receipt) == {b"/d": "repository.blob_not_found", b"/e": "format.invalid"}
    assert list_names(yard.target) == [b"d", b"e", b"f"]


def test_an_index_that_states_a_wrong_length_leaves_no_file(yard: Yard) -> None:
    source = MemorySource()
    parts = [bytes([at]) * 900_000 for at in range(4)]
    tree = source.tree(source.file(b"large", *parts))
    for blob_id, location in list(source.locations.items()):
        source.locations[blob_id] = location._replace(plain_length=800_000)
    receipt = restore(source, tree, yard.target)
    assert problems_of(receipt) == {b"/large": "format.invalid"}
    assert list_names(yard.target) == []


@given(names=st.lists(st.binary(max_size=12), max_size=8))
@example(names=[b".firstbell-"])
def test_whatever_the_names_are_nothing_lands_outside(
    names: list[bytes], tmp_path_factory: pytest.TempPathFactory
) -> None:
    base = tmp_path_factory.mktemp("any")
    source = MemorySource()
    nodes = [source.file(name, b"content") for name in names]
    inner = source.folder(b"inner", *nodes)
    restore(source, source.tree(*nodes, inner), base / "target", overwrite=Overwrite.ALWAYS)
    assert list_names(base)[:1] == [b"target"]
    assert all(name.startswith(b"target") for name in list_names(base))
    # no draft is left, and nothing else that was not named; a file may bear the name that a draft begins with
    assert {os.path.basename(path) for path in list_names(base)} <= {b"target", b"inner", *names}
