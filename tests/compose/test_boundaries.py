"""What sets a boundary, and where it lies on a line."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from firstbell.base.clock import NS_PER_S
from firstbell.catalog import ExaminationRow, SnapshotRow, find_events
from firstbell.compose.boundaries import CANARY_CODE, RULED_CODE, Words, lay_boundary, list_moments
from firstbell.record.arrivals import Arrival
from firstbell.record.examination import Reason
from tests.catalog.timeline import DAY_S, START, Timeline
from tests.compose.marked import bring_up, make_bench

A = "/srv/a.docx"


def examine(timeline: Timeline, folder: Path) -> tuple[list[ExaminationRow], dict[int, list[SnapshotRow]]]:
    catalog = bring_up(make_bench(timeline.repository, folder), timeline.repository)
    lines = {line.id: list(catalog.list_snapshots(line.id)) for line in catalog.list_lines()}
    return list(catalog.list_examinations().values()), lines


def with_reason(row: ExaminationRow, code: str) -> ExaminationRow:
    return msgspec.structs.replace(row, reasons=(*row.reasons, Reason(code, "told", 1)))


def make_struck() -> Timeline:
    timeline = Timeline()
    for content in (b"one", b"two", b"ODD three", b"STRUCK", b"four"):
        timeline.save({A: content})
    return timeline


@pytest.mark.parametrize(("code", "is_set"), [(CANARY_CODE, True), (RULED_CODE, True), ("test.other", False)])
def test_a_touched_canary_and_a_ruling_set_one_and_a_finding_alone_does_not(
    tmp_path: Path, code: str, *, is_set: bool
) -> None:
    rows, lines = examine(make_struck(), tmp_path)
    rows = [with_reason(row, code) if row.files_damaged else row for row in rows]

    moments = list_moments(find_events(rows), lines)

    assert bool(moments) is is_set
    if is_set:
        (line,) = lines.values()
        boundary = lay_boundary("files", line, moments, examined={})
        assert boundary is not None
        # after the clean point: the suspect snapshot before the struck one is held back, too
        assert (boundary.position, boundary.time[:10]) == (2, "2023-02-15")
        assert lay_boundary("other", line, moments, examined={}) is None


def test_a_time_by_hand_holds_for_every_host_and_begins_with_suspect_ones_before_it(
    tmp_path: Path,
) -> None:
    rows, lines = examine(make_struck(), tmp_path)
    (line,) = lines.values()
    moments = list_moments([], lines, words=Words(before_ns=START + int(2.5 * DAY_S) * NS_PER_S))

    plain = lay_boundary("files", line, moments, examined={})
    judged = lay_boundary("files", line, moments, examined={row.snapshot.id: row for row in rows})

    assert plain is not None
    assert judged is not None
    assert (plain.position, judged.position) == (3, 2)


def test_a_line_of_which_all_came_after_the_boundary_is_after_it_whatever_times_it_bears(
    tmp_path: Path,
) -> None:
    timeline = make_struck()
    timeline.day = 1.5
    timeline.save({A: b"of another set of paths"}, paths=["/srv/staff"])
    rows, lines = examine(timeline, tmp_path)
    rows = [with_reason(row, RULED_CODE) if row.files_damaged else row for row in rows]
    old, new = sorted(lines.values(), key=len, reverse=True)
    came = {row.hex_id: Arrival(row.time, row.time) for row in old}
    late = {row.hex_id: Arrival("2023-02-20T02:00:00Z", "2023-02-20T02:00:00Z") for row in new}

    at_once = {row.hex_id: Arrival(old[2].time, old[2].time) for row in new}

    for arrivals, position in (({}, 1), (came, 1), (came | late, 0), (came | at_once, 0)):
        moments = list_moments(find_events(rows), lines, words=Words(arrivals=arrivals))
        found = lay_boundary("files", new, moments, examined={}, arrivals=arrivals)
        assert found is not None
        assert found.position == position
        usual = lay_boundary("files", old, moments, examined={}, arrivals=arrivals)
        assert usual is not None
        assert usual.position == 2
