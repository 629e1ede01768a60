from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from firstbell.base.clock import FixedClock, format_time
from firstbell.crypto.seal import Sealer, make_master_key
from firstbell.repository import locks as locks_module
from firstbell.repository.errors import LockedError, LockLostError
from firstbell.repository.format.lockfile import LockFile, render_lock_file
from firstbell.repository.locks import STALE_S, Holder, LockTable
from firstbell.repository.unpacked import save_unpacked
from firstbell.store import Kind, MemoryStore, ObjectInfo, ObjectNotFoundError, StoreError
from tests.repository.making import FEB_18_NS, make_repository, names_of

SEALER = Sealer(make_master_key())


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(FEB_18_NS)


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


def _table(store: MemoryStore, clock: FixedClock, host: str = "here", pid: int | None = None) -> LockTable:
    holder = Holder(host, "ann", os.getpid() if pid is None else pid, 1000, 1000)
    return LockTable(store, SEALER, version=2, clock=clock, holder=holder)


def _save(store: MemoryStore, lock: LockFile) -> str:
    return save_unpacked(store, SEALER, Kind.LOCKS, plaintext=render_lock_file(lock), version=2)


def _dead_pid() -> int:
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    return process.pid


def test_a_lock_lies_there_while_the_work_goes_on_and_is_gone_after(
    store: MemoryStore, clock: FixedClock
) -> None:
    table = _table(store, clock)
    with table.hold(exclusive=True):
        ((_, lock),) = table.list()
        assert lock is not None
        assert (lock.exclusive, lock.hostname, lock.username) == (True, "here", "ann")
        assert (lock.pid, lock.uid, lock.gid) == (os.getpid(), 1000, 1000)
        assert lock.time == "2023-02-18T12:30:00Z"
    assert names_of(store, Kind.LOCKS) == []


def test_a_lock_is_released_when_the_work_fails(store: MemoryStore, clock: FixedClock) -> None:
    with pytest.raises(ZeroDivisionError), _table(store, clock).hold(exclusive=False):
        raise ZeroDivisionError
    assert names_of(store, Kind.LOCKS) == []


@pytest.mark.parametrize(
    ("held", "wanted", "excluded"),
    [(False, False, False), (False, True, True), (True, False, True), (True, True, True)],
)
def test_only_shared_locks_stand_together(
    store: MemoryStore, clock: FixedClock, held: bool, wanted: bool, excluded: bool
) -> None:
    holder, other = _table(store, clock, "elsewhere", 7), _table(store, clock)
    with holder.hold(exclusive=held):
        if not excluded:
            with other.hold(exclusive=wanted):
                assert len(names_of(store, Kind.LOCKS)) == 2
            return
        with pytest.raises(LockedError, match="by process 7 of ann on elsewhere") as caught:
            other.hold(exclusive=wanted).__enter__()
        assert ("exclusively" in str(caught.value)) is held
        assert "unlock" in caught.value.hint
        assert len(names_of(store, Kind.LOCKS)) == 1


def test_a_lock_that_is_not_renewed_is_stale_after_half_an_hour(
    store: MemoryStore, clock: FixedClock
) -> None:
    _save(store, LockFile(format_time(FEB_18_NS), exclusive=True, hostname="elsewhere", pid=7))
    table = _table(store, clock)
    clock.advance(STALE_S)
    with pytest.raises(LockedError):
        table.hold(exclusive=False).__enter__()
    clock.advance(1)
    with table.hold(exclusive=True):
        assert len(names_of(store, Kind.LOCKS)) == 1, "its holder must see that it is gone"
    assert names_of(store, Kind.LOCKS) == []


@pytest.mark.parametrize(("mine", "other"), [(False, True), (True, False), (True, True)])
def test_who_slept_for_an_hour_finds_that_another_took_over(
    store: MemoryStore, clock: FixedClock, mine: bool, other: bool
) -> None:
    sleeper, rival = _table(store, clock), _table(store, clock, "elsewhere", 7)
    with sleeper.hold(exclusive=mine):
        sleeper.assert_held()
        clock.advance(3600)
        with rival.hold(exclusive=other):
            rival.assert_held()
            for _ in range(2):
                with pytest.raises(LockLostError):
                    sleeper.assert_held()
        with pytest.raises(LockLostError):
            sleeper.assert_held()
    sleeper.assert_held()


def test_who_slept_for_an_hour_and_met_nobody_goes_on(store: MemoryStore, clock: FixedClock) -> None:
    sleeper, rival = _table(store, clock), _table(store, clock, "elsewhere", 7)
    with sleeper.hold(exclusive=False):
        clock.advance(3600)
        with rival.hold(exclusive=False):
            assert len(names_of(store, Kind.LOCKS)) == 2, "shared locks exclude nobody"
        sleeper.assert_held()


def test_a_lock_that_was_taken_away_is_not_renewed(
    store: MemoryStore, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locks_module, "REFRESH_S", 0.02)
    table = _table(store, clock)
    with table.hold(exclusive=False):
        while not _take_away(store):
            pass
        with pytest.raises(LockLostError):
            _assert_for_ever(table)
        assert names_of(store, Kind.LOCKS) == []


def _assert_for_ever(table: LockTable) -> None:
    while True:
        table.assert_held()


def _take_away(store: MemoryStore) -> bool:
    """Whether one was there to be taken: a renewal may have come between."""
    taken = False
    for name in names_of(store, Kind.LOCKS):
        with contextlib.suppress(ObjectNotFoundError):
            store.delete(Kind.LOCKS, name)
            taken = True
    return taken


class _LaggingStore(MemoryStore):
    """Lists what was written after so many further looks."""

    def __init__(self, looks: int) -> None:
        super().__init__()
        self.looks = looks

    def list(self, kind: Kind) -> Iterator[ObjectInfo]:
        found = list(super().list(kind))
        if found and self.looks:
            self.looks -= 1
            return iter(())
        return iter(found)


def test_a_listing_that_lags_is_waited_for(clock: FixedClock) -> None:
    store = _LaggingStore(3)
    with _table(store, clock).hold(exclusive=True):
        assert store.looks == 0


def test_where_our_own_lock_is_not_listed_nothing_is_done(
    clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locks_module, "_SETTLE_S", 0.001)
    store = _LaggingStore(1 << 30)
    with pytest.raises(LockedError, match="does not list the lock that was just written"):
        _table(store, clock).hold(exclusive=False).__enter__()
    store.looks = 0
    assert names_of(store, Kind.LOCKS) == []


def test_a_lock_of_a_dead_process_of_this_host_is_stale(store: MemoryStore, clock: FixedClock) -> None:
    dead = LockFile(format_time(FEB_18_NS), exclusive=True, hostname="here", pid=_dead_pid())
    elsewhere = LockFile(format_time(FEB_18_NS), exclusive=True, hostname="elsewhere", pid=dead.pid)
    table = _table(store, clock)
    assert table.is_stale(dead)
    assert not table.is_stale(elsewhere)
    for pid in (os.getpid(), 1, 0, -5, 1 << 40):
        assert not table.is_stale(
            LockFile(format_time(FEB_18_NS), exclusive=True, hostname="here", pid=pid)
        ), pid


def test_unlocking_removes_what_is_stale_or_everything(store: MemoryStore, clock: FixedClock) -> None:
    _save(store, LockFile(format_time(FEB_18_NS), exclusive=True, hostname="here", pid=_dead_pid()))
    living = _save(store, LockFile(format_time(FEB_18_NS), exclusive=True, hostname="elsewhere", pid=7))
    store.write(Kind.LOCKS, "ab" * 32, [b"garbage"])
    table = _table(store, clock)
    assert table.remove(everything=False) == 1
    assert names_of(store, Kind.LOCKS) == sorted([living, "ab" * 32])
    assert table.remove(everything=True) == 2
    assert names_of(store, Kind.LOCKS) == []


def test_a_lock_that_cannot_be_read_locks_nobody_out(store: MemoryStore, clock: FixedClock) -> None:
    store.write(Kind.LOCKS, "ab" * 32, [b"garbage that is longer than an empty sealed object"])
    table = _table(store, clock)
    assert list(table.list()) == [("ab" * 32, None)]
    with table.hold(exclusive=True):
        assert len(names_of(store, Kind.LOCKS)) == 2


def test_of_two_that_come_at_the_same_moment_at_most_one_gets_an_exclusive_lock(clock: FixedClock) -> None:
    for _ in range(5):
        store = MemoryStore()
        start = threading.Barrier(3)
        inside: list[int] = []
        most: list[int] = []

        def work(
            worker: int,
            store: MemoryStore = store,
            start: threading.Barrier = start,
            inside: list[int] = inside,
            most: list[int] = most,
        ) -> None:
            table = _table(store, clock, f"host{worker}", 7)
            start.wait()
            try:
                with table.hold(exclusive=True):
                    inside.append(worker)
                    most.append(len(inside))
                    threading.Event().wait(0.05)
                    inside.remove(worker)
            except LockedError:
                return

        with ThreadPoolExecutor(3) as executor:
            list(executor.map(work, range(3)))
        assert max(most, default=0) <= 1
        assert names_of(store, Kind.LOCKS) == []


class _LateStore(MemoryStore):
    """Somebody else's lock appears just after ours was published."""

    def __init__(self, clock: FixedClock) -> None:
        super().__init__()
        self.clock = clock
        self.rival: str | None = None

    def write(self, kind: Kind, name: str, parts: Sequence[bytes | bytearray | memoryview]) -> None:
        super().write(kind, name, parts)
        if self.rival is None:
            self.rival = ""
            time = format_time(self.clock.now_ns())
            self.rival = _save(self, LockFile(time, exclusive=True, hostname="rival", pid=7))


def test_a_rival_that_comes_during_the_settling_is_seen_and_our_lock_goes(clock: FixedClock) -> None:
    store = _LateStore(clock)
    with pytest.raises(LockedError, match="rival"):
        _table(store, clock).hold(exclusive=False).__enter__()
    assert names_of(store, Kind.LOCKS) == [store.rival]


class _ReturningClock(FixedClock):
    """Goes back by a day each time it is asked."""

    def now_ns(self) -> int:
        self.advance(-86_400)
        return super().now_ns()


def test_waiting_ends_when_the_other_is_done(store: MemoryStore, clock: FixedClock) -> None:
    name = _save(store, LockFile(format_time(FEB_18_NS), exclusive=True, hostname="elsewhere", pid=7))
    timer = threading.Timer(0.3, store.delete, (Kind.LOCKS, name))
    timer.start()
    with _table(store, clock).hold(exclusive=False, wait_s=3600):
        assert len(names_of(store, Kind.LOCKS)) == 1
    timer.join()


def test_waiting_ends_when_the_time_is_up_though_the_clock_goes_back(store: MemoryStore) -> None:
    _save(store, LockFile(format_time(FEB_18_NS), exclusive=True, hostname="elsewhere", pid=7))
    with pytest.raises(LockedError):
        _table(store, _ReturningClock(FEB_18_NS)).hold(exclusive=False, wait_s=0.5).__enter__()


class _WatchedStore(MemoryStore):
    """Counts what is published; the third publication fails."""

    def __init__(self) -> None:
        super().__init__()
        self.published = 0
        self.fourth = threading.Event()

    def write(self, kind: Kind, name: str, parts: Sequence[bytes | bytearray | memoryview]) -> None:
        self.published += 1
        if self.published >= 4:
            self.fourth.set()
        if self.published == 3:
            raise StoreError("the network is down")
        super().write(kind, name, parts)


def test_a_lock_is_renewed_under_a_new_name_and_a_failed_renewal_is_tried_again(
    clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locks_module, "REFRESH_S", 0.02)
    store = _WatchedStore()
    table = _table(store, clock)
    with table.hold(exclusive=True):
        first = names_of(store, Kind.LOCKS)
        clock.advance(300)
        assert store.fourth.wait(60)
    assert names_of(store, Kind.LOCKS) == []
    assert len(first) == 1
    assert store.published >= 4


class _HastyStore(MemoryStore):
    """Somebody else removes each lock between its listing and its reading or removal."""

    def read(self, kind: Kind, name: str) -> bytes:
        if kind is Kind.LOCKS:
            raise ObjectNotFoundError(f"{kind}/{name} is not there")
        return super().read(kind, name)


def test_a_lock_released_since_it_was_listed_is_no_lock(clock: FixedClock) -> None:
    store = _HastyStore()
    store.write(Kind.LOCKS, "ab" * 32, [b"x"])
    assert list(_table(store, clock).list()) == []


def test_a_lock_that_somebody_removed_is_no_error_at_the_end(store: MemoryStore, clock: FixedClock) -> None:
    with _table(store, clock).hold(exclusive=False):
        store.delete(Kind.LOCKS, names_of(store, Kind.LOCKS)[0])
    assert names_of(store, Kind.LOCKS) == []


def test_a_repository_locks_itself() -> None:
    repository = make_repository()
    with repository.lock(), repository.lock():
        assert len(names_of(repository.store, Kind.LOCKS)) == 2
    with repository.lock(exclusive=True), pytest.raises(LockedError):
        repository.lock().__enter__()
