"""Forked workers and threads find the same, in the same order."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from firstbell.base.progress import Silent
from firstbell.processes.pool import WorkerLostError
from firstbell.repository import Repository, pack_reader
from firstbell.repository.check import CheckOptions, check_repository
from firstbell.repository.index import Index
from firstbell.repository.indexes import load_index
from firstbell.repository.pack_proof import PackProver
from firstbell.store import Kind, LocalStore, MemoryStore, Store
from tests.processes.children import has_children
from tests.repository.checking import codes_of, read_everything
from tests.repository.making import flip_bit, make_repository, names_of, replace_object, save_snapshot

SNAPSHOTS = 12


@pytest.fixture(params=[0, 2, 3])
def repository(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """One of two dozen packs, read by so many workers, by threads where that is none."""
    monkeypatch.setattr(pack_reader, "count_workers", lambda: request.param)
    return fill(LocalStore(tmp_path / "repository"))


def fill(store: Store) -> Repository:
    repository = make_repository(store)
    for number in range(SNAPSHOTS):
        save_snapshot(repository, {b"n": b"%d" % number * 50}, at_s=number)
    return repository


def damage_all(repository: Repository) -> list[str]:
    """Change the last bit of each pack; their names in order."""
    names = names_of(repository.store, Kind.DATA)
    for name in names:
        data = repository.store.read(Kind.DATA, name)
        replace_object(repository.store, Kind.DATA, name, flip_bit(data, -1))
    return names


def test_a_whole_repository_is_whole_to_all_who_read(repository: Repository) -> None:
    assert read_everything(repository) == []
    assert not has_children()


def test_findings_come_in_the_order_of_the_packs(repository: Repository) -> None:
    names = damage_all(repository)
    findings = read_everything(repository)
    assert [each.pack_hex_id for each in findings] == [name for name in names for _ in range(2)]
    assert codes_of(findings) == ["pack.hash", "pack.header"] * len(names)


def test_a_damaged_blob_is_told_in_full(repository: Repository) -> None:
    snapshot = save_snapshot(repository, {b"hurt": b"hurt " * 1000})
    name = next(name for name in names_of(repository.store, Kind.DATA) if holds(repository, name, b"hurt"))
    data = repository.store.read(Kind.DATA, name)
    replace_object(repository.store, Kind.DATA, name, flip_bit(data, 20))
    findings = read_everything(repository)
    assert codes_of(findings) == ["pack.hash", "blob.damaged", "path.touched"]
    assert findings[1].pack_hex_id == name
    assert (findings[2].snapshot_hex_id, findings[2].path) == (snapshot.hex_id, b"/hurt")


def holds(repository: Repository, name: str, content: bytes) -> bool:
    snapshots = repository.list_snapshots()
    nodes = [
        node
        for each in snapshots
        for node in repository.load_tree(bytes.fromhex(each.tree))
        if node.name == content
    ]
    return any(repository.locate(blob_id).pack_id.hex() == name for blob_id in nodes[0].content_ids)


class Counting(Silent):
    """Counts what it hears of each stage."""

    def __init__(self) -> None:
        self.stages: dict[str, tuple[int, int]] = {}
        self.totals: dict[str, tuple[int | None, int | None]] = {}
        self._stage = ""

    def start(self, stage: str, *, total_files: int | None = None, total_bytes: int | None = None) -> None:
        """Another stage."""
        self._stage = stage
        self.totals[stage] = (total_files, total_bytes)
        self.stages[stage] = (0, 0)

    def advance(self, *, files: int = 0, size_bytes: int = 0) -> None:
        """More of it."""
        of_files, of_bytes = self.stages[self._stage]
        self.stages[self._stage] = (of_files + files, of_bytes + size_bytes)


def test_every_pack_and_every_byte_is_told_as_read(repository: Repository) -> None:
    heard = Counting()
    assert list(check_repository(repository, CheckOptions(read_data=True), heard)) == []
    packs = list(repository.store.list(Kind.DATA))
    assert heard.stages["read data"] == (len(packs), sum(info.size_bytes for info in packs))
    assert heard.totals["read data"] == heard.stages["read data"]
    assert heard.stages["check trees"] == (SNAPSHOTS, 0)


def test_who_stops_listening_stops_the_reading(repository: Repository) -> None:
    damage_all(repository)
    findings = check_repository(repository, CheckOptions(read_data=True), Silent())
    assert next(findings).code == "pack.hash"
    findings.close()  # type: ignore[attr-defined]
    assert not has_children()


def test_what_a_backup_under_way_adds_is_neither_missed_nor_an_error(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Packs come first, then the index that names them: between our two looks, or while we load the index."""

    def add_and_load(*words: Any, **named: Any) -> Index:
        save_snapshot(repository, {b"late": b"late " * 1000}, at_s=100)
        return load_index(*words, **named)

    monkeypatch.setattr("firstbell.repository.check.load_index", add_and_load)
    heard = Counting()
    assert list(check_repository(repository, CheckOptions(read_data=True), heard)) == []
    assert heard.stages["read data"][0] == len(names_of(repository.store, Kind.DATA))


def test_packs_that_no_index_names_are_not_told_as_read(repository: Repository) -> None:
    first = names_of(repository.store, Kind.INDEX)[0]
    replace_object(repository.store, Kind.INDEX, first, b"damaged")
    heard = Counting()
    codes = codes_of(list(check_repository(repository, CheckOptions(read_data=True), heard)))
    assert "index.damaged" in codes
    assert codes.count("pack.unreferenced") == 2
    assert heard.stages["read data"][0] == len(names_of(repository.store, Kind.DATA)) - 2


def test_a_worker_that_is_killed_ends_the_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def kill(*_: object, **__: object) -> bytes:
        os.kill(os.getpid(), signal.SIGKILL)
        return b""

    monkeypatch.setattr(pack_reader, "count_workers", lambda: 2)
    monkeypatch.setattr(PackProver, "prove_alone", kill)
    repository = fill(LocalStore(tmp_path / "repository"))
    with pytest.raises(WorkerLostError):
        read_everything(repository)
    assert not has_children()


def test_a_store_that_does_not_survive_a_fork_is_read_by_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(begin: Callable[[], object], count: int) -> None:
        raise AssertionError("forked")

    monkeypatch.setattr(pack_reader, "Workers", refuse)
    monkeypatch.setattr(pack_reader, "count_workers", lambda: 2)
    repository = fill(MemoryStore())
    names = damage_all(repository)
    assert [each.pack_hex_id for each in read_everything(repository)[::2]] == names
