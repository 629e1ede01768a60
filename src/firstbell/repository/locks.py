"""Locks: shared for work that adds, exclusive for work that removes.

A lock is published, then the others are looked at, and after a short wait once more: two that come at
the same moment both see each other and both step back. While the work goes on the lock is renewed every
five minutes; one that is older than thirty minutes, or whose process is gone from this host, is stale.
Source: restic design document, "Locks"; times as restic 0.18 uses them.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from firstbell.base.clock import NS_PER_S, Clock, format_time, monotonic_s
from firstbell.base.errors import Error
from firstbell.crypto.sealing import Sealer
from firstbell.repository.errors import LockedError
from firstbell.repository.format.errors import FormatError
from firstbell.repository.format.lockfile import LockFile, parse_lock_file, render_lock_file
from firstbell.repository.unpacked import load_unpacked, save_unpacked
from firstbell.store import Kind, ObjectNotFoundError, Store

REFRESH_S = 300.0
STALE_S = 1800.0
_SETTLE_S = 0.2


@dataclass(frozen=True, slots=True)
class Holder:
    """Who takes locks: host and user names, and the process."""

    hostname: str
    username: str
    pid: int
    uid: int
    gid: int


class LockTable:
    """The locks of one repository."""

    def __init__(self, store: Store, sealer: Sealer, *, version: int, clock: Clock, holder: Holder) -> None:
        self._store = store
        self._sealer = sealer
        self._version = version
        self._clock = clock
        self.holder = holder

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
        name = self._acquire(exclusive, wait_s, meanwhile or _do_nothing)
        stop = threading.Event()
        held: dict[str, str] = {"name": name}
        renewer = threading.Thread(target=self._renew, args=(held, exclusive, stop), daemon=True)
        renewer.start()
        try:
            yield
        finally:
            stop.set()
            renewer.join()
            with suppress(ObjectNotFoundError):
                self._store.delete(Kind.LOCKS, held["name"])

    def _acquire(self, exclusive: bool, wait_s: float, meanwhile: Callable[[], None]) -> str:  # noqa: FBT001
        deadline_ns = self._clock.now_ns() + int(wait_s * NS_PER_S)
        pause = threading.Event()
        while True:
            try:
                return self._try_acquire(exclusive, meanwhile, pause.wait)
            except LockedError:
                if self._clock.now_ns() >= deadline_ns:
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
            meanwhile()
            sleep(max(0.0, published_s + _SETTLE_S - monotonic_s()))
            self._refuse_conflict(exclusive, own=name)
        except BaseException:
            with suppress(ObjectNotFoundError):
                self._store.delete(Kind.LOCKS, name)
            raise
        return name

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

    def _refuse_conflict(self, exclusive: bool, *, own: str) -> None:  # noqa: FBT001
        for name, lock in self.list():
            if name == own or lock is None or self.is_stale(lock):
                continue
            if exclusive or lock.exclusive:
                kind = "exclusively " if lock.exclusive else ""
                raise LockedError(
                    f"the repository is {kind}locked by process {lock.pid} of {lock.username}"
                    f" on {lock.hostname} since {lock.time}",
                    hint="wait for it, or run `firstbell unlock` when that process is gone",
                )

    def _renew(self, held: dict[str, str], exclusive: bool, stop: threading.Event) -> None:  # noqa: FBT001
        while not stop.wait(REFRESH_S):
            # a failed renewal is tried again at the next turn: five of them fit before the lock is stale
            with suppress(Error):
                fresh = self._publish(exclusive)
                old, held["name"] = held["name"], fresh
                self._store.delete(Kind.LOCKS, old)

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
