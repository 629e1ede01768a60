from __future__ import annotations

import pytest

from firstbell.base.clock import monotonic_s
from firstbell.watch import host_queue
from firstbell.watch.host_queue import HostQueue


def take_all(queue: HostQueue) -> list[str]:
    taken = []
    while (host := queue.take()) is not None:
        taken.append(host)
    return taken


def test_every_host_is_looked_at_once() -> None:
    queue = HostQueue(["one", "two", "three"])
    assert len(queue) == 3
    assert take_all(queue) == ["one", "two", "three"]


def test_what_has_just_come_does_not_wait_for_the_look_at_all_hosts_and_does_not_stop_it() -> None:
    queue = HostQueue([f"host{number}" for number in range(100)])
    for number in (97, 98, 99):
        queue.put(f"host{number}")
    queue.put("new")
    assert [queue.take() for _ in range(8)] == [
        *("host97", "host0", "host98", "host1", "host99", "host2", "new", "host3"),
    ]
    assert len(take_all(queue)) == 100 + 1 - 8


def test_a_host_that_is_put_twice_is_taken_once_at_the_earlier_time() -> None:
    queue = HostQueue([])
    queue.put("one", after_s=1000.0)
    assert queue.take() is None
    queue.put("one")
    assert take_all(queue) == ["one"]


def test_a_host_that_is_put_off_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    queue, began_s = HostQueue([]), monotonic_s()
    monkeypatch.setattr(host_queue, "monotonic_s", lambda: began_s)
    queue.put("one", after_s=0.05)
    assert queue.take(0.0) is None
    monkeypatch.undo()
    assert queue.take(60.0) == "one"
    assert queue.take(0.0) is None


def test_a_host_that_is_due_now_stays_so_when_it_is_put_off_once_more() -> None:
    queue = HostQueue([])
    queue.put("office")
    queue.put("office", after_s=60.0)
    assert queue.take() == "office"
    assert queue.take() is None
