"""Each made attack raises its sign, and the trace rests on every record of it."""

from __future__ import annotations

import pytest

from firstbell.investigate.hunts.hunt import HuntResult
from tests.investigate.hunts.attacks import ATTACKS, Attack
from tests.investigate.hunts.made import LOGS, MadeHost


@pytest.fixture(scope="module")
def found() -> HuntResult:
    """One hunt over all attacks, each on a host of its own."""
    made = MadeHost()
    for at, attack in enumerate(ATTACKS):
        made.add_night({f"{LOGS}/x.evtx": attack.events}, host=f"h{at:03d}")
    return made.hunt()


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_an_attack_raises_its_sign_and_names_its_records(attack: Attack, found: HuntResult) -> None:
    host = f"h{ATTACKS.index(attack):03d}"
    traces = [trace for trace in found.traces if trace.host == host]
    wanted = {one.record_id for one in attack.events}
    assert any(trace.sign == attack.sign and wanted <= set(trace.records) for trace in traces), [
        (trace.sign, trace.records, trace.message) for trace in traces
    ]


def test_every_sign_of_the_event_logs_is_attacked() -> None:
    without = {"entry.", "move.ssh", "stage.copy", "theft.log", "theft.srum", "theft.browser", "theft.flow"}
    attacked = {attack.sign for attack in ATTACKS}
    assert len(attacked) >= 38
    assert not attacked & (without - {"entry."})
