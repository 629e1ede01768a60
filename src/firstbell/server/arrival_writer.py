"""Arrivals written down in groups: uploads that end together share one sync of the journal."""

from __future__ import annotations

import asyncio
from typing import Any, Protocol

from firstbell.base.errors import Error
from firstbell.vault import Vault
from firstbell.vault.entries import ArrivalEntry


class WriteRunner(Protocol):
    """Does work beside the event loop."""

    def __call__(self, work: Any, /, *args: Any) -> asyncio.Future[Any]:
        """The outcome to come."""


class ArrivalWriter:
    """Writes entries in the order they came. Belongs to one event loop."""

    def __init__(self, vault: Vault, run: WriteRunner) -> None:
        self._vault = vault
        self._run = run
        self._waiting: list[tuple[ArrivalEntry, asyncio.Future[None]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def write(self, entry: ArrivalEntry) -> None:
        """It is on the disk when this returns. Raises: VaultFullError, VaultError."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((entry, done))
        if self._writing is None:
            self._writing = asyncio.create_task(self._write_all())
        # shielded: an entry is written even if who asked for it goes away
        await asyncio.shield(done)

    async def _write_all(self) -> None:
        try:
            while self._waiting:
                group, self._waiting = self._waiting, []
                problem: Error | None = None
                try:
                    await self._run(self._vault.log, *(entry for entry, _ in group))
                except Error as error:
                    problem = error
                for _, done in group:
                    _settle(done, problem)
        finally:
            self._writing = None


def _settle(done: asyncio.Future[None], problem: Error | None) -> None:
    if done.done():
        return
    if problem is None:
        done.set_result(None)
    else:
        done.set_exception(problem)
        done.exception()  # looked at: nobody may be waiting for it any more
