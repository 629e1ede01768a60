"""`firstbell message triage`, `trust`: messages that people hand in, and whose mail is believed."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import click

from firstbell.actions.messages.triage import (
    TriageDesk,
    TriagedMessage,
    TriageRequest,
    TriageResult,
    triage_messages,
)
from firstbell.actions.messages.trusted_senders import drop_senders, list_trusted, trust_senders
from firstbell.base.counts import say_count
from firstbell.base.errors import UsageError
from firstbell.case.case import Case
from firstbell.cli.case_options import explaining_keys, open_sealed_store
from firstbell.cli.desks import desk_option, find_desk
from firstbell.cli.environment import read_variable
from firstbell.cli.keys import KeyChoice, signing_options
from firstbell.cli.terminal.exits import ExitStatus
from firstbell.cli.terminal.options import OutputOptions, Result, output_command
from firstbell.cli.terminal.output import Output
from firstbell.cli.times import show_times_in
from firstbell.triage.answers import tell_title


@output_command(further=[ExitStatus.INCOMPLETE])
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--case", type=click.Path(path_type=Path, file_okay=False), help="The case's folder. [FIRSTBELL_CASE]"
)
@click.option("--domain", "domains", multiple=True, metavar="DOMAIN", help="A mail domain of the district.")
@click.option(
    "--html",
    "page",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE.html",
    help="Write a page for a browser, too: the most urgent first, campaigns joined, with what to answer.",
)
@click.option(
    "--authserv",
    "servers",
    multiple=True,
    metavar="NAME",
    help="A mail server whose Authentication-Results you trust. Servers in the district's domains are "
    "always trusted.",
)
@click.option("--text", "tells_text", is_flag=True, help="With --json, also tell what each message says.")
@signing_options
def triage(options: OutputOptions, /, *, case: Path | None, choice: KeyChoice, **given: Any) -> Result:
    """Label each message of files, mboxes, Maildirs and folders, say why, and what to answer.

    Labels: coercion, extortion (a threat with a sample of data), event_phishing, phishing, genuine, question,
    newsletter, other. A FILE may be mail, or a letter, a photograph or a transcript that somebody handed in.
    A message that forwards, quotes or attaches another gets the label of what it carries.
    With a case, what is harmful is kept as evidence and its indicators go onto the ledger, defanged. Nothing
    is asked of the network.

    \b
    EXAMPLE
      firstbell message triage reported.mbox --html reported.html --case /srv/case
    """
    output = options.output

    def tell(message: TriagedMessage) -> None:
        output.message(dict(message.told))
        _show(output, message)

    place = TriageDesk(find_desk(choice.desk), output, open_sealed_store, _open_case(case, choice))
    with explaining_keys():
        result = triage_messages(place, TriageRequest(**given), tell)
    _tell_summary(output, result, is_recorded=place.case is not None)
    if given["page"] is not None:
        output.text(f"wrote {given['page']}")
    return ExitStatus.INCOMPLETE if result.unread else None


@output_command()
@click.argument("senders", metavar="[SENDER...]", nargs=-1)
@click.option("--drop", is_flag=True, help="Take each SENDER off the list.")
@desk_option
def trust(options: OutputOptions, *, senders: tuple[str, ...], drop: bool, desk: Path | None) -> None:
    """Show whose proven mail is genuine, or add each SENDER to that list.

    A SENDER is a mail domain or an address of somebody outside whom the district knows: its insurer, the
    firm that responds, the police, a provider. The list stands in firstbell.toml; the addresses of its
    contacts count as well. `message triage` calls mail of these senders genuine where a trusted server
    proves it and neither reader finds harm in it. A domain that imitates a trusted one is a lookalike.

    \b
    EXAMPLE
      firstbell message trust insurer.example sheriff@county.example
    """
    if drop and not senders:
        raise UsageError("no SENDER is named", hint="name who is to be taken off the list")
    folder = find_desk(desk)
    change = drop_senders if drop else trust_senders
    known = change(folder, senders) if senders else list_trusted(folder)
    for one in known.changed:
        options.output.text(f"{one} is {'no longer' if drop else 'now'} trusted")
    if not senders:
        for one in known.named:
            options.output.text(one)
        for one in known.of_contacts:
            options.output.text(f"{one} (of a contact)")
        if not known.named and not known.of_contacts:
            options.output.text("nobody outside is trusted")
    options.output.summary(
        {"trusted": known.named, "of_contacts": known.of_contacts, "changed": known.changed}
    )


def _open_case(named: Path | None, keys: KeyChoice) -> Case | None:
    """The case that is named; None where none is. Raises: as `CaseWork.case`."""
    variable = read_variable("FIRSTBELL_CASE")
    folder = named or (Path(variable) if variable else None)
    if folder is None:
        return None
    return Case(folder, keys.find())


def _show(output: Output, message: TriagedMessage) -> None:
    raw, triaged, decided = message.raw, message.triaged, message.decided
    title = tell_title(triaged.label, kind=triaged.kind)
    mark = "; a person must look at it" if triaged.look else ""
    # a decision has no score: that one is the readers'
    score = "" if decided else f", {triaged.score:.2f}"
    output.text(f"{raw.file}: {triaged.label.value} ({title}){score}{mark}")
    if decided:
        output.text(f"    {show_times_in(decided.tell_decision())}")
        if decided.readers:
            output.text(f"    Before that, two readers said: {decided.readers.value}")
    for reason in triaged.reasons:
        output.text(f"    - {reason}")
    for indicator in triaged.indicators:
        output.text(f"      {indicator.kind}: {indicator.value}")
    output.text(f"    Answer: {triaged.advice}")


def _tell_summary(output: Output, result: TriageResult, *, is_recorded: bool) -> None:
    labels = Counter(result.labels).most_common()
    counts = ", ".join(f"{count:,} {label}" for label, count in labels)
    output.text(f"{say_count(result.messages, 'message')}: {counts}")
    if result.look:
        output.text(f"{result.look} of them must be looked at by a person")
    if result.decided:
        output.text(f"a person has decided on {result.decided} of them before")
    if result.children:
        threats = "threatens a child or holds" if result.children == 1 else "threaten a child or hold"
        output.text(f"{result.children} of them {threats} out a child's data: look there first")
    if result.duplicates or result.campaigns:
        campaigns = say_count(result.campaigns, "campaign")
        duplicates = say_count(result.duplicates, "duplicate")
        output.text(f"{campaigns} and {duplicates} among them")
    if is_recorded:
        files, findings = say_count(result.evidence, "file"), say_count(result.entries, "finding")
        new = f"{files} as evidence, {findings}" if result.evidence or result.entries else "nothing new"
        output.text(f"on the record: {new}")
    output.summary(result.describe())
