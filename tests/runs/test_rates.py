"""Rates are those of the newest measurements, whichever ledger they stand on."""

from __future__ import annotations

from pathlib import Path

from firstbell.base.clock import FixedClock, parse_time
from firstbell.ledger import Ledger
from firstbell.runs.plans.rates import read_rates
from tests.ledger.tampered import ADA

MEASURED = {"system": "sis", "verdict": "verified", "files": 10, "size_bytes": 9}


def test_measurements_stand_in_the_order_of_their_times_however_these_are_written(tmp_path: Path) -> None:
    ledgers = []
    for number, time in enumerate(["05.12Z", "05.123Z", "05Z"]):
        ledger = Ledger(tmp_path / str(number), FixedClock(parse_time(f"2026-01-02T03:04:{time}")), ADA)
        ledger.append("receipt.system", {**MEASURED, "restore_seconds": float(number + 1)})
        ledgers.append(ledger)
    entries = [entry for ledger in ledgers for entry in ledger.read()]
    assert [one.seconds for one in read_rates(entries).measurements] == [3.0, 1.0, 2.0]
