"""Which objects the journal of arrivals says are there: what is written down by one server is not twice.

Only a vault that several machines share needs it: there two servers may learn of one object at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from firstbell.vault.entries import Added, ArrivalEntry, Found
from firstbell.vault.journal import Journal


class Presence:
    """Names by host and type, 32 bytes each. Read from the journal when first asked for."""

    def __init__(self) -> None:
        self._there: dict[tuple[str, str], set[bytes]] | None = None

    def apply(self, entry: ArrivalEntry) -> None:
        """Take an entry in, where anybody asked."""
        if self._there is None:
            return
        names = self._there[entry.host, entry.type]
        if isinstance(entry, Added | Found):
            names.add(_shorten(entry.name))
        else:
            names.discard(_shorten(entry.name))

    def holds(self, key: tuple[str, str, str], journal: Journal[ArrivalEntry]) -> bool:
        """Whether (host, type, name) is there. Raises: VaultError."""
        host, kind, name = key
        with journal.standing():
            return _shorten(name) in self._load(journal)[host, kind]

    def choose(
        self, entries: Sequence[ArrivalEntry], journal: Journal[ArrivalEntry]
    ) -> Sequence[ArrivalEntry]:
        """Of entries those that change anything: what came and is not there, what went and was.

        Raises: VaultError.
        """
        there = self._load(journal)
        chosen: dict[tuple[str, str, str], bool] = {}
        kept: list[ArrivalEntry] = []
        for entry in entries:
            key = (entry.host, entry.type, entry.name)
            comes = isinstance(entry, Added | Found)
            is_there = chosen.get(key, _shorten(entry.name) in there[entry.host, entry.type])
            if comes != is_there:
                chosen[key] = comes
                kept.append(entry)
        return kept

    def _load(self, journal: Journal[ArrivalEntry]) -> dict[tuple[str, str], set[bytes]]:
        if self._there is None:
            self._there = defaultdict(set)
            for entry, _ in journal.iterate():
                self.apply(entry)
        return self._there


def _shorten(name: str) -> bytes:
    return name.encode() if name == "config" else bytes.fromhex(name)
