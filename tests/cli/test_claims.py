"""Many hosts at once: expected by a list, each with a credential of its own, confirmed on the desk."""

from __future__ import annotations

import base64
import os
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from firstbell.repository import Repository
from firstbell.store import LocalStore
from firstbell.vault import Vault
from tests.actions.vault.test_agents import list_strings
from tests.cli.conftest import Call
from tests.processes.ports import find_free_port
from tests.server.serving import Client, RunningServer

LIST = """name,system,paths,at,every,quota,network
lib-pc-07,linux,/home;/srv/My Files,21:30,12,500G,127.0.0.0/8
Lab-PC-01,windows,D:\\Home$Profiles,,,,
lab-pc-02,windows,D:\\Home$Profiles,,,,
mac-01,macos,,,,,10.0.0.0/8
"""


@pytest.fixture
def port(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: Call) -> int:
    """Where a vault will be served, with a desk that has a firstbell.toml."""
    monkeypatch.setenv("FIRSTBELL_DESK", str(tmp_path / "desk"))
    monkeypatch.setenv("FIRSTBELL_VAULT", str(tmp_path / "vault"))
    port = find_free_port()
    url = f"http://127.0.0.1:{port}/"
    assert call("vault", "init", tmp_path / "vault", "--url", url).status == 0
    (tmp_path / "desk").mkdir(exist_ok=True)
    (tmp_path / "desk" / "firstbell.toml").write_text('version = 1\n[district]\nname = "Lakeside"\n')
    (tmp_path / "hosts.csv").write_text(LIST)
    return port


@pytest.fixture
def vault(tmp_path: Path, port: int) -> Iterator[RunningServer]:
    """The vault, served."""
    server = RunningServer(tmp_path / "vault", port=port, admin=False)
    yield server
    server.stop()


def expect(call: Call, tmp_path: Path, *more: str) -> Path:
    told = call(
        "host", "add", "--from", tmp_path / "hosts.csv", "--bundle", tmp_path / "bundle", *more, "--json"
    )
    assert told.status == 0, told.err
    assert told.summary["hosts"] == ["lib-pc-07", "Lab-PC-01", "lab-pc-02", "mac-01"]
    return tmp_path / "bundle"


def run_claim(bundle: Path, state: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", str(bundle / "claim.sh"), *words],
        env={"PATH": os.environ["PATH"], "FIRSTBELL_STATE": str(state)},
        capture_output=True,
        text=True,
        timeout=120,
    )


def read_variables(setup: str) -> dict[str, str]:
    return dict(re.findall(r"^(RESTIC_\w+)=(.*)$", setup, re.MULTILINE))


def test_a_host_claims_is_confirmed_and_backs_up(tmp_path: Path, vault: RunningServer, call: Call) -> None:
    bundle, state = expect(call, tmp_path), tmp_path / "etc"

    waiting = run_claim(bundle, state, "--name", "LIB-PC-07.school.example")
    again = run_claim(bundle, state, "--name", "LIB-PC-07")
    (told,) = [one for one in call("host", "claims", "--json").messages if one.get("claims")]
    (claim,) = told["claims"]
    assert (waiting.returncode, told["state"]) == (0, "waiting"), waiting.stderr
    assert claim["code"] in waiting.stdout
    assert claim["code"] in again.stdout
    assert claim["code"] in call("host", "claims").out

    confirmed = call("host", "confirm", "lib-pc-07", "--code", claim["code"].lower(), "--json")
    assert confirmed.summary["confirmed"] == ["lib-pc-07"], confirmed.err
    ready = run_claim(bundle, state, "--name", "LIB-PC-07", "--prepare")

    assert ready.returncode == 0, ready.stderr
    setup = (state / "setup.sh").read_text()
    subprocess.run(["bash", "-n"], input=setup.encode(), check=True)
    assert "@" not in re.sub(r"@ ?\w+ ?apt|\S+@\S+\.\S+", "", read_variables(setup)["RESTIC_REPOSITORY"])
    assert '"/srv/My Files"' in setup
    assert "OnCalendar=*-*-* 21:30:00" in setup
    variables = read_variables(setup)
    client = Client(vault.port, variables["RESTIC_REST_USERNAME"], variables["RESTIC_REST_PASSWORD"])
    assert client.ask("GET", "/lib-pc-07/config").status == 200
    place = LocalStore(tmp_path / "vault" / "repositories" / "lib-pc-07")
    assert Repository.open(place, variables["RESTIC_PASSWORD"]).list_snapshots() == []
    assert {path.stat().st_mode & 0o077 for path in state.iterdir()} == {0}
    desk = tomllib.loads((tmp_path / "desk" / "firstbell.toml").read_text())
    assert desk["host"][0]["name"] == "lib-pc-07"
    assert desk["host"][0]["every_h"] == 12
    known = Vault(tmp_path / "vault").registry.find_host("lib-pc-07")
    assert known.quota_bytes == 500 << 30
    # nothing in the vault opens a repository
    secrets = (variables["RESTIC_PASSWORD"], variables["RESTIC_REST_PASSWORD"])
    texts = [path.read_bytes() for path in (tmp_path / "vault").glob("*.json*")]
    assert not [text for text in texts for secret in secrets if secret.encode() in text]


def test_the_bundle_holds_no_secret_and_its_scripts_parse(tmp_path: Path, port: int, call: Call) -> None:
    bundle = expect(call, tmp_path)
    texts = {path.name: path.read_text(encoding="utf-8-sig") for path in bundle.iterdir()}
    setups = [name for name in texts if name.startswith("setup-")]
    # the two Windows hosts are set up alike
    assert sorted(setups) == ["setup-1-linux.sh", "setup-2-windows.ps1", "setup-3-macos.sh"]
    rows = dict(line.split("\t") for line in texts["hosts.txt"].splitlines())
    assert rows["Lab-PC-01"] == rows["lab-pc-02"] == "setup-2-windows.ps1"
    assert "D:\\Home$Profiles" in texts["setup-2-windows.ps1"]
    for name in ("claim.ps1", "setup-2-windows.ps1"):
        list_strings(texts[name])
    for name in ("claim.sh", "setup-1-linux.sh", "setup-3-macos.sh"):
        subprocess.run(["sh", "-n"], input=texts[name].encode(), check=True)
    assert "@BASE@" not in texts["claim.sh"] + texts["claim.ps1"]
    assert f"http://127.0.0.1:{port}/" in texts["claim.ps1"]
    assert {"group policy", "Intune", "sh claim.sh"} <= {
        word for word in ("group policy", "Intune", "sh claim.sh") if word in texts["README.txt"]
    }
    assert "@" not in texts["README.txt"]
    # a credential has 43 characters of base64url; nothing like it is in the bundle
    assert not [name for name, text in texts.items() if re.search(r"\b[A-Za-z0-9_-]{43}\b", text)]


def test_two_machines_of_one_name_are_told_apart_by_their_codes(
    tmp_path: Path, vault: RunningServer, call: Call
) -> None:
    bundle = expect(call, tmp_path)
    for state in ("one", "two"):
        assert run_claim(bundle, tmp_path / state, "--name", "lib-pc-07").returncode == 0
    (told,) = [one for one in call("host", "claims", "--json").messages if one.get("claims")]
    codes = [claim["code"] for claim in told["claims"]]
    assert told["state"] == "contested"

    everyone = call("host", "confirm", "--all", "--json")
    assert (everyone.status, everyone.summary["contested"]) == (3, ["lib-pc-07"])
    alone = call("host", "confirm", "lib-pc-07")
    assert alone.status != 0
    assert all(code in alone.err for code in codes)
    assert call("host", "dismiss", "lib-pc-07", "--code", codes[0], "--why", "a stranger").status == 0
    assert call("host", "confirm", "--all", "--json").summary["confirmed"] == ["lib-pc-07"]

    assert run_claim(bundle, tmp_path / "one", "--name", "lib-pc-07").returncode == 1
    assert run_claim(bundle, tmp_path / "two", "--name", "lib-pc-07", "--prepare").returncode == 0


def test_who_is_not_expected_gets_nothing(tmp_path: Path, vault: RunningServer, call: Call) -> None:
    bundle = expect(call, tmp_path)
    stranger = run_claim(bundle, tmp_path / "etc", "--name", "other")
    elsewhere = run_claim(bundle, tmp_path / "etc", "--name", "mac-01")
    assert (stranger.returncode, elsewhere.returncode) == (1, 1)
    assert "is not in hosts.txt" in stranger.stderr
    assert "no claim of this host is open" in elsewhere.stderr
    assert call("host", "confirm", "mac-01").status == 1
    assert call("host", "dismiss", "mac-01", "--why", "sold").status == 0
    hosts = [one["host"] for one in call("host", "claims", "--json").messages[:-1]]
    assert hosts == ["Lab-PC-01", "lab-pc-02", "lib-pc-07"]


def test_a_confirming_that_was_killed_is_done_again(tmp_path: Path, vault: RunningServer, call: Call) -> None:
    bundle = expect(call, tmp_path)
    run_claim(bundle, tmp_path / "etc", "--name", "lib-pc-07")
    assert call("host", "confirm", "lib-pc-07").status == 0
    # as it is where the kill came before the last entry
    journal = tmp_path / "vault" / "claims.jsonl"
    lines = journal.read_bytes().splitlines(keepends=True)
    assert b'"confirmed"' in lines[-1]
    vault.stop()
    journal.write_bytes(b"".join(lines[:-1]))
    vault.start()

    assert call("host", "confirm", "lib-pc-07").status == 0
    assert run_claim(bundle, tmp_path / "etc", "--name", "lib-pc-07", "--prepare").returncode == 0
    password = read_variables((tmp_path / "etc" / "setup.sh").read_text())["RESTIC_PASSWORD"]
    place = LocalStore(tmp_path / "vault" / "repositories" / "lib-pc-07")
    assert Repository.open(place, password).list_snapshots() == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "no column 'name'"),
        ("host\npc1\n", "'host' is no column"),
        ("name,colour\npc1,red\n", "'colour' is no column"),
        ("name\n", "names no host"),
        ("name\npc 1\n", "line 2: 'pc 1' cannot be the name of a host"),
        ("name\npc1\nPC1\n", "line 3: PC1 is named twice"),
        ("name,system\npc1,amiga\n", "line 2: system 'amiga'"),
        ("name,at\npc1,25:00\n", "line 2: at '25:00' is not a time of day"),
        ("name,every\npc1,daily\n", "line 2: every 'daily' is not a number of hours"),
        ("name,quota\npc1,much\n", "line 2: quota 'much' is not a size"),
        ("name,network\npc1,10.0.0.0/99\n", "line 2: '10.0.0.0/99'"),
        ("name\npc1,linux\n", "line 2: it has more fields"),
    ],
)
def test_a_wrong_list_is_told_by_its_line_and_changes_nothing(
    tmp_path: Path, port: int, call: Call, text: str, told: str
) -> None:
    (tmp_path / "hosts.csv").write_text(text)
    answer = call("host", "add", "--from", tmp_path / "hosts.csv", "--bundle", tmp_path / "bundle", "--json")
    assert (answer.status, told in answer.failure["message"]) == (2, True), answer.err
    assert not (tmp_path / "bundle").exists()
    assert not (tmp_path / "vault" / "claims.jsonl").exists()


def test_a_list_from_a_spreadsheet_with_semicolons_is_read(tmp_path: Path, port: int, call: Call) -> None:
    (tmp_path / "hosts.csv").write_bytes("\ufeffName;System;Paths\r\npc1;linux;/srv|/home\r\n;;\r\n".encode())
    told = call("host", "add", "--from", tmp_path / "hosts.csv", "--bundle", tmp_path / "b", "--json")
    assert told.summary["hosts"] == ["pc1"], told.err
    assert "/srv /home" in (tmp_path / "b" / "setup-1-linux.sh").read_text()


def test_a_rotated_credential_is_put_where_the_old_one_stood(tmp_path: Path, port: int, call: Call) -> None:
    (added,) = call("host", "add", "files", "--for", "linux", "--json").messages
    told = call("host", "rotate", "files", "--for", "linux")
    (fresh,) = re.findall(r"^credential: (\S+)$", told.out, re.MULTILINE)
    etc = tmp_path / "etc"
    etc.mkdir()
    (etc / "backup.env").write_text(f"RESTIC_PASSWORD=x\nRESTIC_REST_PASSWORD={added['credential']}\nA=b\n")
    script = told.out[told.out.index("# Linux") : told.out.index("user: ")].replace(
        "/etc/firstbell", str(etc)
    )
    fake = tmp_path / "systemctl"
    fake.write_text("#!/bin/sh\n")
    fake.chmod(0o755)
    path = f"{tmp_path}:{os.environ['PATH']}"
    subprocess.run(["sh", "-e"], input=script.encode(), check=True, env={"PATH": path})
    assert (etc / "backup.env").read_text() == f"RESTIC_PASSWORD=x\nRESTIC_REST_PASSWORD={fresh}\nA=b\n"
    assert [path.name for path in etc.iterdir()] == ["backup.env"]
    list_strings(call("host", "rotate", "files", "--for", "windows").out.partition("user: ")[0])
    assert base64.urlsafe_b64decode(fresh + "=")
