"""By which time a snapshot counts where it is known when it came."""

from __future__ import annotations

from firstbell.base.clock import parse_time
from firstbell.catalog import open_catalog
from firstbell.catalog.order import find_times
from firstbell.record.arrivals import Arrival
from firstbell.repository.arrivals import NotedArrivals
from firstbell.repository.format.snapshot import Snapshot
from tests.catalog.timeline import Timeline


def day(number: int, hour: int = 20) -> str:
    return f"2026-01-{number:02d}T{hour:02d}:00:00Z"


def snap(time: str, hex_id: str) -> Snapshot:
    return Snapshot(time=time, tree="", hex_id=hex_id)


def exact(time: str) -> Arrival:
    return Arrival(time, time)


def arrange(*rows: tuple[str, str, Arrival | None]) -> list[str]:
    """Their names in the order in which they count; a row: name, own time, when it came."""
    members = [snap(time, name) for name, time, _ in rows]
    times = find_times(members, {name: came for name, _, came in rows if came is not None})
    return sorted(times, key=lambda name: (times[name], name))


CALM = tuple((f"day {number}", day(number), exact(day(number, 21))) for number in (5, 6, 7, 8))


def test_one_that_says_it_is_older_than_what_stood_there_counts_from_when_it_came() -> None:
    assert arrange(*CALM, ("late", day(7, 23), exact(day(8, 22)))) == [
        "day 5",
        "day 6",
        "day 7",
        "day 8",
        "late",
    ]
    # and what comes after it, of an honest clock, comes behind it
    told = arrange(*CALM, ("late", day(6, 1), exact(day(8, 22))), ("day 9", day(9), exact(day(9, 21))))
    assert told[-2:] == ["late", "day 9"]


def test_a_history_that_is_copied_in_keeps_its_times() -> None:
    came = exact(day(9, 12))
    copied = [(f"old {number}", f"2025-0{number}-01T20:00:00Z", came) for number in (3, 2, 1)]
    assert arrange(*CALM, *copied)[:3] == ["old 1", "old 2", "old 3"]


def test_a_time_in_the_future_takes_no_place_behind_those_that_came_later() -> None:
    ahead = ("ahead", "2031-01-01T00:00:00Z", exact(day(6, 22)))
    assert arrange(*CALM, ahead) == ["day 5", "day 6", "ahead", "day 7", "day 8"]


def test_where_nobody_knows_when_they_came_their_own_times_stand() -> None:
    rows = [(name, time, None) for name, time, _ in CALM]
    assert arrange(*rows, ("late", day(7, 23), None)) == ["day 5", "day 6", "day 7", "late", "day 8"]
    first_look = [(name, time, Arrival(day(9), None)) for name, time, _ in CALM]
    assert arrange(*first_look, ("late", day(7, 23), Arrival(day(9), None)))[3] == "late"


def test_what_two_looks_tell_is_enough() -> None:
    first_look = [(name, time, Arrival(day(8, 22), None)) for name, time, _ in CALM]
    later = Arrival(day(10), day(8, 22))
    told = arrange(*first_look, ("late", day(7, 23), later), ("day 9", day(9), later))
    assert told == ["day 5", "day 6", "day 7", "day 8", "day 9", "late"]


def test_a_slow_backup_that_began_before_another_and_ended_after_it_does_no_harm() -> None:
    rows = [("slow", day(5, 20), exact(day(6, 8))), ("quick", day(5, 22), exact(day(5, 23)))]
    assert arrange(*rows, ("day 6", day(6), exact(day(6, 21)))) == ["quick", "slow", "day 6"]


def test_a_catalog_has_them_in_that_order_and_says_so() -> None:
    timeline = Timeline()
    saved = [timeline.save({"/srv/a.txt": str(number).encode()}) for number in range(3)]
    late = timeline.save({"/srv/a.txt": b"late"}, time="2023-02-14T12:00:00Z")
    came = {one.hex_id: exact(one.time) for one in saved} | {late.hex_id: exact("2023-02-15T03:00:00Z")}
    catalog = open_catalog(None, timeline.repository.hex_id)
    catalog.bring_up_to_date(timeline.repository)
    assert [row.hex_id for row in catalog.list_snapshots()].index(late.hex_id) == 2

    report = catalog.bring_up_to_date(timeline.repository, arrivals=NotedArrivals(came))

    assert [row.hex_id for row in catalog.list_snapshots()] == [one.hex_id for one in (*saved, late)]
    assert report.late == {late.hex_id: parse_time("2023-02-15T03:00:00Z")}
    row = catalog.find_snapshot(late.hex_id)
    assert (row.time, row.moment[:19]) == ("2023-02-14T12:00:00Z", "2023-02-15T03:00:00")
