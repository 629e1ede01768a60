"""Readiness as the fields of lists: its systems, its hosts, what they come to."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from firstbell.runs.readiness.frameworks import list_measures
from firstbell.runs.readiness.hosts import HostReadiness
from firstbell.runs.readiness.readiness import Readiness, SystemReadiness


def describe_system(system: SystemReadiness) -> dict[str, Any]:
    """One system of the desk."""
    judged = {"in_time": system.is_in_time, "proven": system.is_proven}
    return {"message_type": "system", **asdict(system), **judged}


def describe_ready_host(host: HostReadiness) -> dict[str, Any]:
    """One host of the desk."""
    judged = {"late": host.is_late, "single_copy": host.is_single}
    return {"message_type": "host", **asdict(host), **judged}


def describe_readiness(readiness: Readiness) -> dict[str, Any]:
    """What all systems and hosts come to."""
    return {
        "district": readiness.district,
        "time": readiness.time,
        "first_bell_s": readiness.first_bell_s,
        "all_s": readiness.all_s,
        "measured": readiness.measured,
        "first_bell_systems": readiness.first_bell_systems,
        "first_bell_without": readiness.first_bell_without,
        "tiers": [asdict(tier) for tier in readiness.tiers],
        "without_backup": [system.name for system in readiness.systems if system.missing],
        "vault_locks": [{**asdict(lock), "short": lock.is_short} for lock in readiness.locks],
        "key_unsealed": bool(readiness.unsealed_key),
        "unlimited_hosts": sorted({host for lock in readiness.locks for host in lock.unlimited}),
        "systems": len(readiness.systems),
        "never_rehearsed": readiness.never,
        "late_hosts": readiness.late,
        "single_copy": readiness.single,
        "uncovered_hosts": readiness.uncovered,
        "evidence": [asdict(measure) for measure in list_measures(readiness)],
        "history": [asdict(point) for point in readiness.history],
    }
