"""The disk and the journal of arrivals brought together, when the server starts."""

from __future__ import annotations

import hashlib
from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from firstbell.store.store import Kind, ObjectInfo, Store
from firstbell.vault.about import REPOSITORIES
from firstbell.vault.entries import SERVER, Added, ArrivalEntry, Found, Missed, SetAside
from firstbell.vault.judgements import ObjectKey
from firstbell.vault.vault import Vault

_CHUNK_BYTES = 4 << 20
_ENTRIES_AT_ONCE = 1000
Known = dict[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Differences:
    """What was written down just now. `latest`: what came last, whole: its senders may not know it yet."""

    found: int
    missed: int
    latest: tuple[ObjectKey, ...]


def reconcile(vault: Vault, *, latest: int = 0) -> Differences:
    """Write down what is on the disk and not in the journal, and the other way round.

    What lies under a name that is not its hash is set aside. Nobody may append to the journal meanwhile.
    Of the arrivals in the journal the last `latest` are returned, with everything that was found.

    Raises: StoreError, VaultError.
    """
    came: deque[ObjectKey] = deque(maxlen=latest)
    known = _list_known(vault, came)
    pending: list[ArrivalEntry] = []
    for host in vault.registry.hosts:
        pending += _compare(vault, host, known[host])
    written = _write_down(vault, pending)
    return replace(written, latest=(*came, *written.latest))


def list_doubts(vault: Vault) -> dict[ObjectKey, int]:
    """What is there and not in the journal, or the other way round, with its size in bytes.

    Of a vault that several machines share: another server may be writing it down just now, so nothing is
    written here. Raises: StoreError, VaultError.
    """
    known = _list_known(vault, deque(maxlen=0))
    doubts: dict[ObjectKey, int] = {}
    for host in vault.registry.hosts:
        said = {(host, *key): size_bytes for key, size_bytes in known[host].items()}
        place = vault.open_place(host)
        there = {(host, kind.value, info.name): info.size_bytes for kind in Kind for info in place.list(kind)}
        doubts |= {key: (said | there)[key] for key in said.keys() ^ there.keys()}
    return doubts


def settle_doubts(vault: Vault, doubts: Mapping[ObjectKey, int]) -> Differences:
    """Write down what of these is still in doubt, long after: nobody is at it any more.

    Raises: StoreError, VaultError.
    """
    vault.refresh()
    pending: list[ArrivalEntry] = []
    for (host, name_of_kind, name), size_bytes in sorted(doubts.items()):
        kind, place = Kind(name_of_kind), vault.open_place(host)
        is_there, is_said = place.exists(kind, name), vault.is_logged(host, kind.value, name)
        if is_there and not is_said:
            pending.append(_find(host, place, (kind, ObjectInfo(name, place.size(kind, name)))))
        elif is_said and not is_there:
            pending.append(Missed(host=host, type=kind.value, name=name, size_bytes=size_bytes))
    return _write_down(vault, pending)


def _write_down(vault: Vault, pending: Sequence[ArrivalEntry]) -> Differences:
    """Write it down; what was found under a name that is not its hash is set aside."""
    for at in range(0, len(pending), _ENTRIES_AT_ONCE):
        vault.log(*pending[at : at + _ENTRIES_AT_ONCE])
    found = [entry for entry in pending if isinstance(entry, Found)]
    wrong = [entry for entry in found if entry.type != "config" and entry.sha256 != entry.name]
    if wrong:
        vault.judge(*(_set_aside(entry) for entry in wrong))
    whole = tuple((entry.host, entry.type, entry.name) for entry in found if entry.sha256 == entry.name)
    return Differences(len(found), len(pending) - len(found), whole)


def _list_known(vault: Vault, came: deque[ObjectKey]) -> dict[str, Known]:
    known: dict[str, Known] = defaultdict(dict)
    for entry, _ in vault.arrivals.iterate():
        if isinstance(entry, Added):
            came.append((entry.host, entry.type, entry.name))
        if isinstance(entry, Added | Found):
            known[entry.host][entry.type, entry.name] = entry.size_bytes
        else:
            known[entry.host].pop((entry.type, entry.name), None)
    return known


def _compare(vault: Vault, host: str, known: Known) -> list[ArrivalEntry]:
    differences: list[ArrivalEntry] = []
    place = vault.open_place(host)
    for kind in Kind:
        for info in place.list(kind):
            if known.pop((kind.value, info.name), None) is None:
                differences.append(_find(host, place, (kind, info)))
    differences += [
        Missed(host=host, type=kind, name=name, size_bytes=size)  # type: ignore[arg-type]
        for (kind, name), size in known.items()
    ]
    return differences


def _find(host: str, place: Store, what: tuple[Kind, ObjectInfo]) -> Found:
    kind, info = what
    digest = hash_object(place, kind, info.name)
    return Found(host=host, type=kind.value, name=info.name, size_bytes=info.size_bytes, sha256=digest)


def _set_aside(entry: Found) -> SetAside:
    why = f"its bytes hash to {entry.sha256}"
    return SetAside(host=entry.host, type=entry.type, name=entry.name, why=why, by=SERVER)


def find_object(folder: Path, key: ObjectKey) -> Path:
    """Where an object of a vault lies. Source: restic design document, "Repository Layout"."""
    host, kind, name = key
    repository = folder / REPOSITORIES / host
    if kind == Kind.CONFIG:
        return repository / name
    return repository / kind / name[:2] / name if kind == Kind.DATA else repository / kind / name


def hash_object(place: Store, kind: Kind, name: str) -> str:
    """SHA-256, in hex, of an object's bytes. Raises: StoreError."""
    digest, at = hashlib.sha256(), 0
    size_bytes = place.size(kind, name)
    while at < size_bytes and (data := place.read_range(kind, name, offset=at, length=_CHUNK_BYTES)):
        digest.update(data)
        at += len(data)
    return digest.hexdigest()
