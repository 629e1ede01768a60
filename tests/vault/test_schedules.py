"""Whether a host backs up as often as it should, to the very moment."""

from __future__ import annotations

import pytest

from firstbell.base.clock import NS_PER_S, parse_time
from firstbell.vault.registry import VaultHost
from firstbell.vault.schedules import find_schedule

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
