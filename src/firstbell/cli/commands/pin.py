"""`firstbell pin`: snapshots that may not be forgotten."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

import click

from firstbell.cli.benches import open_ledger
from firstbell.cli.guards import list_pins
from firstbell.cli.terminal.exits import exit_status_help
from firstbell.cli.terminal.figures import format_table
from firstbell.cli.terminal.options import (
    RepositoryOptions,
    Result,
    UsageError,
    accept_options,
    reading,
    repository_options,
)
from firstbell.cli.terminal.selection import filter_options, list_snapshots, select_snapshots
from firstbell.cli.times import show_time
from firstbell.ledger.pins import LedgerPins
from firstbell.record.pins import PinnedSnapshot

if TYPE_CHECKING:
    from firstbell.record.pins import Pin
    from firstbell.repository import Snapshot, SnapshotFilter


@click.group()
@accept_options
def command() -> None:
    """Pin snapshots, so that nobody removes them by accident.

    `forget`, `prune` and `repair snapshots --forget` keep a pinned snapshot and its data until you remove the
    pin, even if its tags change. The desk's ledger holds the pins and their reasons. Pins bind Firstbell on
    this desk only; they do not stop another program on the same repository.
    """


@command.command(epilog=exit_status_help())
@click.argument("snapshots", nargs=-1, required=True)
@click.option("--why", required=True, help="A one-sentence reason for the ledger.")
@filter_options
@repository_options
def add(
    options: RepositoryOptions, *, snapshots: tuple[str, ...], why: str, wanted: SnapshotFilter
) -> Result:
    """Pin SNAPSHOTS, which are ids or `latest`."""
    reason = _read_why(why)
    with reading(options) as repository:
        found = select_snapshots(options, repository, specs=snapshots, wanted=wanted)
        pin = LedgerPins(open_ledger(repository)).add([_make_pinned(s) for s in found], reason)
    options.output.message(_describe(pin, None))
    names = ", ".join(snapshot.short_id for snapshot in found)
    options.output.text(f"pin {pin.hex_id[:8]} protects {names}")
    options.output.summary({"pins": 1, "id": pin.hex_id})
    return None


@command.command("list", epilog=exit_status_help())
@repository_options
def list_command(options: RepositoryOptions) -> Result:
    """List the pins, and whether their snapshots are still there."""
    from firstbell.retention.guards import find_missing

    with reading(options) as repository:
        pins = list_pins(repository)
        missing = {pinned.hex_id for _, pinned in find_missing(list_snapshots(options, repository), pins)}
    rows = []
    for pin in pins:
        options.output.message(_describe(pin, missing))
        for pinned in pin.snapshots:
            there = "missing" if pinned.hex_id in missing else "there"
            time = show_time(pinned.time)
            rows.append(
                [pin.hex_id[:8], show_time(pin.time), pinned.hex_id[:8], time, pinned.host, there, pin.why]
            )
    for line in format_table(["ID", "Pinned", "Snapshot", "Time", "Host", "State", "Why"], rows):
        options.output.text(line)
    options.output.summary({"pins": len(pins), "missing": sorted(missing)})
    return None


@command.command(epilog=exit_status_help())
@click.argument("pin_id", metavar="ID")
@click.option("--why", required=True, help="A one-sentence reason for the ledger.")
@repository_options
def remove(options: RepositoryOptions, *, pin_id: str, why: str) -> Result:
    """Remove the pin ID. Its entry stays on the ledger, with who removed it, when and why."""
    reason = _read_why(why)
    with reading(options) as repository:
        pin = LedgerPins(open_ledger(repository)).remove(pin_id, reason)
    options.output.message(_describe(pin, None))
    options.output.text(f"removed pin {pin.hex_id[:8]}")
    options.output.summary({"pins": 1, "id": pin.hex_id})
    return None


def _read_why(why: str) -> str:
    """The reason on one line. Raises: UsageError when there is none."""
    reason = " ".join(why.split())
    if not reason:
        raise UsageError("--why is empty", hint="give a one-sentence reason for whoever reads this in a year")
    return reason


def _make_pinned(snapshot: Snapshot) -> PinnedSnapshot:
    return PinnedSnapshot(
        hex_id=snapshot.hex_id,
        first_hex_id=snapshot.original or snapshot.hex_id,
        tree=snapshot.tree,
        time=snapshot.time,
        host=snapshot.hostname,
    )


def _describe(pin: Pin, missing: Collection[str] | None) -> dict[str, Any]:
    """The pin for JSON. `missing`: hex ids of pinned snapshots that are not there; None: nobody looked."""
    snapshots = []
    for pinned in pin.snapshots:
        told: dict[str, Any] = {"snapshot_id": pinned.hex_id, "time": pinned.time, "host": pinned.host}
        snapshots.append(told if missing is None else told | {"missing": pinned.hex_id in missing})
    return {"message_type": "pin", "id": pin.hex_id, "time": pin.time, "why": pin.why, "snapshots": snapshots}
