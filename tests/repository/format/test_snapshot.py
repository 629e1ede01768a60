from __future__ import annotations

import json

import pytest

from firstbell.repository.format.errors import FormatError
from firstbell.repository.format.snapshot import Snapshot, SnapshotSummary, parse_snapshot, render_snapshot

TREE = "ab" * 32


def test_a_snapshot_survives() -> None:
    snapshot = Snapshot(
        "2023-02-18T12:30:00Z",
        TREE,
        ["/srv"],
        parent="cd" * 32,
        hostname="school",
        tags=["a"],
        summary=SnapshotSummary("2023-02-18T12:30:00Z", "2023-02-18T12:31:00Z", files_new=3),
    )
    parsed = parse_snapshot(render_snapshot(snapshot), "ef" * 32)
    assert parsed.short_id == "efefefef"
    snapshot.hex_id = parsed.hex_id
    assert parsed == snapshot
    assert parsed.time_ns == 1_676_723_400 * 10**9


def test_fields_that_are_not_known_survive_everywhere() -> None:
    fields = {
        "time": "2023-02-18T06:30:00-06:00",
        "tree": TREE,
        "paths": ["/srv"],
        "future": {"deep": [1, None, "x"]},
        "hex_id": "a field of the same name as ours",
        "summary": {
            "backup_start": "2023-02-18T12:30:00Z",
            "backup_end": "2023-02-18T12:30:00Z",
            "files_removed": 7,
        },
    }
    snapshot = parse_snapshot(json.dumps(fields).encode(), "ef" * 32)
    assert snapshot.hex_id == "ef" * 32
    snapshot.tags = ["new"]
    rendered = json.loads(render_snapshot(snapshot))
    assert rendered["future"] == fields["future"]
    assert rendered["hex_id"] == fields["hex_id"]
    assert rendered["summary"]["files_removed"] == 7
    assert rendered["time"] == fields["time"]
    assert rendered["tags"] == ["new"]


def test_paths_are_always_written_and_may_be_missing_when_read() -> None:
    snapshot = parse_snapshot(
        b'{"time":"2023-02-18T12:30:00Z","tree":"' + TREE.encode() + b'","paths":null}', ""
    )
    assert snapshot.paths == []
    assert json.loads(render_snapshot(snapshot))["paths"] == []


def test_a_summary_without_its_times_is_read() -> None:
    data = b'{"time":"2023-02-18T12:30:00Z","tree":"' + TREE.encode() + b'","summary":{"files_new":3}}'
    summary = parse_snapshot(data, "").summary
    assert summary is not None
    assert summary.files_new == 3


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"{}",
        b'{"time":"2023-02-18T12:30:00Z"}',
        b'{"time":"yesterday","tree":"ab"}',
        b'{"time":"2023-02-18T12:30:00Z","tree":5}',
        b'{"time":"2023-02-18T12:30:00Z","tree":"ab","summary":5}',
        b"\xff",
        b'{"x":' + b"[" * 100_000,
    ],
)
def test_what_is_no_snapshot_is_refused(data: bytes) -> None:
    with pytest.raises(FormatError, match="snapshot abcdef01"):
        parse_snapshot(data, "abcdef0123")
