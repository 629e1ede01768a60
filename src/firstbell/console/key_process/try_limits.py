"""How often somebody may be wrong: five times in a minute, then a wait that doubles."""

from __future__ import annotations

from dataclasses import dataclass

from firstbell.base.clock import NS_PER_S, Clock

TRIES = 5
WITHIN_S = 60
FIRST_WAIT_S = 60
LONGEST_WAIT_S = 3600
_MOST_KEPT = 10_000


@dataclass(slots=True)
class _Tries:
    at_ns: list[int]
    waits: int = 0
    until_ns: int = 0


class TryLimits:
    """Wrong tries by what they are counted for: an address, a name."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._by_key: dict[str, _Tries] = {}

    def is_waiting(self, *keys: str) -> bool:
        """Whether any of these has to wait."""
        now_ns = self._clock.now_ns()
        return any(now_ns < self._by_key[key].until_ns for key in keys if key in self._by_key)

    def note_wrong(self, *keys: str) -> None:
        """Count a wrong try; the fifth in a minute makes wait, each one after a wait twice as long."""
        now_ns = self._clock.now_ns()
        for key in keys:
            tries = self._by_key.pop(key, None) or _Tries([])
            self._by_key[key] = tries
            if tries.waits and now_ns - tries.until_ns > LONGEST_WAIT_S * NS_PER_S:
                tries.waits = 0
            tries.at_ns = [at for at in tries.at_ns if now_ns - at < WITHIN_S * NS_PER_S] + [now_ns]
            if tries.waits or len(tries.at_ns) >= TRIES:
                wait_s = min(FIRST_WAIT_S << min(tries.waits, 10), LONGEST_WAIT_S)
                tries.waits, tries.until_ns = tries.waits + 1, now_ns + wait_s * NS_PER_S
        while len(self._by_key) > _MOST_KEPT:
            self._by_key.pop(next(iter(self._by_key)))

    def note_right(self, *keys: str) -> None:
        """Forget what was wrong before."""
        for key in keys:
            self._by_key.pop(key, None)
