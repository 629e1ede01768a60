"""Composing: the tree a person would want back, as a new snapshot in which no data is copied."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain

from firstbell import __version__
from firstbell.base.clock import format_time
from firstbell.catalog import HostDamage
from firstbell.record.tags import COMPOSED_TAG
from firstbell.recover.clean import Horizon
from firstbell.recover.composition import Composer, Composition, Scene
from firstbell.recover.examining import Bench
from firstbell.recover.folders import find_lost_folders
from firstbell.recover.hosts import StruckLine
from firstbell.recover.lineage import Histories
from firstbell.recover.overlay import TreeOverlay
from firstbell.recover.renames import StruckNames
from firstbell.recover.sources import NodeSource
from firstbell.recover.weaving import Loom, Weave, Weaver
from firstbell.repository import Repository, Snapshot

# The field of a composed snapshot that says what it was made of; stock restic passes over it.
SOURCES_FIELD = "firstbell"


@dataclass(frozen=True, slots=True)
class ComposedTree:
    """A composed tree, in memory. `files`, `files_from_earlier`: counts. `sources`: hex ids, base first.

    `left_out`: paths of the base snapshot that do not stand under any name, with why. `without_clean`:
    paths whose document has no clean version, with why.
    """

    tree_id: bytes
    line: StruckLine
    overlay: TreeOverlay
    files: int
    files_from_earlier: int
    sources: tuple[str, ...]
    left_out: dict[bytes, str]
    without_clean: dict[bytes, str]

    @property
    def base_hex_id(self) -> str:
        """The newest snapshot of the line, which this stands for."""
        return self.line.newest.hex_id


def compose_tree(repository: Repository, line: StruckLine, bench: Bench) -> ComposedTree:
    """Compose the line's tree in memory; nothing is written into the repository.

    Raises: BlobNotFoundError, BlobDamagedError, FormatError when a tree cannot be read.
    """
    overlay = TreeOverlay(repository)
    catalog = bench.catalog
    newest = line.newest
    composition = Composition()
    weave = Weave(newest.tree)
    if line.damage is not None:
        horizon = Horizon(line.damage.clean_position, line.damage.struck_positions)
        composition = Composer(_set_scene(bench, line.damage, horizon), newest.position).compose()
        source = NodeSource(overlay, [row.tree for row in line.snapshots])
        extra = find_lost_folders(source, horizon, composition.placements)
        loom = Loom(source, overlay, newest.position, horizon.clean_position)
        weave = Weaver(loom, composition, extra).weave()
    placed = [
        placement for target, placement in composition.placements.items() if target not in weave.blocked
    ]
    earlier = [one for one in placed if one.is_from_earlier]
    files = catalog.count_files(newest) - len(composition.omitted)
    files += sum(one.found.kind == "file" for one in composition.placements.values())
    files -= len(weave.blocked)
    positions = {newest.position if one.found.gone is None else one.found.gone - 1 for one in earlier}
    return ComposedTree(
        tree_id=weave.tree_id,
        line=line,
        overlay=overlay,
        files=files,
        files_from_earlier=sum(one.found.kind == "file" for one in earlier),
        sources=(newest.hex_id, *(line.snapshots[at].hex_id for at in sorted(positions, reverse=True))),
        left_out=composition.left_out | weave.blocked,
        without_clean=composition.without_clean,
    )


def _set_scene(bench: Bench, damage: HostDamage, horizon: Horizon) -> Scene:
    touched = bench.catalog.list_touched(damage.line, horizon.clean_position)
    histories = Histories(bench.catalog, damage.line, touched)
    notes = frozenset(chain.from_iterable(row.notes for row in (*damage.struck, *damage.suspects)))
    contents = (row.content for path in notes for row in histories.find(path) if horizon.is_struck(row))
    return Scene(
        histories=histories,
        horizon=horizon,
        names=StruckNames(histories, horizon),
        notes=notes,
        note_contents=frozenset(filter(None, contents)),
        judge=bench.judge,
    )


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
    event = composed.line.event
    told = {"base": composed.base_hex_id, "sources": list(composed.sources)}
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
        extra={SOURCES_FIELD: {**told, "event": event.hex_id} if event else told},
    )
    repository.save_snapshot(snapshot)
    return snapshot
