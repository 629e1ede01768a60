"""Unusually many looks start an alert, once within an hour, and only where the desk says where to."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from firstbell.base.clock import NS_PER_S, FixedClock
from firstbell.console.key_process.access_log import HOUR_S, MANY_PEOPLE, AccessEntry, AccessLog
from firstbell.console.key_process.look_alerts import LookAlerts
from firstbell.console.key_process.places import ConsolePlaces
from firstbell.console.key_process.work import WAITING, WorkList


def look(log: AccessLog, who: str, first: int, count: int) -> None:
    """One look at so many people."""
    people = [f"p{number:015}" for number in range(first, first + count)]
    log.note(AccessEntry(seq=0, at="", who=who, role="reviewer", case="c", page="people", people=people))


@pytest.mark.parametrize("has_configuration", [True, False])
def test_an_alert_is_started_once_within_an_hour(tmp_path: Path, has_configuration: bool) -> None:
    clock = FixedClock(1_770_000_000 * NS_PER_S)
    started: list[str] = []
    service = SimpleNamespace(
        places=ConsolePlaces(desk=tmp_path, has_configuration=has_configuration),
        looks=AccessLog(tmp_path, clock),
        shelf=WorkList(tmp_path, lambda words, lock: started.append(words[-2])),
        clock=clock,
    )

    alerts = LookAlerts(service)

    def tell() -> int:
        alerts.tell()
        return len(started)

    look(service.looks, "Ida", 0, MANY_PEOPLE - 1)
    look(service.looks, "Bo", 0, MANY_PEOPLE - 1)
    assert tell() == 0
    look(service.looks, "Ida", MANY_PEOPLE, 1)
    assert [tell(), tell()] == [has_configuration, has_configuration]
    if has_configuration:
        (work,) = service.shelf.list_all()
        assert work.order.words == ("console", "looks", "--alert", "--person", "Ida", "--desk", str(tmp_path))
        assert "Ida" in work.order.title
        assert work.find_state() == WAITING
    # a key process that was started again meanwhile does not tell it again
    LookAlerts(service).tell()
    assert len(started) == has_configuration
    clock.advance(HOUR_S - 1)
    look(service.looks, "Ida", 0, MANY_PEOPLE)
    assert tell() == has_configuration
    clock.advance(1)
    assert tell() == 2 * has_configuration
