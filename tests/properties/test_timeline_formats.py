"""Imports of anything, and exports of any line read back."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from firstbell.base.clock import parse_time
from firstbell.investigate.exports import FORMATS, write_export
from firstbell.investigate.imports import open_import
from firstbell.investigate.imports.l2tcsv import COLUMNS
from firstbell.investigate.imports.problems import UnknownImportError
from firstbell.investigate.line_order import join_lines
from firstbell.record.timeline import LineKind, TimelineLine
from tests.investigate.exported import OUTLINE

HEADS = [
    b"message,datetime,timestamp_desc\n",
    b'{"message":"m","datetime":"2023-02-18T06:30:00Z","timestamp_desc":"T"}\n',
    b"0|/a|1|r|0|0|1|1676700000|0|0|0\n",
    ",".join(COLUMNS).encode() + b"\n",
]
PIECES = st.sampled_from(
    [
        b'"',
        b",",
        b"|",
        b"\n",
        b"\r\n",
        b"{",
        b"}",
        b"\\",
        b"=",
        b"\xff",
        b"\x00",
        b"-1",
        b"9" * 30,
        b"2023-02-18",
    ]
    + [head[:40] for head in HEADS]
)
DATA = st.lists(PIECES | st.binary(max_size=8), max_size=40).map(b"".join)
FIRST, LAST = parse_time("0001-01-01T00:00:00Z"), parse_time("9999-12-31T23:59:59Z")
TEXT = st.text(st.characters(codec="utf-8"), max_size=20)
VALUES = st.none() | st.booleans() | st.integers(-(2**70), 2**70) | TEXT
FIELDS = st.dictionaries(TEXT, VALUES | st.lists(TEXT, max_size=2), max_size=3)
LINES = st.builds(
    TimelineLine,
    time_ns=st.integers(FIRST, LAST),
    kind=st.sampled_from(LineKind),
    message=TEXT,
    timestamp_desc=TEXT,
    host=TEXT,
    path=st.binary(max_size=20),
    source=TEXT,
    reference=TEXT,
    fields=FIELDS,
)


@given(head=st.sampled_from([b"", *HEADS]), data=DATA)
@settings(max_examples=400, deadline=None)
def test_whatever_is_imported_gives_lines_and_named_problems(head: bytes, data: bytes) -> None:
    try:
        opened = open_import(io.BytesIO(head + data), "id")
    except UnknownImportError:
        return
    for line in opened:
        assert FIRST <= line.time_ns < LAST + 10**9
        assert len(line.hex_id) == 32
        line.message.encode()
        json.dumps(dict(line.fields)).encode()
    assert all(0 < problem.line_number <= opened.lines_read for problem in opened.problems)


@given(lines=st.lists(LINES, max_size=4))
@settings(max_examples=150, deadline=None)
def test_every_line_goes_into_every_format_and_comes_back_where_the_format_can(
    lines: list[TimelineLine],
) -> None:
    for name in FORMATS:
        out = io.BytesIO()
        write_export(name, out, lines, outline=OUTLINE)
        if name == "timesketch-csv":
            rows: list[Any] = list(csv.DictReader(io.StringIO(out.getvalue().decode(), newline="")))
            assert [row["line_id"] for row in rows] == [line.hex_id for line in lines]
        elif name in {"iris", "thehive", "stix"}:
            json.loads(out.getvalue())
        elif name == "timesketch-jsonl":
            told = [json.loads(row) for row in out.getvalue().splitlines()]
            assert [row["message"] for row in told] == [line.message for line in lines]
        elif lines and all(line.time_ns not in {0, -(10**9)} for line in lines):
            again = list(open_import(io.BytesIO(out.getvalue()), "id"))
            assert [line.time_ns for line in again] == [line.time_ns for line in lines]
            assert all(old.path in new.path for old, new in zip(lines, again, strict=True))


@given(lines=st.lists(LINES, max_size=12), run_lines=st.integers(1, 4))
@settings(max_examples=100, deadline=None)
def test_the_disk_gives_lines_back_as_they_were(lines: list[TimelineLine], run_lines: int) -> None:
    unique = {line.sort_key: line for line in lines}
    assert list(join_lines([lines], run_lines=run_lines)) == [unique[key] for key in sorted(unique)]
