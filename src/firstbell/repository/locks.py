"""Locks: shared for work that adds, exclusive for work that removes.

A lock is published, then the others are looked at once more: two that come at the same moment both see each
other and both step back. Where a listing may lag behind, the second look waits a little. While work goes on,
the lock is renewed every five minutes; one that is older than thirty minutes, or whose process is gone from
this host, is stale.

Whoever takes a lock over a stale one removes that one. So a machine that slept for an hour with a backup or a
prune under way finds its lock gone, and stops before it relies on what was true an hour ago.
Source: restic design document, "Locks"; times as restic 0.18 uses them.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import msgspec

from firstbell.base.clock import NS_PER_S, Clock, format_time, monotonic_s
from firstbell.base.errors import Error
from firstbell.crypto.seal import Sealer
from firstbell.repository.errors import LockedError, LockLostError
from firstbell.repository.format.errors import FormatError
from firstbell.repository.format.lockfile import LockFile, parse_lock_file, render_lock_file
from firstbell.repository.unpacked import load_unpacked, save_unpacked
from firstbell.store import Kind, ObjectNotFoundError, Store

REFRESH_S = 300.0
STALE_S = 1800.0
_SETTLE_S = 0.2
# a listing that lags behind shows our own lock late, and another's too
_LOOKS = 5


class Holder(msgspec.Struct, frozen=True):
    """Who takes locks: host and user names, and the process."""

    hostname: str
    username: str
    pid: int
    uid: int
    gid: int


class _Held(msgspec.Struct):
    """A lock of ours; its name changes when it is renewed."""

    name: str
    exclusive: bool
    is_lost: bool = False


class LockTable:
    """The locks of one repository."""

    def __init__(self, store: Store, sealer: Sealer, *, version: int, clock: Clock, holder: Holder) -> None:
        self._store = store
        self._sealer = sealer
        self._version = version
        self._clock = clock
        self.holder = holder
        self._held: list[_Held] = []
        self._renewing = threading.Lock()

    def list(self) -> Iterator[tuple[str, LockFile | None]]:
        """(hex id, lock) of every lock; None in place of one that cannot be read."""
        for info in list(self._store.list(Kind.LOCKS)):
            try:
                plaintext = load_unpacked(self._store, self._sealer, Kind.LOCKS, hex_id=info.name)
                yield info.name, parse_lock_file(plaintext, f"lock {info.name[:8]}")
            except ObjectNotFoundError:
                continue  # released since it was listed
            except (FormatError, Error):
                yield info.name, None

    def is_stale(self, lock: LockFile) -> bool:
        """Whether nobody can be holding it any more."""
        if self._clock.now_ns() - lock.time_ns > STALE_S * NS_PER_S:
            return True
        return lock.hostname == self.holder.hostname and not _is_alive(lock.pid)

    @contextmanager
    def hold(
        self, *, exclusive: bool, wait_s: float = 0.0, meanwhile: Callable[[], None] | None = None
    ) -> Iterator[None]:
        """Hold a lock while the body runs; it is renewed in the background.

        `meanwhile` runs while the lock settles: it may read, but must change nothing, since the lock may
        still turn out to be another's.

        Raises: LockedError when another lock excludes it, after trying for `wait_s`.
        """
        held = _Held(self._acquire(exclusive, wait_s, meanwhile or _do_nothing), exclusive)
        stop = threading.Event()
        renewer = threading.Thread(target=self._renew, args=(held, stop), daemon=True)
        self._held.append(held)
        renewer.start()
        try:
            yield
        finally:
            stop.set()
            renewer.join()
            self._held.remove(held)
            self._release(held.name)

    def assert_held(self) -> None:
        """Asked before what others rely on: a snapshot is published, or what an index named is removed.

        Raises: LockLostError when a lock that this table took was taken from it; StoreError.
        """
        with self._renewing:
            for held in self._held:
                if held.is_lost or not self._store.exists(Kind.LOCKS, held.name):
                    held.is_lost = True
                    raise LockLostError(
                        "another process thought this one was dead and removed its lock",
                        hint="nothing is lost; run the command again on a machine that does not go to sleep",
                    )

    def _release(self, name: str) -> None:
        with suppress(ObjectNotFoundError):
            self._store.delete(Kind.LOCKS, name)

    def _acquire(self, exclusive: bool, wait_s: float, meanwhile: Callable[[], None]) -> str:  # noqa: FBT001
        # not by the clock on the wall: one that is put back would let this wait for years
        deadline_s = monotonic_s() + wait_s
        pause = threading.Event()
        while True:
            try:
                return self._try_acquire(exclusive, meanwhile, pause.wait)
            except LockedError:
                if monotonic_s() >= deadline_s:
                    raise
                pause.wait(1.0)

    def _try_acquire(
        self,
        exclusive: bool,  # noqa: FBT001
        meanwhile: Callable[[], None],
        sleep: Callable[[float], bool],
    ) -> str:
        self._refuse_conflict(exclusive, own="")
        name = self._publish(exclusive)
        try:
            published_s = monotonic_s()
            # before the second look: who renews a lock that we took for stale has written a new one by then
            self._override_stale(exclusive)
            meanwhile()
            if not self._store.lists_at_once():
                sleep(max(0.0, published_s + _SETTLE_S - monotonic_s()))
            for look in range(_LOOKS):
                if self._refuse_conflict(exclusive, own=name):
                    return name
                sleep(_SETTLE_S * 2**look)
            raise LockedError(
                f"{self._store.url} does not list the lock that was just written, so it may also hide "
                "another process's lock",
                hint="try again later; storage whose listings are out of date cannot be shared",
            )
        except BaseException:
            self._release(name)
            raise

    def _override_stale(self, exclusive: bool) -> None:  # noqa: FBT001
        for name, lock in self.list():
            if lock is not None and (exclusive or lock.exclusive) and self.is_stale(lock):
                self._release(name)

    def _publish(self, exclusive: bool) -> str:  # noqa: FBT001
        holder = self.holder
        lock = LockFile(
            time=format_time(self._clock.now_ns()),
            exclusive=exclusive,
            hostname=holder.hostname,
            username=holder.username,
            pid=holder.pid,
            uid=holder.uid,
            gid=holder.gid,
        )
        plaintext = render_lock_file(lock)
        return save_unpacked(
            self._store, self._sealer, Kind.LOCKS, plaintext=plaintext, version=self._version
        )

    def _refuse_conflict(self, exclusive: bool, *, own: str) -> bool:  # noqa: FBT001
        """Whether our own lock is among those that the store lists."""
        is_listed = False
        for name, lock in self.list():
            is_listed |= name == own
            if name == own or lock is None or self.is_stale(lock):
                continue
            if exclusive or lock.exclusive:
                kind = "exclusively " if lock.exclusive else ""
                raise LockedError(
                    f"the repository is {kind}locked by process {lock.pid} of {lock.username}"
                    f" on {lock.hostname} since {lock.time}",
                    hint="wait for it, or run `firstbell unlock` if that process is gone",
                )
        return is_listed

    def _renew(self, held: _Held, stop: threading.Event) -> None:
        while not held.is_lost and not stop.wait(REFRESH_S):
            # a failed renewal is tried again at the next turn: five of them fit before the lock is stale
            with suppress(Error), self._renewing:
                self._renew_once(held)

    def _renew_once(self, held: _Held) -> None:
        fresh = self._publish(held.exclusive)
        try:
            self._store.delete(Kind.LOCKS, held.name)
        except ObjectNotFoundError:
            held.is_lost = True
            self._release(fresh)
            return
        except Error:
            self._release(fresh)
            raise
        held.name = fresh

    def remove(self, *, everything: bool) -> int:
        """Remove stale locks, or all of them; how many were removed. Unreadable ones only go with all."""
        removed = 0
        for name, lock in self.list():
            if everything or (lock is not None and self.is_stale(lock)):
                with suppress(ObjectNotFoundError):
                    self._store.delete(Kind.LOCKS, name)
                    removed += 1
        return removed


def _do_nothing() -> None:
    pass


def _is_alive(pid: int) -> bool:
    if pid <= 0:
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True
