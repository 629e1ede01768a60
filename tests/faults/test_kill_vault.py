"""SIGKILL of the vault's server while hosts upload: nothing that was acknowledged is lost."""

from __future__ import annotations

import os
import random
import threading
import time
from pathlib import Path

import pytest

from firstbell.vault import Vault
from firstbell.vault.journal_heads import prove
from tests.compat.oddtree import hash_tree
from tests.compat.programs import restored_at
from tests.compat.vault_hosts import MadeVault, PushingHost, make_tree
from tests.faults.conftest import Tried
from tests.server.serving import Client, RunningServer, make_served_vault, name_of

SHORT, FULL = 6, 100
KINDS = ("data", "index", "snapshots", "locks")


class Uploader(threading.Thread):
    """Uploads until the server is gone, and remembers what it was told is there."""

    def __init__(self, client: Client, seed: int) -> None:
        super().__init__()
        self.acknowledged: dict[tuple[str, str], bytes] = {}
        self._client = client
        self._rng = random.Random(seed)

    def run(self) -> None:
        """See Thread."""
        while True:
            data = os.urandom(self._rng.choice([100, 5_000, 300_000, 3_000_000]))
            kind = self._rng.choice(KINDS)
            try:
                reply = self._client.put(data, kind)
            except OSError:
                return
            except Exception:  # noqa: BLE001 - an answer that was cut off anywhere
                return
            assert reply.status == 200, reply
            self.acknowledged[kind, name_of(data)] = data


def strike(server: RunningServer, vault: Vault, *, seed: int) -> dict[tuple[str, str], bytes]:
    """One kill at a random moment of eight uploaders' work; what they were told is there."""
    server.start()
    uploaders = [Uploader(server.client(vault, "office"), seed * 100 + number) for number in range(8)]
    for uploader in uploaders:
        uploader.start()
    time.sleep(random.Random(seed).uniform(0.02, 0.4))
    server.kill()
    for uploader in uploaders:
        uploader.join()
    return {key: data for uploader in uploaders for key, data in uploader.acknowledged.items()}


def strike_uploads(folder: Path, count: int) -> int:
    """So many kills; how many objects had been acknowledged, all of which are there, whole, at the end."""
    vault = make_served_vault(folder)
    server = RunningServer(vault.folder, start=False)
    held: dict[tuple[str, str], bytes] = {}
    for seed in range(count):
        held |= {key: name_of(data).encode() for key, data in strike(server, vault, seed=seed).items()}
    server.start()
    reader = server.client(vault, "office", "read")
    for kind, name in held:
        assert name_of(reader.ask("GET", f"/office/{kind}/{name}").body) == name
    server.stop()
    assert list(prove(Vault(vault.folder), None, reads_data=True)) == []
    # what was not acknowledged left nothing beside objects
    for path in vault.locate("office").rglob("*"):
        assert path.is_dir() or path.name == "config" or len(path.name) == 64, path
    return len(held)


def test_uploads_killed_at_any_moment_lose_nothing_acknowledged(tmp_path: Path, tried: Tried) -> None:
    assert strike_uploads(tmp_path / "vault", SHORT) > SHORT
    tried("kills of the vault's server", SHORT)


@pytest.mark.deep
def test_uploads_killed_at_a_hundred_moments_lose_nothing_acknowledged(tmp_path: Path, tried: Tried) -> None:
    assert strike_uploads(tmp_path / "vault", FULL) > FULL
    tried("kills of the vault's server", FULL)


def strike_restic(base: Path, count: int) -> None:
    """Kills while stock restic backs up; it tries again by itself."""
    vault = MadeVault(base)
    host = vault.add_host("office")
    server = vault.serve()
    tree = make_tree(base / "tree", files=20, size_bytes=1_500_000)
    expected: dict[str, str] = {}
    rng = random.Random(7)
    for turn in range(count):
        make_tree(base / f"tree/turn {turn}", files=4, size_bytes=2_000_000)
        process = host.start("backup", "--json", str(tree))
        time.sleep(rng.uniform(0.7, 1.6))
        server.kill()
        server.start()
        _, said = process.communicate(timeout=240)
        assert process.returncode == 0, said.decode()
        expected[host.backup(tree)] = hash_tree(tree)
    assert expected.keys() <= host.list_snapshots()
    host.restic("unlock")
    assert "no errors were found" in host.restic("check", "--read-data").stdout
    prove_restored(host, next(reversed(expected)), tree)
    server.stop()
    assert list(prove(Vault(vault.folder), None, reads_data=True)) == []


def prove_restored(host: PushingHost, hex_id: str, tree: Path) -> None:
    """The snapshot restores as the tree stands."""
    target = tree.parent / "target"
    host.restic("restore", hex_id, "--target", str(target))
    assert hash_tree(restored_at(target, tree)) == hash_tree(tree)


@pytest.mark.long
def test_restic_backs_up_through_kills_of_the_server(tmp_path: Path, tried: Tried) -> None:
    strike_restic(tmp_path, 2)
    tried("kills of the vault's server under restic", 2)


@pytest.mark.deep
def test_restic_backs_up_through_a_hundred_kills_of_the_server(tmp_path: Path, tried: Tried) -> None:
    strike_restic(tmp_path, FULL)
    tried("kills of the vault's server under restic", FULL)
