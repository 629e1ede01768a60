"""`serve --examine` over a vault whose repositories lie in a bucket: proven, struck, alerted, ruled on."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from firstbell.vault import Vault
from tests.compat.struck_tree import ENDING, make_tree, strike
from tests.compat.vault_hosts import MadeVault, PushingHost
from tests.server.serving import Client, name_of
from tests.store.radosgw import S3Server
from tests.watch.served import FIRSTBELL, wait_until
from tests.watch.sinks import WebSink, receiving_posts


@contextmanager
def served(vault: MadeVault) -> Iterator[Path]:
    """The vault under `serve --examine`; its log. The bucket's credential is in no environment."""
    log = vault.base / "serve.log"
    words = ["serve", "--vault", vault.folder, "--listen", f"127.0.0.1:{vault.port}", "--no-tls", "--examine"]
    named = {"FIRSTBELL_DESK": str(vault.desk), "FIRSTBELL_CACHE_DIR": str(vault.base / "cache")}
    with log.open("ab") as stream:
        process = subprocess.Popen(
            [*FIRSTBELL, *map(str, words)], env=os.environ | named, stdout=stream, stderr=stream
        )
    try:
        wait_until(lambda: "watching" in log.read_text(), what=log)
        yield log
    finally:
        process.terminate()
        assert process.wait(60) == 0, log.read_text()


def wait_for_verdict(vault: MadeVault, host: str, hex_id: str, log: Path) -> str:
    opened = Vault(vault.folder)

    def is_there() -> bool:
        opened.refresh()
        return (host, hex_id) in opened.judgements.verdicts

    wait_until(is_there, what=log)
    return opened.judgements.verdicts[host, hex_id].verdict


def list_hosts(vault: MadeVault) -> dict[str, Any]:
    told = vault.firstbell("host", "list", "--json").of_type("host")
    return {each["host"]: each for each in told}


@pytest.mark.long
def test_a_strike_on_a_host_whose_repository_lies_in_a_bucket(s3_server: S3Server, tmp_path: Path) -> None:
    s3_server.make_locked("examined", "GOVERNANCE")
    web = WebSink()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in s3_server.variables.items():
            patch.setenv(name, value)
        vault = MadeVault(tmp_path, place=s3_server.find_address("examined", "district"))
    office, kiosk = vault.add_host("office"), vault.add_host("kiosk")
    tree = tmp_path / "tree"
    with receiving_posts(web):
        vault.desk.mkdir(exist_ok=True)
        (vault.desk / "firstbell.toml").write_text(
            f'version = 1\n[district]\nname = "Lakeside"\n[alerts]\nwebhook = "{web.url}"\n'
        )
        with served(vault) as log:
            make_tree(tree)
            first = {"kiosk": kiosk.backup(tree), "office": office.backup(tree)}
            assert {wait_for_verdict(vault, *each, log) for each in first.items()} == {"clean"}
            assert web.posts == []
            strike(tree)
            struck = office.backup(tree)
            assert wait_for_verdict(vault, "office", struck, log) == "event"
            wait_until(lambda: bool(web.posts), what=log)
            refuse_forgeries(vault, kiosk, log)
    post = next(each for each in web.posts if each["kind"] == "event")
    assert (post["host"], post["snapshot_id"]) == ("office", struck)
    assert sum(path.endswith(ENDING) for path in post["files"]) == 12
    rule_on(vault, struck)


def refuse_forgeries(vault: MadeVault, host: PushingHost, log: Path) -> None:
    """What is no index is set aside, and the host backs up and checks as before."""
    client = Client(vault.port, host.told["user"], host.told["credential"])
    forged = b"no index"
    assert client.put(forged, "index", "kiosk").status == 200
    opened = Vault(vault.folder)

    def is_set_aside() -> bool:
        opened.refresh()
        return opened.judgements.is_set_aside("kiosk", "index", name_of(forged))

    wait_until(is_set_aside, what=log)
    assert "no errors were found" in host.restic("check", "--read-data").stdout


def rule_on(vault: MadeVault, struck: str) -> None:
    """The desk reaches the repository by the vault's folder; a ruling shows at once, nobody examining."""
    hosts = list_hosts(vault)
    assert (hosts["office"]["verdict"], hosts["kiosk"]["verdict"]) == ("event", "clean")
    assert hosts["office"]["frozen"]
    (password,) = (vault.desk / "vaults").glob("*.password")
    at = ("-r", str(vault.folder / "repositories/office"), "--password-file", str(password))
    assert vault.firstbell("event", "list", *at, "--json").messages[0]["snapshots"] == [struck]
    vault.firstbell("examine", "rule", struck, "benign", "--why", "a drill of ours", *at)
    assert list_hosts(vault)["office"]["verdict"] == "clean"
    vault.firstbell("examine", "rule", struck, "--undo", "--why", "it was none", *at)
    assert list_hosts(vault)["office"]["verdict"] == "event"
