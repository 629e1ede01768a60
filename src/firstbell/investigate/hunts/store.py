"""`hunts.sqlite`, beside the catalog: what was read of each piece, so that no piece is read twice. Derived.

Tables: `places` (where a piece stands: blobs and offset -> the piece), `pieces` (piece and rules -> reading),
`nights` (snapshot -> its sources), `traces` (the last hunt's traces, for `hunt list` and `hunt show`).
Values are msgpack, deflated. A store that is damaged or of another version is made anew.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from firstbell.base.errors import Error, say_cause
from firstbell.investigate.hunts.records import FORMAT_VERSION, HeldRecords, HuntReading

_VERSION = f"1.{FORMAT_VERSION}"
_TABLES = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS places (place BLOB PRIMARY KEY, piece BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS pieces (piece BLOB NOT NULL, rules BLOB NOT NULL, reading BLOB NOT NULL,
    PRIMARY KEY (piece, rules)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS nights (snapshot TEXT PRIMARY KEY, sources BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS messages (at INTEGER PRIMARY KEY, kind TEXT NOT NULL, id TEXT NOT NULL, text BLOB
NOT NULL);
"""


class StoreUnwritableError(Error):
    """The store of hunts cannot be written."""

    code = "investigate.hunts.store"


class HuntStore:
    """The store of one repository. `path` None: in memory. A context manager, which closes it."""

    def __init__(self, path: Path | None) -> None:
        self._pending = 0
        try:
            if path is not None:
                path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = _open(path)
        except (OSError, sqlite3.OperationalError) as error:
            raise StoreUnwritableError(
                f"{path} cannot be used: {say_cause(error)}",
                hint="name another place by --cache-dir, or give --no-cache",
            ) from None

    def __enter__(self) -> HuntStore:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.commit()
        self._connection.close()

    def find_piece(self, place: bytes) -> bytes | None:
        """The piece that stands at a place; None where nobody looked."""
        row = self._connection.execute("SELECT piece FROM places WHERE place = ?", (place,)).fetchone()
        return bytes(row[0]) if row else None

    def find_reading(self, piece: bytes, rules: bytes) -> HuntReading | None:
        """What was read of a piece by these rules; None where it was not."""
        row = self._connection.execute(
            "SELECT reading FROM pieces WHERE piece = ? AND rules = ?", (piece, rules)
        ).fetchone()
        return _unpack(row[0], HuntReading) if row else None

    def keep_place(self, place: bytes, piece: bytes) -> None:
        """Note which piece stands at a place."""
        self._run("INSERT OR REPLACE INTO places VALUES (?, ?)", (place, piece))

    def keep_reading(self, piece: bytes, rules: bytes, reading: HuntReading) -> None:
        """Keep what was read of a piece by these rules."""
        self._run("INSERT OR REPLACE INTO pieces VALUES (?, ?, ?)", (piece, rules, _pack(reading)))

    def find_night(self, snapshot: str) -> list[HeldRecords] | None:
        """The sources of a snapshot; None where nobody looked."""
        row = self._connection.execute(
            "SELECT sources FROM nights WHERE snapshot = ?", (snapshot,)
        ).fetchone()
        return _unpack(row[0], list[HeldRecords]) if row else None

    def keep_night(self, snapshot: str, sources: Iterable[HeldRecords]) -> None:
        """Keep the sources of a snapshot."""
        self._run("INSERT OR REPLACE INTO nights VALUES (?, ?)", (snapshot, _pack(list(sources))))

    def keep_messages(self, messages: Iterable[dict[str, Any]]) -> None:
        """Keep what the last hunt said, in place of what the one before did."""
        rows = [(one["message_type"], str(one.get("id", "")), _pack(one)) for one in messages]
        self._connection.execute("DELETE FROM messages")
        self._connection.executemany("INSERT INTO messages (kind, id, text) VALUES (?, ?, ?)", rows)
        self._connection.commit()

    def list_messages(self, kind: str) -> list[dict[str, Any]]:
        """What the last hunt said of this kind ("trace", "coverage", "answer", "unread", "summary")."""
        rows = self._connection.execute("SELECT text FROM messages WHERE kind = ? ORDER BY at", (kind,))
        return [_unpack(row[0], dict[str, Any]) for row in rows]

    def _run(self, statement: str, values: Sequence[Any]) -> None:
        self._connection.execute(statement, values)
        self._pending += 1
        if self._pending >= 2000:
            self._connection.commit()
            self._pending = 0


def _open(path: Path | None) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:" if path is None else path, timeout=60)
    try:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.executescript(_TABLES)
        row = connection.execute("SELECT value FROM meta WHERE name = 'version'").fetchone()
        if row is None:
            connection.execute("INSERT INTO meta VALUES ('version', ?)", (_VERSION,))
            connection.commit()
        sound = row is None or row[0] == _VERSION
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        sound = False
    if sound or path is None:
        return connection
    connection.close()
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    return _open(path)


def _pack(value: Any) -> bytes:
    return zlib.compress(msgspec.msgpack.encode(value), 1)


def _unpack(data: bytes, type_: Any) -> Any:
    return msgspec.msgpack.decode(zlib.decompress(data), type=type_)
