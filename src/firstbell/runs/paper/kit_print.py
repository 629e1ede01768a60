"""The recovery kit: a page that says where the vault is, what opens it, how stock restic restores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any

from firstbell.base.counts import say_count
from firstbell.runs.figures import say_time
from firstbell.runs.paper.pdf import print_pdf
from firstbell.runs.paper.worst_day import STEPS

_MOST_LETTERS = 420
_RESTORING = ("restic --no-lock snapshots", "restic --no-lock restore SNAPSHOT --target /restored")


@dataclass(frozen=True, kw_only=True)
class Kit:
    """What stands on it. `bucket`: "" where repositories lie in the folder. `credential`: "" where none reads
    through the server. `head`: entries and hash of the log of arrivals. `desk_passphrase`: "" leaves a
    line to write on. `calls`: whom to call and how, in that order.
    """

    id: str
    district: str
    made: str
    machine: str
    folder: str
    url: str
    fingerprint: str
    hosts: Sequence[str]
    lock_days: int
    head: str
    passphrase: str
    bucket: str = ""
    user: str = ""
    credential: str = ""
    desk_passphrase: str = ""
    calls: Sequence[tuple[str, str]] = ()


def print_kit(kit: Kit, zone: tzinfo | None = None) -> bytes:
    """The kit as a PDF: a page about the vault, its times in the zone, and one with the worst day's steps."""
    return print_pdf("kit", _describe(kit, zone))


def _describe(kit: Kit, zone: tzinfo | None) -> dict[str, Any]:
    held = f"nobody can remove what arrived within the last {say_count(kit.lock_days, 'day')}"
    return {
        "id": kit.id[:10],
        "district": kit.district,
        "made": say_time(kit.made, zone),
        "place": f"{kit.machine}: {kit.folder}" + (f", repositories in {kit.bucket}" if kit.bucket else ""),
        "url": kit.url,
        "fingerprint": kit.fingerprint or "none: it was made without TLS",
        "hosts": list_names(kit.hosts),
        "lock": held if kit.lock_days else "none",
        "head": kit.head,
        "passphrase": kit.passphrase,
        "user": kit.user,
        "credential": kit.credential,
        "desk-passphrase": kit.desk_passphrase,
        "steps": [_describe_disk(kit), _describe_network(kit)],
        "calls": list(kit.calls),
        "worst-day": [{"text": step.text, "command": step.command} for step in STEPS],
    }


def list_names(names: Sequence[str]) -> str:
    """The names, as many as have room on the page."""
    told: list[str] = []
    for name in names:
        if sum(map(len, told)) + 2 * len(told) + len(name) > _MOST_LETTERS:
            return f"{', '.join(told)} and {len(names) - len(told)} more: the folders in repositories/"
        told.append(name)
    return ", ".join(told) or "none yet"


def _pick(hosts: Sequence[str]) -> str:
    return hosts[0] if hosts else "HOST"


def _describe_disk(kit: Kit) -> dict[str, Any]:
    if kit.bucket:
        return _describe_bucket(kit)
    place = f"{kit.folder}/repositories/{_pick(kit.hosts)}"
    return {
        "text": (
            "At the vault's machine, or with its disk in another machine (as root; one repository per host):"
        ),
        "commands": [f"export RESTIC_PASSWORD='{kit.passphrase}' RESTIC_REPOSITORY='{place}'", *_RESTORING],
    }


def _describe_bucket(kit: Kit) -> dict[str, Any]:
    return {
        "text": "From the bucket, with its owner's credential (if it has Object Lock, use firstbell):",
        "commands": [
            "export AWS_ACCESS_KEY_ID=... AWS_SECRET_ACCESS_KEY=...",
            f"export RESTIC_PASSWORD='{kit.passphrase}' RESTIC_REPOSITORY='{kit.bucket}/{_pick(kit.hosts)}'",
            *_RESTORING,
        ],
    }


def _describe_network(kit: Kit) -> dict[str, Any]:
    secret = (
        [f"export RESTIC_REST_USERNAME='{kit.user}' RESTIC_REST_PASSWORD='{kit.credential}'"]
        if kit.credential
        else [
            "export RESTIC_REST_USERNAME=HOST RESTIC_REST_PASSWORD=CREDENTIAL  # `firstbell host grant HOST`"
        ]
    )
    trust = " RESTIC_CACERT=certificate.pem" if kit.url.startswith("https:") else ""
    return {
        "text": "Over the network, while the vault is being served (certificate.pem is in tls/ of the "
        "vault's folder; compare its fingerprint):",
        "commands": [
            f"export RESTIC_PASSWORD='{kit.passphrase}'{trust}",
            *secret,
            f"export RESTIC_REPOSITORY='rest:{kit.url}{_pick(kit.hosts)}/'",
            *_RESTORING,
        ],
    }
