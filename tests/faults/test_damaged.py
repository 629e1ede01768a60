"""Every region of every stored object flipped, cut, gone: what is hurt is named exactly, the rest is read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from firstbell.base.progress import Silent
from firstbell.repository import Repository
from firstbell.repository.check import CheckOptions, check_repository
from firstbell.repository.errors import ConfigDamagedError, NoRepositoryError, WrongPasswordError
from firstbell.repository.findings import CheckFinding
from firstbell.restore import RestoreOptions, restore_tree
from firstbell.store import Kind, MemoryStore
from tests.faults.conftest import Tried
from tests.repository.making import CHEAP, PASSWORD, flip_bit, names_of, replace_object, save_snapshot
from tests.repository.shelf import FIRST, Sample

SECOND_PASSWORD = "another password"
FEW, MANY = 7, 61


@dataclass(frozen=True)
class Hurt:
    """An object, what stands in its place, and which bytes of it are not as they were."""

    kind: Kind
    name: str
    data: bytes | None
    changed: range


def hurt_each(sample: Sample, kind: Kind, regions: int) -> Iterator[Hurt]:
    """Each object of a kind: a bit flipped in each of its regions, cut at each, and gone."""
    for name in names_of(sample.store, kind):
        data = sample.store.read(kind, name)
        for at in sorted({len(data) * region // regions for region in range(regions)} | {len(data) - 1}):
            yield Hurt(kind, name, flip_bit(data, at), range(at, at + 1))
            yield Hurt(kind, name, data[:at], range(at, len(data)))
        yield Hurt(kind, name, None, range(len(data)))


def play(sample: Sample, hurt: Hurt) -> Iterator[list[CheckFinding]]:
    """The errors that a check finds while the object is hurt; it is put back afterwards."""
    before = sample.store.read(hurt.kind, hurt.name)
    if hurt.data is None:
        sample.store.delete(hurt.kind, hurt.name)
    else:
        replace_object(sample.store, hurt.kind, hurt.name, hurt.data)
    repository = Repository.open(sample.store, PASSWORD)
    found = check_repository(repository, CheckOptions(read_data=True), Silent())
    yield [finding for finding in found if finding.severity == "error"]
    if hurt.data is not None:
        sample.store.delete(hurt.kind, hurt.name)
    sample.store.write(hurt.kind, hurt.name, [before])


def touched(findings: list[CheckFinding]) -> set[tuple[str | None, bytes | None]]:
    return {(one.snapshot_hex_id, one.path) for one in findings if one.code == "path.touched"}


def assert_pack(sample: Sample, hurt: Hurt, findings: list[CheckFinding]) -> None:
    """The pack is named, no other is, and just the paths that hold a blob of the changed bytes."""
    assert {finding.pack_hex_id for finding in findings if finding.pack_hex_id} == {hurt.name}
    gone = {
        blob_id
        for blob_id, at in sample.blobs_in(hurt.name).items()
        if at.offset < hurt.changed.stop and at.offset + at.length > hurt.changed.start
    }
    assert touched(findings) == sample.touched(gone)


def sweep_packs(sample: Sample, regions: int) -> int:
    count = 0
    for hurt in hurt_each(sample, Kind.DATA, regions):
        for findings in play(sample, hurt):
            assert_pack(sample, hurt, findings)
        count += 1
    return count


def sweep_indexes(sample: Sample, regions: int) -> int:
    count = 0
    for hurt in hurt_each(sample, Kind.INDEX, regions):
        number = sample.indexes.index(hurt.name)
        gone = {blob for blob, at in sample.locations.items() if index_of(sample, at.pack_id.hex()) == number}
        for findings in play(sample, hurt):
            named = [finding.message for finding in findings if finding.code == "index.damaged"]
            assert [hurt.name[:8] in message for message in named] == ([] if hurt.data is None else [True])
            assert touched(findings) == sample.touched(gone)
        count += 1
    return count


def index_of(sample: Sample, pack: str) -> int:
    """Which snapshot's backup wrote a pack, and the index that names it."""
    return next(number for number in (0, 1) if pack in {sample.pack_of(kind, number) for kind in _KINDS})


def sweep_snapshots(sample: Sample, regions: int) -> int:
    count = 0
    for hurt in hurt_each(sample, Kind.SNAPSHOTS, regions):
        for findings in play(sample, hurt):
            named = [finding.snapshot_hex_id for finding in findings]
            assert named == ([] if hurt.data is None else [hurt.name])
            there = Repository.open(sample.store, PASSWORD).list_snapshots()
            assert {s.hex_id for s in there} == {s.hex_id for s in sample.snapshots} - {hurt.name}
        count += 1
    return count


_KINDS = list({at.kind for at in Sample(MemoryStore()).locations.values()})
SWEEPS = {"packs": sweep_packs, "indexes": sweep_indexes, "snapshots": sweep_snapshots}


@pytest.mark.long
@pytest.mark.parametrize("kind", SWEEPS)
def test_what_is_hurt_is_named_exactly_wherever_it_is_hurt(kind: str, tried: Tried) -> None:
    count = SWEEPS[kind](Sample(MemoryStore()), FEW)
    assert count >= 2 * 2 * FEW
    tried(f"damaged objects, {kind}", count)


@pytest.mark.deep
@pytest.mark.parametrize("kind", SWEEPS)
def test_what_is_hurt_is_named_exactly_in_many_regions(kind: str, tried: Tried) -> None:
    count = SWEEPS[kind](Sample(MemoryStore()), MANY)
    assert count >= 2 * 2 * MANY
    tried(f"damaged objects, {kind}", count)


@pytest.mark.parametrize("kind", [Kind.SNAPSHOTS, Kind.INDEX])
def test_two_objects_that_bear_each_others_name_are_both_named(kind: Kind) -> None:
    sample = Sample(MemoryStore())
    first, second = names_of(sample.store, kind)
    contents = [sample.store.read(kind, name) for name in (second, first)]
    for name, data in zip((first, second), contents, strict=True):
        replace_object(sample.store, kind, name, data)
    repository = Repository.open(sample.store, PASSWORD)
    findings = list(check_repository(repository, CheckOptions(read_data=True), Silent()))
    told = " ".join(finding.message for finding in findings if finding.code.endswith(".damaged"))
    assert first[:8] in told
    assert second[:8] in told


def test_an_index_that_names_blobs_which_are_nowhere_touches_the_files_that_need_them(tmp_path: Path) -> None:
    """Two packs bear each other's bytes: the index is whole, and wrong. The other snapshot restores."""
    sample = Sample(MemoryStore())
    third = save_snapshot(sample.repository, {b"office": FIRST[b"office"], b"own": b"own" * 500}, at_s=120)
    pack, other = sample.pack_of(_KINDS[0], 1), sample.pack_of(_KINDS[1], 1)
    contents = [sample.store.read(Kind.DATA, name) for name in (other, pack)]
    for name, data in zip((pack, other), contents, strict=True):
        replace_object(sample.store, Kind.DATA, name, data)
    repository = Repository.open(sample.store, PASSWORD)
    findings = list(check_repository(repository, CheckOptions(read_data=True), Silent()))
    assert {finding.pack_hex_id for finding in findings if finding.pack_hex_id} == {pack, other}
    hurt = {blob_id for name in (pack, other) for blob_id in sample.blobs_in(name)}
    assert touched(findings) == sample.touched(hurt)
    root = bytes.fromhex(third.tree)
    receipt = restore_tree(repository, root, tmp_path, options=RestoreOptions(), progress=Silent())
    assert receipt.problems == ()
    assert (tmp_path / "own").read_bytes() == b"own" * 500


def hurt_ways(data: bytes, regions: int) -> Iterator[bytes]:
    for at in range(0, len(data), max(1, len(data) // regions)):
        yield flip_bit(data, at)
        yield data[:at]
    yield os.urandom(len(data))


def test_a_key_hurt_anywhere_leaves_what_another_key_opens() -> None:
    sample = Sample(MemoryStore())
    store = sample.store
    sample.repository.add_key(SECOND_PASSWORD, kdf=CHEAP)
    name = sample.repository.key.hex_id
    whole = store.read(Kind.KEYS, name)
    for data in hurt_ways(whole, MANY):
        replace_object(store, Kind.KEYS, name, data)
        assert len(Repository.open(store, SECOND_PASSWORD).list_snapshots()) == 2
        try:
            # a bit of a name or a time opens nothing
            assert len(Repository.open(store, PASSWORD).list_snapshots()) == 2
        except (WrongPasswordError, ConfigDamagedError):
            continue
    store.delete(Kind.KEYS, name)
    with pytest.raises(WrongPasswordError):
        Repository.open(store, PASSWORD)
    assert len(Repository.open(store, SECOND_PASSWORD).list_snapshots()) == 2


def test_a_config_hurt_anywhere_is_told_and_nothing_else() -> None:
    store = Sample(MemoryStore()).store
    whole = store.read(Kind.CONFIG, "config")
    for data in hurt_ways(whole, MANY):
        replace_object(store, Kind.CONFIG, "config", data)
        with pytest.raises(ConfigDamagedError):
            Repository.open(store, PASSWORD)
    store.delete(Kind.CONFIG, "config")
    with pytest.raises(NoRepositoryError):
        Repository.open(store, PASSWORD)
    store.write(Kind.CONFIG, "config", [whole])
    assert len(Repository.open(store, PASSWORD).list_snapshots()) == 2
