"""The people of a scan with what the roster knows of how to reach them: what letters are planned from."""

from __future__ import annotations

from collections.abc import Iterable

from firstbell.impact.people.person import Person
from firstbell.impact.people.roster import Roster
from firstbell.impact.results.people import make_person_id
from firstbell.impact.results.results import PersonRow
from firstbell.record.notices import AffectedPerson, PostalAddress, Reachable


def join_reach(rows: Iterable[PersonRow], roster: Roster) -> list[AffectedPerson]:
    """Everybody of the scan; who is not on the roster can be reached by nothing."""
    known = {person.key: person for person in roster.people}
    by_id = {make_person_id(key): person for key, person in known.items()}
    return [_join(row, by_id.get(row.person_id), known) for row in rows]


def _join(row: PersonRow, person: Person | None, known: dict[str, Person]) -> AffectedPerson:
    guardians = [known[key] for key in person.guardians if key in known] if person else []
    return AffectedPerson(
        person_id=row.person_id,
        name=row.name,
        role=row.role,
        kinds=tuple(row.kinds),
        confidence=row.confidence,
        is_minor=row.is_minor,
        reach=_reach(person) if person else None,
        guardians=tuple(_reach(one, person) for one in guardians),
    )


def _reach(person: Person, child: Person | None = None) -> Reachable:
    """How to reach somebody; a guardian of whom no language is known is written to in the child's."""
    parts = person.address
    address = PostalAddress(
        line1=parts.get("street", ""),
        line2=parts.get("unit", ""),
        city=parts.get("city", ""),
        state=parts.get("state", ""),
        postcode=parts.get("postcode", ""),
    )
    language = person.language or (child.language if child else "")
    email = person.emails[0] if person.emails else ""
    return Reachable(person.key, person.name, address, email, language, person.may_contact)
