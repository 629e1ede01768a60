"""What kind of filesystem a folder lies on."""

from __future__ import annotations

import os
from pathlib import Path

_MOUNTS = Path("/proc/self/mountinfo")
# of this machine alone, so that a listing begun after a file was made always shows it
_OWN = frozenset(
    {"bcachefs", "btrfs", "ext2", "ext3", "ext4", "f2fs", "jfs", "overlay", "tmpfs", "xfs", "zfs"}
)


def is_own_filesystem(folder: Path, *, mounts: Path = _MOUNTS) -> bool:
    """Whether the folder lies on a filesystem that no other machine writes to; False where that is not known.

    Source: proc_pid_mountinfo(5): field 3 is the device, the first one after the lone hyphen the type.
    """
    try:
        device = folder.stat().st_dev
        lines = mounts.read_text(errors="replace").splitlines()
    except OSError:
        return False
    wanted = f"{os.major(device)}:{os.minor(device)}"
    types = {line.partition(" - ")[2].split(" ")[0] for line in lines if line.split(" ", 3)[2:3] == [wanted]}
    return bool(types) and types <= _OWN
