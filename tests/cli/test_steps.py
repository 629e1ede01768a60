"""Commands that run other commands: what is told of one that fails."""

from __future__ import annotations

from pathlib import Path

from firstbell.cli.steps import Steps
from firstbell.cli.terminal.options import OutputOptions
from tests.cli.conftest import Call
from tests.processes.ports import find_free_port


def test_a_step_that_fails_without_an_error_says_why(tmp_path: Path, call: Call) -> None:
    desk, vault = tmp_path / "desk", tmp_path / "vault"
    assert call("vault", "init", vault).status == 0
    desk.mkdir()
    relay = f"127.0.0.1:{find_free_port()}"
    alerts = f'[alerts]\nsmtp = "{relay}"\nrecipients = ["ada@hill.example"]\n'
    (desk / "firstbell.toml").write_text(f'version = 1\n[district]\nname = "Hill Schools"\n{alerts}')
    steps = Steps(OutputOptions())

    steps.run("vault", "alerts", "--vault", vault, "--desk", desk, "--test")

    assert steps.failed == 1
    assert steps.lines[0].endswith(f"--test: {relay}: Connection refused")
