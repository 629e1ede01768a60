"""How one server runs."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, replace
from pathlib import Path

from firstbell.base.counts import read_number
from firstbell.server.errors import ServerError


class ListenAddressError(ServerError):
    """Text that is no address and port."""

    code = "usage.listen"


# longer than an upload to a bucket may take, its tries included
SETTLE_S = 3 * 3600.0


@dataclass(frozen=True, slots=True)
class ClientLimits:
    """What one client may take from the others.

    A stranger is a connection on which no valid credential came with the last request. `handshake_s`: from
    the accept until TLS is spoken. `idle_s`: silence in the middle of a body. `head_s`, `head_bytes`: of a
    request up to its body. `stranger_request_s`: from there to the end of the answer. `connections`: in all,
    of which `strangers` at most are strangers. `per_host`: uploads at once. `drained_bytes`, `drained_s`:
    of a refused body that is still read, so that the client comes to read the answer; `drained_stranger_s`:
    for all of it. `reserve_bytes`: kept free for journals.
    """

    handshake_s: float = 5.0
    idle_s: float = 60.0
    head_s: float = 20.0
    stranger_head_s: float = 10.0
    head_bytes: int = 32 << 10
    keep_alive_s: int = 120  # longer than Go's 90 s, so that the client closes first
    stranger_keep_alive_s: int = 5
    stranger_request_s: float = 30.0
    connections: int = 2048
    strangers: int = 1024
    per_address: int = 512
    strangers_per_address: int = 256
    connections_per_host: int = 256
    per_host: int = 128
    drained_bytes: int = 64 << 20
    drained_stranger_bytes: int = 1 << 20
    drained_s: float = 10.0
    drained_stranger_s: float = 5.0
    reserve_bytes: int = 64 << 20

    def fit(self, files: int) -> ClientLimits:
        """The limits of a process that may have so many files open: a quarter of them is no connection."""
        connections = min(self.connections, files * 3 // 4)
        return replace(self, connections=connections, strangers=min(self.strangers, connections // 2))


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """What the command line says. `listen`, `admin`: (address, port). `certificate`: None without TLS.

    `proxies`: addresses whose `X-Forwarded-For` is believed. `settle_s`: where several servers share a vault,
    how long after the start what is there and not in the log is taken for something that nobody is writing.
    """

    vault: Path
    listen: tuple[str, int]
    admin: tuple[str, int] | None = None
    certificate: Path | None = None
    key: Path | None = None
    proven_only: bool = False
    proof_wait_s: float = 20.0
    logs_reads: bool = False
    proxies: tuple[str, ...] = ()
    limits: ClientLimits = ClientLimits()
    settle_s: float = SETTLE_S


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
    number = read_number(port)
    if not address or number is None or number > 65535:
        raise ListenAddressError(f"{text!r} is not an address and port", hint="write it like 192.0.2.10:8000")
    return address, number
