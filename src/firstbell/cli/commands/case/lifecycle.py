"""`firstbell case open`, `declare`, `close`, `reopen`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import click

from firstbell.actions.case import lifecycle as cases
from firstbell.actions.case.lifecycle import (
    CaseEvent,
    CaseRequest,
    OpenedCase,
    declare_in_case,
    describe_one,
    list_folders,
    open_case,
)
from firstbell.actions.desk.district import outline_district
from firstbell.case.case import Case
from firstbell.case.errors import CaseError
from firstbell.case.lifecycle import check_opening as check
from firstbell.cli.benches import find_repository
from firstbell.cli.case_options import CaseWork, case_command, case_repository_command, folder_argument
from firstbell.cli.commands.case.facts import show_value
from firstbell.cli.desk_repositories import choose_repository
from firstbell.cli.desks import find_desk
from firstbell.cli.keys import KeyChoice, signing_options
from firstbell.cli.legal_entity import find_outline
from firstbell.cli.terminal.exits import ExitStatus
from firstbell.cli.terminal.options import (
    OutputOptions,
    RepositoryOptions,
    Result,
    UsageError,
    collect,
    given_options,
    output_command,
    place_command,
    reading,
)
from firstbell.cli.terminal.output import Output
from firstbell.cli.times import show_time
from firstbell.ledger.errors import LedgerError

_EVENT = click.option("--event", "event_id", metavar="ID", help="The encryption event. Needs the repository.")


@dataclass(frozen=True, kw_only=True)
class CaseOpenOptions:
    """What `case open` is asked for."""

    folder: Path
    event_id: str | None
    name: str
    choice: KeyChoice


@place_command("open")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@_EVENT
@click.option("--name", default="", metavar="TEXT", help="What people call the case. [the folder's name]")
@signing_options
@collect(CaseOpenOptions)
def open_command(options: RepositoryOptions, request: CaseOpenOptions) -> None:
    """Open a case in DIR, a new or empty folder.

    With --event the case covers that encryption event of the repository. Firstbell declares the event if
    nobody has yet, and records what it proves: that it happened, when it was found, and the time of the first
    damaged backup. Legal deadlines start from that. You can also open a case without an event and add the
    event later with `case declare`.

    You open the case as its director, with the desk's own key (desk.key, made when first needed).

    \b
    EXAMPLE
      firstbell case open /srv/case --event 58c01100
    """
    if request.event_id is None and "repo" in given_options(click.get_current_context()):
        check_opening(request)
        raise UsageError(
            "-r names a repository, but --event is missing", hint="`firstbell event list` shows the events"
        )
    options = replace(options, desk=request.choice.desk)
    asked = CaseRequest(
        folder=request.folder,
        signer=request.choice.find(),
        district=outline_district(find_desk(request.choice.desk)),
        name=request.name,
    )
    if request.event_id is None:
        done = open_case(asked)
    else:
        check_opening(request)
        options = choose_repository(options, request.choice.desk)
        with reading(options) as repository:
            event = CaseEvent(request.event_id, find_repository(options, repository))
            done = open_case(replace(asked, event=event))
    _tell_opened(options, done)


@output_command("list", further=[ExitStatus.INCOMPLETE])
@click.argument("folders", metavar="[DIR]...", nargs=-1, type=click.Path(path_type=Path, file_okay=False))
@signing_options
def list_command(options: OutputOptions, *, folders: tuple[Path, ...], choice: KeyChoice) -> Result:
    """List the cases in the desk's folder and in each DIR: what they cover, and who is in charge.

    \b
    EXAMPLE
      firstbell case list /srv/case
    """
    output, shown, unread = options.output, 0, 0
    for folder in list_folders(find_desk(choice.desk), folders):
        try:
            told = describe_one(Case(folder, choice.find()))
        except (CaseError, LedgerError) as error:
            output.warn(f"{folder}: {error}")
            unread += 1
            continue
        shown += 1
        output.message({"message_type": "case", **told})
        state = f"closed {show_time(told['closed'])}" if told["closed"] else "open"
        hosts, directors = ", ".join(told["hosts"]), ", ".join(told["directors"]) or "nobody"
        about = f"event {told['event'][:8]} on {hosts}" if told["event"] else "no event yet"
        output.text(f"{told['name']}  {state}, {about}; director: {directors}  {folder}")
    if not shown:
        output.text("There is no case. `firstbell case open DIR` makes one.")
    output.summary({"cases": shown, "unread": unread})
    return ExitStatus.INCOMPLETE if unread else None


def check_opening(request: CaseOpenOptions) -> None:
    """See that the case can be made, before a repository is opened. Raises: as `open_case`."""
    check(request.folder, request.choice.find(), name=request.name)


def _tell_opened(options: RepositoryOptions, done: OpenedCase) -> None:
    case = done.case
    told = case.describe()
    signer = case.main.signer
    folder = case.folder.path
    options.output.text(f"opened case {told.name!r} in {folder} as {signer.actor.name} ({signer.actor.role})")
    if told.event:
        options.output.text(f"It covers encryption event {told.event}, declared {show_time(told.declared)}.")
    _tell_facts(options.output, done)
    options.output.note(f"Work on it with --case {folder}, or set FIRSTBELL_CASE.")
    options.output.summary(done.describe())


def _tell_facts(output: Output, done: OpenedCase) -> None:
    """Say which facts stand on the record, and which the clocks still wait for."""
    for fact in done.facts:
        output.text(f"On the record: {fact.subject}, {show_value(fact)}")
    if done.missing and done.case.describe().event:
        output.note("Clocks and statements still need these answers:")
        for one in done.missing:
            output.note(f"  {one.question}: {one.command} --case {done.case.folder.path}")


@case_repository_command()
@click.argument("event_id", metavar="ID")
def declare(work: CaseWork, *, event_id: str) -> None:
    """Make an encryption event of the repository the subject of this case, and record what it proves.

    \b
    EXAMPLE
      firstbell case declare 58c01100 --case /srv/case
    """
    case, options = work.case, replace(work.repository, desk=work.choice.desk)
    with reading(choose_repository(options, work.choice.desk)) as repository:
        event = CaseEvent(event_id, find_repository(options, repository))
        done = declare_in_case(case, event, find_outline(work))
    told = case.describe()
    work.output.text(f"The case covers encryption event {told.event}, declared {show_time(told.declared)}.")
    _tell_facts(work.output, done)
    fields = {"case": str(work.folder), "id": told.id, "event": told.event, "declared": told.declared}
    work.output.summary({**fields, **done.describe_facts()})


@case_command()
@folder_argument
@click.option("--why", default="", help="A one-sentence reason for the ledger.")
def close(work: CaseWork, *, why: str) -> None:
    """Close the case. Its record stays. `case reopen` lets you add to it again.

    You can still read, export, verify and hand over a closed case.

    \b
    EXAMPLE
      firstbell case close /srv/case --why "every letter went out"
    """
    entry = cases.close(work.case, why)
    told = work.case.describe()
    work.output.text(f"case {told.name!r} closed at {show_time(entry.time)}")
    if told.event:
        work.output.note(f"If the event is over too, close it with `firstbell event close {told.event}`.")
    work.output.summary(
        {"case": str(work.folder), "id": told.id, "closed": entry.time, "entry": entry.hex_id}
    )


@case_command()
@folder_argument
@click.option("--why", required=True, help="A one-sentence reason for the ledger.")
def reopen(work: CaseWork, *, why: str) -> None:
    """Reopen a closed case so that people can add to its record.

    \b
    EXAMPLE
      firstbell case reopen /srv/case --why "a vendor sent new logs"
    """
    entry = cases.reopen(work.case, why)
    told = work.case.describe()
    work.output.text(f"case {told.name!r} reopened at {show_time(entry.time)}")
    work.output.summary(
        {"case": str(work.folder), "id": told.id, "reopened": entry.time, "entry": entry.hex_id}
    )
