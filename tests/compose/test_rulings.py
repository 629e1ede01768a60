from __future__ import annotations

from pathlib import Path

import pytest

from firstbell.base.clock import FixedClock
from firstbell.catalog import EncryptionEvent, find_events
from firstbell.compose.errors import EventNotFoundError, EventStateError
from firstbell.compose.rulings import Stage, close_event, declare_event, find_ruling, pick_event
from firstbell.ledger import Ledger
from tests.catalog.test_events import make_rows


def make_event(*hosts: str) -> EncryptionEvent:
    return find_events(make_rows(*((at, host, "event") for at, host in enumerate(hosts))))[0]


def make_ledger(folder: Path) -> tuple[Ledger, FixedClock]:
    clock = FixedClock(1_676_700_000_000_000_000)
    return Ledger(folder / "ledger", clock), clock


def test_an_event_is_found_declared_and_closed(tmp_path: Path) -> None:
    ledger, clock = make_ledger(tmp_path)
    event = make_event("a", "b")

    assert find_ruling(ledger.read(), event).stage is Stage.FOUND
    assert declare_event(ledger, event).declared == "2023-02-18T06:00:00Z"
    clock.advance(60)
    ruling = close_event(ledger, event, "all systems are back")

    assert (ruling.stage, ruling.declared, ruling.closed) == (
        Stage.CLOSED,
        "2023-02-18T06:00:00Z",
        "2023-02-18T06:01:00Z",
    )
    assert ledger.read()[-1].body["why"] == "all systems are back"


def test_a_clock_that_runs_is_not_started_again_and_a_closed_event_not_closed(tmp_path: Path) -> None:
    ledger, _ = make_ledger(tmp_path)
    event = make_event("a")
    declare_event(ledger, event)
    with pytest.raises(EventStateError):
        declare_event(ledger, event)
    close_event(ledger, event, "")
    with pytest.raises(EventStateError):
        close_event(ledger, event, "")

    assert declare_event(ledger, event).stage is Stage.DECLARED


def test_a_ruling_holds_when_the_first_struck_snapshot_is_forgotten(tmp_path: Path) -> None:
    ledger, _ = make_ledger(tmp_path)
    rows = make_rows((0, "a", "event"), (1, "b", "event"))
    declare_event(ledger, find_events(rows)[0])

    (rest,) = find_events(rows[1:])

    assert find_ruling(ledger.read(), rest).stage is Stage.DECLARED


def test_a_ruling_on_one_event_says_nothing_of_another(tmp_path: Path) -> None:
    ledger, _ = make_ledger(tmp_path)
    ledger.append("note", {"event": make_event("b").hex_id})
    declare_event(ledger, make_event("a"))

    assert find_ruling(ledger.read(), make_event("b")).stage is Stage.FOUND


def test_an_event_is_picked_by_the_beginning_of_its_id() -> None:
    events = [make_event("a"), make_event("b")]

    assert pick_event(events, events[1].hex_id[:6].upper()) == events[1]
    for prefix in ("", "zz", "e" * 16):
        with pytest.raises(EventNotFoundError):
            pick_event(events, prefix)
