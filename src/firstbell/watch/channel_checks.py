"""Whether alerts would arrive: each way is tried as far as it goes without sending anything."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from firstbell.actions.checkup import CheckResult
from firstbell.base.errors import Error
from firstbell.desk import Configuration
from firstbell.watch.channels.channel import Channel
from firstbell.watch.channels.mail import Mailbox
from firstbell.watch.channels.registry import make_channels


def check_channels(configuration: Configuration, desk: Path) -> Iterator[CheckResult]:
    """A line for each way that firstbell.toml names; one that fails where it names none."""
    try:
        channels = make_channels(configuration.alerts, desk)
    except Error as error:
        yield CheckResult("alerts", ok=False, why=str(error), hint=error.hint)
        return
    if not channels:
        yield CheckResult(
            "alerts",
            ok=False,
            why="nobody would be told of an event",
            hint="write a relay and recipients into [alerts] of firstbell.toml",
        )
    for channel in channels:
        yield _check_channel(channel)


def _check_channel(channel: Channel) -> CheckResult:
    name = f"alerts {channel.name}"
    if not isinstance(channel, Mailbox):
        return CheckResult(
            name, ok=True, why=f"goes to {channel.place}; `firstbell vault alerts --test` tries it"
        )
    try:
        channel.try_relay()
    except Error as error:
        return CheckResult(name, ok=False, why=str(error), hint="look at [alerts] in firstbell.toml")
    return CheckResult(name, ok=True, why=f"the relay answers; alerts go to {channel.place}")
