"""A vault's folder: made once, opened, its hosts, credentials, holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from firstbell.base.clock import parse_time
from firstbell.store import Kind
from firstbell.vault import Vault, VaultError, make_vault
from firstbell.vault.about import find_vault
from firstbell.vault.entries import Frozen, HostAdded, HostChanged, Missed, Read, Thawed
from firstbell.vault.errors import (
    HostExistsError,
    InvalidHostNameError,
    LockDaysError,
    NewerVaultError,
    NoVaultError,
    UnknownCredentialError,
    UnknownHostError,
    VaultExistsError,
)
from tests.vault.places import added, clock_of, make_place, name_of, put
from tests.vault.readings import list_readings


def test_a_vault_is_made_once_and_in_a_folder_of_its_own(tmp_path: Path) -> None:
    make_vault(tmp_path / "vault")
    with pytest.raises(VaultExistsError, match="is a vault already"):
        make_vault(tmp_path / "vault")
    with pytest.raises(VaultExistsError, match="holds 'vault'"):
        make_vault(tmp_path)
    (tmp_path / "file").write_text("")
    with pytest.raises(VaultError, match="file"):
        make_vault(tmp_path / "file")


def test_folders_are_closed_to_others(tmp_path: Path) -> None:
    make_place(tmp_path / "vault")
    for path in (tmp_path / "vault").rglob("*"):
        assert path.stat().st_mode & 0o077 == 0, path
    assert (tmp_path / "vault").stat().st_mode & 0o077 == 0


def test_what_is_no_vault_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(NoVaultError, match="is not a vault") as refused:
        Vault(tmp_path)
    # whose disk is not mounted must not be sent to make a second, empty one
    assert refused.value.hint is not None
    assert refused.value.hint.startswith("check the path, and that its disk is mounted")
    for text, error in (
        ("{", NoVaultError),
        ('{"version":1}', NoVaultError),
        ('{"version":2}', NewerVaultError),
    ):
        (tmp_path / "vault.json").write_text(text)
        with pytest.raises(error):
            Vault(tmp_path)
    (tmp_path / "vault.json").unlink()
    (tmp_path / "vault.json").mkdir()
    with pytest.raises(VaultError):
        Vault(tmp_path)


def test_a_vault_without_one_of_its_journals_is_told_so(tmp_path: Path) -> None:
    make_place(tmp_path)
    (tmp_path / "settings.jsonl").unlink()
    with pytest.raises(NoVaultError, match="settings"):
        Vault(tmp_path)


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".",
        "..",
        ".hidden",
        "-",
        "-host",
        "a/b",
        "a b",
        "a\n",
        "ä",
        "x" * 65,
        "metrics",
        "Vault",
        "healthz",
    ],
)
def test_names_that_no_host_can_have(tmp_path: Path, name: str) -> None:
    vault = make_place(tmp_path)
    with pytest.raises(InvalidHostNameError):
        vault.add_host(HostAdded(host=name))


def test_two_hosts_differ_by_more_than_case(tmp_path: Path) -> None:
    vault = make_place(tmp_path)
    with pytest.raises(HostExistsError, match="office"):
        vault.add_host(HostAdded(host="OFFICE"))
    vault.add_host(HostAdded(host="Front-Desk.01_x"))


def test_a_host_that_another_process_added_is_known(tmp_path: Path) -> None:
    vault = make_place(tmp_path)
    other = Vault(tmp_path)
    vault.add_host(HostAdded(host="kiosk"))
    with pytest.raises(HostExistsError):
        other.add_host(HostAdded(host="kiosk"))
    vault.change_host(HostChanged(host="kiosk", quota_bytes=5))
    other.refresh()
    assert other.registry.find_host("kiosk").quota_bytes == 5
    with pytest.raises(UnknownHostError, match="'lab'") as raised:
        vault.change_host(HostChanged(host="lab"))
    assert raised.value.hint == "known: kiosk, office"


def test_a_credential_opens_its_host_until_it_is_revoked_or_expired(tmp_path: Path) -> None:
    vault = make_place(tmp_path)
    made = vault.add_credential("office", "append")
    now_ns = vault.clock.now_ns()
    assert made.user == "office"
    found = vault.registry.authenticate("office", made.secret, now_ns=now_ns)
    assert found is not None
    assert (found.id, found.permission) == (made.id, "append")
    assert found.opens("office")
    assert not found.opens("kiosk")
    for user, secret in (
        ("office", made.secret[:-1]),
        ("kiosk", made.secret),
        ("vault", made.secret),
        ("", ""),
    ):
        assert vault.registry.authenticate(user, secret, now_ns=now_ns) is None
    vault.expire(found, at="2023-02-18T07:00:00Z")
    assert vault.registry.authenticate("office", made.secret, now_ns=now_ns) is not None
    later_ns = parse_time("2023-02-18T07:00:00Z")
    assert vault.registry.authenticate("office", made.secret, now_ns=later_ns) is None
    vault.revoke(found, why="lost laptop")
    assert vault.registry.authenticate("office", made.secret, now_ns=now_ns) is None
    with pytest.raises(UnknownCredentialError):
        vault.registry.find_credentials("office")


def test_the_secret_is_nowhere_in_the_vault_and_has_256_bits(tmp_path: Path) -> None:
    vault = make_place(tmp_path)
    secrets = {vault.add_credential("office", "append").secret for _ in range(50)}
    assert len(secrets) == 50
    assert all(len(secret) == 43 and secret[0].isalnum() for secret in secrets)
    stored = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert not any(secret.encode() in stored for secret in secrets)


def test_a_credential_for_every_host_has_a_user_of_its_own(tmp_path: Path) -> None:
    vault = make_place(tmp_path)
    made = vault.add_credential("*", "full")
    found = vault.registry.authenticate("vault", made.secret, now_ns=0)
    assert found is not None
    assert found.opens("office")


def test_an_expired_credential_is_made_expired(tmp_path: Path) -> None:
    vault = make_place(tmp_path)
    made = vault.add_credential("office", "read", expires="2023-02-18T06:00:00Z", note="auditor")
    assert vault.registry.authenticate("office", made.secret, now_ns=vault.clock.now_ns()) is None
    assert vault.registry.find_credentials("office", made.id[:4])[0].note == "auditor"


def test_the_retention_lock_holds_what_came_lately_and_lets_go_after_its_days(tmp_path: Path) -> None:
    vault = make_place(tmp_path, lock_days=3)
    name = put(vault, b"pack")
    assert "retention lock of 3 days protects it until 2023-02-21T06:00:00Z" in vault.find_hold(
        "office", "data", name
    )
    clock_of(vault).advance(3 * 86400 - 1)
    assert vault.find_hold("office", "data", name)
    clock_of(vault).advance(1)
    assert vault.find_hold("office", "data", name) == ""
    assert vault.find_hold("office", "locks", name) == ""
    assert "not known when it came" in vault.find_hold("office", "data", "ab" * 32)


def test_the_retention_lock_grows_and_never_shrinks(tmp_path: Path) -> None:
    vault = make_place(tmp_path, lock_days=3)
    other = Vault(tmp_path)
    vault.lengthen_lock(5, by="desk")
    said = (tmp_path / "settings.jsonl").read_bytes()
    vault.lengthen_lock(5, by="desk")
    assert (tmp_path / "settings.jsonl").read_bytes() == said
    with pytest.raises(LockDaysError):
        other.lengthen_lock(4, by="desk")
    other.refresh()
    assert other.lock_days == 5
    assert Vault(tmp_path).lock_days == 5


def test_a_freeze_holds_a_host_or_all_until_it_is_thawed(tmp_path: Path) -> None:
    vault = make_place(tmp_path, hosts=("office", "kiosk"))
    name = put(vault, b"pack")
    assert vault.find_hold("office", "data", name) == ""
    vault.judge(Frozen(host="office", why="event", by="examiner"))
    assert "office has been frozen since 2023-02-18T06:00:00Z: event" in vault.find_hold(
        "office", "data", name
    )
    assert vault.find_hold("office", "locks", name) == ""
    assert vault.find_hold("kiosk", "data", name) == ""
    vault.judge(Frozen(host="*", why="drill", by="desk"))
    assert "everything has been frozen" in vault.find_hold("kiosk", "data", name)
    vault.judge(Thawed(host="office", why="over", by="desk"), Thawed(host="*", why="over", by="desk"))
    assert vault.find_hold("office", "data", name) == ""


def test_holdings_add_up(tmp_path: Path) -> None:
    vault = make_place(tmp_path)
    vault.log(added(b"12345"), added(b"123", kind="snapshots"), added(b"1", kind="locks", by="desk"))
    held = vault.inventory.of("office")
    assert (held.size_bytes, held.count("data"), held.count("snapshots"), held.count("keys")) == (9, 1, 1, 0)
    assert held.last_snapshot == held.last_arrival == "2023-02-18T06:00:00Z"
    assert held.locks == {name_of(b"1"): "desk"}
    assert set(held.judged["snapshots"]) == {name_of(b"123")}
    vault.log(
        Missed(host="office", type="locks", name=name_of(b"1"), size_bytes=1),
        Missed(host="office", type="snapshots", name=name_of(b"123"), size_bytes=3),
    )
    assert (held.size_bytes, held.locks, held.judged["snapshots"]) == (5, {}, {})
    assert dict(Vault(tmp_path).inventory.list_hosts())["office"] == held
    assert vault.inventory.of("nobody").size_bytes == 0


def test_arrivals_of_snapshots_are_known_to_the_moment(tmp_path: Path) -> None:
    vault = make_place(tmp_path)
    vault.log(added(b"early", kind="snapshots"))
    arrivals = vault.find_arrivals("office")
    found = arrivals.find(name_of(b"early"))
    assert found is not None
    assert found.received == found.not_before == "2023-02-18T06:00:00Z"
    clock_of(vault).advance(60)
    vault.log(added(b"late", kind="snapshots"), added(b"other", kind="snapshots", host="kiosk"))
    late = arrivals.find(name_of(b"late"))
    assert late is not None
    assert late.received == "2023-02-18T06:01:00Z"
    assert arrivals.find(name_of(b"other")) is None
    vault.log(Missed(host="office", type="snapshots", name=name_of(b"late"), size_bytes=4))
    assert arrivals.find(name_of(b"late")) is None


def test_it_is_known_since_when_a_host_sent_what_led_to_a_snapshot(tmp_path: Path) -> None:
    vault = make_place(tmp_path)

    def send(text: bytes, hours: float, kind: str = "data", **fields: str) -> str:
        clock_of(vault).advance(hours * 3600)
        vault.log(added(text, kind=kind, **fields))
        return name_of(text)

    def find_begun(name: str) -> str | None:
        # as it was followed, and as it is found anew
        both = [each.find_arrivals("office").find(name) for each in (vault, Vault(tmp_path))]
        assert both[0] == both[1]
        assert both[0] is not None
        return both[0].began

    vault.find_arrivals("office")
    send(b"abandoned", 0)
    send(b"lock", 25, "locks")
    for number in range(5):
        send(b"pack %d" % number, 20)
        send(b"of another host %d" % number, 1, host="kiosk")
    long = send(b"took days", 1, "snapshots")
    assert find_begun(long) == "2023-02-19T07:00:00Z"
    send(b"the desk's", 1, by="desk")
    bare = send(b"sent nothing", 1, "snapshots")
    assert find_begun(bare) is None
    send(b"more", 1)
    assert find_begun(send(b"next", 1, "snapshots")) == "2023-02-23T20:00:00Z"
    vault.log(Missed(host="office", type="snapshots", name=long, size_bytes=9))
    assert vault.find_arrivals("office").find(long) is None


def test_readings_are_kept(tmp_path: Path) -> None:
    vault = make_place(tmp_path)
    read = Read(
        host="office", credential="c", address="::1", requests=2, bytes=9, since="2023-02-18T05:59:00Z"
    )
    vault.note_reading(read)
    (kept,) = list_readings(Vault(tmp_path))
    assert isinstance(kept, Read)
    assert (kept.bytes, kept.requests, kept.time) == (9, 2, "2023-02-18T06:00:00Z")


def test_a_repository_folder_is_traced_to_its_vault(tmp_path: Path) -> None:
    vault = make_place(tmp_path / "vault")
    put(vault, b"k", Kind.KEYS)
    assert find_vault(tmp_path / "vault" / "repositories" / "office") == (tmp_path / "vault", "office")
    assert find_vault(tmp_path / "vault") is None
    assert find_vault(tmp_path / "repositories" / "office") is None
    vault.close()
