"""A bucket that the official restic reaches by its S3 address, and Firstbell by that of B2."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.compat.programs import Place
from tests.store.radosgw import S3Server
from tests.store.small_b2 import B2Account, run_small_b2


@dataclass(frozen=True)
class NamedPlace(Place):
    """A repository by its address."""

    address: str = ""
    variables: tuple[tuple[str, str], ...] = ()

    def environment(self) -> dict[str, str]:
        return super().environment() | dict(self.variables) | {"RESTIC_REPOSITORY": self.address}


@pytest.mark.long
def test_what_restic_wrote_by_s3_is_read_and_carried_on_by_b2(s3_server: S3Server, tmp_path: Path) -> None:
    tree = tmp_path / "school"
    tree.mkdir()
    for number in range(5):
        (tree / f"list{number}.txt").write_text(f"Class list {number}\n" * 3000)
    account = B2Account(s3_server.endpoint, s3_server.access_key, s3_server.secret_key)
    with run_small_b2(account) as api:
        address = s3_server.find_address("b2-compat", "office")
        theirs = NamedPlace(tmp_path, address=address, variables=tuple(s3_server.variables.items()))
        ours = NamedPlace(tmp_path, address="b2:b2-compat:office", variables=tuple(account.variables.items()))
        theirs.restic("init")
        theirs.restic("backup", str(tree))
        told = ours.firstbell("-o", f"b2.api={api}", "backup", str(tree), "--json").summary
        assert told["files_unmodified"] == 5
        ours.firstbell("-o", f"b2.api={api}", "check", "--read-data", "--no-lock")
    assert "no errors were found" in theirs.restic("check", "--read-data").stdout
    assert len(theirs.snapshots()) == 2
