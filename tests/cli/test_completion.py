"""Completion in the shells, and what is suggested for a word that is mistyped."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest

from firstbell.cli.commands.completion import SHELLS
from tests.cli.conftest import Call

PROGRAM = [sys.executable, "-m", "firstbell.cli.main"]


def complete(*words: str) -> list[str]:
    """What bash is offered for the last of the words that follow `firstbell`."""
    told = subprocess.run(
        PROGRAM,
        env={
            **os.environ,
            "_FIRSTBELL_COMPLETE": "bash_complete",
            "COMP_WORDS": " ".join(["firstbell", *words]),
            "COMP_CWORD": str(len(words)),
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stderr == ""
    return [line.partition(",")[2] for line in told.stdout.splitlines()]


@pytest.mark.parametrize("shell", SHELLS)
def test_every_shell_gets_a_script_of_its_own(call: Call, shell: str) -> None:
    told = call("completion", shell)
    assert told.status == 0
    assert f"_FIRSTBELL_COMPLETE={shell}_complete" in told.out
    assert call("completion", shell, "--json").summary["script"] + "\n" == told.out


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_is_one_that_its_shell_reads(call: Call, shell: str) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"there is no {shell} on this machine")
    script = call("completion", shell).out
    assert subprocess.run([shell, "-n"], input=script, text=True, check=False).returncode == 0


def test_a_shell_that_is_not_known_is_a_usage_error(call: Call) -> None:
    told = call("completion", "tcsh")
    assert told.status == 2
    assert "'bash', 'zsh', 'fish'" in told.err


def test_commands_verbs_and_options_are_completed() -> None:
    assert complete("snap") == ["snapshots"]
    assert complete("case", "re") == ["reopen"]
    assert "--exclude-larger-than" in complete("backup", "--exclude-l")


def test_completion_needs_no_extra_of_the_command_it_completes() -> None:
    assert "scan" in complete("impact", "sc")


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (("snapshot",), "Did you mean 'snapshots'?"),
        (("clock",), "Did you mean 'case clocks' or"),
        (("triage",), "Did you mean 'message triage'?"),
        (("sbapshots",), "Did you mean 'snapshots'?"),
        (("lst",), "Did you mean 'list' or"),
        (("zzz",), "No such command 'zzz'."),
        (("key", "lst"), "Did you mean 'list'?"),
        (("backup", "--exlude", "x"), "'--exclude'"),
    ],
)
def test_a_mistyped_word_is_answered_with_what_is_like_it(
    call: Call, words: tuple[str, ...], meant: str
) -> None:
    told = call(*words)
    assert told.status == 2
    assert meant in told.err
    assert meant in call(*words, "--json").failure["message"]
