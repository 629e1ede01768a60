"""Whether hosts back up as often as they should."""

from __future__ import annotations

import msgspec

from firstbell.base.clock import NS_PER_S, parse_time
from firstbell.record.examination import SEVERITY
from firstbell.vault.inventory import SNAPSHOTS
from firstbell.vault.looks import is_unjudged
from firstbell.vault.registry import VaultHost
from firstbell.vault.vault import Vault

_NS_PER_H = 3600 * NS_PER_S
# a backup takes its time, and timers are spread by half an hour
LATE_FACTOR = 1.25


def find_last_snapshot(vault: Vault, host: str) -> str:
    """When the newest snapshot that counts came, "" for none: one of the host, not set aside, not flagged."""
    judgements = vault.judgements
    for name, received in reversed(vault.inventory.of(host).judged[SNAPSHOTS].items()):
        if not judgements.is_set_aside(host, SNAPSHOTS, name) and (host, name) not in judgements.flags:
            return received
    return ""


class HostVerdict(msgspec.Struct, frozen=True):
    """What is known of a host's newest snapshot.

    `verdict`: on it; "" while it has none. `unjudged_since`: when the first came that has none and is newer
    than all that have; "" where the newest is judged. `last_verdict`: the one before, whatever came since.
    """

    verdict: str = ""
    unjudged_since: str = ""
    last_verdict: str = ""


def find_verdict(vault: Vault, host: str) -> HostVerdict:
    """The verdict on the newest snapshot that counts, the worst of it and of what came after it.

    What came after it does not count as newest, and may be struck all the same.
    """
    judgements = vault.judgements
    found = since = ""
    for name, received in reversed(vault.inventory.of(host).judged[SNAPSHOTS].items()):
        verdict = judgements.shown.get((host, name))
        if judgements.is_set_aside(host, SNAPSHOTS, name):
            continue
        if verdict is None:
            since = received if is_unjudged(vault, host, name) else since
            continue
        found = max(found, verdict, key=SEVERITY.__getitem__)
        if (host, name) not in judgements.flags:
            break
    if not found:
        # what the desk itself wrote is in no such list; the last word on it stands
        found = judgements.last_shown.get(host, "")
    return HostVerdict("" if since else found, since, found)


def find_schedule(last_snapshot: str, host: VaultHost, *, now_ns: int) -> str:
    """`kept`, `missed`, `new` before the first snapshot is due, `ended` where none is expected any more."""
    if not host.every_h:
        return "ended"
    allowed_ns = int(host.every_h * LATE_FACTOR * _NS_PER_H)
    if last_snapshot:
        return "kept" if now_ns - parse_time(last_snapshot) <= allowed_ns else "missed"
    return "new" if now_ns - parse_time(host.added) <= allowed_ns else "missed"
