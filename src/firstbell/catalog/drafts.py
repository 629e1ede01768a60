"""Versions of a line that are gathered before they are written: many snapshots cost few statements.

A version that comes and goes between two writes is written once, with both.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, bindparam, update

from firstbell.catalog import schema
from firstbell.catalog.bulk import insert_rows, update_rows
from firstbell.catalog.differences import EntryDifference
from firstbell.catalog.entries import TreeEntry

# rows gathered before they are written
_MOST_ROWS = 5000

_CLOSE = (
    update(schema.versions)
    .where(
        schema.versions.c.line == bindparam("of_line"),
        schema.versions.c.path == bindparam("of_path"),
        # always so; it makes SQLite go by path, not through every version that is not gone
        schema.versions.c.first < bindparam("at"),
        schema.versions.c.gone.is_(None),
    )
    .values(gone=bindparam("at", type_=schema.versions.c.gone.type))
)


class VersionDrafts:
    """The versions of one line in one transaction. `rows`: how many were gathered in all.

    `is_folded`: names that differ in case are one, so one path may have several versions at once.
    """

    def __init__(self, connection: Connection, line: int, *, is_folded: bool) -> None:
        self._connection = connection
        self._line = line
        self._is_folded = is_folded
        self._opened: list[dict[str, Any]] = []
        self._standing: dict[bytes, list[dict[str, Any]]] = {}
        self._closed: dict[bytes, int] = {}
        # paths that no version in the table holds now
        self._new: set[bytes] = set()
        self.rows = 0

    def take(self, difference: EntryDifference, position: int) -> None:
        """What became of one path in the snapshot at this position; positions only grow."""
        path, old, new = difference[:3]
        if old is not None and old.kind != "dir":
            self._close(path, position)
        if new is not None:
            self._open(path, new, position, is_new=old is None)
        self.rows += 1
        if len(self._opened) + len(self._closed) >= _MOST_ROWS:
            self.write()

    def _close(self, path: bytes, position: int) -> None:
        standing = self._standing.pop(path, [])
        for row in standing:
            if row["first"] < position:
                row["gone"] = position
        kept = [row for row in standing if row["gone"] is None]
        if kept:
            self._standing[path] = kept
        if path not in self._new:
            self._closed.setdefault(path, position)

    def _open(self, path: bytes, entry: TreeEntry, position: int, *, is_new: bool) -> None:
        row = {
            "line": self._line,
            "path": path,
            "first": position,
            "gone": None,
            "kind": entry.kind,
            "size_bytes": entry.size_bytes,
            "content": entry.content,
            "target": entry.target,
            "mtime_ns": entry.mtime_ns,
        }
        self._opened.append(row)
        self._standing.setdefault(path, []).append(row)
        if is_new and not self._is_folded and path not in self._closed:
            self._new.add(path)

    def write(self) -> None:
        """Write what was gathered."""
        closed = [{"of_line": self._line, "of_path": path, "at": at} for path, at in self._closed.items()]
        update_rows(self._connection, _CLOSE, closed)
        insert_rows(self._connection, schema.versions, self._opened)
        self._opened, self._standing, self._closed, self._new = [], {}, {}, set()
