"""The hosts whose snapshots are to be examined, each once, those that failed after a while again.

At its start an examiner looks at every host. What has just come would wait for minutes behind a thousand of
them: the two kinds take turns.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable

from firstbell.base.clock import monotonic_s


class HostQueue:
    """Thread-safe. `hosts`: to be looked at, though nothing is known to have come."""

    def __init__(self, hosts: Iterable[str]) -> None:
        self._due_s: dict[str, float] = dict.fromkeys(hosts, 0.0)
        self._unasked = set(self._due_s)
        self._was_unasked = True
        self._changed = threading.Condition()

    def __len__(self) -> int:
        return len(self._due_s)

    def put(self, host: str, *, after_s: float = 0.0) -> None:
        """A host is to be examined, now or after a while; one that waits already at the earlier time."""
        due_s = monotonic_s() + after_s
        with self._changed:
            self._unasked.discard(host)
            self._due_s[host] = min(due_s, self._due_s.get(host, due_s))
            self._changed.notify()

    def take(self, wait_s: float = 0.0) -> str | None:
        """The host that is due first; None where none is, also after waiting for so long."""
        deadline_s = monotonic_s() + wait_s
        with self._changed:
            while True:
                now_s = monotonic_s()
                host = self._choose(now_s)
                if host is not None:
                    self._unasked.discard(host)
                    del self._due_s[host]
                    return host
                if now_s >= deadline_s:
                    return None
                self._changed.wait(min([deadline_s, *self._due_s.values()]) - now_s)

    def _choose(self, now_s: float) -> str | None:
        """Of those that are due the one that was due first, in turn of each kind."""
        due = [host for host, due_s in self._due_s.items() if due_s <= now_s]
        kinds = [[host for host in due if (host in self._unasked) is unasked] for unasked in (False, True)]
        if all(kinds):
            self._was_unasked = not self._was_unasked
            due = kinds[self._was_unasked]
        return min(due, key=self._due_s.__getitem__, default=None)
