"""Addresses of `[alerts]`, read: `host:port` of a relay, a URL, a syslog receiver."""

from __future__ import annotations

import urllib.parse
from typing import NamedTuple

from firstbell.watch.errors import AlertAddressError

_MAIL_PORT, _MAIL_TLS_PORT = 25, 465
_SYSLOG_PORTS = {"udp": 514, "tcp": 601}
LOCAL_SOCKET = "/dev/log"


class Relay(NamedTuple):
    """A mail relay. `is_tls`: TLS from the first byte."""

    host: str
    port: int
    is_tls: bool


class Receiver(NamedTuple):
    """A syslog receiver. `way`: `udp`, `tcp` or `local`; `host`: the socket's path for `local`."""

    way: str
    host: str
    port: int


def read_relay(text: str) -> Relay:
    """Raises: AlertAddressError."""
    scheme, separator, rest = text.partition("://")
    if not separator:
        scheme, rest = "smtp", text
    if scheme not in {"smtp", "smtps"}:
        raise AlertAddressError(f"smtp: {text!r} is no relay", hint="write it as relay.example.org:25")
    default = _MAIL_TLS_PORT if scheme == "smtps" else _MAIL_PORT
    host, port = _read_place(rest, default, f"smtp: {text!r}")
    return Relay(host, port, scheme == "smtps" or port == _MAIL_TLS_PORT)


def read_receiver(text: str) -> Receiver:
    """Raises: AlertAddressError."""
    if text == "local":
        return Receiver("local", LOCAL_SOCKET, 0)
    if text.startswith("/"):
        return Receiver("local", text, 0)
    way, _, rest = text.partition(":")
    if way not in _SYSLOG_PORTS and "//" not in text:  # no way is named
        way, rest = "udp", text
    if way not in _SYSLOG_PORTS:
        raise AlertAddressError(
            f"syslog: {text!r} is no receiver", hint="write udp://host:514, tcp://host:601 or local"
        )
    host, port = _read_place(rest.removeprefix("//"), _SYSLOG_PORTS[way], f"syslog: {text!r}")
    return Receiver(way, host, port)


def read_webhook(text: str) -> str:
    """The URL. Raises: AlertAddressError."""
    try:
        parts = urllib.parse.urlsplit(text)
        is_good = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
        is_good = is_good and not any(letter.isspace() for letter in text)
    except ValueError:
        is_good = False
    if not is_good:
        raise AlertAddressError(f"webhook: {text!r} is no URL", hint="write https://host/path")
    return text


def _read_place(text: str, default: int, what: str) -> tuple[str, int]:
    try:
        parts = urllib.parse.urlsplit(f"//{text}")
        host, port = parts.hostname, parts.port
        is_place = port != 0 and not (
            parts.path.strip("/") or parts.query or parts.fragment or parts.username
        )
    except ValueError:
        host, port, is_place = None, None, False
    if not host or not is_place or any(letter.isspace() for letter in host):
        raise AlertAddressError(f"{what} names no host and port", hint="write it as host:port")
    return host, port or default
