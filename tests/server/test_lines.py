"""The log: what others make us write is bounded, and what is left out is counted."""

from __future__ import annotations

import json
from io import StringIO

import pytest

from firstbell.base.clock import SystemClock
from firstbell.server import lines as lines_module
from firstbell.server.lines import STRANGERS, Lines


def test_a_crowd_does_not_fill_the_log_and_others_are_still_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    now_s = [100.0]
    monkeypatch.setattr(lines_module, "monotonic_s", lambda: now_s[0])
    stream = StringIO()
    lines = Lines(SystemClock(), stream)
    for number in range(9000):
        lines.tell_bounded(STRANGERS, "refused", address=f"192.0.2.{number % 250}", path="a" * 200)
    lines.tell_bounded("office", "request", path="/office/data/")
    lines.tell("listening", port=1)
    now_s[0] += 61
    lines.settle()
    lines.close()
    written = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert len(stream.getvalue()) < 300_000
    assert [line["event"] for line in written[-3:]] == ["request", "listening", "left_out"]
    shown = sum(line["event"] == "refused" for line in written)
    assert written[-1]["of"] == {"strangers": 9000 - shown}


def test_all_sources_together_stay_below_a_megabyte(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines_module, "monotonic_s", lambda: 100.0)
    stream = StringIO()
    lines = Lines(SystemClock(), stream)
    for number in range(9000):
        lines.tell_bounded(f"host{number % 30}", "request", path="a" * 200)
    lines.close()
    assert 500_000 < len(stream.getvalue()) < 1_000_000
