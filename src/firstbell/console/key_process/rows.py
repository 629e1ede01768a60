"""A page's table: narrowed, ordered, a part of it at a time."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from firstbell.base.spreadsheets import guard_cell
from firstbell.console.pages import PageRows

PART = 50
MOST = 100
_MOST_CHOICES = 30
Line = dict[str, Any]


@dataclass(frozen=True)
class TablePart:
    """Rows of one part, how many there are in all, after which key the next begins, what can be chosen."""

    rows: list[Line]
    total: int
    next: str
    choices: dict[str, list[str]]


def select_rows(
    lines: Sequence[Line], shape: PageRows, query: Mapping[str, str], *, words: str = ""
) -> list[Line]:
    """The rows that filters and words leave, in the order asked for: `sort=field` or `sort=-field`."""
    rows = [line for line in lines if line.get("message_type") == shape.type]
    for name in shape.filters:
        if query.get(name):
            rows = [row for row in rows if _text(row.get(name)) == query[name]]
    words = (words or query.get("q", "")).strip().lower()
    if words and shape.search:
        rows = [row for row in rows if any(words in _text(row.get(name)).lower() for name in shape.search)]
    order = query.get("sort", "")
    if order:
        name = order.removeprefix("-")
        rows.sort(key=lambda row: _order(row.get(name)), reverse=order.startswith("-"))
    return rows


def cut_part(
    rows: list[Line], lines: Sequence[Line], *, shape: PageRows, query: Mapping[str, str]
) -> TablePart:
    """The part that begins behind the row `after`; at the beginning where that row is gone."""
    keys = [_text(row.get(shape.key)) if shape.key else str(number) for number, row in enumerate(rows)]
    after = query.get("after", "")
    start = keys.index(after) + 1 if after and after in keys else 0
    part = rows[start : start + PART]
    is_last = start + PART >= len(rows)
    return TablePart(
        part, len(rows), "" if is_last or not part else keys[start + PART - 1], _choices(lines, shape)
    )


def take_part(lines: Sequence[Line], shape: PageRows) -> TablePart:
    """The part that a command line cut itself; its summary says how many fit, and how to go on."""
    rows = [line for line in lines if line.get("message_type") == shape.type]
    summary = next((line for line in lines if line.get("message_type") == "summary"), {})
    choices = {name: list(summary.get("choices", {}).get(name, ())) for name in shape.filters}
    return TablePart(
        rows, int(summary.get(shape.counted, len(rows))), str(summary.get("next") or ""), choices
    )


def _choices(lines: Sequence[Line], shape: PageRows) -> dict[str, list[str]]:
    found = {}
    for name in shape.filters:
        values = {_text(line.get(name)) for line in lines if line.get("message_type") == shape.type}
        found[name] = sorted(value for value in values if value)[:_MOST_CHOICES]
    return found


def write_csv(rows: Sequence[Line]) -> bytes:
    """Rows as CSV, a column for each field that any of them has.

    A text that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    names = list(dict.fromkeys(name for row in rows for name in row if name != "message_type"))
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(names)
    for row in rows:
        writer.writerow([guard_cell(_text(row.get(name))) for name in names])
    return out.getvalue().encode("utf-8-sig")


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return msgspec.json.encode(value).decode()


def _order(value: object) -> tuple[int, float, str]:
    """Nothing first, then numbers, then texts."""
    if value is None or value == "":
        return (0, 0.0, "")
    if isinstance(value, int | float):
        return (1, float(value), "")
    return (2, 0.0, _text(value).lower())
