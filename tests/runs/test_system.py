"""The run of one system from beginning to end: what its receipt says of files that could not be restored."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from firstbell.base.clock import FixedClock
from firstbell.compose.overlay import TreeOverlay
from firstbell.compose.trim import drop_paths
from firstbell.ledger.tree import compute_root
from firstbell.repository import Repository, Snapshot
from firstbell.runs.execution import system as system_module
from firstbell.runs.execution.folder import NowFile
from firstbell.runs.execution.jobs import SystemJob
from firstbell.runs.execution.journal import RunJournal, read_boot_id
from firstbell.runs.execution.meter import SystemMeter
from firstbell.runs.execution.past import read_past
from firstbell.runs.execution.system import HookFailedError, SystemRun
from firstbell.runs.plans.plan import PlannedCheck
from firstbell.store import Kind
from tests.catalog.timeline import File, Timeline
from tests.runs.made_jobs import make_job, make_piece

CLOCK = FixedClock(1_771_400_000_000_000_000)
ODD = os.fsdecode(b"/srv/caf\xe9.txt")


def make_run(
    folder: Path, repository: Repository, snapshot: Snapshot, **system: Any
) -> tuple[SystemRun, RunJournal]:
    """The run of a system that is all of a snapshot."""
    target = folder / system.pop("target", "restored")
    piece = make_piece(repository, snapshot, target, files=system.pop("files", 2))
    return run_job(folder, make_job(target, [piece], **system))


def run_job(folder: Path, job: SystemJob, *, clock: FixedClock = CLOCK) -> tuple[SystemRun, RunJournal]:
    """The run of a job, and its journal."""
    journal = RunJournal(folder / "01-records.jsonl", clock)
    meter = SystemMeter(NowFile(folder / "01-records.now"), clock, total_files=2, total_bytes=0)
    return SystemRun(job, journal, meter, clock=clock), journal


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
    # a plan keeps its commands: one that is mended in firstbell.toml is not in it
    assert refused.value.hint is not None
    assert refused.value.hint.startswith("fix this and run the plan again; ")
    assert "make a new plan first" in refused.value.hint
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


def list_words(journal: RunJournal) -> list[str]:
    """What the lines of a journal are about, in their order."""
    return [line["what"] for line in journal.read()]


def test_a_run_that_failed_is_resumed_and_its_time_counts_from_the_first_begin(tmp_path: Path) -> None:
    timeline = Timeline()
    snapshot = timeline.save({"/srv/a.txt": b"a"})
    clock = FixedClock(1_771_400_000_000_000_000)
    target = tmp_path / "restored"
    pieces = [make_piece(timeline.repository, snapshot, target, files=1)]
    job = make_job(target, pieces, after=["test -e {target}/../go"])
    run, journal = run_job(tmp_path, job, clock=clock)
    with pytest.raises(HookFailedError):
        run.run()
    clock.advance(60)
    (tmp_path / "go").touch()
    receipt = run_job(tmp_path, job, clock=clock)[0].run()
    assert (receipt["began"], receipt["seconds"]) == ("2026-02-18T07:33:20Z", 60.0)
    words = list_words(journal)
    assert words.count("begun") == 1
    assert words[words.index("failed") + 1] == "resumed"


@pytest.mark.parametrize("gone", ["first", "second", "both"])
def test_what_was_removed_since_it_was_restored_is_restored_again(tmp_path: Path, gone: str) -> None:
    timeline = Timeline()
    snapshot = timeline.save({"/srv/a.txt": b"a"})
    roots = [tmp_path / "restored" / name for name in ("first", "second")]
    job = make_job(
        tmp_path / "restored", [make_piece(timeline.repository, snapshot, root, files=1) for root in roots]
    )
    run, journal = run_job(tmp_path, job)
    assert run.run()["verdict"] == "verified"
    for root in roots:
        if gone in {root.name, "both"}:
            shutil.rmtree(root)
    assert run_job(tmp_path, job)[0].run()["verdict"] == "verified"
    assert [(root / "srv/a.txt").read_bytes() for root in roots] == [b"a", b"a"]
    assert list_words(journal).count("begun") == 2


def put_past(journal: RunJournal, *lines: tuple[str, dict[str, Any]]) -> None:
    """Let a journal tell of an earlier run."""
    for what, fields in (("begun", {}), *lines):
        journal.append(what, **fields)


def test_what_a_power_cut_may_have_torn_is_compared_and_restored_again(tmp_path: Path) -> None:
    timeline = Timeline()
    snapshot = timeline.save({"/srv/a.txt": File(b"whole", {"mtime": "2023-02-13T01:00:00Z"})})
    torn = tmp_path / "restored/srv/a.txt"
    torn.parent.mkdir(parents=True)
    torn.write_bytes(bytes(5))
    os.utime(torn, (1676250000, 1676250000))  # as large and as old as the file that it should be
    run, journal = make_run(tmp_path, timeline.repository, snapshot, files=1)
    put_past(journal, ("cleared", {"piece": 0, "boot": "another boot", "moved_aside": 0}))
    receipt = run.run()
    assert torn.read_bytes() == b"whole"
    # it was ours: nobody needs it as evidence
    assert (receipt["verdict"], receipt["moved_aside"]) == ("verified", 0)


def test_over_what_stands_nothing_is_taken_for_ours_after_a_power_cut(tmp_path: Path) -> None:
    timeline = Timeline()
    snapshot = timeline.save({"/srv/a.txt": b"whole"})
    target = tmp_path / "restored"
    (target / "srv").mkdir(parents=True)
    (target / "srv/a.txt").write_bytes(b"typed by somebody since")
    settings = {"in_place": True, "aside": tmp_path / "aside"}
    job = make_job(target, [make_piece(timeline.repository, snapshot, target)], settings=settings)
    run, journal = run_job(tmp_path, job)
    put_past(journal, ("cleared", {"piece": 0, "boot": "another boot", "moved_aside": 0}))
    assert run.run()["moved_aside"] == 1
    assert (target / "srv/a.txt").read_bytes() == b"whole"
    assert (tmp_path / "aside/ab12/records/srv/a.txt").read_bytes() == b"typed by somebody since"


def test_finished_files_are_left_alone_when_a_run_goes_on(tmp_path: Path) -> None:
    timeline = Timeline()
    snapshot = timeline.save({"/srv/a.txt": b"a", "/srv/b.txt": b"b"})
    run, journal = make_run(tmp_path, timeline.repository, snapshot)
    (tmp_path / "restored/srv").mkdir(parents=True)
    (tmp_path / "restored/srv/a.txt").write_bytes(b"somebody works in it already")
    passed = {"piece": 0, "entries": 2, "files_written": 1, "bytes_written": 1}
    put_past(journal, ("cleared", {"piece": 0, "boot": read_boot_id()}), ("checkpoint", passed))
    receipt = run.run()
    assert (tmp_path / "restored/srv/a.txt").read_bytes() == b"somebody works in it already"
    assert (tmp_path / "restored/srv/b.txt").read_bytes() == b"b"
    assert (receipt["files_written"], receipt["files_kept"], receipt["moved_aside"]) == (2, 0, 0)


def test_what_stands_there_is_kept_where_it_is_the_same_and_moved_aside_where_not(tmp_path: Path) -> None:
    timeline = Timeline()
    snapshot = timeline.save(
        {"/srv/a.txt": File(b"same", {"mtime": "2023-02-13T01:00:00Z"}), "/srv/b.txt": b"new"}
    )
    target = tmp_path / "restored"
    (target / "srv").mkdir(parents=True)
    (target / "srv/a.txt").write_bytes(b"same")
    before = (target / "srv/a.txt").stat().st_ino
    (target / "srv/b.txt").write_bytes(b"old")
    run, journal = make_run(tmp_path, timeline.repository, snapshot)
    receipt = run.run()
    assert (receipt["files_written"], receipt["files_kept"], receipt["moved_aside"]) == (1, 1, 1)
    assert (target / "srv/a.txt").stat().st_ino == before
    assert (tmp_path / ".firstbell-aside/ab12/records/srv/b.txt").read_bytes() == b"old"
    (cleared,) = [line for line in journal.read() if line["what"] == "cleared"]
    assert (cleared["identical"], cleared["moved"]) == (1, ["/srv/b.txt"])


def test_a_file_that_failed_weighs_more_than_a_check_that_failed(tmp_path: Path) -> None:
    timeline = Timeline()
    timeline.save({"/lost": b"this content is lost" * 50})
    packs = list_packs(timeline)
    snapshot = timeline.save({"/srv/a.txt": b"a", ODD: b"this content is lost" * 50})
    lose_blobs(timeline, list_packs(timeline) - packs)
    checks = [PlannedCheck("command", "false", 10.0)]
    run, _ = make_run(tmp_path, timeline.repository, snapshot, checks=checks)
    assert run.run()["verdict"] == "incomplete"


def test_the_disk_has_a_piece_before_the_journal_says_that_it_is_restored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    timeline = Timeline()
    snapshot = timeline.save({"/srv/a.txt": b"a"})
    run, journal = make_run(tmp_path, timeline.repository, snapshot, files=1)
    synced: list[list[str]] = []
    monkeypatch.setattr(system_module, "sync_filesystem", lambda _: synced.append(list_words(journal)))
    run.run()
    assert [("cleared" in words, "restored" in words) for words in synced] == [(True, False)]
