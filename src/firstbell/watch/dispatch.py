"""Hosts that are due go to workers, a snapshot at a time; what follows from what they find is done here."""

from __future__ import annotations

from firstbell.vault import Vault
from firstbell.vault.inventory import SNAPSHOTS
from firstbell.vault.looks import is_unjudged
from firstbell.watch.crew import LeaseCrew, LeaseOutcome
from firstbell.watch.errors import PASSING, STUMBLES, WatchError
from firstbell.watch.host_queue import HostQueue
from firstbell.watch.hosts import HostTable
from firstbell.watch.leases import Keys, Lease
from firstbell.watch.remote_view import RemoteViews
from firstbell.watch.response import Responder
from firstbell.watch.verdicts import DeskPaths, Examinations


class Dispatcher:
    """Chooses what is examined next, and follows it up. Belongs to one thread.

    `views`: for workers on other machines, how they read a repository.
    """

    def __init__(
        self, vault: Vault, places: DeskPaths, *, hosts: HostTable, pending: HostQueue, responder: Responder
    ) -> None:
        self._vault = vault
        self._places = places
        self._hosts = hosts
        self._pending = pending
        self._responder = responder
        self.views: RemoteViews | None = None
        # each snapshot is asked for once; one that is in no history, such as a copy, never has a verdict
        self._asked: set[tuple[str, str]] = set()
        self._later: set[str] = set()

    def hand_out(self, crew: LeaseCrew, *, wait_s: float) -> list[tuple[str, Exception]]:
        """Give every free worker a snapshot of a host that is due; the hosts where that failed, and why."""
        failed: list[tuple[str, Exception]] = []
        while not crew.is_full:
            host = self._pending.take(0.0 if crew.busy else wait_s)
            if host is None:
                break
            # the snapshots of one host are examined one after another: each leans on those before it
            if host in crew.list_hosts():
                self._later.add(host)
                continue
            try:
                crew.hand_out(self._make(host))
            except (*PASSING, *STUMBLES) as error:
                failed.append((host, error))
        return failed

    def _make(self, host: str) -> Lease:
        opened = self._hosts.open(host)
        self._responder.flag(host, opened.repository)
        wanted = self._find_unjudged(host)
        if wanted:
            self._asked.add((host, wanted))
        return Lease(
            number=0,
            vault=str(self._vault.folder),
            host=host,
            keys=Keys.of(self._hosts.find_keys(host)),
            wanted=wanted,
            known=self._responder.list_known(host),
            cache=str(self._places.cache) if self._places.cache and self.views is None else "",
            # its password would open the catalogs of all hosts
            catalog=self._places.catalog if self.views is None else "",
            entries=tuple(self._places.open_ledger(opened.repository).read()),
            remote=None if self.views is None else self.views.make(host),
        )

    def _find_unjudged(self, host: str) -> str:
        """The snapshot that came first of those that have no verdict and were not asked for; "" for none."""
        for name in list(self._vault.inventory.of(host).judged[SNAPSHOTS]):
            is_served = self._vault.judgements.is_proven(host, SNAPSHOTS, name)
            if is_served and (host, name) not in self._asked and is_unjudged(self._vault, host, name):
                return name
        return ""

    def take(self, outcome: LeaseOutcome) -> Examinations:
        """Do what follows from what a worker found.

        Raises: WatchError where it found nothing; Error of the repository, the ledger, the vault. Then the
        snapshot is to be examined again.
        """
        lease, host = outcome.lease, outcome.lease.host
        try:
            if outcome.found is None:
                raise WatchError(f"snapshot {lease.wanted[:8] or '(all)'}: {outcome.problem}")
            self._responder.respond(host, self._hosts.open(host).repository, outcome.found)
        except BaseException:
            self._asked.discard((host, lease.wanted))
            raise
        if host in self._later or self._find_unjudged(host):
            self._later.discard(host)
            self._pending.put(host)
        return outcome.found
