from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from firstbell.base.clock import FixedClock
from firstbell.ledger import Ledger, LedgerDamagedError, LedgerError, NewerLedgerError
from firstbell.ledger.errors import OldLedgerError

CLOCK = FixedClock(1_676_700_000_000_000_000)
ENTRY, LAST_ENTRY = 1, 2


def make_ledger(folder: Path) -> Ledger:
    """The founder's key and two entries, in two batches."""
    ledger = Ledger(folder / "desk" / "ledger", CLOCK)
    ledger.append("event.declared", {"event": "ab" * 8})
    ledger.append("event.closed", {"event": "ab" * 8, "why": "ümlaut"})
    return ledger


def test_entries_come_back_in_order_and_chained(tmp_path: Path) -> None:
    entries = make_ledger(tmp_path).read()

    assert [(entry.seq, entry.kind, entry.time) for entry in entries] == [
        (0, "key", "2023-02-18T06:00:00Z"),
        (1, "event.declared", "2023-02-18T06:00:00Z"),
        (2, "event.closed", "2023-02-18T06:00:00Z"),
    ]
    assert entries[0].prev == "0" * 64
    assert [entry.prev for entry in entries[1:]] == [entry.hex_id for entry in entries[:-1]]
    assert entries[2].body["why"] == "ümlaut"


def test_there_is_nothing_where_nothing_was_written(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "none")
    assert (ledger.read(), ledger.head(), ledger.id) == ([], None, "")
    assert list(tmp_path.iterdir()) == []


def test_what_append_gives_is_what_is_read(tmp_path: Path) -> None:
    ledger = make_ledger(tmp_path)
    first = ledger.append("note", {"list": (1, 2), "float": 0.5, "none": None})
    second = ledger.append("note", {}, refs=[first.hex_id])
    assert ledger.read()[-2:] == [first, second]
    assert second.refs == (first.hex_id,)


def test_a_batch_has_one_head_behind_it(tmp_path: Path) -> None:
    ledger = make_ledger(tmp_path)
    given = ledger.append_many([("note", {"at": at}, ()) for at in range(5)])
    assert ledger.read()[3:] == given
    head = ledger.head()
    assert head is not None
    assert (head.size, head.ledger) == (8, ledger.id)
    assert ledger.path.read_bytes().count(b'{"head":') == 3
    assert ledger.append_many([]) == []


@pytest.mark.parametrize(
    "tail",
    [b'{"actor":"11', b'{"actor":"' + b"1" * 9000, b'{"head":{"act', b'{"act\0\0\0', b"\0\0"],
    ids=["entry", "longer than what follows", "head", "half zeros", "zeros"],
)
def test_a_line_torn_by_a_power_cut_is_passed_over_told_and_cut_off_by_the_next_append(
    tmp_path: Path, tail: bytes
) -> None:
    ledger = make_ledger(tmp_path)
    with ledger.path.open("ab") as file:
        file.write(tail)

    assert len(ledger.read()) == 3
    assert ledger.torn_bytes == len(tail)
    ledger.append("note", {})

    assert [entry.seq for entry in ledger.read()] == [0, 1, 2, 3]
    assert ledger.torn_bytes == 0


def test_entries_whose_head_was_not_written_any_more_were_never_acknowledged(tmp_path: Path) -> None:
    ledger = make_ledger(tmp_path)
    before = ledger.path.read_bytes()
    ledger.append_many([("note", {"at": at}, ()) for at in range(3)])
    added = ledger.path.read_bytes()[len(before) :]
    for length in range(len(added)):
        ledger.path.write_bytes(before + added[:length])
        assert len(ledger.read()) == 3
        assert ledger.torn_bytes == length


def test_the_first_batch_torn_leaves_no_ledger(tmp_path: Path) -> None:
    ledger = make_ledger(tmp_path)
    ledger.path.write_bytes(ledger.path.read_bytes()[:200])
    assert ledger.read() == []
    ledger.append("note", {})
    assert [entry.kind for entry in ledger.read()] == ["key", "note"]


@pytest.mark.parametrize("field", ["time", "kind", "body", "seq", "prev", "actor", "refs"])
def test_a_changed_field_is_found(tmp_path: Path, field: str) -> None:
    ledger = make_ledger(tmp_path)
    lines = ledger.path.read_text().splitlines()
    fields = json.loads(lines[2])
    wrong = {"body": {"event": "other"}, "seq": 7, "refs": ["f" * 64]}
    fields[field] = wrong.get(field, "f" * 64)
    lines[2] = json.dumps(fields, separators=(",", ":"), sort_keys=True)
    ledger.path.write_text("\n".join(lines) + "\n")

    with pytest.raises(LedgerDamagedError) as caught:
        ledger.read()

    assert caught.value.seq == 1


def test_a_missing_entry_is_found_and_nothing_is_added(tmp_path: Path) -> None:
    ledger = make_ledger(tmp_path)
    lines = ledger.path.read_bytes().splitlines(keepends=True)
    ledger.path.write_bytes(b"".join(lines[:2] + lines[3:]))
    before = ledger.path.read_bytes()

    with pytest.raises(LedgerDamagedError):
        ledger.append("note", {})

    assert ledger.path.read_bytes() == before


@pytest.mark.parametrize("line", [b"{}", b"[]", b"null", b"\xff", b"", b'{"actor":1}', b'{"head":{}}'])
def test_a_line_that_is_no_entry_is_found(tmp_path: Path, line: bytes) -> None:
    ledger = make_ledger(tmp_path)
    with ledger.path.open("ab") as file:
        file.write(line + b"\n")

    with pytest.raises(LedgerDamagedError):
        ledger.read()


def test_a_newer_version_is_refused(tmp_path: Path) -> None:
    ledger = make_ledger(tmp_path)
    ledger.path.write_bytes(ledger.path.read_bytes().replace(b'"version":2', b'"version":4'))

    with pytest.raises(NewerLedgerError) as caught:
        ledger.read()
    assert caught.value.hint
    with pytest.raises(NewerLedgerError):
        ledger.append("note", {})


def test_a_ledger_of_version_1_where_one_belongs_is_told(tmp_path: Path) -> None:
    (tmp_path / "ledger.jsonl").write_text('{"version": 1}\n')
    ledger = Ledger(tmp_path / "ledger")
    with pytest.raises(OldLedgerError) as caught:
        ledger.read()
    assert "move it away" in caught.value.hint
    with pytest.raises(OldLedgerError):
        ledger.append("note", {})
    assert not (tmp_path / "ledger").exists()


def test_a_place_that_cannot_be_read_or_written_is_an_error_of_ours(tmp_path: Path) -> None:
    (tmp_path / "ledger" / "entries.jsonl").mkdir(parents=True)
    ledger = Ledger(tmp_path / "ledger")

    with pytest.raises(LedgerError):
        ledger.read()
    with pytest.raises(LedgerError):
        ledger.append("note", {})


@pytest.mark.parametrize("body", [{"x": "\udc80"}, {"x": object()}, {"x" * (9 << 20): 1}])
def test_what_json_cannot_say_is_refused_and_nothing_is_added(
    tmp_path: Path, body: dict[str, object]
) -> None:
    ledger = make_ledger(tmp_path)
    before = ledger.path.read_bytes()
    with pytest.raises(LedgerError):
        ledger.append("note", body)
    with pytest.raises(LedgerError):
        ledger.append("note", {}, refs=["no id"])
    assert ledger.path.read_bytes() == before


def test_only_its_owner_can_read_it(tmp_path: Path) -> None:
    ledger = make_ledger(tmp_path)
    assert os.stat(ledger.path).st_mode & 0o077 == 0
    assert os.stat(ledger.folder).st_mode & 0o077 == 0
    assert all(os.stat(path).st_mode & 0o077 == 0 for path in ledger.folder.iterdir())


def test_processes_that_append_at_once_make_one_chain(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from firstbell.ledger import Ledger\n"
        "for at in range(20): Ledger(Path(sys.argv[1])).append('note', {'at': at})"
    )
    runs = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path / "ledger")]) for _ in range(3)]

    assert [run.wait() for run in runs] == [0, 0, 0]
    entries = Ledger(tmp_path / "ledger").read()
    assert len(entries) == 61
    assert len({entry.actor for entry in entries}) == 1
