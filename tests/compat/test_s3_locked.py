"""A whole repository in a bucket with Object Lock: backup, an intruder, forget, prune, time, prune."""

from __future__ import annotations

import pytest

from firstbell.base.progress import Silent
from firstbell.repository import Repository
from firstbell.repository.upkeep.prune import PruneResult, prepare_prune, prune_repository
from firstbell.repository.upkeep.prune_plan import Repacking, parse_limit
from firstbell.store import Kind
from tests.repository.checking import read_everything
from tests.repository.making import PASSWORD, make_repository, save_snapshot
from tests.store.radosgw import S3Server

BUCKET = "vault"
KEPT = {b"kept.txt": b"kept " * 4000}
LOST = {b"lost.txt": b"lost " * 4000}


def prune(repository: Repository) -> PruneResult:
    with repository.lock(exclusive=True):
        plan = prepare_prune(repository, Repacking(unused=parse_limit("0")), Silent())
        return prune_repository(repository, plan, Silent())


@pytest.mark.long
def test_nothing_is_lost_and_what_is_unneeded_goes_when_its_retention_has_passed(s3_server: S3Server) -> None:
    s3_server.make_locked(BUCKET, "GOVERNANCE")
    make_repository(s3_server.open(BUCKET, "office"))
    repository = Repository.open(s3_server.open(BUCKET, "office"), PASSWORD)
    kept = save_snapshot(repository, KEPT)
    forgotten = save_snapshot(repository, KEPT | LOST, at_s=60)

    # an intruder with the owner's keys overwrites and hides everything
    intruder = s3_server.client
    for row in intruder.list_objects_v2(Bucket=BUCKET)["Contents"]:
        intruder.put_object(Bucket=BUCKET, Key=row["Key"], Body=b"forged")
        intruder.delete_object(Bucket=BUCKET, Key=row["Key"])
    repository = Repository.open(s3_server.open(BUCKET, "office"), PASSWORD)
    assert {snapshot.hex_id for snapshot in repository.list_snapshots()} == {kept.hex_id, forgotten.hex_id}
    assert not read_everything(repository)

    # what the retention holds stays, prune after prune
    s3_server.let_retention_pass(BUCKET, "office/snapshots")
    repository.remove_snapshot(forgotten.hex_id)
    packs = sorted(repository.store.list(Kind.DATA))
    for _ in range(2):
        assert prune(repository).held_bytes > 0
    assert sorted(repository.store.list(Kind.DATA)) == packs

    # until it has passed
    s3_server.let_retention_pass(BUCKET, "office")
    assert prune(repository).freed_bytes > 0
    fresh = Repository.open(s3_server.open(BUCKET, "office"), PASSWORD)
    assert [snapshot.hex_id for snapshot in fresh.list_snapshots()] == [kept.hex_id]
    assert not read_everything(fresh)
    assert len(list(fresh.store.list(Kind.DATA))) < len(packs)
