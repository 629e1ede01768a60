"""How a line of a Windows host spells its paths: as each was first seen, whatever a later backup wrote."""

from __future__ import annotations

from firstbell.catalog.views import Reading
from firstbell.record.paths import fold_name

_PATHS = "SELECT path FROM versions WHERE line = :line ORDER BY first, path"


class LineSpelling:
    """The spellings of one line, from its versions; takes new ones along.

    Costs a look at every path of the line once.
    """

    def __init__(self, reading: Reading, line: int) -> None:
        self._known: dict[bytes, bytes] = {}
        for (path,) in reading.ask(_PATHS, {"line": line}):
            self._take(path)

    def _take(self, path: bytes) -> None:
        """Know the path and the folders above it, unless they are known in another spelling."""
        while path and self._known.setdefault(fold_name(path), path) == path:
            path = path.rpartition(b"/")[0]

    def settle(self, path: bytes) -> bytes:
        """The path as the line knows it; of a new one, its folder as it is known."""
        known = self._known.get(fold_name(path))
        if known is None:
            folder, _, name = path.rpartition(b"/")
            known = (self.settle(folder) if folder else b"") + b"/" + name
            self._known[fold_name(path)] = known
        return known
