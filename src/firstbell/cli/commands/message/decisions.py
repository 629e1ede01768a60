"""`firstbell message decide`, `list`: what a person decides on a message, and what is on the record."""

from __future__ import annotations

from pathlib import Path

import click

from firstbell.actions.messages.decisions import MessageDecisionRequest, decide_message
from firstbell.actions.messages.reported import list_reported
from firstbell.actions.messages.triage import TriageDesk
from firstbell.base.counts import say_count
from firstbell.cli.case_options import CaseWork, case_command, folder_argument, open_sealed_store
from firstbell.cli.desks import find_desk
from firstbell.cli.terminal.options import collect
from firstbell.cli.times import show_times_in
from firstbell.triage.labels import Label


@case_command()
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))
@click.argument("label", metavar="LABEL", type=click.Choice([one.value for one in Label]))
@click.option("--why", required=True, help="Reason, for the ledger.")
@click.option(
    "--number", type=click.IntRange(min=1), metavar="N", help="Which message of an mbox. [the only one]"
)
@click.option("--domain", "domains", multiple=True, metavar="DOMAIN", help="A mail domain of the district.")
@collect(MessageDecisionRequest)
def decide(work: CaseWork, request: MessageDecisionRequest) -> None:
    """Record what a person decided on a message that two readers disagree about, or that they got wrong.

    LABEL is what the message is: coercion, extortion, event_phishing, phishing, genuine, question,
    newsletter, other. If that is harmful, the file is kept as evidence, and the message's indicators go onto
    the ledger, as `message triage` does it. A later decision on the same message takes the place of an
    earlier one. Both stay on the record.

    \b
    EXAMPLE
      firstbell message decide reported.eml phishing --why "the sender called: not from him" --case /srv/case
    """
    desk = TriageDesk(find_desk(work.choice.desk), work.output, open_sealed_store, work.case)
    done = decide_message(desk, request)
    label = f"{done.label.value} ({done.title})"
    work.output.text(f"{done.file}: {label}, as you decided ({done.entry.hex_id[:8]})")
    work.output.text(f"    Answer: {done.advice}")
    work.output.summary(done.describe())


@case_command("list")
@folder_argument
def list_messages(work: CaseWork) -> None:
    """List the reported messages that are on the record, with what to answer.

    These are the harmful ones, and those that a person decided on.

    \b
    EXAMPLE
      firstbell message list --case /srv/case
    """
    reported = list_reported(work.case.main.read())
    for one in reported:
        work.output.message(one.describe())
        decided = "; a person decided" if one.decided else ""
        work.output.text(f"{one.sha256[:12]}: {one.label.value} ({one.title}){decided}")
        if one.decided:
            work.output.text(f"    {show_times_in(one.tell_decision())}")
        work.output.text(f"    Answer: {one.advice}")
    work.output.text(f"{say_count(len(reported), 'message')} on the record")
    work.output.summary(
        {"messages": len(reported), "decided": sum(one.decided is not None for one in reported)}
    )
