"""What a case keeps of scans: it comes back as it was kept, and what does not read is told by its name."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from firstbell.impact.scan.read_result import READ, DocumentReading
from firstbell.impact.scan.scan_lock import ScanRunningError, locked
from firstbell.impact.scan.scan_store import FileRecord, Kept, KeptError, KnownPerson, SourceRecord
from tests.impact.kept_people import MemoryItems


def make_reading(content: str) -> DocumentReading:
    return DocumentReading(content, "a.txt", 4, "text", READ)


def test_the_key_is_made_once_and_differs_from_case_to_case() -> None:
    store = MemoryItems()
    key = Kept(store).load_key()
    assert len(key) == 32
    assert Kept(store).load_key() == key
    assert Kept(MemoryItems()).load_key() != key


def test_readings_come_back_in_the_order_in_which_they_were_kept_and_by_their_lens() -> None:
    kept = Kept(MemoryItems())
    for number in range(12):
        kept.put_readings("one", [make_reading(str(number))])
    kept.put_readings("other", [make_reading("x")])
    again = Kept(kept._store)
    assert [one.content for one in again.iterate_readings("one")] == [str(number) for number in range(12)]
    again.put_readings("one", [make_reading("12")])
    assert [one.content for one in Kept(kept._store).iterate_readings("one")][-1] == "12"
    assert [one.content for one in kept.iterate_readings("other")] == ["x"]
    assert not list(kept.iterate_readings("on"))


def test_a_source_that_is_scanned_again_is_there_once() -> None:
    kept = Kept(MemoryItems())
    for at in ("2024-02-05", "2024-02-06"):
        kept.put_source(SourceRecord("folder /b", "l", at, 1.0, [FileRecord("/b/x", 1)]))
    kept.put_source(SourceRecord("folder /a", "l", "2024-02-05", 1.0, []))
    assert [(one.name, one.at) for one in kept.list_sources()] == [
        ("folder /a", "2024-02-05"),
        ("folder /b", "2024-02-06"),
    ]


def test_a_roster_stays_as_it_was_kept_first() -> None:
    kept = Kept(MemoryItems())
    kept.put_roster("one", [KnownPerson("1", "1", "Ana", "student", is_minor=True)])
    kept.put_roster("one", [KnownPerson("2", "2", "Bo", "staff")])
    assert kept.load_roster("one") == {"1": KnownPerson("1", "1", "Ana", "student", is_minor=True)}
    assert kept.load_roster("other") == {}


def test_parts_are_listed_and_removed() -> None:
    kept = Kept(MemoryItems())
    kept.put_part("pages/a", [1])
    kept.put_part("pages/b", [2])
    kept.put_part("totals", {"x": 1})
    assert kept.list_parts("pages") == ["a", "b"]
    kept.remove_part("pages/a")
    assert kept.list_parts("pages") == Kept(kept._store).list_parts("pages") == ["b"]
    assert not kept.has_part("pages/a")
    assert kept.load_part("pages/a", list[int]) is None
    assert kept.load_part("pages/b", list[int]) == [2]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "does not read"),
        (b"\x00", "does not read"),
        (b"\x01", "does not read"),
        (b"\x01not compressed", "does not read"),
        (b"\x02\x00", "is of version 2"),
        (b"\xff", "is of version 255"),
    ],
)
def test_what_does_not_read_is_told_by_its_name(data: bytes, told: str) -> None:
    store = MemoryItems()
    kept = Kept(store)
    kept.put_ids({"a": "x1"})
    store.items["impact/ids"] = data
    with pytest.raises(KeptError, match=f"impact/ids {told}") as caught:
        kept.load_ids()
    assert ("newer Firstbell" in (caught.value.hint or "")) is ("version" in told)


def test_what_is_of_another_type_does_not_read() -> None:
    kept = Kept(MemoryItems())
    kept.put_part("totals", ["a list"])
    with pytest.raises(KeptError, match="impact/result/totals does not read"):
        kept.load_part("totals", dict[str, int])


def test_a_lock_that_was_given_back_is_free_also_where_the_work_failed(tmp_path: Path) -> None:
    path = tmp_path / "case" / "impact.lock"
    with pytest.raises(ZeroDivisionError), locked(path):
        _ = 1 / 0
    with locked(path):
        assert path.read_text() == f"{os.getpid()}\n"
    assert path.stat().st_mode & 0o777 == 0o600


HOLDER = """
import fcntl, os, sys
held = os.open(sys.argv[1], os.O_RDWR | os.O_CREAT, 0o600)
fcntl.lockf(held, fcntl.LOCK_EX)
os.pwrite(held, b"4711\\n", 0)
print(flush=True)
sys.stdin.read()
"""


def test_a_second_process_is_told_who_works_in_the_case_and_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "impact.lock"
    command = [sys.executable, "-I", "-S", "-c", HOLDER, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        with (
            pytest.raises(ScanRunningError, match="process 4711 works on the impact") as caught,
            locked(path),
        ):
            pass
        assert path.read_bytes() == b"4711\n"
        holder.communicate()
    assert "run the command again" in (caught.value.hint or "")
    with locked(path):
        pass
