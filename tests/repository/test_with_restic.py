"""Both ways with the real restic: what one writes the other reads, checks and goes on with."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from firstbell.base.ids import hash_id, parse_hex_id
from firstbell.base.progress import Silent
from firstbell.crypto.derivation import ScryptParameters
from firstbell.repository import BlobKind, Repository, walk_tree
from firstbell.repository.check import CheckOptions, check_repository
from firstbell.repository.format.tree import RawTree, parse_tree, render_tree
from firstbell.repository.keys import remove_key
from firstbell.store import Kind, LocalStore, open_store
from tests.repository.making import CHEAP, Folder, make_repository, replace_object, save_snapshot
from tests.repository.odd_tree import FILES, KINDS, make_odd_tree
from tests.repository.restic import PASSWORD, Restic


@pytest.fixture(scope="module", params=[1, 2])
def made_by_restic(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository of the real restic: the odd tree, twice, the second time with a change."""
    folder = tmp_path_factory.mktemp("restic")
    restic = Restic(folder / "repository")
    restic.run("init", "--repository-version", str(request.param))
    make_odd_tree(folder / "source")
    os.symlink("control \b\f\x01\x7f & <\u2028>", folder / "source" / "link-control")
    restic.run("backup", "--tag", "one", "source", cwd=folder)
    (folder / "source" / "more").write_bytes(os.urandom(3 << 20))
    restic.run("backup", "source", cwd=folder)
    return folder / "repository"


@pytest.fixture(scope="module")
def repository(made_by_restic: Path) -> Repository:
    return Repository.open(open_store(str(made_by_restic)), PASSWORD)


@pytest.mark.long
def test_what_restic_wrote_has_no_findings(repository: Repository) -> None:
    assert list(check_repository(repository, CheckOptions(read_data=True), Silent())) == []


def test_every_name_that_restic_backed_up_is_listed_by_its_bytes(repository: Repository) -> None:
    snapshot = repository.find_snapshot("latest", tags=["one"])
    entries = {
        entry.path.removeprefix(b"/source/"): entry.node
        for entry in walk_tree(repository, parse_hex_id(snapshot.tree))
    }
    assert set(entries) == FILES.keys() | KINDS.keys() | {b"/source", b"link-control"}
    for name, content in FILES.items():
        assert b"".join(map(repository.load_blob, entries[name].content_ids)) == content


def test_every_tree_of_restic_renders_to_the_same_id(repository: Repository) -> None:
    trees = [blob_id for blob_id, location in repository.index if location.kind is BlobKind.TREE]
    assert len(trees) >= 6
    for tree_id in trees:
        data = repository.load_blob(tree_id)
        assert hash_id(render_tree(parse_tree(data))) == tree_id
        assert hash_id(RawTree.parse(data).render()) == tree_id


def test_restics_snapshots_and_ours_are_the_same_list(made_by_restic: Path, repository: Repository) -> None:
    listed = json.loads(Restic(made_by_restic).run("snapshots", "--json"))
    ours = repository.list_snapshots()
    assert [each["id"] for each in listed] == [snapshot.hex_id for snapshot in ours]
    assert [each.get("tags") for each in listed] == [snapshot.tags for snapshot in ours]


@pytest.mark.parametrize("version", [1, 2])
def test_what_we_wrote_passes_restics_check_and_is_listed(tmp_path: Path, version: int) -> None:
    repository = make_repository(LocalStore(tmp_path / "repository"), version=version)
    noise = os.urandom(5 << 20)
    folder: Folder = {
        b"a": noise,
        b"b": b"text " * 1000,
        b"caf\xe9 \xff": b"odd name",
        b"same as a tree": b'{"nodes":[]}\n',
        b"empty folder": {},
        b"deep": {b"er": {b"file": b"x"}},
    }
    snapshot = save_snapshot(repository, folder)
    restic = Restic(tmp_path / "repository")
    assert "no errors were found" in restic.run("check", "--read-data")
    assert json.loads(restic.run("snapshots", "--json"))[0]["id"] == snapshot.hex_id
    restic.run("restore", "latest", "--target", tmp_path / "out")
    assert (tmp_path / "out" / "a").read_bytes() == noise
    with open(os.path.join(os.fsencode(tmp_path / "out"), b"caf\xe9 \xff"), "rb") as odd:
        assert odd.read() == b"odd name"
    assert (tmp_path / "out" / "deep" / "er" / "file").read_bytes() == b"x"
    assert list((tmp_path / "out" / "empty folder").iterdir()) == []


def test_restic_goes_on_in_our_repository_and_we_in_its(tmp_path: Path) -> None:
    repository = make_repository(LocalStore(tmp_path / "repository"))
    save_snapshot(repository, {b"a": b"ours"})
    restic = Restic(tmp_path / "repository")
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "b").write_text("restic's")
    restic.run("backup", tmp_path / "source")
    repository.reload_index()
    save_snapshot(repository, {b"a": b"ours again"}, at_s=60)
    restic.run("forget", "--keep-last", "1", "--group-by", "host", "--prune")
    assert "no errors were found" in restic.run("check", "--read-data")
    fresh = Repository.open(repository.store, PASSWORD)
    assert list(check_repository(fresh, CheckOptions(read_data=True), Silent())) == []
    assert len(fresh.list_snapshots()) == 2


def test_a_key_that_restic_added_opens_for_both(tmp_path: Path) -> None:
    repository = make_repository(LocalStore(tmp_path / "repository"))
    (tmp_path / "new").write_text("restic's password\n")
    Restic(tmp_path / "repository").run("key", "add", "--new-password-file", tmp_path / "new")
    opened = Repository.open(repository.store, "restic's password")
    assert opened.key.master == repository.key.master
    added = Restic(tmp_path / "repository", "restic's password")
    assert json.loads(added.run("snapshots", "--json")) == []


@pytest.mark.long
@pytest.mark.parametrize("kdf", [CHEAP, ScryptParameters(n=1 << 10, r=4, p=3)])
def test_a_key_that_we_added_opens_for_restic_and_a_removed_one_no_more(
    tmp_path: Path, kdf: ScryptParameters
) -> None:
    restic = Restic(tmp_path / "repository")
    restic.run("init")
    repository = Repository.open(open_store(str(restic.repository)), PASSWORD)
    added = repository.add_key("our password", kdf=kdf)
    ours = Restic(tmp_path / "repository", "our password")
    listed = json.loads(ours.run("key", "list", "--json"))
    assert {each["id"] for each in listed} == {added, repository.key.hex_id}
    remove_key(repository.store, repository.key.hex_id, in_use=added)
    assert restic.attempt("snapshots").returncode == 12
    assert json.loads(ours.run("snapshots", "--json")) == []


def test_locks_hold_across_the_two_programs(tmp_path: Path) -> None:
    restic = Restic(tmp_path / "repository")
    repository = Repository.init(open_store(str(restic.repository)), PASSWORD, kdf=CHEAP)
    with repository.lock(exclusive=True):
        assert restic.attempt("backup", tmp_path).returncode == 11
        listed = restic.run("list", "locks", "--no-lock").split()
        assert len(listed) == 1
        lock = json.loads(restic.run("cat", "lock", listed[0], "--no-lock"))
        assert lock["exclusive"] is True
        assert lock["pid"] == os.getpid()
    restic.run("backup", tmp_path / "repository" / "keys")


def test_a_damage_that_restic_finds_we_find_too(made_by_restic: Path, tmp_path: Path) -> None:
    shutil.copytree(made_by_restic, tmp_path / "repository")
    store = LocalStore(tmp_path / "repository")
    repository = Repository.open(store, PASSWORD)
    (blob_id, location) = next(item for item in repository.index if item[1].length > 100_000)
    name = location.pack_id.hex()
    file = tmp_path / "repository" / "data" / name[:2] / name
    data = bytearray(file.read_bytes())
    data[location.offset + 5000] ^= 1
    replace_object(store, Kind.DATA, name, bytes(data))
    assert Restic(tmp_path / "repository").attempt("check", "--read-data").returncode == 1
    findings = list(check_repository(repository, CheckOptions(read_data=True), Silent()))
    assert [each.code for each in findings] == ["pack.hash", "blob.damaged", "path.touched"]
    assert findings[1].blob_hex_id == blob_id.hex()
    assert findings[2].path == b"/source/more"
