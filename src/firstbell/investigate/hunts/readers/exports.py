"""Event logs that somebody exported: XML of `wevtutil` and the event viewer, lines of JSON, tables (CSV).

An export may hold any part of a log, chosen by whoever made it: it covers a stretch of time only as far as
the numbers of its records go on without a break. A record whose values bear no names is told as lost, though
its number counts.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zlib
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from firstbell.base.clock import InvalidTimeError, parse_time
from firstbell.base.counts import read_number
from firstbell.base.errors import UNREADABLE
from firstbell.investigate.hunts.readers.foreign_events import (
    Fields,
    list_names,
    read_event_object,
    read_event_xml,
)
from firstbell.investigate.hunts.readers.found import ArtefactReader, FoundRecords, UnreadableSourceError
from firstbell.investigate.hunts.readers.lines import read_time
from firstbell.investigate.hunts.records import HuntRecord

EXPORTED = "exported"
_MOST_BYTES = 512 << 20
_HEAD_BYTES = 64 << 10
_MOST_RUNS = 2000
_MOST_CELL = 16 << 20
_EVENT = re.compile(rb"<Event[\s>]")
_CLOSED = b"</Event>"
# a line before each record, which says where Elasticsearch is to put it
_BULK = (b'{"index":', b'{"create":', b'{ "index"', b'{ "create"')
# by which the begin of a file is known for an exported event log
_MARKS = (
    re.compile(rb"schemas\.microsoft\.com/win/2004/08/events/event"),
    re.compile(rb'"Event"\s*:\s*\{(?s:.){0,4000}"System"\s*:'),
    re.compile(rb'"winlog("\s*:|\.)'),
    re.compile(rb'(?i)"(EventID|Event_ID|Id)"\s*:(?s:.){0,4000}"(Channel|LogName)"\s*:'),
    re.compile(rb'(?i)"(Channel|LogName)"\s*:(?s:.){0,4000}"(EventID|Event_ID|Id)"\s*:'),
    re.compile(rb'(?i)^[^\n]*\b"?(Event ?Id|Id)"?,[^\n]*\b"?(Channel|LogName|Log Name)"?,'),
    re.compile(rb'(?i)^[^\n]*\b"?(Channel|LogName|Log Name)"?,[^\n]*\b"?(Event ?Id|Id)"?,'),
    re.compile(rb'(?i)^"?(Level|Keywords)"?,"?Date and Time"?,"?Source"?,"?Event ID"?,'),
)


def is_export(head: bytes) -> bool:
    """Whether a file that begins so is an exported event log. `head`: its first 64 KiB, or all of it."""
    text = _expand(head, most=_HEAD_BYTES)[:_HEAD_BYTES]
    if text[:64].count(b"\0") > 8 or text[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = text.replace(b"\0", b"")
    text = text.lstrip(b"\xef\xbb\xbf\xff\xfe \r\n")
    return any(mark.search(text) for mark in _MARKS)


def _expand(data: bytes, *, most: int) -> bytes:
    if data[:2] != b"\x1f\x8b":
        return data
    try:
        return zlib.decompressobj(31).decompress(data, most)
    except zlib.error:
        return b""


def _load(data: bytes) -> bytes:
    """The text as UTF-8. Raises: UnreadableSourceError."""
    text = _expand(data, most=_MOST_BYTES)
    if not text:
        raise UnreadableSourceError("it cannot be decompressed")
    if text[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return text.decode("utf-16", "replace").encode()
    if text[:64].count(b"\0") > 8:
        return text.decode("utf-16-le" if text[1:2] == b"\0" else "utf-16-be", "replace").encode()
    return text.removeprefix(b"\xef\xbb\xbf")


def read_export(data: bytes, path: str, beside: Mapping[str, bytes]) -> Iterator[FoundRecords]:
    """The records of an exported log, under the channels that they name. Raises: UnreadableSourceError."""
    text = _load(data)
    begin = text[:4096].lstrip()
    if begin[:1] == b"<":
        events = _list_xml(text)
    elif begin[:1] in (b"{", b"[") or begin.startswith(b"Record "):
        events = _list_objects(text)
    else:
        events = _list_rows(text)
    held: dict[str, list[tuple[int, int]]] = {}
    lost = count = 0
    for fields in events:
        channel = str(fields.get("Channel") or "") if fields is not None else ""
        if fields is None or not channel:
            lost += 1
            continue
        count += 1
        lost += not any(True for _ in list_names(fields))
        found = _make_record(fields, channel)
        held.setdefault(channel, []).append((found.record, found.time_ns))
        yield found
    if not count and not lost:
        raise UnreadableSourceError("no record of an event log could be found in it")
    for channel, records in held.items():
        for item in _list_runs(channel, records):
            yield FoundRecords("", item=item)
    if lost:
        yield FoundRecords("", lost=lost)


def _make_record(fields: Fields, channel: str) -> FoundRecords:
    number = read_number(str(fields.get("EventRecordID") or ""))
    return FoundRecords(
        f"eventlog/{channel}",
        _read_moment(str(fields.get("TimeCreated_SystemTime") or "")),
        fields,
        record=-1 if number is None else number,
        computer=str(fields.get("Computer") or ""),
    )


def _read_moment(text: str) -> int:
    """A time as one of the programs writes it, in nanoseconds; 0 where it is none."""
    milliseconds = read_number(text[1:].removeprefix("-")) if text.startswith("@") else None
    if milliseconds is not None:
        return milliseconds * (-1_000_000 if text[1:2] == "-" else 1_000_000)
    try:
        return parse_time(text)
    except InvalidTimeError:
        return read_time(text)


def _list_runs(channel: str, records: list[tuple[int, int]]) -> Iterator[HuntRecord]:
    """Stretches in which each record follows the one before: what stands between them is not missing."""
    ordered = sorted({one for one in records if one[0] >= 0 and one[1] > 0})
    runs: list[list[tuple[int, int]]] = []
    for one in ordered:
        if runs and one[0] <= runs[-1][-1][0] + 1:
            runs[-1].append(one)
        else:
            runs.append([one])
    for run in [one for one in runs if len(one) > 1][:_MOST_RUNS]:
        times = [time_ns for _, time_ns in run]
        told = {"Channel": channel, "Last": str(max(times)), "Records": str(len(run))}
        yield HuntRecord(EXPORTED, f"{channel}|{run[0][0]}", min(times), told)


def _list_xml(text: bytes) -> Iterator[Fields | None]:
    at = 0
    while (start := _EVENT.search(text, at)) is not None:
        end = text.find(_CLOSED, start.start())
        if end < 0:
            yield None
            return
        at = end + len(_CLOSED)
        yield read_event_xml(text[start.start() : at])


def _list_objects(text: bytes) -> Iterator[Fields | None]:
    """Objects of JSON: one a line, all in one list, or written over many lines one after the other."""
    if text.lstrip()[:1] == b"[":
        try:
            for one in msgspec.json.decode(text, type=list[msgspec.Raw]):
                yield _read_object(one)
            return
        except UNREADABLE:
            # a list that was cut off: its objects are found one by one
            yield from _list_scattered(text)
            return
    lines = text.split(b"\n")
    first = next((line for line in lines if line.strip()), b"")
    if not first.rstrip().endswith(b"}"):
        yield from _list_scattered(text)
        return
    for line in lines:
        if line.strip() and not line.startswith(_BULK):
            yield _read_object(line)


def _list_scattered(text: bytes) -> Iterator[Fields | None]:
    decoder = json.JSONDecoder()
    told = text.decode("utf-8", "replace")
    at = told.find("{")
    while at >= 0:
        try:
            one, end = decoder.raw_decode(told, at)
        except (ValueError, RecursionError):
            yield None
            return
        yield read_event_object(one) if isinstance(one, dict) else None
        at = told.find("{", end)


def _read_object(text: bytes | msgspec.Raw) -> Fields | None:
    try:
        one = msgspec.json.decode(text)
    except UNREADABLE:
        return None
    return read_event_object(one) if isinstance(one, dict) else None


def _list_rows(text: bytes) -> Iterator[Fields | None]:
    csv.field_size_limit(_MOST_CELL)
    lines = io.StringIO(text.decode("utf-8", "replace"), newline="")
    if text.startswith(b"#TYPE"):
        # what PowerShell 5 puts above a table
        lines.readline()
    try:
        for row in csv.DictReader(lines):
            yield _read_row(row)
    except csv.Error:
        yield None


def _read_row(row: Mapping[str | None, Any]) -> Fields | None:
    told: dict[str, Any] = {}
    for name, value in row.items():
        if name is None or not isinstance(value, str):
            continue
        if value.lstrip().startswith("<Event"):
            return read_event_xml(value.encode())
        told[name] = _read_cell(name, value)
    return read_event_object(told)


def _read_cell(name: str, value: str) -> Any:
    """A cell; a column of values that holds JSON (EvtxECmd's `Payload`), as the object that it is."""
    if name.lower() not in ("payload", "eventdata") or not value.startswith("{"):
        return value
    try:
        held = msgspec.json.decode(value)
    except UNREADABLE:
        return value
    return _name_values(held)


def _name_values(held: Any) -> Any:
    """EvtxECmd writes `{"Data": [{"@Name": "a", "#text": "b"}]}`: the same as `{"a": "b"}`."""
    if isinstance(held, list):
        named = {
            one["@Name"]: one.get("#text", "") for one in held if isinstance(one, dict) and "@Name" in one
        }
        return named or held
    if not isinstance(held, dict):
        return held
    if "@Name" in held:
        return {held["@Name"]: held.get("#text", "")}
    out: dict[str, Any] = {}
    for name, value in held.items():
        inner = _name_values(value)
        if name == "Data" and isinstance(inner, dict):
            out.update(inner)
        elif not name.startswith("@"):
            out[name] = inner
    return out


EXPORTS = (ArtefactReader("exports", 1, read_export, most_bytes=128 << 20),)
