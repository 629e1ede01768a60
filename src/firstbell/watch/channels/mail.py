"""Alerts by mail, over SMTP with TLS where there is any."""

from __future__ import annotations

import hashlib
import os
import smtplib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr

from firstbell import __version__
from firstbell.base.clock import NS_PER_S, parse_time
from firstbell.base.errors import say_cause
from firstbell.mail.smtp import LinkSecurity, SmtpServer, open_link
from firstbell.watch.addresses import Relay, read_relay
from firstbell.watch.alerts import Alert, render_text
from firstbell.watch.channels.channel import AlertDesk
from firstbell.watch.errors import AlertAddressError, DeliveryError

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
        message = self._write(alert.subject, render_text(alert), hex_id=alert.id, time=alert.time)
        if alert.severity == "critical":
            message["Importance"] = "high"
        return self._send(message)

    def send_report(
        self, subject: str, text: str, *, time: str, attached: Sequence[tuple[str, str]] = ()
    ) -> str:
        """As `send`, for a text that is no alert. `time`: RFC 3339; two of one time are the same mail.

        `attached`: names and texts of files.
        """
        digest = hashlib.sha256(f"{time}\n{subject}".encode()).hexdigest()[:32]
        message = self._write(subject, text, hex_id=digest, time=time)
        for name, content in attached:
            message.add_attachment(content, filename=name)
        return self._send(message)

    def _send(self, message: EmailMessage) -> str:
        try:
            with self._open() as relay:
                refused = relay.send_message(message, self.sender, list(self.recipients))
        except (OSError, smtplib.SMTPException, ValueError) as error:
            raise DeliveryError(f"{self.relay.host}:{self.relay.port}: {_explain(error)}") from None
        # the others have it and must not get it again and again
        return f"the relay refuses {', '.join(sorted(refused))}" if refused else ""

    def try_relay(self) -> None:
        """Go as far as a login, and send nothing. Raises: DeliveryError."""
        try:
            with self._open() as relay:
                relay.noop()
        except (OSError, smtplib.SMTPException, ValueError) as error:
            raise DeliveryError(f"{self.relay.host}:{self.relay.port}: {_explain(error)}") from None

    def _open(self) -> smtplib.SMTP:
        """A link to the relay. Raises: DeliveryError where TLS is needed and not offered; as `open_link`."""
        is_needed = self.tls == "required" or (bool(self.user) and self.relay.host not in _LOOPBACK)
        security = LinkSecurity.REQUIRED if is_needed else LinkSecurity.OFFERED
        if self.relay.is_tls or self.tls == "never":
            security = LinkSecurity.TLS if self.relay.is_tls else LinkSecurity.NONE
        server = SmtpServer(
            self.relay.host,
            self.relay.port,
            security,
            user=self.user,
            password=self.password,
            ca_file=self.ca_file,
            timeout_s=_TIMEOUT_S,
        )
        try:
            return open_link(server)
        except smtplib.SMTPNotSupportedError as error:
            if security is not LinkSecurity.REQUIRED or "STARTTLS" not in str(error):
                raise
            raise DeliveryError(f"{self.relay.host}:{self.relay.port} offers no STARTTLS") from None

    def _write(self, subject: str, text: str, *, hex_id: str, time: str) -> EmailMessage:
        message = EmailMessage()
        message["From"] = self.sender
        message["To"] = ", ".join(self.recipients)
        message["Subject"] = f"[Firstbell] {' '.join(subject.split())}"
        sent = datetime.fromtimestamp(parse_time(time) // NS_PER_S, UTC)
        message["Date"] = format_datetime(sent)
        # the same each time: a mail that came twice is known by it
        domain = parseaddr(self.sender)[1].rpartition("@")[2] or "firstbell.invalid"
        message["Message-ID"] = f"<{hex_id}.firstbell@{domain}>"
        message["Auto-Submitted"] = "auto-generated"
        message["X-Mailer"] = f"Firstbell {__version__}"
        message.set_content(text)
        return message


def _explain(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        text = error.smtp_error
        shown = text.decode(errors="replace") if isinstance(text, bytes) else str(text)
        return f"{error.smtp_code} {shown}"
    return say_cause(error) or type(error).__name__


def make_mailbox(desk: AlertDesk, recipients: Sequence[str] = ()) -> Mailbox:
    """Mail by the relay of the desk. `recipients`: others than those of alerts. Raises: AlertAddressError."""
    alerts = desk.alerts
    return Mailbox(
        relay=read_relay(alerts.smtp),
        sender=alerts.sender or f"firstbell@{os.uname().nodename}",
        recipients=tuple(recipients) or alerts.recipients,
        tls=alerts.smtp_tls,
        user=alerts.smtp_user,
        password=desk.read_secret(alerts.smtp_password_file, "alerts.smtp_password_file"),
        ca_file=desk.ca_file,
    )


def open_channels(desk: AlertDesk) -> Iterator[Mailbox]:
    """The relay that `[alerts]` names. Raises: AlertAddressError."""
    if not desk.alerts.smtp:
        return
    if not desk.alerts.recipients:
        raise AlertAddressError("alerts.smtp names a relay, and nobody is in alerts.recipients")
    yield make_mailbox(desk)
