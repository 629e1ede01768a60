"""A clock that jumps back, or ten years ahead, between backups and during them: nothing is lost."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from firstbell.backup import BackupOptions, backup_tree
from firstbell.base.clock import FixedClock, format_time
from firstbell.base.progress import Silent
from firstbell.repository import Repository, Snapshot
from firstbell.repository.check import CheckOptions, check_repository
from firstbell.repository.errors import LockedError, LockLostError
from firstbell.repository.locks import Holder, LockTable
from firstbell.repository.retention import Policy, apply_policy
from firstbell.repository.upkeep.prune import prepare_prune, prune_repository
from firstbell.repository.upkeep.prune_plan import Repacking, UnusedLimit
from firstbell.store import Kind, LocalStore
from tests.faults.conftest import Tried
from tests.repository.making import CHEAP, FEB_18_NS, PASSWORD, names_of
from tests.repository.restic import Restic
from tests.repository.shelf import read_files

YEARS_S = 10 * 365 * 86_400
JUMPS = {"back": -YEARS_S, "ahead": YEARS_S}
EAGER = Repacking(unused=UnusedLimit(None, 0))


class Site:
    """A repository on disk with a clock of its own, and a tree to back up."""

    def __init__(self, folder: Path, store: LocalStore | None = None) -> None:
        self.folder = folder
        self.clock = FixedClock(FEB_18_NS)
        self.store = store or LocalStore(folder / "repository")
        Repository.init(self.store, PASSWORD, kdf=CHEAP, clock=self.clock)
        self.tree = folder / "tree"
        self.tree.mkdir()
        self.expected: dict[str, dict[bytes, bytes]] = {}

    def open(self) -> Repository:
        return Repository.open(self.store, PASSWORD, clock=self.clock)

    def back_up(self, text: str) -> Snapshot:
        """A file more, and a backup of all; what it must hold is noted."""
        (self.tree / text).write_text(text * 100)
        repository = self.open()
        with repository.lock():
            result = backup_tree(repository, BackupOptions([os.fsencode(self.tree)], "school"))
        assert result.snapshot is not None
        self.note(result.snapshot)
        self.clock.advance(60)
        return result.snapshot

    def note(self, snapshot: Snapshot) -> None:
        self.expected[snapshot.hex_id] = {
            os.fsencode(path): path.read_bytes() for path in self.tree.iterdir()
        }

    def prune(self) -> None:
        repository = self.open()
        with repository.lock(exclusive=True):
            prune_repository(repository, prepare_prune(repository, EAGER, Silent()), Silent())

    def prove(self) -> None:
        repository = self.open()
        there = {snapshot.hex_id: snapshot for snapshot in repository.list_snapshots()}
        for hex_id, files in self.expected.items():
            assert read_files(repository, there[hex_id]) == files
        assert not list(check_repository(repository, CheckOptions(read_data=True), Silent()))
        Restic(self.folder / "repository", PASSWORD).run("check", "--read-data")


@pytest.mark.parametrize("jump", JUMPS)
def test_backups_before_and_after_a_jump_are_all_whole(tmp_path: Path, jump: str, tried: Tried) -> None:
    tried("jumps of the clock", 2)
    site = Site(tmp_path)
    before = [site.back_up("one"), site.back_up("two")]
    site.clock.advance(JUMPS[jump])
    after = [site.back_up("three"), site.back_up("four")]
    listed = [snapshot.hex_id for snapshot in site.open().list_snapshots()]
    assert {*listed[:2]} == {one.hex_id for one in (after if jump == "back" else before)}
    # the next one goes by the newest that is not later than itself; put back, there is none at first
    assert [one.parent for one in after] == [None if jump == "back" else before[1].hex_id, after[0].hex_id]
    site.prune()
    site.clock.advance(-JUMPS[jump])
    last = site.back_up("five")
    assert last.parent == before[1].hex_id
    site.prove()


@pytest.mark.long
@pytest.mark.parametrize("jump", JUMPS)
def test_a_jump_during_a_backup_costs_nothing(tmp_path: Path, jump: str, tried: Tried) -> None:
    """At each write to the store in turn."""
    jumped = 0
    for at in range(5):
        store = _JumpingStore(tmp_path / f"{at}" / "repository")
        (tmp_path / f"{at}").mkdir()
        site = Site(tmp_path / f"{at}", store)
        site.back_up("before")
        store.writes_left, store.clock, store.jump_s = at, site.clock, JUMPS[jump]
        snapshot = site.back_up("during")
        assert snapshot.summary is not None
        jumped += store.writes_left < 0
        site.back_up("after")
        site.prove()
    assert jumped >= 3
    tried("jumps of the clock", jumped)


class _JumpingStore(LocalStore):
    """The clock jumps at the n-th write."""

    writes_left = -1
    clock: FixedClock
    jump_s = 0

    def write(self, kind: Kind, name: str, parts: Sequence[bytes | bytearray | memoryview]) -> None:
        if self.writes_left == 0:
            self.clock.advance(self.jump_s)
        self.writes_left -= 1
        super().write(kind, name, parts)


def make_elsewhere(site: Site, clock: FixedClock) -> LockTable:
    """Locks as another machine takes them, on its own clock."""
    holder = Holder("elsewhere", "ann", 7, 1000, 1000)
    return LockTable(site.store, site.open().sealer, version=2, clock=clock, holder=holder)


def test_a_lock_made_in_the_future_holds_until_somebody_says_otherwise(tmp_path: Path) -> None:
    site = Site(tmp_path)
    elsewhere = make_elsewhere(site, FixedClock(FEB_18_NS + YEARS_S * 10**9))
    with elsewhere.hold(exclusive=True):
        with pytest.raises(LockedError, match="2033"):
            site.back_up("refused")
        table = site.open().locks
        assert table.remove(everything=False) == 0
        assert table.remove(everything=True) == 1
        with pytest.raises(LockLostError):
            elsewhere.assert_held()
    site.back_up("goes on")
    site.prove()


def test_a_backup_whose_lock_another_took_for_stale_writes_no_snapshot(tmp_path: Path) -> None:
    """The machine sleeps for an hour during it, and a prune elsewhere removes what it built upon."""
    site = Site(tmp_path)
    first = site.back_up("one")
    repository = site.open()
    sleeper = make_elsewhere(site, site.clock)
    repository.locks = sleeper
    with sleeper.hold(exclusive=False):
        assert bytes.fromhex(first.tree) in repository.index
        site.clock.advance(3600)
        site.open().remove_snapshot(first.hex_id)
        site.expected.clear()
        site.prune()
        with pytest.raises(LockLostError, match="removed its lock"):
            backup_tree(repository, BackupOptions([os.fsencode(site.tree)], "school"))
    assert names_of(site.store, Kind.SNAPSHOTS) == []
    site.prove()
    site.back_up("two")
    site.prove()


def test_a_prune_whose_lock_another_took_for_stale_removes_nothing(tmp_path: Path) -> None:
    """It sleeps before it removes; a backup elsewhere builds upon what was to go."""
    site = Site(tmp_path)
    first = site.back_up("one")
    repository = site.open()
    repository.locks = make_elsewhere(site, site.clock)
    repository.remove_snapshot(first.hex_id)
    site.expected.clear()
    with repository.locks.hold(exclusive=True):
        plan = prepare_prune(repository, EAGER, Silent())
        assert plan.remove
        site.clock.advance(3600)
        site.back_up("two")
        with pytest.raises(LockLostError):
            prune_repository(repository, plan, Silent())
    site.prove()
    site.prune()
    site.prove()


@pytest.mark.parametrize("jump", JUMPS)
def test_a_policy_after_a_jump_keeps_what_is_newest_by_the_clock_as_it_is(tmp_path: Path, jump: str) -> None:
    site = Site(tmp_path)
    for day in range(3):
        site.back_up(f"right {day}")
        site.clock.advance(86_400)
    site.clock.advance(JUMPS[jump])
    for day in range(3):
        site.back_up(f"wrong {day}")
        site.clock.advance(86_400)
    site.clock.advance(-JUMPS[jump])
    rulings = apply_policy(site.open().list_snapshots(), Policy(last=2), now_ns=site.clock.now_ns())
    kept = [ruling.snapshot.time[:4] for ruling in rulings if ruling.is_kept]
    if jump == "ahead":
        assert kept.count("2023") == 2, "what lies in the future pushes nothing out"
        assert len(kept) == 5, "and is kept itself"
    else:
        assert kept == ["2023", "2023"]
    repository = site.open()
    for ruling in rulings:
        if not ruling.is_kept:
            repository.remove_snapshot(ruling.snapshot.hex_id)
            del site.expected[ruling.snapshot.hex_id]
    site.prune()
    site.prove()


def test_a_lock_is_renewed_with_the_time_that_the_clock_then_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("firstbell.repository.locks.REFRESH_S", 0.01)
    site = Site(tmp_path)
    repository = site.open()
    with repository.lock():
        for seconds in JUMPS.values():
            site.clock.advance(seconds)
            wanted = format_time(site.clock.now_ns())
            while [lock.time for _, lock in repository.locks.list() if lock is not None] != [wanted]:
                repository.locks.assert_held()
    assert names_of(site.store, Kind.LOCKS) == []
