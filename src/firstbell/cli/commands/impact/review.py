"""`firstbell impact review`: what a reviewer has to decide, the decisions, samples to be judged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from firstbell.cli.case_options import CaseWork, case_options, collect_case
from firstbell.cli.commands.impact.coverage import list_bounds
from firstbell.cli.commands.impact.decisions import (
    ANSWER,
    REVIEWED,
    UNDO,
    find_decision,
    read_answers,
    read_decisions,
)
from firstbell.cli.commands.impact.people import render_person
from firstbell.cli.groups import DefaultGroup
from firstbell.cli.impact_work import changing, load_result
from firstbell.cli.terminal.exits import exit_status_help
from firstbell.cli.terminal.options import Result, UsageError, accept_output_options
from firstbell.cli.times import show_time

if TYPE_CHECKING:
    from firstbell.impact.results.results import ImpactTotals, PersonRow
    from firstbell.impact.results.samples import ReviewSample
    from firstbell.impact.scan.scan_store import Kept
    from firstbell.ledger import Entry

_ANSWERS_A_FACT = 25
# decisions about one document that may hold for its sisters
SPREADABLE = frozenset(("confirm", "dismiss", "mark", "unmark"))
_DOCUMENT = click.option(
    "--document",
    "documents",
    multiple=True,
    metavar="PATH|SHA256",
    help="Only what of it stands in this document; several may be named. [all]",
)
_WHY = click.option("--why", default="", metavar="TEXT", help="Why; it is kept on the record.")


@dataclass(frozen=True, kw_only=True)
class DecisionRequest:
    """What a decision is asked for."""

    person_id: str
    documents: tuple[str, ...] = ()
    into: str = ""
    kind: str = ""
    remove: bool = False
    why: str = ""


@click.group(cls=DefaultGroup)
@accept_output_options
def review() -> None:
    """Go through what a scan found: what is to be decided, decisions, samples.

    Without a verb: list. Decisions are entries on the case's ledger, of ids alone, and hold after every scan.
    """


@review.command("list", epilog=exit_status_help(repository=False))
@click.option(
    "--sample",
    type=click.IntRange(min=1),
    metavar="N",
    help="Draw N people who were found and N documents in which somebody may be missed, to be judged.",
)
@case_options
def list_command(work: CaseWork, *, sample: int | None) -> Result:
    """List whom a reviewer should look at, the worst first; with --sample, draw what is to be judged."""
    from firstbell.impact.results.description import describe_person
    from firstbell.impact.results.gather import load_people
    from firstbell.impact.results.ranks import rank_people

    kept, _ = load_result(work)
    people = load_people(kept)
    if sample is not None:
        return _draw(work, sample)
    queue = rank_people(people)
    for person in queue:
        notes = sorted({one.note for one in person.exposures if one.note})
        work.output.message({**describe_person(person), "notes": notes})
        work.output.lines([render_person(person), *(f"    {note}" for note in notes)])
    work.output.summary({"people": len(queue)})
    return None


def _draw(work: CaseWork, count: int) -> Result:
    from firstbell.impact.results.description import describe_sample
    from firstbell.impact.results.gather import load_files, load_people
    from firstbell.impact.results.samples import (
        draw_samples,
        list_documents,
        list_first,
        list_positives,
    )

    kept, _ = load_result(work)
    judged = read_answers(work.case.main.read())
    drawn = draw_samples(list_first(list_positives(load_people(kept))), count, judged)
    drawn += draw_samples(list_documents(load_files(kept)), count, judged)
    for one in drawn:
        work.output.message(describe_sample(one))
        work.output.text(f"{one.sample_id}  {one.side}  {one.path}  ({_tell_sample(one)})")
    work.output.note(
        "answer each with `firstbell impact review answer ID right` or `... wrong`; for a document that "
        "misses people, add `--missed` and their number"
    )
    work.output.summary({"samples": len(drawn)})
    return None


def _tell_sample(sample: ReviewSample) -> str:
    if sample.person_id:
        return f"{sample.name}: {', '.join(sample.kinds)}"
    named = f", {sample.mentioned} names of the roster stand in it" if sample.mentioned else ""
    found = f"{sample.people} people were found in it" if sample.people else "nobody was found in it"
    return f"{found}{named}: does it tell of anybody else?"


@review.command(epilog=exit_status_help(repository=False))
@click.argument("sample_id", metavar="ID")
@click.argument("outcome", type=click.Choice(["right", "wrong"]))
@click.option(
    "--missed",
    type=click.IntRange(min=1),
    metavar="N",
    help="How many people the document tells of whom no line of the result names. [as many as it names]",
)
@case_options
def answer(work: CaseWork, *, sample_id: str, outcome: str, missed: int | None) -> Result:
    """Judge a sample: what was found (or that nothing was) is right, or wrong.

    A person is right if the document tells something of theirs. A document is right if it tells of nobody
    whom the result misses. With every 25th answer the facts of the case get the new estimates.
    """
    from firstbell.impact.results.gather import load_files, load_people
    from firstbell.impact.results.samples import list_documents, list_positives

    if missed is not None and outcome == "right":
        raise UsageError(
            "nobody is missed where the answer is right", hint="answer `wrong`, or leave --missed"
        )
    kept, totals = load_result(work)
    known = {one.sample_id for one in (*list_positives(load_people(kept)), *list_documents(load_files(kept)))}
    if sample_id not in known:
        raise UsageError(
            f"there is no sample {sample_id}", hint="`firstbell impact review --sample N` draws some"
        )
    body: dict[str, Any] = {"decision": ANSWER, "sample": sample_id, "outcome": outcome}
    if missed is not None:
        body["missed"] = missed
    entry = work.case.main.append(REVIEWED, body)
    if len(read_answers(work.case.main.read())) % _ANSWERS_A_FACT == 0:
        _put_facts(work, totals, entry)
    work.output.text(f"{sample_id} is {outcome}")
    work.output.summary({"sample": sample_id, "outcome": outcome, "entry": entry.hex_id})
    return None


def _decide(work: CaseWork, verb: str, request: DecisionRequest) -> Result:
    """Put a decision down, and apply it."""
    from firstbell.actions.people import find_person
    from firstbell.impact.results.gather import load_people
    from firstbell.ledger.personal import refuse_personal

    refuse_personal("--why", request.why)
    with changing(work) as kept:
        people = load_people(kept)
        person = find_person(people, request.person_id)
        body: dict[str, Any] = {"decision": verb, "person": person.person_id}
        if request.documents:
            body["documents"] = _find_documents(person, request.documents)
        if request.into:
            body["into"] = find_person(people, request.into).person_id
            if body["into"] == person.person_id:
                raise UsageError("somebody cannot be merged into themselves")
        if request.kind:
            body["kind"] = request.kind
        if request.why:
            body["why"] = request.why
        entry = work.case.main.append(REVIEWED, body)
        _apply(work, entry)
    work.output.text(
        f"{verb} {person.person_id}: entry {entry.hex_id[:12]}; `impact review undo` takes it back"
    )
    alike = _count_sisters(kept, body) if verb in SPREADABLE else 0
    if alike:
        work.output.note(
            f"{alike} more documents have the layout of this one: `firstbell impact review spread "
            f"{entry.hex_id[:12]}` decides them alike"
        )
    work.output.summary({**body, "entry": entry.hex_id, "documents_alike": alike})
    return None


def _count_sisters(kept: Kept, body: dict[str, Any]) -> int:
    from firstbell.impact.results.gather import load_files
    from firstbell.impact.results.layout_decisions import list_sisters

    documents = body.get("documents", ())
    return len(list_sisters(load_files(kept), documents[0])) if len(documents) == 1 else 0


def _apply(work: CaseWork, entry: Entry) -> None:
    from firstbell.cli.impact_work import open_kept
    from firstbell.impact.results.gather import gather

    decisions = list(read_decisions(work.case.main.read()))
    result = gather(open_kept(work), decisions, at=entry.time)
    _put_facts(work, result.totals, entry)


def _put_facts(work: CaseWork, totals: ImpactTotals, entry: Entry) -> None:
    from firstbell.actions.scan import put_result_facts
    from firstbell.ledger import RoleError

    try:
        put_result_facts(work.case, totals, entry.hex_id, bounds=list_bounds(work))
    except RoleError:
        # a reviewer decides whose it is; what is known of the case, others put down
        work.output.note("the facts of the case follow with the next scan, or a director's decision")


def _find_documents(person: PersonRow, named: Iterable[str]) -> list[str]:
    """The hashes of the contents that are named by hash or path. Raises: UsageError."""
    found: list[str] = []
    for one in named:
        contents = {
            exposed.content
            for exposed in person.exposures
            if one in exposed.paths or (len(one) >= 8 and exposed.content.startswith(one.lower()))
        }
        if len(contents) != 1:
            raise UsageError(
                f"{one}: {len(contents) or 'no'} document(s) of this person fit",
                hint=f"`firstbell impact person {person.person_id}` lists them",
            )
        found += contents
    return found


@review.command(epilog=exit_status_help(repository=False))
@click.argument("person_id", metavar="ID")
@_DOCUMENT
@_WHY
@case_options
@collect_case(DecisionRequest)
def confirm(work: CaseWork, request: DecisionRequest) -> Result:
    """Confirm that it is this person's; where several fitted, it is not the others' then."""
    return _decide(work, "confirm", request)


@review.command(epilog=exit_status_help(repository=False))
@click.argument("person_id", metavar="ID")
@_DOCUMENT
@_WHY
@case_options
@collect_case(DecisionRequest)
def dismiss(work: CaseWork, request: DecisionRequest) -> Result:
    """Dismiss a person, or what stands in a document: it is not theirs, or nothing to be told of."""
    return _decide(work, "dismiss", request)


@review.command(epilog=exit_status_help(repository=False))
@click.argument("person_id", metavar="ID")
@click.argument("into", metavar="INTO")
@_WHY
@case_options
@collect_case(DecisionRequest)
def merge(work: CaseWork, request: DecisionRequest) -> Result:
    """Merge a person into another one, INTO, who is the same."""
    return _decide(work, "merge", request)


@review.command(epilog=exit_status_help(repository=False))
@click.argument("person_id", metavar="ID")
@_DOCUMENT
@_WHY
@case_options
@collect_case(DecisionRequest)
def split(work: CaseWork, request: DecisionRequest) -> Result:
    """Split documents off a person: they are about somebody else of the name, outside the roster."""
    if not request.documents:
        raise UsageError("no document is named", hint="name those that are somebody else's by --document")
    return _decide(work, "split", request)


@review.command(epilog=exit_status_help(repository=False))
@click.argument("person_id", metavar="ID")
@click.argument("kind", metavar="KIND")
@_DOCUMENT
@click.option("--remove", is_flag=True, help="The kind is not there after all.")
@_WHY
@case_options
@collect_case(DecisionRequest)
def mark(work: CaseWork, request: DecisionRequest) -> Result:
    """Mark a kind of data that the scan did not see, or with --remove one that is not there."""
    from firstbell.impact.detection.kinds import DataKind

    if request.kind not in set(DataKind):
        raise UsageError(f"there is no kind {request.kind!r}", hint=f"kinds are {', '.join(DataKind)}")
    return _decide(work, "unmark" if request.remove else "mark", request)


@review.command(epilog=exit_status_help(repository=False))
@click.argument("entry_id", metavar="ENTRY")
@case_options
def spread(work: CaseWork, *, entry_id: str) -> Result:
    """Spread a decision to every document of the same layout.

    ENTRY is the beginning of the entry of a decision about one document: confirm, dismiss or mark. What it
    says of that document then holds for all documents with the same columns or the same labels, in later
    scans, too: a kind is marked (or taken away) of everybody whom they name, or they tell of nobody.
    """
    from firstbell.actions.people import find_person
    from firstbell.impact.results.gather import load_files, load_people
    from firstbell.impact.results.layout_decisions import list_sisters

    decided = find_decision(work.case.main.read(), entry_id)
    documents = decided.body.get("documents", ())
    verb = str(decided.body.get("decision"))
    if verb not in SPREADABLE or len(documents) != 1:
        raise UsageError(
            f"{entry_id} is no decision about one document",
            hint="confirm, dismiss or mark with --document makes one",
        )
    with changing(work) as kept:
        content = str(documents[0])
        files = load_files(kept)
        alike = list_sisters(files, content)
        layout = next((row.layout for row in files if row.content == content), "")
        if not layout:
            raise UsageError("this document has no layout", hint="decide the others one by one")
        kinds = [decided.body["kind"]] if decided.body.get("kind") else []
        if verb == "confirm":
            person = find_person(load_people(kept), str(decided.body["person"]))
            kinds = sorted({kind for one in person.exposures if one.content == content for kind in one.kinds})
        body = {"decision": "spread", "into": verb, "layout": layout, "kinds": kinds, "of": decided.hex_id}
        entry = work.case.main.append(REVIEWED, body, refs=[decided.hex_id])
        _apply(work, entry)
    work.output.text(f"{verb} holds for {len(alike)} more documents: entry {entry.hex_id[:12]}")
    work.output.summary({**body, "entry": entry.hex_id, "documents_alike": len(alike)})
    return None


@review.command(epilog=exit_status_help(repository=False))
@click.argument("entry_id", metavar="ENTRY")
@case_options
def undo(work: CaseWork, *, entry_id: str) -> Result:
    """Take a decision back: ENTRY is the beginning of its entry's id."""
    decided = find_decision(work.case.main.read(), entry_id)
    with changing(work):
        body = {"decision": UNDO, "entry": decided.hex_id}
        entry = work.case.main.append(REVIEWED, body, refs=[decided.hex_id])
        _apply(work, entry)
    work.output.text(f"{decided.body.get('decision')} of {show_time(decided.time)} is taken back")
    work.output.summary({**body, "entry_of_undo": entry.hex_id})
    return None
