"""`firstbell case open`, `declare`, `close`, `reopen`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from firstbell.cli.case_options import (
    CaseWork,
    case_options,
    case_repository_options,
    folder_argument,
)
from firstbell.cli.desks import desk_option, find_district_names
from firstbell.cli.keys import KeyChoice, key_options
from firstbell.cli.terminal.exits import exit_status_help
from firstbell.cli.terminal.options import (
    RepositoryOptions,
    Result,
    UsageError,
    collect,
    given_options,
    place_options,
    reading,
)
from firstbell.cli.times import find_zone, show_time

if TYPE_CHECKING:
    from firstbell.case.case import Case
    from firstbell.case.lifecycle import EventOutline
    from firstbell.catalog import EncryptionEvent
    from firstbell.cli.terminal.output import Output
    from firstbell.ledger import Ledger

_EVENT = click.option("--event", "event_id", metavar="ID", help="The encryption event; needs the repository.")


@dataclass(frozen=True, kw_only=True)
class CaseRequest:
    """What `case open` is asked for."""

    folder: Path
    event_id: str | None
    name: str
    desk: Path | None
    key: Path | None
    key_password_file: Path | None

    @property
    def choice(self) -> KeyChoice:
        """Who signs."""
        return KeyChoice(desk=self.desk, key=self.key, key_password_file=self.key_password_file)


@click.command("open", epilog=exit_status_help())
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@_EVENT
@click.option("--name", default="", metavar="TEXT", help="What people call the case. [the folder's name]")
@desk_option
@key_options
@place_options
@collect(CaseRequest)
def open_command(options: RepositoryOptions, request: CaseRequest) -> Result:
    """Make a case in the folder DIR, which is not there yet, or empty.

    With --event the case is about that encryption event of the repository. The event is declared, unless it
    was already, and what it proves goes on the record: that it happened, when it was found, and the time of
    the first damaged backup. The clocks of the law start from that. A case may also begin without an event;
    `case declare` adds one later.

    You open the case as a director, with the desk's own key (desk.key, made when first needed).
    """
    from firstbell.case.first_facts import put_proven_facts
    from firstbell.case.lifecycle import check_opening, make_case

    signer = check_opening(request.folder, request.choice.find(), name=request.name)
    if request.event_id is None:
        if "repo" in given_options(click.get_current_context()):
            raise UsageError(
                "-r names a repository, but no --event of it", hint="`firstbell event list` shows them"
            )
        case = make_case(request.folder, signer, name=request.name)
    else:
        with _finding_event(replace(options, desk=request.desk), request.event_id) as found:
            event = found.declare()
            case = make_case(request.folder, signer, name=request.name, event=event)
            found.note_case(case)
            put_proven_facts(case, event, find_district_names())
    _tell_opened(options, case)
    return None


def _tell_opened(options: RepositoryOptions, case: Case) -> None:
    told = case.describe()
    signer = case.main.signer
    folder = case.folder.path
    options.output.text(f"opened case {told.name!r} in {folder} as {signer.actor.name} ({signer.actor.role})")
    if told.event:
        options.output.text(
            f"It is about encryption event {told.event}, declared {show_time(told.declared)}."
        )
    facts = _tell_facts(options.output, case)
    options.output.note(f"Work on it with --case {folder}, or set FIRSTBELL_CASE.")
    options.output.summary(
        {
            "case": str(folder),
            "id": told.id,
            "name": told.name,
            "event": told.event,
            "repository": told.repository,
            "declared": told.declared or None,
            **facts,
            "actor": {"id": signer.actor.id, "name": signer.actor.name, "role": signer.actor.role},
        }
    )


def _tell_facts(output: Output, case: Case) -> dict[str, list[str]]:
    """Say which facts stand on the record and which the clocks still wait for; both, for the summary."""
    from firstbell.case.facts import list_facts
    from firstbell.case.first_facts import list_missing
    from firstbell.cli.commands.case.facts import show_value

    facts = list_facts(case.main.read())
    missing = list_missing(facts)
    for fact in facts:
        output.text(f"On the record: {fact.subject}, {show_value(fact)}")
    if missing and case.describe().event:
        output.note("Clocks and statements still wait for these answers:")
        for one in missing:
            output.note(f"  {one.question}: {one.command} --case {case.folder.path}")
    return {
        "facts": [fact.subject for fact in facts],
        "missing_facts": [one.subject.value for one in missing],
    }


@click.command(epilog=exit_status_help())
@click.argument("event_id", metavar="ID")
@case_repository_options
def declare(work: CaseWork, *, event_id: str) -> Result:
    """Make an encryption event of the repository the case's own; what it proves goes on the record."""
    from firstbell.case.first_facts import put_proven_facts
    from firstbell.case.lifecycle import declare as declare_event

    case = work.case
    with _finding_event(replace(work.repository, desk=work.choice.desk), event_id) as found:
        event = found.declare()
        declare_event(case, event)
        found.note_case(case)
        put_proven_facts(case, event, find_district_names())
    told = case.describe()
    work.output.text(f"The case is about encryption event {event.id}, declared {show_time(told.declared)}.")
    facts = _tell_facts(work.output, case)
    work.output.summary(
        {"case": str(work.folder), "id": told.id, "event": event.id, "declared": told.declared, **facts}
    )
    return None


@click.command(epilog=exit_status_help(repository=False))
@folder_argument
@click.option("--why", default="", help="One sentence for the ledger.")
@case_options
def close(work: CaseWork, *, why: str) -> Result:
    """Close the case. Its record stays; to add to it again, use `case reopen`.

    A closed case can still be read, exported, verified and handed over.
    """
    from firstbell.case.lifecycle import close_case

    entry = close_case(work.case, why)
    told = work.case.describe()
    work.output.text(f"case {told.name!r} closed at {show_time(entry.time)}")
    if told.event:
        work.output.note(f"Its event is closed by `firstbell event close {told.event}`, if it is over, too.")
    work.output.summary(
        {"case": str(work.folder), "id": told.id, "closed": entry.time, "entry": entry.hex_id}
    )
    return None


@click.command(epilog=exit_status_help(repository=False))
@folder_argument
@click.option("--why", required=True, help="One sentence for the ledger.")
@case_options
def reopen(work: CaseWork, *, why: str) -> Result:
    """Open a closed case again, so that its record takes entries."""
    from firstbell.case.lifecycle import reopen_case

    entry = reopen_case(work.case, why)
    told = work.case.describe()
    work.output.text(f"case {told.name!r} opened again at {show_time(entry.time)}")
    work.output.summary(
        {"case": str(work.folder), "id": told.id, "reopened": entry.time, "entry": entry.hex_id}
    )
    return None


@dataclass(frozen=True)
class _FoundEvent:
    """An event of a repository, and the desk's ledger of that."""

    event: EncryptionEvent
    outline: EventOutline
    ledger: Ledger

    def declare(self) -> EventOutline:
        """Start the event's clock on the desk's ledger, where it does not run yet."""
        from firstbell.compose.rulings import declare_event

        if self.outline.declared:
            return self.outline
        return replace(self.outline, declared=declare_event(self.ledger, self.event).declared)

    def note_case(self, case: Case) -> None:
        """Say on the desk's ledger which case is about the event."""
        from firstbell.case.case import OPENED

        told = case.describe()
        body = {"case": told.id, "name": told.name, "event": told.event, "repository": told.repository}
        self.ledger.append(OPENED, body)


@contextmanager
def _finding_event(options: RepositoryOptions, prefix: str) -> Iterator[_FoundEvent]:
    """The event as `firstbell event` sees it."""
    from firstbell.base.clock import parse_time
    from firstbell.base.zones import write_moment
    from firstbell.case.lifecycle import EventOutline
    from firstbell.cli.benches import list_events, open_bench, open_ledger
    from firstbell.compose.examination import examine_pending
    from firstbell.compose.rulings import Stage, find_ruling, pick_event

    with reading(options) as repository, open_bench(options, repository) as bench:
        examine_pending(bench)
        event = pick_event(list_events(bench), prefix)
        ledger = open_ledger(repository, options.desk)
        ruling = find_ruling(ledger.read(), event)
        zone = find_zone()
        outline = EventOutline(
            event.hex_id,
            event.hosts,
            [row.snapshot.hex_id for row in event.struck],
            repository.hex_id,
            ruling.declared if ruling.stage is Stage.DECLARED else "",
            found=write_moment(
                parse_time(ruling.declared) if ruling.declared else repository.clock.now_ns(), zone
            ),
            first_damage=write_moment(event.struck[0].snapshot.time_ns, zone),
        )
        yield _FoundEvent(event, outline, ledger)
