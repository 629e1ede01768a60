"""Hosts and their credentials, as journal hosts.jsonl tells."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import re

import msgspec

from firstbell.base.clock import parse_time
from firstbell.vault.entries import (
    EVERY_HOST,
    CredentialAdded,
    CredentialExpires,
    CredentialRevoked,
    HostAdded,
    HostChanged,
    HostEntry,
    Permission,
)
from firstbell.vault.errors import (
    HostExistsError,
    InvalidHostNameError,
    UnknownCredentialError,
    UnknownHostError,
)

VAULT_USER = "vault"
# of hosts that are added from now on, unless `host add` is told otherwise
DEFAULT_QUOTA_BYTES = 10**12
# 30 a second are half a gigabyte in packs, and 0.7 MB of the log a minute
DEFAULT_UPLOADS_PER_MINUTE = 1800
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}\Z")
_TAKEN = frozenset({"healthz", "metrics", VAULT_USER})
_SECRET_BYTES = 32
_ID_BYTES = 8


class VaultHost(msgspec.Struct, frozen=True):
    """A host of the vault. 0: no limit. `added`: RFC 3339."""

    name: str
    added: str
    quota_bytes: int = 0
    requests_per_minute: int = 0
    every_h: float = 24.0
    uploads_per_minute: int = 0

    @property
    def is_unlimited(self) -> bool:
        """Whether it may fill the disk, or the log, as fast as it can."""
        return not self.quota_bytes or not (self.uploads_per_minute or self.requests_per_minute)


class Credential(msgspec.Struct, frozen=True):
    """A credential, without its secret. `host`: `*` for every host. `expires_ns`: None for never."""

    id: str
    host: str
    permission: Permission
    digest: bytes
    added: str
    expires_ns: int | None = None
    is_revoked: bool = False
    note: str = ""

    @property
    def user(self) -> str:
        """The user of basic authentication it goes with: the host's name, or `vault` where it is for all."""
        return VAULT_USER if self.host == EVERY_HOST else self.host

    def is_valid(self, now_ns: int) -> bool:
        """Whether it opens anything now."""
        return not self.is_revoked and (self.expires_ns is None or now_ns < self.expires_ns)

    def opens(self, host: str) -> bool:
        """Whether it is for a host's repository."""
        return self.host in {host, EVERY_HOST}


def check_host_name(name: str) -> None:
    """Raises: InvalidHostNameError unless a host can have the name."""
    if _NAME.match(name) is None or name.casefold() in _TAKEN:
        raise InvalidHostNameError(
            f"{name!r} cannot be the name of a host",
            hint="use letters, digits, '.', '_' and '-', starting with a letter or digit, at most 64; not "
            f"{', '.join(sorted(_TAKEN))}",
        )


def make_secret() -> str:
    """256 random bits as 43 characters."""
    secret = "-"
    while not secret[0].isalnum():  # a command line would take it for an option
        secret = base64.urlsafe_b64encode(os.urandom(_SECRET_BYTES)).rstrip(b"=").decode()
    return secret


def make_credential_id() -> str:
    """16 random hex digits."""
    return os.urandom(_ID_BYTES).hex()


def hash_secret(secret: str) -> bytes:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).digest()


class Registry:
    """The hosts and credentials as they stand after the entries that were taken in."""

    def __init__(self) -> None:
        self.hosts: dict[str, VaultHost] = {}
        self.credentials: dict[str, Credential] = {}
        self._by_user: dict[str, list[str]] = {}
        self._nothing = hash_secret(make_secret())

    def apply(self, entry: HostEntry) -> None:
        """Take an entry in."""
        if isinstance(entry, HostAdded | HostChanged):
            known = self.hosts.get(entry.host)
            self.hosts[entry.host] = VaultHost(
                entry.host,
                known.added if known else entry.time,
                entry.quota_bytes,
                entry.requests_per_minute,
                entry.every_h,
                entry.uploads_per_minute,
            )
        elif isinstance(entry, CredentialAdded):
            self._add(entry)
        elif entry.id in self.credentials:
            self._end(entry)

    def _add(self, entry: CredentialAdded) -> None:
        expires_ns = parse_time(entry.expires) if entry.expires else None
        credential = Credential(
            id=entry.id,
            host=entry.host,
            permission=entry.permission,
            digest=bytes.fromhex(entry.sha256),
            added=entry.time,
            expires_ns=expires_ns,
            note=entry.note,
        )
        self.credentials[entry.id] = credential
        self._by_user.setdefault(credential.user, []).append(entry.id)

    def _end(self, entry: CredentialExpires | CredentialRevoked) -> None:
        credential = self.credentials[entry.id]
        if isinstance(entry, CredentialRevoked):
            self.credentials[entry.id] = msgspec.structs.replace(credential, is_revoked=True)
        else:
            self.credentials[entry.id] = msgspec.structs.replace(
                credential, expires_ns=parse_time(entry.expires)
            )

    def authenticate(self, user: str, secret: str, *, now_ns: int) -> Credential | None:
        """The valid credential that user and secret are; compared in a time that tells nothing of it."""
        digest = hash_secret(secret)
        found = None
        for hex_id in self._by_user.get(user, ()):
            credential = self.credentials[hex_id]
            if hmac.compare_digest(credential.digest, digest) and credential.is_valid(now_ns):
                found = credential
        # a user that is not there takes as long as one that is
        hmac.compare_digest(self._nothing, digest)
        return found

    def find_host(self, name: str) -> VaultHost:
        """The host of a name. Raises: UnknownHostError."""
        try:
            return self.hosts[name]
        except KeyError:
            known = ", ".join(sorted(self.hosts)) or "none yet"
            raise UnknownHostError(f"there is no host called {name!r}", hint=f"known: {known}") from None

    def refuse_taken(self, name: str) -> None:
        """Raises: InvalidHostNameError; HostExistsError, also where only case tells two names apart."""
        check_host_name(name)
        for known in self.hosts:
            if known.casefold() == name.casefold():
                raise HostExistsError(
                    f"host {known!r} already exists",
                    hint="`firstbell host rotate` gives it a new credential",
                )

    def list_credentials(self, host: str) -> list[Credential]:
        """All that a host ever had, the oldest first."""
        return [each for each in self.credentials.values() if each.host == host]

    def find_credentials(self, host: str, prefix: str = "") -> list[Credential]:
        """Those of a host that are not revoked, and whose id begins so.

        Raises: UnknownCredentialError when there is none.
        """
        found = [
            each for each in self.list_credentials(host) if each.id.startswith(prefix) and not each.is_revoked
        ]
        if not found:
            what = f"no credential {prefix!r}" if prefix else "no credential"
            raise UnknownCredentialError(
                f"{host} has {what} that is still valid",
                hint="`firstbell host list --credentials` shows them",
            )
        return found
