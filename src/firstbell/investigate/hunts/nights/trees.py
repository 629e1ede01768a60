"""The trees of a host's nights: which sources a snapshot holds, and which files came or went between two."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator, Sequence

from firstbell.base.clock import read_node_time
from firstbell.base.errors import Error
from firstbell.base.patterns import PatternList
from firstbell.investigate.hunts.records import HeldRecords
from firstbell.investigate.hunts.sources.names import find_name
from firstbell.investigate.hunts.sources.table import find_kind
from firstbell.repository import Node, Snapshot
from firstbell.repository.format.node import parse_node_id

# a file that is not read: its name says enough
NAMED = "name"
LoadTree = Callable[[bytes], list[Node]]
_DRIVE = re.compile(r"^([A-Za-z]):[\\/]*")
_MOST_KEPT_TREES = 200_000


class TreeWalk:
    """Walks trees, and remembers what it found below each, so that what did not change is walked once."""

    def __init__(self, load: LoadTree) -> None:
        self._load = load
        self._known: dict[tuple[bytes, bytes], tuple[HeldRecords, ...]] = {}
        self.unreadable: list[tuple[bytes, str]] = []

    def list_sources(self, tree_id: bytes, path: bytes = b"", depth: int = 0) -> tuple[HeldRecords, ...]:
        """Every file below a tree that is a source. What cannot be loaded is noted in `unreadable`."""
        key = (tree_id, path)
        if key in self._known:
            return self._known[key]
        found: list[HeldRecords] = []
        whole = True
        for node in self._load_nodes(tree_id, path):
            here = path + b"/" + node.name
            if node.type == "dir" and node.subtree and depth < 512:
                before = len(self.unreadable)
                found.extend(self.list_sources(parse_node_id(node.subtree), here, depth + 1))
                whole = whole and before == len(self.unreadable)
            elif node.type == "file":
                kind = find_kind(here)
                if kind is not None:
                    found.append(make_held(here, node, kind.reader))
                if find_name(here) is not None:
                    found.append(make_held(here, node, NAMED))
        if whole and len(self._known) < _MOST_KEPT_TREES:
            self._known[key] = tuple(found)
        return tuple(found)

    def _load_nodes(self, tree_id: bytes, path: bytes) -> Sequence[Node]:
        try:
            return self._load(tree_id)
        except Error as error:
            self.unreadable.append((path or b"/", str(error)))
            return ()

    def list_names(self, tree_id: bytes) -> frozenset[bytes]:
        """The names at the top of a tree; none where it cannot be loaded."""
        try:
            return frozenset(node.name for node in self._load(tree_id))
        except Error:
            return frozenset()

    def list_changed(
        self, old: bytes | None, new: bytes, path: bytes = b""
    ) -> Iterator[tuple[HeldRecords | None, HeldRecords | None]]:
        """(before, after) of each file whose content differs between two trees; None where there is none."""
        before = {node.name: node for node in self._load_nodes(old, path)} if old is not None else {}
        after = {node.name: node for node in self._load_nodes(new, path)}
        for name in sorted(before.keys() | after.keys()):
            yield from self._compare(before.get(name), after.get(name), path + b"/" + name)

    def _compare(
        self, before: Node | None, after: Node | None, path: bytes
    ) -> Iterator[tuple[HeldRecords | None, HeldRecords | None]]:
        was = parse_node_id(before.subtree) if before is not None and before.subtree else None
        now = parse_node_id(after.subtree) if after is not None and after.subtree else None
        if was is not None and was == now:
            return
        if now is not None:
            yield from self.list_changed(was, now, path)
        elif was is not None:
            for _, gone in self.list_changed(None, was, path):
                yield gone, None
        old = make_held(path, before) if before is not None and before.type == "file" else None
        new = make_held(path, after) if after is not None and after.type == "file" else None
        if (old or new) and (
            old is None or new is None or old.content != new.content or old.mode != new.mode
        ):
            yield old, new


def make_held(path: bytes, node: Node, source: str = "") -> HeldRecords:
    """A file's node as a hunt needs it."""
    born = (node.generic_attributes or {}).get("windows.creation_time")
    return HeldRecords(
        path,
        node.size,
        "".join(node.content or ()),
        read_node_time(node.mtime),
        read_node_time(node.ctime),
        _read_born(born),
        node.mode,
        source,
    )


def _read_born(value: object) -> int:
    """What restic wrote as FILETIME of creation: base64 of eight bytes, or a number; 0 where it is
    neither.
    """
    if isinstance(value, str):
        try:
            value = int.from_bytes(base64.b64decode(value)[:8], "little")
        except ValueError:
            return 0
    if not isinstance(value, int) or value < 116_444_736_000_000_000:
        return 0
    return (value - 116_444_736_000_000_000) * 100


class Reach:
    """What a snapshot could have held: the paths it was told to back up, less what it was told to leave
    out. `names`: those at the top of its tree.
    """

    def __init__(self, snapshot: Snapshot, names: frozenset[bytes] = frozenset()) -> None:
        self._roots = [_place_root(normalize_path(path), names) for path in snapshot.paths]
        excludes = list(getattr(snapshot, "excludes", None) or ())
        self._excludes = PatternList(tuple(excludes)) if excludes else None

    def covers(self, path: bytes) -> bool:
        """Whether a file with this path would stand in the snapshot, if the host had it."""
        if not any(root in (b"", path) or path.startswith(root + b"/") for root in self._roots):
            return False
        return self._excludes is None or not self._is_left_out(path)

    def _is_left_out(self, path: bytes) -> bool:
        parts = path.split(b"/")
        assert self._excludes is not None
        return any(self._excludes.match(b"/".join(parts[:end])) for end in range(2, len(parts) + 1))


def _place_root(root: bytes, names: frozenset[bytes]) -> bytes:
    """Where a path that was backed up begins in the tree.

    A snapshot names its paths from the root on, its tree begins where the path that was given began:
    `restic backup C`, or of what stands in a folder, `restic backup .`, leave the folders above out.
    """
    top, last = root.split(b"/")[1:2], root.rpartition(b"/")[2]
    if not names or not top or top[0] in names:
        return root
    return b"/" + last if last in names else b""


def normalize_path(text: str) -> bytes:
    r"""A path that was backed up, as it stands in the tree.

    >>> normalize_path("C:\\Users\\bob"), normalize_path("/home/"), normalize_path("/")
    (b'/C/Users/bob', b'/home', b'')
    """
    drive = _DRIVE.match(text)
    if drive is not None:
        text = f"/{drive[1]}/" + text[drive.end() :].replace("\\", "/")
    if not text.startswith("/"):
        text = "/" + text
    return text.rstrip("/").encode(errors="surrogateescape")
