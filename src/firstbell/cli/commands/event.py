"""`firstbell event`: list, show, declare and close encryption events."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from firstbell.base.counts import choose_word, say_count
from firstbell.base.deferral import defer
from firstbell.cli.benches import find_repository, load_bench, open_bench
from firstbell.cli.desk_repositories import desk_repository_command
from firstbell.cli.terminal.figures import format_count, print_table
from firstbell.cli.terminal.help_text import VerbList
from firstbell.cli.terminal.options import RepositoryOptions, accept_options, reading
from firstbell.cli.terminal.output import Output, text_path
from firstbell.cli.times import show_time, show_times_in

if TYPE_CHECKING:
    from firstbell.actions.events import events as event_actions
    from firstbell.actions.events import rulings
    from firstbell.actions.events.events import EventList
    from firstbell.catalog import HostDamage
else:
    event_actions = defer("firstbell.actions.events.events")
    rulings = defer("firstbell.actions.events.rulings")

_MOST_SHOWN = 10
_NEXT = (
    "next: `firstbell respond --now` does the first hour at the desk; without a desk, `firstbell recover run "
    "--target DIR` restores the clean versions of this repository"
)


@contextmanager
def _open_events(options: RepositoryOptions) -> Iterator[EventList]:
    """The events of the repository."""
    # what a catalog that is up to date tells needs no index
    opened = reading(options, loads_index=False, meanwhile=_load)
    with opened as repository, open_bench(options, repository) as bench:
        yield event_actions.list_events(bench)


def _load() -> bool:
    """What lists events is loaded while the key is derived, like the bench they are found on."""
    _ = event_actions.list_events
    return load_bench()


@click.group(cls=VerbList)
@accept_options
def command() -> None:
    """List, show, declare and close encryption events.

    Damaged snapshots within 14 days of each other form one event, across all hosts. Its id is the same on
    every machine. Declaring an event starts its clock. The desk's ledger records that an event was declared
    or closed.
    """


@desk_repository_command("list", by=command.command)
@click.option("-H", "--host", help="Only events that struck this host.")
def list_command(options: RepositoryOptions, *, host: str | None) -> None:
    """List the encryption events, including those that a person ruled benign.

    If the desk has several repositories, name one with -r, or a host whose backups it holds with --host.
    """
    with _open_events(options) as events:
        found, suspect = events.describe(), events.count_suspect()
    rows = []
    for told in (told for told in found if host is None or host in told["hosts"]):
        options.output.message(told)
        state, first = told["state"].replace("_", " "), show_time(told["first_damage"])
        rows.append([told["id"], state, first, ", ".join(told["hosts"]), format_count(told["files_damaged"])])
    print_table(
        options.output.text,
        ["ID", "State", "First damage", "Hosts", "Damaged"],
        rows,
        right="D",
        none="There is no encryption event in the snapshots.",
    )
    if suspect and not rows:
        which = f"{say_count(suspect, 'snapshot')} {choose_word(suspect, 'is', 'are')} suspect"
        options.output.note(f"{which}: `firstbell examine` tells why")
    options.output.summary({"events": len(rows), "suspect": suspect})


@desk_repository_command(by=command.command)
@click.argument("event_id", metavar="ID")
def show(options: RepositoryOptions, *, event_id: str) -> None:
    """Show one event: hosts, snapshots, damage, ransom notes, deletions, the clean point.

    \b
    EXAMPLE
      firstbell event show 58c01100
    """
    with _open_events(options) as events:
        told = events.describe_one(event_id)
        options.output.message(told)
        if "ruled" in told:
            _tell_ruled(options.output, told)
        else:
            for line in _tell(told):
                options.output.text(line)
            damages = {event.hex_id: event.damages for event in events.events}[told["id"]]
            for damage, described in zip(damages, told["damages"], strict=True):
                for line in _tell_damage(damage, described):
                    options.output.text(line)
            if not told["closed"]:
                options.output.note(_NEXT)
    options.output.summary({"events": 1})


@desk_repository_command(by=command.command)
@click.argument("event_id", metavar="ID")
def declare(options: RepositoryOptions, *, event_id: str) -> None:
    """Declare an event. This starts its clock.

    \b
    EXAMPLE
      firstbell event declare 58c01100
    """
    with reading(options) as repository:
        done = rulings.declare(find_repository(options, repository), rulings.EventRequest(event=event_id))
    options.output.message(done.fields)
    options.output.text(f"event {done.hex_id} declared at {show_time(done.ruling.declared)}; its clock runs")
    options.output.summary({"events": 1})


@desk_repository_command(by=command.command)
@click.argument("event_id", metavar="ID")
@click.option("--why", default="", help="A one-sentence reason for the ledger. [asked at a terminal]")
def close(options: RepositoryOptions, *, event_id: str, why: str) -> None:
    """Close an event when it is over. A reason stays on the ledger and in the timeline.

    \b
    EXAMPLE
      firstbell event close 58c01100 --why "every system is back"
    """
    if not why.strip() and sys.stdin.isatty():
        why = click.prompt("Why is it over? One sentence, for the ledger", err=True)
    if not why.strip():  # a script of earlier releases gives none, and must not leave the event open
        options.output.warn("the ledger will not say why it is over; give the reason with --why")
    asked = rulings.EventRequest(event=event_id, why=why)
    with reading(options) as repository:
        done = rulings.close(find_repository(options, repository), asked)
    options.output.message(done.fields)
    options.output.text(f"event {done.hex_id} closed at {show_time(done.ruling.closed)}")
    options.output.summary({"events": 1})


def _tell(told: dict[str, Any]) -> Iterator[str]:
    yield f"Encryption event {told['id']} ({told['state']})"
    yield f"  hosts            {', '.join(told['hosts'])}"
    since = told["suspect_since"]
    unknown = "unknown: there is no clean snapshot before it"
    yield f"  suspect since    {show_time(since) if since else unknown}"
    yield f"  first damage     {show_time(told['first_damage'])}"
    if told["declared"]:
        yield f"  declared         {show_time(told['declared'])}"
    if told["closed"]:
        yield f"  closed           {show_time(told['closed'])}"


def _tell_ruled(output: Output, told: dict[str, Any]) -> None:
    """An event that is none any more, since a person ruled its snapshots benign."""
    output.text(f"Encryption event {told['id']} (a person ruled it benign)")
    output.text(f"  hosts            {', '.join(told['hosts'])}")
    output.text(f"  first damage     {show_time(told['first_damage'])}")
    for name in ("declared", "closed"):
        if told[name]:
            output.text(f"  {name:<16} {show_time(told[name])}")
    for one in told["ruled"]:
        who = one["who"] or "somebody"
        when = show_time(one["time"])
        output.text(f"  {one['snapshot_id'][:8]}: {who} ruled it benign at {when}: {one['why']}")
    output.text("`firstbell examine rule SNAPSHOT --undo` makes it an event again")


def _tell_damage(damage: HostDamage, told: dict[str, Any]) -> Iterator[str]:
    yield f"Host {damage.host}: {' '.join(told['paths'])}"
    clean = damage.last_clean
    yield f"  clean point      {clean.hex_id[:8] + ' of ' + show_time(clean.time) if clean else 'none'}"
    for row in damage.struck:
        snapshot = row.snapshot
        damaged = say_count(row.files_damaged, "file")
        yield f"  damaged          {snapshot.hex_id[:8]} of {show_time(snapshot.time)}: {damaged}"
        for reason in row.reasons:
            yield f"                   {show_times_in(reason.detail)}"
        for hint in row.hints:
            yield f"                   hint: {hint}"
    for name in ("notes", "deleted"):
        yield f"  {name:<16} {format_count(told['counts'][name])}"
        for path in [path for row in damage.struck for path in getattr(row, name)][:_MOST_SHOWN]:
            yield f"                   {text_path(path)}"
    yield f"  renamed          {format_count(told['counts']['renamed'])}"
