"""Commands around a restore: what they say, what they are told, and that none of them hangs a run."""

from __future__ import annotations

import os
import subprocess
import threading
from pathlib import Path

import pytest

from firstbell.runs.execution.hooks import CommandResult, read_start, run_command
from firstbell.runs.execution.journal import JournalError
from tests.processes.waits import wait_until


def test_a_command_is_told_the_variables_and_has_nothing_to_read() -> None:
    said = run_command(
        'echo "$FIRSTBELL_TARGET"; cat; echo done', limit_s=300, variables={"FIRSTBELL_TARGET": "/srv/a b;$x"}
    )
    assert (said.status, said.output, said.is_good) == (0, "/srv/a b;$x\ndone\n", True)


def test_of_much_output_the_end_is_kept_of_both_streams() -> None:
    said = run_command("seq 1 20000; echo oops >&2; exit 7", limit_s=300, variables={})
    assert said.output.endswith("20000\noops\n")
    assert len(said.output) <= 2000
    assert said.explain().startswith("`seq 1 20000; echo oops >&2; exit 7` ended with status 7 after ")
    assert said.explain().endswith(": oops")


def test_output_that_is_no_text_is_kept_readable() -> None:
    said = run_command("printf 'caf\\351\\n'; exit 1", limit_s=300, variables={})
    assert said.output == "caf\ufffd\n"
    assert "caf\ufffd" in said.explain()


def test_at_its_limit_a_command_is_ended_with_all_that_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pid_file, begun = tmp_path / "pid", tmp_path / "begun"
    wait = subprocess.Popen.wait

    def wait_after_its_begin(process: subprocess.Popen[bytes], limit_s: float | None = None) -> int:
        if limit_s is not None:
            wait_until(begun.exists)
        return wait(process, limit_s)

    monkeypatch.setattr(subprocess.Popen, "wait", wait_after_its_begin)
    command = f"sleep 300 & echo $! > {pid_file}; echo begun; touch {begun}; wait"
    said = run_command(command, limit_s=0.5, variables={})
    assert said.status is None
    assert not said.is_good
    assert said.output == "begun\n\nstopped at its time limit of 0.5 s"
    assert "was stopped after" in said.explain()
    pid = int(pid_file.read_text())
    wait_until(lambda: not _is_there(pid))


def _is_there(pid: int) -> bool:
    """Whether a process runs; one that only waits to be collected does not."""
    try:
        return " Z " not in Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False


def test_a_service_that_a_command_starts_goes_on_when_the_command_has_ended(tmp_path: Path) -> None:
    go = tmp_path / "go"
    os.mkfifo(go)
    done = tmp_path / "done"
    os.mkfifo(done)
    said = run_command(f"(read x < {go}; echo alive > {done}) &", limit_s=300, variables={})
    assert said.is_good
    go.write_text("on\n")
    assert done.read_text() == "alive\n"


@pytest.mark.parametrize("command", ["echo a\0b", "\0"])
def test_a_command_that_cannot_be_started_is_a_result_and_no_crash(command: str) -> None:
    said = run_command(command, limit_s=300, variables={})
    assert (said.status, said.is_good) == (None, False)
    assert "null" in said.output
    assert run_command("true", limit_s=300, variables={"FIRSTBELL_TARGET": "a\0b"}).status is None


def test_a_command_does_not_begin_before_it_is_noted_or_when_it_cannot_be(tmp_path: Path) -> None:
    made = tmp_path / "made"

    def refuse(pid: int, start: int) -> None:
        threading.Event().wait(0.2)
        assert start == read_start(pid) > 0
        assert not made.exists()
        raise JournalError("the disk is full")

    with pytest.raises(JournalError):
        run_command(f"touch {made}", limit_s=300, variables={}, begun=refuse)
    assert not made.exists()


def test_a_command_that_is_not_there_is_told_by_the_shell() -> None:
    said = run_command("firstbell-no-such-command", limit_s=300, variables={})
    assert said.status == 127
    assert "not found" in said.explain()


def test_what_says_nothing_is_explained_without_a_colon() -> None:
    assert CommandResult("x", 1, " \n", 2.04).explain() == "`x` ended with status 1 after 2.0 s"
    assert len(CommandResult("x", 1, "y" * 5000, 0.0).explain()) < 400
