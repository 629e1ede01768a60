"""A backup with a scout is the one without, whatever has changed and however far the scout has come."""

from __future__ import annotations

import os
import random
import shutil
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from firstbell.backup import BackupOptions, BackupResult, backup, backup_tree, parent, scout
from firstbell.backup.exclusions import exclude_by_markers, exclude_by_patterns
from firstbell.backup.parent import ChangeDetector, ParentFolder
from firstbell.backup.rereads import Everything, Rotation
from firstbell.backup.scout import Scout, ScoutedFolder, Surveyor
from firstbell.backup.targets import BackupTarget, plan_targets
from firstbell.base.clock import FixedClock
from firstbell.base.patterns import PatternList
from firstbell.crypto.derivation import ScryptParameters
from firstbell.repository import Node, Repository
from firstbell.store import Kind, LocalStore

NEVER = 1 << 40
Change = Callable[[Path], None]


@pytest.fixture
def repository(clock: FixedClock, tmp_path: Path) -> Repository:
    store = LocalStore(tmp_path / "repository")
    return Repository.init(store, "bell", kdf=ScryptParameters(2, 1, 1), clock=clock)


@pytest.fixture
def school(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Twelve folders in three, ten files in each, and some things that are no files.

    A relative path: folders above an absolute one stand in a snapshot too, and others change them meanwhile.
    """
    monkeypatch.chdir(tmp_path)
    root = Path("school")
    for number in range(12):
        folder = root / f"wing {number % 3}" / f"room {number}"
        folder.mkdir(parents=True)
        for at in range(10):
            (folder / f"{at}.txt").write_bytes(random.Random(number * 10 + at).randbytes(50 + at))
    (root / "wing 0" / "link").symlink_to("room 0/1.txt")
    os.mkfifo(root / "wing 1" / "pipe")
    (root / "wing 1" / os.fsdecode(b"bad\xff name")).write_bytes(b"odd")
    (root / "wing 2" / "empty").mkdir()
    return root


def options_for(*targets: Path, **more: object) -> BackupOptions:
    return BackupOptions([os.fsencode(target) for target in targets], "school", **more)  # type: ignore[arg-type]


class Foresight:
    """A scout that has come to its end before the walk begins."""

    def __init__(
        self, options: BackupOptions, detector: ChangeDetector, *, target: BackupTarget, before: ParentFolder
    ) -> None:
        self.told: dict[bytes, ScoutedFolder] = {}
        Surveyor(options, detector, self.told.__setitem__).look_through(target, before)
        self.find = self.told.get

    def close(self) -> None:
        """It holds nothing."""


def survey(
    repository: Repository, options: BackupOptions, before: BackupResult, rotation: Rotation | None = None
) -> dict[bytes, ScoutedFolder]:
    assert before.snapshot is not None
    turns = rotation or Rotation(0, b"", since_ns=0, now_ns=0)
    detector = ChangeDetector(repository, turns, ignore_inode=False, ignore_ctime=False)
    parent = ParentFolder(repository, before.snapshot.tree)
    return Foresight(options, detector, target=plan_targets(options.targets), before=parent).told


def leave(root: Path) -> None:
    """Nothing changes."""


def rewrite_some(root: Path) -> None:
    (root / "wing 0" / "room 3" / "4.txt").write_bytes(b"other content")
    (root / "wing 2" / "room 5" / "0.txt").write_bytes(b"")


def rewrite_a_room(root: Path) -> None:
    for path in (root / "wing 0" / "room 3").iterdir():
        path.write_bytes(b"now " + path.read_bytes())


def add_some(root: Path) -> None:
    (root / "wing 0" / "room 3" / "new.txt").write_bytes(b"new")
    (root / "wing 1" / "room new").mkdir()
    (root / "wing 1" / "room new" / "1.txt").write_bytes(b"new too")


def remove_some(root: Path) -> None:
    (root / "wing 0" / "room 3" / "4.txt").unlink()
    (root / "wing 0" / "link").unlink()
    shutil.rmtree(root / "wing 2" / "room 5")


def rename_some(root: Path) -> None:
    (root / "wing 0" / "room 3").rename(root / "wing 0" / "room 33")
    (root / "wing 1" / "room 1" / "3.txt").rename(root / "wing 1" / "room 1" / "13.txt")


def change_what_is_told_of_some(root: Path) -> None:
    (root / "wing 0" / "room 3").chmod(0o700)
    (root / "wing 1" / "room 1" / "3.txt").chmod(0o600)
    os.utime(root / "wing 2" / "room 2" / "1.txt", (1, 1))


def swap_kinds(root: Path) -> None:
    (root / "wing 0" / "room 3" / "4.txt").unlink()
    (root / "wing 0" / "room 3" / "4.txt").mkdir()
    shutil.rmtree(root / "wing 2" / "empty")
    (root / "wing 2" / "empty").write_bytes(b"not any more")
    (root / "wing 0" / "link").unlink()
    (root / "wing 0" / "link").symlink_to("room 0/2.txt")


CHANGES = (
    leave,
    rewrite_some,
    rewrite_a_room,
    add_some,
    remove_some,
    rename_some,
    change_what_is_told_of_some,
    swap_kinds,
)


def figures_of(result: BackupResult) -> dict[str, int]:
    """What both ways count alike: the second one finds everything saved that is new."""
    counts = result.counts
    alike = [name for name in counts.__struct_fields__ if "added" not in name and "blobs" not in name]
    return {name: getattr(counts, name) for name in alike}


def compare_ways(repository: Repository, first: BackupResult, options: BackupOptions) -> BackupResult:
    """Back up without a scout and with one; the second result, which is the first one."""
    assert first.snapshot is not None
    parent = first.snapshot.hex_id
    fields = {name: getattr(options, name) for name in options.__struct_fields__} | {"parent": parent}
    alone = backup_tree(repository, BackupOptions(**(fields | {"scout_from_files": NEVER})))
    scouted = backup_tree(repository, BackupOptions(**(fields | {"scout_from_files": 0})))
    assert alone.snapshot is not None
    assert scouted.snapshot is not None
    assert scouted.snapshot.tree == alone.snapshot.tree
    assert figures_of(scouted) == figures_of(alone)
    assert [problem.path for problem in scouted.problems] == [problem.path for problem in alone.problems]
    assert scouted.rereads == alone.rereads
    return scouted


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("scout_class", [Scout, Foresight])
def test_a_scout_changes_nothing_of_a_backup(
    repository: Repository,
    school: Path,
    change: Change,
    scout_class: type,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(scout, "Scout", scout_class)
    first = backup_tree(repository, options_for(school))
    change(school)
    compare_ways(repository, first, options_for(school))


@pytest.mark.parametrize("change", CHANGES)
def test_rules_hold_for_what_a_scout_has_seen(
    repository: Repository, school: Path, change: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scout, "Scout", Foresight)
    first = backup_tree(repository, options_for(school))
    (school / "wing 1" / "room 4" / ".nobackup").touch()
    change(school)
    options = options_for(
        school,
        excludes=exclude_by_patterns(PatternList(["7.txt", "room 8"])),
        exclude_folder=exclude_by_markers([(b".nobackup", b"")]),
        max_file_bytes=57,
    )
    second = compare_ways(repository, first, options)
    compare_ways(repository, second, options)


def test_several_targets_are_all_scouted(
    repository: Repository, school: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scout, "Scout", Foresight)
    options = options_for(school / "wing 0", school / "wing 2" / "room 2", school / "wing 1" / "pipe")
    first = backup_tree(repository, options)
    rewrite_some(school)
    compare_ways(repository, first, options)


def test_a_folder_as_it_was_is_told_of_with_all_that_is_below(repository: Repository, school: Path) -> None:
    options = options_for(school)
    told = survey(repository, options, backup_tree(repository, options))
    found = told[os.fsencode(school)]
    files = [path for path in school.rglob("*") if path.is_file() and not path.is_symlink()]
    assert found.is_unchanged
    assert (found.files, found.size_bytes) == (len(files), sum(path.stat().st_size for path in files))
    assert found.folders == 1 + sum(path.is_dir() for path in school.rglob("*"))


def test_the_last_folder_is_told_of_first(repository: Repository, school: Path) -> None:
    options = options_for(school)
    told = list(survey(repository, options, backup_tree(repository, options)))
    assert told[0].endswith(b"/wing 2/room 8")
    assert told[-1] == os.fsencode(school)


def test_of_a_changed_folder_only_the_others_are_to_be_looked_at(
    repository: Repository, school: Path
) -> None:
    options = options_for(school)
    first = backup_tree(repository, options)
    room = school / "wing 0" / "room 3"
    (room / "4.txt").write_bytes(b"other")
    (room / "5.txt").unlink()
    (room / "new.txt").touch()
    found = survey(repository, options, first)[os.fsencode(room)]
    assert not found.is_unchanged
    assert (found.files, found.others, found.left_out) == (8, [b"4.txt", b"new.txt"], ["5.txt"])


def test_a_socket_is_nothing_to_look_at(repository: Repository, school: Path) -> None:
    room = school / "wing 0" / "room 3"
    with socket.socket(socket.AF_UNIX) as made:
        here = Path.cwd()
        os.chdir(room)
        try:
            made.bind("socket")
        finally:
            os.chdir(here)
        options = options_for(school)
        assert survey(repository, options, backup_tree(repository, options))[os.fsencode(room)].is_unchanged


def test_what_the_repository_has_lost_is_to_be_read(repository: Repository, school: Path) -> None:
    options = options_for(school)
    first = backup_tree(repository, options)
    for info in list(repository.store.list(Kind.INDEX)):
        repository.store.delete(Kind.INDEX, info.name)
    repository.reload_index()
    # trees only, so that the parent can be read and no content is there
    backup_tree(repository, options_for(school, max_file_bytes=0, force=True))
    told = survey(repository, options, first)
    assert not any(found.is_unchanged and found.files for found in told.values())


def test_whoever_has_a_turn_is_to_be_read(repository: Repository, school: Path) -> None:
    options = options_for(school)
    first = backup_tree(repository, options)
    told = survey(repository, options, first, Everything())
    assert os.fsencode(school / "wing 0" / "room 3") not in told
    assert told[os.fsencode(school / "wing 2" / "empty")].is_unchanged


def test_a_scout_that_fails_is_not_needed(
    repository: Repository, school: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ValueError("lost in the woods")

    monkeypatch.setattr(Surveyor, "look_through", fail)
    first = backup_tree(repository, options_for(school))
    rewrite_some(school)
    compare_ways(repository, first, options_for(school))


@pytest.mark.parametrize(
    "options", [{"one_file_system": True}, {"reread_all": True}, {"scout_from_files": 200}, {"force": True}]
)
def test_no_scout_goes_where_it_would_bring_nothing(
    repository: Repository, school: Path, options: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    backup_tree(repository, options_for(school))

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("sent for nothing")

    monkeypatch.setattr(backup, "send_scout", refuse)
    backup_tree(repository, options_for(school, **options))


def test_what_a_scout_tells_comes_through_its_pipe(repository: Repository, school: Path) -> None:
    options = options_for(school)
    first = backup_tree(repository, options)
    assert first.snapshot is not None
    rotation = Rotation(0, b"", since_ns=0, now_ns=0)
    detector = ChangeDetector(repository, rotation, ignore_inode=False, ignore_ctime=False)
    before = ParentFolder(repository, first.snapshot.tree)
    sent = Scout(options, detector, target=plan_targets(options.targets), before=before)
    try:
        os.waitid(os.P_PID, sent.pid, os.WEXITED | os.WNOWAIT)
        told = {path: sent.find(path) for path in survey(repository, options, first)}
    finally:
        sent.close()
    assert told == survey(repository, options, first)


def test_what_a_small_repository_holds_is_found_without_arrays(
    repository: Repository, school: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = backup_tree(repository, options_for(school))
    assert first.snapshot is not None
    room = ParentFolder(repository, first.snapshot.tree).enter("school").enter("wing 0").enter("room 0")
    nodes = room.list_nodes(())
    gone = Node("gone", "file", content=["ab" * 32])
    rotation = Rotation(0, b"", since_ns=0, now_ns=0)
    detector = ChangeDetector(repository, rotation, ignore_inode=False, ignore_ctime=False)
    monkeypatch.setattr(parent, "np", None)
    assert len(nodes) == 10
    assert detector.find_lost(nodes) == [False] * 10
    assert detector.find_lost([*nodes, gone]) == [False] * 10 + [True]
