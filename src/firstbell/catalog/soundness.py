"""Whether a catalog's file can be used as it is."""

from __future__ import annotations

import sqlite3
import stat
from contextlib import suppress
from pathlib import Path

from firstbell.catalog.views import SqliteReading, ask_one, read_file

# Raised whenever a table changes; a catalog of another version is made anew.
SCHEMA_VERSION = 4
# the file itself, and what SQLite keeps beside it
SIDE_FILES = ("", "-wal", "-shm")


def is_ready(path: Path, repository_hex_id: str) -> bool:
    """Whether the file is there, sound, of this version and repository, and its owner's alone."""
    try:
        return _is_tight(path) and find_fault(path, repository_hex_id) == ""
    except (OSError, sqlite3.Error):
        return False


def _is_tight(path: Path) -> bool:
    modes = []
    for suffix in SIDE_FILES:
        with suppress(FileNotFoundError):
            modes.append(path.with_name(path.name + suffix).stat().st_mode)
    return bool(modes) and not any(mode & (stat.S_IRWXG | stat.S_IRWXO) for mode in modes)


def find_fault(path: Path, repository_hex_id: str) -> str:
    """Why the file has to be made anew, "" where it has not. Raises: sqlite3.OperationalError."""
    try:
        with read_file(path) as reading:
            return _find_fault(reading, repository_hex_id)
    except sqlite3.OperationalError as error:
        if "no such table" in str(error):
            return "the catalog had no tables and was built again"
        raise
    except sqlite3.DatabaseError as error:
        return f"the catalog was damaged ({error}) and was built again"


def _find_fault(reading: SqliteReading, repository_hex_id: str) -> str:
    sound = ask_one(reading, "PRAGMA quick_check(1)")
    facts = dict(reading.ask("SELECT name, value FROM meta"))
    if sound != "ok":
        return f"the catalog was damaged ({sound}) and was built again"
    if facts.get("version") != str(SCHEMA_VERSION):
        found = facts.get("version")
        return f"the catalog had version {found}, not {SCHEMA_VERSION}, and was built again"
    if facts.get("repository") != repository_hex_id:
        return "the catalog belonged to another repository and was built again"
    return ""
