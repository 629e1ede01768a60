"""How far a run is, told from its folder alone: each state a system can be in, and when first bell comes."""

from __future__ import annotations

from pathlib import Path

import pytest

from firstbell.base.clock import FixedClock
from firstbell.runs.execution.folder import RunFolder
from firstbell.runs.execution.meter import SystemMeter
from firstbell.runs.execution.status import (
    SystemStatus,
    foretell_first_bell,
    look_at,
    measure_first_bell,
)
from firstbell.runs.plans.plan import PlannedSystem, PlanPiece, RecoveryPlan, seal_plan

CLOCK = FixedClock(1_771_400_000_000_000_000)
PIECE = PlanPiece(
    repository="ab" * 32,
    place="main",
    host="office",
    line=["/srv"],
    base="c" * 64,
    base_time="2026-02-18T07:33:20Z",
    snapshot="",
    tree="d" * 64,
    paths=["/srv"],
)


def make_system(
    name: str, tier: int = 0, *, estimate_s: float = 10.0, missing: tuple[str, ...] = ()
) -> PlannedSystem:
    return PlannedSystem(
        name=name,
        tier=tier,
        pieces=[] if missing else [PIECE],
        missing=list(missing),
        files=100,
        size_bytes=1000,
        estimate_s=estimate_s,
    )


def make_plan(*waves: list[PlannedSystem]) -> RecoveryPlan:
    return seal_plan(
        RecoveryPlan(
            version=1,
            made="2026-02-18T07:33:20Z",
            waves=[[one.name for one in wave] for wave in waves],
            systems=[one for wave in waves for one in wave],
        )
    )


def make_run(folder: Path, plan: RecoveryPlan) -> RunFolder:
    return RunFolder.of_plan(folder, plan, CLOCK)


def look(run: RunFolder, plan: RecoveryPlan, *, is_held: bool) -> SystemStatus:
    if not is_held:
        return look_at(run, plan)[0]
    with run.hold():
        return look_at(run, plan)[0]


def test_a_system_is_pending_then_running_then_stopped_when_nobody_is_at_it(tmp_path: Path) -> None:
    plan = make_plan([make_system("Records")])
    run = make_run(tmp_path, plan)
    assert look(run, plan, is_held=True).state == "pending"
    run.journal(plan, "Records").append("begun")
    meter = SystemMeter(run.now(plan, "Records"), CLOCK, total_files=100, total_bytes=1000)
    meter.enter("restoring")
    meter.advance(files=30, size_bytes=300)
    meter.finish()
    running = look(run, plan, is_held=True)
    assert (running.state, running.stage, running.files, running.size_bytes) == (
        "running",
        "restoring",
        30,
        300,
    )
    assert running.began == "2026-02-18T07:33:20Z"
    stopped = look(run, plan, is_held=False)
    # those files are in place, but nothing moves any more
    assert (stopped.state, stopped.stage, stopped.files) == ("stopped", "", 30)
    assert (stopped.rate_bytes_per_s, stopped.left_s) == (0, None)


def test_a_system_that_waits_for_the_vault_says_why_while_somebody_is_at_it(tmp_path: Path) -> None:
    plan = make_plan([make_system("Records")])
    run = make_run(tmp_path, plan)
    run.journal(plan, "Records").append("begun")
    meter = SystemMeter(run.now(plan, "Records"), CLOCK, total_files=100, total_bytes=1000)
    meter.tell_waiting("vault: no route to host")
    waiting = look(run, plan, is_held=True)
    assert (waiting.state, waiting.why) == ("waiting", "vault: no route to host")
    stopped = look(run, plan, is_held=False)
    assert (stopped.state, stopped.why) == ("stopped", "vault: no route to host")
    meter.tell_waiting("")
    assert look(run, plan, is_held=True).state == "running"


def test_what_failed_says_why_and_what_no_backup_holds_says_what_is_missing(tmp_path: Path) -> None:
    missing = ("office: it was never backed up here", "lab: no backup holds /srv")
    plan = make_plan([make_system("Records"), make_system("Phones", missing=missing)])
    run = make_run(tmp_path, plan)
    journal = run.journal(plan, "Records")
    journal.append("begun")
    journal.append("failed", why="the disk is full", code="x", hint="")
    records, phones = look_at(run, plan)
    assert (records.state, records.why, records.is_over) == ("failed", "the disk is full", False)
    assert (phones.state, phones.why) == ("without backup", "; ".join(missing))
    assert not phones.is_whole
    assert not phones.is_over


def test_a_receipt_is_the_last_word_on_counts(tmp_path: Path) -> None:
    plan = make_plan([make_system("Records")])
    run = make_run(tmp_path, plan)
    journal = run.journal(plan, "Records")
    journal.append("begun")
    journal.append("checkpoint", piece=0, entries=3, files_written=5000, bytes_written=9)
    # never more than the plan has
    assert look(run, plan, is_held=False).files == 100
    receipt = {"verdict": "verified", "files": 100, "size_bytes": 1000, "ended": "2026-02-18T08:00:00Z"}
    journal.append("done", receipt=receipt)
    done = look(run, plan, is_held=True)
    assert (done.state, done.files, done.size_bytes, done.ended) == ("verified", 100, 1000, receipt["ended"])
    assert done.is_over


def make_status(name: str, state: str, *, wave: int = 1, tier: int = 0, **more: object) -> SystemStatus:
    return SystemStatus(name=name, tier=tier, wave=wave, state=state, **more)  # type: ignore[arg-type]


def test_first_bell_is_foretold_wave_after_wave_and_no_further_than_its_tier() -> None:
    plan = make_plan(
        [make_system("directory", 1, estimate_s=5), make_system("network", 1, estimate_s=7)],
        [make_system("records", 0, estimate_s=20)],
        [make_system("library", 2, estimate_s=1000)],
    )
    pending = [
        make_status("directory", "pending", tier=1),
        make_status("network", "pending", tier=1),
        make_status("records", "pending", wave=2),
        make_status("library", "pending", wave=3, tier=2),
    ]
    assert foretell_first_bell(plan, pending) == 32.0
    live = [
        make_status("directory", "running", tier=1, left_s=3.0),
        make_status("network", "waiting", tier=1),  # it cannot tell: as it was planned
        make_status("records", "pending", wave=2),
        pending[3],
    ]
    assert foretell_first_bell(plan, live) == 27.0
    over = [
        make_status("directory", "verified", tier=1),
        make_status("network", "incomplete", tier=1),
        make_status("records", "verified", wave=2),
        pending[3],
    ]
    assert foretell_first_bell(plan, over) == 0.0
    assert foretell_first_bell(plan, []) == 0.0


@pytest.mark.parametrize(
    ("change", "measured"),
    [
        ({}, 60.5),
        ({"state": "incomplete"}, None),
        ({"state": "check failed"}, None),
        ({"is_whole": False}, None),
        ({"ended": ""}, None),
    ],
)
def test_first_bell_is_measured_once_all_of_the_first_tier_is_verified_and_whole(
    change: dict[str, object], measured: float | None
) -> None:
    def make(name: str, began: str, ended: str, more: dict[str, object]) -> SystemStatus:
        return make_status(name, **{"state": "verified", "began": began, "ended": ended, **more})  # type: ignore[arg-type]

    statuses = [
        make("directory", "2026-02-18T07:00:00Z", "2026-02-18T07:00:20Z", {"tier": 1}),
        # offsets count as what they say
        make("records", "2026-02-18T01:00:20-06:00", "2026-02-18T01:01:00.500-06:00", {"wave": 2, **change}),
        make("library", "2026-02-18T07:01:00Z", "", {"tier": 2, "state": "failed"}),
    ]
    assert measure_first_bell(statuses) == measured


def test_nothing_is_measured_of_a_run_that_never_began() -> None:
    assert measure_first_bell([]) is None
    assert measure_first_bell([make_status("records", "pending")]) is None
