"""Links to mail servers: how one is opened, secured and signed in to, whoever sends by it.

Source: RFC 5321 (SMTP), RFC 3207 (STARTTLS), RFC 8314 (TLS from the start), RFC 7435 (TLS if offered).
"""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass, field
from enum import StrEnum


class LinkSecurity(StrEnum):
    """TLS from the start; STARTTLS or nothing at all; STARTTLS where it is offered, whoever that is; none."""

    TLS = "tls"
    REQUIRED = "required"
    OFFERED = "offered"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """A mail server. `user`: "" where it asks for none; `ca_file`: what to trust in place of the system's."""

    host: str
    port: int
    security: LinkSecurity = LinkSecurity.REQUIRED
    user: str = ""
    password: str = field(default="", repr=False)
    ca_file: str = ""
    timeout_s: float = 60.0


def open_link(server: SmtpServer) -> smtplib.SMTP:
    """A link that is secured and signed in.

    Raises: OSError; SMTPException, SMTPNotSupportedError where TLS is needed and not offered; ValueError.
    """
    if server.security is LinkSecurity.TLS:
        link: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, timeout=server.timeout_s, context=_trust(server)
        )
    else:
        link = smtplib.SMTP(server.host, server.port, timeout=server.timeout_s)
    try:
        _secure(link, server)
        if server.user:
            link.login(server.user, server.password)
    except BaseException:
        link.close()
        raise
    return link


def _secure(link: smtplib.SMTP, server: SmtpServer) -> None:
    link.ehlo_or_helo_if_needed()
    if server.security in (LinkSecurity.TLS, LinkSecurity.NONE):
        return
    if link.has_extn("starttls"):
        is_needed = server.security is LinkSecurity.REQUIRED
        link.starttls(context=_trust(server) if is_needed else _trust_anybody())
        link.ehlo()
    elif server.security is LinkSecurity.REQUIRED:
        raise smtplib.SMTPNotSupportedError("STARTTLS extension not supported by server.")


def _trust(server: SmtpServer) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if server.ca_file:
        context.load_verify_locations(server.ca_file)
    return context


def _trust_anybody() -> ssl.SSLContext:
    """As relays do among each other (RFC 7435): better than nothing, where nothing was asked for."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context
