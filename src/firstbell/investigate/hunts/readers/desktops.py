"""What people did at a desk: browsers' history and downloads, prefetch, links.

Source: Chromium's and Firefox's schemas; libyal, "Windows Prefetch File (PF) format"; Microsoft,
[MS-SHLLINK].
"""

from __future__ import annotations

import io
import re
import sqlite3
import warnings
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import LnkParse3

from firstbell.investigate.hunts.readers.found import ArtefactReader, FoundRecords, UnreadableSourceError
from firstbell.investigate.hunts.readers.sqlite_journal import apply_journal

_WEBKIT_TO_UNIX_US = 11_644_473_600_000_000
_MOST_ROWS = 500_000
_TICKS_TO_UNIX = 116_444_736_000_000_000


def read_browser(data: bytes, path: str, beside: Mapping[str, bytes]) -> Iterator[FoundRecords]:
    """Pages and downloads. The journal beside the database (`-wal`) is applied on a copy.

    Raises: UnreadableSourceError.
    """
    if data[:16] != b"SQLite format 3\0":
        raise UnreadableSourceError("it is no SQLite database")
    profile = next(iter(re.findall(r"(?i)/(?:users|home)/([^/]+)/", path)), "")
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(apply_journal(data, beside.get("-wal", b"")))
        yield from _read_tables(connection, profile)


def _read_tables(connection: sqlite3.Connection, profile: str) -> Iterator[FoundRecords]:
    try:
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if "moz_places" in tables:
            for url, at in _select(connection, "SELECT url, last_visit_date FROM moz_places"):
                yield _make_page(url, int(at or 0) * 1000, profile)
            return
        if "urls" in tables:
            for url, at in _select(connection, "SELECT url, last_visit_time FROM urls"):
                yield _make_page(url, _read_webkit(at), profile)
        if "downloads" in tables:
            names = {row[1] for row in connection.execute("PRAGMA table_info(downloads)")}
            # older versions of Chromium named both otherwise
            path_name = "target_path" if "target_path" in names else "full_path"
            url_name = "tab_url" if "tab_url" in names else "url" if "url" in names else "''"
            query = f"SELECT {path_name}, {url_name}, start_time, total_bytes FROM downloads"
            for target, url, at, size in _select(connection, query):
                fields: dict[str, str | list[str]] = {
                    "File": str(target), "Url": str(url), "Profile": profile, "Bytes": str(size)
                }  # fmt: skip
                yield FoundRecords("browser/downloads", _read_webkit(at), fields)
    except sqlite3.DatabaseError as error:
        raise UnreadableSourceError(f"its tables cannot be read: {error}") from None


def _select(connection: sqlite3.Connection, query: str) -> Iterator[Any]:
    yield from connection.execute(f"{query} LIMIT {_MOST_ROWS}")


def _read_webkit(value: object) -> int:
    micros = int(value) if isinstance(value, int | float) else 0
    return max(0, (micros - _WEBKIT_TO_UNIX_US) * 1000)


def _make_page(url: object, time_ns: int, profile: str) -> FoundRecords:
    text = str(url)
    try:
        host = urlsplit(text).hostname or ""
    except ValueError:
        host = ""
    return FoundRecords("browser/history", time_ns, {"Url": text[:2000], "Host": host, "Profile": profile})


def read_prefetch(data: bytes, path: str, beside: Mapping[str, bytes]) -> Iterator[FoundRecords]:
    """A program that ran, and when. Raises: UnreadableSourceError where the library is not installed."""
    try:
        import pyscca  # noqa: PLC0415 - LGPL, an extra, and only in the fence (decision 0026)
    except ImportError:
        raise UnreadableSourceError("reader not installed: pip install 'firstbell[hunts]'") from None
    file = pyscca.file()
    file.open_file_object(io.BytesIO(data))
    program = str(file.executable_filename)
    for at in range(8):
        try:
            ticks = file.get_last_run_time_as_integer(at)
        except OSError:
            break
        if ticks > _TICKS_TO_UNIX:
            fields: dict[str, str | list[str]] = {
                "Program": program,
                "How": "ran",
                "Runs": str(file.run_count),
            }
            yield FoundRecords("prefetch", (ticks - _TICKS_TO_UNIX) * 100, fields)


def read_link(data: bytes, path: str, beside: Mapping[str, bytes]) -> Iterator[FoundRecords]:
    """What a link leads to, and with which arguments; nothing of one that leads to a place of the shell."""
    with warnings.catch_warnings():
        # what the library cannot read of a link it says so; the rest holds
        warnings.simplefilter("ignore")
        link: Any = LnkParse3.lnk_file(io.BytesIO(data)).get_json()
    inner, header = link.get("data") or {}, link.get("header") or {}
    info = link.get("link_info") or {}
    target = str(info.get("local_base_path") or inner.get("relative_path") or "")
    arguments = str(inner.get("command_line_arguments") or "")
    if not target and not arguments:
        return
    opened = header.get("accessed_time")
    time_ns = int(opened.timestamp() * 1e9) if isinstance(opened, datetime) else 0
    user = next(iter(re.findall(r"(?i)/users/([^/]+)/", path)), "")
    fields: dict[str, str | list[str]] = {
        "Target": target,
        "Arguments": arguments,
        "User": user,
        "Link": path,
    }
    yield FoundRecords("links", time_ns, fields)


DESKTOPS = (
    ArtefactReader("browser", 1, read_browser, beside=("-wal",)),
    ArtefactReader("prefetch", 1, read_prefetch, most_bytes=32 << 20),
    ArtefactReader("links", 1, read_link, most_bytes=4 << 20),
)
