"""Alerts, kept on the desk until each has gone every way it has to go. See docs/watch.md.

`vaults/ID.alerts/alerts.jsonl` on the desk: a journal as the vault's are. Safe between processes.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from firstbell.base.clock import Clock, format_time, parse_time
from firstbell.base.errors import say_cause
from firstbell.store.errors import ObjectExistsError, StoreError
from firstbell.vault.journal import Journal, JournalEntry, create_journal
from firstbell.watch.alerts import Alert
from firstbell.watch.errors import WatchError

_NAME = "alerts"


class Raised(JournalEntry, frozen=True, tag="raised"):
    """An alert, and the ways it has to go. `held`: its host had its alerts of the day; it is only kept."""

    alert: Alert
    channels: tuple[str, ...]
    held: bool = False


class Sent(JournalEntry, frozen=True, tag="sent"):
    """It went one way. `place`: where to; `note`: what the other side remarked."""

    id: str
    channel: str
    place: str
    note: str = ""


class Failed(JournalEntry, frozen=True, tag="failed"):
    """It did not, for the so-manieth time; told at the first, second, fourth, eighth … try."""

    id: str
    channel: str
    place: str
    problem: str
    tries: int


OutboxEntry = Raised | Sent | Failed


@dataclass
class Delivery:
    """How far an alert is on one way. `sent`: RFC 3339, "" while it is not. `problem`: of the last try."""

    channel: str
    sent: str = ""
    place: str = ""
    problem: str = ""
    tries: int = 0


@dataclass
class KeptAlert:
    """An alert and its deliveries by channel."""

    alert: Alert
    deliveries: dict[str, Delivery] = field(default_factory=dict)
    is_held: bool = False

    @property
    def is_delivered(self) -> bool:
        """Whether it went every way; True where there is none."""
        return all(delivery.sent for delivery in self.deliveries.values())


class Outbox:
    """Thread-safe. Raises, when it is opened: WatchError, VaultError."""

    def __init__(self, folder: Path, *, vault_id: str, clock: Clock) -> None:
        self._lock = threading.RLock()
        self._kept: dict[str, KeptAlert] = {}
        _make_journal(folder, vault_id, clock)
        self._journal: Journal[OutboxEntry] = Journal(
            folder / f"{_NAME}.jsonl", OutboxEntry, vault_id=vault_id, clock=clock, apply=self._apply
        )
        self._journal.refresh()

    def close(self) -> None:
        """Let go of the journal."""
        self._journal.close()

    def list_alerts(self) -> list[KeptAlert]:
        """Every alert, the oldest first."""
        self._journal.refresh()
        with self._lock:
            return list(self._kept.values())

    def list_waiting(self, channel: str) -> list[Alert]:
        """What has to go this way still, the oldest first."""
        with self._lock:
            return [
                kept.alert
                for kept in self._kept.values()
                if channel in kept.deliveries and not kept.deliveries[channel].sent
            ]

    def count_waiting(self) -> int:
        """How many alerts have not gone every way."""
        with self._lock:
            return sum(not kept.is_delivered for kept in self._kept.values())

    def put(self, alert: Alert, channels: Iterable[str], *, held: bool = False) -> bool:
        """Keep an alert; False where it was raised before. `held`: it goes no way. Raises: VaultError."""
        with self._lock:
            if alert.id in self._kept:
                return False
            self._journal.append(Raised(alert=alert, channels=() if held else tuple(channels), held=held))
            return True

    def count_told(self, host: str, kinds: Collection[str], *, since_ns: int) -> int:
        """How many alerts of these kinds were raised for a host since then, but for those that were held."""
        with self._lock:
            return sum(
                kept.alert.host == host
                and kept.alert.kind in kinds
                and parse_time(kept.alert.time) >= since_ns
                for kept in self._kept.values()
                if not kept.is_held
            )

    def has(self, alert_id: str) -> bool:
        """Whether it was raised."""
        return alert_id in self._kept

    def note_sent(self, alert_id: str, channel: str, *, place: str, note: str) -> None:
        """It went this way. Raises: VaultError."""
        self._journal.append(Sent(id=alert_id, channel=channel, place=place, note=note))

    def note_failed(self, alert_id: str, channel: str, *, place: str, problem: str) -> None:
        """It did not. Raises: VaultError."""
        with self._lock:
            delivery = self._kept[alert_id].deliveries[channel]
            delivery.tries += 1
            is_told = not delivery.tries & (delivery.tries - 1) or problem != delivery.problem
            delivery.problem, delivery.place = problem, place
            tries = delivery.tries
        if is_told:
            self._journal.append(
                Failed(id=alert_id, channel=channel, place=place, problem=problem, tries=tries)
            )

    def _apply(self, entry: OutboxEntry) -> None:
        with self._lock:
            if isinstance(entry, Raised):
                if entry.alert.id in self._kept:
                    return  # two processes raised it at once: it goes each way once
                deliveries = {channel: Delivery(channel) for channel in entry.channels}
                self._kept[entry.alert.id] = KeptAlert(entry.alert, deliveries, entry.held)
                return
            kept = self._kept.get(entry.id)
            delivery = kept.deliveries.get(entry.channel) if kept else None
            if delivery is None:
                return
            delivery.place = entry.place
            if isinstance(entry, Sent):
                delivery.sent, delivery.problem = entry.time, entry.note
            else:
                delivery.problem, delivery.tries = entry.problem, max(delivery.tries, entry.tries)


def find_outbox(desk: Path, vault_id: str) -> Path:
    """Where the desk keeps the alerts of a vault."""
    return desk / "vaults" / f"{vault_id}.alerts"


def _make_journal(folder: Path, vault_id: str, clock: Clock) -> None:
    if (folder / f"{_NAME}.jsonl").exists():
        return
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        create_journal(folder, _NAME, vault_id=vault_id, made=format_time(clock.now_ns()))
    except ObjectExistsError:
        pass  # another process made it meanwhile
    except (OSError, StoreError) as error:
        raise WatchError(
            f"{folder}: {say_cause(error)}", hint="the desk's folder has to be writable"
        ) from None
