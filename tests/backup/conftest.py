"""A repository in memory whose key costs nothing to derive."""

from __future__ import annotations

import pytest

from firstbell.base.clock import FixedClock, parse_time
from firstbell.crypto.derivation import ScryptParameters
from firstbell.repository import Repository
from firstbell.store import MemoryStore

START = parse_time("2023-02-06T18:00:00Z")


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(START)


@pytest.fixture
def repository(clock: FixedClock) -> Repository:
    return Repository.init(MemoryStore(), "bell", kdf=ScryptParameters(2, 1, 1), clock=clock)
