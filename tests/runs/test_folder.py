"""The folder of a run: a plan that is whole, one runner at a time, and how far each system is."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from firstbell.base.clock import FixedClock
from firstbell.processes.pool import fork_process
from firstbell.runs.execution import folder as folder_module
from firstbell.runs.execution import meter as meter_module
from firstbell.runs.execution.folder import NowFile, RunFolder, RunGoesOnError, find_newest
from firstbell.runs.execution.journal import JournalError
from firstbell.runs.execution.meter import PROGRESS_SLOT, WAITING_SLOT, SystemMeter
from firstbell.runs.plans.plan import PlanError, PlannedSystem, RecoveryPlan, seal_plan

CLOCK = FixedClock(1_771_400_000_000_000_000)


def make_plan(*names: str) -> RecoveryPlan:
    systems = [PlannedSystem(name=name, tier=1) for name in names or ("Records",)]
    return seal_plan(
        RecoveryPlan(
            version=1, made="2026-02-18T07:33:20Z", waves=[[one.name for one in systems]], systems=systems
        )
    )


def test_a_plan_lies_in_its_folder_and_is_read_from_there(tmp_path: Path) -> None:
    plan = make_plan("Records", "Caf\u00e9")
    folder = RunFolder.of_plan(tmp_path, plan, CLOCK)
    assert folder.path == tmp_path / "runs" / plan.id
    assert folder.load_plan() == plan
    assert folder.path.stat().st_mode & 0o777 == 0o700
    before = (folder.path / "plan.json").stat()
    assert RunFolder.of_plan(tmp_path, plan, CLOCK).load_plan() == plan
    assert (folder.path / "plan.json").stat() == before


def test_a_process_that_dies_while_a_plan_is_written_leaves_no_half_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = make_plan()

    def die(*_: object, **__: object) -> None:
        os._exit(9)

    # the moment before the last byte has a name
    pid = fork_process()
    if pid == 0:
        monkeypatch.setattr("os.link", die)
        monkeypatch.setattr("os.fsync", die)
        RunFolder.of_plan(tmp_path, plan, CLOCK)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 9
    assert not (tmp_path / "runs" / plan.id / "plan.json").exists()
    assert RunFolder.of_plan(tmp_path, plan, CLOCK).load_plan() == plan


def test_a_desk_that_takes_no_folder_is_told_by_its_path(tmp_path: Path) -> None:
    (tmp_path / "runs").write_bytes(b"")
    with pytest.raises(JournalError, match=r"runs/[0-9a-f]+: (Not a directory|File exists)"):
        RunFolder.of_plan(tmp_path, make_plan(), CLOCK)


def test_two_systems_whose_names_make_one_file_name_have_two_journals(tmp_path: Path) -> None:
    plan = make_plan("Bus Routes", "bus/routes", "x" * 200)
    folder = RunFolder.of_plan(tmp_path, plan, CLOCK)
    names = [folder.journal(plan, system.name).path.name for system in plan.systems]
    assert names == ["01-bus-routes.jsonl", "02-bus-routes.jsonl", f"03-{'x' * 60}.jsonl"]


def test_one_process_at_a_time_is_at_a_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_module, "_WAIT_S", 0.0)
    folder = RunFolder.of_plan(tmp_path, make_plan(), CLOCK)
    assert not folder.is_held()
    with folder.hold():
        assert folder.is_held()
        with (
            pytest.raises(RunGoesOnError, match="somebody is already running this plan") as refused,
            folder.hold(),
        ):
            raise AssertionError("held twice")
        assert refused.value.hint.startswith("`firstbell recover status` shows its progress; if that run")
    assert not folder.is_held()
    with folder.hold():
        pass


def test_who_lets_go_soon_is_waited_for(tmp_path: Path) -> None:
    folder = RunFolder.of_plan(tmp_path, make_plan(), CLOCK)
    held, go = threading.Event(), threading.Event()

    def hold() -> None:
        with folder.hold():
            held.set()
            go.wait(60)

    thread = threading.Thread(target=hold)
    thread.start()
    held.wait(60)
    threading.Timer(0.2, go.set).start()
    with folder.hold():
        assert folder.is_held()
    thread.join()


def test_the_run_that_something_was_noted_of_last_is_the_newest(tmp_path: Path) -> None:
    assert find_newest(tmp_path, CLOCK) is None
    plans = [make_plan(name) for name in ("a", "b")]
    folders = [RunFolder.of_plan(tmp_path, plan, CLOCK) for plan in plans]
    (tmp_path / "runs" / "half").mkdir()  # a folder without a plan is no run
    for at, folder in enumerate(folders):
        os.utime(folder.path / "plan.json", ns=(at, at))
    found = find_newest(tmp_path, CLOCK)
    assert found is not None
    assert found.path == folders[1].path
    folders[0].journal(plans[0], "a").append("begun")
    found = find_newest(tmp_path, CLOCK)
    assert found is not None
    assert found.path == folders[0].path
    # a folder's own time tells when a file was made in it, and not when one was written
    for folder, at in ((folders[0], 3), (folders[1], 4)):
        os.utime(folder.path, ns=(at, at))
    found = find_newest(tmp_path, CLOCK)
    assert found is not None
    assert found.path == folders[0].path


def test_of_runs_that_were_noted_at_one_moment_it_is_always_the_same_that_is_the_newest(
    tmp_path: Path,
) -> None:
    folders = [RunFolder.of_plan(tmp_path, make_plan(name), CLOCK) for name in "abcdef"]
    for folder in folders:
        for path in folder.path.iterdir():
            os.utime(path, ns=(7, 7))
    found = find_newest(tmp_path, CLOCK)
    assert found is not None
    assert found.path == max(folder.path for folder in folders)


def test_a_folder_whose_plan_is_gone_or_garbage_is_told_of(tmp_path: Path) -> None:
    folder = RunFolder.of_plan(tmp_path, make_plan(), CLOCK)
    (folder.path / "plan.json").write_bytes(b"\xff\0")
    with pytest.raises(PlanError, match="is not a plan"):
        folder.load_plan()
    (folder.path / "plan.json").unlink()
    with pytest.raises(PlanError, match="there is no plan"):
        folder.load_plan()


@pytest.mark.parametrize("letter", ["z", "\x1b", "\u4e2d", "\U0001f6aa", '"'])
def test_why_a_system_waits_is_read_back_whatever_it_is_written_in(tmp_path: Path, letter: str) -> None:
    now = NowFile(tmp_path / "x.now")
    meter = SystemMeter(now, CLOCK, total_files=10, total_bytes=100)
    meter.tell_waiting(letter * 2000)
    assert now.get(WAITING_SLOT) == {"since": "2026-02-18T07:33:20Z", "problem": letter * 400}
    assert now.get(PROGRESS_SLOT)["total_files"] == 10
    meter.tell_waiting("")
    assert now.get(WAITING_SLOT) == {}


@pytest.mark.parametrize("data", [b"", b"{", b"[1]", b"\xff" * 2000, b'{"a":1}', b"\0" * 9000])
def test_how_far_something_is_is_nothing_where_it_cannot_be_read(tmp_path: Path, data: bytes) -> None:
    now = NowFile(tmp_path / "x.now")
    assert now.get(PROGRESS_SLOT) == {}
    now.path.write_bytes(data)
    assert now.get(PROGRESS_SLOT) == ({"a": 1} if data.startswith(b'{"a"') else {})
    assert now.get(WAITING_SLOT) == {}
    now.put(PROGRESS_SLOT, {"stage": "x"})
    assert NowFile(now.path).get(PROGRESS_SLOT) == {"stage": "x"}


def test_what_cannot_be_written_down_stops_nothing(tmp_path: Path) -> None:
    now = NowFile(tmp_path / "missing" / "x.now")
    SystemMeter(now, CLOCK, total_files=1, total_bytes=1).enter("restoring")
    assert now.get(PROGRESS_SLOT) == {}


def test_files_that_earlier_runs_restored_count_and_do_not_make_this_one_fast(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = NowFile(tmp_path / "x.now")
    now_s = 100.0
    monkeypatch.setattr(meter_module, "monotonic_s", lambda: now_s)
    meter = SystemMeter(now, CLOCK, total_files=100, total_bytes=1000)
    meter.enter("restoring")
    meter.pass_over(90, 900)
    meter.advance(files=5, size_bytes=50)
    now_s += 10
    meter.finish()
    told = now.get(PROGRESS_SLOT)
    assert (told["stage"], told["files"], told["size_bytes"]) == ("restoring", 95, 950)
    assert (told["rate_files_per_s"], told["rate_bytes_per_s"], told["left_s"]) == (0.5, 5, 10.0)
    meter.start("verify")
    told = now.get(PROGRESS_SLOT)
    assert (told["stage"], told["files"], told["rate_bytes_per_s"]) == ("reading back", 0, 0)
