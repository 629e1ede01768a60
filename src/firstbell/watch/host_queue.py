"""The hosts whose snapshots are to be examined, each once, those that failed after a while again."""

from __future__ import annotations

import threading
from collections.abc import Iterable

from firstbell.base.clock import monotonic_s


class HostQueue:
    """Thread-safe."""

    def __init__(self, hosts: Iterable[str]) -> None:
        self._due_s: dict[str, float] = dict.fromkeys(hosts, 0.0)
        self._changed = threading.Condition()

    def __len__(self) -> int:
        return len(self._due_s)

    def put(self, host: str, *, after_s: float = 0.0) -> None:
        """A host is to be examined, now or after a while; one that waits already at the earlier time."""
        due_s = monotonic_s() + after_s
        with self._changed:
            self._due_s[host] = min(due_s, self._due_s.get(host, due_s))
            self._changed.notify()

    def take(self, wait_s: float = 0.0) -> str | None:
        """The host that is due first; None where none is, also after waiting for so long."""
        deadline_s = monotonic_s() + wait_s
        with self._changed:
            while True:
                now_s = monotonic_s()
                host = min(self._due_s, key=self._due_s.__getitem__, default=None)
                if host is not None and self._due_s[host] <= now_s:
                    del self._due_s[host]
                    return host
                if now_s >= deadline_s:
                    return None
                next_s = deadline_s if host is None else min(self._due_s[host], deadline_s)
                self._changed.wait(next_s - now_s)
