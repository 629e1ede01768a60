"""Slowing down: wrong credentials by address, requests by host."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

_FREE_GUESSES = 3
_FIRST_DELAY_S = 0.25
_LONGEST_DELAY_S = 10.0
_FORGOTTEN_AFTER_S = 600.0
_ADDRESSES = 10_000
_WAITING_AT_ONCE = 16


@dataclass(slots=True)
class _Guesses:
    count: int = 0
    last_s: float = 0.0
    waiting: int = 0


class GuessPacer:
    """How long the answer to a wrong credential waits. Right ones never wait. Times: any steady clock."""

    def __init__(self) -> None:
        self._addresses: OrderedDict[str, _Guesses] = OrderedDict()

    def note(self, address: str, now_s: float) -> float | None:
        """Seconds that the answer has to wait; None where too many of the address wait already."""
        guesses = self._addresses.setdefault(address, _Guesses())
        self._addresses.move_to_end(address)
        if len(self._addresses) > _ADDRESSES:
            self._addresses.popitem(last=False)
        if now_s - guesses.last_s > _FORGOTTEN_AFTER_S:
            guesses.count = 0
        guesses.count, guesses.last_s = guesses.count + 1, now_s
        if guesses.count <= _FREE_GUESSES:
            return 0.0
        if guesses.waiting >= _WAITING_AT_ONCE:
            return None
        return min(_FIRST_DELAY_S * 2.0 ** min(guesses.count - _FREE_GUESSES - 1, 16), _LONGEST_DELAY_S)

    def is_slowed(self, address: str, now_s: float) -> bool:
        """Whether the address has had its free guesses."""
        guesses = self._addresses.get(address)
        return (
            guesses is not None
            and guesses.count >= _FREE_GUESSES
            and now_s - guesses.last_s <= _FORGOTTEN_AFTER_S
        )

    def begin_waiting(self, address: str) -> None:
        """An answer to the address begins to wait."""
        self._addresses.setdefault(address, _Guesses()).waiting += 1

    def end_waiting(self, address: str) -> None:
        """It has waited."""
        if address in self._addresses:
            self._addresses[address].waiting -= 1


class RequestPacer:
    """How many requests a host has left this minute: a bucket that refills steadily."""

    def __init__(self) -> None:
        self._left: dict[str, tuple[float, float]] = {}

    def take(self, host: str, *, per_minute: int, now_s: float) -> float:
        """Take one; 0 where there was one, else the seconds until there is."""
        if not per_minute:
            return 0.0
        left, at_s = self._left.get(host, (float(per_minute), now_s))
        left = min(float(per_minute), left + (now_s - at_s) * per_minute / 60.0)
        taken = left >= 1.0
        self._left[host] = (left - 1.0 if taken else left, now_s)
        return 0.0 if taken else (1.0 - left) * 60.0 / per_minute
