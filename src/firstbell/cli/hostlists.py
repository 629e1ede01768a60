"""What a vault knows of a host, for lists and JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from firstbell.base.clock import NS_PER_S, format_time, parse_time

if TYPE_CHECKING:
    from firstbell.vault import Credential, Host, Vault

_NS_PER_H = 3600 * NS_PER_S
# a backup takes its time, and timers are spread by half an hour
_LATE_FACTOR = 1.25


def describe_host(vault: Vault, host: Host) -> dict[str, Any]:
    """The fields of a host. `schedule`: `kept`, `missed`, or `new` before its first is due."""
    held = vault.inventory.of(host.name)
    examined = vault.judgements.last_examined.get(host.name)
    freeze = vault.judgements.find_freeze(host.name)
    return {
        "host": host.name,
        "added": host.added,
        "last_snapshot": held.last_snapshot,
        "snapshots": held.count("snapshots"),
        "size_bytes": held.size_bytes,
        "quota_bytes": host.quota_bytes,
        "every_h": host.every_h,
        "verdict": examined.verdict if examined else "",
        "schedule": find_schedule(held.last_snapshot, host, now_ns=vault.clock.now_ns()),
        "set_aside": len(vault.judgements.list_set_aside(host.name)),
        "frozen": freeze.why if freeze else "",
    }


def find_schedule(last_snapshot: str, host: Host, *, now_ns: int) -> str:
    """Whether the host backs up as often as it should."""
    allowed_ns = int(host.every_h * _LATE_FACTOR * _NS_PER_H)
    if last_snapshot:
        return "kept" if now_ns - parse_time(last_snapshot) <= allowed_ns else "missed"
    return "new" if now_ns - parse_time(host.added) <= allowed_ns else "missed"


def describe_credential(credential: Credential, now_ns: int) -> dict[str, Any]:
    """The fields of a credential; its secret is nowhere."""
    state = "valid" if credential.is_valid(now_ns) else "revoked" if credential.is_revoked else "expired"
    return {
        "id": credential.id,
        "host": credential.host,
        "user": credential.user,
        "permission": credential.permission,
        "added": credential.added,
        "expires": format_time(credential.expires_ns) if credential.expires_ns is not None else "",
        "state": state,
        "note": credential.note,
    }
