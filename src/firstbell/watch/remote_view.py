"""What a worker on another machine sees of a host: by the vault's server, and only what is proven."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec

from firstbell.base.clock import DAY_NS, NS_PER_S, format_time
from firstbell.record.arrivals import Arrivals
from firstbell.store import Kind, Store, open_store
from firstbell.store.credentials import Credentials
from firstbell.vault import CERTIFICATE, Vault
from firstbell.vault.chronicle import HostTimes, LoggedArrivals, SnapshotTimes
from firstbell.vault.inventory import JUDGED
from firstbell.watch.errors import WatchError
from firstbell.watch.proven_view import ProvenView

# what its credential is called, so that nobody wonders who reads so much
NOTE = "an examiner's workers on other machines"
_VALID_NS = 7 * DAY_NS
_LEFT_NS = DAY_NS


class RemoteView(msgspec.Struct, frozen=True):
    """Where a host's repository is read, and as whom. `certificate`: to trust, PEM; "" for the system's.

    `shown`: names of what is proven, of the kinds that have to be; `hidden`: (kind, name) of what else is set
    aside. `times`: when its snapshots came.
    """

    url: str
    user: str
    secret: str
    certificate: str
    shown: dict[str, tuple[str, ...]]
    hidden: tuple[tuple[str, str], ...]
    times: SnapshotTimes

    def __repr__(self) -> str:
        return f"RemoteView({self.url!r})"

    @property
    def arrivals(self) -> Arrivals:
        """When its snapshots came."""
        return LoggedArrivals(HostTimes.restore(self.times))

    @contextmanager
    def open(self) -> Iterator[Store]:
        """The repository. Raises: StoreError."""
        with tempfile.NamedTemporaryFile("w", suffix=".pem") as file:
            file.write(self.certificate)
            file.flush()
            trusted = Path(file.name) if self.certificate else None
            place = open_store(f"rest:{self.url}", Credentials(self.user, self.secret, trusted))
            yield _ListedStore(place, self)


class _ListedStore(ProvenView):
    """A store of which what is shown is known by name."""

    def __init__(self, place: Store, view: RemoteView) -> None:
        super().__init__(place)
        self._shown = {kind: frozenset(names) for kind, names in view.shown.items()}
        self._hidden = frozenset(view.hidden)

    def is_shown(self, kind: Kind, name: str) -> bool:
        """See `SiftedStore.is_shown`."""
        shown = self._shown.get(kind.value)
        return (kind.value, name) not in self._hidden if shown is None else name in shown


@dataclass(frozen=True, slots=True)
class _Ticket:
    user: str
    secret: str
    until_ns: int


class RemoteViews:
    """Makes views of one vault's hosts, each with a credential that reads this host alone, for some days.

    Raises: WatchError where hosts were told no address of the vault's server.
    """

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._tickets: dict[str, _Ticket] = {}
        if not vault.about.url:
            raise WatchError(
                "the vault has no address, so workers on other machines cannot read from it",
                hint="make the vault with `vault init --url`",
            )
        certificate = vault.folder / CERTIFICATE
        self._certificate = certificate.read_text() if certificate.is_file() else ""

    def make(self, host: str) -> RemoteView:
        """The view of a host as things stand. Raises: VaultError."""
        ticket = self._find_ticket(host)
        return RemoteView(
            f"{self._vault.about.url}{host}/",
            ticket.user,
            ticket.secret,
            self._certificate,
            {kind: tuple(self._list_shown(host, kind)) for kind in sorted(JUDGED)},
            tuple(
                (entry.type, entry.name)
                for entry in self._vault.judgements.list_set_aside(host)
                if entry.type not in JUDGED
            ),
            self._vault.find_times(host),
        )

    def _list_shown(self, host: str, kind: str) -> Iterator[str]:
        held, judgements = self._vault.inventory.of(host), self._vault.judgements
        for name in list(held.vouched[kind]):
            if not judgements.is_set_aside(host, kind, name):
                yield name
        for name in list(held.judged[kind]):
            if judgements.is_proven(host, kind, name):
                yield name

    def _find_ticket(self, host: str) -> _Ticket:
        now_ns = self._vault.clock.now_ns()
        ticket = self._tickets.get(host)
        if ticket is None or ticket.until_ns - now_ns < _LEFT_NS:
            until_ns = (now_ns + _VALID_NS) // NS_PER_S * NS_PER_S
            made = self._vault.add_credential(host, "read", expires=format_time(until_ns), note=NOTE)
            ticket = self._tickets[host] = _Ticket(made.user, made.secret, until_ns)
        return ticket
