"""What is alike of one host is one alert, and the next one comes an hour later at the earliest."""

from __future__ import annotations

import pytest

from firstbell.watch.digests import HOUR_NS, QUIET_NS, SETTLE_NS, Digest


class Told:
    """What was told, and whether telling fails."""

    def __init__(self) -> None:
        self.alerts: list[tuple[str, list[int]]] = []
        self.fails = False

    def tell(self, host: str, items: list[int]) -> None:
        if self.fails:
            raise OSError("no room")
        self.alerts.append((host, list(items)))


def test_twenty_are_one_and_the_others_of_the_hour_are_one() -> None:
    told = Told()
    digest = Digest(told.tell)
    for number in range(20):
        digest.add("office", number, now_ns=number)
    digest.add("kiosk", 7, now_ns=0)
    digest.tend(now_ns=QUIET_NS - 1)
    assert told.alerts == []
    digest.tend(now_ns=SETTLE_NS)
    assert told.alerts == [("office", list(range(20))), ("kiosk", [7])]
    digest.add("office", 20, now_ns=SETTLE_NS + 1)
    digest.add("office", 21, now_ns=SETTLE_NS + 2)
    digest.tend(now_ns=SETTLE_NS + HOUR_NS - 1)
    assert len(told.alerts) == 2
    digest.tend(now_ns=SETTLE_NS + HOUR_NS)
    assert told.alerts[2:] == [("office", [20, 21])]
    # a quiet hour, and it begins anew
    digest.tend(now_ns=SETTLE_NS + 2 * HOUR_NS)
    digest.add("office", 22, now_ns=9 * HOUR_NS)
    digest.tend(now_ns=9 * HOUR_NS + SETTLE_NS)
    assert told.alerts[3:] == [("office", [22])]


def test_what_is_held_is_told_at_the_end_or_when_it_can_be() -> None:
    told = Told()
    digest = Digest(told.tell)
    digest.add("office", 1, now_ns=0)
    told.fails = True
    with pytest.raises(OSError, match="no room"):
        digest.tend(now_ns=SETTLE_NS)
    digest.add("office", 2, now_ns=SETTLE_NS)
    told.fails = False
    digest.tend(now_ns=SETTLE_NS + 1)
    assert told.alerts == [("office", [1, 2])]
    digest.add("office", 3, now_ns=SETTLE_NS + 2)
    digest.tend(now_ns=SETTLE_NS + 3, every=True)
    assert told.alerts[1:] == [("office", [3])]


def test_who_never_pauses_is_told_after_a_while_all_the_same() -> None:
    told = Told()
    digest = Digest(told.tell)
    for number in range(12):
        digest.add("office", number, now_ns=number * QUIET_NS // 2)
        digest.tend(now_ns=number * QUIET_NS // 2)
    assert told.alerts == [("office", list(range(11)))]
