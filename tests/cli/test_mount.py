"""`mount` on a struck district: what is told by verdict, through the real kernel."""

from __future__ import annotations

import os
import subprocess
import threading
from pathlib import Path

import pytest

from tests.cli.conftest import Call, District
from tests.mount.kernel import FIRSTBELL, mounted, needs_kernel


def read(path: Path) -> bytes:
    return path.read_bytes()


@needs_kernel
def test_clean_and_composed_and_versions_of_a_struck_district(district: District, tmp_path: Path) -> None:
    folder, source = tmp_path / "on", str(district.root).lstrip("/")
    command = [*FIRSTBELL, "mount", "-r", str(district.repository)]
    with mounted(command, folder, dict(os.environ)):
        assert set(os.listdir(folder)) >= {"clean", "suspect", "event", "composed", "versions", "README.txt"}
        assert sorted(os.listdir(folder / "event")) == ["2023-02-18T02:00:00Z", "latest"]
        # dc01 was not struck that night
        assert os.readlink(folder / "clean" / "latest") == "2023-02-18T02:00:00Z"
        assert (folder / "clean" / "latest" / source / "identity").is_dir()
        assert sorted(os.listdir(folder / "composed")) == ["dc01", "sis01"]

        composed = folder / "composed" / "sis01" / source
        clean = folder / "hosts" / "sis01" / "2023-02-17T02:00:00Z" / source
        for inner in ("sis/b/0.docx", "sis/a/late.txt", "payroll/a/1.docx"):
            assert read(composed / inner) == read(clean / inner)
        assert sorted(os.listdir(composed / "sis" / "b")) == sorted(os.listdir(clean / "sis" / "b"))

        beside = composed / "sis" / "b" / "0.docx.versions"
        names = sorted(os.listdir(beside))
        assert os.readlink(beside / "clean.docx") == names[0]
        assert names[0] == "2023-02-16T02:00:00-intact.docx"
        assert read(beside / "clean.docx") == read(composed / "sis/b/0.docx")
        assert names[1].startswith("2023-02-18T02:00:00-damaged")
        assert os.getxattr(beside / names[1], "user.firstbell.state") == b"damaged"
        assert read(beside / names[1]) == read(district.root / "sis/b/0.docx.q8z")

        listed = os.listdir(folder / "versions" / "sis01" / source / "sis" / "b")
        assert {"0.docx", "0.docx.versions"} <= set(listed)
        # what the composed tree does not hold is there in its versions
        assert "READ_ME.txt.versions" in listed
        assert "READ_ME.txt" not in listed


@needs_kernel
def test_one_host_is_composed_without_its_name(district: District, tmp_path: Path) -> None:
    folder, source = tmp_path / "on", str(district.root).lstrip("/")
    command = [*FIRSTBELL, "mount", "--no-cache", "-H", "sis01", "-r", str(district.repository)]
    with mounted(command, folder, dict(os.environ)):
        assert (folder / "composed" / source / "sis" / "b" / "0.docx").is_file()
        assert os.listdir(folder / "hosts") == ["sis01"]
        versions = folder / "versions" / source / "sis" / "b" / "0.docx.versions"
        assert "clean.docx" in os.listdir(versions)


@pytest.mark.parametrize(
    ("filters", "said", "hint"),
    [
        (["-H", "sis1"], "no snapshot of host 'sis1'", "did you mean sis01?"),
        (["-H", "library"], "no snapshot of host 'library'", "there are: dc01, sis01"),
        (["-H", "sis01", "--tag", "weekly"], "no snapshot matches", "`firstbell snapshots`"),
    ],
)
def test_nothing_is_mounted_where_no_snapshot_is_meant(
    call: Call, district: District, tmp_path: Path, filters: list[str], said: str, hint: str
) -> None:
    folder = tmp_path / "on"
    folder.mkdir()
    told = call("mount", "-r", district.repository, *filters, folder)

    assert told.status == 1
    assert said in told.err
    assert hint in told.err
    assert "mounted" not in told.out


def test_a_place_to_mount_on_must_be_a_folder(call: Call, place: Path, tmp_path: Path) -> None:
    told = call("mount", tmp_path / "none")
    assert told.status == 1
    assert f"mkdir {tmp_path / 'none'}" in told.err
    (tmp_path / "file").touch()
    assert "is not a folder" in call("mount", tmp_path / "file").err
    assert "is mounted on" in call("mount", "/proc").err
    told = call("mount", tmp_path)
    assert told.status == 1
    assert "is not empty, and the mount would hide what is in it" in told.err


@needs_kernel
def test_a_repository_that_was_taken_away_is_an_error_and_not_an_empty_backup(
    district: District, tmp_path: Path
) -> None:
    folder, source = tmp_path / "on", str(district.root).lstrip("/")
    inner = folder / "hosts" / "sis01" / "2023-02-17T02:00:00Z" / source / "sis" / "b" / "0.docx"
    command = [*FIRSTBELL, "mount", "--no-verdicts", "-r", str(district.repository)]
    with mounted(command, folder, dict(os.environ)):
        assert os.listdir(folder / "snapshots")
        district.repository.rename(tmp_path / "unplugged")
        threading.Event().wait(5.5)  # so long a list is believed
        with pytest.raises(OSError, match="Input/output error"):
            os.listdir(folder / "snapshots")
        with pytest.raises(OSError, match="Input/output error"):
            inner.stat()
        (tmp_path / "unplugged").rename(district.repository)
        assert inner.stat().st_size


def test_a_template_that_is_none_is_a_wrong_command_line(call: Call, place: Path, tmp_path: Path) -> None:
    told = call("mount", "--path-template", "hosts/%x", tmp_path)
    assert told.status == 2
    assert "%x stands for nothing" in told.err


def test_a_machine_without_fuse_is_told_what_to_install(place: Path, tmp_path: Path) -> None:
    environment = dict(os.environ) | {"FUSE_LIBRARY_PATH": "/nowhere/libfuse.so"}
    done = subprocess.run(
        [*FIRSTBELL, "mount", tmp_path], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "apt-get install fuse3" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may take /dev/fuse away")
def test_a_machine_without_the_device_is_told_so(place: Path, tmp_path: Path) -> None:
    on = tmp_path / "on"
    on.mkdir()
    script = 'mount --bind /dev/null /dev/fuse && exec "$@"'
    done = subprocess.run(
        ["unshare", "--mount", "sh", "-c", script, "sh", *FIRSTBELL, "mount", "--no-verdicts", on],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "cannot be mounted" in done.stderr
    assert not list((place / "locks").iterdir())
