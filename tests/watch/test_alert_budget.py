"""A host has so many alerts a day, and none of them is lost."""

from __future__ import annotations

from pathlib import Path

from firstbell.base.clock import FixedClock, parse_time
from firstbell.watch.alert_sender import AlertSender
from firstbell.watch.alerts import Kind
from firstbell.watch.channel_settings import ChannelSettings, Ways
from firstbell.watch.outbox import Outbox, find_outbox
from tests.watch.places import FEB_18_NS, WatchedPlace, make_watched


def open_sender(place: WatchedPlace) -> tuple[AlertSender, Outbox]:
    """What raises alerts, and where they are kept; as an examiner that just started has them."""
    vault = place.vault
    outbox = Outbox(find_outbox(place.desk, vault.about.id), vault_id=vault.about.id, clock=vault.clock)
    settings = ChannelSettings(place.desk)
    settings.load()
    return AlertSender(vault, outbox, settings, tell=place.tell), outbox


def raise_many(sender: AlertSender, kind: Kind, host: str, count: int, *, begin: int = 0) -> None:
    """So many alerts, each about something else."""
    for number in range(begin, begin + count):
        sender.raise_alert(kind, host, about=str(number), subject=f"{kind} {number}", text="what happened")


def test_a_host_has_24_a_day_and_noise_takes_no_place_of_an_event(tmp_path: Path) -> None:
    clock = FixedClock(FEB_18_NS)
    place = make_watched(tmp_path, hosts=("office", "kiosk"), clock=clock)
    sender, outbox = open_sender(place)
    for kind in ("set_aside", "trouble", "refused", "suspect"):
        raise_many(sender, kind, "office", 100)
    raise_many(sender, "event", "office", 20)
    raise_many(sender, "event", "kiosk", 1)
    raised = place.list_told("alert")
    assert len([one for one in raised if one["host"] == "office"]) == 24
    assert len([one for one in raised if one["kind"] == "event"]) == 9
    kept = outbox.list_alerts()
    assert len(kept) == 421
    assert sum(one.is_held for one in kept) == 421 - 25
    last = [one.alert.text for one in kept if one.alert.kind == "event" and not one.is_held][7]
    assert "vault alerts" in last

    # neither a new examiner nor an hour begins a new day
    clock.advance(3600)
    sender, _ = open_sender(place)
    raise_many(sender, "event", "office", 1, begin=500)
    assert len(place.list_told("alert")) == 25
    clock.advance(86400)
    raise_many(sender, "event", "office", 1, begin=600)
    assert len(place.list_told("alert")) == 26


def test_a_day_is_that_of_the_district_s_calendar(tmp_path: Path) -> None:
    # 2023-02-18 03:00 in UTC, the evening before in Chicago
    place = make_watched(tmp_path, hosts=("office",), clock=FixedClock(parse_time("2023-02-18T03:00:00Z")))
    sender, outbox = open_sender(place)
    assert sender.today() == "2023-02-18"
    for zone, day in (("America/Chicago", "2023-02-17"), ("Nowhere/Else", "2023-02-18")):
        settings = ChannelSettings(place.desk)
        settings.ways = Ways(time_zone=zone)
        sender = AlertSender(place.vault, outbox, settings, tell=place.tell)
        assert sender.today() == day
