"""Paths as people write them in firstbell.toml, as they stand in a snapshot, and where they end up."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from firstbell.base.pathtext import show_path
from firstbell.compose.errors import RecoverError
from firstbell.record.paths import read_inside

# what is ASCII is never shown so
_SHOWN_BYTE = re.compile(rb"\\x([89a-f][0-9a-f])")


class MappedTwiceError(RecoverError):
    """Two things would be restored to one place."""

    code = "recover.mapped_twice"

    def __init__(self, place: str, one: str, other: str) -> None:
        super().__init__(
            f"{place} is restored twice: by {one} and by {other}",
            hint="list each path in one part of one system, or give each system its own target",
        )


class SourceTargetError(RecoverError):
    """The target is what was backed up, or lies in it, or in the repository."""

    code = "recover.target_is_source"


class UnplacedError(RecoverError):
    """Files would be restored in place, and nothing says where they stood."""

    code = "recover.unplaced"


def read_path(text: str) -> bytes:
    r"""The absolute path inside a snapshot of what a person writes; `C:\x` is `/C/x`, as restic has it."""
    names = [name for name in read_inside(os.fsencode(text)).split(b"/") if name not in (b"", b".")]
    return b"/" + b"/".join(names)


def read_shown_path(path: str) -> bytes:
    r"""A path of a plan as bytes; `\xNN` is a byte that is not UTF-8, as `show_path` writes it."""
    return _SHOWN_BYTE.sub(
        lambda found: bytes.fromhex(found[1].decode()), path.encode("utf-8", "surrogateescape")
    )


def is_within(path: bytes, top: bytes) -> bool:
    """Whether a path is `top` or lies below it."""
    return top == b"/" or path == top or path.startswith(top + b"/")


def place_under(target: str, under: str) -> Path:
    """The folder that a piece's tree is laid into."""
    return Path(target, under) if under else Path(target)


def check_places(placed: Iterable[tuple[str, Path, bytes]]) -> None:
    """See that no two of these meet. Each: who maps it, the folder its tree is laid into, its path in there.

    Raises: MappedTwiceError.
    """
    known: list[tuple[bytes, str]] = []
    for who, folder, path in placed:
        place = (os.fsencode(os.path.abspath(folder)).rstrip(b"/") + path).rstrip(b"/") or b"/"
        for other_place, other in known:
            if is_within(place, other_place) or is_within(other_place, place):
                raise MappedTwiceError(show_path(max(place, other_place, key=len)), other, who)
        known.append((place, who))


def list_parents(path: Path) -> Iterator[Path]:
    """The path itself and the folders above it."""
    yield path
    yield from path.parents


def check_source(who: str, folder: Path, path: bytes) -> None:
    """See that a piece is not laid over what it was backed up from, or into it.

    Raises: SourceTargetError.
    """
    top = os.fsencode(os.path.realpath(folder))
    landing = top.rstrip(b"/") + path
    # of a whole machine every folder is a part: only its root is refused
    if landing == path or (path != b"/" and is_within(top, path)):
        raise SourceTargetError(
            f"{who}: the target {folder} is the place that {show_path(path)} was backed up from",
            hint="choose a new folder with --target; to restore over existing files, use --in-place",
        )


def check_repository(who: str, folder: Path, url: str) -> None:
    """See that the target does not lie in a repository on this machine.

    Raises: SourceTargetError.
    """
    if "://" in url or url.startswith(("rest:", "s3:")):
        return
    top = os.path.realpath(url.removeprefix("local:"))
    if is_within(os.fsencode(os.path.realpath(folder)), os.fsencode(top)):
        raise SourceTargetError(
            f"{who}: the target {folder} is inside the repository {top}", hint="choose a folder outside it"
        )
