"""Examining what the catalog holds and nobody examined yet."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import Executor
from typing import TYPE_CHECKING, Protocol

import msgspec

from firstbell.base.deferral import defer
from firstbell.base.progress import Progress, Silent
from firstbell.catalog import Catalog, ExaminationRow, SnapshotRow, VersionRow
from firstbell.compose.past import DeskWords, LinePast
from firstbell.compose.unreadable import (
    LOST,
    UNREADABLE,
    find_lost,
    judge_unreadable,
    set_aside,
    tell_unreadable,
)
from firstbell.compose.verdicts import NO_RULINGS, VerdictRulings
from firstbell.examine.history import History
from firstbell.examine.host_evidence import HostEvidence
from firstbell.examine.verdict import decide
from firstbell.ledger import Entry
from firstbell.record.arrivals import Arrival
from firstbell.record.canaries import Canary
from firstbell.record.examination import ContentReader, Examination
from firstbell.record.versions import Change, FileVersion, Judgement

# a catalog in which everything is examined is asked without what examining takes
if TYPE_CHECKING:
    from firstbell.examine import examination as examining
else:
    examining = defer("firstbell.examine.examination")

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
        return examining.examine_changes(
            changes, reader, history=history, executor=self._executor, progress=self._progress
        )

    def judge(self, version: FileVersion, reader: ContentReader) -> Judgement:
        """The judgement of one version alone."""
        return examining.judge_version(version, reader)


class ExaminationContext(msgspec.Struct, frozen=True):
    """Where examining happens: the catalog, the repository's content, who judges.

    `closed`: ids of events that are over, by the ledger. `left_out`: hex ids of snapshots that could not be
    taken into the catalog. `rulings`, `canaries`: those on the desk's ledger, whose `entries` these are.
    `arrivals`: when snapshots came, by hex id, as far as somebody knows.
    """

    catalog: Catalog
    contents: ContentReader
    examiner: Examiner
    closed: Collection[str] = ()
    left_out: Sequence[str] = ()
    rulings: VerdictRulings = NO_RULINGS
    canaries: Sequence[Canary] = ()
    entries: Sequence[Entry] = ()
    arrivals: Mapping[str, Arrival] = msgspec.field(default_factory=dict)

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


def examine_pending(
    bench: ExaminationContext, wanted: Collection[bytes] | None = None
) -> list[ExaminationRow]:
    """Examine every snapshot that was not, by lines; gives those that were, in the order they were.

    `wanted`: ids of the snapshots that are to be known afterwards; those before them in their lines are
    examined first, since a verdict leans on what came before. None: all.
    Verdicts that stand are worked out anew from the evidence that is kept, and changed where the past, or a
    ruling, is another now. A snapshot is examined again where a person ruled on it since, or where an
    earlier one is known by now to have appended a suffix.
    """
    known = bench.catalog.list_examinations()
    done: list[ExaminationRow] = []
    words = DeskWords(bench.closed, bench.rulings, bench.canaries)
    for line in bench.catalog.list_lines():
        snapshots = bench.catalog.list_snapshots(line.id)
        last = max((row.position for row in snapshots if wanted is None or row.id in wanted), default=-1)
        past = LinePast(bench.catalog, line, words, known=known)
        for snapshot in snapshots:
            row = known.get(snapshot.id)
            history = past.recall(snapshot, row)
            if row is not None and not _is_outdated(row, history):
                row, standing = _decide_anew(bench.catalog, row, history)
            elif snapshot.position > last:
                break
            else:
                row, standing = _examine_next(bench, past, snapshot)
                done.append(row)
            known[snapshot.id] = row
            past.take(row, standing)
    return done


def _examine_next(
    bench: ExaminationContext, past: LinePast, snapshot: SnapshotRow
) -> tuple[ExaminationRow, HostEvidence]:
    """Examine the snapshot and keep what is found."""
    changes = bench.catalog.list_changes(snapshot)
    history = past.measure(past.recall(snapshot), snapshot, changes)
    examination = _examine(bench, changes, history)
    bench.catalog.store_examination(snapshot, examination)
    return _make_row(snapshot, examination, bench.catalog), examining.remember(history, examination)


def _is_outdated(row: ExaminationRow, history: History) -> bool:
    """Whether the snapshot was examined under other rulings, or before a suffix was known."""
    evidence = row.evidence
    if evidence is None:
        return False
    is_told = history.is_first or history.suffixes <= set(evidence.told_suffixes)
    return evidence.ruled != history.ruled or not is_told


def _decide_anew(
    catalog: Catalog, row: ExaminationRow, history: History
) -> tuple[ExaminationRow, HostEvidence]:
    """The verdict from the evidence that is kept; stored where it is another one now."""
    if row.evidence is None:
        return row, history.standing
    decision = decide(row.evidence, history.past)
    extra = tuple(reason for reason in row.reasons if reason.code == UNREADABLE)
    reasons = decision.reasons + extra
    if (decision.verdict, reasons) != (row.verdict, row.reasons):
        catalog.store_verdict(row.snapshot, verdict=decision.verdict, reasons=reasons)
        row = msgspec.structs.replace(row, verdict=decision.verdict, reasons=reasons)
    return row, decision.standing


def _examine(bench: ExaminationContext, changes: Sequence[Change], history: History) -> Examination:
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
        evidence=examination.evidence,
    )
