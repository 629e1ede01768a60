"""A struck host in memory, examined, and its catalog: what a timeline is made of."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from firstbell.catalog import Catalog
from firstbell.record.timeline import LineKind, TimelineLine
from tests.catalog.timeline import File, Timeline
from tests.compose.marked import bring_up, make_bench

BEFORE = "2023-02-14T02:00:00Z"
STRUCK_AT = "2023-02-15T02:00:00Z"


def file_at(content: bytes, ctime: str = "2023-01-01T00:00:00Z", **fields: Any) -> File:
    """A file that claims to have been changed then."""
    return File(content, {"ctime": ctime, **fields})


def strike_host() -> Timeline:
    """Two calm days of the host `files`, and the backup after the night in which it was struck."""
    timeline = Timeline()
    calm = {f"/srv/office/{name}.docx": file_at(b"letter " + name.encode()) for name in "abcdef"}
    keys = {
        "/srv/keys/k.txt": file_at(b"text"),
        "/srv/old.txt": file_at(b"old"),
        "/srv/older.txt": file_at(b"older"),
    }
    timeline.save({**calm, **keys})
    timeline.save({**calm, **keys, "/srv/new.txt": file_at(b"new")})
    struck = {
        f"/srv/office/{name}.docx.lock": file_at(b"STRUCK " + name.encode(), f"2023-02-14T23:5{at}:00.5Z")
        for at, name in enumerate("abcdef")
    }
    timeline.save(
        {
            **struck,
            "/srv/office/a.docx.lock": file_at(b"STRUCK a", "2023-02-15T00:10:00Z"),
            "/srv/keys/k.txt": file_at(b"STRUCK k", "1999-01-01T00:00:00Z"),
            "/srv/office/README.txt": file_at(b"NOTE pay", "2023-02-14T23:59:00Z"),
            "/srv/new.txt": file_at(b"new"),
        }
    )
    return timeline


def make_catalog(timeline: Timeline, folder: Path) -> Catalog:
    """Its catalog, with every snapshot examined."""
    return bring_up(make_bench(timeline.repository, folder), timeline.repository)


def make_line(time_ns: int = 0, message: str = "something", **fields: Any) -> TimelineLine:
    """A line that says little."""
    values: dict[str, Any] = {"kind": LineKind.IMPORTED, "timestamp_desc": "Some Time", **fields}
    return TimelineLine(time_ns=time_ns, message=message, **values)
