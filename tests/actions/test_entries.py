from __future__ import annotations

from pathlib import Path

import pytest

from firstbell.actions.entries import ImpactScan
from firstbell.base.clock import FixedClock
from firstbell.ledger import Entry, Ledger
from firstbell.ledger.bodies import EntryVersionError
from firstbell.runs.entries import RecoverRun

COUNTS = {
    "files_restored": 3,
    "bytes_restored": 4096,
    "files_verified": 3,
    "files_failed": 0,
    "files_skipped": 1,
    "seconds": 1.5,
}
ID = "ab" * 32


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "ledger", FixedClock(1_676_700_000_000_000_000))


def write(ledger: Ledger, kind: str, body: dict[str, object]) -> Entry:
    ledger.append(kind, body)
    return ledger.read()[-1]


@pytest.mark.parametrize("name", ["snapshot_id", "snapshot_hex_id"])
def test_a_receipt_without_a_version_is_read_in_either_spelling(ledger: Ledger, name: str) -> None:
    entry = write(ledger, "recover.run", {name: ID, "target": "/srv", **COUNTS})
    body = RecoverRun.read(entry)
    assert (body.version, body.snapshot_id, body.bytes_restored, body.seconds) == (0, ID, 4096, 1.5)


def test_a_scan_without_a_version_that_told_three_counts_is_read(ledger: Ledger) -> None:
    entry = write(ledger, "impact.scan", {"files_in_scope": 9, "files_read": 8, "people": 7})
    body = ImpactScan.read(entry)
    assert (body.version, body.files_in_scope, body.files_read, body.people) == (0, 9, 8, 7)
    assert (body.sources, body.exposures) == ((), 0)


def test_what_is_written_is_read_back_by_the_same_type(ledger: Ledger) -> None:
    scan = ImpactScan(files_in_scope=2, files_read=1, people=1, sources=("folder /srv",), seconds=0.25)
    scan.append_to(ledger)
    entry = ledger.read()[-1]
    assert entry.kind == "impact.scan"
    assert entry.body["version"] == 1
    assert ImpactScan.read(entry) == scan


def test_a_newer_version_is_refused_with_a_hint(ledger: Ledger) -> None:
    entry = write(ledger, "recover.run", {"version": 2, "snapshot_id": ID, "target": "/srv", **COUNTS})
    with pytest.raises(EntryVersionError, match="version 2") as caught:
        RecoverRun.read(entry)
    assert caught.value.hint


def test_a_body_that_lacks_a_field_is_refused(ledger: Ledger) -> None:
    with pytest.raises(EntryVersionError, match="target"):
        RecoverRun.read(write(ledger, "recover.run", {"snapshot_id": ID, **COUNTS}))
    with pytest.raises(EntryVersionError, match="version one"):
        RecoverRun.read(write(ledger, "recover.run", {"version": "one", "target": "/srv", **COUNTS}))
