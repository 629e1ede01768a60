"""How much each credential reads: the vault must not be a quiet way to carry everything off."""

from __future__ import annotations

from dataclasses import dataclass

from firstbell.base.clock import Clock, format_time
from firstbell.vault.entries import Read

Key = tuple[str, str, str]


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

    def count(self, key: Key, size_bytes: int) -> None:
        """One request of (host, credential, address) that was answered with so many bytes of an object."""
        counted = self._counts.setdefault(key, _Count())
        counted.requests += 1
        counted.size_bytes += size_bytes

    def take(self) -> list[Read]:
        """What was counted, which begins anew."""
        counts, self._counts = self._counts, {}
        since, self._since = self._since, format_time(self._clock.now_ns())
        return [
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
