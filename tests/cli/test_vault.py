"""The commands of the vault: what they do, tell scripts, and refuse."""

from __future__ import annotations

import errno
import os
import plistlib
import subprocess
from pathlib import Path

import pytest

from firstbell.cli.commands.readiness import find_locks
from firstbell.cli.terminal.exits import ExitStatus
from firstbell.desk import load_configuration
from firstbell.runs.paper.readiness_page import describe_lock
from firstbell.vault import Vault, VaultStore
from firstbell.vault.entries import EVERY_HOST, Examined, HostAdded, SetAside
from tests.cli.conftest import Call
from tests.vault.places import put

URL = "http://127.0.0.1:8000/"
NAME = "ab" * 32


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: Call) -> Path:
    """A new vault, which the environment names, with a desk."""
    monkeypatch.setenv("FIRSTBELL_DESK", str(tmp_path / "desk"))
    monkeypatch.setenv("FIRSTBELL_VAULT", str(tmp_path / "vault"))
    assert call("vault", "init", tmp_path / "vault", "--url", URL).status == 0
    return tmp_path / "vault"


def test_a_vault_is_made_with_a_certificate_and_its_fingerprint(tmp_path: Path, call: Call) -> None:
    folder = tmp_path / "new" / "vault"
    told = call(
        "vault", "init", folder, "--url", "https://vault.school.example:8000", "--json", "--lock-days", "30"
    )
    (about,) = told.messages
    assert about["message_type"] == "initialized"
    assert about["url"] == "https://vault.school.example:8000/"
    assert about["lock_days"] == 30
    shown = subprocess.run(
        ["openssl", "x509", "-in", about["certificate"], "-noout", "-fingerprint", "-sha256", "-text"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert about["fingerprint"] in shown
    assert "DNS:vault.school.example" in shown
    assert (folder / "tls/key.pem").stat().st_mode & 0o077 == 0
    second = tmp_path / "second"
    assert (
        f"add NAME --vault {second}`, then `firstbell serve --vault {second}`"
        in call("vault", "init", second).err
    )


def test_what_cannot_become_a_vault_is_left_as_it_is(tmp_path: Path, vault: Path, call: Call) -> None:
    used = tmp_path / "used"
    used.mkdir()
    (used / "letter").write_text("x")
    for words, status in (
        ([vault], ExitStatus.FAILED),
        ([used], ExitStatus.FAILED),
        ([used / "letter"], ExitStatus.FAILED),
        ([tmp_path / "n", "--url", "vault.school.example"], ExitStatus.USAGE),
        ([tmp_path / "n", "--url", "https://u:p@vault/"], ExitStatus.USAGE),
        ([tmp_path / "n", "--lock-days", "-1"], ExitStatus.USAGE),
    ):
        told = call("vault", "init", *words, "--json")
        assert told.status == status, words
        assert told.failure["message"]
    assert [path.name for path in used.iterdir()] == ["letter"]
    assert not (tmp_path / "n").exists()


def test_a_folder_that_is_no_vault_is_told_by_every_command(tmp_path: Path, call: Call) -> None:
    for words in (
        ["host", "list"],
        ["host", "add", "office"],
        ["vault", "head"],
        ["vault", "prove"],
        ["vault", "lock"],
        ["vault", "quarantine"],
        ["serve", "--no-tls"],
        ["kit", "--output", tmp_path / "kit.pdf"],
    ):
        told = call(*words, "--vault", tmp_path, "--json")
        assert told.status == ExitStatus.FAILED, words
        assert "is not a vault" in told.failure["message"]
    assert list(tmp_path.iterdir()) == []
    assert call("host", "list").status == ExitStatus.USAGE


def test_a_host_is_added_once_and_by_a_name_it_can_have(vault: Path, call: Call) -> None:
    told = call(
        "host", "add", "office", "--vault", vault, "--json", "--quota", "2G", "--every", "12"
    ).messages[-1]
    assert told["message_type"] == "host"
    assert told["url"] == f"rest:{URL}office/"
    host = Vault(vault).registry.hosts["office"]
    assert (host.quota_bytes, host.every_h) == (2 << 30, 12)
    assert host.uploads_per_minute == 1800
    assert (vault / "repositories/office/config").is_file()
    for name in ("office", "OFFICE", "..", "a/b", "", "-x", "healthz", "vault", "x" * 65, "ü"):
        refused = call("host", "add", "--json", "--", name)
        assert refused.status in {ExitStatus.FAILED, ExitStatus.USAGE}, name
        assert refused.failure["message"]
    assert sorted(Vault(vault).registry.hosts) == ["office"]


def test_a_new_host_has_limits_and_an_older_one_gets_them_by_command(vault: Path, call: Call) -> None:
    Vault(vault).add_host(HostAdded(host="older"))
    assert call("host", "add", "office").status == 0
    assert call("host", "add", "free", "--quota", "0", "--uploads-per-minute", "0").status == 0
    hosts = Vault(vault).registry.hosts
    assert (hosts["office"].quota_bytes, hosts["office"].uploads_per_minute) == (10**12, 1800)
    assert [name for name, host in hosts.items() if host.is_unlimited] == ["older", "free"]
    told = call("host", "change", "older", "--quota", "500G", "--uploads-per-minute", "100", "--json")
    assert told.messages[-1]["quota_bytes"] == 500 << 30
    changed = Vault(vault).registry.find_host("older")
    assert (changed.uploads_per_minute, changed.every_h, changed.is_unlimited) == (100, 24.0, False)
    call("host", "change", "older", "--every", "12")
    assert Vault(vault).registry.find_host("older").quota_bytes == 500 << 30
    assert call("host", "change", "older").status == ExitStatus.USAGE
    assert call("host", "change", "nobody", "--every", "12").status == ExitStatus.FAILED


def test_readiness_tells_of_hosts_without_limits(vault: Path, call: Call) -> None:
    Vault(vault).add_host(HostAdded(host="older"))
    call("host", "add", "office")
    (lock,) = find_locks([])
    assert lock.unlimited == ("older",)
    assert "host change" in "".join(describe_lock(lock))


def test_a_proxy_is_named_by_its_address(vault: Path, call: Call) -> None:
    refused = call("serve", "--proxy", "somewhere")
    assert refused.status == ExitStatus.USAGE
    assert "is no IP address" in refused.err


def test_a_host_is_named_in_the_desks_file_and_leaves_it_again(
    vault: Path, call: Call, tmp_path: Path
) -> None:
    desk = tmp_path / "named"
    desk.mkdir()
    (desk / "firstbell.toml").write_text('# ours\nversion = 1\n\n[district]\nname = "Hill Schools"\n')
    words = ("--vault", vault, "--desk", desk, "--json")
    assert call("host", "add", "fs01", "--path", "/srv", *words).messages[-1]["in_configuration"]
    known = load_configuration(desk)
    (host,), (repository,) = known.host, known.repository
    assert (host.name, host.paths, repository.url) == ("fs01", ("/srv",), str(vault / "repositories/fs01"))
    checked = call("desk", "check", "--desk", desk)
    assert checked.status == 0, checked.err
    # the password that stands there opens it
    listed = call(
        "-r", repository.url, "--password-file", desk / repository.password_file, "snapshots", "--json"
    )
    assert listed.status == 0, listed.err
    ended = call("host", "remove", "fs01", *words).messages[-1]
    assert (len(ended["revoked"]), ended["systems"]) == (1, [])
    assert load_configuration(desk).host == ()
    (told,) = call("host", "list", "--vault", vault, "--json").messages[:-1]
    assert told["schedule"] == "ended"
    assert (vault / "repositories/fs01/config").is_file()
    assert call("host", "remove", "nobody", *words).status == ExitStatus.FAILED


def test_a_broken_file_of_the_desk_is_told_before_a_host_is_made(
    vault: Path, call: Call, tmp_path: Path
) -> None:
    desk = tmp_path / "broken"
    desk.mkdir()
    (desk / "firstbell.toml").write_text("version = 1\n[district\n")
    told = call("host", "add", "fs01", "--vault", vault, "--desk", desk)
    assert told.status == ExitStatus.FAILED
    assert "firstbell.toml, line 2" in told.err
    assert not (vault / "repositories/fs01").exists()
    (desk / "firstbell.toml").write_text('version = 1\n[district]\nname = "Hill Schools"\n')
    assert call("host", "add", "fs01", "--vault", vault, "--desk", desk).status == 0


def test_the_password_of_a_new_host_is_told_though_the_desks_file_cannot_be_written(
    vault: Path, call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(path: Path, data: bytes) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))

    desk = tmp_path / "full"
    desk.mkdir()
    (desk / "firstbell.toml").write_text('version = 1\n[district]\nname = "Hill Schools"\n')
    words = ("--vault", vault, "--desk", desk, "--json")
    with monkeypatch.context() as patch:
        patch.setattr("firstbell.desk.amendment.replace_file", fail)
        told = call("host", "add", "fs01", *words)
    assert told.status == ExitStatus.INCOMPLETE
    assert told.messages[-1]["in_configuration"] is False
    assert "firstbell.toml does not name fs01 yet" in told.err
    assert "No space left on device" in told.err
    (tmp_path / "password").write_text(told.messages[-1]["password"])
    listed = call(
        "-r", vault / "repositories/fs01", "--password-file", tmp_path / "password", "snapshots", "--json"
    )
    assert listed.status == 0, listed.err
    assert call("host", "take", "fs01", *words).status == 0
    (host,) = load_configuration(desk).host
    assert host.name == "fs01"


def test_what_to_run_is_told_for_three_systems(vault: Path, call: Call, tmp_path: Path) -> None:
    told = call(
        "host", "add", "office", "--url", "https://vault.example:8000/", "--path", "/srv", "--at", "21:30"
    )
    assert told.status == 0
    out = told.out
    for word in (
        "OnCalendar=*-*-* 21:30:00",
        "launchctl bootstrap",
        "Register-ScheduledTask",
        "--use-fs-snapshot",
    ):
        assert word in out
    assert out.count("-----BEGIN CERTIFICATE-----") == 3
    assert "rest:https://vault.example:8000/office/" in out
    plist = out[out.index("<?xml") : out.index("</plist>") + len("</plist>")]
    parsed = plistlib.loads(plist.encode())
    assert parsed["StartCalendarInterval"] == {"Hour": 21, "Minute": 30}
    script = out[out.index("# Linux") : out.index("# macOS")]
    (tmp_path / "linux.sh").write_text(script)
    subprocess.run(["sh", "-n", str(tmp_path / "linux.sh")], check=True)
    only = call("host", "add", "kiosk", "--for", "windows")
    assert "Register-ScheduledTask" in only.out
    assert "launchctl" not in only.out
    assert call("host", "add", "late", "--at", "25:00").status == ExitStatus.USAGE


def test_credentials_are_granted_revoked_and_rotated(vault: Path, call: Call) -> None:
    call("host", "add", "office")
    granted = call("host", "grant", "office", "--permission", "read", "--note", "auditor", "--json").summary
    assert call("host", "revoke", "office", "--id", granted["id"][:6], "--json").summary["revoked"] == [
        granted["id"]
    ]
    assert call("host", "rotate", "office", "--grace", "1h").status == 0
    listed = [
        m
        for m in call("host", "list", "--credentials", "--json").messages
        if m["message_type"] == "credential"
    ]
    assert [each["state"] for each in listed] == ["valid", "revoked", "valid"]
    assert [bool(each["expires"]) for each in listed] == [True, False, False]
    assert call("host", "revoke", "office", "--id", "ffff").status == ExitStatus.FAILED
    assert call("host", "rotate", "nobody").status == ExitStatus.FAILED


def test_hosts_are_listed_with_verdict_and_schedule(vault: Path, call: Call) -> None:
    call("host", "add", "office")
    opened = Vault(vault)
    opened.judge(Examined(host="office", name=NAME, verdict="suspect", why="noise"))
    (host, summary) = call("host", "list", "--json").messages
    assert (host["host"], host["verdict"], host["schedule"], host["snapshots"]) == (
        "office",
        "suspect",
        "new",
        0,
    )
    assert summary["hosts"] == 1
    assert "suspect" in call("host", "list").out


def test_a_host_that_backs_up_less_than_it_did_is_told_in_the_list(vault: Path, call: Call) -> None:
    call("host", "add", "office")
    Vault(vault).judge(Examined(host="office", name=NAME, verdict="suspect", uncovered=("/srv/staff/",)))
    (host, _) = call("host", "list", "--json").messages
    assert host["uncovered"] == ["/srv/staff/"]
    assert "office no longer backs up /srv/staff/" in call("host", "list").out
    Vault(vault).judge(Examined(host="office", name=NAME, verdict="clean"))
    assert call("host", "list", "--json").messages[0]["uncovered"] == []


def test_quarantine_freeze_and_their_ends(vault: Path, call: Call) -> None:
    call("host", "add", "office")
    opened = Vault(vault)
    opened.judge(SetAside(host="office", type="index", name=NAME, why="no index", by="examiner"))
    assert NAME[:16] in call("vault", "quarantine").out
    assert call("vault", "release", "ab", "--why", " ").status == ExitStatus.USAGE
    assert call("vault", "release", "cd", "--why", "looked at").status == ExitStatus.FAILED
    assert call("vault", "release", "ab", "--why", "looked at").status == 0
    assert call("vault", "quarantine", "--json").summary["set_aside"] == 0
    assert call("vault", "freeze", "nobody", "--why", "x").status == ExitStatus.FAILED
    assert call("vault", "freeze", "--why", "an event").status == 0
    opened.refresh()
    assert opened.judgements.frozen[EVERY_HOST].why == "an event"
    assert call("vault", "thaw", "office", "--why", "x").status == ExitStatus.USAGE
    assert call("vault", "freeze", "office", "--why", "an event").status == 0
    ended = "the freeze of every host has ended; "
    still = "still frozen by name, until you thaw each: office\n"
    assert call("vault", "thaw", "--why", "over").out == ended + still
    assert call("vault", "thaw", "office", "--why", "over").out == "office is no longer frozen\n"
    assert call("vault", "freeze", "--why", "again").status == 0
    assert call("vault", "thaw", "--why", "over").out == f"{ended}no host is frozen now\n"


def test_a_kept_head_proves_and_a_removed_object_is_named(vault: Path, call: Call, tmp_path: Path) -> None:
    call("host", "add", "office")
    head = tmp_path / "head.json"
    assert call("vault", "head", "--output", head).status == 0
    assert call("vault", "head", "--output", head).status == ExitStatus.FAILED
    name = put(Vault(vault), b"a pack")
    proven = call("vault", "prove", "--head", head, "--json")
    assert (proven.status, proven.summary["holds"]) == (0, True)
    (vault / "repositories/office/data" / name[:2] / name).unlink()
    told = call("vault", "prove", "--head", head, "--json")
    assert told.status == ExitStatus.FAILED
    assert [m["name"] for m in told.messages if m["message_type"] == "problem"] == [name]
    head.write_text(head.read_text().replace('"entries":', '"entries": 1'))
    assert call("vault", "prove", "--head", head).status == ExitStatus.FAILED
    head.write_text("x")
    assert "does not contain" in call("vault", "prove", "--head", head).err


def test_a_proof_without_an_outside_head_says_so_first(vault: Path, call: Call, tmp_path: Path) -> None:
    told = call("vault", "prove")
    assert told.out.splitlines()[0].startswith("No outside head was given")
    assert not call("vault", "prove", "--json").summary["outside_head"]
    call("vault", "head", "--output", tmp_path / "head.txt")
    assert "No outside head" not in call("vault", "prove", "--head", tmp_path / "head.txt").out


def test_the_lock_grows_at_once_and_shrinks_by_two_people_and_a_week(vault: Path, call: Call) -> None:
    assert call("vault", "lock", "--lock-days", "30", "--json").summary["lock_days"] == 30
    assert call("vault", "lock", "--lock-days", "3").status == ExitStatus.FAILED  # without a reason
    asked = call("vault", "lock", "--lock-days", "3", "--why", "the disk is full", "--json").summary
    assert asked["lock_days"] == 30
    wish = asked["lowering"]
    assert "the disk is full" in call("vault", "lock").out
    assert call("vault", "lock", "--approve", wish).status == ExitStatus.FAILED
    ben = call("vault", "holder", "add", "Ben", "--json").summary
    assert call("vault", "lock", "--approve", wish, "--key", ben["key_file"]).status == 0
    early = call("vault", "lock", "--apply", wish[:8])
    assert early.status == ExitStatus.FAILED
    assert "7 days" in early.err
    assert Vault(vault).lock_days == 30
    assert call("vault", "lock", "--withdraw", wish, "--why", "a new disk").status == 0
    assert call("vault", "lock", "--apply", wish).status == ExitStatus.FAILED
    assert call("vault", "lock", "--apply", wish, "--approve", wish).status == ExitStatus.USAGE
    assert call("vault", "holder", "list", "--json").summary["holders"] == 2
    assert call("desk", "verify").status == 0


def test_a_repository_in_a_vault_keeps_its_rules_past_the_server(
    vault: Path, call: Call, tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    call("host", "add", "office")
    call("vault", "lock", "--lock-days", "30")
    (password,) = (tmp_path / "desk/vaults").glob("*.password")
    monkeypatch.setenv("FIRSTBELL_REPOSITORY", str(vault / "repositories/office"))
    monkeypatch.setenv("FIRSTBELL_PASSWORD_FILE", str(password))
    monkeypatch.setenv("FIRSTBELL_CACHE_DIR", str(tmp_path / "cache"))
    first = call("backup", tree, "--json").summary["snapshot_id"]
    (tree / "more").write_text("x")
    call("backup", tree)
    forgotten = call("forget", "--keep-last", "1", "--no-guards", "--yes", "--json")
    assert forgotten.status == 0
    assert forgotten.summary["kept_by_guard"] == [first]
    assert call("vault", "prove").status == 0
    opened = Vault(vault)
    opened.judge(SetAside(host="office", type="snapshots", name=first, why="tried", by="desk"))
    assert first[:8] not in call("snapshots").out
    assert VaultStore(opened, "office").arrivals().find(first) is not None


def test_an_address_without_tls_is_refused_but_for_this_machine(tmp_path: Path, call: Call) -> None:
    told = call("vault", "init", tmp_path / "v", "--url", "http://vault.school.example:8000")
    assert told.status == ExitStatus.USAGE
    assert "https://vault.school.example:8000/" in told.err
    assert not (tmp_path / "v").exists()
    made = call("vault", "init", tmp_path / "v", "--url", "http://127.0.0.1:8000")
    assert made.status == 0
    assert f"`firstbell serve --vault {tmp_path / 'v'} --no-tls`" in made.err
    assert "certificate" not in made.out
    served = call("serve", "--vault", tmp_path / "v")
    assert served.status == ExitStatus.USAGE
    assert "--no-tls" in served.err
