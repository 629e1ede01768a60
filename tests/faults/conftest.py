"""Counts the faults that were tried, and says at the end how many of each kind there were."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest

Tried = Callable[[str, int], None]
_MARK = "faults tried: "


@pytest.fixture
def tried(record_property: Callable[[str, object], None]) -> Tried:
    """Called with a kind of fault and how often it was tried, when nothing was lost by it."""
    return lambda kind, count: record_property(_MARK + kind, count)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    counts: Counter[str] = Counter()
    for report in terminalreporter.stats.get("passed", []):
        for name, count in report.user_properties:
            if str(name).startswith(_MARK):
                counts[str(name).removeprefix(_MARK)] += count
    if counts:
        terminalreporter.section("faults tried without a loss")
        for kind, count in sorted(counts.items()):
            terminalreporter.write_line(f"{count:6,}  {kind}")
        terminalreporter.write_line(f"{counts.total():6,}  in all")
