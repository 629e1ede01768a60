"""Whether alerts would arrive: each way is tried as far as it goes without sending anything."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from firstbell.actions.desk.answers import AnswerProblem, Answers
from firstbell.actions.desk.checkup import CheckResult
from firstbell.base.errors import Error
from firstbell.desk import Configuration
from firstbell.watch.addresses import read_receiver, read_relay, read_webhook
from firstbell.watch.channels.cards import split_topic
from firstbell.watch.channels.channel import Channel
from firstbell.watch.channels.mail import Mailbox
from firstbell.watch.channels.registry import make_channels
from firstbell.watch.errors import AlertAddressError


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


def find_alert_problems(answers: Answers) -> Iterator[AnswerProblem]:
    """Addresses under `[alerts]` to which no alert could go."""
    alerts = answers.alerts
    readers: tuple[tuple[str, Callable[[str], object], str], ...] = (
        ("smtp", read_relay, "such as mail.school.example:25"),
        ("syslog", read_receiver, "write udp://host:514, tcp://host:601 or local"),
        ("webhook", read_webhook, "write it as https://host/path"),
        ("teams", read_webhook, "paste the address of the incoming webhook"),
        ("slack", read_webhook, "paste the address of the incoming webhook"),
        ("ntfy", _read_topic, "write it as https://ntfy.example/topic"),
    )
    for field, read, hint in readers:
        text = getattr(alerts, field)
        try:
            if text:
                read(text)
        except AlertAddressError:
            yield AnswerProblem(f"alerts.{field}", f"no alert can go to {text!r}", hint)


def _read_topic(text: str) -> None:
    """Raises: AlertAddressError unless it is the address of a topic."""
    if not split_topic(read_webhook(text))[1]:
        raise AlertAddressError(f"alerts.ntfy: {text!r} names no topic")


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
