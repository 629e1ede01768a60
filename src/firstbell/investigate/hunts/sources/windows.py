"""Which generations of Windows write the records that a sign asks of event logs."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterable
from importlib.resources import files
from typing import Any, NamedTuple

from firstbell.investigate.hunts.match.logsources import LogLocation
from firstbell.investigate.hunts.match.signs import HuntSign

_EVENTLOG = "eventlog/"


class WindowsGeneration(NamedTuple):
    """Clients and servers of one age. `name`: "7", "8", "8.1", "10", "1809", "11"."""

    name: str
    clients: str
    servers: str


class _Log(NamedTuple):
    since: int
    needs: str
    later: dict[str, int]


class SignReach(NamedTuple):
    """How many of a sign's ways to be raised by event logs a generation can show, of how many."""

    generation: str
    ways: int
    of: int


def list_generations() -> list[WindowsGeneration]:
    """All generations that are told apart, oldest first."""
    return [WindowsGeneration(**one) for one in _load()["generation"]]


def measure_reach(sign: HuntSign) -> list[SignReach]:
    """For each generation how many of the sign's ways it can show; empty where it asks no event log."""
    ways = [
        [place for place in rule.places if place.source.startswith(_EVENTLOG)]
        for rule in sign.rules
        if rule.message
    ]
    ways = [places for places in ways if places]
    if not ways:
        return []
    return [
        SignReach(one.name, sum(_is_shown(places, at) for places in ways), len(ways))
        for at, one in enumerate(list_generations())
    ]


def list_needs(sign: HuntSign) -> list[tuple[str, str]]:
    """The channels of a sign of which something must be switched on or installed first: (channel, what)."""
    logs = _list_logs()
    channels = {
        place.source.removeprefix(_EVENTLOG)
        for rule in sign.rules
        for place in rule.places
        if place.source.startswith(_EVENTLOG)
    }
    return [(one, logs[one].needs) for one in sorted(channels) if one in logs and logs[one].needs]


def _is_shown(places: Iterable[LogLocation], generation: int) -> bool:
    logs = _list_logs()
    for place in places:
        log = logs.get(place.source.removeprefix(_EVENTLOG))
        if log is None:
            return True
        firsts = [log.later.get(event, 0) for event in place.events] or [0]
        if max(log.since, min(firsts)) <= generation:
            return True
    return False


@functools.cache
def _list_logs() -> dict[str, _Log]:
    names = {one.name: at for at, one in enumerate(list_generations())}
    return {
        one["channel"]: _Log(
            names[one.get("since", "7")],
            one.get("needs", ""),
            {event: names[first] for event, first in one.get("later", {}).items()},
        )
        for one in _load()["log"]
    }


@functools.cache
def _load() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads((files(__package__) / "windows.toml").read_text(encoding="utf-8"))
