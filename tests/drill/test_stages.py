"""The exercise before this one."""

from __future__ import annotations

from pathlib import Path

from firstbell.base.clock import FixedClock, parse_time
from firstbell.drill.exercise.stages import find_last
from firstbell.ledger import Ledger
from tests.ledger.tampered import ADA


def test_the_last_exercise_is_the_newest_however_its_time_is_written(tmp_path: Path) -> None:
    assert find_last([]) is None
    entries = []
    for number, time in enumerate(["05.12Z", "05.123Z", "05.123Z", "05Z"]):
        ledger = Ledger(tmp_path / str(number), FixedClock(parse_time(f"2026-01-02T03:04:{time}")), ADA)
        ledger.append("drill.exercised", {"files": number})
        entries += ledger.read()
    last = find_last(entries)
    assert last is not None
    # of two at one moment the later entry
    assert last.files == 2
