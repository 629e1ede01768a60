"""Whether a host backs up as often as it should, to the very moment."""

from __future__ import annotations

from pathlib import Path

import pytest

from firstbell.base.clock import NS_PER_S, parse_time
from firstbell.vault.entries import Flagged
from firstbell.vault.registry import VaultHost
from firstbell.vault.schedules import find_last_snapshot, find_schedule
from tests.vault.places import MORNING, added, clock_of, make_place

NOON = "2023-02-18T12:00:00Z"
HOUR_NS = 3600 * NS_PER_S


@pytest.mark.parametrize(
    ("every_h", "last", "hours", "schedule"),
    [
        (24.0, NOON, 0, "kept"),
        (24.0, NOON, 30, "kept"),
        (24.0, NOON, 30.001, "missed"),
        (24.0, "2023-02-18T06:00:00-06:00", 30, "kept"),
        (24.0, "", 30, "new"),
        (24.0, "", 30.001, "missed"),
        (1.0, NOON, 1.25, "kept"),
        (1.0, NOON, 1.3, "missed"),
        (0.5, NOON, 0.7, "missed"),
        (0.0, NOON, 9999, "ended"),
        (0.0, "", 9999, "ended"),
        # a clock that went back, or a snapshot from ahead of it
        (24.0, NOON, -5, "kept"),
    ],
)
def test_a_backup_is_late_after_a_quarter_more_than_its_time(
    every_h: float, last: str, hours: float, schedule: str
) -> None:
    host = VaultHost("office", added=NOON, every_h=every_h)
    now_ns = parse_time(NOON) + int(hours * HOUR_NS)

    assert find_schedule(last, host, now_ns=now_ns) == schedule


def test_a_snapshot_that_was_flagged_is_no_backup_of_the_night(tmp_path: Path) -> None:
    vault = make_place(tmp_path)
    vault.log(added(b"good", kind="snapshots"))
    clock_of(vault).advance(3600)
    later = added(b"dated ahead", kind="snapshots")
    vault.log(later)
    assert find_last_snapshot(vault, "office") != MORNING

    vault.judge(Flagged(host="office", name=later.name, why="it says that it is of next year"))

    assert find_last_snapshot(vault, "office") == MORNING
