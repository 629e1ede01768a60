"""Who is counted as what, and who goes where there are too many."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO

import pytest

from firstbell.base.clock import SystemClock
from firstbell.server.connection_table import ConnectionTable, OpenConnection, find_source
from firstbell.server.lines import Lines
from firstbell.server.settings import ClientLimits

LIMITS = ClientLimits(
    connections=10, strangers=6, per_address=5, strangers_per_address=4, connections_per_host=3
)


class Door:
    """A table, and the names of the connections that it closed."""

    def __init__(self, limits: ClientLimits = LIMITS, *, trusted: tuple[str, ...] = ()) -> None:
        self.stream = StringIO()
        self.lines = Lines(SystemClock(), self.stream)
        self.table = ConnectionTable(limits, self.lines, trusted=trusted)
        self.closed: list[str] = []

    def come(self, name: str, source: str = "") -> OpenConnection | None:
        """Somebody comes; None where he was not let in."""
        made = OpenConnection(source or name, lambda: self.closed.append(name))
        return made if self.table.admit(made) else None

    def know(self, name: str, host: str, source: str = "") -> OpenConnection:
        """Somebody comes and shows the credential of a host."""
        made = self.come(name, source)
        assert made is not None
        self.table.recognize(made, host)
        return made


def test_the_oldest_stranger_goes_where_there_are_too_many() -> None:
    door = Door()
    for number in range(9):
        door.come(f"s{number}")
    assert door.closed == ["s0", "s1", "s2"]
    assert door.table.strangers == 6


def test_a_share_stays_for_those_who_are_known() -> None:
    door = Door()
    for number in range(6):
        door.know(f"k{number}", f"host{number}")
    for number in range(20):
        door.come(f"s{number}")
    assert door.table.known == 6
    assert door.table.strangers == 4
    assert not any(name.startswith("k") for name in door.closed)
    door.know("late", "host9")
    assert door.table.known == 7


def test_nobody_who_is_known_goes_for_a_stranger() -> None:
    door = Door(replace(LIMITS, connections=3))
    for number in range(3):
        door.know(f"k{number}", f"host{number}")
    assert door.come("s") is None
    assert door.closed == []


def test_one_address_takes_nothing_from_others() -> None:
    door = Door()
    door.come("honest", "192.0.2.1")
    for number in range(9):
        door.come(f"s{number}", "192.0.2.9")
    assert "honest" not in door.closed
    assert door.closed == ["s0", "s1", "s2", "s3", "s4"]


def test_a_proxy_stands_for_many_addresses() -> None:
    door = Door(trusted=("127.0.0.1",))
    for number in range(6):
        door.come(f"s{number}", "127.0.0.1")
    assert door.closed == []


def test_a_host_is_a_stranger_on_more_connections_than_it_may_have() -> None:
    door = Door()
    held = [door.know(f"k{number}", "office") for number in range(5)]
    assert (door.table.known, door.table.strangers) == (3, 2)
    door.table.forget(held[0])
    door.table.recognize(held[4], "office")
    assert (door.table.known, door.table.strangers) == (3, 1)


def test_who_shows_a_wrong_credential_is_a_stranger_again() -> None:
    door = Door()
    held = door.know("k", "office")
    door.table.recognize(held, "")
    assert (door.table.known, door.table.strangers) == (0, 1)
    assert door.table.is_familiar("k")
    assert not door.table.is_familiar("other")


def test_what_ended_is_not_counted_and_ends_once() -> None:
    door = Door()
    held = door.know("k", "office")
    for _ in range(2):
        door.table.forget(held)
    door.table.recognize(held, "office")
    assert (door.table.known, door.table.strangers) == (0, 0)


def test_it_is_told_once_a_minute() -> None:
    door = Door()
    for number in range(500):
        door.come(f"s{number}")
    door.lines.close()
    (line,) = door.stream.getvalue().splitlines()
    assert '"event":"crowded"' in line


@pytest.mark.parametrize(
    ("address", "source"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::1", "::1"),
        ("", ""),
    ],
)
def test_an_address_counts_as_what_one_client_has(address: str, source: str) -> None:
    assert find_source(address) == source


def test_the_limits_leave_files_for_the_work() -> None:
    fitted = ClientLimits().fit(1024)
    assert fitted.connections == 768
    assert fitted.strangers == 384
    assert ClientLimits().fit(16384) == ClientLimits()
