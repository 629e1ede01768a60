"""The frame: every way a command line can end, and what a person or a script is told."""

from __future__ import annotations

import errno
import io
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest

from firstbell import __version__
from firstbell.cli import main
from firstbell.cli.registry import COMMANDS
from firstbell.cli.terminal.help_text import HelpText
from firstbell.repository import Repository
from firstbell.store import LocalStore
from tests.cli.conftest import PASSWORD, Call

PROGRAM = [sys.executable, "-m", "firstbell.cli.main"]


def test_the_version_is_told(call: Call) -> None:
    assert call("--version") == (0, f"firstbell, version {__version__}\n", "")


def test_the_program_tells_the_same_version_at_once(call: Call) -> None:
    command = [sys.executable, "-m", "firstbell.cli.program", "--version"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == call("--version")


@pytest.mark.parametrize("columns", ["", "0", "-3", "wide", "20", "52", "64", "80", "200"])
def test_help_is_as_wide_as_click_would_have_it(columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    for most in (None, 40, 70, 120):
        assert HelpText(max_width=most).width == click.HelpFormatter(max_width=most).width
    assert HelpText(width=33).width == 33


def test_the_help_lists_every_command_by_section(call: Call) -> None:
    told = call("--help")
    assert told.status == 0
    for name, listed in COMMANDS.items():
        assert f"{name} " in told.out
        assert f"{listed.section}:\n" in told.out
    assert "EXIT STATUS\n    0    done\n" in told.out


def test_help_has_a_short_name_everywhere(call: Call) -> None:
    assert call("-h").out == call("--help").out
    assert call("ls", "-h").out == call("ls", "--help").out


def test_no_command_at_all_shows_the_help_and_is_a_usage_error(call: Call) -> None:
    told = call()
    assert told.status == 2
    assert told.out == ""
    assert "Usage: firstbell" in told.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["nosuchcommand"],
        ["snapshots", "--nosuchoption"],
        ["ls"],
        ["stats", "--mode", "guesswork"],
        ["snapshots", "--retry-lock", "soon"],
    ],
)
def test_a_wrong_command_line_is_status_2_with_a_hint(call: Call, arguments: list[str]) -> None:
    told = call(*arguments)
    assert (told.status, told.out) == (2, "")
    first, second = told.err.splitlines()
    assert first.startswith("firstbell: ")
    assert second.startswith("hint: see `firstbell")


def test_a_wrong_command_line_is_told_in_json(call: Call) -> None:
    assert "nosuchcommand" in call("--json", "nosuchcommand").failure["message"]


def test_no_repository_named_is_status_2(call: Call) -> None:
    told = call("snapshots")
    assert told.status == 2
    assert "no repository is named" in told.err
    assert "FIRSTBELL_REPOSITORY" in told.err


def test_no_repository_there_is_status_10_and_nobody_asks_for_a_password(call: Call, tmp_path: Path) -> None:
    told = call("-r", tmp_path / "nowhere", "snapshots")
    assert told.status == 10
    assert str(tmp_path / "nowhere") in told.err
    assert call("-r", tmp_path / "nowhere", "snapshots", "--json").failure["code"] == 10


def test_a_wrong_password_is_status_12(call: Call, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIRSTBELL_PASSWORD", "guess")
    told = call("snapshots")
    assert told.status == 12
    assert "wrong password" in told.err
    assert "hint: check --password-file, or FIRSTBELL_PASSWORD" in told.err


def test_a_new_password_is_asked_for_by_its_own_option(
    call: Call, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert call("key", "add").err == "firstbell: no password is given\nhint: use --new-password-file\n"


def test_a_backup_that_could_not_read_all_says_so_at_its_end(call: Call, place: Path, tmp_path: Path) -> None:
    (tmp_path / "roll.txt").write_text("roll of grade 1")
    assert "could not be read" not in call("backup", tmp_path / "roll.txt").out
    told = call("backup", tmp_path / "roll.txt", tmp_path / "gone.txt")
    assert told.status == 3
    assert told.out.endswith(" saved\n1 file or folder could not be read; the warnings above name them\n")


def test_a_lock_of_a_live_process_is_status_11(call: Call, place: Path) -> None:
    holder = Repository.open(LocalStore(place), PASSWORD)
    with holder.lock(exclusive=True):
        told = call("snapshots")
        assert told.status == 11
        assert str(os.getpid()) in told.err
        assert call("snapshots", "--no-lock").status == 0
    assert call("snapshots").status == 0


def test_a_lock_is_waited_for_as_long_as_is_asked(call: Call, place: Path) -> None:
    holder = Repository.open(LocalStore(place), PASSWORD)
    with holder.lock(exclusive=True):
        assert call("snapshots", "--retry-lock", "300ms").status == 11


def test_writing_without_a_lock_is_refused(call: Call, place: Path) -> None:
    told = call("forget", "--keep-last", "1", "--no-lock")
    assert told.status == 2
    assert "--no-lock" in told.err


def test_options_may_stand_before_and_after_the_verb_and_the_later_one_wins(call: Call, place: Path) -> None:
    assert call("-r", "/nowhere", "snapshots", "-r", place).status == 0
    assert call("-r", place, "snapshots", "-r", "/nowhere").status == 10
    assert call("--json", "snapshots").summary["snapshots"] == 0
    assert call("key", "--json", "list").summary["keys"] == 1


def raise_when_listed(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    """Make the command `snapshots` fail with `error`."""

    def fail(context: click.Context) -> None:
        raise error

    monkeypatch.setattr(main.root, "invoke", fail)


def test_an_unexpected_error_is_one_line_without_a_traceback(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    raise_when_listed(monkeypatch, ZeroDivisionError("first\nsecond"))
    told = call("snapshots")
    assert told.status == 1
    assert told.err.splitlines()[0] == "firstbell: internal error: ZeroDivisionError: first"
    assert "FIRSTBELL_DEBUG=1" in told.err
    assert "Traceback" not in told.err
    assert call("snapshots", "--json").failure["hint"]


def test_what_the_system_refuses_is_no_internal_error(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    raise_when_listed(monkeypatch, PermissionError(errno.EACCES, "Permission denied"))
    told = call("snapshots")
    assert told.status == 1
    assert told.err.startswith(
        "firstbell: the system refused something, and named no file: Permission denied"
    )
    raise_when_listed(monkeypatch, PermissionError(errno.EACCES, "Permission denied", b"/srv/a"))
    owner = "hint: check who owns it, or run the command as a user who may\n"
    assert call("snapshots").err == f"firstbell: /srv/a: Permission denied\n{owner}"
    raise_when_listed(monkeypatch, OSError(errno.ENOSPC, "No space left on device"))
    assert call("snapshots").err.startswith("firstbell: what the command writes does not fit: No space left")


def test_a_server_whose_python_may_not_be_run_names_it(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = tmp_path / "vault"
    assert call("vault", "init", vault, "--url", "http://localhost:8000/").status == 0
    python = tmp_path / "python"
    python.touch(mode=0o600)
    monkeypatch.setattr("sys.executable", str(python))
    told = call("serve", "--vault", vault, "--listen", "127.0.0.1:8000", "--no-tls", "-q")
    assert told.status == 1
    assert told.err.startswith(f"firstbell: {python}: Permission denied\n")


def test_a_traceback_is_shown_to_who_asks_for_it(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    raise_when_listed(monkeypatch, ZeroDivisionError("by nothing"))
    monkeypatch.setenv("FIRSTBELL_DEBUG", "1")
    assert "Traceback" in call("snapshots").err


@pytest.mark.parametrize("filename", ["/a/file", b"/a/file"])
def test_a_failing_system_call_names_the_file(
    call: Call, monkeypatch: pytest.MonkeyPatch, filename: str | bytes
) -> None:
    raise_when_listed(monkeypatch, OSError(errno.ENOSPC, "No space left on device", filename))
    room = "hint: make room on the disk that it is written to, then run the command again\n"
    assert call("snapshots") == (1, "", f"firstbell: /a/file: No space left on device\n{room}")


@pytest.mark.parametrize("error", [KeyboardInterrupt(), click.Abort()])
def test_an_interrupt_is_status_130(
    call: Call, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    raise_when_listed(monkeypatch, error)
    assert call("snapshots") == (130, "", "firstbell: interrupted\n")


def test_a_reader_that_goes_away_is_no_reason_for_a_message(place: Path) -> None:
    """`firstbell ... | head`: the pipe is closed before anything is written into it."""
    reading_end, writing_end = os.pipe()
    os.close(reading_end)
    done = subprocess.run(
        [*PROGRAM, "snapshots"], stdout=writing_end, stderr=subprocess.PIPE, check=False, timeout=60
    )
    os.close(writing_end)
    assert (done.returncode, done.stderr) == (1, b"")


def start_waiting(**settings: Any) -> subprocess.Popen[str]:
    """A `snapshots` that holds its lock and hangs for a minute, or until it is interrupted."""
    waiting = (
        "import sys, threading; from firstbell.cli import main; from firstbell.cli.commands import snapshots;"
        "hang = lambda *a, **k: (print('ready', flush=True), threading.Event().wait(60));"
        "snapshots.select_snapshots = hang;"
        "sys.argv[1:] = ['snapshots']; main.main()"
    )
    words = [sys.executable, "-c", waiting]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **settings)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_polite_kill_releases_the_lock_and_is_status_130(place: Path, number: signal.Signals) -> None:
    process = start_waiting()
    assert len(list((place / "locks").iterdir())) == 1
    process.send_signal(number)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert err == "firstbell: interrupted\n"
    assert list((place / "locks").iterdir()) == []


def test_under_nohup_it_goes_on_when_the_terminal_is_gone(place: Path) -> None:
    process = start_waiting(preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
    process.send_signal(signal.SIGHUP)
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(0.3)
    process.terminate()
    process.communicate(timeout=30)
    assert process.returncode == 130
    assert list((place / "locks").iterdir()) == []


def test_the_status_of_the_process_is_the_one_of_the_command(tmp_path: Path) -> None:
    command = [*PROGRAM, "-r", str(tmp_path / "none"), "snapshots"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 10
    assert done.stdout == ""


def test_an_interrupt_while_the_program_loads_shows_no_traceback() -> None:
    loading = (
        "import sys; from firstbell.cli import program\n"
        "def stop(words): raise KeyboardInterrupt\n"
        "program.begin_key = stop; program.main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", loading], capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stderr) == (130, "firstbell: interrupted\n")


def test_a_repository_without_snapshots_is_told_as_such(call: Call, place: Path) -> None:
    assert call("examine").out == "nothing to examine: there are no snapshots\n"
    assert "hint: `firstbell backup PATH` makes the first one" in call("ls", "latest").err
