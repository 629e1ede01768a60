"""The credentials of a host: another one, none any more, a new one in place of the old."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from firstbell.actions.vault.orders import EVERY_HOST
from firstbell.base.clock import NS_PER_S, format_time
from firstbell.vault import Credential, NewCredential, Vault
from firstbell.vault.entries import Permission


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialGrant:
    """A credential to give a host. `host`: `*` for one over every host; `note`: what it is for."""

    host: str
    permission: Permission = "append"
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialRevocation:
    """Credentials to revoke at once. `host`: `*` for any; `prefix`: how the id begins, "" for all."""

    host: str
    prefix: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class CredentialRotation:
    """What was made, and the ids of those that end: now, or when the grace is over."""

    made: NewCredential
    ended: Sequence[str]


def grant_credential(vault: Vault, request: CredentialGrant) -> NewCredential:
    """Give a host another credential. Raises: UnknownHostError, VaultError."""
    if request.host != EVERY_HOST:
        vault.registry.find_host(request.host)
    return vault.add_credential(request.host, request.permission, note=request.note)


def revoke_credentials(vault: Vault, request: CredentialRevocation) -> list[Credential]:
    """Revoke credentials; what they sent stays. Raises: UnknownHostError; as finding one; VaultError."""
    if request.host != EVERY_HOST:
        vault.registry.find_host(request.host)
    ended = vault.registry.find_credentials(request.host, request.prefix)
    for credential in ended:
        vault.revoke(credential, why=request.why)
    return ended


def _end_by(vault: Vault, credential: Credential, end_ns: int) -> None:
    """Let a credential end at a time; one that ends sooner already keeps its end."""
    if credential.expires_ns is None or credential.expires_ns > end_ns:
        vault.expire(credential, at=format_time(end_ns))


def rotate_credential(vault: Vault, host: str, *, grace_s: float = 0.0) -> CredentialRotation:
    """Give a host a new credential, and end those that may add backups, after the grace.

    Raises: UnknownHostError, VaultError.
    """
    vault.registry.find_host(host)
    old = [each for each in vault.registry.list_credentials(host) if each.permission == "append"]
    made = vault.add_credential(host, "append")
    now_ns = vault.clock.now_ns()
    ended = [credential for credential in old if credential.is_valid(now_ns)]
    for credential in ended:
        if grace_s:
            _end_by(vault, credential, now_ns + int(grace_s * NS_PER_S))
        else:
            vault.revoke(credential, why="rotated")
    return CredentialRotation(made, [credential.id for credential in ended])
