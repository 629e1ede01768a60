"""A process without keys tells that no examiner is there; what is refused is told by host and hour."""

from __future__ import annotations

import json
import re
from contextlib import closing
from pathlib import Path

import pytest

from firstbell.base.clock import FixedClock
from firstbell.cli.main import run
from firstbell.vault import Vault
from firstbell.vault.entries import Flagged, Refused
from firstbell.vault.looks import note_look, read_look
from firstbell.watch.alert_sender import AlertSender
from firstbell.watch.channel_settings import ChannelSettings
from firstbell.watch.errors import WatchBusyError
from firstbell.watch.examiner_lock import examining_alone
from firstbell.watch.outbox import Outbox, find_outbox
from firstbell.watch.watchdog import is_examined, look_after
from tests.watch.places import WatchedPlace, make_watched
from tests.watch.sinks import WebSink, receiving_posts
from tests.watch.test_response import CALM, alerts, back_up, strike


@pytest.fixture
def place(tmp_path: Path) -> WatchedPlace:
    return make_watched(tmp_path)


def advance(place: WatchedPlace, seconds: float) -> None:
    assert isinstance(place.vault.clock, FixedClock)
    place.vault.clock.advance(seconds)


def test_the_silence_of_an_examiner_goes_out_once_a_day(place: WatchedPlace) -> None:
    place.desk.mkdir()
    web = WebSink()
    with receiving_posts(web):
        (place.desk / "firstbell.toml").write_text(
            "version = 1\n[district]\nname = 'Lakeside'\ntime_zone = 'America/Chicago'\n"
            f"[alerts]\nwebhook = '{web.url}'\n"
        )
        back_up(place, strike(CALM))
        advance(place, 600)
        assert look_after(place.vault, place.desk, tell=place.tell) is None
        assert web.posts == []
        advance(place, 300)
        for _ in range(3):
            silence = look_after(place.vault, place.desk, tell=place.tell)
            assert silence is not None
            advance(place, 300)
        (post,) = web.posts
        assert (post["kind"], post["severity"], post["host"]) == ("silent", "critical", "*")
        assert "1 snapshot" in post["subject"]
        assert post["text"].startswith("The examiner has never looked. ")
        assert re.search(r"-0[56]:00$", post["subject"])
        advance(place, 86400)
        look_after(place.vault, place.desk, tell=place.tell)
        assert len(web.posts) == 2
    # the examiner looks, and the silence is over
    place.watch_once()
    assert read_look(place.vault) != ""
    assert look_after(place.vault, place.desk, tell=place.tell) is None


def test_what_a_silent_examiner_has_to_send_is_left_to_it_until_it_is_gone(place: WatchedPlace) -> None:
    place.desk.mkdir()
    web = WebSink()
    with receiving_posts(web):
        (place.desk / "firstbell.toml").write_text(
            f"version = 1\n[district]\nname = 'Lakeside'\n[alerts]\nwebhook = '{web.url}'\n"
        )
        back_up(place, CALM)
        settings = ChannelSettings(place.desk)
        settings.load()
        name = find_outbox(place.desk, place.vault.about.id)
        outbox = Outbox(name, vault_id=place.vault.about.id, clock=place.vault.clock)
        with closing(outbox):
            sender = AlertSender(place.vault, outbox, settings, tell=place.tell)
            sender.raise_alert("late", "office", about="x", subject="late", text="no backup came")
        advance(place, 3600)
        with examining_alone(place.vault):
            look_after(place.vault, place.desk, tell=place.tell)
            assert [post["kind"] for post in web.posts] == ["silent"]
        look_after(place.vault, place.desk, tell=place.tell)
        assert sorted(post["kind"] for post in web.posts) == ["late", "silent"]


def test_a_watchdog_knows_whether_an_examiner_runs_and_disturbs_none(place: WatchedPlace) -> None:
    assert not is_examined(place.vault)
    with examining_alone(place.vault):
        assert is_examined(place.vault)
        with pytest.raises(WatchBusyError), examining_alone(place.vault):
            pass
    assert not is_examined(place.vault)


def test_the_command_ends_with_3_while_nobody_looks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = make_watched(tmp_path, clock=FixedClock(1_676_723_400 * 10**9))
    back_up(place, CALM)
    words = ["vault", "watchdog", "--vault", str(place.vault.folder), "--desk", str(place.desk), "--json"]
    assert run(words) == 3
    summary = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (summary["status"], summary["last_look"]) == ("examiner_silent", "")
    note_look(Vault(place.vault.folder))
    assert run(words) == 0
    assert run(["host", "list", "--vault", str(place.vault.folder)]) == 0
    out = capsys.readouterr().out
    since = re.search(r"not judged yet, since (\S+ \S+ [+-]\d\d:\d\d)", out)
    assert since is not None
    assert since[1].startswith("2023-02-18 ")
    assert "clean" not in out


def refuse(place: WatchedPlace, requests: int, *, action: str = "remove", kind: str = "snapshots") -> None:
    now = place.vault.arrivals.last_time
    credential = place.vault.registry.list_credentials("office")[0].id
    place.vault.note_reading(
        Refused(
            host="office", credential=credential, address="10.0.0.9", action=action,  # type: ignore[arg-type]
            type=kind, requests=requests, since=now,  # type: ignore[arg-type]
        )
    )  # fmt: skip


def test_what_is_refused_is_one_alert_by_host_and_hour(place: WatchedPlace) -> None:
    back_up(place, CALM)
    place.watch_once()
    assert place.list_told("alert") == []
    for _ in range(3):
        refuse(place, 40)
    refuse(place, 1, action="add", kind="keys")
    place.watch_once()
    (alert,) = alerts(place, "refused")
    assert "121 attempts" in alert["subject"]
    assert "120 attempts to remove from snapshots" in alert["text"]
    assert "1 attempt to add to keys" in alert["text"]
    # another examiner does not tell it again
    place.watch_once()
    assert len(alerts(place, "refused")) == 1
    advance(place, 60)
    refuse(place, 1, kind="locks")
    place.watch_once()
    assert len(alerts(place, "refused")) == 2


def test_many_struck_snapshots_of_a_host_are_one_alert(place: WatchedPlace) -> None:
    back_up(place, CALM)
    place.watch_once()
    names = []
    for _ in range(3):
        names.append(back_up(place, strike(CALM)))
        names.append(back_up(place, CALM))
    place.watch_once()
    told = [one for one in place.list_told("alert") if one["kind"] in {"event", "suspect"}]
    assert len(told) == 1
    assert told[0]["snapshot_id"] == names[0]


def test_twenty_bad_snapshots_are_one_alert_that_counts_them(place: WatchedPlace) -> None:
    store = place.host_store()
    for number in range(20):
        store.put("snapshots", b"no snapshot at all " * 9 + bytes([number]))
    place.watch_once()
    (told,) = alerts(place, "set_aside")
    assert told["subject"].startswith("office sent 20 files that are not valid, such as snapshots/")


def test_an_examiner_tells_what_the_one_before_it_had_not(place: WatchedPlace) -> None:
    name = back_up(place, CALM)
    place.vault.judge(Flagged(host="office", name=name, why="came later"))
    place.watch_once()
    (alert,) = alerts(place, "time")
    assert alert["snapshot_id"] == name
    place.watch_once()
    assert len(alerts(place, "time")) == 1
