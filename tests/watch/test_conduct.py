"""Late hosts, sudden rises and drops, and bulk reading raise their own alerts; honest use raises none."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from firstbell.base.clock import FixedClock, format_time
from firstbell.vault.entries import Added, Read
from firstbell.watch.conduct import Readings, Remark, Volumes, find_late
from tests.watch.forging import name_of
from tests.watch.places import WatchedPlace, make_watched

_MIB = 1 << 20


@pytest.fixture
def place(tmp_path: Path) -> WatchedPlace:
    return make_watched(tmp_path)


def advance(place: WatchedPlace, hours: float) -> None:
    assert isinstance(place.vault.clock, FixedClock)
    place.vault.clock.advance(hours * 3600)


def send(place: WatchedPlace, size_bytes: int, *, kind: str = "data") -> None:
    """An arrival as the journal tells it."""
    name = name_of(os.urandom(8))
    by = place.vault.registry.list_credentials("office")[0].id
    place.vault.log(Added(host="office", by=by, type=kind, name=name, size_bytes=size_bytes, sha256=name))  # type: ignore[arg-type]


def back_up(place: WatchedPlace, mib: float) -> None:
    advance(place, 24)
    for _ in range(4):
        send(place, int(mib * _MIB / 4))
    send(place, 300, kind="snapshots")


def list_volumes(place: WatchedPlace) -> list[Remark]:
    volumes = Volumes(place.vault)
    for entry, _ in place.vault.arrivals.iterate():
        volumes.apply(entry)
    return volumes.take_remarks()


def test_a_host_is_late_after_a_quarter_more_than_its_schedule(place: WatchedPlace) -> None:
    assert list(find_late(place.vault)) == []
    advance(place, 31)
    (never,) = find_late(place.vault)
    assert (never.kind, never.host) == ("late", "office")
    assert "never" in never.text
    send(place, 300, kind="snapshots")
    assert list(find_late(place.vault)) == []
    advance(place, 29)
    assert list(find_late(place.vault)) == []
    advance(place, 2)
    (late,) = find_late(place.vault)
    assert late.about == place.vault.arrivals.last_time


def test_a_late_host_is_told_once(place: WatchedPlace) -> None:
    advance(place, 31)
    place.watch_once()
    assert [told["kind"] for told in place.list_told("alert")] == ["late"]
    advance(place, 31)
    assert place.watch_once().alerts_raised == 0


def test_usual_ups_and_downs_are_no_remark(place: WatchedPlace) -> None:
    for mib in (4000, 20, 35, 12, 60, 18, 22, 90, 15, 40):
        back_up(place, mib)
        assert list_volumes(place) == []


def test_a_sudden_rise_is_seen_before_the_backup_ends(place: WatchedPlace) -> None:
    for mib in (4000, 20, 35, 12, 60):
        back_up(place, mib)
    advance(place, 24)
    send(place, 300 * _MIB)
    remarks = list_volumes(place)
    assert {remark.kind for remark in remarks} == {"rise"}
    assert len({remark.about for remark in remarks}) == 1


def test_a_sudden_drop_is_seen_with_the_snapshot(place: WatchedPlace) -> None:
    for mib in (4000, 20, 35, 12, 60):
        back_up(place, mib)
    back_up(place, 0.1)
    (drop,) = list_volumes(place)
    assert drop.kind == "drop"


def test_too_few_backups_to_compare_with_are_no_remark(place: WatchedPlace) -> None:
    for mib in (4000, 20, 35, 12):
        back_up(place, mib)
    send(place, 3000 * _MIB)
    assert list_volumes(place) == []


def test_what_happened_long_ago_is_no_remark(place: WatchedPlace) -> None:
    for mib in (4000, 20, 35, 12, 60, 0.1):
        back_up(place, mib)
    advance(place, 3)
    assert list_volumes(place) == []


def read(place: WatchedPlace, mib: float, *, permission: str = "append") -> None:
    """A line of the server about a minute of reading."""
    known = [one for one in place.vault.registry.credentials.values() if one.permission == permission]
    hex_id = known[0].id if known else place.vault.add_credential("*", "full").id
    place.vault.note_reading(
        Read(
            host="office",
            credential=hex_id,
            address="192.0.2.7",
            requests=9,
            bytes=int(mib * _MIB),
            since=format_time(place.vault.clock.now_ns()),
        )
    )


def test_reading_half_of_a_repository_in_a_day_is_told_once(place: WatchedPlace) -> None:
    send(place, 100 * _MIB)
    readings = Readings(place.vault, last_refused=lambda host: 0)
    for _ in range(4):
        read(place, 10)
    assert readings.take_remarks() == []
    read(place, 15)
    (remark,) = readings.take_remarks()
    assert (remark.kind, remark.host) == ("reading", "office")
    assert readings.take_remarks() == []
    read(place, 1)
    (again,) = readings.take_remarks()
    assert again.about == remark.about
    readings.close()


def test_reading_little_by_little_over_days_and_by_the_desk_is_no_remark(place: WatchedPlace) -> None:
    send(place, 100 * _MIB)
    readings = Readings(place.vault, last_refused=lambda host: 0)
    for _ in range(10):
        advance(place, 13)
        read(place, 20)
        assert readings.take_remarks() == []
    read(place, 90, permission="full")
    assert readings.take_remarks() == []
    readings.close()
