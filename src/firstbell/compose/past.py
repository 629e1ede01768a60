"""What the examination of a snapshot is told of the past of its line, taken along snapshot by snapshot."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Collection, Mapping, Sequence

import msgspec

from firstbell.base.clock import DAY_NS, format_second, parse_time
from firstbell.catalog import Catalog, ExaminationRow, LineRow, SnapshotRow, find_events
from firstbell.catalog.coverage import carry_roots
from firstbell.catalog.events import JOIN_WITHIN_DAYS
from firstbell.compose.verdicts import NO_RULINGS, VerdictRulings
from firstbell.examine.campaign import find_suffixes
from firstbell.examine.history import History
from firstbell.examine.host_evidence import NOTHING, HostEvidence, measure_habits
from firstbell.examine.losses import name_groups
from firstbell.examine.paths import split_path
from firstbell.examine.verdict import leans_on_habits
from firstbell.record.canaries import Canary
from firstbell.record.examination import Examination, Finding, Verdict
from firstbell.record.versions import Change, Judgement, State

# so many calm snapshots make a host's habits
_HABIT_SNAPSHOTS = 60
# fewer deletions are no mass, whatever lies around them: nothing is counted for them
_LEAST_COUNTED = 30
# so many snapshots before the one before held a file as it is: it is not one that people are writing
_LEAST_UNCHANGED = 4


class CatalogCensus:
    """Counts the files of one snapshot when it is asked, once."""

    def __init__(self, catalog: Catalog, snapshot: SnapshotRow, roots: Sequence[bytes]) -> None:
        self._catalog = catalog
        self._snapshot = snapshot
        self._roots = roots

    def count_held(self, *, by_group: bool) -> Mapping[tuple[str, str], int]:
        """Files of the host ("host", ""), and of each top folder and type."""
        if not by_group:
            return {("host", ""): self._catalog.count_files(self._snapshot)}
        held = self._catalog.list_held(self._snapshot)
        return Counter(key for path in held for key in name_groups(path, self._roots))

    def find_returned(self, contents: Mapping[bytes, tuple[bytes, ...]]) -> frozenset[bytes]:
        """Of paths with the blobs they hold now, those that held the same before this snapshot."""
        return self._catalog.find_held_before(
            self._snapshot, {path: b"".join(blobs) for path, blobs in contents.items()}
        )

    def find_unchanged(self, paths: Collection[bytes]) -> frozenset[bytes]:
        """Of paths, those whose file never changed in at least five snapshots up to this one."""
        position = self._snapshot.position
        found = self._catalog.load_versions(self._snapshot.line, paths)
        older = {path: [row for row in rows if row.first <= position] for path, rows in found.items()}
        return frozenset(
            path
            for path, rows in older.items()
            if len(rows) == 1 and rows[0].first <= position - _LEAST_UNCHANGED
        )

    def find_standing(self, contents: Mapping[bytes, tuple[bytes, ...]]) -> frozenset[bytes]:
        """Of paths that went, with the blobs they held: those of which a copy stood, and still stands."""
        joined = {path: b"".join(blobs) for path, blobs in contents.items()}
        standing = self._catalog.find_standing(self._snapshot, joined.values())
        return frozenset(path for path, content in joined.items() if content in standing)


class DeskWords(msgspec.Struct, frozen=True):
    """What the desk's ledger says. `closed`: ids of events that are over."""

    closed: Collection[str] = ()
    rulings: VerdictRulings = NO_RULINGS
    canaries: Sequence[Canary] = ()


class LinePast:
    """The past of one line. `known`: what was examined so far, of all lines, by snapshot id."""

    def __init__(
        self, catalog: Catalog, line: LineRow, words: DeskWords, *, known: Mapping[bytes, ExaminationRow]
    ) -> None:
        self._catalog = catalog
        self._line = line
        self._words = words
        self._known = known
        self._standing: HostEvidence = NOTHING
        self._is_doubted = False
        self._calm: deque[Mapping[str, int]] = deque(maxlen=_HABIT_SNAPSHOTS)
        self._struck: list[ExaminationRow] = []
        self._suffixes: dict[bytes, frozenset[bytes]] = {}
        self._places: Mapping[bytes, bytes] | None = None

    def recall(self, snapshot: SnapshotRow, row: ExaminationRow | None = None) -> History:
        """The history of the snapshot that comes next. `row`: its examination, if it was examined before."""
        open_rows = self._find_open(snapshot)
        ruling = self._words.rulings.find(snapshot)
        is_plain = row is not None and row.evidence is not None and not leans_on_habits(row.evidence)
        return History(
            is_first=not snapshot.position,
            event_open=bool(open_rows),
            is_doubted=self._is_doubted,
            suffixes=frozenset().union(*(self._find_suffixes(row) for row in open_rows)),
            standing=self._standing,
            at_ns=snapshot.time_ns,
            usual={} if is_plain else measure_habits(self._calm),
            roots=tuple(self._find_places(snapshot).values()),
            ruled=ruling.verdict if ruling else "",
            ruled_why=f"at {format_second(ruling.time)}: {ruling.why}" if ruling else "",
        )

    def measure(self, history: History, snapshot: SnapshotRow, changes: Sequence[Change]) -> History:
        """The history with what only an examination needs, and what costs: canaries, counts of files."""
        history = self._find_shrinkage(snapshot, changes, history)
        before = msgspec.structs.replace(snapshot, position=snapshot.position - 1)
        history = msgspec.structs.replace(
            history,
            canaries=self._list_canaries(snapshot),
            census=CatalogCensus(self._catalog, before, history.roots) if snapshot.position else None,
        )
        gone = Counter(
            split_path(change.old.path)[0]
            for change in changes
            if change.old is not None and change.new is None and change.old.kind == "file"
        )
        if gone.total() < _LEAST_COUNTED or not snapshot.position:
            return history
        left_over = self._catalog.count_in_folders(snapshot, gone)
        return msgspec.structs.replace(
            history, left_over=left_over, files_held=self._catalog.count_files(before)
        )

    def take(self, row: ExaminationRow, standing: HostEvidence) -> None:
        """Take what was examined along; `standing`: what is in mind after it."""
        self._standing = standing
        self._is_doubted = row.verdict is not Verdict.CLEAN
        if row.verdict is Verdict.EVENT:
            self._struck.append(row)
        elif row.verdict is Verdict.CLEAN and row.snapshot.position:
            facts = dict(row.evidence.facts) if row.evidence else {"scattered": len(row.deleted)}
            if "lost" in facts and any(reason.code == "ruled.benign" for reason in row.reasons):
                facts["lost.released"] = facts["lost"]
            self._calm.append(facts)

    def _find_shrinkage(self, snapshot: SnapshotRow, changes: Sequence[Change], history: History) -> History:
        found = self._catalog.find_shrinkage(snapshot, changes)
        if found is None:
            return history
        return msgspec.structs.replace(
            history, uncovered=found.paths, uncovered_files=found.files, uncovered_why=found.why
        )

    def _find_places(self, snapshot: SnapshotRow) -> Mapping[bytes, bytes]:
        """Where each path of the line begins in its trees, as one of them tells."""
        if self._places is None:
            self._places = self._catalog.place_roots(snapshot)
        return self._places

    def _list_canaries(self, snapshot: SnapshotRow) -> dict[bytes, bytes]:
        """Those of the host that stood when the snapshot was taken, by their paths in its tree."""
        places = self._find_places(snapshot)
        return {
            path: canary.digest
            for canary in self._words.canaries
            for path in {canary.path, *carry_roots([canary.path], places)}
            if canary.host == snapshot.host
            and (not canary.removed or snapshot.time_ns < parse_time(canary.removed))
        }

    def _find_open(self, snapshot: SnapshotRow) -> list[ExaminationRow]:
        """The struck snapshots of the line whose event is neither closed nor over for long."""
        struck = self._struck
        if not struck or snapshot.time_ns - struck[-1].snapshot.time_ns > JOIN_WITHIN_DAYS * DAY_NS:
            return []
        if not self._words.closed:
            return struck
        for event in find_events(self._known.values()):
            if event.hex_id in self._words.closed:
                over = {row.snapshot.id for row in event.struck}
                struck = [row for row in struck if row.snapshot.id not in over]
        return struck

    def _find_suffixes(self, row: ExaminationRow) -> frozenset[bytes]:
        if row.snapshot.id not in self._suffixes:
            damaged = Judgement(State.DAMAGED, "", "")
            pairs = self._catalog.list_struck_names(row.snapshot)
            findings = tuple(Finding(path, was, damaged) for was, path in pairs)
            self._suffixes[row.snapshot.id] = find_suffixes(Examination(row.verdict, (), 0, findings))
        return self._suffixes[row.snapshot.id]
