"""`firstbell impact review`: what a reviewer has to decide, the decisions, samples to be judged."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from firstbell.actions.impact.review import (
    AnswerRequest,
    DecisionRequest,
    QueueRequest,
    answer_sample,
    apply_record,
    decide,
    draw_review,
    list_queue,
    spread_decision,
    undo_decision,
)
from firstbell.base.counts import say_count
from firstbell.cli.case_options import CaseWork, case_command
from firstbell.cli.commands.impact.people import render_person
from firstbell.cli.groups import DefaultGroup
from firstbell.cli.impact_work import open_review
from firstbell.cli.terminal.options import accept_output_options, option_set
from firstbell.cli.times import show_time
from firstbell.impact.results.description import describe_person, describe_sample
from firstbell.impact.results.samples import ReviewSample
from firstbell.record.data_kinds import say_data_kinds

_DOCUMENT = click.option(
    "--document",
    "documents",
    multiple=True,
    metavar="PATH|SHA256",
    help="Only their data in this document. May be given again. [all]",
)
_WHY = click.option("--why", default="", metavar="TEXT", help="The reason, for the record.")


@click.group(cls=DefaultGroup)
@accept_output_options
def review() -> None:
    """Review what a scan found: list what needs a decision, decide, judge samples.

    Without a verb: list. Decisions go on the case's ledger, with ids only, and apply to later scans too.
    """


@case_command("list", by=review.command)
@click.option(
    "--sample",
    type=click.IntRange(min=1),
    metavar="N",
    help="Draw N people who were found, and N documents that may name more people, for you to judge.",
)
@click.option("--limit", type=int, metavar="N", help="List at most this many people.")
@click.option("--after", default="", metavar="ID", help="Go on after the person with this id.")
def list_command(work: CaseWork, *, sample: int | None, limit: int | None, after: str) -> None:
    """List who needs a decision, the most urgent first. With --sample: draw a sample to judge.

    With --limit, the summary says how many people wait in all (people) and how to go on (next).
    """
    if sample is not None:
        _draw(work, sample)
        return
    part = list_queue(open_review(work), QueueRequest(limit, after))
    for queued in part.rows:
        work.output.message({**describe_person(queued.person), "notes": queued.notes})
        work.output.lines([render_person(queued.person), *(f"    {note}" for note in queued.notes)])
    if not part.total:
        work.output.text("Nobody needs a decision.")
    if part.next_id:
        work.output.note(f"To go on: firstbell impact review --limit {limit} --after {part.next_id}")
    more = {} if limit is None else {"next": part.next_id or None}
    work.output.summary({"people": part.total, **more})


def _draw(work: CaseWork, count: int) -> None:
    drawn = draw_review(open_review(work), count)
    for one in drawn:
        work.output.message(describe_sample(one))
        work.output.text(f"{one.sample_id}  {one.side}  {one.path}  ({_tell_sample(one)})")
    work.output.note(
        "answer each with `firstbell impact review answer ID right` or `... wrong`; if a document "
        "names people who were missed, add `--missed` and their number"
    )
    work.output.summary({"samples": len(drawn)})


def _tell_sample(sample: ReviewSample) -> str:
    if sample.person_id:
        return f"{sample.name}: {say_data_kinds(sample.kinds)}"
    named = f", it holds {say_count(sample.mentioned, 'name')} from the roster" if sample.mentioned else ""
    people = say_count(sample.people, "person was", "people were")
    found = f"{people} found in it" if sample.people else "nobody was found in it"
    return f"{found}{named}: does it name anybody{' else' if sample.people else ''}?"


@case_command(by=review.command)
@click.argument("sample_id", metavar="ID")
@click.argument("outcome", type=click.Choice(["right", "wrong"]))
@click.option(
    "--missed",
    type=click.IntRange(min=1),
    metavar="N",
    help="Number of people in the document who are missing from the result. [all that it names]",
)
def answer(work: CaseWork, *, sample_id: str, outcome: str, missed: int | None) -> None:
    """Judge one item of a sample: the finding is right, or wrong.

    A person is right if the document holds some of their data. A document is right if the result misses
    nobody in it. After every 25 answers the facts of the case get new estimates.

    \b
    EXAMPLE
      firstbell impact review answer 4f3c2a91 right --case /srv/case
    """
    done = answer_sample(open_review(work), AnswerRequest(sample=sample_id, outcome=outcome, missed=missed))
    work.output.text(f"{sample_id} is {outcome}")
    work.output.summary({"sample": sample_id, "outcome": outcome, "entry": done.entry.hex_id})


def _deciding(*further: Callable[..., Any]) -> Callable[[Callable[..., None]], click.Command]:
    """Makes a verb that decides on the person ID, with these arguments and options, and `--why`."""
    options = option_set(click.argument("person", metavar="ID"), *further, _WHY)
    verb = case_command(by=review.command)
    return lambda function: verb(options(function))


def _decide(work: CaseWork, verb: str, **given: Any) -> None:
    """Put a decision down, and apply it."""
    asked = DecisionRequest(verb=verb, **given)
    done = decide(open_review(work), asked)
    short = done.entry.hex_id[:12]
    undo = f"`firstbell impact review undo {short}` takes it back"
    work.output.text(f"on the record: {verb} {done.body.person}; {undo}")
    if done.alike:
        work.output.note(
            f"{done.alike} more documents have the same layout; `firstbell impact review spread "
            f"{short}` applies the decision to them"
        )
    work.output.summary({**done.body.describe(), "entry": done.entry.hex_id, "documents_alike": done.alike})


@_deciding(_DOCUMENT)
def confirm(work: CaseWork, **given: Any) -> None:
    """Confirm that the data belongs to this person and, if several people matched, not to the others.

    \b
    EXAMPLE
      firstbell impact review confirm p7f5eac7 --why "the address fits" --case /srv/case
    """
    _decide(work, "confirm", **given)


@_deciding(_DOCUMENT)
def dismiss(work: CaseWork, **given: Any) -> None:
    """Dismiss a person or a document's data: it is not theirs, or nobody needs to be told of it.

    \b
    EXAMPLE
      firstbell impact review dismiss p7f5eac7 --why "a namesake" --case /srv/case
    """
    _decide(work, "dismiss", **given)


@_deciding(click.argument("into", metavar="INTO"))
def merge(work: CaseWork, **given: Any) -> None:
    """Merge a person into INTO, who is the same person.

    \b
    EXAMPLE
      firstbell impact review merge p7f5eac7 p1b20c44 --case /srv/case
    """
    _decide(work, "merge", **given)


@_deciding(_DOCUMENT)
def split(work: CaseWork, **given: Any) -> None:
    """Split documents off a person: they are about somebody else with that name who is not in the roster.

    \b
    EXAMPLE
      firstbell impact review split p7f5eac7 --document /srv/school/list.xlsx --case /srv/case
    """
    _decide(work, "split", **given)


@_deciding(
    click.argument("kind", metavar="KIND"),
    _DOCUMENT,
    click.option("--remove", is_flag=True, help="Remove the kind: it is not there after all."),
)
def mark(work: CaseWork, *, remove: bool, **given: Any) -> None:
    """Add a kind of data that the scan missed, or remove a wrong one with --remove.

    \b
    EXAMPLE
      firstbell impact review mark p7f5eac7 health --document /srv/school/list.xlsx --case /srv/case
    """
    _decide(work, "unmark" if remove else "mark", **given)


@case_command(by=review.command)
@click.argument("entry_id", metavar="ENTRY")
def spread(work: CaseWork, *, entry_id: str) -> None:
    """Apply a decision to every document with the same layout.

    ENTRY is the start of the entry id of a decision about one document: confirm, dismiss or mark. The
    decision then applies to all documents with the same columns or labels, in later scans too. It adds or
    removes a kind of data for everybody they name, or says that they name nobody.

    \b
    EXAMPLE
      firstbell impact review spread 4f3c2a91 --case /srv/case
    """
    done = spread_decision(open_review(work), entry_id)
    told = {**done.body.describe(), "kinds": list(done.body.kinds or ())}
    work.output.text(
        f"{done.body.into} also applies to {say_count(done.alike, 'more document')}: entry "
        f"{done.entry.hex_id[:12]}"
    )
    work.output.summary({**told, "entry": done.entry.hex_id, "documents_alike": done.alike})


@case_command(by=review.command)
@click.argument("entry_id", metavar="ENTRY")
def undo(work: CaseWork, *, entry_id: str) -> None:
    """Take a decision back. ENTRY is the start of its entry id.

    \b
    EXAMPLE
      firstbell impact review undo 4f3c2a91 --case /srv/case
    """
    done = undo_decision(open_review(work), entry_id)
    assert done.of is not None
    work.output.text(f"{done.of.body.get('decision')} of {show_time(done.of.time)} is taken back")
    work.output.summary({**done.body.describe(), "entry_of_undo": done.entry.hex_id})


@case_command(by=review.command)
def apply(work: CaseWork) -> None:
    """Make the list of people again from the decisions on the record.

    The console does this after somebody signed decisions in a browser. Doing it twice changes nothing more.
    """
    count = apply_record(open_review(work))
    work.output.text(f"{say_count(count, 'decision')} on the record applied")
    work.output.summary({"decisions": count})
