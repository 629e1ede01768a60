"""A record is read again when its files changed, and not before."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from firstbell.case.lifecycle import make_case
from firstbell.console.key_process.places import ConsoleCase, RecordMemory
from firstbell.ledger import Entry, EntryDraft, SignerKeyFile


def test_a_record_is_read_once_until_something_is_put_down(tmp_path: Path) -> None:
    case = make_case(tmp_path / "case", SignerKeyFile(tmp_path / "desk.key", name="ada"))
    place, memory, asked = ConsoleCase(case.id, "a case", tmp_path / "case"), RecordMemory(), 0

    def read() -> Sequence[Entry]:
        nonlocal asked
        asked += 1
        return case.main.read()

    first = memory.read(place, read)
    assert (memory.read(place, read), asked) == (first, 1)
    case.main.append_many([EntryDraft("note", {"text": "the doors open"})])
    again = memory.read(place, read)
    assert ([one.kind for one in again][-1], asked) == ("note", 2)
