"""Folders that sentences of a timeline name."""

from __future__ import annotations


def split_folder(path: bytes) -> tuple[bytes, bytes]:
    """The folder and the name of a path; the root is `/`."""
    folder, _, name = path.rpartition(b"/")
    return folder or b"/", name


def find_shared_folder(folders: list[bytes]) -> bytes:
    """The deepest folder that holds all of these."""
    if not folders:
        return b""
    first, last = (path.rstrip(b"/").split(b"/") for path in (min(folders), max(folders)))
    shared = 0
    while shared < min(len(first), len(last)) and first[shared] == last[shared]:
        shared += 1
    return b"/".join(first[:shared]) or b"/"
