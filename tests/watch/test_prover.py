"""What arrives is proven, or set aside with a reason that says why."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from firstbell.repository import BlobKind, Repository
from firstbell.repository.format.compression import compress
from firstbell.repository.format.pack import LENGTH, PackedBlob, render_header
from firstbell.store import Kind
from firstbell.vault import VaultStore
from firstbell.vault.entries import Proven, Released, SetAside
from firstbell.watch.view import ProvenStore
from tests.repository.making import Folder, save_snapshot
from tests.watch.forging import (
    ATTACKS,
    FURTHER,
    Attack,
    Forger,
    forge_empty_tree,
    forge_garbage_index,
    forge_own_pack,
    name_of,
)
from tests.watch.places import DESK_PASSWORD, WatchedPlace, make_watched

TREE: Folder = {
    b"letter.txt": b"Dear parents,\n" * 90,
    b"plans": {b"third.txt": b"sums\n" * 200, b"empty": b""},
}


@pytest.fixture
def place(tmp_path: Path) -> WatchedPlace:
    return make_watched(tmp_path)


def back_up(place: WatchedPlace, tree: Folder | None = None, **settings: Any) -> str:
    repository = place.host_repository()
    return save_snapshot(repository, tree or TREE, host="office", **settings).hex_id


def quarantine(place: WatchedPlace) -> dict[str, str]:
    return {entry.name: entry.why for entry in place.vault.judgements.list_set_aside("office")}


def test_an_honest_backup_is_proven_and_examined(place: WatchedPlace) -> None:
    snapshot = back_up(place)
    examiner = place.watch_once()
    assert quarantine(place) == {}
    assert place.vault.judgements.is_proven("office", "snapshots", snapshot)
    assert place.vault.judgements.verdicts["office", snapshot].verdict == "clean"
    assert (examiner.tally.set_aside, examiner.tally.snapshots_examined) == (0, 1)
    assert place.list_told("alert") == []


@pytest.mark.parametrize("attack", [*ATTACKS, *FURTHER], ids=lambda attack: attack.__name__)
def test_what_cannot_be_proven_is_set_aside(place: WatchedPlace, attack: Attack) -> None:
    snapshot = back_up(place)
    place.watch_once()
    store = place.host_store()
    uploads = attack(Forger(place.host_repository()))
    names = [store.put(kind, data) for kind, data in uploads]
    place.watch_once()
    assert set(quarantine(place)) & set(names), quarantine(place)
    assert quarantine(place).keys() <= set(names)
    assert place.list_told("alert")[0]["kind"] == "set_aside"
    reader = Repository.open(ProvenStore(place.vault, "office"), DESK_PASSWORD)
    assert [one.hex_id for one in reader.list_snapshots()] == [snapshot]
    assert len(reader.load_tree(bytes.fromhex(reader.load_snapshot(snapshot).tree))) == 2
    # an honest backup afterwards leans on nothing of it
    later = back_up(place, {**TREE, b"new.txt": b"new\n" * 300}, at_s=60)
    place.watch_once()
    assert place.vault.judgements.is_proven("office", "snapshots", later)


def test_what_an_intruder_makes_well_is_served(place: WatchedPlace) -> None:
    back_up(place)
    store = place.host_store()
    for kind, data in forge_empty_tree(Forger(place.host_repository())):
        store.put(kind, data)
    place.watch_once()
    assert quarantine(place) == {}


def test_two_packs_with_the_same_blobs_are_legal(place: WatchedPlace) -> None:
    one, other = place.host_repository(), place.host_repository()
    first = save_snapshot(one, TREE, host="office")
    other.reload_index()
    forger = Forger(one)
    blobs = [
        (BlobKind.DATA, blob.id, forger.repository.load_blob(blob.id))
        for blobs in forger.list_packs().values()
        for blob in blobs
        if blob.kind is BlobKind.DATA
    ]
    pack, placed = forger.seal_pack(blobs)
    store = place.host_store()
    store.put("data", pack)
    index = store.put("index", forger.seal_index({bytes.fromhex(name_of(pack)): placed}))
    place.watch_once()
    assert quarantine(place) == {}
    assert place.vault.judgements.is_proven("office", "index", index)
    assert place.vault.judgements.is_proven("office", "snapshots", first.hex_id)


def test_an_index_that_comes_before_its_pack_is_not_proven(place: WatchedPlace) -> None:
    back_up(place)
    (pack, index) = forge_own_pack(Forger(place.host_repository()))
    place.host_store().put(*index)
    place.watch_once()
    assert "which is not there" in quarantine(place)[name_of(index[1])]
    assert pack[0] == "data"


def test_what_was_judged_is_not_judged_again_by_the_next_examiner(place: WatchedPlace) -> None:
    back_up(place)
    assert place.watch_once().tally.proven > 0
    before = place.judgements()
    assert place.watch_once().tally.proven == 0
    assert place.judgements() == before


def test_without_its_own_notes_the_examiner_judges_what_is_not_judged(place: WatchedPlace) -> None:
    back_up(place)
    place.cache = None
    place.watch_once()
    before = place.judgements()
    back_up(place, {b"other": b"x" * 400}, at_s=60)
    place.watch_once()
    assert quarantine(place) == {}
    new = place.judgements()[len(before) :]
    assert [type(entry).__name__ for entry in new] == ["Proven", "Proven", "Examined"]


def test_a_pack_that_the_desk_removed_has_to_be_proven_again(place: WatchedPlace) -> None:
    back_up(place)
    place.watch_once()
    forger = Forger(place.host_repository())
    packs = forger.list_packs()
    desk = VaultStore(place.vault, "office")
    for pack_id in packs:
        desk.delete(Kind.DATA, pack_id.hex())
    index = place.host_store().put("index", forger.seal_index(packs))
    snapshot = place.host_store().put("snapshots", forger.seal(forger.render_snapshot(username="again")))
    place.watch_once()
    assert "which is not there" in quarantine(place)[index]
    assert snapshot in quarantine(place)


def test_what_a_person_released_is_not_judged_again(place: WatchedPlace) -> None:
    (upload,) = forge_garbage_index(Forger(place.host_repository()))
    name = place.host_store().put(*upload)
    place.watch_once()
    place.vault.judge(Released(host="office", type="index", name=name, why="a test", by="desk"))
    place.watch_once()
    assert quarantine(place) == {}


def test_what_the_desk_writes_needs_no_proof(place: WatchedPlace) -> None:
    desk = Repository.open(VaultStore(place.vault, "office"), DESK_PASSWORD, clock=place.vault.clock)
    snapshot = save_snapshot(desk, TREE, host="office").hex_id
    place.watch_once()
    assert not any(isinstance(entry, Proven | SetAside) for entry in place.judgements())
    assert place.vault.judgements.verdicts["office", snapshot].verdict == "clean"


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"time": "2023-02-18 06:00:00Z"}, "$.time"),
        ({"uid": -1}, "$.uid"),
        ({"parent": ""}, "$.parent"),
        ({"Tree": "00" * 32}, "readers take for another"),
        ({"summary": {"data_added": -4}}, "$.summary.data_added"),
    ],
)
def test_a_snapshot_that_restic_would_not_read_is_set_aside(
    place: WatchedPlace, fields: dict[str, object], why: str
) -> None:
    back_up(place)
    forger = Forger(place.host_repository())
    name = place.host_store().put("snapshots", forger.seal(forger.render_snapshot(**fields)))
    place.watch_once()
    assert why in quarantine(place)[name]


def test_many_bad_objects_are_told_together(place: WatchedPlace) -> None:
    store = place.host_store()
    for _ in range(30):
        store.put("index", os.urandom(100))
    place.watch_once()
    (alert,) = place.list_told("alert")
    assert len(alert["objects"]) == 30


def test_a_repository_that_does_not_open_is_told_and_waits(place: WatchedPlace) -> None:
    back_up(place)
    for info in list(place.host_store().list(Kind.KEYS)):
        (place.vault.locate("office") / "keys" / info.name).chmod(0o600)
        (place.vault.locate("office") / "keys" / info.name).unlink()
    examiner = place.watch_once()
    assert examiner.tally.unjudged > 0
    assert place.list_told("alert")[0]["kind"] == "trouble"
    assert quarantine(place) == {}


def test_a_blob_that_claims_gigabytes_is_set_aside_before_it_is_unpacked(place: WatchedPlace) -> None:
    back_up(place)
    forger = Forger(place.host_repository())
    blob = PackedBlob(BlobKind.DATA, os.urandom(32), 0, 0, 3 << 30)
    sealed = forger.sealer.seal(compress(bytes(1 << 20)))
    header = forger.sealer.seal(render_header([blob._replace(length=len(sealed))]))
    name = place.host_store().put("data", sealed + header + LENGTH.pack(len(header)))
    place.watch_once()
    assert "claims a data blob of 3221225472 bytes" in quarantine(place)[name]


def test_a_pack_with_a_blob_above_what_the_quick_proof_takes_is_proven(place: WatchedPlace) -> None:
    repository = place.host_repository()
    with repository.writer() as writer:
        writer.save_blob(BlobKind.TREE, b'{"nodes":[]}' + b" " * (65 << 20))
    place.watch_once()
    assert quarantine(place) == {}


def test_an_index_that_is_there_before_its_entry_is_believed_by_nobody(place: WatchedPlace) -> None:
    """An upload lies on the disk before it is written down; a snapshot may be judged just then."""
    back_up(place)
    honest = back_up(place, {**TREE, b"new.txt": b"new\n" * 300}, at_s=60)
    for kind, data in forge_own_pack(Forger(place.host_repository())):
        place.vault.open_place("office").write(Kind(kind), name_of(data), [data])
    place.watch_once()
    assert quarantine(place) == {}
    assert place.vault.judgements.verdicts["office", honest].verdict == "clean"
