"""`firstbell impact people`, `person`, `files`: what a scan found, values masked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import click

from firstbell.actions.impact.people import (
    FilesRequest,
    PeopleRequest,
    list_choices,
    list_files,
    list_people,
    load_person,
)
from firstbell.base.counts import say_count
from firstbell.cli.case_options import CaseWork, case_command
from firstbell.cli.impact_work import load_result
from firstbell.cli.terminal.options import collect
from firstbell.cli.terminal.output import show_controls
from firstbell.documents.causes import count_causes, say_reason
from firstbell.impact.detection.kinds.kind import list_kinds
from firstbell.impact.results.description import describe_exposed, describe_file, describe_person
from firstbell.impact.results.results import Exposed, FileRow, PersonRow
from firstbell.record.data_kinds import say_data_kind, say_data_kinds

_ROLES = click.Choice(["student", "staff", "guardian", "other"])
_SURE = click.Choice(["certain", "probable", "possible"])
_STATES = click.Choice(["read", "partly", "unreadable", "skipped"])


class _DataKind(click.ParamType[str]):
    """A kind of data, by its name or in the words that the list shows."""

    name = "kind"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Its name."""
        kinds = list_kinds()
        names = {say_data_kind(kind): kind for kind in kinds} | {kind: kind for kind in kinds}
        if value not in names:
            told = f"there is no kind of data called {value!r}; the kinds are {', '.join(kinds)}"
            self.fail(told, param, ctx)
        return names[str(value)]


@case_command("people")
@click.option("--role", type=_ROLES, help="Only people with this role.")
@click.option("--kind", type=_DataKind(), metavar="KIND", help="Only people with this kind of data.")
@click.option("--confidence", type=_SURE, help="Only people with this certainty.")
@click.option(
    "--words",
    default="",
    metavar="TEXT",
    help="Only people whose name or number in the roster (sourcedId) contains this text.",
)
@click.option("--limit", type=int, metavar="N", help="List at most this many people.")
@click.option("--after", default="", metavar="ID", help="Go on after the person with this id.")
@collect(PeopleRequest)
def people(work: CaseWork, request: PeopleRequest) -> None:
    """List the people whose data was found.

    With --limit, the summary says how many people fit in all (people) and how to go on (next).
    """
    kept, _ = load_result(work)
    part = list_people(kept, request)
    for person in part.rows:
        work.output.message(describe_person(person))
    work.output.lines([render_person(person) for person in part.rows])
    more = {} if request.limit is None else {"next": part.next_id or None, "choices": list_choices(kept)}
    if part.next_id:
        work.output.note(f"To go on: firstbell impact people --limit {request.limit} --after {part.next_id}")
    work.output.summary({"people": part.total, **more})


def render_person(person: PersonRow) -> str:
    """A person on one line."""
    name = show_controls(person.name).replace("\n", " ")
    return (
        f"{person.person_id}  {person.confidence:<8}  {person.role:<8}  {name:<32}  "
        f"{person.documents:>5}  {say_data_kinds(person.kinds)}"
    )


@case_command("person")
@click.argument("person_id", metavar="ID")
def person(work: CaseWork, *, person_id: str) -> None:
    """Show one person: which of their data was in which file, and how Firstbell knows.

    ID is a person_id, its first characters, or the person's sourcedId.

    \b
    EXAMPLE
      firstbell impact person 200459 --case /srv/case
    """
    kept, _ = load_result(work)
    one = load_person(kept, person_id)
    work.output.message(describe_person(one))
    work.output.lines([render_person(one)])
    for exposed in one.exposures:
        work.output.message(describe_exposed(exposed))
        work.output.lines(list(_render_exposed(exposed)))
    work.output.summary(
        {"person_id": one.person_id, "documents": one.documents, "exposures": len(one.exposures)}
    )


def _render_exposed(exposed: Exposed) -> Iterable[str]:
    yield f"  {show_controls(exposed.paths[0]).replace(chr(10), ' ')}"
    yield f"    {exposed.sureness} by {', '.join(exposed.linked_by)}: {say_data_kinds(exposed.kinds)}"
    for place in exposed.places[:5]:
        yield f"    at {show_controls(place)}"
    if exposed.values:
        yield "    " + ", ".join(f"{say_data_kind(value.kind)} {value.mask}" for value in exposed.values[:8])
    if exposed.note:
        yield f"    {exposed.note}"


@case_command("files")
@click.option("--state", type=_STATES, help="Only files in this state.")
@click.option(
    "--names-only", is_flag=True, help="Only files that name people but hold no known kind of data."
)
def files(work: CaseWork, *, state: str | None, names_only: bool) -> None:
    """List the files in scope: which were read, which only partly, which not, and why.

    --names-only lists the files that somebody should look at first, the riskiest first.
    """
    kept, _ = load_result(work)
    found = list_files(kept, FilesRequest(state, names_only=names_only))
    for file in found:
        work.output.message(describe_file(file))
    work.output.lines([_render_file(file) for file in found])
    for (cause, advice), count in count_causes(file.reason for file in found).most_common():
        if advice:
            work.output.text(f"{say_count(count, 'file')}: {show_controls(cause)}. {advice}")
    work.output.summary({"files": len(found)})


def _render_file(file: FileRow) -> str:
    path = show_controls(file.path).replace("\n", "\\x0a")
    named = "names only" if file.names_only else ""
    cause = show_controls(say_reason(file.reason))
    further = "; ".join(filter(None, (say_data_kinds(file.kinds), named, cause)))
    return f"{file.state:<10}  {file.people:>6}  {path}" + (f"  ({further})" if further else "")
