"""How long one waits for a server: how often a request is tried again, and with what pauses."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from firstbell.base.deferral import defer

if TYPE_CHECKING:
    import random
else:
    random = defer("random")

PASSING_STATUSES = frozenset({408, 429, 500, 502, 503, 504})
_FIRST_PAUSE_S = 0.2
_LONGEST_PAUSE_S = 15.0


class Patience(msgspec.Struct, frozen=True):
    """`tries` in all; `connect_s`, `read_s`: time limits of one. `tell` gets a line when it takes long."""

    tries: int = 8
    connect_s: float = 10.0
    read_s: float = 120.0
    tell: Callable[[str], None] | None = None


# by then a second has passed
TELLING_TRY = 3


def draw_pause_s(attempt: int) -> float:
    """The pause after a failed attempt, counted from 1, in seconds; it doubles with each."""
    # scattered, so that many hosts do not all come back at the same moment
    longest_s = min(_LONGEST_PAUSE_S, _FIRST_PAUSE_S * 2.0 ** (attempt - 1))
    return longest_s * random.uniform(0.5, 1.0)
