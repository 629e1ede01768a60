"""When snapshots came, by a clock that no host can set."""

from __future__ import annotations

from typing import Protocol

import msgspec


class Arrival(msgspec.Struct, frozen=True):
    """When one snapshot came. Times: RFC 3339, by the clock of whoever noted them.

    `received`: it was there then. `not_before`: it was not there yet; the same as `received` where the moment
    itself is known, None where nobody had looked before. `own_time`: the time that the snapshot gave itself
    when it was noted, None where that was not noted. `began`: when its host began to send what led to it,
    with no other snapshot and no long silence since, None where nobody noted that.
    """

    received: str
    not_before: str | None
    own_time: str | None = None
    began: str | None = None


class Arrivals(Protocol):
    """Knows when snapshots came: the vault's log of arrivals, a file of them, what the desk saw."""

    def find(self, hex_id: str) -> Arrival | None:
        """When the snapshot came, None where nobody knows."""
