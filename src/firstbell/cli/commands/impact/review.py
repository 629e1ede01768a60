"""`firstbell impact review`: what a reviewer has to decide, the decisions, samples to be judged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from firstbell.cli.case_options import CaseWork, case_options, collect_case
from firstbell.cli.commands.impact.people import describe_person, find_person, render_person
from firstbell.cli.groups import DefaultGroup
from firstbell.cli.impact_work import changing, load_result
from firstbell.cli.terminal.exits import exit_status_help
from firstbell.cli.terminal.options import Result, UsageError, accept_output_options
from firstbell.cli.times import show_time

if TYPE_CHECKING:
    from firstbell.impact.results.decisions import ReviewDecision
    from firstbell.impact.results.results import PersonRow
    from firstbell.impact.results.samples import ReviewSample
    from firstbell.ledger import Entry

# of the kind that a reviewer may add
REVIEWED = "review.person"
_UNDO, _ANSWER = "undo", "answer"
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
    "--sample", type=click.IntRange(min=1), metavar="N", help="Draw N found and N not found, to be judged."
)
@case_options
def list_command(work: CaseWork, *, sample: int | None) -> Result:
    """List whom a reviewer should look at; with --sample, draw what is to be judged."""
    from firstbell.impact.results.gather import load_people

    kept, _ = load_result(work)
    people = load_people(kept)
    if sample is not None:
        return _draw(work, sample)
    queue = [one for one in people if one.possible_documents or one.confidence == "possible"]
    for person in queue:
        notes = sorted({one.note for one in person.exposures if one.note})
        work.output.message({**describe_person(person), "notes": notes})
        work.output.lines([render_person(person), *(f"    {note}" for note in notes)])
    work.output.summary({"people": len(queue)})
    return None


def _draw(work: CaseWork, count: int) -> Result:
    from firstbell.impact.results.gather import load_files, load_people
    from firstbell.impact.results.samples import draw_samples, list_negatives, list_positives

    kept, _ = load_result(work)
    judged = read_answers(work.case.main.read())
    drawn = draw_samples(list_positives(load_people(kept)), count, judged)
    drawn += draw_samples(list_negatives(load_files(kept)), count, judged)
    for one in drawn:
        work.output.message(_describe_sample(one))
        what = f"{one.name}: {', '.join(one.kinds)}" if one.person_id else "nobody was found in it"
        work.output.text(f"{one.sample_id}  {one.side}  {one.path}  ({what})")
    work.output.note("answer each by `firstbell impact review answer ID right|wrong`")
    work.output.summary({"samples": len(drawn)})
    return None


def _describe_sample(sample: ReviewSample) -> dict[str, Any]:
    return {
        "message_type": "sample",
        "sample_id": sample.sample_id,
        "side": sample.side,
        "path": sample.path,
        "sha256": sample.content,
        "person_id": sample.person_id or None,
        "name": sample.name or None,
        "kinds": list(sample.kinds),
    }


@review.command(epilog=exit_status_help(repository=False))
@click.argument("sample_id", metavar="ID")
@click.argument("outcome", type=click.Choice(["right", "wrong"]))
@case_options
def answer(work: CaseWork, *, sample_id: str, outcome: str) -> Result:
    """Judge a sample: what was found (or that nothing was) is right, or wrong."""
    from firstbell.impact.results.gather import load_files, load_people
    from firstbell.impact.results.samples import list_negatives, list_positives

    kept, _ = load_result(work)
    known = {one.sample_id for one in (*list_positives(load_people(kept)), *list_negatives(load_files(kept)))}
    if sample_id not in known:
        raise UsageError(
            f"there is no sample {sample_id}", hint="`firstbell impact review --sample N` draws some"
        )
    entry = work.case.main.append(REVIEWED, {"decision": _ANSWER, "sample": sample_id, "outcome": outcome})
    work.output.text(f"{sample_id} is {outcome}")
    work.output.summary({"sample": sample_id, "outcome": outcome, "entry": entry.hex_id})
    return None


def read_answers(entries: Iterable[Entry]) -> dict[str, str]:
    """Sample -> what was answered last."""
    undone = _list_undone(entries)
    return {
        str(entry.body["sample"]): str(entry.body["outcome"])
        for entry in entries
        if entry.kind == REVIEWED and entry.body.get("decision") == _ANSWER and entry.hex_id not in undone
    }


def _list_undone(entries: Iterable[Entry]) -> set[str]:
    return {
        str(entry.body.get("entry"))
        for entry in entries
        if entry.kind == REVIEWED and entry.body.get("decision") == _UNDO
    }


def read_decisions(entries: Sequence[Entry]) -> Iterator[ReviewDecision]:
    """The decisions that stand, in their order."""
    from firstbell.impact.results.decisions import VERBS, ReviewDecision

    undone = _list_undone(entries)
    for entry in entries:
        body = entry.body
        if entry.kind == REVIEWED and body.get("decision") in VERBS and entry.hex_id not in undone:
            yield ReviewDecision(
                str(body["decision"]),
                str(body.get("person", "")),
                tuple(map(str, body.get("documents", ()))),
                str(body.get("into", "")),
                str(body.get("kind", "")),
            )


def _decide(work: CaseWork, verb: str, request: DecisionRequest) -> Result:
    """Put a decision down, and apply it."""
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
    work.output.summary({**body, "entry": entry.hex_id})
    return None


def _apply(work: CaseWork, entry: Entry) -> None:
    from firstbell.actions.scan import put_result_facts
    from firstbell.cli.impact_work import open_kept
    from firstbell.impact.results.gather import gather
    from firstbell.ledger import RoleError

    decisions = list(read_decisions(work.case.main.read()))
    result = gather(open_kept(work), decisions, at=entry.time)
    try:
        put_result_facts(work.case, result.totals, entry.hex_id)
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
def undo(work: CaseWork, *, entry_id: str) -> Result:
    """Take a decision back: ENTRY is the beginning of its entry's id."""
    entries = work.case.main.read()
    fitting = [
        one
        for one in entries
        if one.kind == REVIEWED and entry_id and one.hex_id.startswith(entry_id.lower())
    ]
    if len(fitting) != 1 or fitting[0].body.get("decision") == _UNDO:
        raise UsageError(f"{entry_id} is no decision's entry", hint="`firstbell case log` shows them")
    with changing(work):
        body = {"decision": _UNDO, "entry": fitting[0].hex_id}
        entry = work.case.main.append(REVIEWED, body, refs=[fitting[0].hex_id])
        _apply(work, entry)
    work.output.text(f"{fitting[0].body.get('decision')} of {show_time(fitting[0].time)} is taken back")
    work.output.summary({**body, "entry_of_undo": entry.hex_id})
    return None
