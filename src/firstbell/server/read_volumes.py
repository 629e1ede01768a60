"""How much each credential reads, and what it is refused: nobody carries off or tries in silence."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from firstbell.base.clock import Clock, format_time
from firstbell.vault.entries import Read, Refused

Key = tuple[str, str, str]
RefusedKey = tuple[str, str, str, str, str]
# what comes from further sources in a minute is counted with the last
_MOST_REFUSED = 1000


@dataclass(slots=True)
class _Count:
    requests: int = 0
    size_bytes: int = 0


class ReadingTable:
    """Counts by host, credential and address, since they were taken last."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._since = format_time(clock.now_ns())
        self._counts: dict[Key, _Count] = {}
        self._refused: Counter[RefusedKey] = Counter()

    def refuse(self, key: RefusedKey) -> None:
        """One request of (host, credential, address) that was refused: (`remove` or `add`, type)."""
        if key not in self._refused and len(self._refused) >= _MOST_REFUSED:
            key = next(reversed(self._refused))
        self._refused[key] += 1

    def count(self, key: Key, size_bytes: int) -> None:
        """One request of (host, credential, address) that was answered with so many bytes of an object."""
        counted = self._counts.setdefault(key, _Count())
        counted.requests += 1
        counted.size_bytes += size_bytes

    def take(self) -> list[Read | Refused]:
        """What was counted, which begins anew."""
        counts, self._counts = self._counts, {}
        refused, self._refused = self._refused, Counter()
        since, self._since = self._since, format_time(self._clock.now_ns())
        reads: list[Read | Refused] = [
            Read(
                host=host,
                credential=credential,
                address=address,
                requests=counted.requests,
                bytes=counted.size_bytes,
                since=since,
            )
            for (host, credential, address), counted in counts.items()
        ]
        return reads + [
            Refused(
                host=host,
                credential=credential,
                address=address,
                action=action,  # type: ignore[arg-type]
                type=kind,  # type: ignore[arg-type]
                requests=requests,
                since=since,
            )
            for (host, credential, address, action, kind), requests in refused.items()
        ]
