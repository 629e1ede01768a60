"""A strike on one of two hosts, over a real server: alerted within a minute of the snapshot, files named."""

from __future__ import annotations

import json
import os
import subprocess
import time
from pathlib import Path

import pytest

from tests.compat.struck_tree import ENDING, change_calmly, make_tree, strike
from tests.watch.served import FIRSTBELL, ServedVault, wait_until
from tests.watch.sinks import MailSink, WebSink, receiving_datagrams, receiving_mail, receiving_posts

_LIMIT_S = 60.0


def firstbell(place: ServedVault, *words: str) -> list[dict[str, object]]:
    """What a command of the desk says as JSON."""
    environment = os.environ | {"FIRSTBELL_DESK": str(place.desk), "FIRSTBELL_PASSWORD": "of the desk"}
    environment["FIRSTBELL_CACHE_DIR"] = str(place.folder / "cache")
    done = subprocess.run([*FIRSTBELL, *words, "--json"], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.long
def test_a_strike_on_one_of_two_hosts_is_alerted_with_the_files_named(tmp_path: Path) -> None:
    mail, web = MailSink(), WebSink()
    with receiving_mail(mail), receiving_posts(web), receiving_datagrams() as syslog:
        alerts = (
            f'smtp = "{mail.place}"\nsender = "bell@school.example"\nrecipients = ["it@school.example"]\n'
        )
        alerts += f'webhook = "{web.url}"\nsyslog = "udp://127.0.0.1:{syslog.address[1]}"\n'
        configuration = f'version = 1\n[district]\nname = "Lakeside"\n[alerts]\n{alerts}'
        place = ServedVault(tmp_path / "place", configuration=configuration)
        hosts = [place.add_host(name) for name in ("office", "kiosk")]
        trees = [tmp_path / name for name in ("office", "kiosk")]
        place.start()
        for tree, host in zip(trees, hosts, strict=True):
            make_tree(tree)
            host.back_up(tree)
            change_calmly(tree)
            clean = host.back_up(tree)
            assert place.wait_for_verdict(host.name, clean) == "clean"
        assert (mail.mails, web.posts, syslog.frames) == ([], [], [])
        strike(trees[0])
        struck = hosts[0].back_up(trees[0])
        began_s = time.monotonic()
        calm = hosts[1].back_up(trees[1])
        wait_until(
            lambda: bool(mail.mails and web.posts and len(syslog.frames) > 1),
            what=place.log_path,
            timeout_s=_LIMIT_S,
        )
        assert time.monotonic() - began_s < _LIMIT_S
        assert place.wait_for_verdict("office", struck) == "event"
        assert place.wait_for_verdict("kiosk", calm) == "clean"
        (post,) = web.posts
        assert (post["kind"], post["host"], post["snapshot_id"]) == ("event", "office", struck)
        struck_files = [path for path in post["files"] if path.endswith(ENDING)]
        assert len(struck_files) == 12
        assert struck_files[0].startswith(str(trees[0]))
        told = mail.mails[0].get_content() + b" ".join(syslog.frames).decode()
        assert all(told.count(path) >= 2 for path in post["files"])
        assert mail.mails[0]["to"] == "it@school.example"
        check_follow_up(place, post, struck)
        place.stop()


def check_follow_up(place: ServedVault, post: dict[str, object], struck: str) -> None:
    """The event is listed, the case is there, the host is frozen, everything was delivered."""
    (event, _) = firstbell(place, "event", "list", "-r", str(place.vault.locate("office")))
    assert (event["id"], event["snapshots"]) == (post["event"], [struck])
    entries = firstbell(place, "case", "log", "--case", str(post["case"]))
    assert any("event.found" in json.dumps(entry) for entry in entries)
    office, kiosk, _ = firstbell(place, "host", "list", "--vault", str(place.vault.folder))
    assert (office["verdict"], kiosk["verdict"], kiosk["frozen"]) == ("event", "clean", "")
    assert office["frozen"]
    (alert, summary) = firstbell(place, "vault", "alerts", "--vault", str(place.vault.folder))
    assert (alert["id"], alert["delivered"], summary["undelivered"]) == (post["id"], True, 0)
