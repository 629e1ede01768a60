"""Groups of verbs: their help loads none of them, and says what each says of itself."""

from __future__ import annotations

import subprocess
import sys

import click
import pytest

from firstbell.cli.commands import case, host, impact, notice, statement
from firstbell.cli.terminal.verbs import VerbGroup, VerbTable
from tests.cli.conftest import Call

GROUPS = {"case": case.command, "host": host.command, "impact": impact.command, "notice": notice.command}
GROUPS["statement"] = statement.command


@pytest.mark.parametrize("name", GROUPS)
def test_a_verb_is_listed_by_what_it_says_of_itself(name: str) -> None:
    group = GROUPS[name]
    assert isinstance(group, VerbGroup)
    for verb in group.verbs.values():
        told = click.Command("verb", help=verb.read_help())
        assert told.get_short_help_str(60) == verb.load().get_short_help_str(60)
        assert told.get_short_help_str(60)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("case", "clocks", "--help"), "case clocks [OPTIONS] COMMAND"),
        (("case", "clocks", "--case", "/srv/case", "--help"), "case clocks list [OPTIONS]"),
        (("console", "-h", "--vault", "/srv/vault"), "console start [OPTIONS]"),
    ],
)
def test_help_beside_options_is_about_the_verb_that_they_belong_to(
    call: Call, words: tuple[str, ...], told: str
) -> None:
    answer = call(*words)
    assert (answer.status, told in answer.out) == (0, True)


def test_the_help_of_a_group_loads_no_verb() -> None:
    code = (
        "import sys; from firstbell.cli.main import run; run(['case', '--help']); "
        "print([name for name in sys.modules if name.startswith('firstbell.cli.commands.case.')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
    assert "clocks" in done.stdout


def test_a_table_of_verbs_counts_them_without_loading_one() -> None:
    table = VerbTable(GROUPS["notice"].verbs)
    assert "plan" in table
    assert "no such" not in table
    assert len(table) == len(list(table)) == 12
    assert table["plan"].name == "plan"
    table["more"] = click.Command("more")
    assert len(table) == 13
    del table["more"]
    assert "more" not in table


def test_what_lists_hosts_loads_no_cipher_and_nothing_of_the_desk() -> None:
    code = (
        "import sys; from firstbell.cli.main import run; run(['host', 'list', '--vault', '/nowhere']); "
        "print([name for name in ('cryptography', 'firstbell.ledger', 'firstbell.desk', 'numpy')"
        " if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
