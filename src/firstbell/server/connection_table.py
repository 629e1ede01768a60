"""Who is connected: counted from the accept on, strangers apart from those whose credential is known."""

from __future__ import annotations

import ipaddress
from collections import Counter, OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from firstbell.base.clock import monotonic_s
from firstbell.server.lines import Lines
from firstbell.server.settings import ClientLimits

_TOLD_EVERY_S = 60.0
_NETWORK_BITS = 64
_FAMILIAR = 10_000


@dataclass(slots=True, eq=False)
class OpenConnection:
    """One connection. `source`: what it is counted under. `close`: ends it at once, whatever it does.

    `host`: whose credential its last request had; "" for a stranger.
    """

    source: str
    close: Callable[[], None]
    host: str = ""


@dataclass(slots=True)
class _Source:
    total: int = 0
    # in the order in which they came
    strangers: dict[OpenConnection, None] = field(default_factory=dict)


def find_source(address: str) -> str:
    """What a client's address is counted under: of IPv6 the network, since a client has all of it."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    if parsed.is_loopback:
        return str(parsed)
    return str(ipaddress.ip_network((int(parsed), _NETWORK_BITS), strict=False))


class ConnectionTable:
    """The connections of one listener. Belongs to the event loop.

    `trusted`: addresses of proxies, behind which many clients have one address.
    """

    def __init__(self, limits: ClientLimits, lines: Lines, *, trusted: tuple[str, ...] = ()) -> None:
        self.limits = limits
        self._lines = lines
        self._trusted = frozenset(map(find_source, trusted))
        self._sources: dict[str, _Source] = {}
        self._strangers: dict[OpenConnection, None] = {}
        self._known: Counter[str] = Counter()
        self._familiar: OrderedDict[str, None] = OrderedDict()
        self._untold = 0
        self._told_s = -_TOLD_EVERY_S

    @property
    def strangers(self) -> int:
        """How many have shown no valid credential yet."""
        return len(self._strangers)

    @property
    def known(self) -> int:
        """How many have."""
        return self._known.total()

    def admit(self, connection: OpenConnection) -> bool:
        """Count one that was accepted, as a stranger. Where there are too many, the oldest stranger goes.

        False where no stranger is left who could: then the new one is not counted.
        """
        if not self._make_room(connection):
            self._note_closed()
            return False
        source = self._sources.setdefault(connection.source, _Source())
        source.total += 1
        self._enter(connection)
        return True

    def _make_room(self, connection: OpenConnection) -> bool:
        limits = self.limits
        source = self._sources.get(connection.source)
        if source is not None and connection.source not in self._trusted:
            is_full = source.total >= limits.per_address
            if is_full and not source.strangers:
                return False
            if is_full or len(source.strangers) >= limits.strangers_per_address:
                self._turn_away(next(iter(source.strangers)))
        is_full = self.strangers + self.known >= limits.connections
        if is_full and not self._strangers:
            return False
        if is_full or self.strangers >= limits.strangers:
            self.close_oldest()
        return True

    def _enter(self, connection: OpenConnection) -> None:
        connection.host = ""
        self._strangers[connection] = None
        self._sources[connection.source].strangers[connection] = None

    def close_oldest(self) -> bool:
        """Close the stranger that came first; whether there was one."""
        oldest = next(iter(self._strangers), None)
        if oldest is not None:
            self._turn_away(oldest)
        return oldest is not None

    def _turn_away(self, connection: OpenConnection) -> None:
        self.forget(connection)
        self._note_closed()
        connection.close()

    def recognize(self, connection: OpenConnection, host: str) -> None:
        """The credential of a host came with its request; "" none that holds.

        A host with very many connections is a stranger on the rest.
        """
        if connection.host == host or not self.holds(connection):
            return
        if connection.host:
            self._leave_known(connection.host)
            self._enter(connection)
        if host:
            self._familiar[connection.source] = None
            self._familiar.move_to_end(connection.source)
            if len(self._familiar) > _FAMILIAR:
                self._familiar.popitem(last=False)
        if host and self._known[host] < self.limits.connections_per_host:
            del self._strangers[connection]
            del self._sources[connection.source].strangers[connection]
            self._known[host] += 1
            connection.host = host

    def is_familiar(self, source: str) -> bool:
        """Whether a valid credential ever came from there."""
        return source in self._familiar

    def holds(self, connection: OpenConnection) -> bool:
        """Whether it is counted."""
        return bool(connection.host) or connection in self._strangers

    def forget(self, connection: OpenConnection) -> None:
        """It ended."""
        if not self.holds(connection):
            return
        if connection.host:
            self._leave_known(connection.host)
            connection.host = ""
        self._strangers.pop(connection, None)
        source = self._sources[connection.source]
        source.strangers.pop(connection, None)
        source.total -= 1
        if not source.total:
            del self._sources[connection.source]

    def _leave_known(self, host: str) -> None:
        self._known[host] -= 1
        if not self._known[host]:
            del self._known[host]

    def _note_closed(self) -> None:
        self._untold += 1
        self.tell()

    def tell(self) -> None:
        """Say how many were closed to make room, once a minute at most."""
        now_s = monotonic_s()
        if self._untold and now_s - self._told_s >= _TOLD_EVERY_S:
            self._lines.tell(
                "crowded",
                problem="too many connections: the oldest without a credential were closed",
                closed=self._untold,
                without_credential=self.strangers,
                with_credential=self.known,
            )
            self._untold, self._told_s = 0, now_s
