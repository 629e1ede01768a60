"""/healthz and /metrics say that nobody judges what came; what is refused is written down."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from firstbell.base.clock import FixedClock, SystemClock
from firstbell.vault import Vault
from firstbell.vault.entries import Examined, Proven, Refused
from firstbell.vault.looks import note_look
from tests.server.serving import Client, RunningServer, make_served_vault, name_of
from tests.vault.readings import list_readings
from tests.watch.places import FEB_18_NS, make_watched


def read_figures(client: Client) -> dict[str, float]:
    lines = client.ask("GET", "/metrics").body.decode().splitlines()
    return {line.split()[0]: float(line.split()[1]) for line in lines if line and line[0] != "#"}


def test_a_server_whose_examiner_is_away_says_so(tmp_path: Path) -> None:
    place = make_watched(tmp_path, clock=FixedClock(FEB_18_NS))
    name = place.host_store().put("snapshots", b"struck, and nobody knows")
    server = RunningServer(place.vault.folder)
    stranger = Client(server.port)
    health = stranger.ask("GET", "/healthz")
    assert (health.status, health.json["status"], health.json["unjudged"]) == (200, "examiner_silent", 1)
    assert health.json["unjudged_since"] == place.vault.arrivals.last_time
    assert health.json["last_look"] == ""
    figures = read_figures(stranger)
    assert figures["firstbell_examiner_last_look_age_seconds"] == float("inf")
    assert (figures["firstbell_unjudged_objects"], figures["firstbell_unjudged_snapshots"]) == (1, 1)
    assert figures["firstbell_unjudged_age_seconds"] > 86400
    # it looks, and what came still waits
    vault = Vault(place.vault.folder, clock=SystemClock())
    note_look(vault)
    health = stranger.ask("GET", "/healthz")
    assert (health.json["status"], health.json["unjudged"]) == ("ok", 1)
    assert read_figures(stranger)["firstbell_examiner_last_look_age_seconds"] < 60
    vault.judge(
        Proven(host="office", type="snapshots", name=name),
        Examined(host="office", name=name, verdict="event"),
    )
    server.stop()
    server.start()
    assert stranger.ask("GET", "/healthz").json["unjudged"] == 0
    assert read_figures(stranger)["firstbell_unjudged_age_seconds"] == 0
    server.stop()


def count_refused(vault: Vault) -> Counter[tuple[str, str, str]]:
    counts: Counter[tuple[str, str, str]] = Counter()
    for entry in list_readings(vault):
        if isinstance(entry, Refused):
            counts[entry.host, entry.action, entry.type] += entry.requests
    return counts


def test_what_is_refused_is_written_down(tmp_path: Path) -> None:
    vault = make_served_vault(tmp_path / "vault")
    server = RunningServer(vault.folder)
    client = server.client(vault, "office")
    put = name_of(b"mine")
    assert client.ask("POST", f"/office/snapshots/{put}", b"mine").status == 200
    for path in (f"snapshots/{put}", f"snapshots/{put}", "config", f"keys/{name_of(b'office')}", ""):
        assert client.ask("DELETE", f"/office/{path}").status == 403
    assert client.ask("POST", f"/office/keys/{name_of(b'key')}", b"key").status == 403
    assert client.ask("DELETE", f"/kiosk/data/{put}").status == 403
    # a backup does such, or it names nothing that could be told
    assert client.ask("DELETE", f"/office/locks/{put}").status == 404
    assert client.ask("DELETE", f"/kiosk/{'x' * 50}/{put}").status == 403
    assert client.ask("DELETE", f"/nobody/data/{put}").status == 403
    assert client.ask("POST", f"/office/snapshots/{put}", b"mine").status == 403
    server.stop()
    assert count_refused(vault) == {
        ("office", "remove", "snapshots"): 2,
        ("office", "remove", "config"): 1,
        ("office", "remove", "keys"): 1,
        ("office", "remove", "repository"): 1,
        ("office", "add", "keys"): 1,
        ("kiosk", "remove", "data"): 1,
    }
