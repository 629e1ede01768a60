from __future__ import annotations

from pathlib import Path

from firstbell.catalog import open_catalog
from firstbell.compose.examination import examine_pending
from firstbell.compose.past import CatalogCensus
from firstbell.record.examination import Verdict
from tests.catalog.timeline import Timeline
from tests.compose.marked import MarkedExaminer, bring_up, make_bench

A, B = "/srv/a.docx", "/srv/b.docx"


def test_a_snapshot_is_examined_once(tmp_path: Path) -> None:
    timeline = Timeline()
    timeline.save({A: b"one"})
    timeline.save({A: b"STRUCK"})
    examiner = MarkedExaminer()
    bench = make_bench(timeline.repository, tmp_path, examiner)

    bring_up(bench, timeline.repository)
    assert [row.verdict for row in examine_pending(bench)] == []

    timeline.save({A: b"STRUCK", B: b"new"})
    bring_up(bench, timeline.repository)
    assert examiner.examined == [1, 1, 1]


def test_a_named_snapshot_is_examined_with_those_before_it_in_its_line_alone(tmp_path: Path) -> None:
    timeline = Timeline()
    saved = [timeline.save({A: content}) for content in (b"1", b"2", b"3")]
    timeline.save({A: b"1"}, hostname="office")
    bench = make_bench(timeline.repository, tmp_path)
    bench.catalog.bring_up_to_date(timeline.repository)

    done = examine_pending(bench, {bytes.fromhex(saved[1].hex_id)})

    assert [row.snapshot.hex_id for row in done] == [saved[0].hex_id, saved[1].hex_id]


def test_the_past_of_a_line_is_told(tmp_path: Path) -> None:
    timeline = Timeline()
    timeline.save({A: b"one", B: b"one"})
    timeline.save({A: b"two", B: b"one"})
    timeline.save({A: b"two"})
    timeline.save({A + ".lock": b"STRUCK", "/srv/c.docx.lock": b"STRUCK c"})
    timeline.save({A + ".lock": b"STRUCK"})
    timeline.day += 20
    timeline.save({A + ".lock": b"STRUCK"})
    examiner = MarkedExaminer()
    bring_up(make_bench(timeline.repository, tmp_path, examiner), timeline.repository)

    first, second, _, _, after, late = examiner.histories

    assert (first.is_first, second.is_first) == (True, False)
    assert (after.event_open, late.event_open) == (True, False)


def test_the_suffixes_of_an_open_event_are_told_until_it_is_closed(tmp_path: Path) -> None:
    timeline = Timeline()
    calm = {f"/srv/{name}.docx": name.encode() for name in "abcd"}
    timeline.save(calm)
    timeline.save({path + ".q7x": b"STRUCK" + content for path, content in calm.items()})
    timeline.save({path + ".q7x": b"STRUCK2" + content for path, content in calm.items()})
    examiner = MarkedExaminer()
    bench = make_bench(timeline.repository, tmp_path, examiner)
    bring_up(bench, timeline.repository)

    assert examiner.histories[-1].suffixes == frozenset({b".q7x"})
    assert examiner.histories[-1].event_open


def test_a_rebuilt_catalog_comes_to_the_same_verdicts(tmp_path: Path) -> None:
    timeline = Timeline()
    timeline.save({A: b"one", B: b"OPAQUE"})
    timeline.save({A + ".lock": b"STRUCK", B: b"OPAQUE"})
    first = bring_up(make_bench(timeline.repository, tmp_path), timeline.repository)
    before = [(row.verdict, row.files_damaged) for row in first.list_examinations().values()]
    first.close()
    open_catalog(tmp_path / "catalog.sqlite", timeline.repository.hex_id, rebuild=True).close()

    again = bring_up(make_bench(timeline.repository, tmp_path), timeline.repository)

    assert [(row.verdict, row.files_damaged) for row in again.list_examinations().values()] == before
    assert before[1] == (Verdict.EVENT, 1)


def test_the_census_tells_files_that_never_changed_from_edited_and_new_ones(tmp_path: Path) -> None:
    timeline = Timeline()
    for day in range(7):
        files = {A: b"one", B: b"two" if day else b"one"}
        timeline.save(files | ({"/srv/c.docx": b"three"} if day > 3 else {}))
    bench = make_bench(timeline.repository, tmp_path)
    bench.catalog.bring_up_to_date(timeline.repository)
    snapshots = list(bench.catalog.list_snapshots())

    asked = [path.encode() for path in (A, B, "/srv/c.docx", "/srv/none.docx")]
    assert CatalogCensus(bench.catalog, snapshots[5], ()).find_unchanged(asked) == {A.encode()}
    assert CatalogCensus(bench.catalog, snapshots[3], ()).find_unchanged(asked) == frozenset()
