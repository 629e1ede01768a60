"""Alerts to syslog: RFC 5424 over UDP (RFC 5426), TCP (RFC 6587, octet counting) or a local socket."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from dataclasses import dataclass

from firstbell.watch.addresses import Receiver, read_receiver
from firstbell.watch.alerts import Alert
from firstbell.watch.channels.channel import AlertDesk
from firstbell.watch.errors import DeliveryError

# RFC 5426: receivers should take 2048
_MOST_BYTES = 2000
_SECURITY = 4  # facility "security/authorization messages"
_SEVERITIES = {"critical": 2, "warning": 4}
_TIMEOUT_S = 10.0
# the number that RFC 5612 keeps for documentation; the name tells whose it is
_ELEMENT = "firstbell@32473"


@dataclass(frozen=True)
class Syslog:
    """Sends to a syslog receiver."""

    receiver: Receiver

    @property
    def name(self) -> str:
        """Of the channel."""
        return "syslog"

    @property
    def place(self) -> str:
        """Where it goes."""
        way, host, port = self.receiver
        return host if way == "local" else f"{way}://{host}:{port}"

    def send(self, alert: Alert) -> str:
        """Nothing to remark: over UDP what gets lost is not seen. Raises: DeliveryError."""
        frames = list(render_frames(alert))
        try:
            with self._connect() as connection:
                for frame in frames:
                    if self.receiver.way == "tcp":
                        connection.sendall(b"%d " % len(frame) + frame)
                    else:
                        connection.send(frame)
        except OSError as error:
            raise DeliveryError(f"{self.place}: {error.strerror or error}") from None
        return ""

    def _connect(self) -> socket.socket:
        way, host, port = self.receiver
        if way == "tcp":
            return socket.create_connection((host, port), timeout=_TIMEOUT_S)
        if way == "local":
            return _connect_local(host)
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_DGRAM)[0]
        return _connect_to(socket.socket(family, kind, protocol), address)


def _connect_local(path: str) -> socket.socket:
    return _connect_to(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM), path)


def _connect_to(connection: socket.socket, address: object) -> socket.socket:
    connection.settimeout(_TIMEOUT_S)
    try:
        connection.connect(address)  # type: ignore[arg-type]
    except OSError:
        connection.close()
        raise
    return connection


def render_frames(alert: Alert) -> Iterator[bytes]:
    """The messages of an alert: the first says what it is, further ones the files that did not fit."""
    head = _render_head(alert)
    signs = "; ".join(sign.detail for sign in alert.signs)
    point = alert.clean_point
    told = [alert.subject]
    if signs:
        told.append(f"signs: {signs}")
    if alert.verdict:
        told.append(f"clean point: {point.snapshot_id[:8]} of {point.time}" if point else "clean point: none")
    told += [f"{one.type}/{one.name}: {one.why}" for one in alert.objects]
    yield _cut(head + " | ".join(told).encode())
    yield from _render_files(head, alert)


def _render_files(head: bytes, alert: Alert) -> Iterator[bytes]:
    room = _MOST_BYTES - len(head) - 40
    part: list[str] = []
    start = used = 0
    for at, file in enumerate(alert.files):
        size = len(file.encode()) + 2
        if part and used + size > room:
            yield _cut(head + _tell_files(part, start, len(alert.files)))
            start, part, used = at, [], 0
        part.append(file)
        used += size
    if part:
        yield _cut(head + _tell_files(part, start, len(alert.files)))


def _tell_files(part: list[str], start: int, total: int) -> bytes:
    return f"files {start + 1} to {start + len(part)} of {total}: {', '.join(part)}".encode()


def _render_head(alert: Alert) -> bytes:
    priority = _SECURITY * 8 + _SEVERITIES[alert.severity]
    fields = {
        "id": alert.id,
        "kind": alert.kind,
        "host": alert.host,
        "snapshot": alert.snapshot_id,
        "verdict": alert.verdict,
        "event": alert.event,
        "filesDamaged": str(alert.files_damaged) if alert.verdict else "",
    }
    data = "".join(f' {name}="{_escape(value)}"' for name, value in fields.items() if value)
    time = alert.time if len(alert.time) <= 27 else f"{alert.time[:26]}Z"  # six decimals at most
    head = f"<{priority}>1 {time} {_hostname()} firstbell {os.getpid()} {alert.kind} [{_ELEMENT}{data}] "
    return head.encode() + b"\xef\xbb\xbf"


def _escape(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("]", "\\]")


def _hostname() -> str:
    name = "".join(character for character in socket.gethostname() if 33 <= ord(character) <= 126)
    return name[:255] or "-"


def _cut(frame: bytes) -> bytes:
    """Not too long, and no character cut in two."""
    return frame if len(frame) <= _MOST_BYTES else frame[:_MOST_BYTES].decode(errors="ignore").encode()


def open_channels(desk: AlertDesk) -> Iterator[Syslog]:
    """The receiver that `[alerts]` names. Raises: AlertAddressError."""
    if desk.alerts.syslog:
        yield Syslog(read_receiver(desk.alerts.syslog))
