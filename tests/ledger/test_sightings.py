"""What the desk saw and when."""

from __future__ import annotations

from pathlib import Path

from firstbell.base.clock import FixedClock, parse_time
from firstbell.ledger import Ledger
from firstbell.ledger.sightings import (
    SeenSnapshot,
    SnapshotsSeen,
    imagine_look,
    note_sightings,
    read_sightings,
)
from firstbell.record.arrivals import Arrival

DAY_S = 86_400
OWN_A = SeenSnapshot("own a")
FIRST, SECOND, THIRD = (f"2023-02-{day}T03:00:00Z" for day in (18, 19, 20))


def make(folder: Path) -> tuple[Ledger, FixedClock]:
    clock = FixedClock(parse_time(FIRST))
    return Ledger(folder / "ledger", clock), clock


def test_what_was_not_there_at_the_look_before_came_between_the_two(tmp_path: Path) -> None:
    ledger, clock = make(tmp_path)
    note_sightings(ledger, {"a": OWN_A, "b": SeenSnapshot()}, clock)
    clock.advance(DAY_S)
    note_sightings(ledger, {"a": OWN_A, "b": SeenSnapshot()}, clock)
    clock.advance(DAY_S)
    note_sightings(ledger, {"a": OWN_A, "c": SeenSnapshot("own c")}, clock)

    known = read_sightings(ledger.read())
    assert known.seen == {
        "a": Arrival(FIRST, None, "own a"),
        "b": Arrival(FIRST, None, None),
        "c": Arrival(THIRD, SECOND, "own c"),
    }
    assert known.last_look == THIRD


def test_looks_in_a_row_that_find_nothing_new_are_noted_once_an_hour(tmp_path: Path) -> None:
    ledger, clock = make(tmp_path)
    for _ in range(3):
        note_sightings(ledger, {"a": SeenSnapshot()}, clock)
        clock.advance(600)
    assert [entry.kind for entry in ledger.read()] == ["key", SnapshotsSeen.KIND]
    clock.advance(3600)
    note_sightings(ledger, {"a": SeenSnapshot()}, clock)
    assert len(ledger.read()) == 3
    note_sightings(ledger, {"b": SeenSnapshot()}, clock)
    assert len(ledger.read()) == 4


def test_the_first_look_at_nothing_is_a_look(tmp_path: Path) -> None:
    ledger, clock = make(tmp_path)
    note_sightings(ledger, {}, clock)
    clock.advance(DAY_S)
    assert note_sightings(ledger, {"a": SeenSnapshot()}, clock).find("a") == Arrival(SECOND, FIRST)


def test_an_imagined_look_knows_as_much_and_notes_nothing(tmp_path: Path) -> None:
    ledger, clock = make(tmp_path)
    note_sightings(ledger, {"a": SeenSnapshot()}, clock)
    clock.advance(DAY_S)
    assert imagine_look(ledger, {"b": SeenSnapshot("own b")}, clock).find("b") == Arrival(
        SECOND, FIRST, "own b"
    )
    assert len(ledger.read()) == 2


def test_other_entries_are_passed_over(tmp_path: Path) -> None:
    ledger, clock = make(tmp_path)
    ledger.append("note", {"snapshots": "none"})
    assert read_sightings(ledger.read()).last_look is None
    assert note_sightings(ledger, {"a": SeenSnapshot()}, clock).find("a") == Arrival(FIRST, None)


def test_a_snapshot_is_known_by_the_id_it_had_first_too(tmp_path: Path) -> None:
    ledger, clock = make(tmp_path)
    note_sightings(ledger, {"tagged": SeenSnapshot("own", "first")}, clock)
    clock.advance(DAY_S)
    note_sightings(ledger, {"again": SeenSnapshot("own", "first")}, clock)
    known = read_sightings(ledger.read())
    assert known.find("first") == known.find("tagged") == Arrival(FIRST, None, "own")
    assert known.find("again") == Arrival(SECOND, FIRST, "own")
