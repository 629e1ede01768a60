"""`firstbell pin`: snapshots that may not be forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from firstbell.actions.events import pins
from firstbell.cli.benches import open_ledger
from firstbell.cli.terminal.figures import print_table
from firstbell.cli.terminal.help_text import VerbList
from firstbell.cli.terminal.options import RepositoryOptions, accept_options, reading, repository_command
from firstbell.cli.terminal.selection import filter_options, list_snapshots, select_snapshots
from firstbell.cli.times import show_time

if TYPE_CHECKING:
    from firstbell.repository import SnapshotFilter


@click.group(cls=VerbList)
@accept_options
def command() -> None:
    """Pin snapshots, so that nobody removes them by accident.

    `forget`, `prune` and `repair snapshots --forget` keep a pinned snapshot and its data until you remove the
    pin, even if its tags change. The desk's ledger holds the pins and their reasons. Pins bind Firstbell on
    this desk only; they do not stop another program on the same repository.
    """


@repository_command(by=command.command)
@click.argument("snapshots", nargs=-1, required=True)
@click.option("--why", required=True, help="A one-sentence reason for the ledger.")
@filter_options
def add(options: RepositoryOptions, *, snapshots: tuple[str, ...], why: str, wanted: SnapshotFilter) -> None:
    """Pin SNAPSHOTS, which are ids or `latest`.

    \b
    EXAMPLE
      firstbell pin add 4f3c2a91 --why "last backup before the event"
    """
    with reading(options) as repository:
        found = select_snapshots(options, repository, specs=snapshots, wanted=wanted)
        done = pins.pin_snapshots(open_ledger(repository), pins.PinRequest(snapshots=found, why=why))
    pin = done.pin
    options.output.message(done.describe())
    names = ", ".join(snapshot.short_id for snapshot in found)
    options.output.text(f"pin {pin.hex_id[:8]} protects {names}")
    options.output.summary({"pins": 1, "id": pin.hex_id})


@repository_command("list", by=command.command)
def list_command(options: RepositoryOptions) -> None:
    """List the pins, and whether their snapshots are still there."""
    with reading(options) as repository:
        found = pins.list_pins(open_ledger(repository), list_snapshots(options, repository))
    rows = []
    for pin, told in zip(found.pins, found.describe_each(), strict=True):
        options.output.message(told)
        for pinned in pin.snapshots:
            there = "missing" if pinned.hex_id in found.missing else "there"
            time = show_time(pinned.time)
            rows.append(
                [pin.hex_id[:8], show_time(pin.time), pinned.hex_id[:8], time, pinned.host, there, pin.why]
            )
    print_table(
        options.output.text,
        ["ID", "Pinned", "Snapshot", "Time", "Host", "State", "Why"],
        rows,
        none="No snapshot is pinned.",
    )
    options.output.summary({"pins": len(found.pins), "missing": sorted(found.missing)})


@repository_command(by=command.command)
@click.argument("pin_id", metavar="ID")
@click.option("--why", required=True, help="A one-sentence reason for the ledger.")
def remove(options: RepositoryOptions, *, pin_id: str, why: str) -> None:
    """Remove the pin ID. Its entry stays on the ledger, with who removed it, when and why.

    \b
    EXAMPLE
      firstbell pin remove 4f3c2a91 --why "the case is closed"
    """
    with reading(options) as repository:
        done = pins.remove_pin(open_ledger(repository), pins.PinRemovalRequest(pin=pin_id, why=why))
    options.output.message(done.describe())
    options.output.text(f"removed pin {done.pin.hex_id[:8]}")
    options.output.summary({"pins": 1, "id": done.pin.hex_id})
