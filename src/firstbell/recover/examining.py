"""Examining what the catalog holds and nobody examined yet."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from firstbell.base.progress import Progress
from firstbell.catalog import Catalog, ExaminationRow, SnapshotRow, VersionRow
from firstbell.record.examination import ContentReader, Examination
from firstbell.record.versions import Change, FileVersion, Judgement


class Examiner(Protocol):
    """Judges; what it needs of the past it takes from the catalog's rows."""

    def examine(
        self, changes: Sequence[Change], reader: ContentReader, past: Sequence[ExaminationRow]
    ) -> Examination:
        """The examination of one snapshot. `past`: what was found in the snapshots before it of its line."""

    def judge(self, version: FileVersion, reader: ContentReader) -> Judgement:
        """The judgement of one version alone."""


@dataclass(frozen=True, slots=True)
class Bench:
    """Where examining happens: the catalog, the repository's content, who judges, and who listens."""

    catalog: Catalog
    contents: ContentReader
    examiner: Examiner
    progress: Progress

    def judge(self, row: VersionRow) -> Judgement:
        """The judgement of a version that was looked at on demand, kept in the catalog."""
        if row.judgement is not None:
            return row.judgement
        judgement = self.examiner.judge(row.to_version(), self.contents)
        self.catalog.store_judgement(row, judgement)
        return judgement


def examine_pending(bench: Bench, wanted: Collection[bytes] | None = None) -> list[ExaminationRow]:
    """Examine every snapshot that was not, by lines; gives those that were, in the order they were.

    `wanted`: ids of the snapshots that are to be known afterwards; those before them in their lines are
    examined first, since a verdict leans on what came before. None: all.
    """
    known = bench.catalog.list_examinations()
    pending = list(_find_pending(bench.catalog, known, wanted))
    bench.progress.start("examine", total_files=None)
    done = []
    for snapshot, past in pending:
        examined = [known[row.id] for row in past if row.id in known]
        changes = bench.catalog.list_changes(snapshot)
        examination = bench.examiner.examine(changes, bench.contents, examined)
        bench.catalog.store_examination(snapshot, examination)
        bench.progress.advance(files=len(changes))
        row = _make_row(snapshot, examination, bench.catalog)
        known[snapshot.id] = row
        done.append(row)
    bench.progress.finish()
    return done


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
