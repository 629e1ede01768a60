"""The examiner of one vault: proves what arrives, examines snapshots, raises alerts and sends them.

Three kinds of threads: the caller's proves, since readers wait for that; one examines; one a channel sends.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from firstbell.base.clock import monotonic_s
from firstbell.base.errors import Error
from firstbell.vault import Vault, VaultUnreachableError
from firstbell.vault.entries import DESK, Added, ArrivalEntry, Found
from firstbell.vault.inventory import SNAPSHOTS
from firstbell.vault.leases import RENEWED_S
from firstbell.vault.looks import find_silence, is_unjudged, note_look
from firstbell.watch.alert_sender import AlertSender
from firstbell.watch.backlog import PACKS, Backlog
from firstbell.watch.channel_settings import ChannelSettings
from firstbell.watch.conduct import Readings, Remark, Volumes, find_late
from firstbell.watch.crew import LeaseCrew, LeaseWorkforce
from firstbell.watch.delivery import AlertCarrier
from firstbell.watch.dispatch import Dispatcher
from firstbell.watch.errors import PASSING, STUMBLES, WatchError, explain
from firstbell.watch.host_queue import HostQueue
from firstbell.watch.hosts import HostTable
from firstbell.watch.outbox import Outbox, find_outbox
from firstbell.watch.proofbook import ProofBook
from firstbell.watch.prover import ProofOutcome, Prover
from firstbell.watch.remote_view import RemoteViews
from firstbell.watch.response import Responder
from firstbell.watch.rulings import LedgerLook
from firstbell.watch.verdicts import DeskPaths, Examinations

_LOOK_S = 0.2
# where machines share a vault each look is four requests to the bucket
_SHARED_LOOK_S = 1.0
_TEND_S = 15.0
_PACKS_AT_ONCE = 16
_AGAIN_S = 10.0
Tell = Callable[..., None]


@dataclass
class ExaminerTally:
    """What an examiner did. `unjudged`: objects that could not be judged."""

    proven: int = 0
    set_aside: int = 0
    snapshots_examined: int = 0
    events: int = 0
    suspects: int = 0
    unjudged: int = 0


class VaultExaminer:
    """Judges one vault. `tell`: called with what happened and its fields, from any thread.

    `workforce`: who examines; None: this process does it itself.

    Raises, when it is made: WatchBusyError, WatchError, VaultError, DeskError.
    """

    def __init__(
        self,
        vault: Vault,
        places: DeskPaths,
        password: str,
        *,
        tell: Tell,
        workforce: LeaseWorkforce | None = None,
    ) -> None:
        self.tally = ExaminerTally()
        self._vault = vault
        self._tell = tell
        self._settings = ChannelSettings(places.desk)
        self._settings.load()
        self._hosts = HostTable(vault, password)
        cache = places.cache / "vaults" / f"{vault.about.id}.sqlite" if places.cache else None
        self._book = ProofBook(cache, vault.about.id)
        self._outbox = Outbox(
            find_outbox(places.desk, vault.about.id), vault_id=vault.about.id, clock=vault.clock
        )
        self._sender = AlertSender(vault, self._outbox, self._settings, tell=tell)
        self._prover = Prover(vault, self._hosts, self._book)
        self._responder = Responder(vault, places, self._sender, tell=tell)
        self._volumes = Volumes(vault)
        self._readings = Readings(vault, last_refused=partial(self._sender.find_last, "refused"))
        self._done = self._book.read_done()
        self._ledgers = LedgerLook(places.desk)
        self._held: dict[str, float] = {}
        self._asked: set[tuple[str, str]] = set()
        self._pending = HostQueue(vault.registry.hosts)
        self._dispatcher = Dispatcher(
            vault, places, hosts=self._hosts, pending=self._pending, responder=self._responder
        )
        if workforce is not None and workforce.is_remote:
            self._dispatcher.views = RemoteViews(vault)
        self._crew: LeaseCrew | None = workforce.open(tell) if workforce is not None else None
        self._stop = threading.Event()
        self._backlog = Backlog(vault, done=self._done, on_entry=self._take)
        self._carriers: list[AlertCarrier] = []
        self._tended_s = float("-inf")
        self._leased_s = monotonic_s()

    def close(self) -> None:
        """Let go of all files, and end the workers."""
        if self._crew is not None:
            self._crew.close()
        self._prover.close()
        for opened in (self._backlog, self._readings, self._outbox, self._book):
            opened.close()

    @property
    def alerts_raised(self) -> int:
        """How many alerts were raised."""
        return self._sender.raised

    @property
    def alerts_waiting(self) -> int:
        """How many alerts have not gone every way."""
        return self._outbox.count_waiting()

    def stop(self) -> None:
        """Let `run` end soon. Callable from a signal handler."""
        self._stop.set()

    def run(self) -> None:
        """Judge until it is stopped. Raises: VaultError where the vault's state is damaged."""
        self._start_carriers()
        if (silence := find_silence(self._vault)) is not None:
            self._sender.tell_silence(silence)
        self._sender.recall()
        beside = threading.Thread(target=self._examine_until_stopped, name="examining", daemon=True)
        beside.start()
        self._tell("watching", vault=str(self._vault.folder))
        while not self._stop.is_set():
            try:
                is_busy = self._prove_some()
            except VaultUnreachableError as error:  # nothing is lost: what comes waits in the log
                self._tell("warning", message=explain(error))
                is_busy = self._stop.wait(_AGAIN_S)
            if not is_busy:
                self._stop.wait(_LOOK_S)
            if not beside.is_alive():
                # else what comes is proven and never examined, and looks as if it were watched
                raise WatchError("examining has ended unexpectedly", hint="start the examiner again")
            self._tend()
            self._tell_held()
            for host in self._ledgers.list_grown(self._hosts.list_repositories()):
                self._pending.put(host)
        beside.join(10.0)
        self._sender.tend(every=True)
        self._responder.tend(every=True)
        for carrier in self._carriers:
            carrier.stop()

    def run_once(self) -> None:
        """Judge all that waits, send what can be sent, and end. Raises: as `run`."""
        self._sender.recall()
        while self._prove_some():
            pass
        self.tally.unjudged += len(self._backlog)
        while self._examine_some():
            pass
        self.tally.unjudged += len(self._pending)
        self._tend()
        self._sender.tend(every=True)
        self._responder.tend(every=True)
        for channel in self._settings.ways.channels:
            carrier = AlertCarrier(self._outbox, channel, self._tell)
            for alert in self._outbox.list_waiting(channel.name):
                carrier.carry(alert)

    # proving

    def _take(self, entry: ArrivalEntry) -> None:
        """An arrival, as it is read from the journal."""
        self._volumes.apply(entry)
        if not isinstance(entry, Added | Found):
            if entry.type in {PACKS, "index"} and entry.seq > self._done:
                self._prover.forget(entry.host, entry.type, entry.name)
        elif entry.type == SNAPSHOTS and isinstance(entry, Added) and entry.by == DESK:
            self._pending.put(entry.host)

    def _prove_some(self) -> bool:
        """Judge something of each host that has something waiting; whether anything was judged."""
        self._vault.refresh(within_s=_SHARED_LOOK_S)
        self._backlog.refresh()
        judged = False
        for host in self._backlog.list_hosts():
            if self._held.get(host, 0.0) <= monotonic_s() and not self._stop.is_set():
                judged |= self._prove_of(host)
        if not len(self._backlog) and self._backlog.last_seq > self._done:
            self._done = self._backlog.last_seq
            self._book.note_done(self._done)
        return judged

    def _prove_of(self, host: str) -> bool:
        batch = self._backlog.peek(host, _PACKS_AT_ONCE)
        try:
            outcome = self._prover.judge(batch)
        except PASSING as error:
            self._note_trouble(host, error)
            self._held[host] = monotonic_s() + _AGAIN_S
            return False
        self._backlog.drop(host, len(batch))
        self._note(host, outcome)
        return True

    def _note(self, host: str, outcome: ProofOutcome) -> None:
        self.tally.proven += outcome.proven
        self.tally.set_aside += len(outcome.set_aside)
        for entry in outcome.set_aside:
            self._tell("set_aside", host=host, type=entry.type, name=entry.name, why=entry.why)
            self._sender.tell_set_aside(entry)
        for _, name in outcome.snapshots:
            self._tell("proven", host=host, type=SNAPSHOTS, name=name)
            self._pending.put(host)

    # examining

    def _examine_until_stopped(self) -> None:
        while not self._stop.is_set():
            self._examine_some(wait_s=_LOOK_S)

    def _examine_some(self, wait_s: float = 0.0) -> bool:
        """Examine what is due, here or by the workers; whether there was anything."""
        if self._crew is None:
            return self._examine_next(wait_s)
        for host, error in self._dispatcher.hand_out(self._crew, wait_s=wait_s):
            self._put_off(host, error)
        if not self._crew.busy:
            if self._crew.is_full:  # there are no workers
                self._stop.wait(wait_s)
            return False
        for outcome in self._crew.collect(_LOOK_S):
            try:
                self._count(self._dispatcher.take(outcome))
            except (*PASSING, *STUMBLES) as error:
                self._put_off(outcome.lease.host, error)
        return True

    def _examine_next(self, wait_s: float = 0.0) -> bool:
        """Examine a host that is due; whether there was one."""
        host = self._pending.take(wait_s)
        if host is None:
            return False
        try:
            found = self._responder.examine(host, self._hosts.open(host).repository)
        except (*PASSING, *STUMBLES) as error:
            self._put_off(host, error)
            return True
        self._count(found)
        return True

    def _put_off(self, host: str, error: Exception) -> None:
        """Its snapshots could not be examined; it is its turn again after a while."""
        self._pending.put(host, after_s=_AGAIN_S)
        self._note_trouble(host, error)

    def _count(self, found: Examinations) -> None:
        verdicts = [struck.verdict.value for struck in found.struck]
        self.tally.snapshots_examined += len(found.changed)
        self.tally.events += verdicts.count("event")
        self.tally.suspects += verdicts.count("suspect")

    def _note_trouble(self, host: str, error: Exception) -> None:
        problem = explain(error)
        self._tell("warning", message=f"{host}: {problem}")
        try:
            self._sender.tell_trouble(host, problem)
        except Error as failure:
            self._tell("warning", message=f"{host}: {failure}")

    # all the rest

    def _tell_held(self) -> None:
        """Raise the alerts that were held back long enough to be told together."""
        try:
            self._sender.tend()
            self._responder.tend()
        except Error as error:
            self._tell("warning", message=str(error))

    def _tend(self) -> None:
        """What is looked at now and then."""
        if monotonic_s() - self._tended_s < _TEND_S:
            return
        self._tended_s = monotonic_s()
        self._renew_lease()
        if self._settings.refresh():
            self._restart_carriers()
        try:
            note_look(self._vault)
            self._ask_for_unexamined()
            for entry in self._readings.take_refused():
                self._sender.tell_refused(entry)
            for remark in self._list_remarks():
                self._raise(remark)
        except Error as error:  # no room to write it down: what stands there still is told again
            self._tell("warning", message=str(error))

    def _renew_lease(self) -> None:
        """Stay the machine that examines a shared vault. Raises: VaultBusyError where another one is."""
        lease = self._vault.judgements.lease
        is_ours = lease is not None and lease.machine == self._vault.machine
        if not self._vault.is_shared or (is_ours and monotonic_s() - self._leased_s < RENEWED_S):
            return
        try:
            self._vault.lease()
        except VaultUnreachableError as error:
            self._tell("warning", message=explain(error))
        else:
            self._leased_s = monotonic_s()

    def _ask_for_unexamined(self) -> None:
        """Have a host examined of which a snapshot is served and has no verdict: one that was released."""
        for host, holdings in self._vault.inventory.list_hosts():
            for name in list(holdings.judged[SNAPSHOTS]):
                is_served = self._vault.judgements.is_proven(host, SNAPSHOTS, name)
                if is_served and (host, name) not in self._asked and is_unjudged(self._vault, host, name):
                    self._asked.add((host, name))
                    self._pending.put(host)

    def _list_remarks(self) -> Iterator[Remark]:
        yield from find_late(self._vault)
        yield from self._volumes.take_remarks()
        yield from self._readings.take_remarks()

    def _raise(self, remark: Remark) -> None:
        self._sender.raise_alert(
            remark.kind, remark.host, about=remark.about, subject=remark.subject, text=remark.text
        )

    def _start_carriers(self) -> None:
        self._carriers = [
            AlertCarrier(self._outbox, channel, self._tell) for channel in self._settings.ways.channels
        ]
        for carrier in self._carriers:
            carrier.start()

    def _restart_carriers(self) -> None:
        if self._settings.trouble:
            self._tell("warning", message=f"{self._settings.trouble}; alerts go where they went before")
            return
        for carrier in self._carriers:
            carrier.stop()
        self._start_carriers()
