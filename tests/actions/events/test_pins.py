"""Pins: put on with a reason, taken off with another, and a snapshot that is gone is told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from firstbell.actions.events.pins import (
    PinRemovalRequest,
    PinRequest,
    find_missing,
    list_pins,
    pin_snapshots,
    remove_pin,
)
from firstbell.base.errors import UsageError
from firstbell.ledger import Ledger
from firstbell.ledger.signatures import SignerKeyFile
from firstbell.record.pins import Pin, PinnedSnapshot
from firstbell.repository import Snapshot

FIRST, SECOND = "a" * 64, "b" * 64
SNAPSHOT = Snapshot("2026-03-01T05:00:00Z", "f" * 64, ["/srv"], hostname="office", hex_id=FIRST)
TAGGED = Snapshot(
    "2026-03-01T05:00:00Z", "f" * 64, ["/srv"], hostname="office", original=FIRST, hex_id=SECOND
)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "ledger", signer=SignerKeyFile(tmp_path / "desk.key", None, name="desk"))


@pytest.mark.parametrize("why", ["", "  ", "\n\t"])
def test_a_pin_without_a_reason_is_neither_put_on_nor_taken_off(ledger: Ledger, why: str) -> None:
    with pytest.raises(UsageError, match="--why is empty") as refused:
        pin_snapshots(ledger, PinRequest(snapshots=[SNAPSHOT], why=why))
    assert "whoever reads this in a year" in str(refused.value.hint)
    pin = pin_snapshots(ledger, PinRequest(snapshots=[SNAPSHOT], why="counsel asked")).pin
    with pytest.raises(UsageError, match="--why is empty"):
        remove_pin(ledger, PinRemovalRequest(pin=pin.hex_id, why=why))
    assert [one.hex_id for one in list_pins(ledger, [SNAPSHOT]).pins] == [pin.hex_id]


def test_a_reason_is_one_line_and_a_pin_is_taken_off_by_how_its_id_begins(ledger: Ledger) -> None:
    pin = pin_snapshots(ledger, PinRequest(snapshots=[SNAPSHOT], why=" counsel\n asked\tfor it ")).pin
    assert pin.why == "counsel asked for it"
    assert list_pins(ledger, [SNAPSHOT]).describe_each()[0]["why"] == "counsel asked for it"
    assert remove_pin(ledger, PinRemovalRequest(pin=pin.hex_id[:10], why="done")).pin.hex_id == pin.hex_id
    assert list(list_pins(ledger, [SNAPSHOT]).pins) == []


def test_a_pinned_snapshot_is_there_under_any_id_that_it_ever_had(ledger: Ledger) -> None:
    pin_snapshots(ledger, PinRequest(snapshots=[TAGGED], why="evidence"))
    third = replace_id(TAGGED, "c" * 64)
    for there in ([SNAPSHOT], [TAGGED], [third]):
        assert list_pins(ledger, there).missing == frozenset()
    stranger = Snapshot("2026-03-01T05:00:00Z", "f" * 64, hex_id="d" * 64)
    listed = list_pins(ledger, [stranger])
    assert listed.missing == {SECOND}
    assert listed.describe_each()[0]["snapshots"] == [
        {"snapshot_id": SECOND, "time": "2026-03-01T05:00:00Z", "host": "office", "missing": True}
    ]


def replace_id(snapshot: Snapshot, hex_id: str) -> Snapshot:
    return Snapshot(snapshot.time, snapshot.tree, original=snapshot.original, hex_id=hex_id)


def test_of_a_pin_on_several_those_that_are_gone_are_named_one_by_one() -> None:
    kept = PinnedSnapshot(FIRST, FIRST, "f" * 64, SNAPSHOT.time, "office")
    gone = replace(kept, hex_id=SECOND, first_hex_id="e" * 64)
    pin = Pin("1" * 64, "2026-03-02T00:00:00Z", "evidence", (kept, gone))
    assert find_missing([SNAPSHOT], [pin]) == [(pin, gone)]
    assert find_missing([], [pin]) == [(pin, kept), (pin, gone)]
    assert find_missing([SNAPSHOT], []) == []
