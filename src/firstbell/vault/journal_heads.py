"""Heads of the journal of arrivals, and what a kept one shows: that nothing was removed or changed since."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from firstbell.base.counts import say_count
from firstbell.store.errors import ObjectNotFoundError, StoreError
from firstbell.store.store import Kind
from firstbell.vault.entries import Added, ArrivalEntry, Found, Missed
from firstbell.vault.journal import Journal, hash_line
from firstbell.vault.reconciliation import hash_object
from firstbell.vault.vault import Vault

HEAD_CONTEXT = b"firstbell vault head 1\n"
_SETTLING_S = 1.0
Key = tuple[str, str, str]


class JournalHead(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The journal of arrivals at one moment. `entries`: how many; `hash`: of the last line; `time`: of it."""

    entries: int
    hash: str
    time: str
    vault: str

    def to_bytes(self) -> bytes:
        """What is signed."""
        return HEAD_CONTEXT + msgspec.json.encode(self, order="deterministic")


@dataclass(frozen=True, slots=True)
class JournalProblem:
    """Something that does not hold. `host`, `type`, `name`: "" where it is about the journal."""

    problem: str
    host: str = ""
    type: str = ""
    name: str = ""


def find_head(vault: Vault) -> JournalHead:
    """The head as it stands. Raises: VaultError."""
    vault.arrivals.refresh()
    journal = vault.arrivals
    return JournalHead(journal.seq + 1, journal.last_hash, journal.last_time, vault.about.id)


def prove(vault: Vault, kept: JournalHead | None, *, reads_data: bool = False) -> Iterator[JournalProblem]:
    """What is not as the journal, and a kept head, say. `reads_data`: every object is hashed.

    The chain itself was checked when the vault was opened. It may be served meanwhile.
    Raises: VaultError, StoreError.
    """
    if kept is not None:
        yield from _check_kept(vault, kept)
    said, there = _list_said(vault.arrivals), _list_there(vault)
    doubtful = {key for key in said.keys() | there.keys() if said.get(key) != there.get(key)}
    if doubtful:
        # what came or went between the two looks is written down by now
        threading.Event().wait(_SETTLING_S)
        vault.arrivals.refresh()
        later = _list_said(vault.arrivals)
        for key in sorted(doubtful):
            yield from _compare(key, later.get(key), _measure(vault, key))
    if reads_data:
        for key in sorted(said.keys() & there.keys()):
            yield from _check_hash(vault, key)


def _compare(key: Key, said: int | None, there: int | None) -> Iterator[JournalProblem]:
    if said is None and there is not None:
        yield JournalProblem("it is on disk but not in the journal", *key)
    elif said is not None and there is None:
        yield JournalProblem("it is in the journal but not on disk", *key)
    elif said != there:
        yield JournalProblem(f"it has {there} bytes, but {said} arrived", *key)


def _measure(vault: Vault, key: Key) -> int | None:
    host, kind, name = key
    try:
        return vault.open_place(host).size(Kind(kind), name)
    except ObjectNotFoundError:
        return None


def _check_kept(vault: Vault, kept: JournalHead) -> Iterator[JournalProblem]:
    journal = vault.arrivals
    if kept.vault != vault.about.id:
        yield JournalProblem(f"the head belongs to vault {kept.vault}, but this is {vault.about.id}")
    elif kept.entries > journal.seq + 1:
        yield JournalProblem(
            f"the head stands after {say_count(kept.entries, 'entry', 'entries')}, the journal has"
            f" {journal.seq + 1:,}"
        )
    elif _hash_at(journal, kept.entries) != kept.hash:
        yield JournalProblem(
            f"the first {say_count(kept.entries, 'entry', 'entries')} differ from those that the head covers"
        )


def _hash_at(journal: Journal[ArrivalEntry], entries: int) -> str:
    """The hash of the last line of the first so many; of the first line of the file where it is none."""
    for entry, line in journal.iterate():
        if entry.seq == entries:
            return entry.prev
        if entry.seq == entries - 1:
            return hash_line(line)
    return journal.last_hash


def _list_said(journal: Journal[ArrivalEntry]) -> dict[Key, int]:
    said: dict[Key, int] = {}
    for entry, _ in journal.iterate():
        key = (entry.host, entry.type, entry.name)
        if isinstance(entry, Added | Found):
            said[key] = entry.size_bytes
        elif not isinstance(entry, Missed):
            said.pop(key, None)
    return said


def _list_there(vault: Vault) -> dict[Key, int]:
    return {
        (host, kind.value, info.name): info.size_bytes
        for host in vault.registry.hosts
        for kind in Kind
        for info in vault.open_place(host).list(kind)
    }


def _check_hash(vault: Vault, key: Key) -> Iterator[JournalProblem]:
    host, kind, name = key
    try:
        found = hash_object(vault.open_place(host), Kind(kind), name)
    except ObjectNotFoundError:
        return  # removed since, or told of already
    except StoreError as error:
        yield JournalProblem(f"it cannot be read ({error})", *key)
        return
    if kind != Kind.CONFIG and found != name:
        yield JournalProblem(f"its bytes hash to {found}", *key)
