"""`firstbell impact people`, `person`, `files`: what a scan found, values masked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import click

from firstbell.cli.case_options import CaseWork, case_options
from firstbell.cli.impact_work import load_result
from firstbell.cli.terminal.exits import exit_status_help
from firstbell.cli.terminal.options import Result, UsageError

if TYPE_CHECKING:
    from firstbell.impact.results.results import Exposed, FileRow, PersonRow

_ROLES = click.Choice(["student", "staff", "guardian", "other"])
_SURE = click.Choice(["certain", "probable", "possible"])
_STATES = click.Choice(["read", "partly", "unreadable", "skipped"])


@click.command("people", epilog=exit_status_help(repository=False))
@click.option("--role", type=_ROLES, help="Only people of this role.")
@click.option("--kind", metavar="KIND", help="Only people with this kind of data.")
@click.option("--confidence", type=_SURE, help="Only those this sure.")
@case_options
def people(work: CaseWork, *, role: str | None, kind: str | None, confidence: str | None) -> Result:
    """List the people whose data was found."""
    from firstbell.impact.results.gather import load_people

    kept, _ = load_result(work)
    found = [
        person
        for person in load_people(kept)
        if (role is None or person.role == role)
        and (kind is None or kind in person.kinds)
        and (confidence is None or person.confidence == confidence)
    ]
    for person in found:
        work.output.message(describe_person(person))
    work.output.lines([render_person(person) for person in found])
    work.output.summary({"people": len(found)})
    return None


def describe_person(person: PersonRow) -> dict[str, Any]:
    """A person for JSON."""
    return {
        "message_type": "person",
        "person_id": person.person_id,
        "sourcedId": person.sourced_id,
        "name": person.name,
        "role": person.role,
        "is_minor": person.is_minor,
        "kinds": person.kinds,
        "documents": person.documents,
        "confidence": person.confidence,
        "linked_by": person.linked_by,
        "possible_kinds": person.possible_kinds,
        "possible_documents": person.possible_documents,
        "reviewed": person.reviewed,
    }


def render_person(person: PersonRow) -> str:
    """A person on one line."""
    from firstbell.cli.terminal.output import show_controls

    name = show_controls(person.name).replace("\n", " ")
    return (
        f"{person.person_id}  {person.confidence:<8}  {person.role:<8}  {name:<32}  "
        f"{person.documents:>5}  {', '.join(person.kinds)}"
    )


@click.command("person", epilog=exit_status_help(repository=False))
@click.argument("person_id", metavar="ID")
@case_options
def person(work: CaseWork, *, person_id: str) -> Result:
    """Show one person: what of theirs stood in which file, and how that is known.

    ID is a person_id, its beginning, or the person's sourcedId.
    """
    from firstbell.impact.results.gather import load_people

    kept, _ = load_result(work)
    one = find_person(load_people(kept), person_id)
    work.output.message(describe_person(one))
    work.output.lines([render_person(one)])
    for exposed in one.exposures:
        work.output.message(_describe_exposed(exposed))
        work.output.lines(list(_render_exposed(exposed)))
    work.output.summary(
        {"person_id": one.person_id, "documents": one.documents, "exposures": len(one.exposures)}
    )
    return None


def find_person(found: Sequence[PersonRow], person_id: str) -> PersonRow:
    """The person of an id. Raises: UsageError."""
    fitting = [one for one in found if person_id in {one.person_id, one.sourced_id}]
    fitting = fitting or [one for one in found if person_id and one.person_id.startswith(person_id)]
    if len(fitting) != 1:
        what = "several people have" if fitting else "nobody has"
        raise UsageError(f"{what} the id {person_id}", hint="`firstbell impact people` lists them")
    return fitting[0]


def _describe_exposed(exposed: Exposed) -> dict[str, Any]:
    return {
        "message_type": "exposure",
        "paths": exposed.paths,
        "content": exposed.content,
        "kinds": exposed.kinds,
        "confidence": exposed.sureness,
        "linked_by": exposed.linked_by,
        "places": exposed.places,
        "values": [
            {"kind": value.kind, "mask": value.mask, "keyed": value.keyed} for value in exposed.values
        ],
        "note": exposed.note,
    }


def _render_exposed(exposed: Exposed) -> Iterable[str]:
    from firstbell.cli.terminal.output import show_controls

    yield f"  {show_controls(exposed.paths[0]).replace(chr(10), ' ')}"
    yield f"    {exposed.sureness} by {', '.join(exposed.linked_by)}: {', '.join(exposed.kinds)}"
    for place in exposed.places[:5]:
        yield f"    at {show_controls(place)}"
    if exposed.values:
        yield "    " + ", ".join(f"{value.kind} {value.mask}" for value in exposed.values[:8])
    if exposed.note:
        yield f"    {exposed.note}"


@click.command("files", epilog=exit_status_help(repository=False))
@click.option("--state", type=_STATES, help="Only files in this state.")
@click.option(
    "--names-only", is_flag=True, help="Only files that name people, and in which no kind of data was found."
)
@case_options
def files(work: CaseWork, *, state: str | None, names_only: bool) -> Result:
    """List the files in scope: what was read, what only in part, what not, and why.

    With --names-only: the files in which somebody should look first, those with the highest risk first.
    """
    from firstbell.impact.results.gather import load_files

    kept, _ = load_result(work)
    found = [file for file in load_files(kept) if state is None or file.state == state]
    if names_only:
        found = sorted(
            filter(attrgetter("names_only"), found), key=lambda file: (-file.risk, -file.mentioned)
        )
    for file in found:
        work.output.message(_describe_file(file))
    work.output.lines([_render_file(file) for file in found])
    work.output.summary({"files": len(found)})
    return None


def _describe_file(file: FileRow) -> dict[str, Any]:
    return {
        "message_type": "file",
        "path": file.path,
        "state": file.state,
        "names_only": file.names_only,
        "names": file.mentioned,
        "risk": round(file.risk, 3),
        "reason": file.reason,
        "kinds": file.kinds,
        "people": file.people,
        "size": file.size,
        "format": file.format,
        "sha256": file.content or None,
        "duplicate_of": file.duplicate_of or None,
        "kinds_of_nobody": file.loose,
        "touched": [{"how": one.how, "when": one.when, "source": one.source} for one in file.touches],
    }


def _render_file(file: FileRow) -> str:
    from firstbell.cli.terminal.output import show_controls

    path = show_controls(file.path).replace("\n", "\\x0a")
    named = "names only" if file.names_only else ""
    further = "; ".join(filter(None, (", ".join(file.kinds), named, show_controls(file.reason))))
    return f"{file.state:<10}  {file.people:>6}  {path}" + (f"  ({further})" if further else "")
