"""Rulings of people: when the desk's ledger of a host grows, the host's snapshots are judged anew."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from firstbell.ledger.ledger import ENTRIES_NAME


class LedgerLook:
    """How long the ledgers of repositories were at the last look. Belongs to one thread."""

    def __init__(self, desk: Path) -> None:
        self._desk = desk
        self._sizes: dict[str, int] = {}

    def list_grown(self, repositories: Mapping[str, str]) -> Iterator[str]:
        """The hosts whose ledger is another one than at the last look. `repositories`: host -> its hex id."""
        for host, hex_id in repositories.items():
            size_bytes = _measure(self._desk / hex_id / "ledger" / ENTRIES_NAME)
            if self._sizes.get(host, size_bytes) != size_bytes:
                yield host
            self._sizes[host] = size_bytes


def _measure(path: Path) -> int:
    try:
        return os.stat(path).st_size
    except OSError:
        return 0  # no ledger yet
