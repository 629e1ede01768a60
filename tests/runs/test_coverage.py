"""Which packs are read when: all of them in time, whatever the pace of the timer."""

from __future__ import annotations

import random
from pathlib import Path

from firstbell.base.clock import NS_PER_S
from firstbell.runs.rehearsals.coverage import Coverage

DAY_NS = 86_400 * NS_PER_S
START_NS = 1_700_000_000 * NS_PER_S


def read_all(coverage: Coverage, now_ns: int, packs: dict[bytes, int], *, days: float) -> list[bytes]:
    """Choose, and say that what was chosen was read."""
    chosen = coverage.choose(packs, now_ns, days=days)
    coverage.times.packs.update(dict.fromkeys((pack_id.hex() for pack_id in chosen), now_ns))
    coverage.times.last_ns = now_ns
    return chosen


def make_packs(count: int, seed: int = 0) -> dict[bytes, int]:
    rng = random.Random(seed)
    return {rng.randbytes(32): 1 for _ in range(count)}


def test_every_pack_is_read_within_the_days_a_share_each_night() -> None:
    coverage, packs = Coverage(Path("nowhere")), make_packs(100)
    shares = [len(read_all(coverage, START_NS + night * DAY_NS, packs, days=14)) for night in range(14)]

    assert max(shares) == 8
    assert len(coverage.times.packs) == 100


def test_packs_that_keep_coming_do_not_keep_old_ones_waiting() -> None:
    coverage, packs = Coverage(Path("nowhere")), make_packs(50)
    old = list(packs)
    for night in range(60):
        packs |= make_packs(20, seed=night + 1)
        now_ns = START_NS + night * DAY_NS
        read_all(coverage, now_ns, packs, days=10)
        if night >= 10:
            waits = [now_ns - coverage.times.packs.get(pack_id.hex(), 0) for pack_id in old]
            assert max(waits) <= 10 * DAY_NS


def test_a_timer_that_stood_still_makes_up_for_it() -> None:
    coverage, packs = Coverage(Path("nowhere")), make_packs(40)
    read_all(coverage, START_NS, packs, days=10)
    late = read_all(coverage, START_NS + 30 * DAY_NS, packs, days=10)

    assert len(late) == 40
