"""DFIR-IRIS: a case as its own export writes it, so that what reads those reads this.

Names of fields: dfir-iris/iris-web, source/app/datamgmt/reporter/report_db.py (`export_case_json`).
The timeline is written while its lines go by; what the other lists hold is gathered meanwhile.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

import msgspec

from firstbell.base.clock import format_time, parse_time
from firstbell.investigate.exports.outline import CaseOutline, EvidenceRow
from firstbell.investigate.exports.timesketch import format_microseconds
from firstbell.investigate.exports.traces import IMPACT, Traces
from firstbell.investigate.timeline import describe_line
from firstbell.record.timeline import LineKind, TimelineLine

_LONGEST_TITLE = 200
# the questions of hunts -> categories of events in IRIS
_CATEGORIES = {
    "entry": "Initial Access",
    "accounts": "Credential Access",
    "hosts": "Lateral Movement",
    "staged": "Collection",
    "taken": "Exfiltration",
    "stays": "Persistence",
    "hidden": "Defense Evasion",
}
_encode = msgspec.json.Encoder().encode
_COLOURS = {LineKind.FIRST_DAMAGE: "#F25961FF", LineKind.NOTE: "#F25961FF", LineKind.VERDICT: "#FFAD46FF"}


def write_iris(out: BinaryIO, lines: Iterable[TimelineLine], outline: CaseOutline) -> int:
    """The case with its timeline, evidences, notes, iocs and assets."""
    traces = Traces()
    notes: list[dict[str, Any]] = []
    count = 0
    out.write(b'{"case":' + _encode(_describe_case(outline)) + b',\n"timeline":[')
    for count, line in enumerate(traces.watch(lines), start=1):
        out.write((b",\n" if count > 1 else b"\n") + _encode(_describe_event(line, count)))
        if line.kind is LineKind.ENTRY and line.fields.get("entry") == "note":
            notes.append(_describe_note(line))
    out.write(b"]")
    rest = {
        "evidences": [_describe_evidence(row) for row in outline.evidence],
        "notes": notes,
        "iocs": list(_list_iocs(traces)),
        "assets": [_describe_asset(host, at) for at, host in enumerate(traces.hosts, start=1)],
        "tasks": [],
        "comments": [],
        "export_date": outline.made,
    }
    for name, value in rest.items():
        out.write(b',\n"' + name.encode() + b'":' + _encode(value))
    out.write(b"}\n")
    return count


def _describe_case(outline: CaseOutline) -> dict[str, Any]:
    return {
        "name": outline.name,
        "open_date": format_time(parse_time(outline.made))[:10],
        "description": outline.description,
        "soc_id": outline.event_id or outline.id,
        "opened_by": outline.opened_by,
        "for_customer": outline.organisation,
        "close_date": None,
        "custom_attributes": {},
        "case_uuid": str(uuid.uuid5(uuid.NAMESPACE_URL, f"urn:firstbell:case:{outline.id}")),
    }


def _describe_event(line: TimelineLine, number: int) -> dict[str, Any]:
    # without an offset, which goes into a field of its own
    moment = format_microseconds(line.time_ns)[:-6]
    return {
        "event_id": number,
        "event_uuid": str(uuid.UUID(hex=line.hex_id)),
        "event_title": line.message[:_LONGEST_TITLE],
        "event_date": moment,
        "event_tz": "+00:00",
        "event_date_wtz": moment,
        "event_content": f"{line.message}\n\n{line.timestamp_desc}",
        "event_tags": ",".join(["firstbell", line.kind.value]),
        "event_source": line.source,
        "event_raw": _encode(describe_line(line)).decode(),
        "event_in_summary": line.kind in {LineKind.FIRST_DAMAGE, LineKind.VERDICT},
        "event_in_graph": True,
        "event_is_flagged": line.kind is LineKind.VERDICT,
        "event_color": _COLOURS.get(line.kind, "#1572E899"),
        "custom_attributes": {},
        "category": "Impact" if line.kind in IMPACT else _CATEGORIES.get(_read_question(line), "Unspecified"),
        "last_edited_by": str(line.fields.get("actor", "Firstbell")),
        "assets": [line.host] if line.host else [],
    }


def _read_question(line: TimelineLine) -> str:
    return str(line.fields.get("question", "")) if line.kind is LineKind.TRACE else ""


def _describe_note(line: TimelineLine) -> dict[str, Any]:
    return {
        "note_title": line.message[:_LONGEST_TITLE],
        "note_content": line.message,
        "note_creationdate": line.fields.get("added", line.time),
        "note_lastupdate": line.fields.get("added", line.time),
        "custom_attributes": {},
    }


def _describe_evidence(row: EvidenceRow) -> dict[str, Any]:
    return {
        "filename": row.name,
        "date_added": row.time,
        "acquisition_date": row.time,
        "file_hash": row.sha256,
        "file_size": row.size_bytes,
        "file_description": row.why,
        "added_by": row.taken_by,
        "chain_of_custody": list(row.custody),
        "custom_attributes": {},
    }


def _list_iocs(traces: Traces) -> Iterator[dict[str, Any]]:
    for name, sha256 in traces.notes:
        if sha256:
            yield _describe_ioc(sha256, "sha256", f"a note of the intruder: {name}")
    for name in dict.fromkeys(name for name, _ in traces.notes):
        yield _describe_ioc(name, "filename", "a note of the intruder")
    for suffix in traces.suffixes:
        yield _describe_ioc(suffix, "other", "ending of struck files")
    for (kind, value), line in traces.sightings.items():
        yield _describe_ioc(value, _name_type(kind, value), line.message)


def _name_type(kind: str, value: str) -> str:
    """The type of an ioc as IRIS names it."""
    if kind == "hash":
        return {32: "md5", 40: "sha1"}.get(len(value), "sha256")
    return {
        "address": "ip-any",
        "domain": "domain",
        "url": "url",
        "name": "filename",
        "path": "file-path",
    }.get(kind, "other")


def _describe_ioc(value: str, type_name: str, description: str) -> dict[str, Any]:
    return {
        "ioc_value": value,
        "type_name": type_name,
        "ioc_tags": "firstbell",
        "ioc_description": description,
        "custom_attributes": {},
    }


def _describe_asset(host: str, number: int) -> dict[str, Any]:
    return {
        "asset_id": number,
        "asset_name": host,
        "asset_description": "struck by the event",
        "compromised": True,
        "type": "Other",
        "analysis_status": "Unspecified",
        "asset_domain": "",
        "asset_ip": "",
        "asset_info": "",
        "asset_tags": "firstbell",
        "custom_attributes": {},
        "light_asset_description": "struck by the event",
        "asset_ioc": [],
    }
