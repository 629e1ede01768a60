"""Repositories whose key costs nothing to derive: in memory (threads work), and in files (forks do)."""

from __future__ import annotations

from pathlib import Path

import pytest

from firstbell.base.clock import FixedClock, parse_time
from firstbell.crypto.derivation import ScryptParameters
from firstbell.repository import Repository
from firstbell.store import LocalStore, MemoryStore

START = parse_time("2023-02-06T18:00:00Z")


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(START)


@pytest.fixture(params=["memory", "files"])
def repository(request: pytest.FixtureRequest, clock: FixedClock, tmp_path: Path) -> Repository:
    store = MemoryStore() if request.param == "memory" else LocalStore(tmp_path / "repository")
    return Repository.init(store, "bell", kdf=ScryptParameters(2, 1, 1), clock=clock)
