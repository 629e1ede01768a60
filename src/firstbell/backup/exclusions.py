"""What a backup leaves out: by pattern, by a marker in the folder."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence

from firstbell.base.patterns import PatternList

CACHE_TAG = b"CACHEDIR.TAG"
# Source: Cache Directory Tagging Specification, bford.info/cachedir
CACHE_SIGNATURE = b"Signature: 8a477f597d28d172789f06886806bc55"


def exclude_by_patterns(*lists: PatternList) -> Callable[[bytes, bool], bool]:
    """Whether any of the lists matches a local path, made absolute."""

    def excludes(path: bytes, is_folder: bool) -> bool:  # noqa: FBT001
        absolute = path if path.startswith(b"/") else os.path.abspath(path)
        return any(patterns.match(absolute) for patterns in lists)

    return excludes


def exclude_by_markers(markers: Sequence[tuple[bytes, bytes]]) -> Callable[[bytes], bool]:
    """Whether a folder holds one of the markers: (file name, how its content begins)."""

    def excludes(folder: bytes) -> bool:
        return any(_begins_with(os.path.join(folder, name), header) for name, header in markers)

    return excludes


def _begins_with(path: bytes, header: bytes) -> bool:
    try:
        with open(path, "rb") as file:
            return file.read(len(header)) == header
    except OSError:
        return False
