"""When the examiner last looked, what came and is not judged, and whether nobody looks any more."""

from __future__ import annotations

import os
from collections.abc import Iterator

import msgspec

from firstbell.base.clock import NS_PER_S, format_time, parse_time
from firstbell.base.errors import Error, raising
from firstbell.store.modes import open_shared
from firstbell.vault.errors import VaultError
from firstbell.vault.inventory import SNAPSHOTS
from firstbell.vault.vault import Vault

# the examiner holds a lock on it, and writes into it when it looked
EXAMINER_LOCK = "examiner.lock"
SILENCE_S = 900
_LONGEST_BYTES = 64
# a clock that was set back: what lies further ahead is no look
_AHEAD_NS = 60 * NS_PER_S


class Unjudged(msgspec.Struct, frozen=True):
    """What hosts sent and nobody has judged. `since`: when the oldest of it came, "" where there is none."""

    objects: int = 0
    snapshots: int = 0
    since: str = ""


class Silence(msgspec.Struct, frozen=True):
    """Arrivals that wait without a look. `since`: of the wait. `last_look`: "" where there never was one."""

    unjudged: Unjudged
    since: str
    last_look: str


def note_look(vault: Vault) -> None:
    """The examiner has just looked at what came. Raises: VaultError."""
    path = vault.folder / EXAMINER_LOCK
    with raising(VaultError, path):
        fd = open_shared(path)
        try:
            line = format_time(vault.clock.now_ns()).encode() + b"\n"
            os.pwrite(fd, line, 0)
            os.ftruncate(fd, len(line))
        finally:
            os.close(fd)


def read_look(vault: Vault) -> str:
    """When the examiner last looked, RFC 3339; "" where that is not known.

    Where several machines share the vault, and another one examines it: when that one said so last.
    """
    here, lease = _read_own_look(vault), vault.judgements.lease
    if lease is None:
        return here
    return max(here or lease.time, lease.time, key=parse_time)


def _read_own_look(vault: Vault) -> str:
    try:
        with (vault.folder / EXAMINER_LOCK).open("rb") as file:
            text = file.read(_LONGEST_BYTES).partition(b"\n")[0].decode("ascii")
        look_ns = parse_time(text)
    except (OSError, ValueError, Error):  # an examiner that has just begun, and never looked
        return ""
    return text if look_ns <= vault.clock.now_ns() + _AHEAD_NS else ""


def find_unjudged(vault: Vault) -> Unjudged:
    """What came and is not judged, of all hosts."""
    objects = snapshots = 0
    since = ""
    for host in list(vault.registry.hosts):
        for kind, received in _list_unjudged(vault, host):
            objects += 1
            snapshots += kind == SNAPSHOTS
            since = min(since or received, received)
    return Unjudged(objects, snapshots, since)


def _list_unjudged(vault: Vault, host: str) -> Iterator[tuple[str, str]]:
    """(type, time it came) of what waits."""
    for kind, names in vault.inventory.of(host).judged.items():
        for name, received in list(names.items()):
            if kind == SNAPSHOTS:
                if is_unjudged(vault, host, name):
                    yield kind, received
            elif not vault.judgements.is_judged(host, kind, name):
                yield kind, received


def is_unjudged(vault: Vault, host: str, name: str) -> bool:
    """Whether a snapshot that came has no verdict, and will get one.

    What the desk composed and sent by its own credential is proven, and never examined.
    """
    judgements = vault.judgements
    if judgements.is_set_aside(host, SNAPSHOTS, name) or (host, name) in judgements.shown:
        return False
    if not judgements.is_proven(host, SNAPSHOTS, name):
        return True
    sender = vault.registry.credentials.get(vault.inventory.of(host).senders.get(name, ""))
    return sender is None or sender.permission != "full"


def find_silence(vault: Vault, unjudged: Unjudged | None = None) -> Silence | None:
    """Whether something has waited for a quarter of an hour without a look; None where nothing has.

    `unjudged`: what waits, where that is known already.
    """
    waiting = find_unjudged(vault) if unjudged is None else unjudged
    if not waiting.since:
        return None
    last_look = read_look(vault)
    since = max((waiting.since, last_look or waiting.since), key=parse_time)
    if vault.clock.now_ns() - parse_time(since) < SILENCE_S * NS_PER_S:
        return None
    return Silence(waiting, since, last_look)
