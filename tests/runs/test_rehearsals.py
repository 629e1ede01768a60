"""Rehearsals: a scratch folder that is gone afterwards, samples that fit, packs whose turn it is, a timer."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Mapping
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstbell.base.clock import DAY_NS
from firstbell.runs.rehearsals.coverage import Coverage
from firstbell.runs.rehearsals.samples import _take
from firstbell.runs.rehearsals.schedule import render_schedule
from firstbell.runs.rehearsals.scratch import ScratchError, open_scratch


def test_a_scratch_folder_is_private_and_gone_afterwards_also_when_work_fails(tmp_path: Path) -> None:
    parent = tmp_path / "not" / "there"

    def work() -> None:
        with open_scratch(parent, 1) as scratch:
            assert scratch.parent == parent
            assert scratch.stat().st_mode & 0o777 == 0o700
            (scratch / "pupils.csv").write_text("names")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        work()
    assert list(parent.iterdir()) == []


def test_what_is_kept_stays_and_no_later_work_takes_it_for_a_leftover(tmp_path: Path) -> None:
    with open_scratch(tmp_path, 1, keep=True) as kept:
        (kept / "a.txt").write_text("a")
    with open_scratch(tmp_path, 1):
        pass
    assert [path.name for path in kept.iterdir()] == ["a.txt"]


def test_what_killed_work_left_is_deleted_and_what_others_hold_or_own_is_not(tmp_path: Path) -> None:
    left, held = tmp_path / "firstbell-rehearsal-left", tmp_path / "firstbell-rehearsal-held"
    for folder in (left, held):
        folder.mkdir()
        (folder / "lock").touch()
        (folder / "pupils.csv").write_text("names")
    stranger = tmp_path / "firstbell-rehearsal-without-lock"
    stranger.mkdir()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "lock").touch()
    (tmp_path / "firstbell-rehearsal-link").symlink_to(elsewhere)
    trap = tmp_path / "firstbell-rehearsal-trap"
    trap.mkdir()
    (trap / "lock").symlink_to(elsewhere / "lock")
    lock_fd = os.open(held / "lock", os.O_RDWR)
    try:
        fcntl.flock(lock_fd, fcntl.LOCK_EX)
        with open_scratch(tmp_path, 1):
            assert not left.exists()
            assert (held / "pupils.csv").exists()
    finally:
        os.close(lock_fd)
    assert stranger.exists()
    assert (elsewhere / "lock").exists()
    assert trap.exists()


def test_a_disk_without_room_is_refused_with_both_figures_and_left_as_it_was(tmp_path: Path) -> None:
    says = r"B free, but up to 1\.0 EiB may be needed"
    with pytest.raises(ScratchError, match=says) as refused, open_scratch(tmp_path, 1 << 60):
        raise AssertionError("no disk has this much room")
    assert refused.value.hint == "use a lower --cap, or another folder with --scratch"
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "file").touch()
    with pytest.raises(ScratchError, match="file") as refused, open_scratch(tmp_path / "file", 1):
        raise AssertionError("a file is no folder")
    assert refused.value.hint == "use a folder that you may write to"


SIZES = st.lists(st.integers(0, 1 << 20), max_size=30)


@given(SIZES, st.integers(0, 1 << 22), st.integers(0, 40))
def test_a_sample_never_takes_more_than_it_may_and_leaves_out_nothing_that_fits(
    sizes: list[int], most_bytes: int, most_files: int
) -> None:
    files = [(b"/%d" % number, size) for number, size in enumerate(sizes)]
    taken = list(_take(files, most_bytes, most_files))
    cost = sum(size + 4096 for _, size in taken)
    assert cost <= most_bytes
    assert len(taken) <= most_files
    assert [one for one in files if one in taken] == taken
    if len(taken) < most_files:
        left_out = [size for path, size in files if (path, size) not in taken]
        assert all(size + 4096 > most_bytes - cost for size in left_out)


def make_sizes(count: int) -> Mapping[bytes, int]:
    return {bytes([number]) * 32: 100 for number in range(count)}


@given(st.integers(1, 60), st.floats(1.0, 40.0), st.lists(st.floats(0.1, 9.0), min_size=1, max_size=20))
def test_every_pack_is_read_within_the_days_at_whatever_pace_the_timer_runs(
    count: int, days: float, pauses: list[float]
) -> None:
    coverage, sizes = Coverage(Path("/nowhere")), make_sizes(count)
    now_ns = 1000 * DAY_NS
    first_ns = now_ns
    for pause in [*pauses, days + 0.1]:
        chosen = coverage.choose(sizes, now_ns, days=days)
        assert len(set(chosen)) == len(chosen)
        # those that wait longest come first
        waits = [coverage.times.packs.get(one.hex(), 0) or coverage.times.seen[one.hex()] for one in chosen]
        assert waits == sorted(waits)
        for one in chosen:
            coverage.times.packs[one.hex()] = now_ns
        coverage.times.last_ns = now_ns
        now_ns += int(pause * DAY_NS)
    chosen = coverage.choose(sizes, now_ns, days=days)
    unread = [one for one in sizes if now_ns - coverage.times.packs.get(one.hex(), first_ns) > days * DAY_NS]
    assert set(unread) <= set(chosen)


def test_a_clock_that_was_set_back_reads_what_is_due_and_no_more() -> None:
    coverage, sizes = Coverage(Path("/nowhere")), make_sizes(10)
    coverage.times.last_ns = 1000 * DAY_NS
    coverage.times.packs = {one.hex(): 1000 * DAY_NS for one in sizes}
    assert coverage.choose(sizes, 900 * DAY_NS, days=30) == []
    assert coverage.choose({}, 900 * DAY_NS, days=30) == []


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[]",
        b'{"last_ns": "x"}',
        b"\xff\xfe",
        b'{"packs": {"a": "\xe9"}}',
        b'{"packs": {"ab": null}}',
    ],
)
def test_times_that_cannot_be_read_begin_anew(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "coverage.json"
    path.write_bytes(data)
    coverage = Coverage.load(path)
    assert coverage.times.last_ns == 0
    assert coverage.times.packs == {}
    assert Coverage.load(tmp_path / "gone.json").times.packs == {}


def test_times_of_packs_that_are_gone_are_dropped_also_those_of_no_pack_at_all(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "coverage.json"
    path.parent.mkdir()
    kept, gone = b"\1" * 32, b"\2" * 32
    path.write_bytes(msgspec.json.encode({"packs": {kept.hex(): 5, gone.hex(): 6, "no id": 7}}))
    coverage = Coverage.load(path)
    coverage._keep(frozenset([kept.hex()]))
    assert Coverage.load(path).times.packs == {kept.hex(): 5}


@pytest.mark.parametrize(
    ("words", "in_unit", "in_cron"),
    [
        (["--cap", "5G"], "firstbell rehearse --cap 5G", "firstbell rehearse --cap 5G"),
        (["--scratch", "/srv/100%/$x"], '"/srv/100%%/$$x"', "'/srv/100\\%/$x'"),
        (["--scratch", "/srv/my files"], '"/srv/my files"', "'/srv/my files'"),
        (["--scratch", "/srv/kay's"], '"/srv/kay\'s"', "'/srv/kay'\"'\"'s'"),
        (["--scratch", 'C:\\a"b'], '"C:\\\\a\\"b"', "'C:\\a\"b'"),
    ],
)
def test_the_line_that_rehearses_every_night_hands_each_word_on_as_it_is(
    words: list[str], in_unit: str, in_cron: str
) -> None:
    text = render_schedule("firstbell", words)
    unit, cron = text.split("# or for cron:\n")
    (start,) = [line for line in unit.splitlines() if line.startswith("ExecStart=")]
    assert start.endswith(in_unit)
    assert cron.strip().endswith(in_cron)
    assert cron.startswith("17 3 * * *  firstbell rehearse")
