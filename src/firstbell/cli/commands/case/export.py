"""`firstbell case export`: what leaves the case, for whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from firstbell.cli.case_options import (
    CaseWork,
    case_repository_options,
    collect_case,
    folder_argument,
)
from firstbell.cli.case_repositories import open_beside
from firstbell.cli.terminal.exits import exit_status_help
from firstbell.cli.terminal.options import Result

if TYPE_CHECKING:
    from firstbell.ledger import Entry
    from firstbell.record.timeline import TimelineLine

_ROLES = ["director", "technician", "forensic", "counsel", "communications", "reviewer"]


@dataclass(frozen=True, kw_only=True)
class ExportRequest:
    """What `case export` is asked for."""

    target: Path
    role: str
    with_evidence: bool
    why: str


@click.command(epilog=exit_status_help())
@click.argument("target", type=click.Path(path_type=Path))
@folder_argument
@click.option(
    "--for", "role", type=click.Choice(_ROLES), default="director", help="Whose eyes it is for. [director]"
)
@click.option("--evidence", "with_evidence", is_flag=True, help="With what was taken by value.")
@click.option("--why", default="", metavar="TEXT", help="One sentence for the ledger.")
@case_repository_options
@collect_case(ExportRequest)
def export(work: CaseWork, request: ExportRequest) -> Result:
    """Write the case into the new folder TARGET, for one role: a bag (BagIt) that plain Python can check.

    It holds what that role may read (docs/formats/case.md): the record with a verifier, facts, evidence, the
    timeline in every format. Counsel's track goes along for counsel alone, by counsel's --key; sealed values
    never do.
    """
    from firstbell.case.export import Audience, export_case
    from firstbell.case.timeline import list_hunted, list_sources
    from firstbell.investigate.timeline import join_lines

    audience = Audience(request.role, work.find_reader(), request.with_evidence, request.why)
    with open_beside(work, examines=True) as beside:
        if beside is None:
            work.output.note("No repository is named (-r): what its snapshots show is left out.")
        catalog, desk = (beside.catalog, beside.ledger) if beside else (None, None)

        def list_lines(entries: list[Entry]) -> Iterable[TimelineLine]:
            sources = list_sources(work.case, entries, catalog, desk=desk, role=request.role)
            hunted = list_hunted(beside.hunted, request.role) if beside else []
            return join_lines([*sources, hunted])

        done = export_case(work.case, request.target, audience=audience, list_lines=list_lines)
    kept = f"{done.entries} of {done.of_entries} entries"
    work.output.text(f"exported {kept} for {done.role} in {done.files} files to {done.folder}")
    if work.case.has_privileged and done.role == "counsel" and not done.is_privileged:
        work.output.note("counsel's track is left out: it goes along by counsel's own --key alone")
    if done.is_privileged:
        work.output.text("counsel's track is in it: for counsel alone")
    work.output.summary(
        {
            "target": str(done.folder),
            "for": done.role,
            "files": done.files,
            "entries": done.entries,
            "of_entries": done.of_entries,
            "privileged": done.is_privileged,
            "entry": done.entry,
        }
    )
    return None
