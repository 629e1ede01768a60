"""What the desk orders of a vault: a host frozen or thawed, an object of the quarantine served again."""

from __future__ import annotations

from dataclasses import dataclass

from firstbell.actions.reasons import read_reason
from firstbell.base.errors import UnknownIdError, UsageError
from firstbell.vault import Vault
from firstbell.vault.entries import DESK, Frozen, Released, Thawed

EVERY_HOST = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class HostOrder:
    """A host, or every host by `*`, and one sentence of why."""

    host: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseOrder:
    """An object in quarantine, by its name or how that begins, and one sentence of why."""

    name: str
    why: str


def freeze_host(vault: Vault, order: HostOrder) -> None:
    """From now on nothing of it is removed, but locks. Raises: UsageError, UnknownHostError, VaultError."""
    if order.host != EVERY_HOST:
        vault.registry.find_host(order.host)
    vault.judge(Frozen(host=order.host, why=read_reason(order.why), by=DESK))


def thaw_host(vault: Vault, order: HostOrder) -> None:
    """End that.

    Raises: UsageError where it is not frozen, or nobody says why; UnknownHostError, VaultError.
    """
    if order.host not in vault.judgements.frozen:
        if order.host != EVERY_HOST:
            vault.registry.find_host(order.host)
        raise UsageError(f"{describe_host(order.host)} is not frozen")
    vault.judge(Thawed(host=order.host, why=read_reason(order.why), by=DESK))


def release_object(vault: Vault, order: ReleaseOrder) -> Released:
    """Serve an object of the quarantine again.

    Raises: UnknownIdError unless one object fits; UsageError; VaultError.
    """
    found = [entry for entry in vault.judgements.list_set_aside() if entry.name.startswith(order.name)]
    if len(found) != 1:
        count = f"{len(found)} objects begin with" if found else "nothing in the quarantine begins with"
        raise UnknownIdError(f"{count} {order.name!r}", hint="`firstbell vault quarantine` lists the objects")
    (entry,) = found
    released = Released(
        host=entry.host, type=entry.type, name=entry.name, why=read_reason(order.why), by=DESK
    )
    vault.judge(released)
    return released


def describe_host(host: str) -> str:
    """The host as people read it."""
    return "every host" if host == EVERY_HOST else host
