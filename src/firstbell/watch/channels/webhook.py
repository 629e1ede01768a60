"""Alerts by one POST of JSON: as they are, or as Teams, Slack and ntfy show them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import msgspec
import urllib3

from firstbell import __version__
from firstbell.base.errors import say_cause
from firstbell.watch.addresses import read_webhook
from firstbell.watch.alerts import Alert
from firstbell.watch.channels.channel import AlertDesk
from firstbell.watch.errors import DeliveryError

_TIMEOUT_S = 20.0


def render_plain(alert: Alert) -> Any:
    """The alert itself: docs/watch.md."""
    return alert


@dataclass(frozen=True)
class Webhook:
    """Posts alerts. `token`: for `Authorization: Bearer`, "" for none. `render`: what is posted, as JSON."""

    url: str
    token: str = field(default="", repr=False)
    ca_file: str = ""
    name: str = "webhook"
    render: Callable[[Alert], Any] = render_plain

    @property
    def place(self) -> str:
        """Where it goes: what stands behind the host may be a secret."""
        parts = urllib3.util.parse_url(self.url)
        return f"{parts.scheme}://{parts.netloc.rpartition('@')[2] if parts.netloc else ''}"

    def send(self, alert: Alert) -> str:
        """Nothing to remark. Raises: DeliveryError."""
        headers = {
            "Content-Type": "application/json",
            "User-Agent": f"firstbell/{__version__}",
            "Idempotency-Key": alert.id,
        }
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        try:
            with urllib3.PoolManager(
                retries=False, timeout=urllib3.Timeout(total=_TIMEOUT_S), ca_certs=self.ca_file or None
            ) as pool:
                reply = pool.request(
                    "POST",
                    self.url,
                    body=msgspec.json.encode(self.render(alert)),
                    headers=headers,
                    redirect=False,
                )
        except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            raise DeliveryError(f"{self.place}: {say_cause(error)}") from None
        if not 200 <= reply.status < 300:
            raise DeliveryError(f"{self.place} answers {reply.status} {reply.reason or ''}".rstrip())
        return ""


def open_channels(desk: AlertDesk) -> Iterator[Webhook]:
    """The webhook that `[alerts]` names. Raises: AlertAddressError."""
    if desk.alerts.webhook:
        token = desk.read_secret(desk.alerts.webhook_token_file, "alerts.webhook_token_file")
        yield Webhook(read_webhook(desk.alerts.webhook), token, desk.ca_file)
