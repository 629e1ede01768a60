"""What is in scope of a scan: files of a folder, and what of them cannot be opened, nothing left out.

A source hands over items one after the other; what an item holds is opened when its turn comes.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Protocol

import msgspec
from msgspec.structs import replace

from firstbell.base.errors import Error
from firstbell.base.pathtext import show_path
from firstbell.impact.scan.lists import ScopeList
from firstbell.impact.scan.touches import ScopeError, Touch

_STEP_BYTES = 1 << 20


class ScopeFile(msgspec.Struct, frozen=True):
    """One file in scope. `path`: as results show it. `size`: in bytes, as far as known before it is opened.

    `open`: gives a descriptor of a file with its bytes. `problem`: why there is nothing to open.
    `key`: names the content without its being read, where the source knows; "" where it does not.
    `version`: host and snapshot, for files of a repository. `below`: the path inside what is scanned.
    """

    path: str
    size: int
    open: Callable[[], int] | None
    problem: str = ""
    key: str = ""
    touches: Sequence[Touch] = msgspec.field(default=())
    version: str = ""
    below: str = ""


class ScopeSource(Protocol):
    """Something that holds files. `name`: tells it from others in one case."""

    name: str

    def iterate(self) -> Iterator[ScopeFile]:
        """Every file of it, once. Raises: ScopeError when there is no such thing."""


class FolderSource:
    """The files below a folder. Links are not followed: what they lead to is in scope if it lies below,
    too.

    `apart`: a folder that is no part of it, wherever it lies.
    """

    def __init__(self, folder: Path, *, apart: Path | None = None) -> None:
        self.folder = Path(os.path.abspath(folder))
        self._apart = os.fsencode(os.path.realpath(apart)) if apart else b""
        self.name = f"folder {show_path(os.fsencode(self.folder))}"

    def iterate(self) -> Iterator[ScopeFile]:
        """Every file, in order. Raises: ScopeError when there is no such folder."""
        root = os.fsencode(self.folder)
        try:
            with os.scandir(root):
                pass
        except OSError as error:
            raise ScopeError(
                f"{self.folder}: {error.strerror}", hint="--folder names a folder of files to be read"
            ) from None
        start = len(show_path(root)) + 1
        for item in _walk(root, self._apart):
            yield replace(item, below=item.path[start:])


class ListedSource:
    """Of another source what a list names, with what the list says of it; what it names and is not there,
    too.
    """

    def __init__(self, source: ScopeSource, scope: ScopeList) -> None:
        self._source, self._scope = source, scope
        self.name = f"{source.name}, as {scope.name} lists it"

    def iterate(self) -> Iterator[ScopeFile]:
        """What is listed. Raises: as the source."""
        for item in self._source.iterate():
            touches = self._scope.find(item.path)
            if not touches and item.open is not None and self._scope.hashes:
                touches = self._scope.find_digests(_digest(item, self._scope.hash_kinds))
            if touches:
                yield replace(item, touches=(*item.touches, *touches))
        for entry in self._scope.list_unmet():
            yield ScopeFile(
                entry.text,
                0,
                None,
                f"{self._scope.name} lists it, and it was not found",
                touches=(entry.touch,),
            )


def _digest(item: ScopeFile, kinds: Sequence[str]) -> list[str]:
    assert item.open is not None
    try:
        descriptor = item.open()
    except (OSError, Error):
        return []  # what cannot be opened is told where it is opened to be read, if a path names it
    try:
        digests = [hashlib.new(kind, usedforsecurity=False) for kind in kinds]
        at = 0
        while data := os.pread(descriptor, _STEP_BYTES, at):
            at += len(data)
            for digest in digests:
                digest.update(data)
        return [digest.hexdigest() for digest in digests]
    except OSError:
        return []
    finally:
        os.close(descriptor)


def _walk(folder: bytes, apart: bytes) -> Iterator[ScopeFile]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield ScopeFile(show_path(folder), 0, None, f"the folder cannot be listed: {error.strerror}")
        return
    for entry in entries:
        try:
            found = entry.stat(follow_symlinks=False)
        except OSError as error:
            yield ScopeFile(show_path(entry.path), 0, None, f"it cannot be looked at: {error.strerror}")
            continue
        if stat.S_ISDIR(found.st_mode):
            if apart and os.path.realpath(entry.path) == apart:
                yield ScopeFile(
                    show_path(entry.path), 0, None, "no file: it is the folder of this case itself"
                )
            else:
                yield from _walk(entry.path, apart)
        else:
            yield _describe(entry.path, found)


def _describe(path: bytes, found: os.stat_result) -> ScopeFile:
    shown = show_path(path)
    if stat.S_ISREG(found.st_mode):
        return ScopeFile(
            shown, found.st_size, lambda: os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        )
    if stat.S_ISLNK(found.st_mode):
        return ScopeFile(shown, 0, None, f"a link to {show_path(os.readlink(path))}: it holds nothing itself")
    return ScopeFile(shown, 0, None, "no file: a device, a pipe or a socket holds nothing")
