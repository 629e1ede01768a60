"""The history of one document for a person: every version, newest first, across its names."""

from __future__ import annotations

from dataclasses import dataclass, replace

from firstbell.catalog import Catalog, HostDamage, SnapshotRow, VersionRow, find_events, find_suspicion
from firstbell.compose.clean import Horizon, choose_clean
from firstbell.compose.errors import PathNotInCatalogError
from firstbell.compose.examining import Bench
from firstbell.compose.lineage import Histories, find_tip


@dataclass(frozen=True, slots=True)
class DocumentVersion:
    """One version. `first` and `last`: the first and the last snapshot that hold it.

    `rejected`: why it is not the clean version, "" for the clean one and those older than it.
    """

    row: VersionRow
    first: SnapshotRow
    last: SnapshotRow
    is_clean: bool
    rejected: str


def list_document(bench: Bench, path: bytes, host: str | None = None) -> list[DocumentVersion]:
    """The versions of the document that has or had this path, of all hosts or one, newest first.

    Versions that nobody looked at yet are judged now.

    Raises: PathNotInCatalogError.
    """
    lines = [line for line in bench.catalog.list_lines_of(path) if host is None or line.host == host]
    if not lines:
        where = f" of host {host!r}" if host is not None else ""
        raise PathNotInCatalogError(
            f"no snapshot{where} holds {path.decode(errors='backslashreplace')}",
            hint="give the path as it stands in the snapshot; `firstbell find` looks for a name",
        )
    damages = _find_damages(bench.catalog)
    versions = [
        one
        for line in lines
        for one in _list_line(bench, find_tip(bench.catalog, line.id, path), damages.get(line.id))
    ]
    return sorted(versions, key=lambda one: (-one.first.time_ns, one.first.id, -one.row.first))


def _find_damages(catalog: Catalog) -> dict[int, HostDamage]:
    examined = list(catalog.list_examinations().values())
    found = {line.id: find_suspicion(examined, line.id) for line in catalog.list_lines()}
    damages = {line: damage for line, damage in found.items() if damage is not None}
    struck = [damage for event in find_events(examined) for damage in event.damages]
    return damages | {damage.line: damage for damage in struck}


def _list_line(bench: Bench, tip: VersionRow | None, damage: HostDamage | None) -> list[DocumentVersion]:
    if tip is None:
        return []
    histories = Histories(bench.catalog, tip.line, [tip.path])
    rows = [_settle(bench, row) for row in histories.walk_back(tip)]
    horizon = Horizon(damage.clean_position, damage.struck_positions) if damage else Horizon()
    choice = choose_clean(rows, horizon, bench.judge)
    rejected = {(row.path, row.first): why for row, why in choice.rejected}
    clean = choice.version
    snapshots = bench.catalog.list_snapshots(tip.line)
    return [
        DocumentVersion(
            row=row,
            first=snapshots[row.first],
            last=snapshots[-1 if row.gone is None else row.gone - 1],
            is_clean=clean is not None and (clean.path, clean.first) == (row.path, row.first),
            rejected=rejected.get((row.path, row.first), ""),
        )
        for row in rows
    ]


def _settle(bench: Bench, row: VersionRow) -> VersionRow:
    return replace(row, judgement=bench.judge(row)) if row.kind == "file" else row
