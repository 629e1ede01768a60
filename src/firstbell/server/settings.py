"""How one server runs."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from pathlib import Path

from firstbell.server.errors import ServerError


class ListenAddressError(ServerError):
    """Text that is no address and port."""

    code = "usage.listen"


@dataclass(frozen=True, slots=True)
class ClientLimits:
    """What one client may take from the others.

    `idle_s`: silence in the middle of a body. `head_s`, `head_bytes`: of a request up to its body.
    `per_address`: connections; `per_host`: uploads at once. `drained_bytes`, `drained_s`: of a refused body
    that is still read, so that the client comes to read the answer. `reserve_bytes`: kept free for journals.
    """

    idle_s: float = 60.0
    head_s: float = 20.0
    head_bytes: int = 32 << 10
    keep_alive_s: int = 120  # longer than Go's 90 s, so that the client closes first
    connections: int = 2048
    per_address: int = 512
    per_host: int = 128
    drained_bytes: int = 64 << 20
    drained_stranger_bytes: int = 1 << 20
    drained_s: float = 10.0
    reserve_bytes: int = 64 << 20


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """What the command line says. `listen`, `admin`: (address, port). `certificate`: None without TLS."""

    vault: Path
    listen: tuple[str, int]
    admin: tuple[str, int] | None = None
    certificate: Path | None = None
    key: Path | None = None
    proven_only: bool = False
    proof_wait_s: float = 20.0
    logs_reads: bool = False
    limits: ClientLimits = ClientLimits()


def is_loopback(address: str) -> bool:
    """Whether only this machine reaches the address."""
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return address == "localhost"


def parse_place(text: str) -> tuple[str, int]:
    """(address, port) of `ADDR:PORT` or `[ADDR]:PORT`. Raises: ListenAddressError."""
    address, _, port = text.rpartition(":")
    address = address.removeprefix("[").removesuffix("]")
    if not address or not port.isdigit() or int(port) > 65535:
        raise ListenAddressError(f"{text!r} is no address and port", hint="write it as 192.0.2.10:8000")
    return address, int(port)
