"""Rows of versions, short to write."""

from __future__ import annotations

from firstbell.catalog import VersionRow
from firstbell.record.versions import Judgement


def make_row(
    path: bytes,
    first: int,
    gone: int | None = None,
    *,
    content: bytes = b"",
    was: bytes | None = None,
    line: int = 1,
    kind: str = "file",
    judgement: Judgement | None = None,
) -> VersionRow:
    return VersionRow(
        line=line,
        path=path,
        first=first,
        gone=gone,
        kind=kind,
        size_bytes=len(content),
        content=content,
        target=b"",
        mtime_ns=0,
        judgement=judgement,
        was=was,
    )
