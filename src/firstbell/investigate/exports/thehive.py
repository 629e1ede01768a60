"""TheHive 5: one alert about the case. Source: thehive4py 2, `thehive4py.types.alert.InputAlert`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, BinaryIO

import msgspec

from firstbell.base.clock import parse_time
from firstbell.investigate.attack import ATTACK_VERSION, NAMES
from firstbell.investigate.exports.outline import CaseOutline
from firstbell.investigate.exports.traces import IMPACT, Traces
from firstbell.record.timeline import LineKind, TimelineLine

_NS_PER_MS = 1_000_000
_MOST_OBSERVABLES = 500
_MOST_LINES = 100
_LONGEST_TITLE = 512
_AMBER = 2
_CRITICAL = 4
_MEDIUM = 2
_TOLD = IMPACT | {LineKind.VERDICT, LineKind.ENTRY, LineKind.TRACE}
# kinds of what hunts find -> data types of TheHive
_DATA_TYPES = {
    "hash": "hash",
    "address": "ip",
    "domain": "domain",
    "url": "url",
    "name": "filename",
    "path": "other",
}


def write_thehive(out: BinaryIO, lines: Iterable[TimelineLine], outline: CaseOutline) -> int:
    """One alert: what happened in its description, what to look for elsewhere as observables."""
    traces = Traces()
    told: list[TimelineLine] = []
    for line in traces.watch(lines):
        if line.kind in _TOLD and len(told) < _MOST_LINES:
            told.append(line)
    out.write(msgspec.json.format(msgspec.json.encode(_make_alert(traces, told, outline)), indent=1) + b"\n")
    return sum(traces.counts.values())


def _make_alert(traces: Traces, told: list[TimelineLine], outline: CaseOutline) -> dict[str, Any]:
    first_ns = traces.first_damage.time_ns if traces.first_damage else parse_time(outline.made)
    found = "Encryption event" if traces.has_event else "Case"
    return {
        "type": "encryption-event" if traces.has_event else "case",
        "source": "Firstbell",
        "sourceRef": outline.id,
        "title": f"{found}: {outline.name}"[:_LONGEST_TITLE],
        "description": _describe(traces, told, outline),
        "date": max(first_ns // _NS_PER_MS, 0),
        "severity": _CRITICAL if traces.has_event else _MEDIUM,
        "tags": ["firstbell", *(f"event:{one}" for one in [outline.event_id] if one), *traces.techniques],
        "tlp": _AMBER,
        "pap": _AMBER,
        "observables": _list_observables(traces)[:_MOST_OBSERVABLES],
        "procedures": [
            {
                "occurDate": max(at_ns // _NS_PER_MS, 0),
                "patternId": technique,
                "description": f"{NAMES.get(technique, technique)}, ATT&CK {ATTACK_VERSION}",
            }
            for technique, at_ns in traces.techniques.items()
        ],
    }


def _describe(traces: Traces, told: list[TimelineLine], outline: CaseOutline) -> str:
    parts = [outline.description] if outline.description else []
    parts.append(f"Case `{outline.id}` of {outline.made}. Lines of its timeline:")
    parts += [f"- {kind}: {count}" for kind, count in sorted(traces.counts.items())]
    parts += ["", "| time | what |", "|---|---|"]
    parts += [f"| {line.time} | {_escape(line.message)} |" for line in told]
    return "\n".join(parts)


def _escape(text: str) -> str:
    """Text for a cell of a table in Markdown: no name makes a link, an image or another cell."""
    flat = " ".join(text.split())
    return "".join(f"\\{letter}" if letter in "\\`*_[]<>|!#~" else letter for letter in flat)


def _list_observables(traces: Traces) -> list[dict[str, Any]]:
    observables = [_observe("hostname", host, "struck by the event") for host in traces.hosts]
    for name, sha256 in traces.notes:
        if sha256:
            observables.append(_observe("hash", sha256, f"a note of the intruder: {name}", is_ioc=True))
    names = dict.fromkeys(name for name, _ in traces.notes)
    observables += [_observe("filename", name, "a note of the intruder", is_ioc=True) for name in names]
    observables += [
        _observe("other", suffix, "ending of struck files", is_ioc=True) for suffix in traces.suffixes
    ]
    observables += [
        _observe(_DATA_TYPES.get(kind, "other"), value, line.message, is_ioc=True)
        for (kind, value), line in traces.sightings.items()
    ]
    return observables


def _observe(data_type: str, data: str, message: str, *, is_ioc: bool = False) -> dict[str, Any]:
    return {
        "dataType": data_type,
        "data": data,
        "message": message,
        "tlp": _AMBER,
        "pap": _AMBER,
        "ioc": is_ioc,
        "sighted": is_ioc,
        "tags": ["firstbell"],
    }
