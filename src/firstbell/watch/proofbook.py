"""What was proven of packs and trees, so that nothing is read twice. Derived: it can be deleted.

A pack is known with the SHA-256 of its header's plaintext, which stands for all its blobs.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from firstbell.base.errors import say_cause
from firstbell.watch.errors import WatchError

_VERSION = 1
_TABLES = """
CREATE TABLE IF NOT EXISTS packs (host TEXT, id BLOB, header BLOB, PRIMARY KEY (host, id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS trees (host TEXT, id BLOB, PRIMARY KEY (host, id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS done (vault TEXT PRIMARY KEY, seq INTEGER);
"""


class ProofBook:
    """Belongs to one thread. `path` None: it lives in memory. Raises: WatchError."""

    def __init__(self, path: Path | None, vault_id: str) -> None:
        self._vault_id = vault_id
        self._database = _open(path)

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def find_pack(self, host: str, pack_id: bytes) -> bytes | None:
        """The hash of the header of a proven pack; None of another."""
        row = self._database.execute(
            "SELECT header FROM packs WHERE host = ? AND id = ?", (host, pack_id)
        ).fetchone()
        return None if row is None else bytes(row[0])

    def add_packs(self, host: str, packs: Iterable[tuple[bytes, bytes]]) -> None:
        """(id, hash of the header) of packs that are proven."""
        with self._database:
            self._database.executemany(
                "INSERT OR REPLACE INTO packs VALUES (?, ?, ?)", [(host, *pack) for pack in packs]
            )

    def has_tree(self, host: str, tree_id: bytes) -> bool:
        """Whether all that is below the tree was reached."""
        row = self._database.execute(
            "SELECT 1 FROM trees WHERE host = ? AND id = ?", (host, tree_id)
        ).fetchone()
        return row is not None

    def add_trees(self, host: str, tree_ids: Iterable[bytes]) -> None:
        """Trees below which all was reached."""
        with self._database:
            self._database.executemany(
                "INSERT OR IGNORE INTO trees VALUES (?, ?)", [(host, tree_id) for tree_id in tree_ids]
            )

    def forget(self, host: str, pack_id: bytes | None = None) -> None:
        """Something was removed from a repository: what leaned on it has to be proven again."""
        with self._database:
            self._database.execute("DELETE FROM trees WHERE host = ?", (host,))
            if pack_id is not None:
                self._database.execute("DELETE FROM packs WHERE host = ? AND id = ?", (host, pack_id))

    def read_done(self) -> int:
        """Up to which entry of the arrivals all is judged; -1 where that is not known."""
        row = self._database.execute("SELECT seq FROM done WHERE vault = ?", (self._vault_id,)).fetchone()
        return -1 if row is None else int(row[0])

    def note_done(self, seq: int) -> None:
        """All is judged up to this entry."""
        with self._database:
            self._database.execute("INSERT OR REPLACE INTO done VALUES (?, ?)", (self._vault_id, seq))


def _open(path: Path | None) -> sqlite3.Connection:
    try:
        if path is None:
            return _prepare(sqlite3.connect(":memory:"))
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            return _prepare(sqlite3.connect(path, timeout=60.0))
        except sqlite3.DatabaseError:
            # derived: what does not read is made anew
            for suffix in ("", "-wal", "-shm"):
                with suppress(FileNotFoundError):
                    path.with_name(path.name + suffix).unlink()
            return _prepare(sqlite3.connect(path, timeout=60.0))
    except (OSError, sqlite3.Error) as error:
        raise WatchError(
            f"{path}: {say_cause(error)}", hint="name a folder that can be written to by --cache-dir"
        ) from None


def _prepare(database: sqlite3.Connection) -> sqlite3.Connection:
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=NORMAL")
    (version,) = database.execute("PRAGMA user_version").fetchone()
    if version not in {0, _VERSION}:
        database.close()
        raise sqlite3.DatabaseError("another version")
    database.executescript(_TABLES)
    database.execute(f"PRAGMA user_version={_VERSION}")
    return database
