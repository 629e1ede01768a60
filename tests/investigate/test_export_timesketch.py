"""What Timesketch's importer asks of a file: the checks of its `read_and_validate_csv` and `..._jsonl`."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from firstbell.record.timeline import TimelineLine
from tests.investigate.exported import export, list_hostile_lines, list_struck_lines
from tests.investigate.imported import read

MANDATORY = ["message", "datetime", "timestamp_desc"]
SHAPE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+00:00")


@pytest.fixture(params=["struck", "hostile"])
def lines(request: pytest.FixtureRequest, tmp_path: Path) -> list[TimelineLine]:
    return list_struck_lines(tmp_path) if request.param == "struck" else list_hostile_lines()


def parse_jsonl(data: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in data.decode().split("\n") if line]


def parse_csv(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode(), newline=""), strict=True))


def test_each_line_of_jsonl_is_an_object_with_the_mandatory_fields_first(lines: list[TimelineLine]) -> None:
    rows = parse_jsonl(export("timesketch-jsonl", lines))
    assert len(rows) == len(lines)
    for row, line in zip(rows, lines, strict=True):
        assert list(row)[:3] == MANDATORY
        assert row["message"] == line.message
        assert row["timestamp"] == line.time_ns // 1000
        assert "tag" not in row


@pytest.mark.parametrize("name", ["timesketch-jsonl", "timesketch-csv"])
def test_every_time_has_one_shape_and_is_right_to_the_microsecond(
    name: str, lines: list[TimelineLine]
) -> None:
    parse = parse_jsonl if name.endswith("jsonl") else parse_csv
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    for row, line in zip(parse(export(name, lines)), lines, strict=True):
        assert SHAPE.fullmatch(row["datetime"])
        since = datetime.fromisoformat(row["datetime"]) - epoch
        assert (since.days * 86_400 + since.seconds) * 10**6 + since.microseconds == line.time_ns // 1000
        assert row["time"] == line.time


def test_a_record_of_csv_for_each_line_under_a_header_with_the_mandatory_columns(
    lines: list[TimelineLine],
) -> None:
    data = export("timesketch-csv", lines)
    rows = parse_csv(data)
    assert data.decode().split("\r\n")[0].split(",")[:3] == MANDATORY
    assert len(rows) == len(lines)
    for row, line in zip(rows, lines, strict=True):
        assert json.loads(row["fields"]) == dict(line.fields)
        assert row["line_id"] == line.hex_id


def test_no_cell_of_csv_begins_as_a_formula_does() -> None:
    rows = parse_csv(export("timesketch-csv", list_hostile_lines()))
    cells = [cell for row in rows for name, cell in row.items() if name != "timestamp"]
    assert [cell for cell in cells if cell[:1] in set("=+-@\t\r") and cell] == []
    assert any(cell.startswith("'=") for cell in cells)


@pytest.mark.parametrize("name", ["timesketch-jsonl", "timesketch-csv"])
def test_what_was_exported_is_imported_again(name: str, lines: list[TimelineLine]) -> None:
    again, opened = read(export(name, lines))
    assert (opened.format, opened.problem_count) == (name, 0)
    told = [(line.message, line.timestamp_desc, line.time_ns // 1000, line.host) for line in again]
    assert told == [(line.message, line.timestamp_desc, line.time_ns // 1000, line.host) for line in lines]


def test_no_lines_are_an_empty_file_or_a_header() -> None:
    assert export("timesketch-jsonl", []) == b""
    assert export("timesketch-csv", []).count(b"\n") == 1
