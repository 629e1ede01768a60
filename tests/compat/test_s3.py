"""One plain bucket, two programs: the official restic and Firstbell, each on what the other wrote."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from firstbell.repository import Repository
from tests.compat.programs import Place
from tests.store.radosgw import S3Server


@dataclass(frozen=True)
class S3Place(Place):
    """A repository in a bucket."""

    address: str = ""
    server: S3Server | None = None

    def environment(self) -> dict[str, str]:
        assert self.server is not None
        return super().environment() | self.server.variables | {"RESTIC_REPOSITORY": self.address}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    root = tmp_path / "school"
    (root / "office").mkdir(parents=True)
    for number in range(20):
        (root / "office" / f"list{number}.txt").write_text(f"Class list {number}\n" * 3000)
    return root


@pytest.mark.long
@pytest.mark.parametrize(
    ("first", "form"),
    [("restic", "s3:{endpoint}/{bucket}/a b/ü"), ("firstbell", "s3:{endpoint}/{bucket}")],
    ids=["restic", "firstbell"],
)
def test_each_reads_and_goes_on_with_what_the_other_made(
    s3_server: S3Server, tree: Path, tmp_path: Path, first: str, form: str
) -> None:
    # the bucket is made by `init` of either
    address = form.format(endpoint=s3_server.endpoint, bucket=f"made-by-{first}")
    place = S3Place(tmp_path, address=address, server=s3_server)
    ours, theirs = place.firstbell, place.restic
    (ours if first == "firstbell" else theirs)("init")
    theirs("backup", str(tree))
    for path in (tree / "office").iterdir():
        path.write_text(path.name * 5000)
    ours("backup", str(tree))
    assert len(place.snapshots()) == 2
    for number, restore in enumerate((ours, theirs)):
        target = tmp_path / f"restored{number}"
        restore("restore", "latest", "--target", str(target))
        restored = {path.name: path.read_bytes() for path in target.rglob("*.txt")}
        assert restored == {path.name: path.read_bytes() for path in tree.rglob("*.txt")}
    theirs("forget", "--keep-last", "1")
    assert ours("prune", "--no-guards", "--yes", "--json").summary["freed_bytes"] > 0
    for check in (ours("check", "--read-data"), theirs("check", "--read-data")):
        assert "no errors were found" in check.stdout


def test_a_lock_of_one_is_seen_by_the_other(s3_server: S3Server, tmp_path: Path) -> None:
    place = S3Place(tmp_path, address=s3_server.find_address("shut"), server=s3_server)
    place.firstbell("init")
    with Repository.open(s3_server.open("shut"), place.password).lock():
        assert "locked" in place.restic("prune", status=11).stderr
