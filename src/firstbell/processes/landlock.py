"""Landlock: which files a process may use, and that it reaches no network and no process outside, for good.

`struct landlock_ruleset_attr`: rights over files (8 bytes), over TCP (8, from version 4), scopes (8, from
version 6). `struct landlock_path_beneath_attr`, packed: rights (8), descriptor (4).

Source: Documentation/userspace-api/landlock.rst, linux/landlock.h.
"""

from __future__ import annotations

import ctypes
import os
import stat
import struct
from collections.abc import Iterable

from firstbell.processes import kernel

EXECUTE, WRITE_FILE, READ_FILE, READ_FOLDER = 1, 2, 4, 8
# rights over files that versions 1, 2, 3 and 5 know
_RIGHTS = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}
_OF_FILES = EXECUTE | WRITE_FILE | READ_FILE
_TCP = 3
_SCOPES = 3
_ASK_VERSION = 1
_PATH_BENEATH = 1


def find_version() -> int:
    """Which version of Landlock the kernel has. Raises: OSError where it has none."""
    return kernel.call("landlock_create_ruleset", 0, 0, _ASK_VERSION)


def restrict_files(allowed: Iterable[tuple[str, int]] = ()) -> int:
    """Refuse every use of a file but these paths and what is below them; what is open stays open.

    No new privileges must have been forbidden before. Gives the version of Landlock. Raises: OSError.
    """
    version = find_version()
    rights = _RIGHTS[max(known for known in _RIGHTS if known <= version)]
    attributes = [rights, _TCP * (version >= 4), _SCOPES * (version >= 6)]
    size = 24 if version >= 6 else 16 if version >= 4 else 8
    packed = ctypes.create_string_buffer(struct.pack("<3Q", *attributes), 24)
    ruleset = kernel.call("landlock_create_ruleset", packed, size, 0)
    try:
        for path, granted in allowed:
            _allow(ruleset, path, granted & rights)
        kernel.call("landlock_restrict_self", ruleset, 0)
    finally:
        os.close(ruleset)
    return version


def _allow(ruleset: int, path: str, rights: int) -> None:
    try:
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return  # what is not there needs no leave
    try:
        if not stat.S_ISDIR(os.fstat(descriptor).st_mode):
            rights &= _OF_FILES
        rule = ctypes.create_string_buffer(struct.pack("<Qi", rights, descriptor), 12)
        kernel.call("landlock_add_rule", ruleset, _PATH_BENEATH, rule, 0)
    finally:
        os.close(descriptor)
