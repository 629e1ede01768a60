"""Bad objects by the hundred: each is set aside, and neither memory nor work grows with them."""

from __future__ import annotations

import os
import resource
from pathlib import Path

import pytest

from firstbell.watch.hosts import HostTable, OpenHost
from tests.watch.places import WatchedPlace, make_watched


@pytest.fixture
def place(tmp_path: Path) -> WatchedPlace:
    return make_watched(tmp_path)


@pytest.mark.parametrize("kind", ["snapshots", "index", "locks", "data"])
def test_garbage_opens_nothing_anew_and_takes_no_memory(
    place: WatchedPlace, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    make = HostTable._make

    def note(table: HostTable, name: str) -> OpenHost:
        opened.append(name)
        return make(table, name)

    monkeypatch.setattr(HostTable, "_make", note)
    store = place.host_store()
    for _ in range(80):
        store.put(kind, os.urandom(200))
    before_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    examiner = place.watch_once()
    assert examiner.tally.set_aside == 80
    assert len(opened) == 1
    # 2 MB an object before; the high-water mark of this process may be older, so this is the least that holds
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before_kib < 60 << 10
