"""Timesketch's CSV and JSONL.

Source: google/timesketch, docs/guides/user/import-from-json-csv.md; what its importer asks for,
timesketch/lib/utils.py (`read_and_validate_csv`, `read_and_validate_jsonl`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from firstbell.base.spreadsheets import unguard_cell
from firstbell.investigate.imports.cells import Records
from firstbell.investigate.imports.lines import ImportOrigin
from firstbell.investigate.imports.problems import ImportProblem, LineRefused
from firstbell.investigate.imports.text import TextLine, tidy
from firstbell.investigate.imports.times import parse_microseconds, parse_moment
from firstbell.record.timeline import TimelineLine

MANDATORY = ("message", "datetime", "timestamp_desc")
# values within values; what is deeper is no event
_DEEPEST = 32
_decode = msgspec.json.Decoder(dict[str, Any]).decode

Report = Callable[[ImportProblem], None]


def read_jsonl(lines: Iterator[TextLine], origin: ImportOrigin, report: Report) -> Iterator[TimelineLine]:
    """The lines of JSONL: an object each."""
    for number, text in lines:
        if text is None:
            report(ImportProblem(number, "it is too long"))
        elif text and not text.isspace():
            try:
                yield _make_line(origin, number, _parse_object(tidy(text)))
            except LineRefused as refusal:
                report(ImportProblem(number, str(refusal)))


def _parse_object(text: str) -> dict[str, Any]:
    try:
        values = _decode(text)
    except (msgspec.DecodeError, RecursionError, UnicodeError) as error:
        raise LineRefused(f"it is not a JSON object ({error})") from None
    if text.count("{") + text.count("[") > _DEEPEST and _measure_depth(values) > _DEEPEST:
        raise LineRefused(f"its values lie deeper than {_DEEPEST} in each other")
    return values


def _measure_depth(value: object, depth: int = 0) -> int:
    if depth > _DEEPEST or not isinstance(value, dict | list):
        return depth
    inner = value.values() if isinstance(value, dict) else value
    return max((_measure_depth(one, depth + 1) for one in inner), default=depth)


def _make_line(origin: ImportOrigin, number: int, values: dict[str, Any]) -> TimelineLine:
    at_ns = _read_time(values.pop("datetime", None), values.get("timestamp"))
    message, description = values.pop("message", None), values.pop("timestamp_desc", None)
    if message is None or description is None:
        raise LineRefused(f"{'message' if message is None else 'timestamp_desc'} is missing")
    return origin.make_line(
        number, at_ns, message=str(message), timestamp_desc=str(description), fields=values
    )


def _read_time(datetime: object, timestamp: object) -> int:
    if datetime is not None and datetime != "":
        return parse_moment(str(datetime))
    if timestamp is None or timestamp == "":
        raise LineRefused("datetime is missing")
    return parse_microseconds(timestamp)


def read_csv(
    lines: Iterator[TextLine], origin: ImportOrigin, report: Report, *, header: list[str], delimiter: str
) -> Iterator[TimelineLine]:
    """The lines of CSV below its header."""
    records = Records(lines, delimiter, width=len(header), report=report)
    for number, cells in records:
        try:
            if len(cells) > len(header):
                raise LineRefused(f"{len(cells)} cells under a header of {len(header)}")
            values = {name: unguard_cell(cell) for name, cell in zip(header, cells, strict=False) if cell}
            values.setdefault("message", "")
            values.setdefault("timestamp_desc", "")
            yield _make_line(origin, number, values)
        except LineRefused as refusal:
            report(ImportProblem(number, str(refusal)))
            records.reread()
