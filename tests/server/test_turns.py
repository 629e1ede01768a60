"""Strangers begin one after another: each source in its turn, the last of a source first."""

from __future__ import annotations

import asyncio
import time

from firstbell.server.turns import Turns


def test_sources_take_turns_and_the_last_of_one_comes_first() -> None:
    order: list[str] = []

    async def come(turns: Turns, source: str, name: str) -> None:
        await turns.wait(source)
        order.append(name)

    async def run() -> None:
        turns = Turns(rate_per_s=500, at_once=1)
        async with asyncio.TaskGroup() as group:
            for number in range(20):
                group.create_task(come(turns, "crowd", f"c{number}"))
            group.create_task(come(turns, "honest", "honest"))

    asyncio.run(run())
    assert order[:3] == ["c19", "honest", "c18"]
    assert len(order) == 21


def test_the_rate_is_held() -> None:
    async def run() -> float:
        turns = Turns(rate_per_s=200, at_once=1)
        loop = asyncio.get_running_loop()
        start_s = loop.time()
        await asyncio.gather(*(turns.wait("one") for _ in range(41)))
        return loop.time() - start_s

    assert asyncio.run(run()) > 0.15


def test_who_went_away_takes_no_turn() -> None:
    async def run() -> None:
        turns = Turns(rate_per_s=10, at_once=1)
        gone = [asyncio.create_task(turns.wait("one")) for _ in range(100)]
        await asyncio.sleep(0)
        for task in gone:
            task.cancel()
        async with asyncio.timeout(5):
            await turns.wait("two")

    asyncio.run(run())


def test_where_the_loop_comes_late_turns_become_fewer_and_none_is_made_up_for() -> None:
    async def run() -> int:
        turns = Turns(rate_per_s=200, at_once=1)
        begun = 0

        async def come() -> None:
            nonlocal begun
            await turns.wait("one")
            begun += 1

        waiting = [asyncio.create_task(come()) for _ in range(300)]
        for _ in range(10):
            await asyncio.sleep(0.005)
            time.sleep(0.05)  # what others do in the one thread
        now = begun
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        return now

    # half a second at 200 a second would be 100
    assert 1 <= asyncio.run(run()) <= 30
