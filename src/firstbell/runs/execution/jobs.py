"""What one system's run works on: its pieces, cut and named as they will stand, and how it is to be done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from firstbell.compose.errors import RecoverError
from firstbell.compose.overlay import TreeOverlay
from firstbell.compose.trim import drop_paths, keep_paths, map_names
from firstbell.record.paths import fold_path
from firstbell.record.tags import COMPOSED_TAG
from firstbell.repository import Repository, Snapshot
from firstbell.runs.execution.waiting_store import DEFAULT_WAIT_S
from firstbell.runs.plans.paths import place_under, read_shown_path
from firstbell.runs.plans.plan import PlannedSystem, PlanPiece
from firstbell.runs.windows_names import map_windows_names
from firstbell.store import Store

if TYPE_CHECKING:
    from firstbell.compose.compose import ComposedTree


class StalePlanError(RecoverError):
    """The repository does not give what the plan was made of."""

    code = "recover.stale_plan"

    def __init__(self, problem: str, *, hint: str = "`firstbell recover plan` makes a new plan") -> None:
        super().__init__(problem, hint=hint)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSettings:
    """How a run is done. `verify_read`: every file is read back from the target, too. `devices`: make them.

    `aside`: folder for what is moved aside, None for one beside the target; `longest_wait_s`: for a vault
    that cannot be reached.
    """

    verify_read: bool = False
    in_place: bool = False
    sparse: bool = False
    windows_names: bool = False
    devices: bool = False
    aside: Path | None = None
    longest_wait_s: float = DEFAULT_WAIT_S
    ownership: bool = True


@dataclass(frozen=True, slots=True)
class RunPiece:
    """One piece, ready. `trees` hold `tree_id`; `base_tree`: of the snapshot that it stands for.

    `reopen`: gives another connection to the store, for another process; None where the same one will do.
    `mapped`: (path, name it is given) of names that were changed.
    """

    piece: PlanPiece
    repository: Repository
    trees: TreeOverlay
    tree_id: bytes
    base_tree: bytes
    root: Path
    reopen: Callable[[], Store] | None = None
    mapped: tuple[tuple[bytes, bytes], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemJob:
    """One system of a run. `shared`: bytes needed, by repository, of packs that others need, too."""

    plan_id: str
    system: PlannedSystem
    target: str
    pieces: tuple[RunPiece, ...]
    settings: RunSettings = field(default_factory=RunSettings)
    who: str = ""
    shared: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


def prepare_piece(
    piece: PlanPiece,
    repository: Repository,
    *,
    recompose: Callable[[], ComposedTree],
    job: tuple[str, RunSettings],
    reopen: Callable[[], Store] | None = None,
) -> RunPiece:
    """The piece with its tree. `job`: target and settings. `recompose` gives a tree that was not written.

    Raises: StalePlanError when the repository does not give the plan's tree; what reading trees raises.
    """
    target, settings = job
    trees = _find_trees(piece, repository, recompose)
    tree_id = keep_paths(trees, bytes.fromhex(piece.tree), [read_shown_path(path) for path in piece.paths])
    tree_id = drop_paths(trees, tree_id, [read_shown_path(one.path) for one in piece.left_out])
    mapped: list[tuple[bytes, bytes]] = []
    if settings.windows_names:
        tree_id, mapped = map_names(trees, tree_id, map_windows_names)
    base = repository.load_snapshot(piece.base)
    root = Path("/") if settings.in_place else place_under(target, piece.under)
    return RunPiece(piece, repository, trees, tree_id, bytes.fromhex(base.tree), root, reopen, tuple(mapped))


def find_newest(repository: Repository, piece: PlanPiece) -> Snapshot | None:
    """The newest backup of the line that a piece comes from."""
    members = [
        snapshot
        for snapshot in repository.list_snapshots()
        if snapshot.hostname == piece.host
        and set(map(fold_path, snapshot.paths)) == set(map(fold_path, piece.line))
        and COMPOSED_TAG not in (snapshot.tags or ())
    ]
    return max(members, key=lambda snapshot: (snapshot.time_ns, snapshot.hex_id), default=None)


def _find_trees(
    piece: PlanPiece, repository: Repository, recompose: Callable[[], ComposedTree]
) -> TreeOverlay:
    if piece.snapshot:
        there = {snapshot.hex_id: snapshot for snapshot in repository.list_snapshots()}
        written = there.get(piece.snapshot)
        if written is not None:
            if written.tree != piece.tree:
                raise StalePlanError(f"snapshot {piece.snapshot[:8]} does not hold the plan's tree")
            return TreeOverlay(repository)
    composed = recompose()
    if composed.tree_id.hex() != piece.tree:
        raise StalePlanError(
            f"{piece.host} {' '.join(piece.line)} was composed again and differs from the one in the plan"
        )
    return composed.overlay.branch()
