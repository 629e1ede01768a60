"""Turns: how fast strangers may begin, and in which order, so that a crowd from one place delays no other."""

from __future__ import annotations

import asyncio
from collections import OrderedDict

# to begin with somebody costs a few milliseconds of the one thread that serves everybody
_RATE_PER_S = 200.0
_AT_ONCE = 32.0
# where that thread comes late, everybody waits: so much of the lateness the next stranger waits more
_YIELDING = 4.0
# but never longer: who comes first from an address must get his turn soon, whoever else is there
_LONGEST_S = 0.04


class Turns:
    """Gives turns at a bounded rate: to each source in its turn, and of one source to who came last.

    The last has the most patience left; whoever waits too long goes away. Where the event loop comes late,
    turns become fewer, and none is made up for. Belongs to the event loop.
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
        # only time in which nobody waited is made up for
        self._next_s = max(self._next_s, now_s() - self._ahead_s)
        try:
            while self._waiting:
                if self._give_one():
                    self._next_s += self._step_s
                    if self._next_s > now_s():
                        await self._sleep_until(self._next_s)
        finally:
            self._giving = None

    async def _sleep_until(self, due_s: float) -> None:
        loop = asyncio.get_running_loop()
        await asyncio.sleep(due_s - loop.time())
        late_s = loop.time() - due_s
        if late_s > self._step_s:
            self._next_s = loop.time() + min(late_s * _YIELDING, _LONGEST_S) - self._step_s

    def _give_one(self) -> bool:
        source, waiting = self._waiting.popitem(last=False)
        turn = waiting.pop()
        if waiting:
            self._waiting[source] = waiting
        if turn.done():  # went away meanwhile
            return False
        turn.set_result(None)
        return True
