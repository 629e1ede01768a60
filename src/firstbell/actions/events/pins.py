"""Pins: put on snapshots, taken off again, listed with what became of the snapshots."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from firstbell.actions.reasons import read_reason
from firstbell.ledger import Ledger
from firstbell.ledger.pins import LedgerPins
from firstbell.record.pins import Pin, PinnedSnapshot
from firstbell.repository import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class PinRequest:
    """Snapshots to keep, and why: one sentence."""

    snapshots: Sequence[Snapshot]
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PinRemovalRequest:
    """A pin to take off, by the beginning of its id, and why: one sentence."""

    pin: str
    why: str


@dataclass(frozen=True, slots=True)
class PinResult:
    """A pin that was put on or taken off."""

    pin: Pin

    def describe(self) -> dict[str, Any]:
        """What `--json` prints of it."""
        return _describe(self.pin)


@dataclass(frozen=True, slots=True)
class PinList:
    """The pins that hold, oldest first. `missing`: hex ids of pinned snapshots that are no longer there."""

    pins: Sequence[Pin]
    missing: frozenset[str]

    def describe_each(self) -> list[dict[str, Any]]:
        """What `--json` prints of each pin."""
        return [
            told
            | {
                "snapshots": [
                    one | {"missing": one["snapshot_id"] in self.missing} for one in told["snapshots"]
                ]
            }
            for told in map(_describe, self.pins)
        ]


def pin_snapshots(ledger: Ledger, request: PinRequest) -> PinResult:
    """Put a pin on; it is on the disk when this returns. Raises: UsageError without a reason; LedgerError."""
    pinned = [_make_pinned(snapshot) for snapshot in request.snapshots]
    return PinResult(LedgerPins(ledger).add(pinned, read_reason(request.why)))


def remove_pin(ledger: Ledger, request: PinRemovalRequest) -> PinResult:
    """Take a pin off. Raises: UsageError without a reason; PinNotFoundError; LedgerError."""
    return PinResult(LedgerPins(ledger).remove(request.pin, read_reason(request.why)))


def list_pins(ledger: Ledger, snapshots: Iterable[Snapshot]) -> PinList:
    """The pins that hold, beside the snapshots that are there. Raises: LedgerError."""
    pins = LedgerPins(ledger).list_pins()
    return PinList(pins, frozenset(pinned.hex_id for _, pinned in find_missing(snapshots, pins)))


def find_missing(snapshots: Iterable[Snapshot], pins: Iterable[Pin]) -> list[tuple[Pin, PinnedSnapshot]]:
    """The pinned snapshots that are not in the repository, under any id."""
    there = {id_ for snapshot in snapshots for id_ in (snapshot.hex_id, snapshot.original)}
    return [
        (pin, pinned)
        for pin in pins
        for pinned in pin.snapshots
        if there.isdisjoint((pinned.hex_id, pinned.first_hex_id))
    ]


def _make_pinned(snapshot: Snapshot) -> PinnedSnapshot:
    return PinnedSnapshot(
        hex_id=snapshot.hex_id,
        first_hex_id=snapshot.original or snapshot.hex_id,
        tree=snapshot.tree,
        time=snapshot.time,
        host=snapshot.hostname,
    )


def _describe(pin: Pin) -> dict[str, Any]:
    snapshots = [{"snapshot_id": one.hex_id, "time": one.time, "host": one.host} for one in pin.snapshots]
    return {"message_type": "pin", "id": pin.hex_id, "time": pin.time, "why": pin.why, "snapshots": snapshots}
