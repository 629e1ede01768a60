"""The entries of records, kept for pages that only show them: reading 2,000 of them takes 30 ms and more."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from firstbell.console.key_process.places import ConsoleCase, Signature, measure_record
from firstbell.ledger import Entry


class RecordMemory:
    """What a record held when it was read last; read again once its files are others.

    What is signed is made from a fresh reading, never from this.
    """

    def __init__(self) -> None:
        self._kept: dict[str, tuple[Signature, Sequence[Entry]]] = {}

    def read(self, place: ConsoleCase, read: Callable[[], Sequence[Entry]]) -> Sequence[Entry]:
        """The entries of a case. Raises: what `read` raises."""
        signature = measure_record(place)
        kept = self._kept.get(place.id)
        if kept is None or kept[0] != signature:
            # measured before it is read: what is added meanwhile makes the next reading a new one
            kept = self._kept[place.id] = signature, read()
        return kept[1]
