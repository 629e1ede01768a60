"""What a vault knows of its hosts and credentials, as the fields of lists."""

from __future__ import annotations

from typing import Any

from firstbell.base.clock import format_time
from firstbell.vault.registry import Credential, VaultHost
from firstbell.vault.schedules import find_last_snapshot, find_schedule, find_verdict
from firstbell.vault.vault import Vault


def describe_host(vault: Vault, host: VaultHost) -> dict[str, Any]:
    """The fields of a host. `schedule`: `kept`, `missed`, or `new` before its first is due.

    `verdict` is on the newest snapshot, "" while that is not judged; since when it waits is `unjudged_since`.
    """
    held = vault.inventory.of(host.name)
    last_snapshot = find_last_snapshot(vault, host.name)
    known = find_verdict(vault, host.name)
    freeze = vault.judgements.find_freeze(host.name)
    return {
        "host": host.name,
        "added": host.added,
        "last_snapshot": last_snapshot,
        "snapshots": held.count("snapshots"),
        "size_bytes": held.size_bytes,
        "quota_bytes": host.quota_bytes,
        "charged_bytes": held.charged_bytes,
        "requests_per_minute": host.requests_per_minute,
        "uploads_per_minute": host.uploads_per_minute,
        "every_h": host.every_h,
        "verdict": known.verdict,
        "unjudged_since": known.unjudged_since,
        "last_verdict": known.last_verdict,
        "schedule": find_schedule(last_snapshot, host, now_ns=vault.clock.now_ns()),
        "set_aside": len(vault.judgements.list_set_aside(host.name)),
        "frozen": freeze.why if freeze else "",
        "uncovered": list(vault.judgements.uncovered.get(host.name, ())),
    }


def list_hosts(vault: Vault) -> list[dict[str, Any]]:
    """The fields of every host of the vault, by name as they were added."""
    return [describe_host(vault, host) for host in vault.registry.hosts.values()]


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
