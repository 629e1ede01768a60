"""Where the console is reached: the address it binds, the names it answers to."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from pathlib import Path

from firstbell.base.counts import read_number
from firstbell.console.errors import ConsoleAddressError

DEFAULT_PORT = 8710
# cookies and passkeys of this name are not shared with whatever else listens on this machine
LOOPBACK_NAME = "firstbell.localhost"
_LOOPBACK_NAMES = (LOOPBACK_NAME, "localhost", "127.0.0.1", "[::1]")


@dataclass(frozen=True, slots=True)
class ConsoleAddress:
    """One place to listen on. `certificate`, `key`: files of TLS, None on loopback without it."""

    address: str
    port: int
    name: str = LOOPBACK_NAME
    certificate: Path | None = None
    key: Path | None = None

    @property
    def is_secure(self) -> bool:
        """Whether it speaks TLS."""
        return self.certificate is not None

    @property
    def origin(self) -> str:
        """What pages are opened by, without a slash at its end."""
        scheme, standard = ("https", 443) if self.is_secure else ("http", 80)
        return f"{scheme}://{self.name}" + ("" if self.port == standard else f":{self.port}")

    @property
    def hosts(self) -> frozenset[str]:
        """The `Host` headers it answers to: an unlisted one may be another site's name for this machine."""
        names = {self.name, *(_LOOPBACK_NAMES if is_loopback(self.address) else ())}
        standard = 443 if self.is_secure else 80
        return frozenset(
            {f"{name}:{self.port}" for name in names} | (names if self.port == standard else set())
        )

    @property
    def origins(self) -> frozenset[str]:
        """The `Origin` headers whose forms are taken."""
        scheme = "https" if self.is_secure else "http"
        return frozenset(f"{scheme}://{host}" for host in self.hosts)


def is_loopback(address: str) -> bool:
    """Whether only this machine reaches the address."""
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return address == "localhost" or address.endswith(".localhost")


def make_place(
    listen: str, *, name: str | None, certificate: Path | None, key: Path | None
) -> ConsoleAddress:
    """The place that a command line names. `listen`: ADDR:PORT.

    Raises: ConsoleAddressError for what is none, and for another machine's reach without TLS.
    """
    address, _, port = listen.rpartition(":")
    address = address.removeprefix("[").removesuffix("]")
    number = read_number(port)
    if not address or number is None or number > 65535:
        raise ConsoleAddressError(f"{listen!r} is no address and port", hint="write it as 127.0.0.1:8710")
    if (certificate is None) != (key is None):
        raise ConsoleAddressError("--cert and --cert-key go together")
    if not is_loopback(address) and certificate is None:
        raise ConsoleAddressError(
            f"{address} can be reached from other machines, and the console has no certificate",
            hint="listen on 127.0.0.1, or add --cert, --cert-key and --name",
        )
    if certificate is not None and not is_loopback(address) and not name:
        raise ConsoleAddressError(
            "the console has no name that others reach it by", hint="add --name, as the certificate has it"
        )
    bound = "127.0.0.1" if address.endswith("localhost") else address
    return ConsoleAddress(bound, number, (name or LOOPBACK_NAME).lower(), certificate, key)
