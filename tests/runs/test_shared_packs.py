"""Packs that several systems need come from the vault once, where that is worth it."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from firstbell.runs.execution.shared_packs import SharedPacks, SharingStore, find_shared
from firstbell.store import Kind, MemoryStore
from tests.catalog.timeline import Timeline
from tests.runs.made_jobs import make_job, make_piece

NAME = "ab" * 32
PACK = bytes(range(200))


class SlowStore(MemoryStore):
    """Counts how often a pack is read, and reads it when it is let."""

    def __init__(self) -> None:
        super().__init__()
        self.reads = 0
        self.reading, self.gate = threading.Event(), threading.Event()
        self.gate.set()

    def size(self, kind: Kind, name: str) -> int:
        return len(PACK)

    def read_range(self, kind: Kind, name: str, *, offset: int, length: int) -> bytes:
        self.reads += 1
        self.reading.set()
        assert self.gate.wait(30)
        return PACK[offset : offset + length]


def test_a_pack_that_one_system_needs_is_not_shared(tmp_path: Path) -> None:
    timeline = Timeline()
    both = timeline.save({"/srv/both.txt": b"both" * 10})
    one = timeline.save({"/srv/both.txt": b"both" * 10, "/srv/one.txt": b"one" * 10})
    pieces = [make_piece(timeline.repository, snapshot, tmp_path) for snapshot in (both, one)]
    remote = [replace(piece, reopen=lambda: timeline.repository.store) for piece in pieces]
    jobs = {name: make_job(tmp_path, [piece]) for name, piece in zip("ab", remote, strict=True)}
    shared = find_shared(jobs)
    assert list(shared) == [timeline.repository.hex_id]
    assert len(shared[timeline.repository.hex_id]) == 1
    # what lies on this machine is not fetched at all
    here = {name: make_job(tmp_path, [piece]) for name, piece in zip("ab", pieces, strict=True)}
    assert find_shared(here) == {}


@pytest.mark.parametrize(("needed", "is_kept"), [(139, False), (140, True), (400, True)])
def test_a_pack_is_fetched_as_a_whole_where_most_of_it_is_needed(
    tmp_path: Path, needed: int, is_kept: bool
) -> None:
    store = SharingStore(SlowStore(), SharedPacks(tmp_path / "packs", {NAME: needed}))
    assert store.read_range(Kind.DATA, NAME, offset=3, length=4) == PACK[3:7]
    assert (tmp_path / "packs" / NAME).exists() is is_kept


def test_whoever_comes_second_waits_and_fetches_nothing(tmp_path: Path) -> None:
    place = SlowStore()
    place.gate.clear()
    packs = SharedPacks(tmp_path / "packs", {NAME: len(PACK)})
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(packs.find, place, NAME)
        assert place.reading.wait(30)
        second = pool.submit(packs.find, place, NAME)
        # long enough for one that does not wait to ask the vault, too
        threading.Event().wait(0.3)
        place.gate.set()
        assert first.result() == second.result() == tmp_path / "packs" / NAME
    assert place.reads == 1
