"""The run of one system from beginning to end: what its receipt says of files that could not be restored."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from firstbell.base.clock import FixedClock
from firstbell.compose.overlay import TreeOverlay
from firstbell.compose.trim import drop_paths
from firstbell.ledger.tree import compute_root
from firstbell.repository import Repository, Snapshot
from firstbell.runs.execution.folder import NowFile
from firstbell.runs.execution.jobs import RunPiece, RunSettings, SystemJob
from firstbell.runs.execution.journal import RunJournal
from firstbell.runs.execution.meter import SystemMeter
from firstbell.runs.execution.past import read_past
from firstbell.runs.execution.system import HookFailedError, SystemRun
from firstbell.runs.plans.plan import PlannedCheck, PlannedSystem, PlanPiece
from firstbell.store import Kind
from tests.catalog.timeline import Timeline

CLOCK = FixedClock(1_771_400_000_000_000_000)
ODD = os.fsdecode(b"/srv/caf\xe9.txt")


def make_run(
    folder: Path, repository: Repository, snapshot: Snapshot, **system: Any
) -> tuple[SystemRun, RunJournal]:
    """The run of a system that is all of a snapshot."""
    target = folder / system.pop("target", "restored")
    tree = bytes.fromhex(snapshot.tree)
    piece = PlanPiece(
        repository=repository.hex_id,
        place="main",
        host="files",
        line=["/srv"],
        base=snapshot.hex_id,
        base_time=snapshot.time,
        snapshot="",
        tree=snapshot.tree,
        paths=["/srv"],
        files=system.pop("files", 2),
        size_bytes=0,
    )
    planned = PlannedSystem(name="Records", tier=0, pieces=[piece], target=str(target), **system)
    ready = RunPiece(piece, repository, TreeOverlay(repository), tree, tree, target)
    settings = RunSettings(ownership=False, longest_wait_s=0.0)
    job = SystemJob(plan_id="ab12", system=planned, target=str(target), pieces=(ready,), settings=settings)
    journal = RunJournal(folder / "01-records.jsonl", CLOCK)
    meter = SystemMeter(NowFile(folder / "01-records.now"), CLOCK, total_files=2, total_bytes=0)
    return SystemRun(job, journal, meter, clock=CLOCK), journal


def lose_blobs(timeline: Timeline, before: set[str]) -> None:
    """Take away the packs of content that came since."""
    repository = timeline.repository
    for entry in list(repository.store.list(Kind.DATA)):
        if entry.name not in before:
            repository.store.delete(Kind.DATA, entry.name)


def list_packs(timeline: Timeline) -> set[str]:
    return {entry.name for entry in timeline.repository.store.list(Kind.DATA)}


def test_a_file_that_could_not_be_restored_is_left_out_of_the_root_whatever_its_name(tmp_path: Path) -> None:
    timeline = Timeline()
    lost = b"this content is lost" * 50
    timeline.save({"/lost": lost})
    packs = list_packs(timeline)
    snapshot = timeline.save({"/srv/a.txt": b"a" * 100, ODD: lost})
    # what the first snapshot brought is gone: the content of the one file, and none of the other's
    lose_blobs(timeline, list_packs(timeline) - packs)
    run, journal = make_run(tmp_path, timeline.repository, snapshot)
    receipt = run.run()
    assert (receipt["verdict"], receipt["files"], receipt["files_failed"]) == ("incomplete", 1, 1)
    assert read_past(journal.read()).piece(0).failed == ["/srv/caf\\xe9.txt"]
    trees = TreeOverlay(timeline.repository)
    kept = drop_paths(trees, bytes.fromhex(snapshot.tree), [b"/srv/caf\xe9.txt"])
    assert kept.hex() != snapshot.tree
    assert receipt["root"] == compute_root([kept]).hex()
    assert (tmp_path / "restored/srv/a.txt").read_bytes() == b"a" * 100


def test_a_whole_restore_is_verified_and_run_again_gives_the_same_receipt(tmp_path: Path) -> None:
    timeline = Timeline()
    snapshot = timeline.save({"/srv/a.txt": b"a", ODD: b"b"})
    run, journal = make_run(tmp_path, timeline.repository, snapshot)
    receipt = run.run()
    assert (receipt["verdict"], receipt["files"], receipt["files_failed"]) == ("verified", 2, 0)
    assert receipt["root"] == compute_root([bytes.fromhex(snapshot.tree)]).hex()
    assert (tmp_path / os.fsdecode(b"restored/srv/caf\xe9.txt")).read_bytes() == b"b"
    lines = journal.read()
    again, _ = make_run(tmp_path, timeline.repository, snapshot)
    assert again.run() == json.loads(json.dumps(receipt))
    assert journal.read() == lines


def test_words_in_a_command_are_put_in_once_whatever_the_target_is_called(tmp_path: Path) -> None:
    timeline = Timeline()
    snapshot = timeline.save({"/srv/a.txt": b"a"})
    odd = "it's {system} $(touch pwned); x"
    run, journal = make_run(
        tmp_path,
        timeline.repository,
        snapshot,
        target=odd,
        files=1,
        after=["printf '%s|%s' {target} {system}"],
    )
    assert run.run()["verdict"] == "verified"
    (told,) = [line for line in journal.read() if line["what"] == "command"]
    assert told["output"] == f"{tmp_path / odd}|Records"


def test_a_command_that_fails_stops_its_system_and_what_was_done_is_not_done_again(tmp_path: Path) -> None:
    timeline = Timeline()
    snapshot = timeline.save({"/srv/a.txt": b"a"})
    count = f"echo x >> {tmp_path}/count"
    words = {"files": 1, "before": [count], "after": ["test -e {target}/../go"]}
    run, journal = make_run(tmp_path, timeline.repository, snapshot, **dict(words))
    with pytest.raises(
        HookFailedError, match=r"after restoring: `test -e .*` ended with status 1"
    ) as refused:
        run.run()
    assert refused.value.hint == "fix this and run the plan again"
    assert read_past(journal.read()).state == "failed"
    (tmp_path / "go").touch()
    again, _ = make_run(tmp_path, timeline.repository, snapshot, **dict(words))
    assert again.run()["verdict"] == "verified"
    assert (tmp_path / "count").read_text() == "x\n"


def test_a_check_that_failed_is_made_again_without_restoring_again(tmp_path: Path) -> None:
    timeline = Timeline()
    snapshot = timeline.save({"/srv/a.txt": b"a"})
    checks = [PlannedCheck("command", "test -e {target}/../ready", 10.0)]
    run, journal = make_run(tmp_path, timeline.repository, snapshot, files=1, checks=checks)
    assert run.run()["verdict"] == "check failed"
    (tmp_path / "ready").touch()
    again, _ = make_run(tmp_path, timeline.repository, snapshot, files=1, checks=checks)
    assert again.run()["verdict"] == "verified"
    assert [line["what"] for line in journal.read()].count("restored") == 1


def test_a_target_that_takes_no_files_fails_with_what_to_do(tmp_path: Path) -> None:
    timeline = Timeline()
    snapshot = timeline.save({"/srv/a.txt": b"a"})
    (tmp_path / "restored").write_bytes(b"a file stands here")
    run, journal = make_run(tmp_path, timeline.repository, snapshot, files=1)
    with pytest.raises(Exception, match="cannot write to the target"):
        run.run()
    past = read_past(journal.read())
    assert past.state == "failed"
    assert past.failure is not None
    assert past.failure["hint"].startswith("fix this (for example, make room)")
    assert (tmp_path / "restored").read_bytes() == b"a file stands here"
