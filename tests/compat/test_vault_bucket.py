"""A vault whose repositories lie in a bucket, plain and with Object Lock: stock restic sees no difference."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from firstbell.store import Kind
from firstbell.vault import Vault
from tests.compat.oddtree import hash_tree
from tests.compat.programs import FIRSTBELL, restored_at
from tests.compat.vault_hosts import MadeVault, make_tree
from tests.store.radosgw import S3Server


@contextmanager
def in_environment(variables: dict[str, str]) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in variables.items():
            patch.setenv(name, value)
        yield


@pytest.mark.long
@pytest.mark.parametrize(
    "is_locked", [pytest.param(False, marks=pytest.mark.deep), True], ids=["plain", "locked"]
)
def test_hosts_push_and_restore_and_take_nothing_away(
    s3_server: S3Server, tmp_path: Path, is_locked: bool
) -> None:
    bucket = f"vault-of-hosts-{is_locked}".lower()
    if is_locked:
        s3_server.make_locked(bucket, "GOVERNANCE")
    else:
        s3_server.client.create_bucket(Bucket=bucket)
    with in_environment(s3_server.variables):
        vault = MadeVault(tmp_path, place=s3_server.find_address(bucket, "district"))
    assert (vault.folder / "bucket.json").stat().st_mode & 0o077 == 0
    # what follows has no credential but what the vault keeps
    office, kiosk = vault.add_host("office"), vault.add_host("kiosk")
    server = vault.serve()
    tree = make_tree(tmp_path / "tree", files=20, size_bytes=200_000)
    hex_id = office.backup(tree)
    kiosk.backup(tree)
    office.restic("forget", hex_id, status=None)
    office.restic("forget", "--keep-last", "1", "--prune", status=None)
    others = {"RESTIC_REPOSITORY": office.told["url"]}
    assert "403" in kiosk.restic("snapshots", status=1, others=others).stderr
    assert "no errors were found" in office.restic("check", "--read-data").stdout
    office.restic("restore", hex_id, "--target", str(tmp_path / "target"))
    assert hash_tree(restored_at(tmp_path / "target", tree)) == hash_tree(tree)
    server.kill()
    assert vault.firstbell("vault", "prove", "--read-data", "--json").summary["holds"] is True
    # what the bucket lost is named
    place = Vault(vault.folder).open_place("kiosk")
    (snapshot,) = place.list(Kind.SNAPSHOTS)
    if is_locked:
        assert place.is_held(Kind.SNAPSHOTS, snapshot.name)
        return
    place.delete(Kind.SNAPSHOTS, snapshot.name)
    lost = vault.firstbell("vault", "prove", "--json", status=1)
    assert [each["name"] for each in lost.of_type("problem")] == [snapshot.name]


@pytest.mark.deep  # it is asked eight times
def test_a_bucket_that_does_not_answer_makes_no_vault(tmp_path: Path) -> None:
    with in_environment({"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b"}):
        vault = MadeVault(tmp_path, place="s3:http://127.0.0.1:1/none", status=1)
    assert not vault.folder.exists()


@pytest.mark.long
@pytest.mark.parametrize("words", [[], ["--shared"]], ids=["alone", "shared"])
def test_a_vault_makes_no_bucket_that_would_have_no_lock(
    s3_server: S3Server, tmp_path: Path, words: list[str]
) -> None:
    address = s3_server.find_address("vault-of-nobody", "district")
    given = ["vault", "init", address, "--vault", str(tmp_path / "vault"), "--url", "https://localhost:1/"]
    done = subprocess.run(
        [*FIRSTBELL, *given, *words],
        env={**os.environ, **s3_server.variables},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, "is not there" in done.stderr) == (1, True)
    assert "hint: make it first; docs/storage.md has the commands" in done.stderr
    assert not (tmp_path / "vault").exists()
    names = [one["Name"] for one in s3_server.client.list_buckets()["Buckets"]]
    assert "vault-of-nobody" not in names
