"""`firstbell case open`, `declare`, `close`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from firstbell.cli.cases.options import (
    CaseWork,
    case_options,
    case_repository_options,
    folder_argument,
)
from firstbell.cli.desks import desk_option
from firstbell.cli.exits import exit_status_help
from firstbell.cli.keys import KeyChoice, key_options
from firstbell.cli.options import (
    RepositoryOptions,
    Result,
    UsageError,
    collect,
    given_options,
    place_options,
    reading,
)

if TYPE_CHECKING:
    from firstbell.case.case import Case
    from firstbell.case.opening import EventOutline
    from firstbell.catalog import EncryptionEvent
    from firstbell.ledger import Ledger

_EVENT = click.option("--event", "event_id", metavar="ID", help="The encryption event; needs the repository.")


@dataclass(frozen=True, kw_only=True)
class Request:
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
@collect(Request)
def open_command(options: RepositoryOptions, request: Request) -> Result:
    """Make a case in the folder DIR, which is not there yet, or empty.

    With --event the case is about that encryption event of the repository: it is declared, unless it was, and
    its clock starts. A case without an event is a case, too; `case declare` gives it one later.

    Who is at the keyboard opens it as a director, with the desk's own key (desk.key, made when first needed).
    """
    from firstbell.case.opening import check_opening, make_case

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
    _tell_opened(options, case)
    return None


def _tell_opened(options: RepositoryOptions, case: Case) -> None:
    told = case.describe()
    signer = case.main.signer
    folder = case.folder.path
    options.output.text(f"opened case {told.name!r} in {folder} as {signer.actor.name} ({signer.actor.role})")
    if told.event:
        options.output.text(
            f"it is about encryption event {told.event}; its clock runs since {told.declared}"
        )
    options.output.note(f"Work on it with --case {folder}, or set FIRSTBELL_CASE.")
    options.output.summary(
        {
            "case": str(folder),
            "id": told.id,
            "name": told.name,
            "event": told.event,
            "repository": told.repository,
            "declared": told.declared or None,
            "actor": {"id": signer.actor.id, "name": signer.actor.name, "role": signer.actor.role},
        }
    )


@click.command(epilog=exit_status_help())
@click.argument("event_id", metavar="ID")
@case_repository_options
def declare(work: CaseWork, *, event_id: str) -> Result:
    """Make an encryption event of the repository the case's own, and start its clock."""
    from firstbell.case.opening import declare as declare_event

    case = work.case
    with _finding_event(replace(work.repository, desk=work.choice.desk), event_id) as found:
        event = found.declare()
        declare_event(case, event)
        found.note_case(case)
    told = case.describe()
    work.output.text(f"the case is about encryption event {event.id}; its clock runs since {told.declared}")
    work.output.summary(
        {"case": str(work.folder), "id": told.id, "event": event.id, "declared": told.declared}
    )
    return None


@click.command(epilog=exit_status_help(repository=False))
@folder_argument
@click.option("--why", default="", help="One sentence for the ledger.")
@case_options
def close(work: CaseWork, *, why: str) -> Result:
    """Close the case. Its record stays, and takes what comes later."""
    from firstbell.case.opening import close_case

    entry = close_case(work.case, why)
    told = work.case.describe()
    work.output.text(f"case {told.name!r} closed at {entry.time}")
    if told.event:
        work.output.note(f"Its event is closed by `firstbell event close {told.event}`, if it is over, too.")
    work.output.summary(
        {"case": str(work.folder), "id": told.id, "closed": entry.time, "entry": entry.hex_id}
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
    from firstbell.case.opening import EventOutline
    from firstbell.cli.benches import list_events, open_bench, open_ledger
    from firstbell.compose.examining import examine_pending
    from firstbell.compose.rulings import Stage, find_ruling, pick_event

    with reading(options) as repository, open_bench(options, repository) as bench:
        examine_pending(bench)
        event = pick_event(list_events(bench), prefix)
        ledger = open_ledger(repository, options.desk)
        ruling = find_ruling(ledger.read(), event)
        outline = EventOutline(
            event.hex_id,
            event.hosts,
            [row.snapshot.hex_id for row in event.struck],
            repository.hex_id,
            ruling.declared if ruling.stage is Stage.DECLARED else "",
        )
        yield _FoundEvent(event, outline, ledger)
