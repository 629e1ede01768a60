"""`firstbell event`: list, show, declare and close encryption events."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from firstbell.cli.benches import list_events, open_bench, open_ledger
from firstbell.cli.commands.statement.ruled_events import RULED_BENIGN, describe_ruled, show_ruled
from firstbell.cli.terminal.exits import exit_status_help
from firstbell.cli.terminal.figures import format_count, format_table
from firstbell.cli.terminal.options import (
    RepositoryOptions,
    Result,
    accept_options,
    reading,
    repository_options,
)
from firstbell.cli.terminal.output import json_path, text_path
from firstbell.cli.times import show_time

if TYPE_CHECKING:
    from firstbell.catalog import Catalog, EncryptionEvent, HostDamage
    from firstbell.compose.rulings import EventRuling
    from firstbell.compose.verdicts import VerdictRuling
    from firstbell.ledger import Ledger

_MOST_LISTED = 1000
_MOST_SHOWN = 10


@dataclass(frozen=True)
class _Desk:
    """What the commands look at."""

    catalog: Catalog
    events: Sequence[EncryptionEvent]
    ledger: Ledger
    ruled: Mapping[str, Sequence[VerdictRuling]]


@contextmanager
def _open_desk(options: RepositoryOptions) -> Iterator[_Desk]:
    from firstbell.compose.examination import examine_pending
    from firstbell.compose.verdicts import list_ruled_events

    with reading(options) as repository, open_bench(options, repository) as bench:
        examine_pending(bench)
        ledger = open_ledger(repository)
        ledger.read()
        if ledger.torn_bytes:
            torn = f"{ledger.torn_bytes} bytes at its end were never acknowledged"
            options.output.warn(f"ledger {ledger.path}: {torn} and are passed over")
        events = list_events(bench)
        ruled = list_ruled_events(bench.rulings, {event.hex_id for event in events})
        yield _Desk(bench.catalog, events, ledger, ruled)


@click.group()
@accept_options
def command() -> None:
    """List, show, declare and close encryption events.

    Struck snapshots within 14 days of each other are one event, over all hosts. Its id is the same on every
    machine. Declaring it starts its clock; that, and closing it, is written into the desk's ledger.
    """


@command.command("list", epilog=exit_status_help())
@repository_options
def list_command(options: RepositoryOptions) -> Result:
    """List the encryption events, also those that a person ruled benign."""
    from firstbell.compose.rulings import find_named_ruling, find_ruling

    rows = []
    with _open_desk(options) as desk:
        entries = desk.ledger.read()
        for event in desk.events:
            ruling = find_ruling(entries, event)
            told = _describe(event, ruling)
            options.output.message(told)
            hosts = ", ".join(event.hosts)
            damaged = format_count(told["files_damaged"])
            first = show_time(event.struck[0].snapshot.time)
            rows.append([event.hex_id, ruling.stage.value, first, hosts, damaged])
        for hex_id, rulings in desk.ruled.items():
            told = describe_ruled(hex_id, rulings, find_named_ruling(entries, hex_id))
            options.output.message(told)
            damaged = format_count(told["files_damaged"])
            first = told["first_damage"][:19]
            rows.append([hex_id, RULED_BENIGN.replace("_", " "), first, ", ".join(told["hosts"]), damaged])
    for line in format_table(["ID", "State", "First struck", "Hosts", "Damaged"], rows, right="D"):
        options.output.text(line)
    options.output.summary({"events": len(rows)})
    return None


@command.command(epilog=exit_status_help())
@click.argument("event_id", metavar="ID")
@repository_options
def show(options: RepositoryOptions, *, event_id: str) -> Result:
    """Show one event: hosts, snapshots, damage, notes, deletions, the clean point."""
    from firstbell.compose.rulings import find_ruling, pick_event

    with _open_desk(options) as desk:
        ruled = [hex_id for hex_id in desk.ruled if hex_id.startswith(event_id.lower())]
        if ruled and not any(event.hex_id.startswith(event_id.lower()) for event in desk.events):
            entries = desk.ledger.read()
            return show_ruled(options.output, ruled[0], desk.ruled[ruled[0]], entries=entries)
        event = pick_event(desk.events, event_id)
        ruling = find_ruling(desk.ledger.read(), event)
        details = [_describe_damage(desk.catalog, damage) for damage in event.damages]
        options.output.message({**_describe(event, ruling), "damages": details})
        for line in _tell(event, ruling):
            options.output.text(line)
        for damage in event.damages:
            for line in _tell_damage(desk.catalog, damage):
                options.output.text(line)
    options.output.summary({"events": 1})
    return None


@command.command(epilog=exit_status_help())
@click.argument("event_id", metavar="ID")
@repository_options
def declare(options: RepositoryOptions, *, event_id: str) -> Result:
    """Declare an event: its clock starts."""
    from firstbell.compose.rulings import declare_event, pick_event

    with _open_desk(options) as desk:
        event = pick_event(desk.events, event_id)
        ruling = declare_event(desk.ledger, event)
    options.output.message(_describe(event, ruling))
    options.output.text(f"event {event.hex_id} declared at {show_time(ruling.declared)}; its clock runs")
    options.output.summary({"events": 1})
    return None


@command.command(epilog=exit_status_help())
@click.argument("event_id", metavar="ID")
@click.option("--why", default="", help="One sentence for the ledger.")
@repository_options
def close(options: RepositoryOptions, *, event_id: str, why: str) -> Result:
    """Close an event: it is over."""
    from firstbell.compose.rulings import close_event, pick_event

    with _open_desk(options) as desk:
        event = pick_event(desk.events, event_id)
        ruling = close_event(desk.ledger, event, why)
    options.output.message(_describe(event, ruling))
    options.output.text(f"event {event.hex_id} closed at {show_time(ruling.closed)}")
    options.output.summary({"events": 1})
    return None


def _describe(event: EncryptionEvent, ruling: EventRuling) -> dict[str, Any]:
    since = event.suspect_since
    return {
        "message_type": "event",
        "id": event.hex_id,
        "state": ruling.stage.value,
        "hosts": list(event.hosts),
        "snapshots": [row.snapshot.hex_id for row in event.struck],
        "first_damage": event.struck[0].snapshot.time,
        "last_damage": event.struck[-1].snapshot.time,
        "suspect_since": since.time if since else None,
        "declared": ruling.declared or None,
        "closed": ruling.closed or None,
        "files_damaged": sum(row.files_damaged for row in event.struck),
        "files_deleted": sum(len(row.deleted) for row in event.struck),
        "files_renamed": sum(len(row.renamed) for row in event.struck),
        "notes": sum(len(row.notes) for row in event.struck),
    }


def _describe_damage(catalog: Catalog, damage: HostDamage) -> dict[str, Any]:
    notes = sorted({path for row in damage.struck for path in row.notes})
    deleted = sorted({path for row in damage.struck for path in row.deleted})
    renamed = sorted({pair for row in damage.struck for pair in row.renamed})
    clean = damage.last_clean
    return {
        "host": damage.host,
        "paths": [path for line in catalog.list_lines() if line.id == damage.line for path in line.paths],
        "clean_point": clean.hex_id if clean else None,
        "clean_point_time": clean.time if clean else None,
        "snapshots": [
            {
                "snapshot_id": row.snapshot.hex_id,
                "time": row.snapshot.time,
                "verdict": row.verdict.value,
                "files_changed": row.files_changed,
                "files_damaged": row.files_damaged,
                "reasons": [
                    {"code": reason.code, "detail": reason.detail, "count": reason.count}
                    for reason in row.reasons
                ],
                "hints": list(row.hints),
            }
            for row in (*damage.suspects, *damage.struck)
        ],
        "notes": [json_path(path) for path in notes[:_MOST_LISTED]],
        "deleted": [json_path(path) for path in deleted[:_MOST_LISTED]],
        "renamed": [[json_path(was), json_path(path)] for was, path in renamed[:_MOST_LISTED]],
        "counts": {"notes": len(notes), "deleted": len(deleted), "renamed": len(renamed)},
    }


def _tell(event: EncryptionEvent, ruling: EventRuling) -> Iterator[str]:
    since = event.suspect_since
    yield f"Encryption event {event.hex_id} ({ruling.stage.value})"
    yield f"  hosts            {', '.join(event.hosts)}"
    yield f"  suspect since    {since.time if since else 'unknown: no clean snapshot before it'}"
    yield f"  first damage     {event.struck[0].snapshot.time}"
    if ruling.declared:
        yield f"  declared         {ruling.declared}"
    if ruling.closed:
        yield f"  closed           {ruling.closed}"


def _tell_damage(catalog: Catalog, damage: HostDamage) -> Iterator[str]:
    told = _describe_damage(catalog, damage)
    yield f"Host {damage.host}: {' '.join(told['paths'])}"
    clean = damage.last_clean
    yield f"  clean point      {clean.hex_id[:8] + ' of ' + show_time(clean.time) if clean else 'none'}"
    for row in damage.struck:
        snapshot = row.snapshot
        damaged = format_count(row.files_damaged)
        yield f"  struck           {snapshot.hex_id[:8]} of {show_time(snapshot.time)}: {damaged} damaged"
        for reason in row.reasons:
            yield f"                   {reason.detail}"
        for hint in row.hints:
            yield f"                   hint: {hint}"
    for name in ("notes", "deleted"):
        yield f"  {name:<16} {format_count(told['counts'][name])}"
        for path in [path for row in damage.struck for path in getattr(row, name)][:_MOST_SHOWN]:
            yield f"                   {text_path(path)}"
    yield f"  renamed          {format_count(told['counts']['renamed'])}"
