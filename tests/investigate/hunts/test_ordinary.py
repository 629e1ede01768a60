"""Ordinary nights raise nothing but what was listed beforehand."""

from __future__ import annotations

import pytest

from tests.investigate.hunts.made import MadeHost
from tests.investigate.hunts.ordinary import OrdinaryHost


@pytest.mark.long
@pytest.mark.parametrize(("count", "nights"), [(6, 6), pytest.param(30, 10, marks=pytest.mark.deep)])
def test_ordinary_host_nights_raise_no_alarm(count: int, nights: int) -> None:
    made = MadeHost()
    hosts = [
        OrdinaryHost(f"{kind}{number:02d}", kind, seed=number)
        for number, kind in enumerate(["dc", "fs", "ws"] * (count // 3))
    ]
    for _ in range(nights):
        for host in hosts:
            made.add_night(host.live_a_day(), host=host.name)
    result = made.hunt()
    listed = {(host.name, sign, number) for host in hosts for sign, number in host.listed}
    alarms = [
        (trace.sign, trace.message)
        for trace in result.traces
        if not all((trace.host, trace.sign, number) in listed for number in trace.records)
        or not trace.records
    ]
    assert alarms == []
    assert len(result.hosts) == count
    assert result.records > 30 * count * nights
    assert result.unread == []
    # the listed ones are found: silence is no virtue of a hunt that sees nothing
    found = {(trace.host, trace.sign, number) for trace in result.traces for number in trace.records}
    assert listed <= found
