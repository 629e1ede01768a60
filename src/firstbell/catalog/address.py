"""The address of a database server that keeps catalogs, `postgresql://USER@HOST/DATABASE`.

What libpq knows may follow as a query (`?sslrootcert=...`, `?passfile=...`, `?host=/run/postgresql`). Every
connection over TCP, also one to the machine itself, is over TLS; only on a Unix socket libpq leaves it out.
Source: https://www.postgresql.org/docs/current/libpq-connect.html.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from firstbell.base.deferral import defer
from firstbell.catalog.errors import CatalogAddressError

if TYPE_CHECKING:
    import ssl
else:
    ssl = defer("ssl")

# of an extra, which a desk without a database server does not have
psycopg: Any = defer("psycopg")
conninfo: Any = defer("psycopg.conninfo")

_SCHEMES = {"postgresql", "postgres", "postgresql+psycopg"}
# from the strictest; what else libpq has (disable, allow, prefer) may talk without TLS
_TLS_MODES = ("verify-full", "verify-ca", "require")
_SECRETS = {"password", "sslpassword", "passfile"}
_PORTS = re.compile(r"[0-9,]*")
_UNKNOWN = re.compile(r'invalid URI query parameter: "(\w+)"')


@dataclass(frozen=True)
class CatalogAddress:
    """Where catalogs are kept, all in one schema. Showing it never shows the password.

    `parameters`: what libpq reads in the address, by its names (`host`, `sslmode` ...).
    """

    parameters: tuple[tuple[str, str], ...] = field(repr=False)

    def __str__(self) -> str:
        given = {name: value for name, value in self.parameters if name not in _SECRETS - {"password"}}
        host = given.get("host", "")
        # sockets and several hosts stand behind the question mark
        is_plain = bool(host) and not host.startswith("/") and "," not in host
        port = given.pop("port", "") if is_plain else ""
        told = (given.pop("host") if is_plain else "").join("[]" if ":" in host and is_plain else ("", ""))
        user = quote(given.pop("user", ""), safe="")
        secret = ":***" if given.pop("password", "") else ""
        who = f"{user}{secret}@" if user or secret else ""
        database = quote(given.pop("dbname", ""), safe="")
        query = f"?{urlencode(given, safe='/,:')}" if given else ""
        return f"postgresql://{who}{told}{port and f':{port}'}/{database}{query}"

    @property
    def arguments(self) -> dict[str, str | int]:
        """What a connection is opened with: the address, TLS, and how long to wait for the server."""
        given = dict(self.parameters)
        wanted: dict[str, str | int] = {"sslmode": _TLS_MODES[0], **given}
        if "sslrootcert" not in given and wanted["sslmode"] != "require":
            wanted |= _find_trusted()
        return {"connect_timeout": 10, "application_name": "firstbell", **wanted}

    def hide(self, text: str) -> str:
        """A text of the server's or of libpq's in one line, without the password."""
        told = " ".join(text.split())
        for name, value in self.parameters:
            if name in _SECRETS and value:
                told = told.replace(value, "***")
        return told


def parse_address(text: str) -> CatalogAddress:
    """The address, as it stands in FIRSTBELL_CATALOG.

    Raises: CatalogAddressError; it never shows the text, which may hold a password.
    """
    scheme, mark, rest = text.partition("://")
    if not mark:
        raise CatalogAddressError("it cannot be read as an address")
    if scheme not in _SCHEMES:
        # `user:password@host` reads as a scheme, too
        told = scheme if scheme.isalpha() else "what it begins with"
        raise CatalogAddressError(f"{told} is not a kind of database that can keep catalogs")
    parameters = _read_parameters(f"postgresql://{rest}")
    mode = parameters.get("sslmode", _TLS_MODES[0])
    if mode not in _TLS_MODES and not _is_local(parameters):
        raise CatalogAddressError(
            f"sslmode={mode} would send names of files, and the password, without TLS",
            hint=f"use one of {', '.join(_TLS_MODES)}, or connect through a Unix socket "
            "(postgresql:///DATABASE?host=/run/postgresql)",
        )
    return CatalogAddress(tuple(sorted(parameters.items())))


def _read_parameters(address: str) -> dict[str, str]:
    """As libpq reads them."""
    try:
        parameters = {name: str(value) for name, value in conninfo.conninfo_to_dict(address).items()}
    except psycopg.Error as error:
        unknown = _UNKNOWN.search(str(error))
        told = f"libpq has no option {unknown[1]}" if unknown else "it cannot be read as an address"
        raise CatalogAddressError(told) from None
    if not _PORTS.fullmatch(parameters.get("port", "")):
        raise CatalogAddressError("its port is no number")
    return parameters


def _is_local(parameters: dict[str, str]) -> bool:
    """Whether the address names sockets of this machine, and nothing else."""
    given = [host for host in parameters.get("host", "").split(",") if host]
    return bool(given) and all(host.startswith("/") for host in given) and "hostaddr" not in parameters


def _find_trusted() -> dict[str, str | int]:
    """The user's own list of authorities as libpq knows it, else the machine's."""
    if (Path.home() / ".postgresql" / "root.crt").exists():
        return {}
    trusted = ssl.get_default_verify_paths().cafile
    return {"sslrootcert": trusted} if trusted else {}
