"""`firstbell case export`: what leaves the case, for whom."""

from __future__ import annotations

from pathlib import Path

import click

from firstbell.actions.case.timeline import export as export_case
from firstbell.base.counts import say_count, say_share
from firstbell.case.export import Audience
from firstbell.cli.case_options import CaseWork, case_repository_command, folder_argument
from firstbell.cli.case_repositories import names_repository, open_named
from firstbell.ledger.roles import ROLES


@case_repository_command()
@click.argument("target", type=click.Path(path_type=Path))
@folder_argument
@click.option(
    "--for",
    "role",
    type=click.Choice(ROLES),
    default="director",
    help="Role that the export is for. [director]",
)
@click.option(
    "--evidence", "with_evidence", is_flag=True, help="Include copies of the evidence kept in the case."
)
@click.option("--why", default="", metavar="TEXT", help="A one-sentence reason for the ledger.")
def export(work: CaseWork, *, target: Path, role: str, with_evidence: bool, why: str) -> None:
    """Export the case for one role to the new folder TARGET, as a bag (BagIt) that plain Python can check.

    The export holds what that role may read (docs/formats/case.md): the record with a verifier, facts,
    evidence, and the timeline in every format. Counsel's track is included only for counsel, with counsel's
    --key. Sealed values are never included.

    \b
    EXAMPLE
      firstbell case export /media/stick/insurer --for counsel --case /srv/case
    """
    audience = Audience(role, work.find_reader(), with_evidence, why)
    if not names_repository(work.repository):
        work.output.note("No repository is named (-r), so the export leaves out what its snapshots show.")
    done = export_case(work.case, target, audience=audience, repository=open_named(work))
    kept = say_share(done.entries, done.of_entries, "entry", many="entries")
    work.output.text(f"exported {kept} for {done.role} in {say_count(done.files, 'file')} to {done.folder}")
    if work.case.has_privileged and done.role == "counsel" and not done.is_privileged:
        work.output.note("counsel's track is left out; only counsel's own --key includes it")
    if done.is_privileged:
        work.output.text("counsel's track is included: give this export to counsel only")
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
