"""Composing: the tree a person would want back, as a new snapshot in which no data is copied."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain

from firstbell import __version__
from firstbell.base.clock import format_second, format_time
from firstbell.base.counts import say_count
from firstbell.compose.composition import Composer, Composition, Placement, Scene
from firstbell.compose.doubt import CodePolicy, Doubt, find_before, find_denied
from firstbell.compose.errors import NothingToRestoreError
from firstbell.compose.examination import ExaminationContext
from firstbell.compose.folders import find_lost_folders
from firstbell.compose.hosts import StruckLine, find_horizon
from firstbell.compose.later_lines import JoinedPast
from firstbell.compose.moves import pair_moved
from firstbell.compose.overlay import TreeOverlay
from firstbell.compose.reasons import ask_afterwards, find_leavings, find_releases
from firstbell.compose.removals import find_calm_deletions
from firstbell.compose.renames import StruckNames, carry_damage
from firstbell.compose.sources import NodeSource
from firstbell.compose.tree_builder import BuiltTree, TreeBuilder, TreeStorage
from firstbell.compose.trim import drop_paths
from firstbell.record.tags import COMPOSED_TAG
from firstbell.repository import Repository, Snapshot, walk_tree

# The field of a composed snapshot that says what it was made of; stock restic passes over it.
SOURCES_FIELD = "firstbell"


IsMeant = Callable[[bytes], bool]


def _is_any(_path: bytes) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class PathOrigin:
    """Where what stands at a path comes from, if not from the base. Positions in the line.

    `position`: the snapshot it is taken from; `gone`: the first one after it that no longer held it.
    """

    position: int
    gone: int | None


@dataclass(frozen=True, slots=True)
class ComposedTree:
    """A composed tree, in memory. `files`, `files_from_earlier`: counts. `sources`: hex ids, base first.

    `left_out`: paths of the base snapshot that do not stand under any name, with why. `without_clean`:
    paths whose document has no clean version, with why. `earlier`: of each file that is not the base's.
    `doubted`: paths that the window of doubt or the deny list took another version of, or left out, with why.
    `taken`: files that stand in a version from after the boundary, with what speaks for it; `held`: paths
    with a newer version that was not taken and should be looked at, with why. `removed`: paths that went
    after the boundary and stay gone, since a person said so, with why. `offered`: of the held paths those
    whose newest version reads well, with the hex id of the snapshot that brought it.
    """

    tree_id: bytes
    line: StruckLine
    overlay: TreeOverlay
    files: int
    files_from_earlier: int
    sources: tuple[str, ...]
    left_out: dict[bytes, str]
    without_clean: dict[bytes, str]
    earlier: dict[bytes, PathOrigin]
    doubted: dict[bytes, str]
    doubt: Doubt
    taken: dict[bytes, str] = field(default_factory=dict)
    held: dict[bytes, str] = field(default_factory=dict)
    removed: dict[bytes, str] = field(default_factory=dict)
    offered: dict[bytes, str] = field(default_factory=dict)

    @property
    def base_hex_id(self) -> str:
        """The newest snapshot of the line, which this stands for."""
        return self.line.newest.hex_id

    def list_withheld(self, is_meant: IsMeant = _is_any) -> set[bytes]:
        """Paths that do not stand though people may want them: held back, left out, without a clean version.

        `is_meant`: whether a path counts; by default each does.
        """
        found = self.held.keys() | self.left_out.keys() | self.without_clean.keys()
        return {path for path in found if is_meant(path)}

    def explain_nothing(self, is_meant: IsMeant = _is_any) -> str:
        """Why a tree gives no files, a clause."""
        withheld = self.list_withheld(is_meant)
        if not withheld:
            return f"backup {self.base_hex_id[:8]} holds no files there"
        held = [path for path in withheld if path in self.held]
        boundary = self.line.boundary
        if held and boundary is not None:
            since = format_second(boundary.time)
            return (
                f"{_say_paths(len(held))} held back, because {boundary.why}, and from {since} on nothing "
                "is taken unless something speaks for it"
            )
        reasons = Counter(
            self.without_clean.get(path) or self.left_out.get(path) or self.held[path] for path in withheld
        )
        return f"{_say_paths(len(withheld))} left out: {reasons.most_common(1)[0][0]}"

    def suggest_next(self, is_meant: IsMeant = _is_any) -> str:
        """Which commands take what is held back, or what else there is to do: a clause."""
        paths = self.list_withheld(is_meant)
        if not paths:
            return "`firstbell snapshots` lists the backups"
        offered = Counter(self.offered[path] for path in paths if path in self.offered)
        one = "`firstbell recover release PATH --why TEXT` takes one file"
        if offered:
            brought = "; ".join(
                f"`firstbell examine rule {hex_id[:8]} benign --why TEXT` takes all that backup {hex_id[:8]} "
                f"brought ({count:,} of them)"
                for hex_id, count in offered.most_common(2)
            )
            total = sum(offered.values())
            read = "reads" if total == 1 else "read"
            return f"{total:,} of them {read} well. Look at them; then {brought}; {one}"
        if any(path in self.held for path in paths):
            return f"`firstbell versions PATH` tells what is known of each; {one}"
        event = self.line.event
        if event is not None:
            show = f"`firstbell event show {event.hex_id}`"
            return f"{show} tells what was damaged; older copies may lie elsewhere"
        return "`firstbell versions PATH` tells what is known of each; older copies may lie elsewhere"

    def refuse_empty(self) -> None:
        """Raises: NothingToRestoreError where it holds no files."""
        if not self.files:
            why = self.explain_nothing()
            raise NothingToRestoreError(f"nothing would be restored: {why}", hint=self.suggest_next())


def _say_paths(count: int) -> str:
    return f"{say_count(count, 'path')} {'is' if count == 1 else 'are'}"


def compose_tree(
    repository: Repository, line: StruckLine, bench: ExaminationContext, *, doubt: Doubt | None = None
) -> ComposedTree:
    """Compose the line's tree in memory; nothing is written into the repository.

    Raises: BlobNotFoundError, BlobDamagedError, FormatError when a tree cannot be read.
    """
    overlay = TreeOverlay(repository)
    doubt = doubt or Doubt()
    newest = line.newest
    composition, doubted = _decide(bench, line, doubt, overlay)
    weave = _weave(overlay, line, composition)
    placed = {
        target: placement
        for target, placement in composition.placements.items()
        if target not in weave.blocked and placement.is_from_earlier
    }
    denied = find_denied(overlay, weave.tree_id, doubt.deny, line=line.line.paths, contents=bench.contents)
    tree_id = drop_paths(overlay, weave.tree_id, denied)
    files = bench.catalog.count_files(newest) - composition.files_omitted - len(weave.blocked)
    files += sum(one.found.kind == "file" for one in composition.placements.values())
    if denied or line.later:
        files = sum(entry.node.type == "file" for entry in walk_tree(overlay, tree_id))
    earlier = {path: _find_origin(placement, newest.position) for path, placement in placed.items()}
    positions = sorted({origin.position for origin in earlier.values()}, reverse=True)
    return ComposedTree(
        tree_id=tree_id,
        line=line,
        overlay=overlay,
        files=files,
        files_from_earlier=sum(one.found.kind == "file" for one in placed.values()),
        sources=(newest.hex_id, *(line.timeline[at].hex_id for at in positions if at != newest.position)),
        left_out=composition.left_out | weave.blocked | denied,
        without_clean=composition.without_clean,
        earlier=earlier,
        doubted=doubted | denied,
        doubt=doubt,
        taken={path: why for path, why in composition.taken.items() if path not in denied},
        held=composition.held,
        removed=composition.removed,
        offered={path: line.timeline[at].hex_id for path, at in composition.offered.items()},
    )


def leave_out(composed: ComposedTree, paths: Mapping[bytes, str]) -> ComposedTree:
    """The composed tree without these files, which are listed with why. Raises: what reading trees raises."""
    if not paths:
        return composed
    tree_id = drop_paths(composed.overlay, composed.tree_id, paths)
    return replace(
        composed,
        tree_id=tree_id,
        files=sum(entry.node.type == "file" for entry in walk_tree(composed.overlay, tree_id)),
        left_out=composed.left_out | dict(paths),
        earlier={path: origin for path, origin in composed.earlier.items() if path not in paths},
        taken={path: why for path, why in composed.taken.items() if path not in paths},
    )


def _find_origin(placement: Placement, newest: int) -> PathOrigin:
    first, gone = placement.found.first, placement.found.gone
    if first > newest:
        return PathOrigin(first, gone)  # of a later line
    return PathOrigin(newest if gone is None else min(gone - 1, newest), gone)


def _decide(
    bench: ExaminationContext, line: StruckLine, doubt: Doubt, trees: TreeOverlay
) -> tuple[Composition, dict[bytes, str]]:
    """Every decision about the line, and what was doubted."""
    newest = len(line.timeline) - 1
    past = JoinedPast(bench, line)
    composition = Composition()
    if line.damage is not None or line.boundary is not None:
        composer = Composer(_set_scene(bench, line, past, trees), newest, base=line.newest.position)
        composition = composer.compose()
    if doubt.intruder_since_ns is None:
        return composition, {}
    before = find_before(line.snapshots, doubt.intruder_since_ns)
    code_policy = CodePolicy(past.load(before), bench.contents, past.judge, before, newest)
    return composition, code_policy.doubt(composition)


def _weave(overlay: TreeOverlay, line: StruckLine, composition: Composition) -> BuiltTree:
    is_plain = line.damage is None and line.boundary is None
    if not composition.placements and not composition.omitted and is_plain:
        return BuiltTree(line.newest.tree)
    newest = line.newest.position
    roots = [row.tree for row in line.timeline]
    source = NodeSource(overlay, roots, is_folded=line.is_of_windows)
    clean, extra = newest, []
    if not is_plain:
        horizon = find_horizon(line)
        clean = min(horizon.clean_position, newest)
        own = NodeSource(overlay, roots[: newest + 1], is_folded=line.is_of_windows)
        extra = find_lost_folders(own, horizon, composition.placements)
    return TreeBuilder(TreeStorage(source, overlay, newest, clean), composition, extra).weave()


def _set_scene(bench: ExaminationContext, line: StruckLine, past: JoinedPast, trees: TreeOverlay) -> Scene:
    horizon = find_horizon(line)
    histories = past.load(horizon.clean_position)
    rows = (*line.damage.struck, *line.damage.suspects) if line.damage else ()
    notes = frozenset(chain.from_iterable(row.notes for row in rows))
    contents = (row.content for path in notes for row in histories.find(path) if horizon.is_struck(row))
    roots = [row.tree for row in line.timeline]
    source = NodeSource(trees, roots, is_folded=line.is_of_windows)
    carry_damage(histories, horizon)
    names = StruckNames(histories, horizon)
    after = ask_afterwards(bench, line, histories=histories, trees=trees, judge=past.judge)
    if after is not None:
        pair_moved(histories, after.boundary, compare=after.compare)
    return Scene(
        histories=histories,
        horizon=horizon,
        names=names,
        notes=notes,
        note_contents=frozenset(filter(None, contents)),
        judge=past.judge,
        after=after,
        leavings=find_leavings(bench, line, source),
        # from a boundary on nobody knows whose deletions were whose: what comes back by mistake goes again
        calm=find_calm_deletions(bench, line) if line.boundary is None else frozenset(),
        release=find_releases(bench, line).tell,
    )


def keep_composed(repository: Repository, composed: ComposedTree) -> tuple[Snapshot, bool]:
    """The snapshot that holds the composed tree, and whether it had to be written."""
    written = find_written(repository, composed)
    if written is not None:
        return written, False
    return write_composed(repository, composed), True


def find_written(repository: Repository, composed: ComposedTree) -> Snapshot | None:
    """The newest composed snapshot of the same host and paths with exactly this tree, if there is one."""
    base = repository.load_snapshot(composed.base_hex_id)
    for snapshot in reversed(repository.list_snapshots()):
        is_ours = COMPOSED_TAG in (snapshot.tags or ()) and snapshot.hostname == base.hostname
        if is_ours and set(snapshot.paths) == set(base.paths):
            return snapshot if snapshot.tree == composed.tree_id.hex() else None
    return None


def write_composed(repository: Repository, composed: ComposedTree) -> Snapshot:
    """Write the trees that are new, then the snapshot.

    Raises: StoreError and its kin; the repository is as it was then, but for trees nothing leads to.
    """
    base = repository.load_snapshot(composed.base_hex_id)
    with repository.writer() as writer:
        for data in composed.overlay.trees.values():
            writer.save_tree(data)
    told = _describe_sources(composed)
    snapshot = Snapshot(
        time=format_time(repository.clock.now_ns()),
        tree=composed.tree_id.hex(),
        paths=list(base.paths),
        parent=composed.base_hex_id,
        hostname=base.hostname,
        username=base.username,
        uid=base.uid,
        gid=base.gid,
        excludes=base.excludes,
        tags=[COMPOSED_TAG],
        program_version=f"firstbell {__version__}",
        extra={SOURCES_FIELD: told},
    )
    repository.save_snapshot(snapshot)
    return snapshot


def _describe_sources(composed: ComposedTree) -> dict[str, object]:
    told: dict[str, object] = {"base": composed.base_hex_id, "sources": list(composed.sources)}
    if composed.line.event:
        told["event"] = composed.line.event.hex_id
    if composed.line.boundary:
        told["boundary"] = composed.line.boundary.time
    if composed.doubt.intruder_since_ns is not None:
        told["intruder_since"] = format_time(composed.doubt.intruder_since_ns)
    if composed.doubt.deny.digest:
        told["denied"] = composed.doubt.deny.digest
    return told
