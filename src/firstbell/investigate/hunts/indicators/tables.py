"""Indicators of a CSV file: a column of values, perhaps one of types; or one value a line."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence

from firstbell.investigate.hunts.indicators import indicator

_VALUES = ("value", "indicator", "ioc", "ioc_value", "indicator_value", "observable", "artifact", "pattern")
_TYPES = ("type", "indicator_type", "ioc_type", "kind", "observable_type", "attribute_type")
_WORDS = ("comment", "description", "name", "threat", "note", "malware", "family", "title", "event_info")
_KINDS = (
    (re.compile(r"md5|sha-?1|sha-?256|hash|filehash.*|imphash-no"), indicator.HASH),
    (
        re.compile(
            r"ip(v[46])?([-_ ]?(addr(ess)?|src|dst|dest(ination)?|source))?|address|c2[-_ ]?ip"
            r"|(ip[-_ ]?)?(cidr|network|netblock|subnet|range)(v[46])?"
        ),
        indicator.ADDRESS,
    ),
    (re.compile(r"(fq)?d(omain|ns)([-_ ]?name)?|fqdn|host(name)?|c2[-_ ]?domain"), indicator.DOMAIN),
    (re.compile(r"ur[il]"), indicator.URL),
    (re.compile(r"(file)?[-_ ]?path|directory|folder"), indicator.PATH),
    (re.compile(r"file([-_ ]?name)?|filename|process([-_ ]?name)?|name"), indicator.NAME),
)
Found = tuple[str, str, str]


def read_table(text: str, left_out: list[str]) -> Iterator[Found]:
    """(kind, value, name) of each row; rows that are none go to `left_out` by their line.

    Raises: IndicatorFileError where no row is one, or the text is no CSV.
    """
    try:
        rows = [(at, row) for at, row in _read_rows(text) if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise indicator.IndicatorFileError(f"it is no CSV: {error}") from None
    rows = [(at, row) for at, row in rows if not row[0].lstrip().startswith("#")]
    header = [_fold(cell) for cell in rows[0][1]] if rows else []
    value_at = _find_column(header, _VALUES)
    if value_at is not None:
        rows = rows[1:]
    type_at = _find_column(header, _TYPES) if value_at is not None else None
    words_at = _find_column(header, _WORDS) if value_at is not None else None
    for at, row in rows:
        found = _read_row(row, value_at, type_at)
        if found is None:
            left_out.append(
                f"line {at}: {', '.join(row)[:60]!r} is no hash, address, domain, URL, path or name"
            )
            continue
        words = row[words_at].strip() if words_at is not None and words_at < len(row) else ""
        yield (*found, words)


def _read_rows(text: str) -> Iterator[tuple[int, list[str]]]:
    first = text.lstrip().partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=False)
    for row in reader:
        yield reader.line_num, row


def _fold(cell: str) -> str:
    return re.sub(r"[\s-]+", "_", cell.strip().lstrip("\ufeff").lower())


def _find_column(header: Sequence[str], names: Sequence[str]) -> int | None:
    return next((header.index(name) for name in names if name in header), None)


def _read_row(row: Sequence[str], value_at: int | None, type_at: int | None) -> tuple[str, str] | None:
    if value_at is not None:
        if value_at >= len(row):
            return None
        value = row[value_at].strip()
        told = row[type_at].strip().lower() if type_at is not None and type_at < len(row) else ""
        kind = next((kind for pattern, kind in _KINDS if told and pattern.fullmatch(told)), None)
        kind = kind or indicator.guess_kind(value)
        return (kind, value) if kind is not None and value else None
    # without a header: a type and a value, a value and words, or a value alone
    if len(row) > 1:
        told = row[0].strip().lower()
        kind = next((kind for pattern, kind in _KINDS if pattern.fullmatch(told)), None)
        if kind is not None and row[1].strip():
            return kind, row[1].strip()
    for cell in row[:2]:
        guessed = indicator.guess_kind(cell)
        if guessed is not None:
            return guessed, cell.strip()
    return None
