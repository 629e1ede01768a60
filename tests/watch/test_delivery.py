"""Alerts go by mail, webhook and syslog; what cannot go is kept, tried again, and shown."""

from __future__ import annotations

import json
import socket
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from firstbell.base.clock import FixedClock, SystemClock
from firstbell.cli.certificates import make_certificate
from firstbell.cli.main import run
from firstbell.desk.configuration import Alerts
from firstbell.watch.addresses import Receiver, read_receiver, read_relay, read_webhook
from firstbell.watch.alerts import Alert, AlertSign, SetAsideObject, SnapshotPoint, render_text
from firstbell.watch.channel_settings import ChannelSettings
from firstbell.watch.channels.mail import Mailbox
from firstbell.watch.channels.registry import make_channels
from firstbell.watch.channels.syslog import Syslog, render_frames
from firstbell.watch.channels.webhook import Webhook
from firstbell.watch.delivery import AlertCarrier
from firstbell.watch.errors import AlertAddressError, DeliveryError
from firstbell.watch.outbox import Outbox
from tests.processes.waits import wait_until
from tests.watch.places import FEB_18_NS, WatchedPlace, make_watched
from tests.watch.sinks import (
    MailSink,
    WebSink,
    receiving_datagrams,
    receiving_mail,
    receiving_posts,
    receiving_stream,
)

FILES = tuple(f"/srv/school/grade {number}/caf\u00e9 {number}.docx" for number in range(100))
ALERT = Alert(
    id="a1" * 16,
    kind="event",
    severity="critical",
    time="2023-02-18T06:00:00.123456789Z",
    vault="9f" * 16,
    district="Lakeside",
    host="office",
    subject="encryption event on office: 240 files damaged",
    snapshot_id="5a" * 32,
    snapshot_time="2023-02-18T05:59:00Z",
    verdict="event",
    files_damaged=240,
    files=FILES,
    signs=(AlertSign("damage", 'files that were whole are noise "x]', 240),),
    clean_point=SnapshotPoint("b0" * 32, "2023-02-17T20:00:00Z"),
    event="0123456789abcdef",
    next_command="firstbell respond 0123456789abcdef",
    call="Ben, 555-0101",
    frozen=True,
)
DESK = "version = 1\n[district]\nname = 'Lakeside'\n[alerts]\n"


@pytest.fixture(scope="module")
def tls(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, str]:
    folder = tmp_path_factory.mktemp("tls")
    certificate, key = make_certificate("localhost", SystemClock())
    (folder / "certificate.pem").write_bytes(certificate)
    (folder / "key.pem").write_bytes(key)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "certificate.pem", folder / "key.pem")
    return context, str(folder / "certificate.pem")


@pytest.fixture
def relay() -> Iterator[MailSink]:
    with receiving_mail(MailSink()) as sink:
        yield sink


def mailbox(sink: MailSink, **settings: object) -> Mailbox:
    recipients = ("director@school.example", "night@school.example")
    return Mailbox(read_relay(sink.place), "firstbell@school.example", recipients, **settings)  # type: ignore[arg-type]


def test_a_mail_names_host_files_signs_and_clean_point(relay: MailSink) -> None:
    assert mailbox(relay).send(ALERT) == ""
    (mail,) = relay.mails
    assert mail["subject"] == "[Firstbell] encryption event on office: 240 files damaged"
    assert mail["message-id"] == f"<{ALERT.id}.firstbell@school.example>"
    assert relay.recipients == [["director@school.example", "night@school.example"]]
    text = mail.get_content()
    for told in (
        "Host:        office",
        FILES[0],
        FILES[99],
        "are noise",
        "b0" * 32,
        "the first 100 of 240",
        "frozen",
    ):
        assert told in text


def test_starttls_is_used_where_it_is_offered(tls: tuple[ssl.SSLContext, str]) -> None:
    with receiving_mail(MailSink(tls=tls[0])) as sink:
        mailbox(sink).send(ALERT)
        assert (len(sink.mails), sink.secured) == (1, 1)


def test_credentials_go_over_tls_that_is_checked(tls: tuple[ssl.SSLContext, str]) -> None:
    login = {"user": "bell", "password": "ring", "tls": "required"}
    with receiving_mail(MailSink(tls=tls[0], login=("bell", "ring"))) as sink:
        mailbox(sink, **login, ca_file=tls[1]).send(ALERT)
        assert len(sink.mails) == 1
        with pytest.raises(DeliveryError, match=r"(?i)certificate"):
            mailbox(sink, **login).send(ALERT)
        with pytest.raises(DeliveryError, match="535"):
            mailbox(sink, **{**login, "password": "wrong"}, ca_file=tls[1]).send(ALERT)
        assert len(sink.mails) == 1


def test_required_tls_that_is_not_offered_sends_nothing(relay: MailSink) -> None:
    with pytest.raises(DeliveryError, match="offers no STARTTLS"):
        mailbox(relay, tls="required").send(ALERT)
    assert relay.mails == []


def test_a_relay_that_refuses_one_recipient_gets_the_mail_once(relay: MailSink) -> None:
    relay.refused = {"night@school.example"}
    assert mailbox(relay).send(ALERT) == "the relay refuses night@school.example"
    assert relay.recipients == [["director@school.example"]]


def test_a_webhook_gets_json_and_its_secret_is_not_shown() -> None:
    with receiving_posts(WebSink()) as sink:
        webhook = Webhook(sink.url, token="t0ken")
        assert webhook.send(ALERT) == ""
        (post,) = sink.posts
        assert (post["message_type"], post["host"], post["files"]) == ("alert", "office", list(FILES))
        assert post["clean_point"] == {"snapshot_id": "b0" * 32, "time": "2023-02-17T20:00:00Z"}
        assert sink.headers[0]["authorization"] == "Bearer t0ken"
        sink.status = 500
        with pytest.raises(DeliveryError, match="answers 500") as failure:
            webhook.send(ALERT)
    assert "secret" not in webhook.place + str(failure.value)
    with pytest.raises(DeliveryError) as failure:
        webhook.send(ALERT)
    assert "secret" not in str(failure.value)


@pytest.mark.parametrize("field", ["teams", "slack", "ntfy"])
def test_chats_get_their_own_form_and_no_file_names(field: str, tmp_path: Path) -> None:
    (tmp_path / "token").write_text("t0ken\n")
    with receiving_posts(WebSink()) as sink:
        (channel,) = make_channels(
            msgspec.structs.replace(Alerts(ntfy_token_file="token"), **{field: sink.url}), tmp_path
        )
        assert (channel.name, channel.send(ALERT)) == (field, "")
        (post,) = sink.posts
        text = json.dumps(post)
        assert ALERT.subject in text
        assert "2023-02-17T20:00:00Z" in text
        assert "firstbell respond 0123456789abcdef" in text
        assert "Ben, 555-0101" in text
        assert not any(name in text for name in FILES)
        sink.status = 400
        with pytest.raises(DeliveryError, match="answers 400"):
            channel.send(ALERT)
    if field == "teams":
        (attachment,) = post["attachments"]
        assert attachment["contentType"] == "application/vnd.microsoft.card.adaptive"
        assert {fact["title"] for fact in attachment["content"]["body"][-1]["facts"]} >= {
            "Host",
            "Verdict",
            "Signs",
        }
    elif field == "slack":
        assert post["blocks"][0]["type"] == "header"
        assert all(len(block["text"]["text"]) <= 3000 for block in post["blocks"])
    else:
        assert (post["topic"], post["priority"]) == ("hook", 5)
        assert sink.headers[0]["authorization"] == "Bearer t0ken"


def test_a_topic_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AlertAddressError, match="names no topic"):
        make_channels(Alerts(ntfy="https://ntfy.example"), tmp_path)


def test_syslog_over_udp_names_every_file_in_messages_that_fit() -> None:
    with receiving_datagrams() as sink:
        Syslog(Receiver("udp", "127.0.0.1", sink.address[1])).send(ALERT)
        wait_until(
            lambda: sink.frames and b"of 100" in sink.frames[-1] and FILES[99].encode() in sink.frames[-1]
        )
    head = sink.frames[0]
    assert head.startswith(b"<34>1 2023-02-18T06:00:00.123456Z ")
    assert b'host="office"' in head
    assert b"\xef\xbb\xbfencryption event on office" in head
    told = b" ".join(sink.frames)
    assert all(file.encode() in told for file in FILES)
    assert max(map(len, sink.frames)) <= 2000


def test_syslog_over_tcp_counts_octets_and_a_local_socket_is_one_message_each(tmp_path: Path) -> None:
    came: list[bytes] = []
    with receiving_stream(came.append) as port:
        Syslog(Receiver("tcp", "127.0.0.1", port)).send(ALERT)
        wait_until(lambda: came)
    rest, frames = came[0], []
    while rest:
        count, _, rest = rest.partition(b" ")
        frames.append(rest[: int(count)])
        rest = rest[int(count) :]
    assert frames == list(render_frames(ALERT))
    path = str(tmp_path / "log")
    with receiving_datagrams(socket.AF_UNIX, path) as sink:
        Syslog(read_receiver(path)).send(ALERT)
        wait_until(lambda: sink.frames == frames)
    with pytest.raises(DeliveryError):
        Syslog(read_receiver(str(tmp_path / "nobody"))).send(ALERT)


def test_text_that_an_intruder_chose_stays_in_its_place() -> None:
    objects = (SetAsideObject("index", "00" * 32, 'x"] \\ <1>'),)
    hostile = Alert(
        id="b" * 32, kind="set_aside", severity="warning", time=ALERT.time, vault="", host="a", subject="s",
        objects=objects,
    )  # fmt: skip
    (frame,) = render_frames(hostile)
    assert frame.count(b"\n") == 0
    assert 'x"] \\ <1>' in render_text(hostile)


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (read_relay, "http://relay"),
        (read_relay, "relay:none"),
        (read_relay, ":25"),
        (read_receiver, "ftp://log"),
        (read_receiver, "udp://"),
        (read_webhook, "hook.example/x"),
        (read_webhook, "ftp://hook.example"),
        (read_webhook, "http://[::1"),
    ],
)
def test_an_address_that_is_none_is_refused(read: object, text: str) -> None:
    with pytest.raises(AlertAddressError):
        read(text)  # type: ignore[operator]


def test_addresses_are_read() -> None:
    assert read_relay("relay.example") == ("relay.example", 25, False)
    assert read_relay("smtps://relay.example") == ("relay.example", 465, True)
    assert read_relay("relay.example:465").is_tls
    assert read_receiver("log.example") == ("udp", "log.example", 514)
    assert read_receiver("udp:127.0.0.1:5514") == ("udp", "127.0.0.1", 5514)
    assert read_receiver("127.0.0.1:5514") == ("udp", "127.0.0.1", 5514)
    assert read_receiver("tcp://[::1]:6514") == ("tcp", "::1", 6514)
    assert read_receiver("local").host == "/dev/log"


def test_what_cannot_be_delivered_is_kept_tried_again_and_shown(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    place = make_watched(tmp_path)
    place.desk.mkdir()
    with receiving_mail(MailSink(is_down=True)) as relay, receiving_posts(WebSink()) as web:
        alerts = f'smtp = "{relay.place}"\nrecipients = ["director@school.example"]\nwebhook = "{web.url}"\n'
        (place.desk / "firstbell.toml").write_text(DESK + alerts)
        place.host_store().put("index", b"not an index at all, and long enough to be one" * 4)
        place.watch_once()
        assert [post["kind"] for post in web.posts] == ["set_aside"]
        assert relay.mails == []
        told = show_alerts(place, capfd)
        assert told[-1] == {"message_type": "summary", "alerts": 1, "undelivered": 1}
        mail, webhook = told[0]["deliveries"]
        assert "451" in mail["problem"]
        assert webhook["sent"]
        relay.is_down = False
        place.watch_once()
        assert len(relay.mails) == 1
        assert len(web.posts) == 1
        assert relay.mails[0]["subject"].startswith("[Firstbell] office sent a file that is not")
    assert show_alerts(place, capfd)[-1]["undelivered"] == 0
    assert show_alerts(place, capfd, "--waiting")[-1]["alerts"] == 0


def show_alerts(place: WatchedPlace, capfd: pytest.CaptureFixture[str], *words: str) -> list[dict[str, Any]]:
    capfd.readouterr()
    given = ["--vault", str(place.vault.folder), "--desk", str(place.desk), "--json", *words]
    assert run(["vault", "alerts", *given]) == 0
    return [json.loads(line) for line in capfd.readouterr().out.splitlines()]


def test_a_test_alert_goes_every_way_and_tells_what_fails(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    place = make_watched(tmp_path)
    place.desk.mkdir()
    given = [
        "vault",
        "alerts",
        "--test",
        "--vault",
        str(place.vault.folder),
        "--desk",
        str(place.desk),
        "--json",
    ]
    assert run(given) == 2
    assert "sets no channel" in capfd.readouterr().err
    with receiving_posts(WebSink()) as web, receiving_mail(MailSink(is_down=True)) as relay:
        alerts = f'smtp = "{relay.place}"\nrecipients = ["a@b.example"]\nwebhook = "{web.url}"\n'
        (place.desk / "firstbell.toml").write_text(DESK + alerts)
        assert run(given) == 1
        assert [post["kind"] for post in web.posts] == ["test"]
        relay.is_down = False
        assert run(given) == 0
    mail, webhook, summary = [json.loads(line) for line in capfd.readouterr().out.splitlines()][3:]
    assert (mail["sent"], webhook["sent"], summary["failed"]) == (True, True, 0)
    assert show_alerts(place, capfd)[-1]["alerts"] == 0
    (place.desk / "firstbell.toml").write_text(DESK + 'syslog = "gopher://x"\n')
    assert run(["desk", "check", "--desk", str(place.desk)]) == 2


def test_a_desk_that_knows_no_password_of_the_vault_is_refused(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    place = make_watched(tmp_path)
    given = ["--vault", str(place.vault.folder), "--desk", str(place.desk)]
    assert run(["watch", "--once", *given]) == 2
    assert "name the desk that added its hosts" in capfd.readouterr().err
    assert run(["serve", "--examine", "--no-tls", *given]) == 2
    assert run(["watch", "--once", "--vault", str(tmp_path)]) == 1


def test_a_carrier_goes_on_until_the_other_side_is_there(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path, vault_id="v", clock=FixedClock(FEB_18_NS))
    with receiving_posts(WebSink(status=503)) as sink:
        carrier = AlertCarrier(outbox, Webhook(sink.url), lambda *_, **__: None, pause_s=0.05)
        outbox.put(ALERT, ["webhook"])
        carrier.start()
        wait_until(lambda: len(sink.headers) >= 2)
        sink.status = 200
        wait_until(lambda: not outbox.count_waiting())
        carrier.stop()
        assert len(sink.posts) == 1
    assert threading.active_count() < 20


def test_an_outbox_knows_after_a_kill_what_still_has_to_go(tmp_path: Path) -> None:
    clock = FixedClock(FEB_18_NS)
    outbox = Outbox(tmp_path, vault_id="v", clock=clock)
    assert outbox.put(ALERT, ["mail", "webhook"])
    assert not outbox.put(ALERT, ["mail"])
    outbox.note_sent(ALERT.id, "webhook", place="w", note="")
    for _ in range(20):
        outbox.note_failed(ALERT.id, "mail", place="m", problem="451 later")
    outbox.close()
    again = Outbox(tmp_path, vault_id="v", clock=clock)
    assert again.list_waiting("mail") == [ALERT]
    assert again.list_waiting("webhook") == []
    assert again.list_alerts()[0].deliveries["mail"].tries == 16
    assert len((tmp_path / "alerts.jsonl").read_text().splitlines()) == 8


def test_settings_are_read_again_and_bad_ones_leave_the_old(tmp_path: Path) -> None:
    settings = ChannelSettings(tmp_path)
    assert settings.load().channels == ()
    path = tmp_path / "firstbell.toml"
    path.write_text(DESK + 'syslog = "udp://127.0.0.1:5514"\n')
    assert settings.refresh()
    assert [channel.name for channel in settings.ways.channels] == ["syslog"]
    path.write_text(DESK + 'syslog = "gopher://127.0.0.1"\n# longer\n')
    assert settings.refresh()
    assert "no receiver" in settings.trouble
    assert [channel.name for channel in settings.ways.channels] == ["syslog"]


def test_a_relay_without_recipients_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AlertAddressError, match="recipients"):
        make_channels(Alerts(smtp="localhost:25"), tmp_path)
    with pytest.raises(AlertAddressError, match="token"):
        make_channels(Alerts(webhook="http://localhost/x", webhook_token_file="token"), tmp_path)
