"""Alerts by mail, over SMTP with TLS where there is any."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr

from firstbell import __version__
from firstbell.base.clock import NS_PER_S, parse_time
from firstbell.watch.addresses import Relay
from firstbell.watch.alerts import Alert, render_text
from firstbell.watch.errors import DeliveryError

_TIMEOUT_S = 20.0
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True)
class Mailbox:
    """Sends mail. `tls`: `offered`, `required` or `never`. `user`: "" where the relay asks for none."""

    relay: Relay
    sender: str
    recipients: Sequence[str]
    tls: str = "offered"
    user: str = ""
    password: str = field(default="", repr=False)
    ca_file: str = ""

    @property
    def name(self) -> str:
        """Of the channel."""
        return "mail"

    @property
    def place(self) -> str:
        """Where it goes, without secrets."""
        return f"{', '.join(self.recipients)} by {self.relay.host}:{self.relay.port}"

    def send(self, alert: Alert) -> str:
        """Whom the relay refused, "" where it took all. Raises: DeliveryError where it took none."""
        try:
            with self._connect() as relay:
                self._secure(relay)
                if self.user:
                    relay.login(self.user, self.password)
                refused = relay.send_message(self._write(alert), self.sender, list(self.recipients))
        except (OSError, smtplib.SMTPException, ValueError) as error:
            raise DeliveryError(f"{self.relay.host}:{self.relay.port}: {_explain(error)}") from None
        # the others have it and must not get it again and again
        return f"the relay refuses {', '.join(sorted(refused))}" if refused else ""

    def try_relay(self) -> None:
        """Go as far as a login, and send nothing. Raises: DeliveryError."""
        try:
            with self._connect() as relay:
                self._secure(relay)
                if self.user:
                    relay.login(self.user, self.password)
                relay.noop()
        except (OSError, smtplib.SMTPException, ValueError) as error:
            raise DeliveryError(f"{self.relay.host}:{self.relay.port}: {_explain(error)}") from None

    def _connect(self) -> smtplib.SMTP:
        if self.relay.is_tls:
            return smtplib.SMTP_SSL(
                self.relay.host, self.relay.port, timeout=_TIMEOUT_S, context=self._trust()
            )
        return smtplib.SMTP(self.relay.host, self.relay.port, timeout=_TIMEOUT_S)

    def _secure(self, relay: smtplib.SMTP) -> None:
        """STARTTLS by what is wanted. Raises: DeliveryError where it is needed and not offered."""
        relay.ehlo_or_helo_if_needed()
        if self.relay.is_tls or self.tls == "never":
            return
        is_needed = self.tls == "required" or (bool(self.user) and self.relay.host not in _LOOPBACK)
        if relay.has_extn("starttls"):
            relay.starttls(context=self._trust() if is_needed else _trust_anybody())
            relay.ehlo()
        elif is_needed:
            raise DeliveryError(f"{self.relay.host}:{self.relay.port} offers no STARTTLS")

    def _trust(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        if self.ca_file:
            context.load_verify_locations(self.ca_file)
        return context

    def _write(self, alert: Alert) -> EmailMessage:
        message = EmailMessage()
        message["From"] = self.sender
        message["To"] = ", ".join(self.recipients)
        message["Subject"] = f"[Firstbell] {' '.join(alert.subject.split())}"
        sent = datetime.fromtimestamp(parse_time(alert.time) // NS_PER_S, UTC)
        message["Date"] = format_datetime(sent)
        # the same each time: a mail that came twice is known by it
        domain = parseaddr(self.sender)[1].rpartition("@")[2] or "firstbell.invalid"
        message["Message-ID"] = f"<{alert.id}.firstbell@{domain}>"
        message["Auto-Submitted"] = "auto-generated"
        message["X-Mailer"] = f"Firstbell {__version__}"
        if alert.severity == "critical":
            message["Importance"] = "high"
        message.set_content(render_text(alert))
        return message


def _trust_anybody() -> ssl.SSLContext:
    """As relays do among each other (RFC 7435): better than nothing, where nothing was asked for."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _explain(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        text = error.smtp_error
        shown = text.decode(errors="replace") if isinstance(text, bytes) else str(text)
        return f"{error.smtp_code} {shown}"
    return str(error) or type(error).__name__
