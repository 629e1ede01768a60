"""Files that look unchanged are read in their turn; what someone wrote without a trace is found."""

from __future__ import annotations

import os
import random
import shutil
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from firstbell.backup import BackupOptions, BackupResult, backup_tree, content
from firstbell.backup.rereads import Rotation
from firstbell.base.clock import NS_PER_S, FixedClock
from firstbell.repository import Repository
from tests.backup.test_backup import content_of, nodes_of

HOUR_NS = 3600 * NS_PER_S
DAY_S = 86_400
IDS = [[random.Random(at).randbytes(32).hex()] for at in range(1000)]


def take_turns(nights: list[int], percent: float = 2, secret: bytes = b"s") -> list[list[int]]:
    """Which of a thousand files are read by backups at these hours, of each but the first."""
    rotations = [
        Rotation(percent, secret, since_ns=before * HOUR_NS, now_ns=now * HOUR_NS)
        for before, now in pairwise(nights)
    ]
    return [[at for at, ids in enumerate(IDS) if rotation.has_turn(ids)] for rotation in rotations]


@pytest.mark.parametrize("step", [1, 5, 24, 25, 120, 168, 1199])
def test_every_file_has_one_turn_in_fifty_days_whatever_the_hours_of_backups(step: int) -> None:
    hours = [*range(470_000, 470_000 + 1200, step), 471_200]
    counts = Counter(at for turn in take_turns(hours) for at in turn)
    assert set(counts.values()) == {1}
    assert len(counts) == len(IDS)


def test_a_night_reads_two_per_cent() -> None:
    shares = [len(turn) / len(IDS) for turn in take_turns([470_000 + 24 * night for night in range(50)])]
    assert min(shares) > 0.005
    assert max(shares) < 0.04


def test_who_does_not_know_the_repository_cannot_tell_whose_turn_it_is() -> None:
    one, other = (set(take_turns([470_000, 470_240], secret=secret)[0]) for secret in (b"one", b"other"))
    assert len(one & other) < 0.4 * len(one)


def test_nothing_is_read_for_none_or_twice_in_an_hour_or_by_a_clock_that_runs_back() -> None:
    assert Rotation(0, b"s", since_ns=0, now_ns=10**18).is_idle
    assert Rotation(2, b"s", since_ns=HOUR_NS, now_ns=2 * HOUR_NS - 1).is_idle
    assert Rotation(2, b"s", since_ns=5 * HOUR_NS, now_ns=HOUR_NS).is_idle
    assert not Rotation(2, b"s", since_ns=HOUR_NS, now_ns=2 * HOUR_NS).has_turn([])


def test_a_hundred_per_cent_is_everything_each_day() -> None:
    assert len(take_turns([470_000, 470_024], percent=100)[0]) == len(IDS)


@pytest.fixture
def many(tmp_path: Path) -> Path:
    root = tmp_path / "many"
    for number in range(400):
        folder = root / f"{number % 8}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{number:03}.bin").write_bytes(random.Random(number).randbytes(200 + number))
    (root / "large.bin").write_bytes(random.Random(-1).randbytes(5_000_000))
    (root / "empty").write_bytes(b"")
    return root


def back_up(repository: Repository, target: Path, **options: object) -> BackupResult:
    return backup_tree(repository, BackupOptions([os.fsencode(target)], "school", **options))  # type: ignore[arg-type]


def strike(path: Path) -> None:
    """Other content of the same length, size and times put back as far as a program can."""
    before = path.stat()
    path.write_bytes(random.Random(77).randbytes(before.st_size))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def test_what_was_read_again_and_is_the_same_counts_as_unmodified(
    repository: Repository, many: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(many)
    first = back_up(repository, Path())
    clock.advance(DAY_S)
    again = back_up(repository, Path(), reread_all=True)
    assert again.rereads.files == 401
    assert again.rereads.size_bytes == again.counts.total_bytes_processed
    assert (again.counts.files_unmodified, again.counts.files_changed) == (402, 0)
    assert (again.counts.data_blobs, again.rereads.files_changed) == (0, 0)
    assert first.snapshot is not None
    assert again.snapshot is not None
    assert again.snapshot.tree == first.snapshot.tree


def test_a_file_struck_in_place_is_found_when_its_turn_comes(
    repository: Repository, many: Path, clock: FixedClock
) -> None:
    back_up(repository, many)
    struck = [many / "3" / "123.bin", many / "large.bin"]
    for path in struck:
        strike(path)
    found: list[bytes] = []
    for _ in range(50):
        clock.advance(DAY_S)
        result = back_up(repository, many, ignore_ctime=True, reread_percent=2.0)
        found += result.rereads.changed
        assert result.counts.files_changed == result.rereads.files_changed
        assert result.counts.files_unmodified == 402 - result.rereads.files_changed
    assert sorted(found) == sorted(os.fsencode(path) for path in struck)
    nodes = nodes_of(repository, result.snapshot)
    for path in struck:
        assert content_of(repository, nodes[os.fsencode(path)]) == path.read_bytes()


def test_content_that_another_program_cut_is_known_again(
    repository: Repository, many: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(content, "AVERAGE_CHUNK_BYTES", 2 << 20)
    back_up(repository, many)
    monkeypatch.undo()
    clock.advance(DAY_S)
    again = back_up(repository, many, reread_all=True)
    assert (again.counts.files_changed, again.counts.data_blobs) == (0, 0)


def test_a_file_that_cannot_be_read_again_is_told_and_stays(
    repository: Repository, many: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    back_up(repository, many)
    opened = content._open

    def refuse(path: bytes) -> int:
        if path.endswith(b"/017.bin"):
            raise OSError(5, "Input/output error")
        return opened(path)

    monkeypatch.setattr(content, "_open", refuse)
    clock.advance(DAY_S)
    result = back_up(repository, many, reread_all=True)
    assert [problem.reason for problem in result.problems] == ["Input/output error"]
    assert result.counts.files_unmodified == 402
    monkeypatch.undo()
    node = nodes_of(repository, result.snapshot)[os.fsencode(many / "1" / "017.bin")]
    assert content_of(repository, node) == (many / "1" / "017.bin").read_bytes()


def test_a_mode_that_changed_is_kept_when_content_is_read_again(
    repository: Repository, many: Path, clock: FixedClock
) -> None:
    back_up(repository, many)
    changed = many / "1" / "017.bin"
    changed.chmod(0o640)
    clock.advance(DAY_S)
    result = back_up(repository, many, ignore_ctime=True, reread_all=True)
    node = nodes_of(repository, result.snapshot)[os.fsencode(changed)]
    assert (node.mode, result.counts.files_changed) == (0o640, 0)
    assert content_of(repository, node) == changed.read_bytes()


def test_a_run_that_writes_no_snapshot_does_not_read_more_and_more(
    repository: Repository, many: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(many)
    back_up(repository, Path())
    read = 0
    for _ in range(50):
        clock.advance(DAY_S)
        result = back_up(repository, Path(), skip_if_unchanged=True, reread_percent=2.0)
        assert result.snapshot is None
        read += result.rereads.files
    assert read == 401


def test_a_repository_that_is_read_again_after_a_loss_stays_whole(
    repository: Repository, many: Path, clock: FixedClock
) -> None:
    back_up(repository, many)
    shutil.rmtree(many / "2")
    clock.advance(DAY_S)
    result = back_up(repository, many, reread_all=True)
    assert result.counts.files_unmodified == 352
