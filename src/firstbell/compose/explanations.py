"""The explanation of one file's judgement in one snapshot."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from firstbell.base.pathtext import show_path
from firstbell.catalog import SnapshotRow, VersionRow
from firstbell.compose.errors import PathNotInCatalogError
from firstbell.compose.examination import ExaminationContext
from firstbell.examine.explanation import Explanation, explain
from firstbell.examine.pairs import Pair, PairBasis, pair_changes


@dataclass(frozen=True, slots=True)
class FileExplanation:
    """`snapshot`: the one that first held the version; `before`: the one that it was compared with."""

    snapshot: SnapshotRow
    before: SnapshotRow | None
    pair: Pair
    explanation: Explanation


def explain_file(
    bench: ExaminationContext, path: bytes, *, host: str | None = None, snapshots: Collection[bytes] = ()
) -> FileExplanation:
    """Why the newest version of a path, or the one that one of these snapshots holds, is judged as it is.

    Raises: PathNotInCatalogError.
    """
    row = _find_version(bench, path, host=host, snapshots=snapshots)
    members = bench.catalog.list_snapshots(row.line)
    snapshot = members[row.first]
    pair = _find_pair(bench, snapshot, row)
    return FileExplanation(
        snapshot=snapshot,
        before=members[row.first - 1] if row.first else None,
        pair=pair,
        explanation=explain(pair, bench.contents, bench.judge(row)),
    )


def _find_version(
    bench: ExaminationContext, path: bytes, *, host: str | None, snapshots: Collection[bytes]
) -> VersionRow:
    """The version to tell of: of the newest snapshot that is asked for and holds the path."""
    found: list[tuple[int, int, VersionRow]] = []
    for line, spelled in bench.catalog.list_holders(path):
        if host is not None and line.host != host:
            continue
        rows = bench.catalog.load_versions(line.id, [spelled])[spelled]
        for snapshot in bench.catalog.list_snapshots(line.id):
            if snapshots and snapshot.id not in snapshots:
                continue
            held = [row for row in rows if row.is_held_at(snapshot.position) and row.kind == "file"]
            found += [(snapshot.time_ns, snapshot.position, row) for row in held]
    if not found:
        where = " named" if snapshots else ""
        raise PathNotInCatalogError(
            f"no snapshot{where} holds a file {show_path(path)}",
            hint="give the path as it stands in the snapshot; `firstbell find` looks for a name",
        )
    return max(found, key=lambda one: one[:2])[2]


def _find_pair(bench: ExaminationContext, snapshot: SnapshotRow, row: VersionRow) -> Pair:
    """The version beside the older one that it was judged against, if there is one."""
    alone = Pair(None, row.to_version(), PairBasis.NONE)
    if not snapshot.position:
        return alone
    pairing = pair_changes(bench.catalog.list_changes(snapshot))
    for pair in pairing.pairs:
        if pair.new.path == row.path:
            return pair
    for old, new in pairing.moves:
        if new.path == row.path:
            return Pair(old, new, PairBasis.NAME)
    return alone
