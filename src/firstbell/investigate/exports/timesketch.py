"""Timesketch's JSONL and CSV: `message`, `datetime` and `timestamp_desc` first.

Source: google/timesketch, docs/guides/user/import-from-json-csv.md; timesketch/lib/utils.py: the importer
reads `datetime` of a whole chunk in the shape of its first, and a `tag` that begins like a list as JSON.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any, BinaryIO

import msgspec

from firstbell.base.clock import NS_PER_S, format_time
from firstbell.base.pathtext import show_path
from firstbell.base.spreadsheets import guard_cell
from firstbell.investigate.exports.outline import CaseOutline
from firstbell.record.timeline import TimelineLine

COLUMNS = (
    "message",
    "datetime",
    "timestamp_desc",
    "timestamp",
    "time",
    "kind",
    "hostname",
    "path",
    "source",
    "reference",
    "line_id",
    "fields",
)
# names that the importer itself takes for something
_RESERVED = frozenset({*COLUMNS, "tag", "_id", "_type", "_index", "_source", "__ts_timeline_id"})
_HELD_CHARACTERS = 1 << 16
_encode = msgspec.json.Encoder().encode


def format_microseconds(at_ns: int) -> str:
    """ISO 8601 with six decimals, whatever the time: one shape for all."""
    second = format_time(at_ns // NS_PER_S * NS_PER_S)[:-1]
    return f"{second}.{at_ns % NS_PER_S // 1000:06d}+00:00"


def write_jsonl(out: BinaryIO, lines: Iterable[TimelineLine], _outline: CaseOutline) -> int:
    """A line an object; the fields go along under their names, `field_` before those that are taken."""
    count = 0
    for line in lines:
        count += 1
        row = _make_row(line)
        for name, value in line.fields.items():
            row[f"field_{name}" if name in _RESERVED else name] = value
        out.write(_encode(row) + b"\n")
    return count


def write_csv(out: BinaryIO, lines: Iterable[TimelineLine], _outline: CaseOutline) -> int:
    """A line a record; the fields as JSON in the last column. No cell begins as a formula does."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")  # or a lone carriage return is not quoted
    writer.writerow(COLUMNS)
    count = 0
    for line in lines:
        count += 1
        row = _make_row(line)
        cells = [guard_cell(value) if isinstance(value, str) else value for value in row.values()]
        writer.writerow([*cells, _encode(dict(line.fields)).decode()])
        if text.tell() > _HELD_CHARACTERS:
            _hand_on(text, out)
    _hand_on(text, out)
    return count


def _hand_on(text: io.StringIO, out: BinaryIO) -> None:
    out.write(text.getvalue().encode())
    text.seek(0)
    text.truncate()


def _make_row(line: TimelineLine) -> dict[str, Any]:
    return {
        "message": line.message,
        "datetime": format_microseconds(line.time_ns),
        "timestamp_desc": line.timestamp_desc,
        "timestamp": line.time_ns // 1000,
        "time": line.time,
        "kind": line.kind.value,
        "hostname": line.host,
        "path": show_path(line.path),
        "source": line.source,
        "reference": line.reference,
        "line_id": line.hex_id,
    }
