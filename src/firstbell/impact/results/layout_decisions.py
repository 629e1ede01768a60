"""Decisions that hold for every document of one layout: what was said of one table, said of its sisters.

They are applied after every scan, so that a document of the layout that is read later gets them, too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from firstbell.impact.detection.evidence.results import PROBABLE
from firstbell.impact.detection.kinds.kind import sort_kinds
from firstbell.impact.results.decisions import CONFIRM, DISMISS, MARK, SPREAD, UNMARK, ReviewDecision
from firstbell.impact.results.material import Material
from firstbell.impact.results.people import make_person_id, sort_people, sum_up
from firstbell.impact.results.results import Exposed, FileRow, PersonRow

_REVIEWER = "reviewer"


def list_sisters(files: Iterable[FileRow], content: str) -> list[FileRow]:
    """The other documents of the layout of one; none where it has no layout."""
    rows = list(files)
    layout = next((row.layout for row in rows if row.content == content), "")
    found = {row.content: row for row in rows if layout and row.layout == layout and row.content != content}
    return list(found.values())


def spread_decisions(
    rows: Sequence[PersonRow], decisions: Iterable[ReviewDecision], material: Material
) -> list[PersonRow]:
    """The people after the decisions about layouts. The rows are changed."""
    spread = [one for one in decisions if one.verb == SPREAD and one.layout]
    if not spread:
        return list(rows)
    people = {row.person_id: row for row in rows}
    contents: dict[str, set[str]] = defaultdict(set)
    for content, reading in material.readings.items():
        if reading.findings is not None and reading.findings.layout and material.paths.get(content):
            contents[reading.findings.layout].add(content)
    for decision in spread:
        _apply(decision, contents[decision.layout], people, material)
    kept = [sum_up(row) for row in people.values() if row.exposures]
    return sort_people(kept)


def _apply(
    decision: ReviewDecision, contents: set[str], people: dict[str, PersonRow], material: Material
) -> None:
    for row in people.values():
        about = [one for one in row.exposures if one.content in contents]
        if about:
            row.reviewed = [*row.reviewed, SPREAD] if SPREAD not in row.reviewed else row.reviewed
        for one in about:
            if decision.into in {MARK, CONFIRM}:
                one.kinds = sort_kinds({*one.kinds, *decision.kinds})
            elif decision.into == UNMARK:
                one.kinds = [kind for kind in one.kinds if kind not in decision.kinds]
        if decision.into in {DISMISS, UNMARK}:
            is_all = decision.into == DISMISS
            row.exposures = [
                one for one in row.exposures if one.content not in contents or (one.kinds and not is_all)
            ]
    if decision.into in {MARK, CONFIRM}:
        for content in contents:
            _expose_named(content, decision.kinds, people, material)


def _expose_named(
    content: str, kinds: Sequence[str], people: dict[str, PersonRow], material: Material
) -> None:
    """Those whom a document only names are told of, too: that is what the reviewer said of the layout."""
    findings = material.readings[content].findings
    roster = material.rosters[material.lenses[content]]
    for key in findings.named if findings is not None else ():
        who = roster[key]
        row = people.setdefault(
            make_person_id(key),
            PersonRow(make_person_id(key), who.sourced_id or None, who.name, who.role, is_minor=who.is_minor),
        )
        row.exposures.append(
            Exposed(
                content=content,
                paths=sorted(material.paths[content]),
                kinds=sort_kinds(set(kinds)),
                sureness=PROBABLE,
                linked_by=[_REVIEWER],
                places=[],
                values=[],
            )
        )
        row.reviewed = [*row.reviewed, SPREAD] if SPREAD not in row.reviewed else row.reviewed
