"""`firstbell case evidence`: taken, listed, checked, handed over."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from firstbell.actions.case import evidence as actions
from firstbell.case.custody import Exhibit, list_exhibits
from firstbell.case.description import describe_custody, describe_exhibit
from firstbell.case.timeline import name_exhibit
from firstbell.cli.case_options import CaseWork, case_command, case_repository_command, folder_argument
from firstbell.cli.case_repositories import open_named
from firstbell.cli.groups import DefaultGroup
from firstbell.cli.terminal.exits import ExitStatus
from firstbell.cli.terminal.options import Result, accept_options, collect
from firstbell.cli.times import show_time
from firstbell.investigate.evidence import EvidenceCheck


@click.group(cls=DefaultGroup)
@accept_options
def evidence() -> None:
    """Keep evidence in custody: take it, list it, check it, hand it over.

    Without a verb: list.
    """


@case_command("list", by=evidence.command)
@folder_argument
def list_command(work: CaseWork) -> None:
    """List the evidence: who took it and why, and what has happened to it since.

    \b
    EXAMPLE
      firstbell case evidence list /srv/case
    """
    entries, _ = work.case.read_main(work.find_reader())
    names = work.case.name_actors()
    exhibits = list_exhibits(entries)
    for exhibit in exhibits:
        told = describe_custody(exhibit, names)
        work.output.message(told)
        by = "kept" if exhibit.is_kept else "by reference"
        work.output.text(f"{exhibit.hex_id[:8]}  {name_exhibit(exhibit)}  {told['size_bytes']} bytes, {by}")
        work.output.text(
            f"          {show_time(told['time'])}: taken by {told['taken_by']}: {told['why'] or '-'}"
        )
        for line in told["custody"]:
            work.output.text(f"          {line}")
    work.output.summary({"evidence": len(exhibits)})


@case_repository_command(by=evidence.command)
@click.argument("what", metavar="SNAPSHOT:PATH|FILE", type=click.Path(path_type=bytes))
@click.option("--why", default="", metavar="TEXT", help="Why it matters, in one sentence.")
@click.option("--by-value", is_flag=True, help="Also copy the bytes of a version into the case.")
@click.option("-H", "--host", "hosts", multiple=True, help="For `latest`: only this host.")
@collect(actions.EvidenceRequest)
def add(work: CaseWork, request: actions.EvidenceRequest) -> None:
    """Take evidence: a version in a snapshot of the repository, or a file on this machine.

    A version stays in the repository, and a pin keeps its snapshot safe from forget and prune. A file is
    copied into the case and hashed before and after.

    \b
    EXAMPLE
      firstbell case evidence add latest:/srv/school/README.txt --why "the ransom note" --case /srv/case
    """
    exhibit = actions.take_evidence(work.case, request, open_named(work))
    told = describe_exhibit(exhibit)
    work.output.message({"message_type": "evidence", **told})
    work.output.text(f"took {name_exhibit(exhibit)} as evidence {exhibit.hex_id[:8]}")
    work.output.text(f"SHA-256 {exhibit.evidence.sha256}, {exhibit.evidence.size_bytes} bytes")
    if exhibit.pin:
        work.output.note(f"pin {exhibit.pin[:8]} protects its snapshot")
    work.output.summary(
        {"evidence": 1, "id": exhibit.hex_id, "entry": exhibit.hex_id, "sha256": told["sha256"]}
    )


@case_repository_command("from-hunt", by=evidence.command, further=[ExitStatus.INCOMPLETE])
@click.argument("ids", metavar="[ID]...", nargs=-1)
@click.option("--by-value", is_flag=True, help="Keep the bytes of the files in the case, too.")
def from_hunt(work: CaseWork, *, ids: tuple[str, ...], by_value: bool) -> Result:
    """Take the files that traces of the last hunt rely on: all that are shown, or those named by ID.

    Each file is taken once, with its SHA-256, in the first snapshot that held what was found; it is
    pinned. The reason names the traces and the numbers of the records. A file that is in evidence already
    is named and not taken again.

    \b
    EXAMPLE
      firstbell case evidence from-hunt 4f3c2a91 --by-value --case /srv/case
    """

    def tell(one: actions.TraceEvidence) -> None:
        if one.exhibit is None:
            work.output.warn(one.problem)
            return
        told = {"id": one.exhibit.hex_id, "sha256": one.exhibit.evidence.sha256}
        numbers = {"traces": list(one.traces)}
        known = {"already": True} if one.is_known else {}
        work.output.message({"message_type": "evidence", **told, "path": one.path, **numbers, **known})
        name, hex_id = name_exhibit(one.exhibit), one.exhibit.hex_id[:8]
        work.output.text(
            f"{name} is in evidence already ({hex_id})" if known else f"took {name} as evidence {hex_id}"
        )

    request = actions.TraceEvidenceRequest(ids=ids, by_value=by_value)
    found = actions.take_from_hunt(work.case, request, open_named(work), tell=tell)
    missed = sum(one.exhibit is None for one in found)
    already = sum(one.is_known for one in found)
    work.output.summary({"evidence": len(found) - missed, "missed": missed, "already": already})
    return ExitStatus.INCOMPLETE if missed else None


@case_repository_command(by=evidence.command, further=[ExitStatus.INCOMPLETE])
@click.argument("ids", metavar="[ID]...", nargs=-1)
def check(work: CaseWork, *, ids: tuple[str, ...]) -> Result:
    """Check that evidence is unchanged: all of it, or only the IDs you name.

    The result goes on the record. To check evidence that stayed in a repository, name the repository.

    \b
    EXAMPLE
      firstbell case evidence check --case /srv/case
    """
    found = actions.check_evidence(work.case, ids, open_named(work))
    for exhibit in found.unread:
        work.output.warn(
            f"evidence {exhibit.hex_id[:8]} is in repository {exhibit.repository[:8]}; name that repository"
        )
    _tell_checks(work, found.checks)
    checked, unread = len(found.checks), len(found.unread)
    told = {"evidence": checked + unread, "checked": checked, "wrong": found.wrong, "unread": unread}
    work.output.summary(told)
    if found.wrong:
        return ExitStatus.FAILED
    return ExitStatus.INCOMPLETE if unread else None


def _tell_checks(work: CaseWork, checks: Sequence[tuple[Exhibit, EvidenceCheck]]) -> None:
    for exhibit, found in checks:
        told = {"id": exhibit.hex_id, "condition": found.condition.value, "sha256": found.sha256 or None}
        expected = {"expected": exhibit.evidence.sha256, "why": found.why}
        work.output.message({"message_type": "evidence_check", **told, **expected})
        why = f": {found.why}" if found.why else ""
        work.output.text(f"{exhibit.hex_id[:8]}  {found.condition.value}  {name_exhibit(exhibit)}{why}")


@case_repository_command("hand-over", by=evidence.command)
@click.argument("evidence_id", metavar="ID")
@click.option("--to", required=True, metavar="WHO", help="Who receives it.")
@click.option("--why", default="", metavar="TEXT", help="Why, in one sentence.")
@click.option(
    "--output", "target", type=click.Path(path_type=Path), help="Also write a copy of it to this new file."
)
def hand_over(work: CaseWork, *, evidence_id: str, to: str, why: str, target: Path | None) -> None:
    """Record that evidence ID was handed over. It is hashed before and after.

    \b
    EXAMPLE
      firstbell case evidence hand-over 4f3c2a91 --to "Agent Ruiz, FBI" --output note.txt --case /srv/case
    """
    request = actions.HandOverRequest(evidence=evidence_id, to=to, why=why, target=target)
    done = actions.hand_over(work.case, request, open_named(work))
    exhibit = done.exhibit
    work.output.text(f"evidence {exhibit.hex_id[:8]} was handed to {to}")
    told = {"id": exhibit.hex_id, "entry": done.entry.hex_id, "output": str(target) if target else None}
    hashes = {"sha256_before": done.sha256_before, "sha256_after": done.sha256_after}
    work.output.summary({"evidence": 1, **told, **hashes})
