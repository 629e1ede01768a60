from __future__ import annotations

from pathlib import Path

import msgspec

from firstbell.base.ids import hash_id
from firstbell.catalog import ExaminationRow
from firstbell.compose.examination import ExaminationContext, SnapshotExaminer, examine_pending
from firstbell.compose.unreadable import UNREADABLE
from firstbell.record.examination import Verdict
from firstbell.record.versions import State
from firstbell.repository import BlobNotFoundError, Repository
from tests.catalog.timeline import Timeline
from tests.compose.marked import MarkedExaminer, make_bench

A, B, C = "/srv/a.docx", "/srv/b.docx", "/srv/c.docx"


class LosingContents:
    """A repository whose blobs with these contents are gone."""

    def __init__(self, repository: Repository, lost: set[bytes]) -> None:
        self._repository = repository
        self._lost = {hash_id(content) for content in lost}

    def load_blob(self, blob_id: bytes) -> bytes:
        if blob_id in self._lost:
            raise BlobNotFoundError(blob_id.hex())
        return self._repository.load_blob(blob_id)

    def blob_size(self, blob_id: bytes) -> int:
        return self._repository.blob_size(blob_id)


def examine(folder: Path, lost: set[bytes]) -> tuple[ExaminationRow, ExaminationContext]:
    timeline = Timeline()
    timeline.save({A: b"one", B: b"two", C: b"calm"})
    timeline.save({A: b"one more", B: b"STRUCK b", C: b"calm"})
    bench = make_bench(timeline.repository, folder, losing=LosingContents(timeline.repository, lost))
    bench.catalog.bring_up_to_date(timeline.repository)
    return examine_pending(bench)[-1], bench


def state_of(bench: ExaminationContext, path: str) -> State | None:
    return bench.catalog.load_versions(1, [path.encode()])[path.encode()][-1].state


def test_a_new_version_that_cannot_be_read_is_unknown_and_the_rest_is_examined(tmp_path: Path) -> None:
    row, bench = examine(tmp_path, {b"one more"})

    assert (row.verdict, row.files_changed, row.files_damaged) == (Verdict.EVENT, 2, 1)
    assert (state_of(bench, A), state_of(bench, B)) == (State.UNKNOWN, State.DAMAGED)
    assert [(reason.code, reason.count) for reason in row.reasons][-1] == (UNREADABLE, 1)


def test_nothing_is_told_where_all_can_be_read(tmp_path: Path) -> None:
    row, _ = examine(tmp_path, set())

    assert UNREADABLE not in {reason.code for reason in row.reasons}


def test_a_version_asked_for_that_cannot_be_read_is_unknown_and_asked_for_again(tmp_path: Path) -> None:
    _, bench = examine(tmp_path, {b"calm"})
    (version,) = bench.catalog.load_versions(1, [C.encode()])[C.encode()]

    assert bench.judge(version).code == "unknown.unreadable"
    assert state_of(bench, C) is None


def test_many_lost_blobs_are_found_in_one_go(tmp_path: Path) -> None:
    timeline = Timeline()
    timeline.save({C: b"calm"})
    files = {f"/srv/{at}.docx": b"lost %d" % at for at in range(30)}
    timeline.save({**files, C: b"calm", A: b"STRUCK"})
    examiner = MarkedExaminer()
    losing = LosingContents(timeline.repository, set(files.values()))
    bench = make_bench(timeline.repository, tmp_path, examiner, losing=losing)
    bench.catalog.bring_up_to_date(timeline.repository)

    row = examine_pending(bench)[-1]

    assert (row.verdict, row.reasons[-1].count) == (Verdict.EVENT, 30)
    assert len(examiner.examined) < 14


def test_a_file_that_was_removed_after_its_content_was_lost_is_examined_as_one_removed(
    tmp_path: Path,
) -> None:
    timeline = Timeline()
    timeline.save({A: b"one", C: b"calm"})
    timeline.save({A + ".repaired": b"", C: b"calm"})
    losing = LosingContents(timeline.repository, {b"one"})
    bench = msgspec.structs.replace(
        make_bench(timeline.repository, tmp_path, losing=losing), examiner=SnapshotExaminer()
    )
    bench.catalog.bring_up_to_date(timeline.repository)
    assert len(examine_pending(bench)) == 2
