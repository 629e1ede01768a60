"""A store that is waited for: while its place cannot be reached, reading waits, and goes on afterwards."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from firstbell.base.clock import monotonic_s
from firstbell.store import Kind, Store, StoreError, UnreachableServerError
from firstbell.store.patience import Patience, draw_pause_s
from firstbell.store.relay import RelayStore

T = TypeVar("T")
DEFAULT_WAIT_S = 24 * 3600.0
# for the store below: it should say soon that its place is gone, so that people are told; we do the waiting
BRIEF = Patience(tries=2, connect_s=5.0, read_s=60.0)
_TRIES = 8


class Waiter:
    """Tries again while a place is gone. `tell` is told why when waiting begins, and "" when it ends."""

    def __init__(self, tell: Callable[[str], None], *, longest_s: float = DEFAULT_WAIT_S) -> None:
        self._tell = tell
        self._longest_s = longest_s
        self._sleep = threading.Event().wait

    def insist(self, read: Callable[[], T], is_there: Callable[[], bool]) -> T:
        """What `read` gives, however long the place is gone. Raises: what `read` does while it is there."""
        tries = 0
        while True:
            try:
                return read()
            except StoreError as error:
                problem = error
            if not _is_there(is_there):
                self._wait(problem, is_there)
                continue
            tries += 1
            # it answers again or always did: what it says twice stands, unless it is out of breath
            if tries >= (_TRIES if isinstance(problem, UnreachableServerError) else 2):
                raise problem
            if tries > 1:
                self._sleep(draw_pause_s(tries))

    def _wait(self, problem: StoreError, is_there: Callable[[], bool]) -> None:
        self._tell(str(problem))
        until_s = monotonic_s() + self._longest_s
        attempt = 0
        while True:
            attempt += 1
            self._sleep(draw_pause_s(min(attempt, 8)))
            if _is_there(is_there):
                self._tell("")
                return
            if monotonic_s() > until_s:
                raise problem


def _is_there(is_there: Callable[[], bool]) -> bool:
    try:
        return is_there()
    except StoreError:
        return False


class WaitingStore(RelayStore):
    """A store whose place may go and come back: a server, a disk that was unplugged, a share."""

    def __init__(self, inner: Store, waiter: Waiter) -> None:
        super().__init__(inner)
        self._waiter = waiter

    def _answers(self) -> bool:
        return self._place.exists(Kind.CONFIG, "config")

    def read(self, kind: Kind, name: str) -> bytes:
        """See `Store.read`."""
        return self._waiter.insist(lambda: self._place.read(kind, name), self._answers)

    def read_range(self, kind: Kind, name: str, *, offset: int, length: int) -> bytes:
        """See `Store.read_range`."""
        return self._waiter.insist(
            lambda: self._place.read_range(kind, name, offset=offset, length=length), self._answers
        )

    def read_into(self, kind: Kind, name: str, *, offset: int, target: memoryview) -> int:
        """See `Store.read_into`."""
        return self._waiter.insist(
            lambda: self._place.read_into(kind, name, offset=offset, target=target), self._answers
        )

    def is_of_files(self) -> bool:
        """See `Store.is_of_files`."""
        return self._place.is_of_files()

    def size(self, kind: Kind, name: str) -> int:
        """See `Store.size`."""
        return self._waiter.insist(lambda: self._place.size(kind, name), self._answers)
