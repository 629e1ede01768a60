"""`firstbell case evidence`: taken, listed, checked, handed over."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from firstbell.case.custody import (
    Taking,
    VersionLocation,
    check_exhibit,
    copy_out,
    find_exhibit,
    list_exhibits,
    note_checks,
    take_outside_file,
    take_version,
)
from firstbell.case.custody import hand_over as note_hand_over
from firstbell.case.description import describe_custody, describe_exhibit
from firstbell.case.timeline import name_exhibit
from firstbell.catalog.errors import SnapshotNotInCatalogError
from firstbell.cli.case_options import (
    CaseWork,
    case_options,
    case_repository_options,
    collect_case,
    folder_argument,
)
from firstbell.cli.case_repositories import Beside, open_beside
from firstbell.cli.groups import DefaultGroup
from firstbell.cli.terminal.exits import ExitStatus, exit_status_help
from firstbell.cli.terminal.options import Result, UsageError, accept_options
from firstbell.cli.terminal.output import json_path
from firstbell.cli.times import show_time
from firstbell.investigate.acquisition import check_file
from firstbell.investigate.evidence import Condition, EvidenceError
from firstbell.ledger.pins import LedgerPins

if TYPE_CHECKING:
    from firstbell.case.custody import Exhibit
    from firstbell.investigate.evidence import EvidenceCheck


# of a reason on the ledger
_MOST_TRACES, _MOST_RECORDS = 20, 20


@dataclass(frozen=True, kw_only=True)
class EvidenceRequest:
    """What `case evidence add` is asked for."""

    what: bytes
    why: str
    by_value: bool
    host: tuple[str, ...]


@click.group(cls=DefaultGroup)
@accept_options
def evidence() -> None:
    """Keep evidence in custody: take it, list it, check it, hand it over.

    Without a verb: list.
    """


@evidence.command("list", epilog=exit_status_help(repository=False))
@folder_argument
@case_options
def list_command(work: CaseWork) -> Result:
    """List the evidence: who took it and why, and what has happened to it since."""
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
    return None


@evidence.command(epilog=exit_status_help())
@click.argument("what", metavar="SNAPSHOT:PATH|FILE", type=click.Path(path_type=bytes))
@click.option("--why", default="", metavar="TEXT", help="Why it matters, in one sentence.")
@click.option("--by-value", is_flag=True, help="Also copy the bytes of a version into the case.")
@click.option("-H", "--host", multiple=True, help="For `latest`: only this host.")
@case_repository_options
@collect_case(EvidenceRequest)
def add(work: CaseWork, request: EvidenceRequest) -> Result:
    """Take evidence: a version in a snapshot of the repository, or a file on this machine.

    A version stays in the repository, and a pin keeps its snapshot safe from forget and prune. A file is
    copied into the case and hashed before and after.
    """
    if os.path.lexists(request.what):
        exhibit = take_outside_file(work.case, Path(os.fsdecode(request.what)), why=request.why)
    elif b":" in request.what:
        exhibit = _take_version(work, request)
    else:
        raise UsageError(
            f"{json_path(request.what)} is neither a file on this machine nor SNAPSHOT:PATH",
            hint="write a version as latest:/path/inside/the/snapshot",
        )
    told = describe_exhibit(exhibit)
    work.output.message({"message_type": "evidence", **told})
    work.output.text(f"took {name_exhibit(exhibit)} as evidence {exhibit.hex_id[:8]}")
    work.output.text(f"SHA-256 {exhibit.evidence.sha256}, {exhibit.evidence.size_bytes} bytes")
    if exhibit.pin:
        work.output.note(f"pin {exhibit.pin[:8]} protects its snapshot")
    work.output.summary(
        {"evidence": 1, "id": exhibit.hex_id, "entry": exhibit.hex_id, "sha256": told["sha256"]}
    )
    return None


@evidence.command("from-hunt", epilog=exit_status_help(ExitStatus.INCOMPLETE))
@click.argument("ids", metavar="[ID]...", nargs=-1)
@click.option("--by-value", is_flag=True, help="Keep the bytes of the files in the case, too.")
@case_repository_options
def from_hunt(work: CaseWork, *, ids: tuple[str, ...], by_value: bool) -> Result:
    """Take the files that traces of the last hunt rely on: all that are shown, or those named by ID.

    Each file is taken once, with its SHA-256, in the first snapshot that held what was found; it is
    pinned. The reason names the traces and the numbers of the records.
    """
    taken, missed = 0, 0
    with open_beside(work, examines=True) as beside:
        if beside is None:
            raise UsageError(
                "a hunt is over a repository", hint="name the repository with -r or FIRSTBELL_REPOSITORY"
            )
        for (snapshot, path), traces in _group_traces(beside, ids).items():
            request = EvidenceRequest(
                what=f"{snapshot}:{path}".encode(), why=_explain_traces(traces), by_value=by_value, host=()
            )
            try:
                exhibit = _take_from(work, beside, request)
            except EvidenceError as error:
                work.output.warn(str(error))
                missed += 1
                continue
            taken += 1
            told = {"id": exhibit.hex_id, "sha256": exhibit.evidence.sha256}
            numbers = {"traces": [trace["id"] for trace in traces]}
            work.output.message({"message_type": "evidence", **told, "path": path, **numbers})
            work.output.text(f"took {name_exhibit(exhibit)} as evidence {exhibit.hex_id[:8]}")
    work.output.summary({"evidence": taken, "missed": missed})
    return ExitStatus.INCOMPLETE if missed else None


def _group_traces(beside: Beside, ids: Sequence[str]) -> dict[tuple[str, str], list[Mapping[str, Any]]]:
    """(snapshot, path) -> the traces that rely on that file. Raises: UsageError."""
    traces = [one for one in beside.hunted if one["message_type"] == "trace"]
    if not traces:
        raise UsageError(
            "no hunt found a trace in this repository", hint="`firstbell hunt run` looks for some"
        )
    for given in ids:
        if not any(trace["id"].startswith(given.lower()) for trace in traces):
            raise UsageError(
                f"no trace of the last hunt begins with {given!r}", hint="see `firstbell hunt list`"
            )
    wanted = [
        trace
        for trace in traces
        if (
            any(trace["id"].startswith(given.lower()) for given in ids)
            if ids
            else trace["strength"] == "shown"
        )
    ]
    groups: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for trace in wanted:
        groups.setdefault((trace["first_snapshot"], trace["path"]), []).append(trace)
    return groups


def _explain_traces(traces: Sequence[Mapping[str, Any]]) -> str:
    told = []
    for trace in traces[:_MOST_TRACES]:
        records = ", ".join(map(str, trace["records"][:_MOST_RECORDS]))
        told.append(f"{trace['sign']} ({trace['id'][:8]}{f', records {records}' if records else ''})")
    more = f" and {len(traces) - _MOST_TRACES} more" if len(traces) > _MOST_TRACES else ""
    return f"hunt: {'; '.join(told)}{more}"


def _take_version(work: CaseWork, request: EvidenceRequest) -> Exhibit:
    with open_beside(work, examines=True) as beside:
        if beside is None:
            raise UsageError(
                "a version needs its repository", hint="name the repository with -r or FIRSTBELL_REPOSITORY"
            )
        return _take_from(work, beside, request)


def _take_from(work: CaseWork, beside: Beside, request: EvidenceRequest) -> Exhibit:
    spec, _, path = request.what.partition(b":")
    repository = beside.repository
    snapshot = repository.find_snapshot(os.fsdecode(spec), hosts=request.host)
    place = VersionLocation(repository, repository.hex_id, LedgerPins(beside.ledger))
    state = _find_state(beside, snapshot.hex_id, path)
    taking = Taking(request.why, request.by_value, state)
    return take_version(work.case, place, snapshot, path=path, taking=taking)


def _find_state(beside: Beside, snapshot_hex_id: str, path: bytes) -> str:
    """The state of the version as it was judged; "" where nobody judged it."""
    assert beside.catalog is not None
    try:
        snapshot = beside.catalog.find_snapshot(snapshot_hex_id)
    except SnapshotNotInCatalogError:  # one that Firstbell composed
        return ""
    rows = beside.catalog.load_versions(snapshot.line, [path]).get(path, ())
    states = [row.state for row in rows if row.is_held_at(snapshot.position)]
    return states[0].value if states and states[0] else ""


@evidence.command(epilog=exit_status_help(ExitStatus.INCOMPLETE))
@click.argument("ids", metavar="[ID]...", nargs=-1)
@case_repository_options
def check(work: CaseWork, *, ids: tuple[str, ...]) -> Result:
    """Check that evidence is unchanged: all of it, or only the IDs you name.

    The result goes on the record. To check evidence that stayed in a repository, name the repository.
    """
    entries = work.case.main.read()
    wanted = [find_exhibit(entries, one) for one in ids] if ids else list_exhibits(entries)
    checks: list[tuple[Exhibit, EvidenceCheck]] = []
    unread = 0
    with open_beside(work, examines=False) as beside:
        for exhibit in wanted:
            found = _check(work, exhibit, beside)
            if found is None:
                unread += 1
                work.output.warn(
                    f"evidence {exhibit.hex_id[:8]} is in repository {exhibit.repository[:8]}; name "
                    "that repository"
                )
            else:
                checks.append((exhibit, found))
    note_checks(work.case, checks)
    wrong = [one for one in checks if one[1].condition is not Condition.SAME]
    _tell_checks(work, checks)
    told = {"evidence": len(wanted), "checked": len(checks), "wrong": len(wrong), "unread": unread}
    work.output.summary(told)
    if wrong:
        return ExitStatus.FAILED
    return ExitStatus.INCOMPLETE if unread else None


def _check(work: CaseWork, exhibit: Exhibit, beside: Beside | None) -> EvidenceCheck | None:
    fits = beside is not None and beside.repository.hex_id == exhibit.repository
    return check_exhibit(work.case, exhibit, beside.repository if beside and fits else None)


def _tell_checks(work: CaseWork, checks: Sequence[tuple[Exhibit, EvidenceCheck]]) -> None:
    for exhibit, found in checks:
        told = {"id": exhibit.hex_id, "condition": found.condition.value, "sha256": found.sha256 or None}
        expected = {"expected": exhibit.evidence.sha256, "why": found.why}
        work.output.message({"message_type": "evidence_check", **told, **expected})
        why = f": {found.why}" if found.why else ""
        work.output.text(f"{exhibit.hex_id[:8]}  {found.condition.value}  {name_exhibit(exhibit)}{why}")


@evidence.command("hand-over", epilog=exit_status_help())
@click.argument("evidence_id", metavar="ID")
@click.option("--to", required=True, metavar="WHO", help="Who receives it.")
@click.option("--why", default="", metavar="TEXT", help="Why, in one sentence.")
@click.option(
    "--output", "target", type=click.Path(path_type=Path), help="Also write a copy of it to this new file."
)
@case_repository_options
def hand_over(work: CaseWork, *, evidence_id: str, to: str, why: str, target: Path | None) -> Result:
    """Record that evidence ID was handed over. It is hashed before and after."""
    exhibit = find_exhibit(work.case.main.read(), evidence_id)
    with open_beside(work, examines=False) as beside:
        before = _check(work, exhibit, beside)
        if before is None:
            raise UsageError(
                f"evidence {exhibit.hex_id[:8]} is in repository {exhibit.repository[:8]}, which was "
                "not named",
                hint="name the repository with -r or FIRSTBELL_REPOSITORY",
            )
        after = _hand_out(work, exhibit, beside, target) if target else _check(work, exhibit, beside)
    assert after is not None
    entry = note_hand_over(work.case, exhibit, [before, after], to=to, why=why)
    work.output.text(f"evidence {exhibit.hex_id[:8]} was handed to {to}")
    told = {"id": exhibit.hex_id, "entry": entry.hex_id, "output": str(target) if target else None}
    hashes = {"sha256_before": before.sha256, "sha256_after": after.sha256}
    work.output.summary({"evidence": 1, **told, **hashes})
    return None


def _hand_out(work: CaseWork, exhibit: Exhibit, beside: Beside | None, target: Path) -> EvidenceCheck:
    """Copy the evidence out; what the copy is."""
    copy_out(work.case, exhibit, source=beside.repository if beside else None, target=target)
    return check_file(target, exhibit.evidence)
