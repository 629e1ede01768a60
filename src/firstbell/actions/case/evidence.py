"""Evidence of a case: taken from a repository, from this machine, or by the traces of a hunt; checked; handed
over. Each is an entry, with the hashes.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from firstbell.actions.access.case_repositories import Beside, open_beside, open_needed
from firstbell.actions.access.desk import LaterRepository
from firstbell.base.errors import UnknownIdError, UsageError
from firstbell.base.pathtext import show_path
from firstbell.case.case import Case
from firstbell.case.custody import (
    Exhibit,
    Taking,
    VersionLocation,
    check_exhibit,
    copy_out,
    find_exhibit,
    list_exhibits,
    note_checks,
    refuse_hand_over,
    take_outside_file,
    take_version,
)
from firstbell.case.custody import hand_over as note_hand_over
from firstbell.catalog.errors import SnapshotNotInCatalogError
from firstbell.investigate.acquisition import check_file
from firstbell.investigate.evidence import Condition, EvidenceCheck, EvidenceError, VersionEvidence
from firstbell.ledger import Entry
from firstbell.ledger.pins import LedgerPins

# of a reason on the ledger
_MOST_TRACES, _MOST_RECORDS = 20, 20


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceRequest:
    """What to take: a file of this machine, or `SNAPSHOT:PATH`. `hosts`: for `latest`, only of these.

    `by_value`: the bytes of a version are kept in the case, too.
    """

    what: bytes
    why: str = ""
    by_value: bool = False
    hosts: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TraceEvidenceRequest:
    """Traces of the last hunt whose files to take, by how their ids begin; none: all that are shown."""

    ids: Sequence[str] = ()
    by_value: bool = False


@dataclass(frozen=True, slots=True)
class TraceEvidence:
    """What was taken of the file that some traces rely on; None, and the problem, where it could not be.

    `is_known`: it was in evidence before, and nothing was taken.
    """

    path: str
    traces: Sequence[str]
    exhibit: Exhibit | None
    problem: str = ""
    is_known: bool = False


@dataclass(frozen=True, slots=True)
class EvidenceChecks:
    """What checking found. `unread`: what lies in a repository that nobody named."""

    checks: Sequence[tuple[Exhibit, EvidenceCheck]]
    unread: Sequence[Exhibit]

    @property
    def wrong(self) -> int:
        """How many pieces are not what was taken any more."""
        return sum(check.condition is not Condition.SAME for _, check in self.checks)


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverRequest:
    """Evidence, by how its id begins, and who gets it. `target`: a new file for a copy of it."""

    evidence: str
    to: str
    why: str = ""
    target: Path | None = None


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What was handed over, its entry, and the SHA-256 before and after."""

    exhibit: Exhibit
    entry: Entry
    sha256_before: str
    sha256_after: str


def take_evidence(case: Case, request: EvidenceRequest, repository: LaterRepository) -> Exhibit:
    """Take a file of this machine by value, or a version, whose snapshot is pinned.

    Raises: UsageError for what is neither; what taking evidence, opening and examining raise.
    """
    if os.path.lexists(request.what):
        return take_outside_file(case, Path(os.fsdecode(request.what)), why=request.why)
    if b":" not in request.what:
        raise UsageError(
            f"{show_path(request.what)} is neither a file on this machine nor SNAPSHOT:PATH",
            hint="write a version as latest:/path/inside/the/snapshot",
        )
    with open_needed(case, repository, "a version needs its repository") as beside:
        return _take_from(case, beside, request)


def take_from_hunt(
    case: Case,
    request: TraceEvidenceRequest,
    repository: LaterRepository,
    *,
    tell: Callable[[TraceEvidence], None] = lambda _: None,
) -> list[TraceEvidence]:
    """Take each file that the traces rely on once, in the first snapshot that held what was found. What is in
    evidence already is not taken again, unless its bytes are wanted now.

    `tell`: called after each. Raises: UsageError where no such trace is known; as `take_evidence`, but for a
    file that cannot be taken.
    """
    told = []
    with open_needed(case, repository, "a hunt is over a repository") as beside:
        known = _list_versions(case, beside)
        for (snapshot, path), traces in _group_traces(beside, request.ids).items():
            wanted = EvidenceRequest(
                what=f"{snapshot}:{path}".encode(), why=_explain_traces(traces), by_value=request.by_value
            )
            ids = [str(trace["id"]) for trace in traces]
            before = known.get((snapshot, wanted.what.partition(b":")[2]))
            try:
                if before and (before.is_kept or not request.by_value):
                    one = TraceEvidence(path, ids, before, is_known=True)
                else:
                    one = TraceEvidence(path, ids, _take_from(case, beside, wanted))
            except EvidenceError as error:
                one = TraceEvidence(path, ids, None, str(error))
            tell(one)
            told.append(one)
    return told


def check_evidence(case: Case, ids: Sequence[str], repository: LaterRepository) -> EvidenceChecks:
    """Check that evidence is what was taken: all of it, or what is named; the findings go on the record.

    Raises: EntryNotFoundError; what reading the repository and appending raise.
    """
    entries = case.main.read()
    wanted = [find_exhibit(entries, one) for one in ids] if ids else list_exhibits(entries)
    checks: list[tuple[Exhibit, EvidenceCheck]] = []
    unread = []
    with open_beside(case, repository, examines=False) as beside:
        for exhibit in wanted:
            found = _check(case, exhibit, beside)
            if found is None:
                unread.append(exhibit)
            else:
                checks.append((exhibit, found))
    note_checks(case, checks)
    return EvidenceChecks(checks, unread)


def hand_over(case: Case, request: HandOverRequest, repository: LaterRepository) -> HandedOver:
    """Put down that evidence went to somebody; it is hashed before and after, and copied where that is asked.

    Raises: UsageError where its repository is not named; CaseStateError where it is not what was taken; what
    copying and appending raise.
    """
    exhibit = find_exhibit(case.main.read(), request.evidence)
    with open_beside(case, repository, examines=False) as beside:
        before = _check(case, exhibit, beside)
        if before is None:
            raise UsageError(
                f"evidence {exhibit.hex_id[:8]} is in repository {exhibit.repository[:8]}, which was "
                "not named",
                hint="name the repository with -r or FIRSTBELL_REPOSITORY",
            )
        refuse_hand_over(case, exhibit, before, to=request.to, why=request.why)
        with _copying(case, exhibit, beside, request.target):
            if request.target is not None:
                after: EvidenceCheck | None = check_file(request.target, exhibit.evidence)
            else:
                after = _check(case, exhibit, beside)
            assert after is not None
            entry = note_hand_over(case, exhibit, [before, after], to=request.to, why=request.why)
    return HandedOver(exhibit, entry, before.sha256, after.sha256)


@contextmanager
def _copying(case: Case, exhibit: Exhibit, beside: Beside | None, target: Path | None) -> Iterator[None]:
    """A copy in a new file, if one is asked for; it is gone again if it cannot be put on record."""
    if target is not None:
        copy_out(case, exhibit, source=beside.repository if beside else None, target=target)
    try:
        yield
    except BaseException:
        if target is not None:
            target.unlink(missing_ok=True)
        raise


def _check(case: Case, exhibit: Exhibit, beside: Beside | None) -> EvidenceCheck | None:
    fits = beside is not None and beside.repository.hex_id == exhibit.repository
    return check_exhibit(case, exhibit, beside.repository if beside and fits else None)


def _take_from(case: Case, beside: Beside, request: EvidenceRequest) -> Exhibit:
    spec, _, path = request.what.partition(b":")
    repository = beside.repository
    snapshot = repository.find_snapshot(os.fsdecode(spec), hosts=request.hosts)
    place = VersionLocation(repository, repository.hex_id, LedgerPins(beside.ledger))
    taking = Taking(request.why, request.by_value, _find_state(beside, snapshot.hex_id, path))
    return take_version(case, place, snapshot, path=path, taking=taking)


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


def _list_versions(case: Case, beside: Beside) -> dict[tuple[str, bytes], Exhibit]:
    """(snapshot, path) -> what is in evidence of this repository, by value where it is so."""
    exhibits = [one for one in list_exhibits(case.main.read()) if one.repository == beside.repository.hex_id]
    return {
        (one.evidence.snapshot_hex_id, one.evidence.path): one
        for one in sorted(exhibits, key=lambda one: one.is_kept)
        if isinstance(one.evidence, VersionEvidence)
    }


def _group_traces(beside: Beside, ids: Sequence[str]) -> dict[tuple[str, str], list[Mapping[str, Any]]]:
    """(snapshot, path) -> the traces that rely on that file. Raises: UnknownIdError."""
    traces = [one for one in beside.hunted if one["message_type"] == "trace"]
    if not traces:
        raise UnknownIdError(
            "no hunt found a trace in this repository", hint="`firstbell hunt run` looks for some"
        )
    begins = [given.lower() for given in ids]
    for given, begin in zip(ids, begins, strict=True):
        if not any(trace["id"].startswith(begin) for trace in traces):
            raise UnknownIdError(
                f"no trace of the last hunt has an id that begins with {given!r}",
                hint="`firstbell hunt list` shows the traces",
            )
    groups: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for trace in traces:
        if trace["id"].startswith(tuple(begins)) if begins else trace["strength"] == "shown":
            groups.setdefault((trace["first_snapshot"], trace["path"]), []).append(trace)
    return groups


def _explain_traces(traces: Sequence[Mapping[str, Any]]) -> str:
    told = []
    for trace in traces[:_MOST_TRACES]:
        records = ", ".join(map(str, trace["records"][:_MOST_RECORDS]))
        told.append(f"{trace['sign']} ({trace['id'][:8]}{f', records {records}' if records else ''})")
    more = f" and {len(traces) - _MOST_TRACES} more" if len(traces) > _MOST_TRACES else ""
    return f"hunt: {'; '.join(told)}{more}"
