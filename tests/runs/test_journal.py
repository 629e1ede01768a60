"""The journal of a run: what was said to be written is there after any crash, and torn lines harm nothing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstbell.base.clock import FixedClock
from firstbell.runs.execution.journal import JournalError, RunJournal, read_boot_id, sync_filesystem
from firstbell.runs.execution.past import read_past


def make_journal(folder: Path) -> RunJournal:
    return RunJournal(folder / "01-sis.jsonl", FixedClock(1_771_400_000_000_000_000))


def test_a_line_is_read_back_with_its_time_and_without_a_file_there_is_none(tmp_path: Path) -> None:
    journal = make_journal(tmp_path)
    assert journal.read() == []
    told = journal.append("begun", target="/srv/caf\\xe9", number=3)
    assert told == {"what": "begun", "at": "2026-02-18T07:33:20Z", "target": "/srv/caf\\xe9", "number": 3}
    assert journal.read() == [told]
    assert journal.path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("torn_bytes", [1, 200, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 3 << 20])
def test_what_was_torn_is_cut_off_before_the_next_line_however_long_it_is(
    tmp_path: Path, torn_bytes: int
) -> None:
    journal = make_journal(tmp_path)
    first = journal.append("begun", target="/srv")
    with journal.path.open("ab") as file:
        file.write(b'{"what":"restored","failed":["'.ljust(torn_bytes, b"x")[:torn_bytes])
    assert journal.read() == [first]
    second = journal.append("resumed")
    assert journal.read() == [first, second]
    assert journal.path.read_bytes().count(b"\n") == 2


def test_a_journal_that_is_nothing_but_a_torn_line_begins_again(tmp_path: Path) -> None:
    journal = make_journal(tmp_path)
    journal.path.write_bytes(b'{"what":"beg')
    line = journal.append("begun")
    assert journal.read() == [line]


@pytest.mark.parametrize(
    "garbage",
    [
        b"\0" * 300,  # blocks that a power cut left without their content
        b"\xff\xfe",
        b"[1, 2]",
        b'"begun"',
        b'{"what": 3}',
        b'{"at": "2026"}',
        b"",
    ],
)
def test_a_line_in_the_middle_that_cannot_be_read_takes_none_along(tmp_path: Path, garbage: bytes) -> None:
    journal = make_journal(tmp_path)
    first = journal.append("begun")
    with journal.path.open("ab") as file:
        file.write(garbage + b"\n")
    last = journal.append("resumed")
    assert journal.read() == [first, last]


@given(st.integers(0, 400))
def test_a_journal_cut_anywhere_tells_the_whole_lines_before_the_cut(cut: int) -> None:
    # hypothesis and tmp_path do not go together
    folder = Path(os.environ["FIRSTBELL_CACHE_DIR"])
    folder.mkdir(parents=True, exist_ok=True)
    journal = RunJournal(folder / f"cut-{os.getpid()}.jsonl", FixedClock(0))
    journal.path.unlink(missing_ok=True)
    lines = [journal.append("checkpoint", piece=n, failed=["ä" * n]) for n in range(5)]
    data = journal.path.read_bytes()
    whole = data[:cut].count(b"\n")
    journal.path.write_bytes(data[:cut])
    assert journal.read() == lines[:whole]
    journal.append("resumed")
    assert journal.read()[:-1] == lines[:whole]


def test_a_journal_that_cannot_be_written_says_what_it_needs(tmp_path: Path) -> None:
    journal = RunJournal(tmp_path / "missing" / "x.jsonl", FixedClock(0))
    with pytest.raises(JournalError, match="No such file or directory") as refused:
        journal.append("begun")
    assert refused.value.hint == "the journal of the run needs room in the desk's folder"
    (tmp_path / "folder").mkdir()
    with pytest.raises(JournalError, match="Is a directory"):
        RunJournal(tmp_path / "folder", FixedClock(0)).read()


def test_the_disk_is_told_to_hold_what_was_written_and_the_boot_has_a_name(tmp_path: Path) -> None:
    folder_fd = os.open(tmp_path, os.O_RDONLY)
    try:
        sync_filesystem(folder_fd)
    finally:
        os.close(folder_fd)
    assert read_boot_id() == read_boot_id()
    assert len(read_boot_id()) == 36


def line(what: str, **fields: object) -> dict[str, object]:
    return {"what": what, "at": "2026-02-18T07:33:20Z", **fields}


@pytest.mark.parametrize(
    ("lines", "state"),
    [
        ([], "pending"),
        ([line("begun")], "begun"),
        ([line("begun"), line("failed", why="full")], "failed"),
        ([line("begun"), line("failed"), line("resumed")], "begun"),
        ([line("begun"), line("failed"), line("done", receipt={"verdict": "verified"})], "verified"),
        ([line("begun"), line("done", receipt={"verdict": "check failed"})], "check failed"),
        ([line("begun"), line("done", receipt={"verdict": "verified"}), line("begun")], "begun"),
        ([line("something new")], "pending"),
    ],
)
def test_a_journal_tells_the_state_of_its_system(lines: list[dict[str, object]], state: str) -> None:
    assert read_past(lines).state == state


def test_counts_are_those_of_the_last_word_on_a_piece_and_a_new_begin_forgets_all() -> None:
    lines = [
        line("begun"),
        line("command", when="before", command="stop", status=0),
        line("command", when="before", command="mount", status=1),
        line("cleared", piece=0, boot="b1", moved_aside=2),
        line("checkpoint", piece=0, entries=10, files_written=9, bytes_written=90, failed=["/a"]),
        line("checkpoint", piece=1, entries=3, files_written=3, bytes_written=30, seconds=1.5),
        line(
            "restored", piece=0, files_written=20, bytes_written=200, root="ab", not_carried=[{"what": "x"}]
        ),
        line("cleared", piece=1, boot="b2", moved_aside=1),
    ]
    past = read_past(lines)
    assert past.commands == {("before", "stop")}
    assert past.moved_aside == 3
    assert past.cleared == {0: "b1", 1: "b2"}
    first, second = past.piece(0), past.piece(1)
    assert (first.is_restored, first.files_written, first.bytes_written, first.root) == (True, 20, 200, "ab")
    assert first.failed == []
    # what a restored piece had passed stands: its later words do not tell of entries
    assert first.passed == 10
    assert (second.is_restored, second.passed, second.seconds) == (False, 3, 1.5)
    again = read_past([*lines, line("begun")])
    assert again.pieces == {}
    assert again.commands == set()
    assert again.moved_aside == 0


def test_a_receipt_ends_what_failed_before_it() -> None:
    done = line("done", receipt={"verdict": "verified"})
    past = read_past([line("begun"), line("failed", why="no room"), done])
    assert (past.failure, past.state) == (None, "verified")


def test_a_line_is_on_the_disk_before_append_returns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = RunJournal(tmp_path / "x.jsonl", FixedClock(0))
    synced: list[bytes] = []
    monkeypatch.setattr("os.fsync", lambda fd: synced.append(os.pread(fd, 1000, 0)))
    journal.append("begun")
    assert [data.count(b"begun") for data in synced] == [1]


def test_a_receipt_is_noted_once_and_a_newer_receipt_is_to_be_noted_again() -> None:
    done = line("done", receipt={"verdict": "check failed"})
    assert not read_past([line("begun"), done]).is_noted
    assert read_past([line("begun"), done, line("noted")]).is_noted
    assert not read_past([line("begun"), done, line("noted"), done]).is_noted


def test_a_journal_that_an_older_firstbell_wrote_with_less_in_it_is_read() -> None:
    past = read_past([line("begun"), line("checkpoint"), line("restored"), line("done"), line("cleared")])
    assert past.piece(0).is_restored
    assert past.receipt == {}
    assert past.piece(0).failed == []
