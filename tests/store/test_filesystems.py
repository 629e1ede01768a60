"""Whether a folder's filesystem is this machine's alone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from firstbell.store import LocalStore, MemoryStore
from firstbell.store.filesystems import is_own_filesystem


def write_mounts(folder: Path, *types: str, device: int | None = None) -> Path:
    device = folder.stat().st_dev if device is None else device
    named = f"{os.major(device)}:{os.minor(device)}"
    path = folder / "mountinfo"
    path.write_text(
        "22 27 0:99 / /proc rw,relatime - proc proc rw\n"
        + "".join(f"30 27 {named} / /srv rw,noatime shared:1 - {each} /dev/sda1 rw\n" for each in types)
    )
    return path


@pytest.mark.parametrize("kind", ["ext4", "xfs", "btrfs", "tmpfs"])
def test_a_filesystem_of_this_machine_is_its_own(tmp_path: Path, kind: str) -> None:
    assert is_own_filesystem(tmp_path, mounts=write_mounts(tmp_path, kind))


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "fuse.sshfs", "9p", "ceph", "virtiofs"])
def test_what_other_machines_write_to_is_not(tmp_path: Path, kind: str) -> None:
    assert not is_own_filesystem(tmp_path, mounts=write_mounts(tmp_path, kind))


def test_what_is_not_known_is_not(tmp_path: Path) -> None:
    assert not is_own_filesystem(tmp_path, mounts=write_mounts(tmp_path, "ext4", device=1))
    assert not is_own_filesystem(tmp_path, mounts=tmp_path / "none")
    assert not is_own_filesystem(tmp_path / "none")
    assert not is_own_filesystem(tmp_path, mounts=write_mounts(tmp_path, "ext4", "nfs4"))


def test_only_a_folder_may_list_at_once(tmp_path: Path) -> None:
    assert LocalStore(tmp_path).lists_at_once() == is_own_filesystem(tmp_path)
    assert not MemoryStore().lists_at_once()
