"""Everything that a case keeps of scans, loaded to be put together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import msgspec

from firstbell.impact.scan.read_result import DocumentReading
from firstbell.impact.scan.scan_store import FileRecord, Kept, KnownPerson, SourceRecord

# longer places hold the names of files and sheets, of which hardly two are alike
_LONGEST_ALIKE = 24


class Material(msgspec.Struct):
    """What is known of every content. `lenses`: content -> the lens under which it was read."""

    readings: dict[str, DocumentReading]
    lenses: dict[str, str]
    rosters: dict[str, dict[str, KnownPerson]]
    paths: dict[str, list[str]] = msgspec.field(default_factory=lambda: defaultdict(list))


def load_material(kept: Kept, sources: Iterable[SourceRecord]) -> Material:
    """The readings of all files of these sources, each under the lens of the newest that has it."""
    wanted: dict[str, dict[str, str]] = defaultdict(dict)
    for source in sorted(sources, key=lambda one: one.at):
        wanted[source.lens].update(
            {record.content: record.content for record in source.files if record.content}
        )
    material, alike = Material({}, {}, {}), _Alike()
    for lens, contents in wanted.items():
        material.rosters[lens] = kept.load_roster(lens)
        for reading in kept.iterate_readings(lens):
            if content := contents.get(reading.content):
                reading.content = content
                alike.share(reading)
                material.readings[content] = reading
                material.lenses[content] = lens
    return material


class _Alike:
    """One object for all that are equal, which nobody changes: most readings say the same of themselves."""

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}
        self._sets: dict[frozenset[str], set[str]] = {}

    def share(self, reading: DocumentReading) -> None:
        """Have a reading use what others before it use."""
        reading.format, reading.state = self._text(reading.format), self._text(reading.state)
        found = reading.findings
        if found is None:
            return
        found.kinds, found.loose = self._set(found.kinds), self._set(found.loose)
        found.layout = self._text(found.layout)
        found.named = [self._text(one) for one in found.named]
        for link in found.links:
            link.keys = tuple(map(self._text, link.keys))
            link.kinds, link.linked_by = self._set(link.kinds), self._set(link.linked_by)
            link.sureness = self._text(link.sureness)
            link.places = [self._text(one) if len(one) <= _LONGEST_ALIKE else one for one in link.places]

    def _text(self, value: str) -> str:
        return self._texts.setdefault(value, value)

    def _set(self, values: set[str]) -> set[str]:
        key = frozenset(values)
        if key not in self._sets:
            self._sets[key] = {self._text(one) for one in values}
        return self._sets[key]


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
