"""The worst day's page: every command on it is one, and the page in docs/ is what the kit prints."""

from __future__ import annotations

from firstbell.runs.paper.worst_day import STEPS, render_markdown
from tests.house.sources import ROOT
from tests.house.typed_lines import find_fault


def test_there_are_twelve_steps_each_with_a_command_that_is_one() -> None:
    assert len(STEPS) == 12
    for step in STEPS:
        assert "\n" not in step.text + step.command
        assert not step.command or find_fault(step.command) == "", step.command


def test_the_page_in_docs_is_the_one_of_the_kit() -> None:
    assert (ROOT / "docs/worst-day.md").read_text() == render_markdown()
