"""Addresses of SFTP servers, as restic writes them, and the program that goes there."""

from __future__ import annotations

import shlex
import urllib.parse
from collections.abc import Mapping
from dataclasses import dataclass

from firstbell.store.errors import StoreError

_OPTIONS = frozenset({"sftp.command", "sftp.args", "sftp.connections"})


class SftpAddressError(StoreError):
    """An address that names no place on an SFTP server, or an option that says nothing."""

    code = "store.sftp_address"


@dataclass(frozen=True, slots=True)
class SftpAddress:
    """`path`: absolute, or relative to the user's home folder. `user` and `port`: None where ssh decides."""

    host: str
    path: str
    user: str | None = None
    port: int | None = None

    @classmethod
    def parse(cls, given: str) -> SftpAddress:
        """What follows `sftp:`: `user@host:/path`, `user@host:path`, or `//user@host:port/path`, in which
        the path is relative to the home folder unless it begins with a second slash.

        Raises: SftpAddressError.
        """
        try:
            address = cls._parse_url(given) if given.startswith("//") else cls._parse_short(given)
        except ValueError:
            raise SftpAddressError(f"the port in sftp:{given} is not a number", hint=_HINT) from None
        for name in (address.host, address.user or ""):
            if name.startswith("-"):  # ssh would take it for an option
                raise SftpAddressError(f"{name!r} in sftp:{given} is no name", hint=_HINT)
        if not address.host or not address.path:
            raise SftpAddressError(f"sftp:{given} names no host or no path", hint=_HINT)
        return address

    @classmethod
    def _parse_url(cls, given: str) -> SftpAddress:
        parts = urllib.parse.urlsplit(f"sftp:{given}")
        user = urllib.parse.unquote(parts.username) if parts.username else None
        return cls(parts.hostname or "", urllib.parse.unquote(parts.path)[1:], user, parts.port)

    @classmethod
    def _parse_short(cls, given: str) -> SftpAddress:
        place, _, path = given.partition(":")
        user, at, host = place.rpartition("@")
        return cls(host, path, user if at and user else None)

    @property
    def url(self) -> str:
        """How a person names the place."""
        who = f"{self.user}@" if self.user else ""
        if self.port is None:
            return f"sftp:{who}{self.host}:{self.path}"
        return f"sftp://{who}{self.host}:{self.port}/{self.path}"

    def find_command(self, options: Mapping[str, str]) -> list[str]:
        """The words of the program that speaks SFTP on its standard input and output.

        `options`: `sftp.command`, all of it; `sftp.args`, more words for ssh. Raises: SftpAddressError.
        """
        unknown = sorted(name for name in options if name.startswith("sftp.") and name not in _OPTIONS)
        if unknown:
            raise SftpAddressError(
                f"-o {unknown[0]} is not known", hint="known: " + ", ".join(sorted(_OPTIONS))
            )
        try:
            command = shlex.split(options.get("sftp.command", ""))
            more = shlex.split(options.get("sftp.args", ""))
        except ValueError as error:
            raise SftpAddressError(
                f"-o sftp.command or sftp.args: {error}", hint="close the quotes"
            ) from None
        if command and more:
            raise SftpAddressError("use either -o sftp.command or -o sftp.args, not both")
        if command:
            return command
        words = ["ssh", self.host]
        words += ["-p", str(self.port)] if self.port is not None else []
        words += ["-l", self.user] if self.user else []
        return [*words, *more, "-s", "sftp"]


_HINT = "write it as sftp:user@host:/path, or sftp://user@host:2222//path"
