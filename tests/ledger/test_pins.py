"""Pins on the ledger."""

from __future__ import annotations

from pathlib import Path

import pytest

from firstbell.base.clock import FixedClock
from firstbell.ledger import Ledger, LedgerDamagedError
from firstbell.ledger.pins import LedgerPins, PinNotFoundError
from firstbell.record.pins import PinnedSnapshot

STRUCK = PinnedSnapshot("aa" * 32, "aa" * 32, "cc" * 32, "2023-02-18T06:00:00Z", "office")
CLEAN = PinnedSnapshot("bb" * 32, "ab" * 32, "dd" * 32, "2023-02-17T06:00:00Z", "office")


@pytest.fixture
def pins(tmp_path: Path) -> LedgerPins:
    """A ledger with an entry of another kind."""
    ledger = Ledger(tmp_path / "ledger", FixedClock(1_676_700_000_000_000_000))
    ledger.append("note", {})
    return LedgerPins(ledger)


def test_a_pin_holds_until_it_is_taken_off(pins: LedgerPins) -> None:
    first = pins.add([STRUCK, CLEAN], "evidence")
    second = pins.add([CLEAN], "the clean point")
    assert pins.list_pins() == [first, second]
    assert (first.snapshots, first.why, first.time) == ((STRUCK, CLEAN), "evidence", "2023-02-18T06:00:00Z")
    assert pins.remove(first.hex_id[:8].upper(), "released") == first
    assert pins.list_pins() == [second]


def test_a_pin_that_was_taken_off_cannot_be_taken_off_again(pins: LedgerPins) -> None:
    pin = pins.add([STRUCK], "evidence")
    pins.remove(pin.hex_id, "released")
    with pytest.raises(PinNotFoundError) as caught:
        pins.remove(pin.hex_id, "released")
    assert caught.value.prefix == pin.hex_id


def test_an_id_that_fits_several_pins_or_none_is_refused(pins: LedgerPins) -> None:
    known = {pins.add([STRUCK], str(number)).hex_id[0] for number in range(20)}
    twice = next(digit for digit in known if sum(p.hex_id[0] == digit for p in pins.list_pins()) > 1)
    for prefix in (twice, "", "xyz"):
        with pytest.raises(PinNotFoundError):
            pins.remove(prefix, "released")
    assert len(pins.list_pins()) == 20


def test_a_pin_that_was_cut_out_of_the_ledger_is_missed(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger")
    pins = LedgerPins(ledger)
    pins.add([STRUCK], "evidence")
    pins.add([CLEAN], "the clean point")
    lines = ledger.path.read_bytes().splitlines(keepends=True)
    ledger.path.write_bytes(b"".join(lines[:2] + lines[3:]))
    with pytest.raises(LedgerDamagedError):
        pins.list_pins()
