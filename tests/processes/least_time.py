"""How long the processor is busy with a call: the bound of texts made to be slow holds on a busy machine."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

TRIES = 3


def take_least_s(work: Callable[[], object], bound_s: float) -> float:
    """Seconds of the processor which `work` takes: those of this thread alone, without collection of garbage,
    and the least of three tries (one is enough below `bound_s`). Threads that other tests left, a collection
    of all that they made, or a machine that stands still for a second are no fault of the work.
    """
    least_s = float("inf")
    for _ in range(TRIES):
        was_on = gc.isenabled()
        gc.disable()
        began_s = time.thread_time()
        try:
            work()
        finally:
            least_s = min(least_s, time.thread_time() - began_s)
            if was_on:
                gc.enable()
        if least_s < bound_s:
            break
    return least_s
