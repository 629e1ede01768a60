"""The worst day's page: every command on it is one, and the page in docs/ is what the kit prints."""

from __future__ import annotations

import shlex

import click

from firstbell.cli.main import root
from firstbell.runs.paper.worst_day import STEPS, render_markdown
from tests.house.sources import ROOT


def test_there_are_twelve_steps_each_with_a_command_that_is_one() -> None:
    assert len(STEPS) == 12
    for step in STEPS:
        assert "\n" not in step.text + step.command
        context = click.Context(root, info_name="firstbell")
        command: click.Command = root
        for word in shlex.split(step.command)[1:]:
            if not isinstance(command, click.Group):
                break
            found = command.get_command(context, word)
            assert found is not None, step.command
            command = found
        options = [word for word in shlex.split(step.command) if word.startswith("--")]
        assert set(options) <= {name for one in command.params for name in one.opts}, step.command


def test_the_page_in_docs_is_the_one_of_the_kit() -> None:
    assert (ROOT / "docs/worst-day.md").read_text() == render_markdown()
