"""What is alike of one host is told together: at most one alert of a kind for a host and hour."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from firstbell.base.clock import NS_PER_S

# whoever sends many sends them at once: the first are told after a pause, or after SETTLE_NS
QUIET_NS = 2 * NS_PER_S
SETTLE_NS = 10 * NS_PER_S
HOUR_NS = 3600 * NS_PER_S
T = TypeVar("T")


@dataclass
class _Held(Generic[T]):
    due_ns: int
    is_settling: bool = False
    latest_ns: int = 0
    items: list[T] = field(default_factory=list)


class Digest(Generic[T]):
    """Holds what is to be told of hosts, by host. Thread-safe. `tell(host, items)` raises the alert.

    The first item of a host is told after a short while, with all that
    came meanwhile, and what follows an hour after that.
    """

    def __init__(self, tell: Callable[[str, list[T]], None]) -> None:
        self._tell = tell
        self._hosts: dict[str, _Held[T]] = {}
        self._lock = threading.Lock()

    def add(self, host: str, item: T, *, now_ns: int) -> None:
        """Something of a host is to be told."""
        with self._lock:
            held = self._hosts.setdefault(host, _Held(now_ns, is_settling=True, latest_ns=now_ns + SETTLE_NS))
            held.items.append(item)
            if held.is_settling:
                held.due_ns = min(now_ns + QUIET_NS, held.latest_ns)

    def is_holding(self, host: str) -> bool:
        """Whether something of the host was told within the hour, or is about to be."""
        with self._lock:
            return host in self._hosts

    def note_told(self, host: str, *, now_ns: int) -> None:
        """Something of a host was told just now: what follows has an hour's time."""
        with self._lock:
            self._hosts[host] = _Held(now_ns + HOUR_NS)

    def tend(self, *, now_ns: int, every: bool = False) -> None:
        """Tell what is due, or all that is held. Raises: VaultError; what could not be told is told later."""
        with self._lock:
            due = [host for host, held in self._hosts.items() if every or held.due_ns <= now_ns]
        for host in due:
            with self._lock:
                items = self._hosts.pop(host).items
                if items:
                    self._hosts[host] = _Held(now_ns + HOUR_NS)
            if not items:
                continue
            try:
                self._tell(host, items)
            except BaseException:
                with self._lock:
                    held = self._hosts[host]
                    held.items[:0], held.due_ns = items, now_ns
                raise
