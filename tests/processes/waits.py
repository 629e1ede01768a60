"""Waiting for a thing, never for a time: a busy machine is slow, not wrong."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

LONG_S = 60.0
Seen = TypeVar("Seen")


def wait_until(
    happened: Callable[[], Seen | None], *, timeout_s: float = LONG_S, pause_s: float = 0.01
) -> Seen:
    """What was seen of it, once it happened; fails when it does not."""
    deadline_s = time.monotonic() + timeout_s
    while not (seen := happened()):
        assert time.monotonic() < deadline_s, "it did not happen in time"
        time.sleep(pause_s)
    return seen
