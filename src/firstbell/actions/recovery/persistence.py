"""What a restore would start again: asked of hunts, and what a person keeps of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

from firstbell.actions.entries import RecoverKeep
from firstbell.base.clock import format_time
from firstbell.base.pathtext import show_path
from firstbell.base.progress import Progress
from firstbell.investigate.hunts.autostart import KNOWN, Start
from firstbell.investigate.hunts.hunt import Hunt, HuntOptions
from firstbell.investigate.hunts.match.signs import digest_signs, list_rules, load_signs
from firstbell.investigate.hunts.nights.trees import LoadTree
from firstbell.investigate.hunts.restored import RestoredTree, StartReport
from firstbell.investigate.hunts.store import HuntStore
from firstbell.investigate.hunts.traces import SHOWN
from firstbell.ledger import Entry, Ledger
from firstbell.repository import Repository
from firstbell.runs.plans.pieces import FoundParts, FoundPiece
from firstbell.runs.plans.plan import PathReason, PlannedStart
from firstbell.runs.plans.starts import KEPT, LEFT_OUT, LISTED, STOPS, PieceStarts

OpenHunts = Callable[[Repository], AbstractContextManager[HuntStore]]


@dataclass(frozen=True, slots=True)
class AskedTree:
    """A tree that is to be restored: whose it is, and how its folders are loaded."""

    host: str
    load: LoadTree
    tree_id: bytes


@dataclass(frozen=True, slots=True)
class StartsQuestion:
    """Asks what would start again. `kept`: ids of what a person keeps; `workers`: children that read."""

    open_store: OpenHunts
    progress: Progress
    kept: frozenset[str] = frozenset()
    workers: int = 2

    def ask_plan(self, found: Mapping[str, FoundParts]) -> Mapping[str, Sequence[PieceStarts]]:
        """Of each system's pieces, in their order. Raises: what a hunt raises."""
        pieces = [piece for parts in found.values() for piece in parts.pieces]
        by_repository: dict[str, list[FoundPiece]] = {}
        for piece in pieces:
            by_repository.setdefault(piece.place.repository.hex_id, []).append(piece)
        told: dict[int, PieceStarts] = {}
        for members in by_repository.values():
            trees = [
                AskedTree(piece.line.line.host, piece.trees.load_tree, piece.tree_id) for piece in members
            ]
            answers = self.ask(members[0].place.repository, trees)
            told |= {id(piece): answer for piece, answer in zip(members, answers, strict=True)}
        return {name: [told[id(piece)] for piece in parts.pieces] for name, parts in found.items()}

    def ask(self, repository: Repository, trees: Sequence[AskedTree]) -> list[PieceStarts]:
        """Of each tree; hosts that hold nothing that starts anything are not hunted. Raises: as above."""
        loaded = [RestoredTree.load(tree.host, tree.load, tree.tree_id) for tree in trees]
        asked = [tree for tree in loaded if not tree.is_empty]
        if not asked:
            return [PieceStarts() for _ in loaded]
        signs = load_signs()
        with self.open_store(repository) as store:
            hunt = Hunt(repository, store, list_rules(signs), signs=signs, digest=digest_signs())
            reports = iter(hunt.list_starts(asked, HuntOptions(workers=self.workers), self.progress)[1])
        return [PieceStarts() if tree.is_empty else self._judge(next(reports)) for tree in loaded]

    def _judge(self, report: StartReport) -> PieceStarts:
        told = _Told(self.kept)
        for start in report.starts:
            told.take(start)
        unread = [PathReason(show_path(one.path), one.reason) for one in report.unread]
        return PieceStarts(told.starts, told.left_out, unread, report.directory)


@dataclass
class _Told:
    kept: frozenset[str]
    starts: list[PlannedStart] = field(default_factory=list)
    left_out: dict[bytes, list[str]] = field(default_factory=dict)

    def take(self, start: Start) -> None:
        """Note what becomes of one thing that would start again."""
        if start.strength == KNOWN:
            return
        action = LISTED
        if start.strength == SHOWN:
            action = KEPT if start.hex_id in self.kept else LEFT_OUT if start.is_alone else STOPS
        if action == LEFT_OUT:
            self.left_out.setdefault(start.path, []).append(start.hex_id)
        self.starts.append(_outline(start, action))


def _outline(start: Start, action: str) -> PlannedStart:
    return PlannedStart(
        id=start.hex_id,
        host=start.host,
        place=start.place,
        key=start.key,
        command=start.command,
        path=show_path(start.path),
        strength=start.strength,
        known_after="" if start.known_after_ns is None else format_time(start.known_after_ns),
        known_by=format_time(start.known_by_ns),
        action=action,
    )


def keep_starts_on(ledger: Ledger, starts: Collection[PlannedStart], reason: str) -> list[Entry]:
    """Put on the ledger what a person keeps. Raises: what appending raises."""
    return [
        RecoverKeep(
            start=one.id,
            host=one.host,
            place=one.place,
            key=one.key,
            command=one.command,
            path=one.path,
            reason=reason,
        ).append_to(ledger)
        for one in starts
    ]
