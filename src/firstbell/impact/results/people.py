"""Readings to people: those of the roster by their key, others by what identifies them."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence

from firstbell.impact.detection.evidence.results import POSSIBLE, SURENESS, PersonLink
from firstbell.impact.detection.kinds.kind import sort_kinds
from firstbell.impact.results.material import Material
from firstbell.impact.results.outsiders import Group, join_outsiders
from firstbell.impact.results.people_pages import find_sort_key
from firstbell.impact.results.results import Exposed, PersonRow
from firstbell.impact.scan.scan_store import Kept, KnownPerson


def gather_people(material: Material, kept: Kept) -> list[PersonRow]:
    """Everybody who is linked to anything."""
    rostered: dict[str, list[tuple[str, PersonLink]]] = defaultdict(list)
    strange: list[tuple[str, PersonLink]] = []
    known: dict[str, KnownPerson] = {}
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
        who = KnownPerson("", "", group.name, group.role, group.is_minor)
        rows.append(_make_row(who, person_id, group.links, material))
    return sort_people(rows)


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


def _make_row(
    who: KnownPerson, person_id: str, links: list[tuple[str, PersonLink]], material: Material
) -> PersonRow:
    exposures = [_expose(content, link, material) for content, link in links]
    return sum_up(
        PersonRow(
            person_id, who.sourced_id or None, who.name, who.role, is_minor=who.is_minor, exposures=exposures
        )
    )


def sum_up(row: PersonRow) -> PersonRow:
    """The row with kinds, documents and how sure it is by its exposures."""
    row.exposures.sort(key=lambda one: (SURENESS[one.sureness], one.paths))
    sure = [one for one in row.exposures if one.sureness != POSSIBLE]
    possible = [one for one in row.exposures if one.sureness == POSSIBLE]
    told = sure or possible
    row.confidence = min((one.sureness for one in told), key=SURENESS.__getitem__, default=POSSIBLE)
    row.kinds = sort_kinds({kind for one in told for kind in one.kinds})
    row.documents = len({one.content for one in told})
    row.linked_by = sorted({by for one in told for by in one.linked_by})
    row.possible_kinds = sort_kinds({kind for one in possible for kind in one.kinds})
    row.possible_documents = len({one.content for one in possible})
    return row


def sort_people(rows: Sequence[PersonRow]) -> list[PersonRow]:
    """The surest first, then by name."""
    return sorted(rows, key=find_sort_key)


def _expose(content: str, link: PersonLink, material: Material) -> Exposed:
    return Exposed(
        content=content,
        paths=sorted(material.paths[content]),
        kinds=sort_kinds(link.kinds),
        sureness=link.sureness,
        linked_by=sorted(link.linked_by),
        places=link.places,
        values=link.values,
        note=link.note,
        shared_with=[make_person_id(key) for key in link.keys] if len(link.keys) > 1 else [],
    )
