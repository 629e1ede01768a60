"""Which damaged file of a folder was the first: one of which a time is claimed, the earliest of these."""

from __future__ import annotations

from firstbell.investigate.damage import DamagedVersion
from firstbell.investigate.windows import CHANGE_TIME, EventTime
from firstbell.record.versions import FileVersion


def make_damaged(name: str, at_ns: int, *, is_claim: bool) -> DamagedVersion:
    version = FileVersion(path=name.encode(), kind="file", size_bytes=1, mtime_ns=0, content=())
    return DamagedVersion(version, EventTime(at_ns, CHANGE_TIME, is_claim), None)


def test_the_first_damage_is_the_earliest_that_is_claimed_and_what_nobody_claims_comes_last() -> None:
    late, early = make_damaged("a", 7, is_claim=True), make_damaged("b", 5, is_claim=True)
    untold, namesake = make_damaged("c", 1, is_claim=False), make_damaged("d", 5, is_claim=True)
    found = sorted([untold, late, namesake, early], key=lambda one: one.order)
    assert [one.version.path for one in found] == [b"b", b"d", b"a", b"c"]
