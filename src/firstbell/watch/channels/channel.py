"""What a way of alerts is, and what it is opened from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from firstbell.base.errors import say_cause
from firstbell.desk.configuration import Alerts
from firstbell.watch.alerts import Alert
from firstbell.watch.errors import AlertAddressError


class Channel(Protocol):
    """A way alerts go. `place`: where to, without secrets."""

    @property
    def name(self) -> str:
        """`mail`, `webhook`, `teams`, `slack`, `ntfy` or `syslog`, or that of a module added."""

    @property
    def place(self) -> str:
        """Where it goes, for people."""

    def send(self, alert: Alert) -> str:
        """Send an alert; a remark, "" for none. Raises: DeliveryError."""


@dataclass(frozen=True, slots=True)
class AlertDesk:
    """The desk that alerts are sent from: its folder, and `[alerts]` of its firstbell.toml."""

    folder: Path
    alerts: Alerts

    @property
    def ca_file(self) -> str:
        """Certificates to trust beside the system's, "" for none."""
        return str(self.folder / self.alerts.ca_file) if self.alerts.ca_file else ""

    def read_secret(self, name: str, field: str) -> str:
        """The text of the desk's file of that name, "" for no name. Raises: AlertAddressError."""
        if not name:
            return ""
        path = self.folder / name
        try:
            return path.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise AlertAddressError(f"{field}: {path}: {say_cause(error)}") from None
