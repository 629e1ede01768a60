"""Turns: how fast strangers may begin, and in which order, so that a crowd from one place delays no other."""

from __future__ import annotations

import asyncio
from collections import OrderedDict

# to begin with somebody costs a few milliseconds of the one thread that serves everybody
_RATE_PER_S = 200.0
_AT_ONCE = 100.0


class Turns:
    """Gives turns at a bounded rate: to each source in its turn, and of one source to who came last.

    The last has the most patience left; whoever waits too long goes away. Belongs to the event loop.
    """

    def __init__(self, *, rate_per_s: float = _RATE_PER_S, at_once: float = _AT_ONCE) -> None:
        self._step_s = 1.0 / rate_per_s
        self._ahead_s = at_once / rate_per_s
        self._next_s = 0.0
        self._waiting: OrderedDict[str, list[asyncio.Future[None]]] = OrderedDict()
        self._giving: asyncio.Task[None] | None = None

    async def wait(self, source: str) -> None:
        """Returns when it is the turn of this one."""
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(source, []).append(turn)
        if self._giving is None:
            self._giving = asyncio.create_task(self._give())
        await turn

    async def _give(self) -> None:
        now_s = asyncio.get_running_loop().time
        try:
            while self._waiting:
                if self._give_one():
                    self._next_s = max(self._next_s, now_s() - self._ahead_s) + self._step_s
                    if (left_s := self._next_s - now_s()) > 0:
                        await asyncio.sleep(left_s)
        finally:
            self._giving = None

    def _give_one(self) -> bool:
        source, waiting = self._waiting.popitem(last=False)
        turn = waiting.pop()
        if waiting:
            self._waiting[source] = waiting
        if turn.done():  # went away meanwhile
            return False
        turn.set_result(None)
        return True
