"""Rounds of asking the bucket what other servers wrote: all who wait when one begins share it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from firstbell.base.errors import Error


class Rounds:
    """One round at a time. Belongs to one event loop. `ask`: does one round; what it raises is an `Error`."""

    def __init__(self, ask: Callable[[], Awaitable[None]]) -> None:
        self._ask = ask
        self._next: asyncio.Future[None] | None = None
        self._running: asyncio.Task[None] | None = None

    async def join(self) -> None:
        """A round that began after this was called is over when it returns. Raises: what the round raised."""
        if self._next is None:
            self._next = asyncio.get_running_loop().create_future()
        done = self._next
        if self._running is None:
            self._running = asyncio.create_task(self._run())
        # shielded: others wait for it, too
        await asyncio.shield(done)

    async def _run(self) -> None:
        try:
            while self._next is not None:
                done, self._next = self._next, None
                try:
                    await self._ask()
                except Error as error:
                    done.set_exception(error)
                    done.exception()  # looked at: nobody may be waiting any more
                finally:
                    if not done.done():
                        done.set_result(None)
        finally:
            self._running = None
