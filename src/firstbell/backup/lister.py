"""A folder beside the parent's tree of it: which entries are as they were, and which are to be looked at.

It is one loop for a whole folder: a walk of unchanged files spends its time here.
"""

from __future__ import annotations

import os
import stat

import msgspec

from firstbell.backup.metadata import is_described, make_node
from firstbell.backup.options import BackupOptions
from firstbell.backup.parent import ChangeDetector, ParentFolder
from firstbell.repository import Node

# what `stat.S_IFMT` leaves of a mode, without a call for each entry
_KIND_MASK = 0o170000


class FolderListing(msgspec.Struct):
    """What lies in a folder that the parent has too.

    `kept`: links and files that are as the parent has them, `files` of them files of `size_bytes` together;
    `others`: names of those that are not, or are to be read; `folders`: name and status.
    """

    kept: list[Node]
    files: int
    size_bytes: int
    others: list[bytes]
    folders: list[tuple[bytes, os.stat_result]]


class FolderLister:
    """Lists folders that the parent has too."""

    def __init__(self, options: BackupOptions, detector: ChangeDetector) -> None:
        self._excludes = options.excludes
        self._max_file_bytes = options.max_file_bytes
        self._with_atime = options.with_atime
        self._detector = detector

    def look_at(self, path: bytes, before: ParentFolder) -> FolderListing:
        """What lies in a folder, nothing of what is below. Raises: OSError when it cannot be read."""
        kept: list[Node] = []
        others: list[bytes] = []
        folders: list[tuple[bytes, os.stat_result]] = []
        start = path + b"/" if path != b"/" else path
        with_atime = self._with_atime
        has_rules = self._excludes is not None or self._max_file_bytes is not None
        names = sorted(os.listdir(path))
        for name, node in zip(names, before.find_names(names), strict=True):
            child = start + name
            try:
                status = os.lstat(child)
                if status.st_mode & _KIND_MASK == stat.S_IFDIR:
                    folders.append((name, status))
                    continue
                if node is not None and (
                    is_described(child, status, node, with_atime=with_atime)
                    # pipes and devices, and links to what is no text
                    or (
                        not stat.S_ISREG(status.st_mode)
                        and make_node(name, child, status, with_atime=with_atime) == node
                    )
                ):
                    if not (has_rules and self._is_passed_over(child, status)):
                        kept.append(node)
                elif not self._is_passed_over(child, status):
                    others.append(name)
            except OSError:
                others.append(name)
        files = self._sift(kept, others)
        return FolderListing(kept, len(files), sum([node.size for node in files]), others, folders)

    def _is_passed_over(self, path: bytes, status: os.stat_result) -> bool:
        limit = self._max_file_bytes
        return (
            stat.S_ISSOCK(status.st_mode)
            or (limit is not None and stat.S_ISREG(status.st_mode) and status.st_size > limit)
            or (self._excludes is not None and self._excludes(path, False))  # noqa: FBT003
        )

    def _sift(self, kept: list[Node], others: list[bytes]) -> list[Node]:
        """The files of `kept`, but for those to be read: lost, or in their turn. These go to `others`."""
        files = [node for node in kept if node.type == "file"]
        detector = self._detector
        lost = detector.find_lost(files)
        if not any(lost) and not (detector.has_turns and any(map(detector.has_turn, files))):
            return files
        read = {
            node.quoted_name
            for node, is_lost in zip(files, lost, strict=True)
            if is_lost or detector.has_turn(node)
        }
        others += [node.name for node in files if node.quoted_name in read]
        kept[:] = [node for node in kept if node.quoted_name not in read]
        return [node for node in files if node.quoted_name not in read]
