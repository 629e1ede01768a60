"""Readings to people and files: the last step of a scan, made anew each time from all that the case keeps."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from firstbell.base.errors import Error
from firstbell.impact.finding.kinds import sort_kinds
from firstbell.impact.finding.results import CERTAIN, POSSIBLE, PROBABLE, SURENESS, Link
from firstbell.impact.gathering.outsiders import Group, join_outsiders
from firstbell.impact.gathering.results import Exposed, FileRow, PersonRow, Result, Totals
from firstbell.impact.scanning.keeping import FileRecord, Kept, Known, SourceRecord
from firstbell.impact.scanning.reader import PARTLY, READ, UNREADABLE, Reading

SKIPPED = "skipped"


class NoResultError(Error):
    """Nothing was scanned yet."""

    code = "impact.no_result"


@dataclass
class _Material:
    """What is known of every content. `lenses`: content -> the lens under which it was read."""

    readings: dict[str, Reading]
    lenses: dict[str, str]
    rosters: dict[str, dict[str, Known]]
    paths: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


def gather(kept: Kept, at: str) -> Result:
    """The people and files that everything which the case keeps comes to; kept, too."""
    sources = kept.list_sources()
    material = _load(kept, sources)
    records = _merge_records(sources)
    for record in records:
        if record.content:
            material.paths[record.content].append(record.path)
    people = _gather_people(material, kept)
    files = _gather_files(material, records, people)
    result = Result(_count(people, files, at), people, files)
    keep_result(kept, result)
    return result


def keep_result(kept: Kept, result: Result) -> None:
    """Keep a result."""
    kept.put_part("people", result.people)
    kept.put_part("files", result.files)
    kept.put_part("totals", result.totals)


def load_totals(kept: Kept) -> Totals | None:
    """The numbers of the result; None where nothing was scanned yet."""
    return kept.load_part("totals", Totals)


def load_people(kept: Kept) -> list[PersonRow]:
    """The people of the result."""
    return kept.load_part("people", list[PersonRow]) or []


def load_files(kept: Kept) -> list[FileRow]:
    """The files of the result."""
    return kept.load_part("files", list[FileRow]) or []


def _load(kept: Kept, sources: Iterable[SourceRecord]) -> _Material:
    wanted: dict[str, set[str]] = defaultdict(set)
    for source in sorted(sources, key=lambda one: one.at):
        wanted[source.lens] |= {record.content for record in source.files if record.content}
    material = _Material({}, {}, {})
    for lens, contents in wanted.items():
        material.rosters[lens] = kept.load_roster(lens)
        for reading in kept.iterate_readings(lens):
            if reading.content in contents:
                material.readings[reading.content] = reading
                material.lenses[reading.content] = lens
    return material


def _merge_records(sources: Iterable[SourceRecord]) -> list[FileRecord]:
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


def _gather_people(material: _Material, kept: Kept) -> list[PersonRow]:
    rostered: dict[str, list[tuple[str, Link]]] = defaultdict(list)
    strange: list[tuple[str, Link]] = []
    known: dict[str, Known] = {}
    for content in sorted(material.readings):
        findings = material.readings[content].findings
        if findings is None or not material.paths.get(content):
            continue
        roster = material.rosters[material.lenses[content]]
        for link in findings.links:
            for key in link.keys:
                rostered[key].append((content, link))
                known[key] = roster[key]
            if link.outsider is not None:
                strange.append((content, link))
    rows = [_make_row(known[key], make_person_id(key), links, material) for key, links in rostered.items()]
    groups = join_outsiders(strange)
    for group, person_id in zip(groups, give_ids(groups, kept), strict=True):
        who = Known("", "", group.name, group.role, group.is_minor)
        rows.append(_make_row(who, person_id, group.links, material))
    rows.sort(key=lambda row: (SURENESS[row.confidence], row.name.lower(), row.person_id))
    return rows


def make_person_id(key: str) -> str:
    """The id of somebody on the roster: the same in every scan."""
    return "p" + hashlib.sha256(f"firstbell person {key}".encode()).hexdigest()[:15]


def give_ids(groups: list[Group], kept: Kept) -> list[str]:
    """An id for each group: the one that any of its anchors was given before, else a new one, which is
    kept.
    """
    known = kept.load_ids()
    before = dict(known)
    taken = set(known.values())
    used: set[str] = set()
    ids = []
    for group in groups:
        anchors = sorted(group.anchors)[:] if group.is_told else [f"name {group.folded}"]
        strong = [anchor for anchor in anchors if not _is_name_of(anchor, group)]
        given = next((known[one] for one in strong if one in known and known[one] not in used), "")
        number = 0
        while not given:
            made = hashlib.sha256(f"firstbell outsider {group.folded} {number}".encode()).hexdigest()[:15]
            given = f"x{made}" if f"x{made}" not in taken else ""
            number += 1
        taken.add(given)
        used.add(given)
        known.update(dict.fromkeys(strong, given))
        ids.append(given)
    if known != before:
        kept.put_ids(known)
    return ids


def _is_name_of(anchor: str, group: Group) -> bool:
    """Whether an anchor is the name alone, which several bear."""
    first = {link.outsider.anchors[0] for _, link in group.links if link.outsider}
    return group.is_told and anchor in first


def _make_row(who: Known, person_id: str, links: list[tuple[str, Link]], material: _Material) -> PersonRow:
    exposures = [_expose(content, link, material) for content, link in links]
    exposures.sort(key=lambda one: (SURENESS[one.sureness], one.paths))
    sure = [one for one in exposures if one.sureness != POSSIBLE]
    possible = [one for one in exposures if one.sureness == POSSIBLE]
    told = sure or possible
    confidence = min((one.sureness for one in told), key=SURENESS.__getitem__)
    return PersonRow(
        person_id=person_id,
        sourced_id=who.sourced_id or None,
        name=who.name,
        role=who.role,
        kinds=sort_kinds({kind for one in told for kind in one.kinds}),
        documents=len({one.content for one in told}),
        confidence=confidence,
        linked_by=sorted({by for one in told for by in one.linked_by}),
        is_minor=who.is_minor,
        possible_kinds=sort_kinds({kind for one in possible for kind in one.kinds}),
        possible_documents=len({one.content for one in possible}),
        exposures=exposures,
    )


def _expose(content: str, link: Link, material: _Material) -> Exposed:
    return Exposed(
        content=content,
        paths=sorted(material.paths[content]),
        kinds=sort_kinds(link.kinds),
        sureness=link.sureness,
        linked_by=sorted(link.linked_by),
        places=link.places,
        values=link.values,
        note=link.note,
    )


def _gather_files(
    material: _Material, records: list[FileRecord], people: Iterable[PersonRow]
) -> list[FileRow]:
    linked: dict[str, int] = defaultdict(int)
    for person in people:
        for content in {one.content for one in person.exposures}:
            linked[content] += 1
    first: dict[str, str] = {}
    return [
        _describe_file(record, material.readings.get(record.content), linked, first) for record in records
    ]


def _describe_file(
    record: FileRecord, reading: Reading | None, linked: dict[str, int], first: dict[str, str]
) -> FileRow:
    row = FileRow(
        record.path,
        UNREADABLE,
        record.problem,
        [],
        0,
        record.size,
        record.content,
        "",
        "",
        [],
        record.touches,
        record.version,
    )
    if reading is None:
        if record.problem.startswith(("a link", "no file")):
            row.state = SKIPPED
        elif not record.problem:
            row.reason = "it was not read: the scan was stopped before"
        return row
    row.state, row.reason, row.format = reading.state, reading.reason, reading.format
    if reading.format == "empty":
        row.reason = "it is empty"
    if reading.findings is not None:
        row.kinds, row.loose = sort_kinds(reading.findings.kinds), sort_kinds(reading.findings.loose)
    row.people = linked[record.content]
    original = first.setdefault(record.content, record.path)
    if original != record.path and reading.format != "empty":
        row.duplicate_of = original
        row.reason = f"the same content as {original}" + (f": {row.reason}" if row.reason else "")
    return row


def _count(people: list[PersonRow], files: list[FileRow], at: str) -> Totals:
    totals = Totals(files_in_scope=len(files), people=len(people), at=at)
    for file in files:
        totals.bytes_in_scope += file.size
        totals.files_duplicate += bool(file.duplicate_of)
        if file.state == READ:
            totals.files_read += 1
        elif file.state == PARTLY:
            totals.files_partly += 1
        elif file.state == UNREADABLE:
            totals.files_unreadable += 1
        else:
            totals.files_skipped += 1
        if file.state in {READ, PARTLY}:
            totals.bytes_read += file.size
    for person in people:
        totals.people_certain += person.confidence == CERTAIN
        totals.people_probable += person.confidence == PROBABLE
        totals.people_possible += person.confidence == POSSIBLE
        totals.exposures += sum(len(one.kinds) for one in person.exposures)
    totals.kinds = sort_kinds({kind for person in people for kind in person.kinds})
    totals.coverage_percent = _cover(totals)
    return totals


def _cover(totals: Totals) -> float:
    """The share that was read, of files or of bytes, whichever is less; 100 only where nothing is left."""
    if not totals.files_in_scope:
        return 0.0
    wanted = totals.files_in_scope - totals.files_skipped
    files = 100.0 * totals.files_read / wanted if wanted else 100.0
    size = 100.0 * totals.bytes_read / totals.bytes_in_scope if totals.bytes_in_scope else 100.0
    return int(10 * min(files, size)) / 10
