"""Targets as a tree: which local path stands where in the snapshot, by restic's rules.

An absolute target stands under its whole path, with the folders above it as they are; a relative one
stands under its own components; `.` and `..` stand for what lies in them.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence

import msgspec


class BackupTarget(msgspec.Struct):
    """One place of the snapshot. `path`: the local path it takes its metadata and content from.

    A leaf (`is_whole`) is taken with everything below it; others only with the targets in `children`.
    """

    path: bytes
    is_whole: bool = False
    children: dict[bytes, BackupTarget] = msgspec.field(default_factory=dict)


def plan_targets(paths: Sequence[bytes]) -> BackupTarget:
    """The root of the tree of all targets."""
    root = BackupTarget(b"/")
    for path in paths:
        for each in _expand(path):
            _insert(root, each)
    return root


def _expand(path: bytes) -> Iterable[bytes]:
    """The path itself, or what lies in it when it is made of `.` and `..` only."""
    clean = os.path.normpath(path)
    if os.path.isabs(clean) or any(part not in {b".", b".."} for part in clean.split(b"/")):
        return [clean]
    with os.scandir(clean) as entries:
        return [os.path.normpath(os.path.join(clean, entry.name)) for entry in entries]


def _insert(root: BackupTarget, path: bytes) -> None:
    absolute = os.path.isabs(path)
    local = b"/" if absolute else b""
    target = root
    if path.lstrip(b"/") == b"":
        root.is_whole = True
        return
    for part in path.strip(b"/").split(b"/"):
        local = os.path.join(local, part)
        if part == b"..":
            continue
        target = _descend(target, part, local)
    target.is_whole = True


def _descend(target: BackupTarget, name: bytes, local: bytes) -> BackupTarget:
    """The child `name`; a number is added when another local path holds the name already."""
    free = name
    number = 0
    while free in target.children and not _is_same(target.children[free].path, local):
        number += 1
        free = name + b"-%d" % number
    return target.children.setdefault(free, BackupTarget(local))


def _is_same(one: bytes, other: bytes) -> bool:
    return os.path.abspath(one) == os.path.abspath(other)
