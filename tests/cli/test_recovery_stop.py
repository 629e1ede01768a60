"""A run that is stopped, or killed, is on the signed record, with the commands that were ended for it."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from pathlib import Path

from firstbell.ledger import Ledger
from firstbell.runs.entries import RunStopped
from tests.cli.conftest import Call, District
from tests.cli.test_recovery_run import make_plan, with_desk
from tests.compat.programs import FIRSTBELL


def start_run(plan: Path, district: District) -> subprocess.Popen[bytes]:
    """A run in a group of its own, once the command of its first system has begun."""
    run = subprocess.Popen(
        [*FIRSTBELL, "recover", "run", str(plan), "-q"], start_new_session=True, stderr=subprocess.DEVNULL
    )
    pause = threading.Event()
    while not (district.desk / "began").exists():
        assert run.poll() is None
        pause.wait(0.02)
    return run


def list_stops(folder: Path) -> list[RunStopped]:
    return [body for _, body in RunStopped.list_all(Ledger(folder).read())]


def find_ledger(district: District) -> Path:
    (folder,) = [path for path in district.desk.rglob("ledger") if path.is_dir()]
    return folder


def test_a_run_that_is_stopped_says_on_the_ledger_whose_commands_were_ended(
    call: Call, district: District
) -> None:
    command = f"echo now > {district.desk}/began; sleep 300"
    with_desk(district, "Identity", f'before = ["{command}"]')
    plan = make_plan(call, district)
    run = start_run(plan, district)
    run.send_signal(signal.SIGTERM)
    assert run.wait(60) == 130

    (stop,) = list_stops(find_ledger(district))
    assert (stop.version, stop.how, stop.unfinished) == (1, "stopped", ("Identity",))
    (ended,) = stop.ended
    assert (ended.system, ended.when, ended.command, ended.ended_by) == (
        "Identity",
        "before",
        command,
        "stop",
    )
    assert ended.said == "stopped because the run was stopped; it ended when it was told to"


def test_a_run_that_was_killed_is_on_the_case_when_the_next_one_ends_its_commands(
    call: Call, district: District, tmp_path: Path
) -> None:
    command = f"test -e {district.desk}/began || (echo now > {district.desk}/began; sleep 300)"
    with_desk(district, "Identity", f'before = ["{command}"]')
    plan = make_plan(call, district)
    case = tmp_path / "case"
    assert call("case", "open", case).status == 0
    run = start_run(plan, district)
    os.killpg(run.pid, signal.SIGKILL)
    run.wait(60)

    told = call("recover", "run", plan, "--systems", "Identity", "--case", case, "--json")
    assert told.status == 0, told.err
    (stop,) = list_stops(case / "ledger")
    assert (stop.how, stop.unfinished) == ("killed", ("Identity",))
    assert [(one.system, one.ended_by) for one in stop.ended] == [("Identity", "next run")]
    said = call("case", "log", case).out
    assert f"The run of the plan {stop.plan} was killed; commands that were ended: Identity" in said
