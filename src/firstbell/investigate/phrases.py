"""Words for sentences of a timeline: names that steer nothing, counts, sizes."""

from __future__ import annotations

from firstbell.base.counts import say_count

_UNITS = ("bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB")


def tell_size(size_bytes: int) -> str:
    """`812 bytes`, `91.4 MiB`."""
    size, unit = float(size_bytes), 0
    while size >= 1024 and unit < len(_UNITS) - 1:
        size, unit = size / 1024, unit + 1
    return say_count(size_bytes, "byte") if not unit else f"{size:.1f} {_UNITS[unit]}"


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
