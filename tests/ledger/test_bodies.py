"""Bodies of entries: what bears no version is read for ever, in the spelling that it had."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from firstbell.base.clock import FixedClock
from firstbell.case.bodies import CaseClosed, EvidenceTaken, FactStated
from firstbell.case.facts import read_fact
from firstbell.compose.canaries import read_canaries
from firstbell.compose.entries import CanariesPlanted, EventDeclared, ExaminationRuled
from firstbell.compose.rulings import Stage, find_named_ruling
from firstbell.compose.verdicts import read_rulings
from firstbell.desk.lock_reduction import read_lowerings
from firstbell.ledger import Ledger
from firstbell.ledger.bodies import EntryVersionError
from firstbell.ledger.pins import read_pins
from firstbell.ledger.sightings import read_sightings
from firstbell.runs.plans.rates import read_rates
from firstbell.runs.readiness.readiness import find_rehearsals
from tests.ledger.tampered import ADA

_NOW = 1_740_000_000_000_000_000
_RULED: dict[str, Any] = {
    "snapshot": "1" * 64, "host": "sis", "tree": "2" * 64, "snapshot_time": "2024-01-02T03:04:05Z",
    "verdict": "benign", "why": "an upgrade",
}  # fmt: skip


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "ledger", FixedClock(_NOW), ADA)


def test_entries_without_a_version_say_what_they_always_said(ledger: Ledger) -> None:
    ledger.append("ruling.examination", _RULED)
    ledger.append("event.declared", {"event": "e1", "hosts": ["sis"], "snapshots": ["1" * 64]})
    ledger.append("event.closed", {"event": "e1", "hosts": ["sis"], "snapshots": ["1" * 64]})
    planted = {"host": "sis", "canaries": [{"path": "/a/b.docx", "sha256": "ab" * 32}]}
    ledger.append("action.canaries_planted", planted)
    snapshot = {"hex_id": "3" * 64, "first_hex_id": "3" * 64, "tree": "4" * 64, "time": "t", "host": "sis"}
    pinned = ledger.append("pin.added", {"snapshots": [snapshot], "why": "court"})
    ledger.append("snapshots.seen", {"snapshots": {"3" * 64: None}, "originals": {}})
    ledger.append("lock.lowering_asked", {"vault": "v", "days": 30, "from_days": 90, "why": "room"})
    measured = {"files": 10, "size_bytes": 9, "restore_seconds": 3.0}
    ledger.append("receipt.system", {"system": "sis", "verdict": "verified", **measured})
    rehearsed = {"verdict": "verified", "files": 1, "of_files": 4, "checks": []}
    ledger.append("drill.rehearsed", {"system": "hr", **rehearsed})
    entries = ledger.read()
    (ruling,) = read_rulings(entries).by_snapshot.values()
    assert (ruling.verdict, ruling.why, ruling.subject.who) == ("benign", "an upgrade", "")
    assert find_named_ruling(entries, "e1").stage is Stage.CLOSED
    assert [one.path for one in read_canaries(entries)] == [b"/a/b.docx"]
    assert [one.hex_id for one in read_pins(entries)] == [pinned.hex_id]
    assert read_sightings(entries).find("3" * 64) is not None
    assert [one.days for one in read_lowerings(entries, "v")] == [30]
    assert [one.seconds for one in read_rates(entries).measurements] == [3.0]
    shares = {name: one.share for name, one in find_rehearsals(entries, _NOW).items()}
    assert shares == {"sis": 1.0, "hr": 0.25}


def test_what_does_not_apply_is_left_out_and_not_null() -> None:
    assert CaseClosed().draft().body == {"version": 1}
    assert "who" not in ExaminationRuled(**_RULED).draft().body
    assert "declared" not in EventDeclared(event="e1").draft().body
    taken = EvidenceTaken(evidence={"path": "/a"}, kept=True).draft().body
    assert taken["repository"] is None  # a file from outside says so


def test_an_entry_that_somebody_wrote_by_hand_says_nothing(ledger: Ledger) -> None:
    ledger.append("action.canaries_planted", {"host": "sis", "canaries": "all"})
    ledger.append("ruling.examination", {"verdict": "benign"})
    entry = ledger.append("fact", {"subject": 7})
    assert read_canaries(ledger.read()) == []
    assert read_rulings(ledger.read()).by_snapshot == {}
    assert read_fact(entry) is None


@pytest.mark.parametrize("body", [{"version": 2, "canaries": []}, {"version": 9, "host": "sis"}])
def test_a_newer_body_is_refused(ledger: Ledger, body: dict[str, Any]) -> None:
    entry = ledger.append("action.canaries_planted", body)
    with pytest.raises(EntryVersionError, match="version"):
        CanariesPlanted.find(entry)
    assert FactStated.find(entry) is None
