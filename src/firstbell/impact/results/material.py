"""Everything that a case keeps of scans, loaded to be put together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from firstbell.impact.scan.reader import DocumentReading
from firstbell.impact.scan.scan_store import FileRecord, Kept, KnownPerson, SourceRecord


@dataclass
class Material:
    """What is known of every content. `lenses`: content -> the lens under which it was read."""

    readings: dict[str, DocumentReading]
    lenses: dict[str, str]
    rosters: dict[str, dict[str, KnownPerson]]
    paths: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


def load_material(kept: Kept, sources: Iterable[SourceRecord]) -> Material:
    """The readings of all files of these sources, each under the lens of the newest that has it."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for source in sorted(sources, key=lambda one: one.at):
        wanted[source.lens] |= {record.content for record in source.files if record.content}
    material = Material({}, {}, {})
    for lens, contents in wanted.items():
        material.rosters[lens] = kept.load_roster(lens)
        for reading in kept.iterate_readings(lens):
            if reading.content in contents:
                material.readings[reading.content] = reading
                material.lenses[reading.content] = lens
    return material


def merge_records(sources: Iterable[SourceRecord]) -> list[FileRecord]:
    """Every path once; where sources tell of it twice, what happened to it adds up."""
    merged: dict[tuple[str, str], FileRecord] = {}
    for source in sources:
        for record in source.files:
            key = (record.path, record.content)
            if key in merged:
                known = merged[key]
                known.touches += [touch for touch in record.touches if touch not in known.touches]
            else:
                merged[key] = record
    return list(merged.values())
