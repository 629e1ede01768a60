"""Repositories written by the real restic 0.18.0, kept byte for byte (made by `make.py` beside this file)."""

from __future__ import annotations

from pathlib import Path

import pytest

from firstbell.base.ids import hash_id, parse_hex_id
from firstbell.base.progress import Silent
from firstbell.repository import BlobKind, Repository, Snapshot, walk_tree
from firstbell.repository.check import CheckOptions, check_repository
from firstbell.repository.format.names import quote_name
from firstbell.repository.format.node import Node, unix_permissions
from firstbell.repository.format.polynomial import is_irreducible
from firstbell.repository.format.snapshot import parse_snapshot, render_snapshot
from firstbell.repository.format.tree import RawTree, parse_tree, render_tree
from firstbell.repository.keys import list_keys
from firstbell.repository.unpacked import load_unpacked
from firstbell.store import Kind, LocalStore
from tests.repository.odd_tree import CHANGED_NS, FILES, KINDS

HERE = Path(__file__).parent
ROOT = b"/srv/school/"


@pytest.fixture(scope="module", params=[1, 2])
def repository(request: pytest.FixtureRequest) -> Repository:
    return Repository.open(LocalStore(HERE / f"restic-0.18-v{request.param}"), "a password")


def _nodes(repository: Repository, snapshot: Snapshot) -> dict[bytes, Node]:
    tree = parse_hex_id(snapshot.tree)
    return {entry.path.removeprefix(ROOT): entry.node for entry in walk_tree(repository, tree)}


@pytest.mark.long
def test_the_second_password_opens_too(repository: Repository) -> None:
    second = Repository.open(repository.store, "second password")
    assert second.key.master == repository.key.master
    assert second.key.hex_id != repository.key.hex_id
    users = {key_file.username for _, key_file in list_keys(repository.store)}
    assert users == {"root", "ann"}


def test_the_config_is_understood(repository: Repository) -> None:
    assert repository.version in {1, 2}
    assert repository.hex_id == repository.config.id
    assert is_irreducible(int(repository.config.chunker_polynomial, 16))


def test_both_snapshots_are_listed_with_what_they_say(repository: Repository) -> None:
    first, second = repository.list_snapshots()
    assert first.time == "2023-02-18T06:30:00Z"
    assert first.tags == ["first", "vector"]
    assert first.hostname == second.hostname == "school"
    assert first.paths == second.paths == ["/srv/school"]
    assert second.parent == first.hex_id
    assert first.program_version == "restic 0.18.0"
    assert first.summary is not None
    assert first.summary.total_files_processed == len(FILES) + 1  # and the hard link


def test_every_name_and_content_is_what_was_backed_up(repository: Repository) -> None:
    first, second = repository.list_snapshots()
    nodes = _nodes(repository, first)
    for name, content in FILES.items():
        assert b"".join(map(repository.load_blob, nodes[name].content_ids)) == content
        assert nodes[name].size == len(content)
        assert nodes[name].quoted_name == quote_name(name.rsplit(b"/", 1)[-1])
    for name, kind in KINDS.items():
        assert nodes[name].type == kind
    assert set(nodes) - {b"/srv", b"/srv/school"} == FILES.keys() | KINDS.keys()
    assert set(_nodes(repository, second)) - set(nodes) == {b"added.txt"}


def test_metadata_is_what_was_backed_up(repository: Repository) -> None:
    nodes = _nodes(repository, repository.list_snapshots()[0])
    assert nodes[b"plain.txt"].mtime == "2023-02-18T12:30:00.123456789Z"
    assert CHANGED_NS % 10**9 == 123_456_789
    assert nodes[b"empty"].mtime == "1969-12-31T23:59:59.999999999Z"
    assert nodes[b"twice.txt"].mtime == "1970-01-01T00:00:00Z"
    assert unix_permissions(nodes[b"twice.txt"].mode) == 0o4751
    assert nodes[b"link"].link_target == b"plain.txt"
    assert nodes[b"link-raw"].link_target == b"not \xff utf-8"
    attributes = nodes[b"plain.txt"].extended_attributes or []
    assert [(each.name, each.value) for each in attributes] == [("user.note", b"\x00value\xff")]
    assert nodes[b"plain.txt"].links == nodes[b"hard link"].links == 2
    assert nodes[b"plain.txt"].inode == nodes[b"hard link"].inode


def test_every_tree_renders_to_the_bytes_it_was_parsed_from(repository: Repository) -> None:
    trees = [blob_id for blob_id, location in repository.index if location.kind is BlobKind.TREE]
    assert len(trees) >= 8
    for tree_id in trees:
        data = repository.load_blob(tree_id)
        assert render_tree(parse_tree(data)) == data
        assert RawTree.parse(data).render() == data
        assert hash_id(data) == tree_id


def test_every_snapshot_renders_to_the_same_fields(repository: Repository) -> None:
    for snapshot in repository.list_snapshots():
        data = load_unpacked(repository.store, repository.sealer, Kind.SNAPSHOTS, hex_id=snapshot.hex_id)
        rendered = render_snapshot(parse_snapshot(data, snapshot.hex_id))
        assert sorted(rendered) == sorted(data)


def test_the_check_finds_nothing(repository: Repository) -> None:
    assert list(check_repository(repository, CheckOptions(read_data=True), Silent())) == []
