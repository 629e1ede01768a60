"""Exports of lines to bytes, and lines that are hard to export."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

from firstbell.base.clock import parse_time
from firstbell.investigate.exports import CaseOutline, EvidenceRow, write_export
from firstbell.investigate.timeline import join_lines, list_catalog_lines
from firstbell.record.timeline import LineKind, TimelineLine
from tests.investigate.struck import make_catalog, make_line, strike_host

OUTLINE = CaseOutline(
    id="c0ffee" * 5 + "ab",
    name="The night of 14 February",
    made="2023-02-15T08:00:00.25Z",
    organisation="Northwind Schools",
    event_id="0123456789abcdef",
    opened_by="R. Lund",
    evidence=(
        EvidenceRow(
            id="e1",
            name="disk.img",
            sha256="ab" * 32,
            size_bytes=812,
            time="2023-02-15T09:00:00Z",
            taken_by="R. Lund",
            why="the server's disk",
            custody=("2023-02-15T09:00:00Z taken by R. Lund",),
        ),
    ),
)
NAMES = [
    b'/srv/=HYPERLINK("http://x","y").docx',
    b"/srv/+1.docx",
    b"/srv/-1.docx",
    b"/srv/@SUM(A1).docx",
    b"/srv/a|b\\c.docx",
    b"/srv/a,b;c\"d'e.docx",
    b"/srv/new\nline\r.docx",
    b"/srv/\xff\xfe.docx",
    b"/srv/\x00\x1b[2J.docx",
    "/srv/\u202excod.exe".encode(),
    b"=cmd",
]
TIMES = [
    "0001-01-01T00:00:00Z",
    "1969-12-31T23:59:59.5Z",
    "2023-02-14T23:51:00.123456789Z",
    "9999-12-31T23:59:59Z",
]


def export(name: str, lines: Sequence[TimelineLine], outline: CaseOutline = OUTLINE) -> bytes:
    """The export as bytes; what it says it wrote is what there is of the right kinds."""
    out = io.BytesIO()
    write_export(name, out, lines, outline=outline)
    return out.getvalue()


def list_struck_lines(folder: Path) -> list[TimelineLine]:
    """The timeline of a struck host."""
    return list(join_lines([list_catalog_lines(make_catalog(strike_host(), folder))]))


def list_hostile_lines() -> list[TimelineLine]:
    """Every kind of line, of names and times that nobody should have."""
    kinds = [kind for kind in LineKind if kind is not LineKind.SNAPSHOT]
    return [
        make_line(
            parse_time(TIMES[at % len(TIMES)]),
            f"=1+1 {name!r} \u2028 é",
            kind=kinds[at % len(kinds)],
            host="=host\n",
            path=name,
            source="-2+3",
            reference="",
            fields={
                "file": name.decode(errors="backslashreplace"),
                "suffix": name[-8:].decode(errors="backslashreplace"),
                "event": "e",
                "message": "=in fields",
                "tag": "[not json",
                "attack": ["T1486", "T1490", "nonsense"],
            },
        )
        for at, name in enumerate(NAMES)
    ]
