"""Examining what the catalog holds and nobody examined yet."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Protocol

from firstbell.base.progress import Progress, Silent
from firstbell.catalog import Catalog, ExaminationRow, SnapshotRow, VersionRow
from firstbell.examine.examination import examine_changes, judge_version
from firstbell.examine.history import History
from firstbell.record.examination import ContentReader, Examination
from firstbell.record.versions import Change, FileVersion, Judgement
from firstbell.recover.past import Past
from firstbell.recover.unreadable import LOST, find_lost, judge_unreadable, set_aside, tell_unreadable

# Examining again costs less than trying every blob, until many are lost.
_MOST_RETRIES = 8


class Examiner(Protocol):
    """Judges a snapshot's changes, or one version."""

    def examine(self, changes: Sequence[Change], reader: ContentReader, history: History) -> Examination:
        """The examination of one snapshot."""

    def judge(self, version: FileVersion, reader: ContentReader) -> Judgement:
        """The judgement of one version alone."""


class SnapshotExaminer:
    """The examination room. The judging runs in `executor` where one is given; processes help."""

    def __init__(self, progress: Progress | None = None, executor: Executor | None = None) -> None:
        self._progress = progress or Silent()
        self._executor = executor

    def examine(self, changes: Sequence[Change], reader: ContentReader, history: History) -> Examination:
        """The examination of one snapshot."""
        return examine_changes(
            changes, reader, history=history, executor=self._executor, progress=self._progress
        )

    def judge(self, version: FileVersion, reader: ContentReader) -> Judgement:
        """The judgement of one version alone."""
        return judge_version(version, reader)


@dataclass(frozen=True, slots=True)
class Bench:
    """Where examining happens: the catalog, the repository's content, who judges.

    `closed`: ids of events that are over, by the ledger. `left_out`: hex ids of snapshots that could not be
    taken into the catalog.
    """

    catalog: Catalog
    contents: ContentReader
    examiner: Examiner
    closed: Collection[str] = ()
    left_out: Sequence[str] = ()

    def judge(self, row: VersionRow) -> Judgement:
        """The judgement of a version that was looked at on demand, kept in the catalog."""
        if row.judgement is not None:
            return row.judgement
        try:
            judgement = self.examiner.judge(row.to_version(), self.contents)
        except LOST as error:
            return judge_unreadable(str(error))  # not kept: a copy may come back
        self.catalog.store_judgement(row, judgement)
        return judgement


def examine_pending(bench: Bench, wanted: Collection[bytes] | None = None) -> list[ExaminationRow]:
    """Examine every snapshot that was not, by lines; gives those that were, in the order they were.

    `wanted`: ids of the snapshots that are to be known afterwards; those before them in their lines are
    examined first, since a verdict leans on what came before. None: all.
    """
    catalog = bench.catalog
    known = catalog.list_examinations()
    past = Past(catalog, bench.closed)
    done = []
    for snapshot, before in list(_find_pending(catalog, known, wanted)):
        history = past.recall(snapshot, before, known)
        examination = _examine(bench, catalog.list_changes(snapshot), history)
        catalog.store_examination(snapshot, examination)
        row = _make_row(snapshot, examination, catalog)
        known[snapshot.id] = row
        done.append(row)
    return done


def _examine(bench: Bench, changes: Sequence[Change], history: History) -> Examination:
    lost: dict[bytes, str] = {}
    while True:
        readable, findings = set_aside(changes, lost)
        try:
            examination = bench.examiner.examine(readable, bench.contents, history)
        except LOST as error:
            lost[bytes.fromhex(error.hex_id)] = str(error)
            if len(lost) > _MOST_RETRIES:
                lost |= find_lost(readable, bench.contents)
        else:
            return tell_unreadable(examination, findings)


def _find_pending(
    catalog: Catalog, known: Collection[bytes], wanted: Collection[bytes] | None
) -> Iterator[tuple[SnapshotRow, list[SnapshotRow]]]:
    for line in catalog.list_lines():
        snapshots = catalog.list_snapshots(line.id)
        last = max((row.position for row in snapshots if wanted is None or row.id in wanted), default=-1)
        for snapshot in snapshots[: last + 1]:
            if snapshot.id not in known:
                yield snapshot, snapshots[: snapshot.position]


def _make_row(snapshot: SnapshotRow, examination: Examination, catalog: Catalog) -> ExaminationRow:
    return ExaminationRow(
        snapshot=snapshot,
        verdict=examination.verdict,
        reasons=examination.reasons,
        files_changed=examination.files_changed,
        files_damaged=catalog.count_damaged(snapshot),
        notes=examination.notes,
        deleted=examination.deleted,
        renamed=examination.renamed,
        hints=examination.hints,
    )
