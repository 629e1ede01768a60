"""Alerts on the desk until each went every way: across a restart, and between processes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from firstbell.base.clock import FixedClock, format_time, parse_time
from firstbell.watch.alerts import Alert
from firstbell.watch.errors import WatchError
from firstbell.watch.outbox import Outbox, find_outbox

NOON = "2023-02-18T12:00:00Z"
VAULT = "ab" * 16
Open = Callable[[], Outbox]


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(parse_time(NOON))


@pytest.fixture
def open_outbox(tmp_path: Path, clock: FixedClock) -> Iterator[Open]:
    opened: list[Outbox] = []

    def open_one() -> Outbox:
        opened.append(Outbox(find_outbox(tmp_path, VAULT), vault_id=VAULT, clock=clock))
        return opened[-1]

    yield open_one
    for one in opened:
        one.close()


def make_alert(name: str = "a", *, host: str = "office", kind: str = "event", time: str = NOON) -> Alert:
    return Alert(id=name, kind=kind, severity="critical", time=time, vault=VAULT, host=host, subject="s")  # type: ignore[arg-type]


def test_an_alert_waits_on_each_way_until_it_went_there(open_outbox: Open) -> None:
    outbox = open_outbox()
    assert outbox.put(make_alert(), ["mail", "syslog"])

    outbox.note_sent("a", "mail", place="relay:25", note="queued as 7")

    assert outbox.list_waiting("mail") == []
    assert [one.id for one in outbox.list_waiting("syslog")] == ["a"]
    assert outbox.list_waiting("webhook") == []
    assert outbox.count_waiting() == 1
    outbox.note_sent("a", "syslog", place="logs:514", note="")
    (kept,) = outbox.list_alerts()
    assert kept.is_delivered
    assert (kept.deliveries["mail"].sent, kept.deliveries["mail"].problem) == (NOON, "queued as 7")


def test_what_waits_waits_on_after_a_restart_and_what_went_does_not(open_outbox: Open) -> None:
    outbox = open_outbox()
    outbox.put(make_alert("a"), ["mail"])
    outbox.put(make_alert("b"), ["mail"])
    outbox.note_sent("a", "mail", place="", note="")
    outbox.note_failed("b", "mail", place="relay:25", problem="no route")
    outbox.close()

    again = open_outbox()

    assert [one.id for one in again.list_waiting("mail")] == ["b"]
    assert again.list_alerts()[1].deliveries["mail"].problem == "no route"
    assert again.has("a")
    assert not again.put(make_alert("a"), ["mail"])


def test_an_alert_that_two_processes_raise_goes_each_way_once(open_outbox: Open) -> None:
    one, other = open_outbox(), open_outbox()
    one.put(make_alert(), ["mail"])
    one.note_sent("a", "mail", place="relay:25", note="")

    other.put(make_alert(), ["mail"])  # had not looked since the first one raised it

    assert other.list_waiting("mail") == []
    assert len(open_outbox().list_alerts()) == 1
    assert [kept.is_delivered for kept in one.list_alerts()] == [True]


def test_a_way_that_fails_again_and_again_is_written_down_ever_more_seldom_and_a_new_reason_at_once(
    open_outbox: Open, tmp_path: Path
) -> None:
    outbox = open_outbox()
    outbox.put(make_alert(), ["mail"])

    def count_lines() -> int:
        return (find_outbox(tmp_path, VAULT) / "alerts.jsonl").read_bytes().count(b'"failed"')

    written = []
    for _ in range(9):
        outbox.note_failed("a", "mail", place="relay:25", problem="no route")
        written.append(count_lines())
    outbox.note_failed("a", "mail", place="relay:25", problem="refused")

    assert written == [1, 2, 2, 3, 3, 3, 3, 4, 4]
    assert count_lines() == 5
    (kept,) = outbox.list_alerts()
    assert (kept.deliveries["mail"].tries, kept.deliveries["mail"].problem) == (10, "refused")


def test_one_that_is_held_is_kept_and_goes_no_way(open_outbox: Open) -> None:
    outbox = open_outbox()

    outbox.put(make_alert(), ["mail"], held=True)

    assert outbox.has("a")
    assert outbox.list_waiting("mail") == []
    assert outbox.count_waiting() == 0
    assert outbox.count_told("office", {"event"}, since_ns=0) == 0


@pytest.mark.parametrize(
    ("host", "kinds", "seconds", "count"),
    [
        ("office", {"event"}, 0, 1),
        ("office", {"event"}, 1, 0),
        ("office", {"late"}, 0, 0),
        ("x", {"event"}, 0, 0),
    ],
)
def test_alerts_of_a_host_are_counted_by_kind_and_from_the_very_second_on(
    open_outbox: Open, host: str, kinds: set[str], seconds: int, count: int
) -> None:
    outbox = open_outbox()
    outbox.put(make_alert(), [])

    since_ns = parse_time(NOON) + seconds * 1_000_000_000

    assert outbox.count_told(host, kinds, since_ns=since_ns) == count


def test_notes_of_an_alert_or_a_way_that_nobody_knows_change_nothing(open_outbox: Open) -> None:
    outbox = open_outbox()
    outbox.put(make_alert(), ["mail"])

    outbox.note_sent("b", "mail", place="", note="")
    outbox.note_sent("a", "pigeon", place="", note="")

    assert [one.id for one in open_outbox().list_waiting("mail")] == ["a"]


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path, clock: FixedClock) -> None:
    (tmp_path / "vaults").write_text("a file stands where the folder should be")

    with pytest.raises(WatchError, match="vaults") as caught:
        Outbox(find_outbox(tmp_path, VAULT), vault_id=VAULT, clock=clock)

    assert "writable" in caught.value.hint


def test_alerts_keep_their_order_and_all_that_they_say(open_outbox: Open, clock: FixedClock) -> None:
    outbox = open_outbox()
    alerts = [make_alert(f"{at}", time=format_time(clock.now_ns())) for at in range(5)]
    for alert in reversed(alerts):
        outbox.put(alert, ["mail"])

    assert open_outbox().list_waiting("mail") == alerts[::-1]
