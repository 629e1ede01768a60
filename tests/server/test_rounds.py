"""Rounds: who waits when one begins shares it; who comes later waits for the next."""

from __future__ import annotations

import asyncio

import pytest

from firstbell.server.rounds import Rounds
from firstbell.vault import VaultUnreachableError


def test_a_round_that_began_before_somebody_came_is_not_enough_for_him() -> None:
    async def run() -> list[int]:
        begun: list[int] = []
        may_end = asyncio.Event()

        async def ask() -> None:
            begun.append(len(begun))
            await may_end.wait()

        rounds = Rounds(ask)
        first = asyncio.create_task(rounds.join())
        while not begun:
            await asyncio.sleep(0)
        later = [asyncio.create_task(rounds.join()) for _ in range(20)]
        await asyncio.sleep(0)
        assert not first.done()
        may_end.set()
        await asyncio.gather(first, *later)
        await rounds.join()
        return begun

    assert asyncio.run(run()) == [0, 1, 2]


def test_what_a_round_raises_all_who_share_it_are_told_and_the_next_one_is_asked_anew() -> None:
    async def run() -> None:
        answers = [VaultUnreachableError("cut off"), None]

        async def ask() -> None:
            await asyncio.sleep(0)
            problem = answers.pop(0)
            if problem is not None:
                raise problem

        rounds = Rounds(ask)
        told = await asyncio.gather(*(rounds.join() for _ in range(3)), return_exceptions=True)
        assert [type(each) for each in told] == [VaultUnreachableError] * 3
        await rounds.join()
        assert answers == []

    asyncio.run(run())


def test_somebody_who_goes_away_ends_no_round_of_others() -> None:
    async def run() -> None:
        may_end = asyncio.Event()
        rounds = Rounds(may_end.wait)  # type: ignore[arg-type]
        gone, stays = asyncio.create_task(rounds.join()), asyncio.create_task(rounds.join())
        await asyncio.sleep(0)
        gone.cancel()
        with pytest.raises(asyncio.CancelledError):
            await gone
        may_end.set()
        await stays

    asyncio.run(run())
