"""Stock restic on two hosts against a vault: each sees its own, and takes nothing away."""

from __future__ import annotations

import json
import ssl
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.compat.oddtree import hash_tree
from tests.compat.programs import FIRSTBELL, restored_at
from tests.compat.vault_hosts import MadeVault, PushingHost, make_tree
from tests.server.serving import RunningServer, list_files


@dataclass
class Served:
    """A vault that is served, with two hosts that have backed up once."""

    vault: MadeVault
    server: RunningServer
    office: PushingHost
    kiosk: PushingHost
    trees: dict[str, Path]
    snapshots: dict[str, str]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    base = tmp_path_factory.mktemp("hosts")
    vault = MadeVault(base)
    office = vault.add_host("office")
    server = vault.serve()
    kiosk = vault.add_host("kiosk")  # while it is served
    trees = {name: make_tree(base / name, files=30, size_bytes=40_000) for name in ("office", "kiosk")}
    hosts = {"office": office, "kiosk": kiosk}
    snapshots = {name: host.backup(trees[name]) for name, host in hosts.items()}
    yield Served(vault, server, office, kiosk, trees, snapshots)
    server.stop()


def prove_restored(served: Served, host: PushingHost, target: Path) -> None:
    name = host.told["host"]
    assert served.snapshots[name] in host.list_snapshots()
    assert "no errors were found" in host.restic("check", "--read-data").stdout
    host.restic("restore", served.snapshots[name], "--target", str(target))
    assert hash_tree(restored_at(target, served.trees[name])) == hash_tree(served.trees[name])


@pytest.mark.long
def test_what_host_add_tells_scripts(served: Served) -> None:
    told = served.office.told
    assert set(told) >= {"message_type", "host", "user", "credential", "password", "url"}
    assert told["url"] == f"rest:{served.vault.url}office/"
    assert told["user"] == "office"
    assert len(told["credential"]) == 43
    # nothing of it is kept
    for path in served.vault.folder.glob("*.json*"):
        assert told["credential"] not in path.read_text()
        assert told["password"] not in path.read_text()


def test_both_hosts_restore_what_they_pushed(served: Served, tmp_path: Path) -> None:
    prove_restored(served, served.office, tmp_path / "office")
    prove_restored(served, served.kiosk, tmp_path / "kiosk")


def test_a_host_cannot_read_the_other(served: Served) -> None:
    others = {"RESTIC_REPOSITORY": served.office.told["url"]}
    assert "403" in served.kiosk.restic("snapshots", status=1, others=others).stderr
    # nor with the other's password, which it does not have
    others["RESTIC_PASSWORD"] = served.office.told["password"]
    assert "403" in served.kiosk.restic("snapshots", status=1, others=others).stderr
    assert "403" in served.kiosk.restic("backup", "/etc/hostname", status=1, others=others).stderr


TAKING = [
    ["forget", "latest"],
    ["forget", "--keep-last", "1", "--prune"],
    ["tag", "--add", "x"],
    ["rewrite", "--forget", "--exclude", "*"],
    ["repair", "snapshots", "--forget"],
    ["repair", "index", "--read-all-packs"],
    ["key", "passwd", "--new-password-file", "/etc/hostname"],
    ["init"],
    ["unlock", "--remove-all"],
]


@pytest.mark.long
def test_a_host_takes_nothing_away(served: Served, tmp_path: Path) -> None:
    def list_lasting() -> set[str]:
        folder = served.vault.folder / "repositories" / "office"
        return {path for path in list_files(folder) if not path.startswith("locks")}

    before = list_lasting()
    for words in TAKING:
        served.office.restic(*words, status=None, timeout_s=60)
        assert before <= list_lasting(), words
    prove_restored(served, served.office, tmp_path / "target")


def test_a_key_is_added_by_nobody_through_the_server(served: Served) -> None:
    done = served.office.restic("key", "add", "--new-password-file", "/etc/hostname", status=1)
    assert "403" in done.stderr
    assert (
        len(json.loads(served.office.restic("key", "list", "--json").stdout)) == 2
    )  # the host's, the desk's


def test_a_reader_reads_without_a_lock(served: Served, tmp_path: Path) -> None:
    granted = served.vault.firstbell("host", "grant", "office", "--permission", "read", "--json")
    reader = {"RESTIC_REST_PASSWORD": granted.messages[-1]["credential"]}
    office = served.office
    assert (
        served.snapshots["office"] in office.restic("snapshots", "--no-lock", "--json", others=reader).stdout
    )
    office.restic("restore", "latest", "--no-lock", "--target", str(tmp_path), others=reader)
    assert "403" in office.restic("backup", "/etc/hostname", status=1, others=reader).stderr


def test_a_revoked_or_rotated_credential_opens_nothing(served: Served) -> None:
    host = served.vault.add_host("laptop")
    assert host.list_snapshots() == set()
    rotated = served.vault.firstbell("host", "rotate", "laptop", "--json").messages[-1]
    assert "401" in host.restic("snapshots", status=1).stderr
    renewed = PushingHost({**host.told, "credential": rotated["credential"]}, host.cache)
    assert renewed.list_snapshots() == set()
    served.vault.firstbell("host", "revoke", "laptop", "--why", "the laptop was stolen")
    assert "401" in renewed.restic("snapshots", status=1).stderr
    states = {
        each["id"]: each["state"]
        for each in served.vault.firstbell("host", "list", "--credentials", "--json").of_type("credential")
        if each["host"] == "laptop"
    }
    assert list(states.values()) == ["revoked", "revoked"]


def test_the_desk_opens_every_repository_with_its_own_key(served: Served) -> None:
    (password,) = (served.vault.desk / "vaults").glob("*.password")
    for name in ("office", "kiosk"):
        place = served.vault.folder / "repositories" / name
        done = served.vault.firstbell(
            "snapshots", "-r", str(place), "--password-file", str(password), "--no-lock", "--json"
        )
        assert served.snapshots[name] in done.stdout


def test_hosts_are_listed_with_what_they_hold(served: Served) -> None:
    hosts = {each["host"]: each for each in served.vault.firstbell("host", "list", "--json").of_type("host")}
    assert hosts["office"]["snapshots"] >= 1
    assert hosts["office"]["size_bytes"] > 30 * 40_000
    assert hosts["office"]["schedule"] == "kept"
    assert hosts["office"]["last_snapshot"]


def test_the_log_is_proven_from_a_kept_head(served: Served, tmp_path: Path) -> None:
    head = tmp_path / "head.json"
    served.vault.firstbell("vault", "head", "--output", str(head))
    served.office.backup(served.trees["office"])
    done = served.vault.firstbell("vault", "prove", "--head", str(head), "--read-data", "--json")
    assert done.summary["holds"] is True


@pytest.mark.long
def test_restic_trusts_the_certificate_that_init_made(tmp_path: Path) -> None:
    vault = MadeVault(tmp_path)
    url = f"https://localhost:{vault.port}/"
    host = vault.add_host("office", "--url", url)
    certificate = vault.folder / "tls/certificate.pem"
    assert host.told["certificate"] == certificate.read_text()
    words = ["--cert", str(certificate), "--cert-key", str(vault.folder / "tls/key.pem")]
    server = RunningServer(vault.folder, *words, port=vault.port)
    try:
        tree = make_tree(tmp_path / "tree", files=3, size_bytes=1000)
        host.restic("--cacert", str(certificate), "backup", str(tree))
        assert "snapshot" in host.restic("--cacert", str(certificate), "snapshots").stdout
        # who does not know the certificate does not talk to it
        process = host.start("snapshots")
        assert process.stderr is not None
        while b"certificate" not in (told := process.stderr.readline()):
            assert told, "it said nothing of the certificate"
        assert process.poll() is None
        process.terminate()
        process.communicate()
    finally:
        server.stop()
    assert ssl.PEM_cert_to_DER_cert(certificate.read_text())


def test_serve_without_tls_is_for_loopback(served: Served) -> None:
    done = served.vault.firstbell("serve", "--listen", "0.0.0.0:0", "--no-tls", status=2)
    assert "loopback" in done.stderr
    assert "hint" in done.stderr


def test_serve_is_ready_when_the_port_answers(tmp_path: Path) -> None:
    vault = MadeVault(tmp_path)
    host = vault.add_host("office")
    listen = f"127.0.0.1:{vault.port}"
    process = subprocess.Popen(
        [*FIRSTBELL, "serve", "--vault", str(vault.folder), "--listen", listen, "--no-tls"],
        stderr=subprocess.PIPE,
    )
    try:
        assert host.list_snapshots() == set()  # restic tries again while nobody answers
    finally:
        process.terminate()
        assert process.communicate(timeout=30)[1]
        assert process.returncode == 0
