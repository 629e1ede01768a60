"""A worker: a process that examines one snapshot after another for an examiner, until that one ends.

It is started with the number of an open socket as its argument, and has neither the desk's key nor its
password: each lease brings the keys of the one repository that it is about. It writes to the catalog and to
nothing else.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
from pathlib import Path

from firstbell.base.clock import Clock, SystemClock
from firstbell.catalog import place_catalog
from firstbell.record.arrivals import Arrivals
from firstbell.repository import Repository
from firstbell.store import Store
from firstbell.vault import Vault
from firstbell.watch.errors import PASSING, STUMBLES, explain
from firstbell.watch.leases import Beat, Inbox, Lease, LeaseDone, LeaseFailed, Report, pack, read_lease
from firstbell.watch.verdicts import Examinations, Knowledge, examine_repository
from firstbell.watch.view import ProvenStore

BEAT_S = 2.0
_READ_BYTES = 1 << 20


class Worker:
    """Answers leases that come on a socket, and lets it know every two seconds that it lives."""

    def __init__(self, stream: socket.socket) -> None:
        self._stream = stream
        self._sending = threading.Lock()
        self._number = 0
        self._vaults: dict[str, Vault] = {}

    def run(self) -> None:
        """Work until the other end is closed.

        Raises: ValueError, msgspec.DecodeError for what is no lease.
        """
        threading.Thread(target=self._beat, name="heartbeat", daemon=True).start()
        inbox = Inbox()
        while data := self._stream.recv(_READ_BYTES):
            for frame in inbox.take(data):
                lease = read_lease(frame)
                self._number = lease.number
                self._say(self._answer(lease))

    def _beat(self) -> None:
        while True:
            self._say(Beat(self._number))
            threading.Event().wait(BEAT_S)

    def _say(self, report: Report) -> None:
        try:
            with self._sending:
                self._stream.sendall(pack(report))
        except OSError:
            os._exit(0)  # the examiner has ended: nobody waits for an answer

    def _answer(self, lease: Lease) -> Report:
        try:
            return LeaseDone(lease.number, self._examine(lease))
        except (*PASSING, *STUMBLES) as error:
            return LeaseFailed(lease.number, explain(error))

    def _examine(self, lease: Lease) -> Examinations:
        if lease.remote is not None:
            with lease.remote.open() as store:
                return _examine_in(store, lease, lease.remote.arrivals, clock=SystemClock())
        vault = self._vaults.get(lease.vault)
        if vault is None:
            vault = self._vaults[lease.vault] = Vault(Path(lease.vault))
        vault.refresh()
        view = ProvenStore(vault, lease.host)
        return _examine_in(view, lease, vault.find_arrivals(lease.host), clock=vault.clock)


def _examine_in(store: Store, lease: Lease, arrivals: Arrivals, *, clock: Clock) -> Examinations:
    repository = Repository.from_unlocked(store, lease.keys.unlocked, clock=clock)
    return examine_repository(
        repository,
        place_catalog(Path(lease.cache) if lease.cache else None, repository.hex_id, server=lease.catalog),
        Knowledge(lease.known, lease.entries, arrivals),
        wanted={bytes.fromhex(lease.wanted)} if lease.wanted else None,
    )


def main() -> None:
    """The program: its argument is the number of the socket."""
    # a terminal interrupts all of us; the examiner decides, and closes the socket
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Worker(socket.socket(fileno=int(sys.argv[1]))).run()


if __name__ == "__main__":
    main()
