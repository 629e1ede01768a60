"""What a reviewer decided, applied to what a scan found: ids and kinds, never values.

Decisions stand on the ledger of the case and are applied in their order after every scan; one that is undone
is passed over. What they are about may be gone by then: then they say nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

import msgspec

from firstbell.impact.detection.evidence.results import CERTAIN, POSSIBLE
from firstbell.impact.detection.kinds.kind import sort_kinds
from firstbell.impact.results.people import sort_people, sum_up
from firstbell.impact.results.results import Exposed, PersonRow

CONFIRM, DISMISS, MERGE, SPLIT, MARK, UNMARK = "confirm", "dismiss", "merge", "split", "mark", "unmark"
SPREAD = "spread"
VERBS = (CONFIRM, DISMISS, MERGE, SPLIT, MARK, UNMARK, SPREAD)
_REVIEWER = "reviewer"


class ReviewDecision(msgspec.Struct, frozen=True):
    """One decision about a person. `documents`: hashes of contents, all of the person's where none is named.

    `into`: whom the person is merged into. `kind`: which kind is marked, or is none after all. One that is
    spread is about nobody alone: `layout` names the documents, `into` the verb, `kinds` what they hold.
    """

    verb: str
    person: str
    documents: tuple[str, ...] = ()
    into: str = ""
    kind: str = ""
    layout: str = ""
    kinds: tuple[str, ...] = ()

    def is_about(self, exposed: Exposed) -> bool:
        """Whether it is about this document."""
        return not self.documents or any(exposed.content.startswith(one) for one in self.documents)


def apply_decisions(rows: Iterable[PersonRow], decisions: Iterable[ReviewDecision]) -> list[PersonRow]:
    """The people after a review. The rows are changed."""
    people = {row.person_id: row for row in rows}
    changed: set[str] = set()
    merged: dict[str, str] = {}
    for decision in decisions:
        person_id = decision.person
        while person_id in merged:
            person_id = merged[person_id]
        person = people.get(person_id)
        if person is not None:
            changed |= _apply(decision, person, people)
            if person_id not in people:  # whom somebody is merged into may be gone by now, too
                merged[person_id] = decision.into
    for person_id in changed & people.keys():
        row = sum_up(people[person_id])
        if not row.exposures:
            del people[person_id]
    return sort_people(list(people.values()))


def _apply(decision: ReviewDecision, person: PersonRow, people: dict[str, PersonRow]) -> set[str]:
    """Whom it changed."""
    about = [one for one in person.exposures if decision.is_about(one)]
    person.reviewed = [*person.reviewed, decision.verb]
    if decision.verb == CONFIRM:
        return {person.person_id} | _confirm(person, about, people)
    if decision.verb == DISMISS:
        person.exposures = [one for one in person.exposures if one not in about]
    elif decision.verb == MERGE:
        return _merge(person, decision.into, people)
    elif decision.verb == SPLIT:
        return _split(person, about, people)
    elif decision.verb == MARK:
        for one in about:
            one.kinds = sort_kinds({*one.kinds, decision.kind})
    elif decision.verb == UNMARK:
        for one in about:
            one.kinds = [kind for kind in one.kinds if kind != decision.kind]
        person.exposures = [one for one in person.exposures if one.kinds]
    return {person.person_id}


def _confirm(person: PersonRow, about: Sequence[Exposed], people: dict[str, PersonRow]) -> set[str]:
    """Documents that may have been several people's are this one's: not the others' then."""
    changed = set()
    for one in about:
        others = set(one.shared_with) - {person.person_id}
        for other in others & people.keys():
            kept = [
                each
                for each in people[other].exposures
                if not (
                    each.content == one.content
                    and each.sureness == POSSIBLE
                    and person.person_id in each.shared_with
                )
            ]
            if len(kept) < len(people[other].exposures):
                people[other].exposures = kept
                changed.add(other)
        one.sureness, one.shared_with, one.note = CERTAIN, [], ""
        one.linked_by = sorted({*one.linked_by, _REVIEWER})
    return changed


def _merge(person: PersonRow, into: str, people: dict[str, PersonRow]) -> set[str]:
    target = people.get(into)
    if target is None or target is person:
        return set()
    target.exposures += person.exposures
    target.reviewed = [*target.reviewed, MERGE]
    target.is_minor = target.is_minor or person.is_minor
    del people[person.person_id]
    return {target.person_id}


def _split(person: PersonRow, about: Sequence[Exposed], people: dict[str, PersonRow]) -> set[str]:
    """The documents become those of somebody of the same name outside the roster."""
    if not about or len(about) == len(person.exposures):
        return set()
    contents = "".join(sorted({one.content for one in about}))
    new_id = "y" + hashlib.sha256(f"{person.person_id}{contents}".encode()).hexdigest()[:15]
    person.exposures = [one for one in person.exposures if one not in about]
    people[new_id] = PersonRow(
        new_id,
        None,
        person.name,
        person.role,
        exposures=list(about),
        is_minor=person.is_minor,
        reviewed=[SPLIT],
    )
    return {person.person_id, new_id}
