"""Owner, extended attributes, mode and times of what was restored, in the order that keeps them all.

Changing the owner clears setuid bits and capabilities, and every other call changes no time that
`utime` sets, so: owner, attributes, mode, times.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import NamedTuple

from firstbell.base.clock import ZERO_TIME, InvalidTimeError, parse_time
from firstbell.base.errors import say_cause
from firstbell.repository.format.node import Node


class Shortfall(NamedTuple):
    """A part of the metadata that could not be set, and why."""

    code: str
    reason: str


class MetadataSetter:
    """Sets metadata of nodes. What cannot be set comes back as a list of shortfalls, mostly empty.

    `find_permissions`: the permission bits that a node gets.
    """

    def __init__(self, *, ownership: bool, find_permissions: Callable[[Node], int]) -> None:
        self._ownership = ownership
        self._find_permissions = find_permissions
        self._is_root = os.geteuid() == 0

    def set_on_fd(self, fd: int, node: Node, made: os.stat_result | None = None) -> list[Shortfall]:
        """Set the metadata of an open file or folder. `made`: its status; what is right by it may stay.

        Raises: OSError when even mode and times cannot be set.
        """
        shortfalls: list[Shortfall] = []
        if self._ownership and (made is None or made.st_uid != node.uid or made.st_gid != node.gid):
            try:
                os.fchown(fd, node.uid, node.gid)
            except (OSError, OverflowError) as error:
                self._note_owner(error, shortfalls)
        if node.extended_attributes:
            self._set_attributes(fd, node, shortfalls)
        permissions = self._find_permissions(node)
        # an attribute can be a list of who may do what, and change the mode
        if made is None or made.st_mode & 0o7777 != permissions or node.extended_attributes:
            os.fchmod(fd, permissions)
        times = read_times(node, shortfalls)
        if times is not None:
            os.utime(fd, ns=times)
        return shortfalls

    def set_on_name(self, folder_fd: int, name: bytes, node: Node) -> list[Shortfall]:
        """Set the metadata of a symlink, fifo or device just made under `name`.

        Raises: OSError when even mode and times cannot be set.
        """
        shortfalls: list[Shortfall] = []
        if self._ownership:
            try:
                os.chown(name, node.uid, node.gid, dir_fd=folder_fd, follow_symlinks=False)
            except (OSError, OverflowError) as error:
                self._note_owner(error, shortfalls)
        if node.extended_attributes:
            self._set_attributes(b"/proc/self/fd/%d/%s" % (folder_fd, name), node, shortfalls)
        if node.type != "symlink":  # Linux has no mode of a symlink
            os.chmod(name, self._find_permissions(node), dir_fd=folder_fd)
        times = read_times(node, shortfalls)
        if times is not None:
            os.utime(name, ns=times, dir_fd=folder_fd, follow_symlinks=False)
        return shortfalls

    def _note_owner(self, error: Exception, shortfalls: list[Shortfall]) -> None:
        if self._is_root or not isinstance(error, PermissionError):
            shortfalls.append(Shortfall("restore.owner", f"the owner could not be set: {error}"))

    @staticmethod
    def _set_attributes(context: int | bytes, node: Node, shortfalls: list[Shortfall]) -> None:
        for attribute in node.extended_attributes or ():
            try:
                if isinstance(context, int):
                    os.setxattr(context, attribute.name, attribute.value or b"")
                else:
                    os.setxattr(context, attribute.name, attribute.value or b"", follow_symlinks=False)
            except (OSError, ValueError) as error:  # ValueError: a name with NUL in it
                shortfalls.append(
                    Shortfall(
                        "restore.xattr", f"attribute {attribute.name!r} could not be set: {say_cause(error)}"
                    )
                )


def read_times(node: Node, shortfalls: list[Shortfall]) -> tuple[int, int] | None:
    """(atime, mtime) of a node in nanoseconds; None where it has none or they cannot be read."""
    try:
        if node.mtime == ZERO_TIME:
            return None
        mtime_ns = parse_time(node.mtime)
        # they are the same text in most backups, which do not keep the time of access
        return (mtime_ns if node.atime in (node.mtime, ZERO_TIME) else parse_time(node.atime)), mtime_ns
    except InvalidTimeError as error:
        shortfalls.append(Shortfall("restore.time", str(error)))
        return None
