"""The address of a database server that keeps catalogs, `postgresql://USER@HOST/DATABASE`.

What libpq knows may follow as a query (`?sslrootcert=...`, `?passfile=...`, `?host=/run/postgresql`). Every
connection over TCP, also one to the machine itself, is over TLS; only on a Unix socket libpq leaves it out.
Source: https://www.postgresql.org/docs/current/libpq-connect.html.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from firstbell.base.deferral import defer
from firstbell.catalog.errors import CatalogAddressError

if TYPE_CHECKING:
    import ssl

    import sqlalchemy
    from sqlalchemy import URL, exc
else:
    ssl = defer("ssl")
    sqlalchemy = defer("sqlalchemy")
    exc = defer("sqlalchemy.exc")

_SCHEMES = {"postgresql", "postgres", "postgresql+psycopg"}
# from the strictest; what else libpq has (disable, allow, prefer) may talk without TLS
_TLS_MODES = ("verify-full", "verify-ca", "require")
_SECRETS = {"password", "sslpassword", "passfile"}


@dataclass(frozen=True)
class CatalogAddress:
    """Where catalogs are kept, one schema for each repository. Showing it never shows the password."""

    url: URL = field(repr=False)

    def __str__(self) -> str:
        shown = self.url.set(drivername="postgresql").difference_update_query(_SECRETS)
        return shown.render_as_string(hide_password=True)

    @property
    def arguments(self) -> dict[str, str | int]:
        """What a connection is opened with beyond the address: TLS, and how long to wait for the server."""
        query = self.url.query
        wanted: dict[str, str | int] = {"sslmode": str(query.get("sslmode", _TLS_MODES[0]))}
        if "sslrootcert" not in query and wanted["sslmode"] != "require":
            wanted |= _find_trusted()
        return {"connect_timeout": 10, "application_name": "firstbell", **wanted}

    def hide(self, text: str) -> str:
        """A text of the server's or of libpq's in one line, without the password."""
        told = " ".join(text.split())
        secrets = (self.url.password, *(self.url.query.get(name) for name in _SECRETS))
        for secret in secrets:
            if isinstance(secret, str) and secret:
                told = told.replace(secret, "***")
        return told


def parse_address(text: str) -> CatalogAddress:
    """The address, as it stands in FIRSTBELL_CATALOG.

    Raises: CatalogAddressError; it never shows the text, which may hold a password.
    """
    try:
        url = sqlalchemy.make_url(text)
    except (exc.ArgumentError, ValueError):
        raise CatalogAddressError("it cannot be read as an address") from None
    if url.drivername not in _SCHEMES:
        # `user:password@host` reads as a scheme, too
        told = url.drivername if url.drivername.isalpha() and "://" in text else "what it begins with"
        raise CatalogAddressError(f"{told} is not a kind of database that can keep catalogs")
    mode = url.query.get("sslmode", _TLS_MODES[0])
    if mode not in _TLS_MODES and not _is_local(url):
        raise CatalogAddressError(
            f"sslmode={mode} would send names of files, and the password, without TLS",
            hint=f"use one of {', '.join(_TLS_MODES)}, or connect through a Unix socket "
            "(postgresql:///DATABASE?host=/run/postgresql)",
        )
    return CatalogAddress(url.set(drivername="postgresql+psycopg"))


def _is_local(url: URL) -> bool:
    """Whether the address names sockets of this machine, and nothing else."""
    named = url.query.get("host", ())
    hosts = [*(url.host or "").split(","), *((named,) if isinstance(named, str) else named)]
    given = [host for one in hosts for host in one.split(",") if host]
    return bool(given) and all(host.startswith("/") for host in given) and "hostaddr" not in url.query


def _find_trusted() -> dict[str, str | int]:
    """The user's own list of authorities as libpq knows it, else the machine's."""
    if (Path.home() / ".postgresql" / "root.crt").exists():
        return {}
    trusted = ssl.get_default_verify_paths().cafile
    return {"sslrootcert": trusted} if trusted else {}
