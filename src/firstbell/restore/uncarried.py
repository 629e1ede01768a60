"""What a snapshot holds and a restore on this system cannot carry over, or was not asked to.

A backup made on Windows has the mode that restic made up there (0666 and 0777), so that everybody could read
and write what it restores: such a mode counts for no more than 0640, of a folder 0750. Who may do what stands
in the security descriptor, which only a restore by restic on Windows sets again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from firstbell.record.receipt import NotCarried
from firstbell.repository.format.node import Node, unix_permissions
from firstbell.restore.options import RestoreOptions

MODE, DEVICES = "mode", "device nodes"
_WINDOWS = "windows."
_MOST_FILE, _MOST_FOLDER = 0o640, 0o750
_MOST_LISTED = 1000
DEVICE_TYPES = frozenset({"dev", "chardev"})


def is_of_windows(node: Node) -> bool:
    """Whether a backup on Windows made the node: its attributes say so."""
    return any(name.startswith(_WINDOWS) for name in node.generic_attributes or ())


def limit_permissions(node: Node, *, is_foreign: bool) -> int:
    """The permission bits to set. `is_foreign`: the whole tree is from Windows."""
    permissions = unix_permissions(node.mode)
    if is_foreign or is_of_windows(node):
        return permissions & (_MOST_FOLDER if node.type == "dir" else _MOST_FILE)
    return permissions


def choose_permissions(options: RestoreOptions) -> Callable[[Node], int]:
    """How the permission bits of a node are found."""
    if options.has_own_modes:
        return lambda node: unix_permissions(node.mode)
    return lambda node: limit_permissions(node, is_foreign=options.is_foreign)


@dataclass(slots=True)
class _Kind:
    count: int = 0
    paths: list[bytes] = field(default_factory=list)


class Uncarried:
    """Counts by kind; for the one thread that walks. `is_foreign`: the whole tree is from Windows."""

    def __init__(self, *, is_foreign: bool, prefix: bytes = b"") -> None:
        self._is_foreign = is_foreign
        self._prefix = prefix
        self._kinds: dict[str, _Kind] = {}

    def look(self, path: bytes, node: Node) -> None:
        """Count what of a node will not be carried over."""
        if node.generic_attributes:
            self.note(path, node.generic_attributes)
        elif not self._is_foreign:
            return
        if limit_permissions(node, is_foreign=self._is_foreign) != unix_permissions(node.mode):
            self.note(path, (MODE,))

    def note(self, path: bytes, kinds: Iterable[str]) -> None:
        """Count these kinds at a path."""
        for name in kinds:
            kind = self._kinds.setdefault(name, _Kind())
            kind.count += 1
            if len(kind.paths) < _MOST_LISTED:
                kind.paths.append(self._prefix + path)

    def tell(self) -> tuple[NotCarried, ...]:
        """All kinds by name."""
        return tuple(
            NotCarried(name, kind.count, tuple(kind.paths)) for name, kind in sorted(self._kinds.items())
        )
