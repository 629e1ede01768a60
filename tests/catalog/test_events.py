from __future__ import annotations

from firstbell.base.clock import NS_PER_S
from firstbell.catalog import ExaminationRow, SnapshotRow, find_events
from firstbell.catalog.events import name_event
from firstbell.record.examination import Verdict

DAY_NS = 86_400 * NS_PER_S


def make_rows(*days: tuple[float, str, str]) -> list[ExaminationRow]:
    """Rows of (day, host, verdict); a host is a line."""
    rows: list[ExaminationRow] = []
    for day, host, verdict in days:
        position = sum(row.snapshot.host == host for row in rows)
        hex_id = f"{host}{position}".encode().hex().ljust(64, "0")
        at_ns = int(day * DAY_NS)
        snapshot = SnapshotRow(
            bytes.fromhex(hex_id), ord(host), host, position, at_ns, f"day {day}", b"t" * 32
        )
        rows.append(ExaminationRow(snapshot, Verdict(verdict), (), 0, 0, (), (), (), ()))
    return rows


def test_no_struck_snapshot_is_no_event() -> None:
    assert find_events(make_rows((0, "a", "clean"), (1, "a", "suspect"))) == []


def test_days_and_hosts_are_joined_and_the_first_struck_snapshot_names_the_event() -> None:
    rows = make_rows(
        (0, "a", "clean"), (0, "b", "clean"), (2, "b", "event"), (3, "a", "event"), (4, "a", "event")
    )

    (event,) = find_events(reversed(rows))

    assert event.hosts == ("a", "b")
    assert event.hex_id == name_event(rows[2].snapshot.hex_id)
    assert len(event.hex_id) == 16
    assert [row.snapshot.time for row in event.struck] == ["day 2", "day 3", "day 4"]
    assert event.suspect_since == rows[0].snapshot or event.suspect_since == rows[1].snapshot


def test_more_than_two_weeks_apart_are_two_events() -> None:
    rows = make_rows((0, "a", "clean"), (1, "a", "event"), (15, "a", "event"), (29.1, "a", "event"))

    assert [len(event.struck) for event in find_events(rows)] == [2, 1]


def test_suspects_right_before_the_first_struck_one_belong_to_it_and_move_the_clean_point() -> None:
    rows = make_rows(
        (0, "a", "suspect"),
        (1, "a", "clean"),
        (2, "a", "suspect"),
        (3, "a", "event"),
        (4, "a", "suspect"),
        (5, "a", "clean"),
        (6, "a", "suspect"),
    )

    (event,) = find_events(rows)
    (damage,) = event.damages

    assert damage.last_clean == rows[1].snapshot
    assert damage.struck_positions == {2, 3, 4}
    assert damage.clean_position == 1


def test_an_event_in_the_first_snapshot_has_no_clean_point() -> None:
    (event,) = find_events(make_rows((0, "a", "event")))

    assert event.suspect_since is None
    assert event.damages[0].clean_position == -1
