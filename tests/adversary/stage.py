"""One attack under way: the host's files, what the intruder touched, and what a person would want back."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

Files = dict[str, bytes]


@dataclass
class Backup:
    """What the intruder told the backup of a day. `days_later`: how much he turned the clock."""

    host: str = "files"
    paths: tuple[str, ...] = ("/srv",)
    extra: tuple[str, ...] = ()
    days_later: float = 0.0


@dataclass
class Stage:
    """`tree`: files as they are. `wanted`: by path the newest version that was stored before he touched it.

    `targets`: the files there were when he came, in an order drawn at random. `touched`: those he took.
    `moved`: by path, the one from which people moved a file on one of his days; `dragged`: the same of files
    that he moved: what people write in them is wanted under the old name. `hidden`: beginnings of paths that
    are not backed up any more.
    """

    tree: Files
    rng: random.Random
    wanted: Files = field(init=False)
    targets: tuple[str, ...] = field(init=False)
    touched: set[str] = field(default_factory=set)
    backup: Backup = field(default_factory=Backup)
    day: int = 0
    moved: dict[str, str] = field(default_factory=dict)
    dragged: dict[str, str] = field(default_factory=dict)
    hidden: tuple[str, ...] = ()
    _own: set[str] = field(default_factory=set)
    _fresh: Files = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.wanted = dict(self.tree)
        self.targets = tuple(self.rng.sample(sorted(self.tree), len(self.tree)))

    def write(self, path: str, content: bytes) -> None:
        """Put a content in the place of a file, or make one of his own."""
        if path not in self.tree:
            self._own.add(path)
        elif path not in self._own:
            self.touched.add(path)
        self.dragged.pop(path, None)
        self.tree[path] = content

    def remove(self, path: str) -> None:
        """Delete a file."""
        if path not in self._own:
            self.touched.add(path)
        self.tree.pop(path, None)

    def hide(self, path: str) -> None:
        """Count a file as taken that still lies there and is not backed up any more."""
        self.touched.add(path)

    def rename(self, path: str, new: str, content: bytes | None = None) -> None:
        """Give a file another name, and another content where one is given."""
        held = self.tree[path] if content is None else content
        self.remove(path)
        self.write(new, held)
        if content is None:
            self.dragged[new] = path

    def left(self, *suffixes: str) -> list[str]:
        """Targets not yet touched, of these types where any are named."""
        return [
            path
            for path in self.targets
            if path not in self.touched and path in self.tree and (not suffixes or path.endswith(suffixes))
        ]

    def each(self, deed: Callable[[str, bytes], bytes], *suffixes: str, count: int | None = None) -> None:
        """Rewrite files that are left in place."""
        for path in self.left(*suffixes)[:count]:
            self.write(path, deed(path, self.tree[path]))

    def take_in_honest(self, after: Files) -> None:
        """What people did that day. It is wanted if it is backed up before he has the file (`settle`)."""
        self._fresh = {path: content for path, content in after.items() if self.tree.get(path) != content}
        self.tree = after

    def settle(self) -> None:
        """The day was backed up: what people did and he did not touch is wanted from now on."""
        now = {old: new for new, old in self.dragged.items()}
        for path, content in self._fresh.items():
            is_stored = not path.startswith(self.hidden)
            is_theirs = is_stored and (
                path in self.dragged or (path not in self.touched and path not in self._own)
            )
            if is_theirs and content in (self.tree.get(path), self.tree.get(now.get(path, path))):
                self.wanted[self.dragged.get(path, path)] = content

    @property
    def share(self) -> float:
        """Of the files there were, how many he took."""
        return len(self.touched & set(self.targets)) / len(self.targets)
