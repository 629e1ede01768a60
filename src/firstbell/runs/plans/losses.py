"""What a piece holds and what it lacks: days, work lost by folder, what has no clean version."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from firstbell.base.clock import NS_PER_S
from firstbell.base.pathtext import show_path
from firstbell.repository import walk_tree
from firstbell.runs.plans.paths import is_within
from firstbell.runs.plans.pieces import FoundPiece
from firstbell.runs.plans.plan import DayCount, PathReason, WorkLoss

MOST_LISTED = 1000
_HOUR_NS = 3600 * NS_PER_S


@dataclass(slots=True)
class _FolderLoss:
    files: int = 0
    hours: float = 0.0
    lost_files: int = 0


@dataclass(slots=True)
class LossTally:
    """Counts of one or more pieces."""

    files: int = 0
    size_bytes: int = 0
    days: dict[str, list[int]] = field(default_factory=dict)
    folders: dict[bytes, _FolderLoss] = field(default_factory=dict)
    without_clean: dict[bytes, str] = field(default_factory=dict)
    set_aside: dict[bytes, str] = field(default_factory=dict)
    taken: dict[bytes, str] = field(default_factory=dict)
    held: dict[bytes, str] = field(default_factory=dict)
    offered: set[bytes] = field(default_factory=set)

    def count(self, piece: FoundPiece) -> tuple[int, int]:
        """Take a piece in; its files and bytes. Raises: what reading its trees raises."""
        base_day = piece.line.newest.time[:10]
        earlier = piece.composed.earlier
        files = size_bytes = 0
        for path, node in walk_tree(piece.trees, piece.tree_id):
            if node.type != "file":
                continue
            origin = earlier.get(path)
            day = base_day if origin is None else piece.line.timeline[origin.position].time[:10]
            counts = self.days.setdefault(day, [0, 0])
            counts[0] += 1
            counts[1] += node.size
            files += 1
            size_bytes += node.size
        self.files += files
        self.size_bytes += size_bytes
        self._count_losses(piece)
        return files, size_bytes

    def _count_losses(self, piece: FoundPiece) -> None:
        snapshots = piece.line.timeline
        for path, origin in piece.composed.earlier.items():
            top = _find_top(piece.paths, path)
            # what came from before the intruder on purpose is told as set aside, not as work lost
            if top is None or origin.gone is None or path in piece.composed.doubted:
                continue
            gone = min(origin.gone, len(snapshots) - 1)
            loss = self.folders.setdefault(_find_folder(path, top), _FolderLoss())
            loss.files += 1
            hours = (snapshots[gone].time_ns - snapshots[origin.position].time_ns) / _HOUR_NS
            loss.hours = max(loss.hours, hours)
        for path, why in piece.composed.without_clean.items():
            top = _find_top(piece.paths, path)
            if top is not None:
                self.without_clean[path] = why
                self.folders.setdefault(_find_folder(path, top), _FolderLoss()).lost_files += 1
        told = (
            (piece.composed.doubted, self.set_aside),
            (piece.composed.taken, self.taken),
            (piece.composed.held, self.held),
        )
        for found, into in told:
            into.update(
                (path, why) for path, why in found.items() if _find_top(piece.paths, path) is not None
            )

        self.offered |= self.held.keys() & piece.composed.offered.keys()

    def list_days(self) -> list[DayCount]:
        """Files and bytes by day, the newest day first."""
        return [DayCount(day, *self.days[day]) for day in sorted(self.days, reverse=True)]

    def list_losses(self) -> list[WorkLoss]:
        """Lost work by folder, the most first."""
        ordered = sorted(self.folders.items(), key=lambda item: (-item[1].hours, -item[1].files, item[0]))
        found = [
            WorkLoss(show_path(folder), loss.files, round(loss.hours, 2), loss.lost_files)
            for folder, loss in ordered
        ]
        return found[:MOST_LISTED]

    @property
    def lost_h(self) -> float:
        """The most hours of work lost in any folder."""
        return round(max((loss.hours for loss in self.folders.values()), default=0.0), 2)


def list_reasons(paths: dict[bytes, str], first: Collection[bytes] = ()) -> list[PathReason]:
    """The paths with why, in order, as far as a plan lists them; before others those that stand `first`."""
    ordered = sorted(paths, key=lambda path: (path not in first, path))
    return [PathReason(show_path(path), paths[path]) for path in ordered[:MOST_LISTED]]


def _find_top(tops: Iterable[bytes], path: bytes) -> bytes | None:
    return next((top for top in tops if is_within(path, top)), None)


def _find_folder(path: bytes, top: bytes) -> bytes:
    """The folder one level below `top` that the path lies in; `top` itself for what lies right in it."""
    rest = list(_split(path[len(top) :] if top != b"/" else path))
    return top if len(rest) < 2 else top.rstrip(b"/") + b"/" + rest[0]


def _split(path: bytes) -> Iterator[bytes]:
    return (name for name in path.split(b"/") if name)
