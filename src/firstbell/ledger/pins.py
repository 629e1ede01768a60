"""Pins on the ledger: an entry puts one on, another takes it off. Bodies: docs/formats/ledger.md."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from firstbell.ledger.bodies import EntryBody
from firstbell.ledger.errors import LedgerError
from firstbell.ledger.ledger import Ledger
from firstbell.ledger.lines import Entry
from firstbell.record.pins import Pin, PinnedSnapshot


class PinAdded(EntryBody, frozen=True, kw_only=True):
    """Snapshots are pinned. `why`: a sentence."""

    KIND: ClassVar[str] = "pin.added"

    snapshots: tuple[PinnedSnapshot, ...]
    why: str = ""


class PinRemoved(EntryBody, frozen=True, kw_only=True):
    """The pin with this id holds no more."""

    KIND: ClassVar[str] = "pin.removed"

    pin: str
    why: str = ""


class PinNotFoundError(LedgerError):
    """Text that is the beginning of no pin's id, or of several; `prefix` holds it."""

    code = "ledger.pin"

    def __init__(self, prefix: str, matches: int) -> None:
        problem = f"matches {matches} pins" if matches else "is not the id of a pin"
        super().__init__(f"{prefix!r} {problem}", hint="`firstbell pin list` shows the pins")
        self.prefix = prefix


class LedgerPins:
    """The pins of one ledger."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def list_pins(self) -> Sequence[Pin]:
        """The pins that were not taken off again, oldest first. Raises: LedgerError and its kin."""
        return read_pins(self._ledger.read())

    def add(self, snapshots: Iterable[PinnedSnapshot], why: str) -> Pin:
        """Pin these snapshots; on the disk when this returns. Raises: LedgerError and its kin."""
        body = PinAdded(snapshots=tuple(snapshots), why=why)
        return _make_pin(body.append_to(self._ledger), body)

    def remove(self, prefix: str, why: str) -> Pin:
        """Take off the pin whose id begins so; gives it.

        Raises: PinNotFoundError, LedgerError and its kin.
        """
        pin = pick_pin(self.list_pins(), prefix)
        PinRemoved(pin=pin.hex_id, why=why).append_to(self._ledger)
        return pin


def read_pins(entries: Iterable[Entry]) -> list[Pin]:
    """The pins that hold at the end of these entries, oldest first."""
    pins: dict[str, Pin] = {}
    for entry in entries:
        if added := PinAdded.find(entry):
            pins[entry.hex_id] = _make_pin(entry, added)
        elif removed := PinRemoved.find(entry):
            pins.pop(removed.pin, None)
    return list(pins.values())


def pick_pin(pins: Sequence[Pin], prefix: str) -> Pin:
    """The pin whose id begins so. Raises: PinNotFoundError."""
    matches = [pin for pin in pins if prefix and pin.hex_id.startswith(prefix.lower())]
    if len(matches) != 1:
        raise PinNotFoundError(prefix, len(matches))
    return matches[0]


def _make_pin(entry: Entry, body: PinAdded) -> Pin:
    return Pin(entry.hex_id, entry.time, body.why, body.snapshots)
