"""A journal: what was appended is chained, read by others, and survives a torn end."""

from __future__ import annotations

import errno
import gc
import os
import threading
from pathlib import Path

import pytest

from firstbell.base.clock import FixedClock, parse_time
from firstbell.vault.entries import ArrivalEntry, Missed
from firstbell.vault.errors import (
    JournalDamagedError,
    NewerVaultError,
    NoVaultError,
    VaultError,
    VaultFullError,
)
from firstbell.vault.journal import Journal, create_journal, hash_line
from tests.vault.places import MORNING, added

VAULT = "ab" * 16


def open_journal(folder: Path, seen: list[ArrivalEntry] | None = None) -> Journal[ArrivalEntry]:
    path = folder / "arrivals.jsonl"
    if not path.exists():
        create_journal(folder, "arrivals", vault_id=VAULT, made=MORNING)
    apply = (lambda _: None) if seen is None else seen.append
    clock = FixedClock(parse_time(MORNING))
    return Journal(path, ArrivalEntry, vault_id=VAULT, clock=clock, apply=apply)


def lines_of(folder: Path) -> list[bytes]:
    return (folder / "arrivals.jsonl").read_bytes().splitlines()


def test_entries_are_chained_from_the_first_line_on(tmp_path: Path) -> None:
    journal = open_journal(tmp_path)
    first, second = journal.append(added(b"a"), added(b"b"))
    (third,) = journal.append(added(b"c"))
    header, *lines = lines_of(tmp_path)
    assert [entry.seq for entry in (first, second, third)] == [0, 1, 2]
    assert first.prev == hash_line(header)
    assert (second.prev, third.prev) == (hash_line(lines[0]), hash_line(lines[1]))
    assert journal.last_hash == hash_line(lines[2])


def test_every_entry_is_told_once_whoever_appended_it(tmp_path: Path) -> None:
    ours: list[ArrivalEntry] = []
    theirs: list[ArrivalEntry] = []
    first, second = open_journal(tmp_path, ours), open_journal(tmp_path, theirs)
    first.append(added(b"a"))
    second.append(added(b"b"))
    first.append(added(b"c"))
    second.refresh()
    second.refresh()
    assert ours == theirs
    assert [entry.seq for entry in ours] == [0, 1, 2]
    assert [entry for entry, _ in second.iterate()] == ours


def test_several_threads_of_several_openings_leave_one_chain(tmp_path: Path) -> None:
    journals = [open_journal(tmp_path) for _ in range(3)]
    threads = [
        threading.Thread(target=lambda journal=journal: [journal.append(added(b"x")) for _ in range(20)])
        for journal in journals * 2
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seen: list[ArrivalEntry] = []
    open_journal(tmp_path, seen).refresh()
    assert [entry.seq for entry in seen] == list(range(120))


def test_a_clock_that_goes_back_does_not_turn_the_order(tmp_path: Path) -> None:
    journal = open_journal(tmp_path)
    (first,) = journal.append(added(b"a"))
    journal._clock = FixedClock(parse_time("2001-01-01T00:00:00Z"))
    (second,) = journal.append(added(b"b"))
    assert second.time == first.time


@pytest.mark.parametrize(
    "tail", [b"{", b'{"what":"add"', b"\0" * 500, b"\0" * 100 + b"\n\0\n", b"noise\nnoise\n"]
)
def test_a_torn_tail_is_passed_over_and_cut_off_by_the_next_append(tmp_path: Path, tail: bytes) -> None:
    open_journal(tmp_path).append(added(b"a"))
    whole = (tmp_path / "arrivals.jsonl").read_bytes()
    (tmp_path / "arrivals.jsonl").write_bytes(whole + tail)
    seen: list[ArrivalEntry] = []
    journal = open_journal(tmp_path, seen)
    journal.refresh()
    assert len(seen) == 1
    journal.append(added(b"b"))
    assert (tmp_path / "arrivals.jsonl").read_bytes().startswith(whole)
    assert len(lines_of(tmp_path)) == 3


def test_every_cut_of_the_file_leaves_the_whole_entries_before_it(tmp_path: Path) -> None:
    open_journal(tmp_path).append(added(b"a"), added(b"b"))
    path = tmp_path / "arrivals.jsonl"
    whole = path.read_bytes()
    start = whole.index(b"\n") + 1
    for at in range(start, len(whole)):
        path.write_bytes(whole[:at])
        seen: list[ArrivalEntry] = []
        journal = open_journal(tmp_path, seen)
        journal.refresh()
        assert len(seen) == whole[:at].count(b"\n") - 1
        journal.append(added(b"c"))
        journal.close()


def test_an_entry_that_was_changed_removed_or_moved_is_damage(tmp_path: Path) -> None:
    open_journal(tmp_path).append(*(added(bytes([at])) for at in range(4)))
    path = tmp_path / "arrivals.jsonl"
    header, *lines = lines_of(tmp_path)
    changed = lines[1].replace(b'"size_bytes":1', b'"size_bytes":2')
    for damaged in (
        [lines[0], changed, *lines[2:]],
        [lines[0], *lines[2:]],
        [lines[1], lines[0], *lines[2:]],
        [lines[0], b"{}", *lines[1:]],
        [b"noise", *lines],
    ):
        path.write_bytes(b"\n".join([header, *damaged]) + b"\n")
        journal = open_journal(tmp_path)
        with pytest.raises(JournalDamagedError) as raised:
            journal.refresh()
        assert raised.value.name == "arrivals"
        before = path.read_bytes()
        with pytest.raises(JournalDamagedError):
            journal.append(added(b"z"))
        assert path.read_bytes() == before


def test_a_full_disk_adds_nothing_and_the_next_append_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = open_journal(tmp_path)
    journal.append(added(b"a"))
    before = (tmp_path / "arrivals.jsonl").read_bytes()
    real = os.pwrite

    def fill(fd: int, data: bytes, at: int) -> int:
        if len(data) > 10:
            return real(fd, data[:10], at)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(os, "pwrite", lambda fd, data, at: fill(fd, bytes(data)[:17], at))
        with pytest.raises(VaultFullError, match="nothing was written to the journal"):
            journal.append(added(b"b"))
    assert (tmp_path / "arrivals.jsonl").read_bytes() == before
    assert journal.append(added(b"b"))[0].seq == 1


def test_another_failure_of_the_disk_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = open_journal(tmp_path)
    journal.append(added(b"a"))

    def fail(*_: object) -> bytes:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(os, "pread", fail)
    with pytest.raises(VaultError, match="Input/output error"):
        list(journal.iterate())
    journal._end_bytes -= 1
    with pytest.raises(VaultError, match="Input/output error"):
        journal.refresh()


def test_a_journal_of_another_vault_a_newer_one_and_none_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "arrivals.jsonl"
    for text, error in (
        (b'{"journal":"arrivals","made":"x","vault":"other","version":1}\n', JournalDamagedError),
        (b'{"journal":"hosts","made":"x","vault":"%s","version":1}\n' % VAULT.encode(), JournalDamagedError),
        (b'{"journal":"arrivals","made":"x","vault":"x","version":2}\n', NewerVaultError),
        (b'{"journal":"arrivals","made":"x","vault":"%s","version":1}' % VAULT.encode(), JournalDamagedError),
        (b"[]\n", JournalDamagedError),
        (b"\xff\n", JournalDamagedError),
    ):
        path.write_bytes(text)
        with pytest.raises(error):
            open_journal(tmp_path)
    path.unlink()
    with pytest.raises(NoVaultError):
        Journal(path, ArrivalEntry, vault_id=VAULT, clock=FixedClock(0), apply=lambda _: None)


def test_a_line_that_does_not_read_any_more_is_named_while_iterating(tmp_path: Path) -> None:
    journal = open_journal(tmp_path)
    journal.append(added(b"a"), Missed(host="office", type="data", name="ab" * 32, size_bytes=1))
    path = tmp_path / "arrivals.jsonl"
    whole = path.read_bytes()
    path.write_bytes(whole[:-3] + b"xx\n")
    with pytest.raises(JournalDamagedError, match="entry 1"):
        list(journal.iterate())


def test_a_reader_does_not_wait_for_a_writer_if_it_need_not(tmp_path: Path) -> None:
    journal = open_journal(tmp_path)
    open_journal(tmp_path).append(added(b"a"))
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with journal.standing():
            held.set()
            done.wait(60)

    thread = threading.Thread(target=hold)
    thread.start()
    held.wait(60)
    journal.refresh(waits=False)
    assert journal.seq == -1
    done.set()
    thread.join()
    journal.refresh(waits=False)
    assert journal.seq == 0


def test_a_journal_that_nobody_closes_keeps_no_descriptor(tmp_path: Path) -> None:
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(20):
        open_journal(tmp_path)
    gc.collect()
    assert len(os.listdir("/proc/self/fd")) <= before + 1
