"""A desk at work on a repository: its ledger is read once, and what was added meanwhile counts."""

from __future__ import annotations

from pathlib import Path

import pytest

from firstbell.actions.access.desk import DeskAccess, NobodyListens
from firstbell.catalog.catalog import Catalog
from firstbell.ledger import Ledger, SignerKeyFile
from firstbell.ledger.sightings import SnapshotsSeen
from tests.catalog.timeline import Timeline


@pytest.fixture
def timeline() -> Timeline:
    made = Timeline()
    made.save({"/srv/a": b"one"})
    return made


@pytest.fixture
def access(tmp_path: Path) -> DeskAccess:
    return DeskAccess(tmp_path / "desk", SignerKeyFile(tmp_path / "desk" / "desk.key"))


def test_a_ledger_to_which_nothing_is_added_is_read_once(
    access: DeskAccess, timeline: Timeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = Ledger.read
    readings: list[int] = []

    def count(ledger: Ledger) -> object:
        readings.append(1)
        return read(ledger)

    monkeypatch.setattr(Ledger, "read", count)
    with access.open_context(timeline.repository, NobodyListens()) as first:
        assert [entry.kind for entry in first.entries] == ["key", SnapshotsSeen.KIND]
    assert len(readings) == 2
    readings.clear()
    with access.open_context(timeline.repository, NobodyListens()) as second:
        assert [entry.kind for entry in second.entries] == ["key", SnapshotsSeen.KIND]
    assert len(readings) == 1


def test_an_entry_that_came_while_the_catalog_was_brought_up_counts(
    access: DeskAccess, timeline: Timeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring = Catalog.bring_up_to_date

    def bring_and_note(*given: object, **named: object) -> object:
        access.open_ledger(timeline.repository).append("note", {"text": "meanwhile"})
        return bring(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(Catalog, "bring_up_to_date", bring_and_note)
    with access.open_context(timeline.repository, NobodyListens()) as context:
        assert context.entries[-1].kind == "note"


def test_an_unfinished_write_at_the_end_of_the_ledger_is_told(access: DeskAccess, timeline: Timeline) -> None:
    listener = NobodyListens()
    with access.open_context(timeline.repository, listener):
        pass
    assert not listener.warnings
    ledger = access.open_ledger(timeline.repository)
    whole = ledger.path.read_bytes()
    ledger.append("note", {"text": "half of it is lost"})
    ledger.path.write_bytes(ledger.path.read_bytes()[: len(whole) + 9])
    with access.open_context(timeline.repository, listener) as context:
        assert context.entries[-1].kind == SnapshotsSeen.KIND
    (told,) = listener.warnings
    assert "the last 9 bytes of the file are an unfinished write" in told
