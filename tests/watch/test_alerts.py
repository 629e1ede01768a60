"""What an alert says to people, whichever way it goes."""

from __future__ import annotations

import json

import msgspec

from firstbell.watch.alerts import render_text
from firstbell.watch.channels.cards import list_facts, render_ntfy, render_slack, render_teams
from tests.watch.test_delivery import ALERT


def test_what_to_do_and_whom_to_call_stand_first() -> None:
    lines = [line for line in render_text(ALERT).splitlines() if line]
    assert lines[0] == ALERT.subject
    assert (ALERT.next_command in lines[1], lines[2].split(maxsplit=1)) == (True, ["Call:", ALERT.call])
    assert [name for name, _ in list_facts(ALERT)][:2] == ["Do now", "Call"]


def test_people_read_times_by_their_own_clocks_and_programs_do_not() -> None:
    alert = msgspec.structs.replace(
        ALERT, time_zone="America/Chicago", text="late since 2023-02-17T20:00:00Z"
    )
    (card,) = render_teams(alert)["attachments"]
    for text in (
        render_text(alert),
        json.dumps(card),
        json.dumps(render_slack(alert)),
        json.dumps(render_ntfy(alert, "t")),
    ):
        assert "2023-02-18 00:00:00 -06:00" in text
        assert "2023-02-17 14:00:00 -06:00" in text
        assert "T06:00:00" not in text
    assert json.loads(msgspec.json.encode(alert))["time"] == ALERT.time
