"""A run of several systems: wave after wave, each in a process of its own, and how each of them ends."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from firstbell.base.clock import FixedClock
from firstbell.processes.pool import fork_process
from firstbell.repository import Repository, Snapshot
from firstbell.runs.execution.folder import RunFolder
from firstbell.runs.execution.hooks import read_start
from firstbell.runs.execution.jobs import SystemJob
from firstbell.runs.execution.journal import read_boot_id
from firstbell.runs.execution.shared_packs import PACKS_FOLDER
from firstbell.runs.execution.supervisor import RunListener, RunOutcome, RunSupervisor
from firstbell.runs.plans.plan import PlannedCheck
from tests.catalog.timeline import Timeline
from tests.runs.made_jobs import make_job, make_piece, make_plan

CLOCK = FixedClock(1_771_400_000_000_000_000)


class Office:
    """Systems that are restored below one folder. `told`: (what, system) as a listener heard it."""

    def __init__(self, folder: Path) -> None:
        timeline = Timeline()
        self.folder = folder
        self.snapshot: Snapshot = timeline.save({"/srv/a.txt": b"a"})
        self.repository: Repository = timeline.repository
        self.told: list[tuple[str, str]] = []

    def job(self, name: str, **system: Any) -> SystemJob:
        target = self.folder / name
        return make_job(
            target, [make_piece(self.repository, self.snapshot, target, files=1)], name=name, **system
        )

    def run_folder(self, *waves: list[SystemJob]) -> RunFolder:
        return RunFolder.of_plan(self.folder, make_plan(*waves), CLOCK)

    def conduct(
        self, *waves: list[SystemJob], left: list[str] | None = None, tick: Callable[[], None] = lambda: None
    ) -> RunOutcome:
        """Run all systems, or those that are `left`."""
        plan = make_plan(*waves)
        jobs = {job.system.name: job for wave in waves for job in wave}
        listener = RunListener(tick, self._hear("ended"), self._hear("failed"))
        wanted = {name: jobs[name] for name in left or jobs}
        return RunSupervisor(self.run_folder(*waves), plan, wanted, clock=CLOCK).conduct(listener)

    def _hear(self, what: str) -> Callable[[str, Mapping[str, Any]], None]:
        return lambda name, _: self.told.append((what, name))

    def words(self, name: str, *waves: list[SystemJob]) -> list[str]:
        """What the journal of a system is about."""
        plan = make_plan(*waves)
        return [line["what"] for line in self.run_folder(*waves).journal(plan, name).read()]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def test_a_wave_begins_when_the_one_before_it_has_ended(office: Office) -> None:
    order = office.folder / "order"
    first = office.job("first", after=[f"sleep 0.5; echo first >> {order}"])
    second = office.job("second", before=[f"echo second >> {order}"])
    outcome = office.conduct([first], [second])
    assert order.read_text().split() == ["first", "second"]
    assert {name: one["verdict"] for name, one in outcome.receipts.items()} == {
        "first": "verified",
        "second": "verified",
    }


def test_a_receipt_is_told_once_however_often_the_run_is_given(office: Office) -> None:
    job = office.job("records")
    packs = office.run_folder([job]).path / PACKS_FOLDER / office.repository.hex_id
    packs.mkdir(parents=True)
    assert list(office.conduct([job]).receipts) == ["records"]
    assert not packs.parent.exists()
    assert list(office.conduct([job]).receipts) == ["records"]
    assert office.told == [("ended", "records")]


def test_a_system_that_fails_stops_alone_and_goes_on_when_the_run_is_given_again(office: Office) -> None:
    go = office.folder / "go"
    jobs = [office.job("phones", before=[f"test -e {go}"]), office.job("records")]
    outcome = office.conduct(jobs)
    assert list(outcome.receipts) == ["records"]
    assert outcome.failures["phones"]["code"] == "recover.hook"
    assert sorted(office.told) == [("ended", "records"), ("failed", "phones")]
    go.touch()
    # what is done already is not asked for again
    outcome = office.conduct(jobs, left=["phones"])
    assert (list(outcome.receipts), outcome.failures) == (["phones"], {})


def test_a_receipt_from_before_it_failed_is_no_receipt(office: Office) -> None:
    checks = [PlannedCheck("command", "false", 10.0)]
    job = office.job("records", checks=checks)
    assert office.conduct([job]).receipts["records"]["verdict"] == "check failed"
    # a command that was added since fails: the system is where the command stopped it
    failing = replace(job, system=office.job("records", checks=checks, after=["false"]).system)
    plan = make_plan([job])
    listener = RunListener(lambda: None, office._hear("ended"), office._hear("failed"))
    folder = office.run_folder([job])
    outcome = RunSupervisor(folder, plan, {"records": failing}, clock=CLOCK).conduct(listener)
    assert (outcome.receipts, outcome.failures["records"]["code"]) == ({}, "recover.hook")


def test_a_fault_of_the_program_is_told_as_one_of_its_system(office: Office) -> None:
    job = office.job("records")
    broken = replace(job, pieces=(replace(job.pieces[0], trees=None),))  # type: ignore[arg-type]
    failure = office.conduct([broken]).failures["records"]
    assert failure["why"].startswith("AttributeError: ")
    assert failure["code"] == "recover.system"


def test_a_process_that_is_killed_is_told_with_what_to_do(office: Office) -> None:
    failure = office.conduct([office.job("records", before=["kill -KILL $PPID"])]).failures["records"]
    assert failure["why"] == "its process ended with -9 before it was done"
    assert failure["hint"] == "run the plan again; it continues where it stopped"


def test_an_interrupt_of_the_terminal_is_for_the_supervisor_alone(office: Office) -> None:
    outcome = office.conduct([office.job("records", before=["kill -INT $PPID"])])
    assert outcome.receipts["records"]["verdict"] == "verified"


def test_whoever_stops_a_run_stops_its_systems(office: Office) -> None:
    begun = office.folder / "begun"
    job = office.job("records", before=[f"touch {begun}; sleep 300"])

    def stop() -> None:
        if begun.exists():
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        office.conduct([job], tick=stop)
    assert office.words("records", [job]) == ["begun", "started", "command"]


def _is_there(pid: int) -> bool:
    """Whether a process runs; one that only waits to be collected does not."""
    try:
        return " Z " not in Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False


def _read_pid(path: Path) -> int:
    """The number in a file that a command writes in one go; 0 as long as it is not there."""
    return int(path.read_text()) if path.exists() else 0


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_run_that_is_stopped_ends_the_command_of_a_system_and_all_that_it_started(
    office: Office, when: str
) -> None:
    own, started = office.folder / "own", office.folder / "started"
    command = f"sleep 300 & echo $! > {started}.new; mv {started}.new {started}; echo $$ > {own}.new; "
    command += f"mv {own}.new {own}; wait"
    job = office.job("records", **{when: [command]})

    def stop() -> None:
        if _read_pid(own):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        office.conduct([job], tick=stop)

    assert not _is_there(_read_pid(own))
    assert not _is_there(_read_pid(started))
    line = office.run_folder([job]).journal(make_plan([job]), "records").read()[-1]
    assert (line["what"], line["when"], line["command"], line["status"]) == ("command", when, command, None)
    assert line["output"].endswith("stopped because the run was stopped; it ended when it was told to")
    # it is the command with which the run goes on
    goes_on = replace(job, system=office.job("records", **{when: ["true"]}).system)
    assert list(office.conduct([goes_on]).receipts) == ["records"]


def _kill_when_begun(office: Office, waves: list[SystemJob], *, begun: Path, whole_group: bool) -> None:
    """Run in a group of its own, and kill its supervisor, or all of the group, when a command has begun."""
    pid = fork_process()
    if pid == 0:
        os.setpgid(0, 0)
        with office.run_folder(waves).hold():
            office.conduct(waves)
        os._exit(0)
    pause = threading.Event()
    while not _read_pid(begun):
        pause.wait(0.02)
    (os.killpg if whole_group else os.kill)(pid, signal.SIGKILL)
    os.waitpid(pid, 0)


def _make_slow_command(office: Office) -> tuple[str, Path, Path]:
    own, started = office.folder / "own", office.folder / "started"
    command = f"sleep 300 & echo $! > {started}.new; mv {started}.new {started}; echo $$ > {own}.new; "
    return f"{command} mv {own}.new {own}; wait", own, started


def test_systems_and_their_commands_end_with_a_supervisor_that_is_killed(office: Office) -> None:
    command, own, started = _make_slow_command(office)
    waves = [office.job("records", before=[command])]
    _kill_when_begun(office, waves, begun=own, whole_group=False)
    # whoever is at a run holds its lock: the next run could not begin before the systems have let go of it
    with office.run_folder(waves).hold():
        assert office.words("records", waves) == ["begun", "started", "command"]
    assert not _is_there(_read_pid(own))
    assert not _is_there(_read_pid(started))


@pytest.mark.parametrize("when", ["before", "check"])
def test_the_next_run_ends_the_command_that_a_run_left_which_was_killed_whole(
    office: Office, when: str
) -> None:
    command, own, started = _make_slow_command(office)
    words = {"checks": [PlannedCheck("command", command, 300.0)]} if when == "check" else {when: [command]}
    waves = [office.job("records", **words)]
    _kill_when_begun(office, waves, begun=own, whole_group=True)
    assert _is_there(_read_pid(own))
    assert _is_there(_read_pid(started))

    calm = {"checks": [PlannedCheck("command", "true", 300.0)]} if when == "check" else {when: ["true"]}
    goes_on = replace(waves[0], system=office.job("records", **calm).system)
    folder = office.run_folder(waves)
    listener = RunListener(lambda: None, office._hear("ended"), office._hear("failed"))
    with folder.hold():
        outcome = RunSupervisor(folder, make_plan(waves), {"records": goes_on}, clock=CLOCK).conduct(listener)
    assert list(outcome.receipts) == ["records"]

    assert not _is_there(_read_pid(own))
    assert not _is_there(_read_pid(started))
    lines = folder.journal(make_plan(waves), "records").read()
    (ended,) = [line for line in lines if line.get("ended_by")]
    assert (ended["when"], ended["status"], ended["ended_by"]) == (when, None, "next run")
    assert ended["output"] == "a run that was killed had left it running; it ended when it was told to"


@pytest.mark.parametrize("other", ["start", "boot"])
def test_another_process_with_the_number_of_a_command_is_left_alone(office: Office, other: str) -> None:
    job = office.job("records")
    stranger = subprocess.Popen(["sleep", "300"], start_new_session=True)
    try:
        start = read_start(stranger.pid)
        known = {"start": start, "boot": read_boot_id()}
        wrong = {"start": start - 1, "boot": "another"}
        told = {"when": "before", "command": "x", "pid": stranger.pid, **known, other: wrong[other]}
        office.run_folder([job]).journal(make_plan([job]), "records").append("started", **told)
        assert list(office.conduct([job]).receipts) == ["records"]
        assert _is_there(stranger.pid)
    finally:
        stranger.kill()
        stranger.wait()


def test_a_command_that_hears_nothing_is_killed(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("firstbell.runs.execution.hooks.GRACE_S", 0.5)
    own = office.folder / "own"
    command = f"trap '' TERM; echo $$ > {own}.new; mv {own}.new {own}; while :; do sleep 1; done"
    job = office.job("records", before=[command])

    def stop() -> None:
        if _read_pid(own):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        office.conduct([job], tick=stop)

    assert not _is_there(_read_pid(own))
    line = office.run_folder([job]).journal(make_plan([job]), "records").read()[-1]
    assert line["output"].endswith("it did not end within 0.5 s and was killed")
