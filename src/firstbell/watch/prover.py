"""Proving what waits: each object is judged `proven` or `set_aside`, or tried again later."""

from __future__ import annotations

import gc
import os
import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from firstbell.base.errors import Error
from firstbell.catalog import is_composed
from firstbell.repository.unpacked import load_unpacked
from firstbell.store import Kind, ObjectNotFoundError, StoreError
from firstbell.vault import Vault, VaultError
from firstbell.vault.entries import EXAMINER, JudgementEntry, Proven, SetAside
from firstbell.watch.backlog import PACKS, Waiting
from firstbell.watch.errors import STUMBLES, UnprovenError, WatchError
from firstbell.watch.hosts import HostTable, OpenHost
from firstbell.watch.indexes import prove_index
from firstbell.watch.proofbook import ProofBook
from firstbell.watch.snapshots import load_strictly, prove_tree

T = TypeVar("T")
# what says more of this machine than of the object
_TROUBLE = (StoreError, VaultError, WatchError, OSError, sqlite3.Error, MemoryError)
_MOST_LOCK_BYTES = 1 << 20
_NO_KEY = "a key that came past the vault's own command"


@dataclass
class ProofOutcome:
    """What judging some objects gave. `snapshots`: (host, hex id) of those that are served from now on."""

    proven: int = 0
    set_aside: list[SetAside] = field(default_factory=list)
    snapshots: list[tuple[str, str]] = field(default_factory=list)


class Prover:
    """Judges. Belongs to one thread; packs are read by several."""

    def __init__(self, vault: Vault, hosts: HostTable, book: ProofBook) -> None:
        self._vault = vault
        self._hosts = hosts
        self._book = book
        self._pool = ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="pack")

    def close(self) -> None:
        """Let go of the threads."""
        self._pool.shutdown(cancel_futures=True)

    def judge(self, batch: Sequence[Waiting]) -> ProofOutcome:
        """Judge objects of one host; several only if they are packs. What was judged is written down.

        Raises: Error of opening the repository, StoreError, VaultError, OSError: try again later.
        """
        host = self._hosts.open(batch[0].host)
        outcome = ProofOutcome()
        if batch[0].type == PACKS:
            self._judge_packs(host, batch, outcome)
            return outcome
        (waiting,) = batch
        try:
            self._prove_twice(host, waiting)
        except UnprovenError as error:
            self._set_aside(waiting, str(error), outcome)
        except ObjectNotFoundError:
            pass  # removed since it came
        else:
            self._note_proven(waiting, outcome)
        return outcome

    def _prove_twice(self, host: OpenHost, waiting: Waiting) -> None:
        """What is not proven is looked at once more, all read anew, where the desk pruned meanwhile.

        Nothing is opened anew where nothing changed: else every bad object would cost as much as the index.
        """
        try:
            _guard(partial(self._prove, host, waiting))
        except UnprovenError:
            if waiting.type not in {Kind.INDEX, Kind.SNAPSHOTS}:
                raise
            self._vault.refresh()
            if not self._hosts.has_changed(host):
                raise
            self._hosts.forget(waiting.host)
            # what is let go of goes in circles, and holds buffers that the collector does not count
            del host
            gc.collect()
            _guard(partial(self._prove, self._hosts.open(waiting.host), waiting))

    def forget(self, host: str, kind: str, name: str) -> None:
        """An object was removed: what leaned on it is not proven any more."""
        self._book.forget(host, bytes.fromhex(name) if kind == PACKS else None)
        self._hosts.forget(host)

    def _judge_packs(self, host: OpenHost, batch: Sequence[Waiting], outcome: ProofOutcome) -> None:
        proofs: list[tuple[Waiting, Future[bytes]]] = []
        for waiting in batch:
            pack_id = bytes.fromhex(waiting.name)
            if self._book.find_pack(host.name, pack_id) is None:
                proof = self._pool.submit(_guard, partial(host.packs.prove, pack_id))
                proofs.append((waiting, proof))
        proven = []
        for waiting, proof in proofs:
            try:
                proven.append((bytes.fromhex(waiting.name), proof.result()))
            except UnprovenError as error:
                self._set_aside(waiting, str(error), outcome)
            except ObjectNotFoundError:
                continue  # removed since it came
        self._book.add_packs(host.name, proven)
        outcome.proven += len(proven)

    def _prove(self, host: OpenHost, waiting: Waiting) -> None:
        """Raises: UnprovenError; ObjectNotFoundError; StoreError."""
        if waiting.type == Kind.INDEX:
            prove_index(
                host.place,
                host.repository.sealer,
                hex_id=waiting.name,
                prove_pack=partial(self._find_pack, host),
            )
        elif waiting.type == Kind.SNAPSHOTS:
            self._prove_snapshot(host, waiting)
        elif waiting.type == Kind.LOCKS:
            _prove_lock(host, waiting.name)
        else:
            host.place.size(Kind.KEYS, waiting.name)
            raise UnprovenError(_NO_KEY)

    def _prove_snapshot(self, host: OpenHost, waiting: Waiting) -> None:
        snapshot = load_strictly(host.place, host.repository.sealer, waiting.name)
        credential = self._vault.registry.credentials.get(waiting.by)
        is_desks = credential is not None and credential.permission == "full"
        if is_composed(snapshot) and not is_desks:
            # composed ones are never examined
            raise UnprovenError("it says that it was composed, and only the desk does that")
        reached = _ReachedTrees(self._book, host.name)
        prove_tree(host.repository, snapshot, reached)
        reached.keep()

    def _find_pack(self, host: OpenHost, pack_id: bytes) -> bytes:
        """The hash of the header of a pack that is proven, now where it was not before."""
        if self._vault.judgements.is_set_aside(host.name, PACKS, pack_id.hex()):
            raise UnprovenError("it is in quarantine")
        header = self._book.find_pack(host.name, pack_id)
        if header is None:
            header = host.packs.prove(pack_id)
            self._book.add_packs(host.name, [(pack_id, header)])
        else:
            host.place.size(Kind.DATA, pack_id.hex())  # it is still there
        return header

    def _set_aside(self, waiting: Waiting, why: str, outcome: ProofOutcome) -> None:
        entry = SetAside(
            host=waiting.host,
            type=waiting.type,  # type: ignore[arg-type]
            name=waiting.name,
            why=" ".join(why.split())[:500],
            by=EXAMINER,
        )
        self._write(entry)
        outcome.set_aside.append(entry)

    def _note_proven(self, waiting: Waiting, outcome: ProofOutcome) -> None:
        outcome.proven += 1
        if waiting.type == Kind.LOCKS:
            return  # served at once; nothing leans on it
        self._write(Proven(host=waiting.host, type=waiting.type, name=waiting.name))  # type: ignore[arg-type]
        if waiting.type == Kind.SNAPSHOTS:
            outcome.snapshots.append((waiting.host, waiting.name))

    def _write(self, entry: JudgementEntry) -> None:
        self._vault.judge(entry)


class _ReachedTrees:
    """Trees that were reached now, before they are kept, and those of before."""

    def __init__(self, book: ProofBook, host: str) -> None:
        self._book = book
        self._host = host
        self._now: set[bytes] = set()

    def __contains__(self, tree_id: object, /) -> bool:
        return tree_id in self._now or (
            isinstance(tree_id, bytes) and self._book.has_tree(self._host, tree_id)
        )

    def add(self, tree_id: bytes, /) -> None:
        """It is reached, if all below it is, which shows in the end."""
        self._now.add(tree_id)

    def keep(self) -> None:
        """All was reached."""
        self._book.add_trees(self._host, self._now)


def _prove_lock(host: OpenHost, hex_id: str) -> None:
    if host.place.size(Kind.LOCKS, hex_id) > _MOST_LOCK_BYTES:
        raise UnprovenError("the lock is longer than any program makes one")
    load_unpacked(host.place, host.repository.sealer, Kind.LOCKS, hex_id=hex_id)


def _guard(prove: Callable[[], T]) -> T:
    """What `prove` gives; whatever of the object makes it stumble is told as unproven."""
    try:
        return prove()
    except UnprovenError:
        raise
    except _TROUBLE:
        raise
    except Error as error:
        raise UnprovenError(str(error)) from None
    except STUMBLES as error:
        raise UnprovenError(f"it makes the examiner stumble: {type(error).__name__}: {error}") from None
