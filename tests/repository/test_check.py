from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from firstbell.base.ids import hash_id
from firstbell.base.progress import Silent
from firstbell.repository import BlobKind, Compression, Node, Repository, Snapshot
from firstbell.repository.check import CheckOptions, check_repository
from firstbell.repository.findings import CheckFinding, Severity
from firstbell.repository.format.config import Config
from firstbell.repository.format.index import render_index
from firstbell.repository.format.node import MODE_DIR
from firstbell.repository.format.pack import LENGTH, PackedBlob, render_header
from firstbell.repository.format.tree import render_tree
from firstbell.repository.packer import RepositoryWriter
from firstbell.repository.subset import PackSubset
from firstbell.repository.tree_check import DamageMap
from firstbell.repository.unpacked import save_unpacked
from firstbell.store import Kind, MemoryStore, StoreError
from tests.repository.making import (
    PASSWORD,
    Folder,
    flip_bit,
    make_repository,
    names_of,
    replace_object,
    save_folder,
    save_snapshot,
    save_snapshot_of,
)

NOISE = random.Random(5).randbytes(3000)
FOLDER: Folder = {
    b"office": {b"budget.xlsx": b"budget " * 50, b"letter.docx": b"letter " * 50, b"empty": b""},
    b"school": {b"deep": {b"grades.csv": NOISE}},
}


def _check(repository: Repository, options: CheckOptions | None = None) -> list[CheckFinding]:
    fresh = Repository.open(repository.store, PASSWORD)
    return list(check_repository(fresh, options or CheckOptions(), Silent()))


def _read(repository: Repository) -> list[CheckFinding]:
    return _check(repository, CheckOptions(read_data=True))


def _codes(findings: Sequence[CheckFinding]) -> list[str]:
    return [finding.code for finding in findings]


def _touched(findings: Sequence[CheckFinding]) -> set[tuple[str | None, bytes | None]]:
    return {(each.snapshot_hex_id, each.path) for each in findings if each.code == "path.touched"}


def _pack_of(repository: Repository, content: bytes) -> str:
    return Repository.open(repository.store, PASSWORD).locate(hash_id(content)).pack_id.hex()


@pytest.fixture(params=[1, 2])
def repository(request: pytest.FixtureRequest) -> Repository:
    return make_repository(version=request.param)


def test_a_sound_repository_has_no_findings(repository: Repository) -> None:
    assert _read(repository) == []
    save_snapshot(repository, FOLDER)
    save_snapshot(repository, {**FOLDER, b"new": b"new"}, at_s=60)
    assert _check(repository) == []
    assert _read(repository) == []


def test_a_damaged_index_is_named_and_so_are_the_paths_it_takes_along(repository: Repository) -> None:
    save_snapshot(repository, FOLDER)
    (first,) = names_of(repository.store, Kind.INDEX)
    snapshot = save_snapshot(repository, {**FOLDER, b"new": b"new content"}, at_s=60)
    (second,) = set(names_of(repository.store, Kind.INDEX)) - {first}
    data = repository.store.read(Kind.INDEX, second)
    replace_object(repository.store, Kind.INDEX, second, flip_bit(data, 50))
    findings = _check(repository)
    assert _codes(findings) == [
        "index.damaged", "pack.unreferenced", "pack.unreferenced", "tree.missing", "path.touched",
    ]  # fmt: skip
    assert second[:8] in findings[0].message
    assert findings[3].snapshot_hex_id == snapshot.hex_id
    assert _touched(findings) == {(snapshot.hex_id, b"/")}


def test_a_missing_pack_is_named_with_every_path_of_every_snapshot(repository: Repository) -> None:
    first = save_snapshot(repository, FOLDER)
    second = save_snapshot(repository, {**FOLDER, b"copy": NOISE, b"whole": b"whole"}, at_s=60)
    pack = _pack_of(repository, NOISE)
    repository.store.delete(Kind.DATA, pack)
    findings = _check(repository)
    assert findings[0].code == "pack.missing"
    assert findings[0].pack_hex_id == pack
    assert findings[0].severity is Severity.ERROR
    paths = {b"/office/budget.xlsx", b"/office/letter.docx", b"/school/deep/grades.csv"}
    assert _touched(findings) == {
        *((first.hex_id, path) for path in paths),
        *((second.hex_id, path) for path in paths | {b"/copy"}),
    }


def test_a_missing_pack_of_trees_takes_whole_folders_along(repository: Repository) -> None:
    snapshot = save_snapshot(repository, FOLDER)
    repository.store.delete(
        Kind.DATA, _pack_of(repository, repository.load_blob(bytes.fromhex(snapshot.tree)))
    )
    findings = _check(repository)
    assert _codes(findings) == ["pack.missing", "tree.damaged", "path.touched"]
    assert _touched(findings) == {(snapshot.hex_id, b"/")}


@pytest.mark.parametrize("read_data", [False, True])
def test_a_truncated_pack_touches_what_lies_behind_the_cut(repository: Repository, read_data: bool) -> None:
    snapshot = save_snapshot(repository, FOLDER)
    pack = _pack_of(repository, NOISE)
    last = repository.locate(hash_id(NOISE))
    data = repository.store.read(Kind.DATA, pack)
    replace_object(repository.store, Kind.DATA, pack, data[: last.offset + 100])
    findings = _check(repository, CheckOptions(read_data=read_data))
    assert findings[0].code == "pack.size"
    assert f"{last.offset + 100} bytes long" in findings[0].message
    expected = {"pack.size", "path.touched"}
    if read_data:
        expected |= {"pack.hash", "pack.header", "blob.damaged"}
    assert set(_codes(findings)) == expected
    assert _touched(findings) == {(snapshot.hex_id, b"/school/deep/grades.csv")}


def test_a_changed_bit_in_a_blob_is_found_by_reading_and_its_paths_named(repository: Repository) -> None:
    snapshot = save_snapshot(repository, FOLDER)
    pack = _pack_of(repository, NOISE)
    location = repository.locate(hash_id(NOISE))
    data = repository.store.read(Kind.DATA, pack)
    replace_object(repository.store, Kind.DATA, pack, flip_bit(data, location.offset + 500))
    assert _check(repository) == []
    findings = _read(repository)
    assert _codes(findings) == ["pack.hash", "blob.damaged", "path.touched"]
    assert findings[1].blob_hex_id == hash_id(NOISE).hex()
    assert findings[1].pack_hex_id == pack
    assert _touched(findings) == {(snapshot.hex_id, b"/school/deep/grades.csv")}


def test_a_changed_bit_in_a_header_loses_nothing_that_an_index_names(repository: Repository) -> None:
    save_snapshot(repository, FOLDER)
    pack = _pack_of(repository, NOISE)
    data = repository.store.read(Kind.DATA, pack)
    replace_object(repository.store, Kind.DATA, pack, flip_bit(data, len(data) - 30))
    assert _codes(_read(repository)) == ["pack.hash", "pack.header"]
    replace_object(repository.store, Kind.DATA, pack, data[:-4] + LENGTH.pack(0xFFFF_FFFF))
    findings = _read(repository)
    assert _codes(findings) == ["pack.hash", "pack.header"]
    assert "says its header is 4294967295 bytes long" in findings[1].message


def test_a_pack_of_a_few_bytes_is_damage_by_name(repository: Repository) -> None:
    save_snapshot(repository, FOLDER)
    pack = _pack_of(repository, NOISE)
    replace_object(repository.store, Kind.DATA, pack, b"abc")
    findings = _read(repository)
    assert {"pack.size", "pack.hash", "pack.header", "blob.damaged"} < set(_codes(findings))
    assert "too short for a header" in next(each for each in findings if each.code == "pack.header").message


def test_a_second_copy_saves_the_path(repository: Repository) -> None:
    save_snapshot(repository, {b"a": NOISE})
    first = _pack_of(repository, NOISE)
    location = repository.locate(hash_id(NOISE))
    with repository.writer(compression=Compression.OFF) as writer:
        sealed = repository.store.read_range(Kind.DATA, first, offset=location.offset, length=location.length)
        writer.copy_sealed(PackedBlob(BlobKind.DATA, hash_id(NOISE), 0, location.length, 0), sealed)
    assert _codes(_read(repository)) == ["blob.duplicate"]
    data = repository.store.read(Kind.DATA, first)
    replace_object(repository.store, Kind.DATA, first, flip_bit(data, location.offset + 5))
    assert _codes(_read(repository)) == ["blob.duplicate", "pack.hash", "blob.damaged"]
    repository.store.delete(Kind.DATA, first)
    assert _codes(_read(repository)) == ["pack.missing", "blob.duplicate"]


def test_untidiness_is_only_hinted_at(repository: Repository) -> None:
    save_snapshot(repository, FOLDER)
    stray = b"a pack that a killed backup left"
    repository.store.write(Kind.DATA, hash_id(stray).hex(), [stray])
    (finding,) = _read(repository)
    assert (finding.code, finding.severity) == ("pack.unreferenced", Severity.HINT)
    assert finding.pack_hex_id == hash_id(stray).hex()


def _publish_pack(repository: Repository, blobs: list[tuple[BlobKind, bytes]], header: bytes | None) -> str:
    """A pack put together by hand, with a header of its own or a wrong one; its hex id."""
    parts, packed, offset = [], [], 0
    for kind, content in blobs:
        sealed = repository.sealer.seal(content)
        packed.append(PackedBlob(kind, hash_id(content), offset, len(sealed), 0))
        parts.append(sealed)
        offset += len(sealed)
    sealed_header = repository.sealer.seal(render_header(packed) if header is None else header)
    data = b"".join([*parts, sealed_header, LENGTH.pack(len(sealed_header))])
    pack_id = hash_id(data)
    repository.store.write(Kind.DATA, pack_id.hex(), [data])
    _save_index(repository, pack_id, packed)
    return pack_id.hex()


def _save_index(repository: Repository, pack_id: bytes, blobs: list[PackedBlob]) -> None:
    data = render_index({pack_id: blobs})
    save_unpacked(repository.store, repository.sealer, Kind.INDEX, plaintext=data, version=repository.version)


@pytest.mark.parametrize(
    ("header", "message"),
    [
        (render_header([PackedBlob(BlobKind.DATA, b"\xaa" * 32, 0, 40, 0)]), "names other blobs"),
        (b"\x09" * 37, "unknown kind 9"),
        (b"\x00" * 30, "ends inside an entry"),
    ],
)
def test_a_header_that_does_not_agree_with_the_index_is_an_error(header: bytes, message: str) -> None:
    repository = make_repository()
    pack = _publish_pack(repository, [(BlobKind.DATA, b"content")], header)
    findings = [each for each in _read(repository) if each.code == "pack.header"]
    assert [each.pack_hex_id for each in findings] == [pack]
    assert message in findings[0].message


def test_a_pack_that_two_indexes_name_is_counted_once(repository: Repository) -> None:
    save_snapshot(repository, FOLDER)
    name = names_of(repository.store, Kind.INDEX)[0]
    sealed = repository.sealer.seal(repository.sealer.open(repository.store.read(Kind.INDEX, name)))
    repository.store.write(Kind.INDEX, hash_id(sealed).hex(), [sealed])
    assert len(names_of(repository.store, Kind.INDEX)) == 2
    assert _read(repository) == []


def test_an_index_whose_blobs_overlap_is_found_without_reading() -> None:
    repository = make_repository()
    pack = _publish_pack(repository, [(BlobKind.DATA, b"one one"), (BlobKind.DATA, b"two two")], None)
    for name in names_of(repository.store, Kind.INDEX):
        repository.store.delete(Kind.INDEX, name)
    wrong = [
        PackedBlob(BlobKind.DATA, hash_id(b"one one"), 0, 39, 0),
        PackedBlob(BlobKind.DATA, hash_id(b"two two"), 38, 39, 0),
    ]
    _save_index(repository, bytes.fromhex(pack), wrong)
    findings = _check(repository)
    assert _codes(findings) == ["pack.layout"]
    assert findings[0].pack_hex_id == pack


def test_an_index_that_maps_a_known_blob_to_an_intruders_pack_is_found_by_reading() -> None:
    repository = make_repository()
    save_snapshot(repository, FOLDER)
    sealed = repository.sealer.seal(b"something else")
    packed = PackedBlob(BlobKind.DATA, hash_id(NOISE), 0, len(sealed), 0)
    header = repository.sealer.seal(render_header([packed]))
    data = sealed + header + LENGTH.pack(len(header))
    repository.store.write(Kind.DATA, hash_id(data).hex(), [data])
    _save_index(repository, hash_id(data), [packed])
    findings = _read(repository)
    assert "blob.damaged" in _codes(findings)
    assert {each.pack_hex_id for each in findings if each.code == "blob.damaged"} == {hash_id(data).hex()}
    assert _touched(findings) == set()


def test_an_index_that_lies_about_a_plain_length_is_found_by_reading() -> None:
    repository = make_repository()
    with repository.writer() as writer:
        writer.save_blob(BlobKind.DATA, b"compressible " * 100)
    location = repository.locate(hash_id(b"compressible " * 100))
    for name in names_of(repository.store, Kind.INDEX):
        repository.store.delete(Kind.INDEX, name)
    lie = PackedBlob(BlobKind.DATA, hash_id(b"compressible " * 100), 0, location.length, 5000)
    _save_index(repository, location.pack_id, [lie])
    findings = _read(repository)
    assert _codes(findings) == ["pack.header", "blob.damaged"]
    assert "1300 bytes long, by the index 5000" in findings[1].message


def test_a_damaged_snapshot_is_named_and_the_others_are_checked(repository: Repository) -> None:
    save_snapshot(repository, FOLDER)
    bad = save_snapshot(repository, FOLDER, at_s=60).hex_id
    data = repository.store.read(Kind.SNAPSHOTS, bad)
    replace_object(repository.store, Kind.SNAPSHOTS, bad, flip_bit(data, 40))
    nonsense = save_snapshot_of(repository, b"short", at_s=120).hex_id
    findings = _check(repository)
    assert _codes(findings) == ["snapshot.damaged", "snapshot.damaged"]
    assert {each.snapshot_hex_id for each in findings} == {bad, nonsense}


def _save_tree(writer: RepositoryWriter, *nodes: Node) -> bytes:
    return writer.save_tree(render_tree(nodes)).id


def test_every_kind_of_wrong_node_is_named_by_its_path() -> None:
    repository = make_repository()
    with repository.writer() as writer:
        content = writer.save_blob(BlobKind.DATA, b"12345").id.hex()
        good = Node("good", "file", size=5, content=[content])
        inner = _save_tree(writer, Node("short", "file", size=9, content=[content]), good)
        nodes = [
            Node("a/b", "file"),
            Node("..", "dir", MODE_DIR, subtree=_save_tree(writer).hex()),
            Node("twice", "fifo"),
            Node("twice", "fifo"),
            Node("no type", "portal"),
            Node("no tree", "dir", MODE_DIR),
            Node("bad tree", "dir", MODE_DIR, subtree="xyz"),
            Node("lost tree", "dir", MODE_DIR, subtree="ab" * 32),
            Node("bad content", "file", content=["xyz"]),
            Node("lost content", "file", size=5, content=["cd" * 32, content]),
            Node("lost too", "file", size=5, content=["cd" * 32]),
            Node("inner", "dir", MODE_DIR, subtree=inner.hex()),
            Node("link", "symlink", linktarget="x"),
        ]
        raw = render_tree(nodes).replace(b'"no type"', b'"no \\\\q type"')
        nodes_of_raw = writer.save_tree(raw).id
        tree = _save_tree(writer, *nodes, Node("wrong name", "dir", MODE_DIR, subtree=nodes_of_raw.hex()))
    snapshot = save_snapshot_of(repository, tree)
    findings = _check(repository)
    assert all(each.snapshot_hex_id == snapshot.hex_id for each in findings)
    found = {
        (each.code, each.path) for each in findings if not (each.path or b"").startswith(b"/wrong name/")
    }
    assert found == {
        ("node.name", b"/a/b"),
        ("node.name", b"/.."),
        ("node.name", b"/twice"),
        ("node.type", b"/no type"),
        ("node.subtree", b"/no tree"),
        ("node.subtree", b"/bad tree"),
        ("tree.missing", b"/lost tree"),
        ("node.content", b"/bad content"),
        ("blob.missing", b"/lost content"),
        ("node.size", b"/inner/short"),
        ("node.name", b"/wrong name"),
        ("path.touched", b"/lost tree"),
        ("path.touched", b"/lost content"),
        ("path.touched", b"/lost too"),
    }
    assert sum(each.code == "blob.missing" for each in findings) == 1


def test_a_tree_is_visited_once_over_all_snapshots() -> None:
    repository = make_repository()
    for number in range(5):
        save_snapshot(repository, {**FOLDER, b"n": b"%d" % number}, at_s=number)
    visited: list[int] = []

    class _Counting(Silent):
        def start(
            self, stage: str, *, total_files: int | None = None, total_bytes: int | None = None
        ) -> None:
            visited.append(0)

        def advance(self, *, files: int = 0, size_bytes: int = 0) -> None:
            visited[-1] += files

    assert list(check_repository(repository, CheckOptions(), _Counting())) == []
    assert visited[-1] == 5 + 3


def test_a_tree_that_is_no_tree_is_named(repository: Repository) -> None:
    with repository.writer() as writer:
        bad = writer.save_tree(b"not a tree").id
        root = _save_tree(writer, Node("folder", "dir", MODE_DIR, subtree=bad.hex()))
    snapshot = save_snapshot_of(repository, root)
    findings = _check(repository)
    assert _codes(findings) == ["tree.damaged", "path.touched"]
    assert findings[0].blob_hex_id == bad.hex()
    assert _touched(findings) == {(snapshot.hex_id, b"/folder")}


def test_trees_deeper_than_any_path_end_in_an_error() -> None:
    repository = make_repository()
    with repository.writer() as writer:
        tree = _save_tree(writer)
        for _ in range(4200):
            tree = _save_tree(writer, Node("d", "dir", MODE_DIR, subtree=tree.hex()))
    save_snapshot_of(repository, tree)
    (finding,) = _check(repository)
    assert finding.code == "node.subtree"
    assert "deeper than 4096" in finding.message


def test_touched_paths_are_found_past_nodes_that_are_wrong_themselves() -> None:
    repository = make_repository()
    with repository.writer() as writer:
        lost = ["cd" * 32]
        hurt = _save_tree(writer, Node("lost", "file", size=1, content=lost), Node("bad", "dir"))
        raw = render_tree([Node("z", "file", size=1, content=lost)]).replace(b'"z"', b'"\\\\q"')
        unnamed = writer.save_tree(raw).id
        whole = save_folder(writer, {b"x": b"y"})
        tree = _save_tree(
            writer,
            Node("bad", "file", content=["xyz"]),
            Node("hurt", "dir", subtree=hurt.hex()),
            Node("no tree", "dir"),
            Node("unnamed", "dir", subtree=unnamed.hex()),
            Node("whole", "dir", subtree=whole.hex()),
            Node("whole again", "dir", subtree=whole.hex()),
        )
    first = save_snapshot_of(repository, tree)
    second = save_snapshot_of(repository, tree, at_s=60)
    assert _touched(_check(repository)) == {(each.hex_id, b"/hurt/lost") for each in (first, second)}


def test_only_so_many_touched_paths_are_listed() -> None:
    repository = make_repository()
    save_snapshot(repository, {b"%d" % number: NOISE for number in range(20)})
    repository.store.delete(Kind.DATA, _pack_of(repository, NOISE))
    findings = _check(repository, CheckOptions(max_paths=7))
    assert _codes(findings) == ["pack.missing", *["path.touched"] * 7, "path.more"]
    assert findings[-1].severity is Severity.HINT


def test_a_subset_reads_its_packs_only() -> None:
    repository = make_repository()
    for number in range(6):
        save_snapshot(repository, {b"n": b"%d" % number * 50}, at_s=number)
    packs = names_of(repository.store, Kind.DATA)
    for pack in packs:
        replace_object(
            repository.store, Kind.DATA, pack, flip_bit(repository.store.read(Kind.DATA, pack), -1)
        )
    odd = {pack for pack in packs if int(pack[:2], 16) % 2}
    findings = _check(repository, CheckOptions(read_data=True, subset=PackSubset(2, 2)))
    assert {each.pack_hex_id for each in findings} == odd
    findings = _check(repository, CheckOptions(read_data=True, subset=PackSubset(fraction=0.5)))
    assert len({each.pack_hex_id for each in findings}) == len(packs) // 2


def test_a_polynomial_that_restic_refuses_is_told() -> None:
    repository = make_repository()
    repository.config = Config(2, repository.hex_id, "3da3358b4dc172")
    (finding,) = list(check_repository(repository, CheckOptions(), Silent()))
    assert finding.code == "config.polynomial"


class _UnsteadyReader:
    """Gave the tree when it was checked, and does not when its damage is looked for."""

    def load_tree(self, tree_id: bytes) -> list[Node]:
        raise StoreError("the network is down")


def test_a_tree_that_went_away_since_it_was_checked_ends_nothing() -> None:
    damage = DamageMap(_UnsteadyReader(), {b"\xaa" * 32}, max_paths=5)
    assert list(damage.find_paths([Snapshot("2023-02-18T12:30:00Z", "bb" * 32)])) == []


class _FailingStore(MemoryStore):
    """A disk with a bad spot under one pack."""

    bad = ""

    def read_range(self, kind: Kind, name: str, *, offset: int, length: int) -> bytes:
        if name == self.bad:
            raise StoreError(f"reading {kind}/{name}: Input/output error")
        return super().read_range(kind, name, offset=offset, length=length)


def test_a_pack_that_the_disk_does_not_give_is_named_with_its_paths() -> None:
    store = _FailingStore()
    repository = make_repository(store)
    snapshot = save_snapshot(repository, FOLDER)
    store.bad = _pack_of(repository, NOISE)
    findings = _read(repository)
    assert _codes(findings)[0] == "pack.unreadable"
    assert "Input/output error" in findings[0].message
    assert (snapshot.hex_id, b"/school/deep/grades.csv") in _touched(findings)


def test_a_listener_that_stops_listening_stops_the_reading() -> None:
    repository = make_repository()
    for number in range(30):
        save_snapshot(repository, {b"n": b"%d" % number * 50}, at_s=number)
    for pack in names_of(repository.store, Kind.DATA):
        replace_object(
            repository.store, Kind.DATA, pack, flip_bit(repository.store.read(Kind.DATA, pack), -1)
        )
    findings = check_repository(repository, CheckOptions(read_data=True), Silent())
    assert next(findings).code == "pack.hash"
    findings.close()  # type: ignore[attr-defined]


def test_a_snapshot_of_an_empty_tree_is_sound(repository: Repository) -> None:
    with repository.writer() as writer:
        tree = save_folder(writer, {})
    repository.save_snapshot(Snapshot("2023-02-18T12:30:00Z", tree.hex()))
    assert _read(repository) == []
