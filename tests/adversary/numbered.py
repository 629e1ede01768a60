"""Attacks and honest days by their number, which also draws their host."""

from __future__ import annotations

from tests.adversary.catalogue import ATTACKS
from tests.adversary.honest import HONEST
from tests.adversary.hosts import SHAPES
from tests.adversary.playing import Judged, Played, play_attack, play_honest


def play_numbered_attack(number: int) -> Played:
    """The attack of that number, on the host of that seed."""
    return play_attack(ATTACKS[number], seed=number)


def play_numbered_day(number: int) -> Judged:
    """The honest day of that number, on a host of the shape that it needs."""
    day = HONEST[number]
    seed = number if day.shape is None else number * len(SHAPES) + day.shape
    return play_honest(day, seed=seed)
