from __future__ import annotations

import pytest

from firstbell.base.ids import hash_id
from firstbell.repository import BlobKind, Compression, Repository
from firstbell.repository.check import CheckOptions
from firstbell.repository.format.index import render_index
from firstbell.repository.format.pack import LENGTH, PackedBlob, render_header
from firstbell.repository.unpacked import save_unpacked
from firstbell.store import Kind, MemoryStore, StoreError
from tests.repository.checking import (
    FOLDER,
    NOISE,
    codes_of,
    pack_of,
    read_everything,
    run_check,
    touched_paths,
)
from tests.repository.making import (
    flip_bit,
    make_repository,
    names_of,
    replace_object,
    save_snapshot,
)


@pytest.fixture(params=[1, 2])
def repository(request: pytest.FixtureRequest) -> Repository:
    return make_repository(version=request.param)


@pytest.mark.parametrize("read_data", [False, True])
def test_a_truncated_pack_touches_what_lies_behind_the_cut(repository: Repository, read_data: bool) -> None:
    snapshot = save_snapshot(repository, FOLDER)
    pack = pack_of(repository, NOISE)
    last = repository.locate(hash_id(NOISE))
    data = repository.store.read(Kind.DATA, pack)
    replace_object(repository.store, Kind.DATA, pack, data[: last.offset + 100])
    findings = run_check(repository, CheckOptions(read_data=read_data))
    assert findings[0].code == "pack.size"
    assert f"{last.offset + 100} bytes long" in findings[0].message
    expected = {"pack.size", "path.touched"}
    if read_data:
        expected |= {"pack.hash", "pack.header", "blob.damaged"}
    assert set(codes_of(findings)) == expected
    assert touched_paths(findings) == {(snapshot.hex_id, b"/school/deep/grades.csv")}


def test_a_changed_bit_in_a_blob_is_found_by_reading_and_its_paths_named(repository: Repository) -> None:
    snapshot = save_snapshot(repository, FOLDER)
    pack = pack_of(repository, NOISE)
    location = repository.locate(hash_id(NOISE))
    data = repository.store.read(Kind.DATA, pack)
    replace_object(repository.store, Kind.DATA, pack, flip_bit(data, location.offset + 500))
    assert run_check(repository) == []
    findings = read_everything(repository)
    assert codes_of(findings) == ["pack.hash", "blob.damaged", "path.touched"]
    assert findings[1].blob_hex_id == hash_id(NOISE).hex()
    assert findings[1].pack_hex_id == pack
    assert touched_paths(findings) == {(snapshot.hex_id, b"/school/deep/grades.csv")}


def test_a_changed_bit_in_a_header_loses_nothing_that_an_index_names(repository: Repository) -> None:
    save_snapshot(repository, FOLDER)
    pack = pack_of(repository, NOISE)
    data = repository.store.read(Kind.DATA, pack)
    replace_object(repository.store, Kind.DATA, pack, flip_bit(data, len(data) - 30))
    assert codes_of(read_everything(repository)) == ["pack.hash", "pack.header"]
    replace_object(repository.store, Kind.DATA, pack, data[:-4] + LENGTH.pack(0xFFFF_FFFF))
    findings = read_everything(repository)
    assert codes_of(findings) == ["pack.hash", "pack.header"]
    assert "says its header is 4294967295 bytes long" in findings[1].message


def test_a_pack_of_a_few_bytes_is_damage_by_name(repository: Repository) -> None:
    save_snapshot(repository, FOLDER)
    pack = pack_of(repository, NOISE)
    replace_object(repository.store, Kind.DATA, pack, b"abc")
    findings = read_everything(repository)
    assert {"pack.size", "pack.hash", "pack.header", "blob.damaged"} < set(codes_of(findings))
    assert "too short for a header" in next(each for each in findings if each.code == "pack.header").message


def test_a_second_copy_saves_the_path(repository: Repository) -> None:
    save_snapshot(repository, {b"a": NOISE})
    first = pack_of(repository, NOISE)
    location = repository.locate(hash_id(NOISE))
    with repository.writer(compression=Compression.OFF) as writer:
        sealed = repository.store.read_range(Kind.DATA, first, offset=location.offset, length=location.length)
        writer.copy_sealed(PackedBlob(BlobKind.DATA, hash_id(NOISE), 0, location.length, 0), sealed)
    assert codes_of(read_everything(repository)) == ["blob.duplicate"]
    data = repository.store.read(Kind.DATA, first)
    replace_object(repository.store, Kind.DATA, first, flip_bit(data, location.offset + 5))
    assert codes_of(read_everything(repository)) == ["blob.duplicate", "pack.hash", "blob.damaged"]
    repository.store.delete(Kind.DATA, first)
    assert codes_of(read_everything(repository)) == ["pack.missing", "blob.duplicate"]


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
        (render_header([PackedBlob(BlobKind.DATA, b"\xaa" * 32, 0, 40, 0)]), "lists other blobs"),
        (b"\x09" * 37, "unknown kind 9"),
        (b"\x00" * 30, "ends inside an entry"),
    ],
)
def test_a_header_that_does_not_agree_with_the_index_is_an_error(header: bytes, message: str) -> None:
    repository = make_repository()
    pack = _publish_pack(repository, [(BlobKind.DATA, b"content")], header)
    findings = [each for each in read_everything(repository) if each.code == "pack.header"]
    assert [each.pack_hex_id for each in findings] == [pack]
    assert message in findings[0].message


def test_a_pack_that_two_indexes_name_is_counted_once(repository: Repository) -> None:
    save_snapshot(repository, FOLDER)
    name = names_of(repository.store, Kind.INDEX)[0]
    sealed = repository.sealer.seal(repository.sealer.open(repository.store.read(Kind.INDEX, name)))
    repository.store.write(Kind.INDEX, hash_id(sealed).hex(), [sealed])
    assert len(names_of(repository.store, Kind.INDEX)) == 2
    assert read_everything(repository) == []


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
    findings = run_check(repository)
    assert codes_of(findings) == ["pack.layout"]
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
    findings = read_everything(repository)
    assert "blob.damaged" in codes_of(findings)
    assert {each.pack_hex_id for each in findings if each.code == "blob.damaged"} == {hash_id(data).hex()}
    assert touched_paths(findings) == set()


def test_an_index_that_lies_about_a_plain_length_is_found_by_reading() -> None:
    repository = make_repository()
    with repository.writer() as writer:
        writer.save_blob(BlobKind.DATA, b"compressible " * 100)
    location = repository.locate(hash_id(b"compressible " * 100))
    for name in names_of(repository.store, Kind.INDEX):
        repository.store.delete(Kind.INDEX, name)
    lie = PackedBlob(BlobKind.DATA, hash_id(b"compressible " * 100), 0, location.length, 5000)
    _save_index(repository, location.pack_id, [lie])
    findings = read_everything(repository)
    assert codes_of(findings) == ["pack.header", "blob.damaged"]
    assert "1300 bytes long, but the index says 5000" in findings[1].message


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
    store.bad = pack_of(repository, NOISE)
    findings = read_everything(repository)
    assert codes_of(findings)[0] == "pack.unreadable"
    assert "Input/output error" in findings[0].message
    assert (snapshot.hex_id, b"/school/deep/grades.csv") in touched_paths(findings)
