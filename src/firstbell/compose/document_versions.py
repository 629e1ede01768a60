"""The history of one document for a person: every version, newest first, across its names."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import takewhile

import msgspec

from firstbell.base.pathtext import show_path
from firstbell.catalog import SnapshotRow, VersionRow
from firstbell.compose.boundaries import Boundary, Words
from firstbell.compose.clean import choose_clean
from firstbell.compose.errors import PathNotInCatalogError
from firstbell.compose.examination import ExaminationContext
from firstbell.compose.followers import FOLLOWED, Followers
from firstbell.compose.hosts import StruckLine, find_horizon, list_struck_lines
from firstbell.compose.later_lines import JoinedPast
from firstbell.compose.lineage import Histories, find_tip
from firstbell.compose.reasons import ask_afterwards, find_releases
from firstbell.compose.sources import RawTreeReader
from firstbell.record.versions import Judgement, State


class DocumentVersion(msgspec.Struct, frozen=True):
    """One version. `first` and `last`: the first and the last snapshot that hold it.

    `rejected`: why it is not the clean version, "" for the clean one and those older than it. `boundary`: of
    its line; `why_after`: what speaks for a version from after it.
    """

    row: VersionRow
    first: SnapshotRow
    last: SnapshotRow
    is_clean: bool
    rejected: str
    boundary: Boundary | None = None
    why_after: str = ""


class View(msgspec.Struct, frozen=True):
    """How versions are looked at. `before_ns`: a boundary set by hand. `trees`: tells whose file it was."""

    host: str | None = None
    before_ns: int | None = None
    trees: RawTreeReader | None = None


def list_document(bench: ExaminationContext, path: bytes, view: View | None = None) -> list[DocumentVersion]:
    """The versions of the document that has or had this path, of all hosts or one, newest first.

    Versions that nobody looked at yet are judged now.

    Raises: PathNotInCatalogError.
    """
    view = view or View()
    held = {holder.line.id: holder.path for holder in bench.catalog.list_holders(path)}
    words = Words(bench.entries, view.before_ns, bench.arrivals)
    known = list_struck_lines(bench.catalog, words=words)
    joined = {later.line.id for line in known for later in line.later}
    lines = [
        line
        for line in known
        if line.line.id not in joined
        and any(one.line.id in held for one in (line, *line.later))
        and view.host in (None, line.line.host)
    ]
    if not lines:
        where = f" of host {view.host!r}" if view.host is not None else ""
        raise PathNotInCatalogError(
            f"no snapshot{where} holds {show_path(path)}",
            hint="give the path as it stands in the snapshot; `firstbell find` looks for a name",
        )
    versions = [one for line in lines for one in _list_line(bench, line, _find_path(line, held), view.trees)]
    return sorted(versions, key=lambda one: (-one.first.time_ns, one.first.id, -one.row.first))


def _find_path(line: StruckLine, held: Mapping[int, bytes]) -> bytes:
    """The path as the line has it, or the first of its later ones that does."""
    return next(held[one.line.id] for one in (line, *line.later) if one.line.id in held)


def _list_line(
    bench: ExaminationContext, line: StruckLine, path: bytes, trees: RawTreeReader | None
) -> list[DocumentVersion]:
    past = JoinedPast(bench, line)
    tip = find_tip(past.versions, line.line.id, path)
    if tip is None:
        return []
    horizon = find_horizon(line)
    histories = (
        past.load(horizon.clean_position) if line.boundary else Histories(past.versions, line.line.id, ())
    )
    histories.add([tip.path])
    rows = [_settle(past, row) for row in histories.walk_back(tip)]
    after = ask_afterwards(bench, line, histories=histories, trees=trees, judge=past.judge)
    objections = {id(row): after.object_to_content(row) if after else "" for row in rows}
    objections |= {id(row): FOLLOWED for row in _list_followers(bench, line, histories, rows)}
    open_rows = [row for row in rows if not objections[id(row)]]
    vouched = [row for row in open_rows if after and after.boundary.is_after(row)]
    choice = choose_clean(open_rows, horizon, past.judge, vouched=vouched)
    rejected = {(row.path, row.first): why for row, why in choice.rejected}
    rejected |= {(row.path, row.first): why for row in rows if (why := objections[id(row)])}
    clean = choice.version
    snapshots = line.timeline
    return [
        DocumentVersion(
            row=row,
            first=snapshots[row.first],
            last=_find_last(line, row),
            is_clean=clean is not None and (clean.path, clean.first) == (row.path, row.first),
            rejected=rejected.get((row.path, row.first), ""),
            boundary=line.boundary,
            why_after=after.tell_content(row) if after and after.boundary.is_after(row) else "",
        )
        for row in rows
    ]


def _list_followers(
    bench: ExaminationContext, line: StruckLine, histories: Histories, rows: list[VersionRow]
) -> list[VersionRow]:
    """The newest of these versions that followed on damage, as a composed tree takes them."""
    if line.damage is None or line.boundary is not None:
        return []
    judged = {(row.path, row.first): row.judgement for row in rows if row.judgement is not None}

    def judge(row: VersionRow) -> Judgement:
        known = judged.get((row.path, row.first)) or row.judgement
        return known or bench.judge(row)

    followers = Followers(
        histories=histories,
        horizon=find_horizon(line),
        judge=judge,
        is_struck=lambda row: judge(row).state is State.DAMAGED,
        is_taken=lambda _: False,
        release=find_releases(bench, line).tell,
    )
    return list(takewhile(followers.follows, rows))


def _find_last(line: StruckLine, row: VersionRow) -> SnapshotRow:
    """The last snapshot that holds a version: of its line, or of the later one that it came in."""
    if row.first < len(line.snapshots):
        return line.snapshots[-1 if row.gone is None else min(row.gone, len(line.snapshots)) - 1]
    of = line.timeline[row.first].line
    held = [
        one
        for at, one in enumerate(line.timeline)
        if one.line == of and at < (row.gone or len(line.timeline))
    ]
    return held[-1]


def _settle(past: JoinedPast, row: VersionRow) -> VersionRow:
    return msgspec.structs.replace(row, judgement=past.judge(row)) if row.kind == "file" else row
