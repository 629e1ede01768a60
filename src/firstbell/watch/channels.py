"""The ways alerts go, as `[alerts]` of firstbell.toml names them; read again when the file changes."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

from firstbell.desk.configuration import Alerts, Configuration
from firstbell.desk.errors import DeskError, NoDeskError
from firstbell.desk.loader import CONFIGURATION_NAME, load_configuration
from firstbell.watch.addresses import read_receiver, read_relay, read_webhook
from firstbell.watch.alerts import Alert
from firstbell.watch.cards import render_ntfy, render_slack, render_teams, split_topic
from firstbell.watch.errors import AlertAddressError, WatchError
from firstbell.watch.mail import Mailbox
from firstbell.watch.syslog import Syslog
from firstbell.watch.webhook import Webhook

# whom an alert names, in the order in which to call them
_CALLED = ("technician", "director", "counsel")


class Channel(Protocol):
    """A way alerts go. `place`: where to, without secrets."""

    @property
    def name(self) -> str:
        """`mail`, `webhook`, `teams`, `slack`, `ntfy` or `syslog`."""

    @property
    def place(self) -> str:
        """Where it goes, for people."""

    def send(self, alert: Alert) -> str:
        """Send an alert; a remark, "" for none. Raises: DeliveryError."""


@dataclass(frozen=True, slots=True)
class Ways:
    """The channels, who the district is, and whom to call: name and number, one after the other."""

    channels: Sequence[Channel] = ()
    district: str = ""
    call: str = ""


class ChannelSettings:
    """The channels of a desk. `trouble`: why the file as it stands cannot be used; what was before counts."""

    def __init__(self, desk: Path) -> None:
        self._desk = desk
        self._stamp: tuple[int, int] | None = None
        self.ways = Ways()
        self.trouble = ""

    def load(self) -> Ways:
        """The channels now. Raises: DeskError, AlertAddressError, WatchError where they cannot be read."""
        self._stamp = self._look()
        try:
            configuration = load_configuration(self._desk)
        except NoDeskError:
            self.ways = Ways()
        else:
            channels = make_channels(configuration.alerts, self._desk)
            self.ways = Ways(channels, configuration.district.name, _list_callees(configuration))
        return self.ways

    def refresh(self) -> bool:
        """Whether the file changed and was read; `trouble` says where it could not be."""
        if self._look() == self._stamp:
            return False
        try:
            self.load()
            self.trouble = ""
        except (DeskError, WatchError) as error:
            self.trouble = str(error)
        return True

    def _look(self) -> tuple[int, int] | None:
        try:
            found = os.stat(self._desk / CONFIGURATION_NAME)
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size


def _list_callees(configuration: Configuration) -> str:
    people = [person for person in configuration.person if person.role in _CALLED and person.reach]
    people.sort(key=lambda person: _CALLED.index(person.role))
    return "; ".join(f"{person.name}, {person.reach}" for person in people)


def make_channels(alerts: Alerts, desk: Path) -> list[Channel]:
    """Raises: AlertAddressError."""
    channels: list[Channel] = []
    ca_file = str(desk / alerts.ca_file) if alerts.ca_file else ""
    if ca_file and not Path(ca_file).is_file():
        raise AlertAddressError(f"alerts.ca_file: {ca_file} is no file")
    if alerts.smtp and not alerts.recipients:
        raise AlertAddressError("alerts.smtp names a relay, and nobody is in alerts.recipients")
    if alerts.smtp:
        channels.append(make_mailbox(alerts, desk))
    if alerts.webhook:
        token = _read_secret(desk, alerts.webhook_token_file, "alerts.webhook_token_file")
        channels.append(Webhook(read_webhook(alerts.webhook), token, ca_file))
    channels += _make_chats(alerts, desk, ca_file)
    if alerts.syslog:
        channels.append(Syslog(read_receiver(alerts.syslog)))
    return channels


def make_mailbox(alerts: Alerts, desk: Path, recipients: Sequence[str] = ()) -> Mailbox:
    """Mail by the relay of the desk. `recipients`: others than those of alerts. Raises: AlertAddressError."""
    return Mailbox(
        relay=read_relay(alerts.smtp),
        sender=alerts.sender or f"firstbell@{os.uname().nodename}",
        recipients=tuple(recipients) or alerts.recipients,
        tls=alerts.smtp_tls,
        user=alerts.smtp_user,
        password=_read_secret(desk, alerts.smtp_password_file, "alerts.smtp_password_file"),
        ca_file=str(desk / alerts.ca_file) if alerts.ca_file else "",
    )


def _make_chats(alerts: Alerts, desk: Path, ca_file: str) -> Iterator[Webhook]:
    if alerts.teams:
        yield Webhook(read_webhook(alerts.teams), "", ca_file, "teams", render_teams)
    if alerts.slack:
        yield Webhook(read_webhook(alerts.slack), "", ca_file, "slack", render_slack)
    if alerts.ntfy:
        server, topic = split_topic(read_webhook(alerts.ntfy))
        if not topic:
            raise AlertAddressError(
                f"alerts.ntfy: {alerts.ntfy!r} names no topic", hint="write it as https://ntfy.example/topic"
            )
        token = _read_secret(desk, alerts.ntfy_token_file, "alerts.ntfy_token_file")
        yield Webhook(server, token, ca_file, "ntfy", partial(render_ntfy, topic=topic))


def _read_secret(desk: Path, name: str, field: str) -> str:
    if not name:
        return ""
    path = desk / name
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise AlertAddressError(f"{field}: {path}: {error}") from None
