"""Verdicts follow from what is kept: in any order, after rulings and their undoing, after forgetting."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from pathlib import Path

import pytest

from firstbell.base.clock import FixedClock
from firstbell.catalog import Catalog, Place, open_catalog
from firstbell.compose.contents import RepositoryContents
from firstbell.compose.errors import RulingStateError
from firstbell.compose.examination import ExaminationContext, SnapshotExaminer, examine_pending
from firstbell.compose.verdicts import NO_RULINGS, VerdictRulings, read_rulings, rule_snapshot, undo_ruling
from firstbell.ledger import Ledger
from firstbell.record.examination import Verdict
from firstbell.repository import Repository, Snapshot
from firstbell.retention.guards import HOLD_DAYS, find_on_hold
from firstbell.store import Kind
from tests.catalog.timeline import DAY_S, START, Timeline
from tests.examine.samples import make_text
from tests.examine.strikes import LAYOUTS, strike

Files = dict[str, bytes]


def make_days(days: int, *, a_day: int = 2, struck_from: int = 1) -> list[Files]:
    """Texts in folders, of which so many more are struck each day."""
    calm = {f"/srv/staff/class{n % 4}/list{n}.txt": make_text(n)[:3000] for n in range(24)}
    states, now = [], dict(calm)
    waiting = list(calm)
    for day in range(days):
        if day >= struck_from:
            for _ in range(a_day):
                path = waiting.pop(0)
                now[path] = strike(now[path], LAYOUTS[0], seed=len(waiting))
        states.append(dict(now))
    return states


class CountingContents(RepositoryContents):
    """Counts what is read."""

    reads = 0

    def read(self, version: object, limit_bytes: int) -> bytes:
        CountingContents.reads += 1
        return super().read(version, limit_bytes)  # type: ignore[arg-type]


def examine(repository: Repository, catalog: Catalog, rulings: VerdictRulings = NO_RULINGS) -> list[Verdict]:
    catalog.bring_up_to_date(repository)
    bench = ExaminationContext(catalog, CountingContents(repository), SnapshotExaminer(), rulings=rulings)
    examine_pending(bench)
    return [row.verdict for row in catalog.list_examinations().values()]


def save_on(timeline: Timeline, day: int, files: Files) -> Snapshot:
    timeline.day = day
    return timeline.save(files)


def make_catalog(repository: Repository, place: Place) -> Catalog:
    return open_catalog(place, repository.hex_id)


@pytest.mark.parametrize("order", list(itertools.permutations(range(4)))[1::5])
def test_verdicts_are_the_same_in_whatever_order_snapshots_come(
    order: Sequence[int], catalog_place: Place
) -> None:
    days = make_days(4)
    timeline = Timeline()
    catalog = make_catalog(timeline.repository, catalog_place)
    for day in order:
        save_on(timeline, day, days[day])
        examine(timeline.repository, catalog)
    found = examine(timeline.repository, catalog)
    told = [row.reasons for row in catalog.list_examinations().values()]
    fresh = open_catalog(None, timeline.repository.hex_id)
    assert found == examine(timeline.repository, fresh)
    assert told == [row.reasons for row in fresh.list_examinations().values()]
    assert found[-1] is Verdict.EVENT


def test_a_second_look_reads_nothing(catalog_place: Place) -> None:
    timeline = Timeline()
    for day, files in enumerate(make_days(4)):
        save_on(timeline, day, files)
    catalog = make_catalog(timeline.repository, catalog_place)
    examine(timeline.repository, catalog)
    CountingContents.reads = 0
    examine(timeline.repository, catalog)
    assert CountingContents.reads == 0


def test_two_snapshots_of_the_same_time_have_one_order(catalog_place: Place) -> None:
    days = make_days(3, a_day=6)
    timeline = Timeline()
    save_on(timeline, 0, days[0])
    for files in (days[1], days[2]):
        save_on(timeline, 1, files)
    catalog = make_catalog(timeline.repository, catalog_place)
    found = examine(timeline.repository, catalog)
    assert found == examine(timeline.repository, open_catalog(None, timeline.repository.hex_id))
    assert Verdict.EVENT in found


def test_what_is_kept_in_mind_outlives_a_forgotten_middle_snapshot(catalog_place: Place) -> None:
    days = make_days(4)
    timeline = Timeline()
    saved = [save_on(timeline, day, days[day]) for day in range(3)]
    catalog = make_catalog(timeline.repository, catalog_place)
    assert examine(timeline.repository, catalog)[-1] is Verdict.SUSPECT
    timeline.repository.store.delete(Kind.SNAPSHOTS, saved[1].hex_id)
    examine(timeline.repository, catalog)
    save_on(timeline, 3, days[3])
    assert examine(timeline.repository, catalog)[-1] is Verdict.EVENT


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "desk" / "ledger", FixedClock(START + 40 * DAY_S * 10**9))


def test_a_ruling_changes_the_verdicts_and_is_undone(catalog_place: Place, ledger: Ledger) -> None:
    timeline = Timeline()
    for day, files in enumerate(make_days(4)):
        save_on(timeline, day, files)
    catalog = make_catalog(timeline.repository, catalog_place)
    before = examine(timeline.repository, catalog)
    assert before == [Verdict.CLEAN, Verdict.SUSPECT, Verdict.SUSPECT, Verdict.EVENT]
    ruled = catalog.list_snapshots()[1]

    rule_snapshot(ledger, ruled, verdict="benign", why="her own archive")
    rulings = read_rulings(ledger.read())
    after = examine(timeline.repository, catalog, rulings)
    assert after == [Verdict.CLEAN, Verdict.CLEAN, Verdict.SUSPECT, Verdict.SUSPECT]
    assert catalog.count_damaged(ruled) == 0
    assert after == examine(timeline.repository, open_catalog(None, timeline.repository.hex_id), rulings)

    undo_ruling(ledger, ruled, "it was not hers")
    assert examine(timeline.repository, catalog, read_rulings(ledger.read())) == before
    assert catalog.count_damaged(ruled) == 2


def test_a_snapshot_ruled_an_event_is_one(catalog_place: Place, ledger: Ledger) -> None:
    timeline = Timeline()
    save_on(timeline, 0, {"/srv/a.txt": b"one\n"})
    save_on(timeline, 1, {"/srv/a.txt": b"two\n"})
    catalog = make_catalog(timeline.repository, catalog_place)
    examine(timeline.repository, catalog)
    rule_snapshot(ledger, catalog.list_snapshots()[1], verdict="event", why="seen on the screen")
    rulings = read_rulings(ledger.read())
    assert examine(timeline.repository, catalog, rulings) == [Verdict.CLEAN, Verdict.EVENT]


def test_a_ruling_is_known_again_when_the_snapshot_has_another_id(
    catalog_place: Place, ledger: Ledger
) -> None:
    timeline = Timeline()
    days = make_days(2)
    save_on(timeline, 0, days[0])
    struck = save_on(timeline, 1, days[1])
    catalog = make_catalog(timeline.repository, catalog_place)
    examine(timeline.repository, catalog)
    rule_snapshot(ledger, catalog.list_snapshots()[1], verdict="benign", why="hers")
    timeline.repository.store.delete(Kind.SNAPSHOTS, struck.hex_id)
    timeline.day = 1
    timeline.save(days[1], tags=["kept"])
    assert examine(timeline.repository, catalog, read_rulings(ledger.read()))[-1] is Verdict.CLEAN


def test_a_ruling_that_is_there_already_or_is_not_is_refused(catalog_place: Place, ledger: Ledger) -> None:
    timeline = Timeline()
    save_on(timeline, 0, {"/srv/a.txt": b"one\n"})
    catalog = make_catalog(timeline.repository, catalog_place)
    examine(timeline.repository, catalog)
    (row,) = catalog.list_snapshots()
    with pytest.raises(RulingStateError, match="nobody ruled"):
        undo_ruling(ledger, row, "x")
    rule_snapshot(ledger, row, verdict="benign", why="x")
    with pytest.raises(RulingStateError, match="was ruled benign"):
        rule_snapshot(ledger, row, verdict="benign", why="x")
    rule_snapshot(ledger, row, verdict="event", why="on second thought")
    ruling = read_rulings(ledger.read()).find(row)
    assert ruling is not None
    assert (ruling.verdict, ruling.why) == ("event", "on second thought")


def test_a_host_is_on_hold_for_a_month_after_a_suspect_snapshot(catalog_place: Place) -> None:
    timeline = Timeline()
    days = make_days(2)
    save_on(timeline, 0, days[0])
    save_on(timeline, 1, days[1])
    timeline.save(days[1], hostname="another")
    catalog = make_catalog(timeline.repository, catalog_place)
    examine(timeline.repository, catalog)

    def find(now_ns: int) -> set[str]:
        lines = {line.id: catalog.list_snapshots(line.id) for line in catalog.list_lines()}
        held = find_on_hold(catalog.list_examinations().values(), lines, now_ns=now_ns)
        return {row.host for row in catalog.list_snapshots() if row.hex_id in held}

    late = START + (HOLD_DAYS + 10) * DAY_S * 10**9
    assert find(START) == {"files"}
    assert find(late) == {"files"}  # its newest snapshot is still near the suspect one
    timeline.day = HOLD_DAYS + 9.0
    timeline.save(days[1])
    catalog.bring_up_to_date(timeline.repository)
    assert find(START) == {"files"}
    assert find(late) == set()
