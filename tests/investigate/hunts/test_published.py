"""Attacks written from documentation raise their sign on their own records; busy ordinary logs are silent."""

from __future__ import annotations

import pytest

from firstbell.investigate.hunts.hunt import HuntResult
from tests.investigate.hunts.made import LOGS, MadeHost
from tests.investigate.hunts.published import ATTACKS, NOISE, Published
from tests.investigate.hunts.published_fifth import FIFTH
from tests.investigate.hunts.published_fourth import FOURTH
from tests.investigate.hunts.published_more import MORE
from tests.investigate.hunts.published_third import THIRD
from tests.investigate.hunts.workdays import WORKDAYS, place_workday
from tests.investigate.hunts.workdays_more import MORE_WORKDAYS

EVERY = (*ATTACKS, *MORE, *THIRD, *FOURTH, *FIFTH)


@pytest.fixture(scope="module")
def found() -> HuntResult:
    """One hunt over all attacks, each on a host of its own."""
    made = MadeHost()
    for one in EVERY:
        made.add_night({f"{LOGS}/x.evtx": one.events}, host=one.key)
    return made.hunt()


@pytest.mark.long
@pytest.mark.parametrize("attack", EVERY, ids=lambda attack: attack.key)
def test_an_attack_raises_its_sign_on_its_own_records(attack: Published, found: HuntResult) -> None:
    traces = [trace for trace in found.traces if trace.host == attack.key]
    assert any(trace.sign == attack.sign and attack.wanted <= set(trace.records) for trace in traces), [
        (trace.sign, trace.records, trace.message) for trace in traces
    ]


@pytest.mark.long
def test_what_stands_around_an_attack_raises_nothing(found: HuntResult) -> None:
    about = {(one.host, one.source, number) for one in found.traces for number in one.records}
    noise = {
        (attack.key, f"eventlog/{one.channel}", one.record_id)
        for attack in EVERY
        for one in attack.events[: len(NOISE)]
    }
    assert about & noise == set()


def test_busy_ordinary_logs_raise_nothing() -> None:
    made = MadeHost()
    for name, events in WORKDAYS.items():
        made.add_night({f"{LOGS}/x.evtx": place_workday(events)}, host=name)
    for name, events in MORE_WORKDAYS.items():
        made.add_night({f"{LOGS}/x.evtx": place_workday(events, every_s=1)}, host=name)
    result = made.hunt()
    assert [(trace.host, trace.sign, trace.message) for trace in result.traces] == []
    assert result.records == sum(map(len, (*WORKDAYS.values(), *MORE_WORKDAYS.values())))
