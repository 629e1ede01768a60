"""Groups of snapshots."""

from __future__ import annotations

import pytest

from firstbell.repository.format.snapshot import Snapshot
from firstbell.repository.groups import GroupBy, InvalidGroupingError, group_snapshots, parse_grouping

A = Snapshot(time="", tree="", hostname="a", paths=["/y", "/x"], tags=["t"])
B = Snapshot(time="", tree="", hostname="b", paths=["/x", "/y"])


def test_the_words_of_restic_are_understood() -> None:
    assert parse_grouping("host,paths") == {GroupBy.HOST, GroupBy.PATHS}
    assert parse_grouping("tags,path") == {GroupBy.TAGS, GroupBy.PATHS}
    assert parse_grouping("") == frozenset()
    with pytest.raises(InvalidGroupingError) as caught:
        parse_grouping("host,mood")
    assert caught.value.text == "host,mood"


def test_snapshots_with_the_same_key_come_together() -> None:
    (key, found), *rest = group_snapshots([A, B], [GroupBy.PATHS]).items()
    assert rest == []
    assert found == [A, B]
    assert key.describe() == "paths [/x, /y]"
    assert [k.describe() for k in group_snapshots([A, B], [])] == [""]
    described = [k.describe() for k in group_snapshots([A, B], list(GroupBy))]
    assert described == [
        "host [a], tags [t], paths [/x, /y]",
        "host [b], tags [], paths [/x, /y]",
    ]
