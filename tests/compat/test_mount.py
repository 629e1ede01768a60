"""`mount` beside restic's, and through the real kernel."""

from __future__ import annotations

import filecmp
import json
import os
import signal
import subprocess
from pathlib import Path

import pytest

from tests.compat.programs import FIRSTBELL, Place
from tests.mount.kernel import is_mounted, mounted, needs_kernel
from tests.processes.waits import wait_until

pytestmark = needs_kernel


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A repository of two hosts and two tags, made by restic."""
    made = Place(tmp_path / "repository")
    tree = tmp_path / "school"
    (tree / "office").mkdir(parents=True)
    (tree / "office" / "list.txt").write_text("Class list\n" * 5000)
    (tree / "big.bin").write_bytes(os.urandom(3_000_000))
    (tree / "way").symlink_to("office/list.txt")
    (tree / "office" / "list.txt").chmod(0o640)
    made.restic("init")
    made.restic("backup", str(tree), "--host", "dc01", "--tag", "nightly", "--tag", "a/b")
    (tree / "office" / "list.txt").write_text("Class list of today\n" * 5000)
    made.restic("backup", str(tree), "--host", "dc01", "--time", "2023-02-16 02:00:00")
    made.restic("backup", str(tree), "--host", "sis01", "--time", "2023-02-16 02:00:00")
    return made


def describe(folder: Path) -> dict[str, tuple[object, ...]]:
    """Every path below with what `stat` tells of it, and where links lead."""
    found: dict[str, tuple[object, ...]] = {}
    for where, folders, files in os.walk(folder):
        for name in folders + files:
            path = Path(where, name)
            told = path.lstat()
            target = path.readlink() if path.is_symlink() else None
            size = 0 if path.is_dir() else told.st_size
            times = () if path.is_symlink() else (told.st_mtime_ns,)
            found[str(path.relative_to(folder))] = (
                (told.st_mode, size, told.st_uid, told.st_gid, target, *times)
                if "school" in path.parts[len(folder.parts) :]
                else (told.st_mode, target)
            )
    return found


@pytest.mark.long
def test_what_restic_shows_is_shown_alike(place: Place, tmp_path: Path) -> None:
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    environment = place.environment()
    with (
        mounted([*FIRSTBELL, "mount"], ours, environment),
        mounted(["restic", "mount"], theirs, environment),
    ):
        for top in ("snapshots", "hosts", "tags", "ids"):
            found = describe(ours / top)
            assert found == describe(theirs / top)
            assert any(path.endswith("list.txt") for path in found)
        school = next(theirs.glob("snapshots/latest/**/school"))
        same = ours / school.relative_to(theirs)
        names = ["big.bin", "office/list.txt", "way"]
        assert filecmp.cmpfiles(school, same, names, shallow=False)[0] == names


@pytest.mark.long
def test_templates_are_as_restics(place: Place, tmp_path: Path) -> None:
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    environment = place.environment()
    templates = ["--path-template", "by/%u-%h/%T", "--path-template", "%I", "--tag", "nightly"]
    with (
        mounted([*FIRSTBELL, "mount", "--no-verdicts", *templates], ours, environment),
        mounted(["restic", "mount", *templates], theirs, environment),
    ):
        (ours / "README.txt").read_text()
        assert {name for name in os.listdir(ours) if name != "README.txt"} == set(os.listdir(theirs))
        assert describe(ours / "by") == describe(theirs / "by")


@pytest.mark.long
@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_unmounts_and_leaves_no_lock(place: Place, tmp_path: Path, end: int) -> None:
    command = [*FIRSTBELL, "mount", "--no-verdicts", "--json"]
    with mounted(command, tmp_path / "on", place.environment(), end=end) as running:
        assert running.stdout is not None
        assert json.loads(running.stdout.readline())["message_type"] == "mounted"
        assert list((place.path / "locks").iterdir())
    assert running.returncode == 0
    assert not list((place.path / "locks").iterdir())


def test_somebody_else_may_unmount_it(place: Place, tmp_path: Path) -> None:
    folder = tmp_path / "on"
    with mounted([*FIRSTBELL, "mount", "--no-verdicts"], folder, place.environment()) as running:
        subprocess.run(["umount", folder], check=True)
        running.wait(60)
        assert running.returncode == 0


@pytest.mark.long
def test_it_ends_while_somebody_stands_in_it(place: Place, tmp_path: Path) -> None:
    folder = tmp_path / "on"
    with mounted([*FIRSTBELL, "mount", "--no-verdicts"], folder, place.environment()):
        visitor = subprocess.Popen(["sleep", "600"], cwd=folder / "snapshots")
    visitor.kill()
    visitor.wait()
    assert not is_mounted(folder)


@pytest.mark.long
def test_a_snapshot_that_comes_is_seen_and_nothing_can_be_written(place: Place, tmp_path: Path) -> None:
    folder = tmp_path / "on"
    # a relative path must hold, though libfuse goes elsewhere
    environment = place.environment() | {"RESTIC_REPOSITORY": os.path.relpath(place.path)}
    with mounted([*FIRSTBELL, "mount", "--no-verdicts"], folder, environment):
        before = set(os.listdir(folder / "ids"))
        place.restic("backup", str(tmp_path / "school" / "office"), "--host", "new")
        wait_until(lambda: len(os.listdir(folder / "ids")) > len(before), timeout_s=60)
        (came,) = set(os.listdir(folder / "ids")) - before
        (there,) = (folder / "ids" / came).glob("**/list.txt")
        assert there.read_text().startswith("Class list of today")
        with pytest.raises(OSError, match="Read-only"):
            (folder / "x").write_text("x")
        with pytest.raises(OSError, match="Read-only"):
            there.unlink()
