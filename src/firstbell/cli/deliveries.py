"""Sending an alert at once from a command line, and telling how it went by each channel."""

from __future__ import annotations

from pathlib import Path

from firstbell.cli.terminal.options import OutputOptions, UsageError
from firstbell.watch.alerts import Alert
from firstbell.watch.channel_settings import ChannelSettings, Ways
from firstbell.watch.errors import DeliveryError


def load_ways(desk: Path) -> Ways:
    """The channels of a desk. Raises: UsageError where it has none; what reading firstbell.toml raises."""
    ways = ChannelSettings(desk).load()
    if not ways.channels:
        raise UsageError(
            f"alerts cannot be delivered: firstbell.toml in {desk} sets no channel",
            hint="name a mail relay, or a chat, webhook or syslog, under [alerts]; docs/watch.md says how",
        )
    return ways


def send_now(options: OutputOptions, alert: Alert, ways: Ways, **about: object) -> int:
    """Send by every channel and say how it went; how many failed. `about`: fields for the JSON lines."""
    failed = 0
    for channel in ways.channels:
        try:
            problem, is_sent = channel.send(alert), True
        except DeliveryError as error:
            problem, is_sent = str(error), False
        failed += not is_sent
        told = {"channel": channel.name, "place": channel.place, "sent": is_sent, "problem": problem}
        options.output.message({"message_type": "delivery", **about, **told})
        how = "went" if is_sent else "did not go"
        options.output.text(f"{how} by {channel.name} to {channel.place}{': ' if problem else ''}{problem}")
    return failed
