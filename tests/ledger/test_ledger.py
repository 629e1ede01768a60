from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from firstbell.base.clock import FixedClock
from firstbell.ledger import Ledger, LedgerDamagedError, LedgerError, NewerLedgerError

CLOCK = FixedClock(1_676_700_000_000_000_000)


def make_ledger(folder: Path) -> Ledger:
    ledger = Ledger(folder / "desk" / "ledger.jsonl", CLOCK)
    ledger.append("event.declared", {"event": "ab" * 8})
    ledger.append("event.closed", {"event": "ab" * 8, "why": "ümlaut"})
    return ledger


def test_entries_come_back_in_order_and_chained(tmp_path: Path) -> None:
    entries = make_ledger(tmp_path).read()

    assert [(entry.seq, entry.kind, entry.time) for entry in entries] == [
        (0, "event.declared", "2023-02-18T06:00:00Z"),
        (1, "event.closed", "2023-02-18T06:00:00Z"),
    ]
    assert entries[0].prev == "0" * 64
    assert entries[1].prev == entries[0].hash
    assert entries[1].body["why"] == "ümlaut"


def test_there_is_nothing_where_nothing_was_written(tmp_path: Path) -> None:
    assert Ledger(tmp_path / "none.jsonl").read() == []


def test_a_line_torn_by_a_power_cut_is_passed_over_told_and_cut_off_by_the_next_append(
    tmp_path: Path,
) -> None:
    ledger = make_ledger(tmp_path)
    with ledger.path.open("ab") as file:
        file.write(b'{"version":1,"seq":2,"ti')

    assert len(ledger.read()) == 2
    assert ledger.torn == b'{"version":1,"seq":2,"ti'
    ledger.append("note", {})

    assert [entry.seq for entry in ledger.read()] == [0, 1, 2]
    assert ledger.torn == b""


@pytest.mark.parametrize("field", ["time", "kind", "body", "seq", "prev", "hash"])
def test_a_changed_field_is_found(tmp_path: Path, field: str) -> None:
    ledger = make_ledger(tmp_path)
    first, second = ledger.path.read_text().splitlines()
    fields = json.loads(first)
    fields[field] = {"event": "other"} if field == "body" else 7 if field == "seq" else "f" * 64
    ledger.path.write_text(json.dumps(fields) + "\n" + second + "\n")

    with pytest.raises(LedgerDamagedError) as caught:
        ledger.read()

    assert caught.value.seq == 0


def test_a_missing_entry_is_found_and_nothing_is_added(tmp_path: Path) -> None:
    ledger = make_ledger(tmp_path)
    second = ledger.path.read_bytes().splitlines(keepends=True)[1]
    ledger.path.write_bytes(second)

    with pytest.raises(LedgerDamagedError):
        ledger.append("note", {})

    assert ledger.path.read_bytes() == second


@pytest.mark.parametrize("line", [b"{}", b"[]", b"null", b"\xff", b""])
def test_a_line_that_is_no_entry_is_found(tmp_path: Path, line: bytes) -> None:
    ledger = make_ledger(tmp_path)
    with ledger.path.open("ab") as file:
        file.write(line + b"\n")

    with pytest.raises(LedgerDamagedError):
        ledger.read()


def test_a_newer_version_is_refused(tmp_path: Path) -> None:
    ledger = make_ledger(tmp_path)
    ledger.path.write_bytes(ledger.path.read_bytes().replace(b'"version": 1', b'"version": 2'))

    with pytest.raises(NewerLedgerError):
        ledger.read()


def test_a_place_that_cannot_be_read_or_written_is_an_error_of_ours(tmp_path: Path) -> None:
    (tmp_path / "ledger.jsonl").mkdir()
    ledger = Ledger(tmp_path / "ledger.jsonl")

    with pytest.raises(LedgerError):
        ledger.read()
    with pytest.raises(LedgerError):
        ledger.append("note", {})


def test_only_its_owner_can_read_it(tmp_path: Path) -> None:
    assert os.stat(make_ledger(tmp_path).path).st_mode & 0o077 == 0


def test_processes_that_append_at_once_make_one_chain(tmp_path: Path) -> None:
    path = tmp_path / "ledger.jsonl"
    code = (
        "import sys; from pathlib import Path; from firstbell.ledger import Ledger\n"
        "for at in range(20): Ledger(Path(sys.argv[1])).append('note', {'at': at})"
    )
    runs = [subprocess.Popen([sys.executable, "-c", code, str(path)]) for _ in range(3)]

    assert [run.wait() for run in runs] == [0, 0, 0]
    assert len(Ledger(path).read()) == 60
