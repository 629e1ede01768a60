"""What a plan says of what its systems would start again: which files it leaves out, which systems wait."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import msgspec

from firstbell.base.counts import say_count
from firstbell.base.errors import Error
from firstbell.base.pathtext import show_path
from firstbell.compose.trim import drop_paths
from firstbell.restore import find_node
from firstbell.runs.plans.pieces import FoundParts, FoundPiece
from firstbell.runs.plans.plan import LeftOutFile, PathReason, PlannedStart, PlannedSystem, RecoveryPlan

LISTED, LEFT_OUT, STOPS, KEPT = "listed", "left_out", "stops", "kept"
# what must change wherever a directory is restored that others may have copied
DIRECTORY_ADVICE = (
    "Reset the password of krbtgt twice, at least 10 hours apart: tickets made from the old one end then.",
    "Reset the passwords of all administrators and service accounts, then of all users.",
    "Reset the password of directory services restore mode and those of the trusts.",
    "Reset the machine accounts of the domain controllers.",
    "See who is a member of Domain Admins, Enterprise Admins, Schema Admins and Administrators.",
)


class PersistenceShownError(Error):
    """What is to be restored would start what is hostile, and cannot be restored without it."""

    code = "hunt.persistence_shown"


@dataclass(frozen=True, slots=True)
class PieceStarts:
    """What one piece would start again. `left_out`: path of a file that is not restored -> what it starts.

    `unread`: what could not be looked at, with why; `directory`: the directory databases it holds.
    """

    starts: Sequence[PlannedStart] = ()
    left_out: Mapping[bytes, Sequence[str]] = field(default_factory=dict)
    unread: Sequence[PathReason] = ()
    directory: Sequence[bytes] = ()


# system -> what each of its pieces would start again, in their order
AskStarts = Callable[[Mapping[str, FoundParts]], Mapping[str, Sequence[PieceStarts]]]


def leave_out(piece: FoundPiece, paths: Collection[bytes]) -> FoundPiece:
    """The piece without these files. Raises: what reading its trees raises."""
    if not paths:
        return piece
    return replace(piece, tree_id=drop_paths(piece.trees, piece.tree_id, paths))


def list_left_out(piece: FoundPiece, told: PieceStarts) -> list[LeftOutFile]:
    """The files that a piece leaves out, with their sizes."""
    found = []
    for path, ids in sorted(told.left_out.items()):
        node = find_node(piece.trees, piece.tree_id, path)
        found.append(LeftOutFile(show_path(path), node.size, list(ids)))
    return found


def list_stops(system: PlannedSystem) -> list[PlannedStart]:
    """What a system waits for."""
    return [one for one in system.starts if one.action == STOPS]


def explain_stop(name: str, stops: Sequence[PlannedStart]) -> PersistenceShownError:
    """Why a system is not restored, and what a person can do."""
    first = stops[0]
    more = f" and {len(stops) - 1} more" if len(stops) > 1 else ""
    before = f"; the backup of {first.known_after[:16]} does not hold it" if first.known_after else ""
    return PersistenceShownError(
        f"{name} would start again what is hostile: {first.command[:200]} ({first.place} {first.key[-120:]} "
        f"in {first.path}){more}{before}",
        hint=f"restore it as of before that (`recover plan --at TIME`), or keep it: --keep-persistence "
        f"{first.id[:12]} --reason TEXT --yes",
    )


def find_stop(told: PieceStarts) -> PersistenceShownError | None:
    """Why a whole restore stops: something is hostile that cannot be left out; None where nothing is."""
    stops = [one for one in told.starts if one.action == STOPS]
    return explain_stop("what is to be restored", stops) if stops else None


def tell_starts(systems: Iterable[PlannedSystem]) -> Iterator[str]:
    """What whoever reads the plan should know first, a sentence each."""
    for system in systems:
        stops = list_stops(system)
        if stops:
            yield f"{system.name}: it is not restored: {explain_stop(system.name, stops)}"
        for piece in system.pieces:
            for file in piece.left_out:
                yield f"{system.name}: {file.path} on {piece.host} is hostile and left out"
        new = sum(one.action == LISTED for one in system.starts)
        if new:
            noun, verb = ("thing", "starts") if new == 1 else ("things", "start")
            since = "came since the earliest sign, or look hostile: see the list"
            yield f"{system.name}: {new:,} {noun} that {verb} without a person {since}"
        if system.starts_unread:
            count = len(system.starts_unread)
            noun = "1 file" if count == 1 else f"{say_count(count, 'file')}"
            yield f"{system.name}: {noun} that may start something could not be read"
        if system.directory:
            advice = " ".join(DIRECTORY_ADVICE)
            yield f"{system.name}: it holds a directory database. Once it is restored: {advice}"


def keep_starts(plan: RecoveryPlan, kept: Collection[str]) -> RecoveryPlan:
    """The plan with what a person keeps: its files come back, its systems do not wait for it. `kept`: ids."""
    systems = [_keep(system, kept) for system in plan.systems]
    told = set(tell_starts(plan.systems))
    notes = [*tell_starts(systems), *(note for note in plan.notes if note not in told)]
    return msgspec.structs.replace(
        plan,
        systems=systems,
        notes=notes,
        files=sum(system.files for system in systems),
        size_bytes=sum(system.size_bytes for system in systems),
    )


def _keep(system: PlannedSystem, kept: Collection[str]) -> PlannedSystem:
    starts = [
        msgspec.structs.replace(one, action=KEPT)
        if one.id in kept and one.action in (STOPS, LEFT_OUT)
        else one
        for one in system.starts
    ]
    pieces = []
    files = size_bytes = 0
    for piece in system.pieces:
        back = [one for one in piece.left_out if set(one.starts) <= set(kept)]
        size = sum(one.size_bytes for one in back)
        files, size_bytes = files + len(back), size_bytes + size
        pieces.append(
            msgspec.structs.replace(
                piece,
                left_out=[one for one in piece.left_out if one not in back],
                files=piece.files + len(back),
                size_bytes=piece.size_bytes + size,
            )
        )
    return msgspec.structs.replace(
        system,
        starts=starts,
        pieces=pieces,
        files=system.files + files,
        size_bytes=system.size_bytes + size_bytes,
    )


def list_failures(systems: Iterable[PlannedSystem]) -> Mapping[str, dict[str, str]]:
    """Of each system that waits for a person: why, as a run tells a failure."""
    found = {}
    for system in systems:
        stops = list_stops(system)
        if stops:
            error = explain_stop(system.name, stops)
            found[system.name] = {"why": str(error), "code": error.code, "hint": error.hint or ""}
    return found
