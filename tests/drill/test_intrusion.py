"""Twelve days with somebody inside: what the backups tell of them, and what nobody can."""

from __future__ import annotations

import pytest

from firstbell.base.clock import parse_time
from firstbell.base.progress import Silent
from firstbell.cli.main import run
from firstbell.drill.intrusion.hosts import PLANTED, SENT_BYTES, SILENT_HOST
from firstbell.drill.intrusion.play import play_intrusion


def test_everything_that_was_done_is_told_and_what_nobody_could_look_at_is_named() -> None:
    found = play_intrusion(parse_time("2023-02-19T08:00:00Z"), 7, Silent())
    assert found.missed == []
    assert found.is_told
    traces = {(one.host, one.sign): one for one in found.hunted.traces}
    assert len({(one.host, one.sign) for one in PLANTED}) == len(PLANTED) == found.planted
    assert traces["fs02", "theft.srum"].more["bytes_sent"] == SENT_BYTES
    assert traces["dc01", "hide.cleared"].more["missing"] > 0
    states = {one.question: one.state for one in found.hunted.answers}
    assert states["taken"] == "shown"
    assert "none_found" not in states.values()
    gaps = {(gap.host, answer.question) for answer in found.hunted.answers for gap in answer.gaps}
    assert {(SILENT_HOST, "taken"), (SILENT_HOST, "accounts"), ("dc01", "hidden")} <= gaps


@pytest.mark.deep
def test_the_story_ends_with_the_answers_and_the_gaps(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["drill", "--intrusion", "--files", "60"]) == 0
    told = capsys.readouterr().out
    assert "Was data taken?" in told
    assert told.index("Was data taken?") > told.index("Time to first bell")
    assert f"For {SILENT_HOST}" in told
