"""STIX 2.1: what an event did, as a bundle that names itself by its content.

Ids are UUIDs of version 5 over what the objects say, so the same timeline gives the same bundle.
Source: OASIS, STIX 2.1; objects are made and checked by stix2.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, BinaryIO

from stix2 import v21

from firstbell.base.clock import EPOCH, NS_PER_S, parse_time
from firstbell.base.pathtext import show_path
from firstbell.investigate.attack import ATTACK_VERSION, ENCRYPTED, NAMES
from firstbell.investigate.exports.outline import CaseOutline, EvidenceRow
from firstbell.investigate.exports.traces import IMPACT, Traces, list_observed, list_techniques
from firstbell.investigate.phrases import split_folder
from firstbell.record.timeline import LineKind, TimelineLine

_MOST_OBSERVED = 999_999_999
# stix2 writes earlier years with fewer than four digits, and cannot read that back
_FIRST_MOMENT = datetime(1000, 1, 1, tzinfo=UTC)


def write_stix(out: BinaryIO, lines: Iterable[TimelineLine], outline: CaseOutline) -> int:
    """The bundle of the lines of an event; imported lines and entries only name techniques."""
    traces = Traces()
    count = 0
    sketch = Sketch(outline)
    for line in traces.watch(lines):
        if line.kind in IMPACT:
            sketch.add_line(line)
            count += 1
        elif line.kind is LineKind.TRACE:
            sketch.add_sighting(line)
            count += 1
    for row in outline.evidence:
        sketch.add_evidence(row)
    sketch.add_traces(traces)
    _write_bundle(out, sketch.finish())
    return count


def _write_bundle(out: BinaryIO, objects: list[Any]) -> None:
    named = uuid.uuid5(uuid.NAMESPACE_URL, "\n".join(one["id"] for one in objects))
    # one by one: a bundle of them all would be parsed a second time
    out.write(b'{"type":"bundle","id":"bundle--' + str(named).encode() + b'","objects":[')
    for at, one in enumerate(objects):
        out.write((b",\n" if at else b"\n") + one.serialize(ensure_ascii=False).encode())
    out.write(b"]}\n")


def tell_moment(at_ns: int) -> datetime:
    """The time to the microsecond, which is what STIX's readers keep; the year 1000 at the earliest."""
    moment = EPOCH + timedelta(seconds=at_ns // NS_PER_S, microseconds=at_ns % NS_PER_S // 1000)
    return max(moment, _FIRST_MOMENT)


def quote_pattern(text: str) -> str:
    """The text as a string of STIX's pattern language."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


class Sketch:
    """The objects of a bundle while it is made, each once."""

    def __init__(self, outline: CaseOutline) -> None:
        self._outline = outline
        self._made = tell_moment(parse_time(outline.made))
        self._objects: dict[str, Any] = {}
        self._identity = self._add(
            v21.Identity,
            key="identity",
            name=outline.organisation or f"The organization of case {outline.id}",
            identity_class="organization",
        )

    def _add(self, kind: Any, *, key: str, **values: Any) -> str:
        """Add an object with an id of ours, unless it stands; gives the id."""
        name = f"urn:firstbell:{self._outline.id}:{kind._type}:{key}"
        hex_id = f"{kind._type}--{uuid.uuid5(uuid.NAMESPACE_URL, name)}"
        if hex_id not in self._objects:
            if kind is not v21.Identity:
                values["created_by_ref"] = self._identity
            self._objects[hex_id] = kind(id=hex_id, created=self._made, modified=self._made, **values)
        return hex_id

    def _observe(self, thing: Any) -> str:
        """Add what was observed, which STIX names by its content; gives the id."""
        self._objects.setdefault(thing.id, thing)
        return str(thing.id)

    def add_line(self, line: TimelineLine) -> None:
        """Add what one line says was observed."""
        if line.kind is LineKind.FIRST_DAMAGE:
            path = str(line.fields.get("file", "")).rpartition("/")[2] or "unnamed"
            seen = self._observe_file(path, show_path(line.path), line.fields)
        elif line.kind is LineKind.NOTE:
            folder, name = split_folder(line.path)
            seen = self._observe_file(show_path(name) or "unnamed", show_path(folder), line.fields)
        else:
            seen = self._observe(v21.Directory(path=show_path(line.path) or "/"))
        first_ns = line.time_ns
        last = line.fields.get("last")
        last_ns = max(parse_time(last), first_ns) if isinstance(last, str) else first_ns
        files = line.fields.get("files")
        self._add(
            v21.ObservedData,
            key=line.hex_id,
            first_observed=tell_moment(first_ns),
            last_observed=tell_moment(last_ns),
            number_observed=min(files, _MOST_OBSERVED) if isinstance(files, int) and files > 0 else 1,
            object_refs=[seen],
            labels=[line.kind.value],
        )

    def _observe_file(self, name: str, folder: str, fields: Any) -> str:
        values: dict[str, Any] = {"name": name}
        if isinstance(fields.get("sha256"), str):
            values["hashes"] = {"SHA-256": fields["sha256"]}
        if isinstance(fields.get("size_bytes"), int):
            values["size"] = fields["size_bytes"]
        if folder:
            values["parent_directory_ref"] = self._observe(v21.Directory(path=folder))
        return self._observe(v21.File(**values))

    def add_sighting(self, line: TimelineLine) -> None:
        """Add what a hunt found: where it was observed, and the technique or indicator sighted there."""
        folder, name = split_folder(line.path)
        seen = self._observe_file(show_path(name) or "unnamed", show_path(folder), {})
        first, last = tell_moment(line.time_ns), tell_moment(_read_last(line))
        count = line.fields.get("count")
        number = min(count, _MOST_OBSERVED) if isinstance(count, int) and count > 0 else 1
        observed = self._add(
            v21.ObservedData,
            key=line.hex_id,
            first_observed=first,
            last_observed=last,
            number_observed=number,
            object_refs=[seen],
            labels=[line.kind.value, str(line.fields.get("sign", ""))],
        )
        place = self._add(v21.Identity, key=f"host {line.host}", name=line.host, identity_class="system")
        for target in [*self._list_sighted(line)]:
            self._add(
                v21.Sighting,
                key=f"{line.hex_id} {target}",
                sighting_of_ref=target,
                observed_data_refs=[observed],
                where_sighted_refs=[place],
                first_seen=first,
                last_seen=last,
                count=number,
                description=line.message,
                confidence=85 if line.fields.get("strength") == "shown" else 40,
            )

    def _list_sighted(self, line: TimelineLine) -> Iterator[str]:
        """The ids of what a trace is a sighting of."""
        for technique in list_techniques(line):
            yield self._add(v21.AttackPattern, key=technique, **_describe_technique(technique))
        for kind, value in list_observed(line):
            pattern = _write_pattern(kind, value)
            if pattern:
                yield self._add_indicator(str(line.fields.get("indicator_name") or value), pattern)

    def add_evidence(self, row: EvidenceRow) -> None:
        """Add a piece of evidence as a file that was observed when it was taken."""
        fields = {"sha256": row.sha256, "size_bytes": row.size_bytes}
        seen = self._observe_file(row.name or "unnamed", "", fields)
        moment = tell_moment(parse_time(row.time))
        self._add(
            v21.ObservedData,
            key=f"evidence {row.id}",
            first_observed=moment,
            last_observed=moment,
            number_observed=1,
            object_refs=[seen],
            labels=["evidence"],
        )

    def add_traces(self, traces: Traces) -> None:
        """Add the techniques, and indicators for notes and endings, which indicate the first of them."""
        for technique in sorted(traces.techniques):
            self._add(v21.AttackPattern, key=technique, **_describe_technique(technique))
        patterns = list(_list_patterns(traces))
        if patterns and ENCRYPTED in traces.techniques:
            target = self._add(v21.AttackPattern, key=ENCRYPTED)
            for name, pattern in patterns:
                source = self._add_indicator(name, pattern)
                self._add(
                    v21.Relationship,
                    key=f"{source} {target}",
                    source_ref=source,
                    relationship_type="indicates",
                    target_ref=target,
                )

    def _add_indicator(self, name: str, pattern: str) -> str:
        return self._add(
            v21.Indicator,
            key=pattern,
            name=name,
            indicator_types=["malicious-activity"],
            pattern=pattern,
            pattern_type="stix",
            valid_from=self._made,
        )

    def finish(self) -> list[Any]:
        """All objects, in the order they came, then the grouping and the report over them."""
        everything = list(self._objects)
        grouping = self._add(
            v21.Grouping,
            key="grouping",
            name=f"Timeline of {self._outline.name}",
            context="suspicious-activity",
            object_refs=everything,
        )
        self._add(
            v21.Report,
            key="report",
            name=self._outline.name,
            description=self._outline.description or f"Case {self._outline.id}",
            report_types=["observed-data"],
            published=self._made,
            object_refs=[grouping, *everything],
        )
        return list(self._objects.values())


def _describe_technique(technique: str) -> dict[str, Any]:
    return {
        "name": NAMES.get(technique, technique),
        "external_references": [
            {
                "source_name": "mitre-attack",
                "external_id": technique,
                "url": f"https://attack.mitre.org/techniques/{technique.replace('.', '/')}/",
                "description": f"ATT&CK Enterprise {ATTACK_VERSION}",
            }
        ],
    }


def _read_last(line: TimelineLine) -> int:
    until = line.fields.get("until")
    return max(parse_time(until), line.time_ns) if isinstance(until, str) else line.time_ns


_HASHES = {32: "MD5", 40: "'SHA-1'", 64: "'SHA-256'"}


def _write_pattern(kind: str, value: str) -> str:
    """A value as a pattern; "" where STIX has none for it."""
    quoted = quote_pattern(value)
    if kind == "hash" and len(value) in _HASHES:
        return f"[file:hashes.{_HASHES[len(value)]} = {quoted}]"
    version = "ipv6" if ":" in value else "ipv4"
    paths = {"address": f"{version}-addr:value", "domain": "domain-name:value", "url": "url:value"}
    paths |= {"name": "file:name", "path": "directory:path"}
    return f"[{paths[kind]} = {quoted}]" if kind in paths and value.isprintable() else ""


def _list_patterns(traces: Traces) -> Iterator[tuple[str, str]]:
    """Names and patterns of indicators."""
    for name, sha256 in traces.notes:
        if sha256:
            yield f"note {name}", f"[file:hashes.'SHA-256' = {quote_pattern(sha256)}]"
        elif name.isprintable():
            yield f"note {name}", f"[file:name = {quote_pattern(name)}]"
    for suffix in traces.suffixes:
        if suffix.isprintable():
            yield f"ending {suffix}", f"[file:name MATCHES {quote_pattern(re.escape(suffix) + '$')}]"
