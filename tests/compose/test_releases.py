"""What people released, and what a ruling says of the snapshot that a version came in."""

from __future__ import annotations

from pathlib import Path

import pytest

from firstbell.base.clock import FixedClock, parse_time
from firstbell.catalog import SnapshotRow
from firstbell.compose.errors import RulingStateError
from firstbell.compose.releases import Releases, release_paths, undo_release
from firstbell.compose.verdicts import read_rulings, rule_snapshot
from firstbell.ledger import Ledger
from tests.compose.rows import make_row

NIGHT, MORNING = "2023-02-18T02:00:00Z", "2023-02-18T08:00:00Z"


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "ledger", FixedClock(parse_time(MORNING)))


def make_snapshot() -> SnapshotRow:
    return SnapshotRow(b"\1" * 32, 1, "files", 0, parse_time(NIGHT), NIGHT, b"t" * 32)


def tell(ledger: Ledger) -> str:
    entries = ledger.read()
    found = Releases(entries, read_rulings(entries), snapshots=[make_snapshot()], line=["/srv"])
    return found.tell(make_row(b"/srv/a.docx", 0))


@pytest.mark.parametrize(("verdict", "is_vouched"), [("benign", True), ("event", False)])
def test_only_a_ruling_that_a_snapshot_is_benign_speaks_for_what_it_brought(
    ledger: Ledger, verdict: str, is_vouched: bool
) -> None:
    rule_snapshot(ledger, make_snapshot(), verdict=verdict, why="we looked at it")

    assert bool(tell(ledger)) is is_vouched


def test_of_two_releases_the_last_is_told(ledger: Ledger) -> None:
    for why in ("Kay asked for it", "Ana wrote it"):
        release_paths(ledger, "files", patterns=["*.docx"], why=why)

    assert tell(ledger).endswith("Ana wrote it")


def test_a_release_of_another_host_is_none(ledger: Ledger) -> None:
    release_paths(ledger, "payroll", patterns=["*.docx"], why="Ana wrote it")

    assert tell(ledger) == ""


def test_a_release_that_was_taken_back_speaks_for_nothing_and_an_older_one_does_again(ledger: Ledger) -> None:
    release_paths(ledger, "files", patterns=["*.docx"], why="Kay asked for it")
    wrong = release_paths(ledger, "files", patterns=["*"], why="a slip of the mouse")
    undone, body = undo_release(ledger, wrong.hex_id[:8], "the wrong folder")

    assert (undone.kind, body.patterns) == ("ruling.release_undone", ("*",))
    assert tell(ledger).endswith("Kay asked for it")
    with pytest.raises(RulingStateError) as refused:  # it stands no more
        undo_release(ledger, wrong.hex_id, "again")
    assert "*.docx" in refused.value.hint
