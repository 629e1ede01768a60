"""What a row that names a child and a parent tells of each of them."""

from __future__ import annotations

from collections.abc import Iterable

from firstbell.impact.detection.evidence.sources import Source
from firstbell.impact.detection.kinds.kind import DataKind
from firstbell.impact.detection.tables.rows.cell_reader import OwnerCells
from firstbell.impact.people.folded_text import split_name
from firstbell.impact.people.lexicon import Lexicon

# what a household has, whoever of it a row names first
_SHARED = frozenset((DataKind.ECONOMIC, DataKind.FINANCIAL, DataKind.CONTACT))


def give_to(main: OwnerCells, other: OwnerCells) -> None:
    """All that is told of the other one is told of the main one."""
    main.kinds |= other.kinds
    main.sources = other.sources | main.sources
    main.values += other.values
    main.notes += other.notes
    main.facts.phones += other.facts.phones
    main.is_private = main.is_private or other.is_private


def give_accounts(main: OwnerCells, guardian: OwnerCells) -> None:
    """A bank account in a row that names a parent and only numbers the child is the parent's."""
    theirs = [value for value in main.values if value.kind == DataKind.FINANCIAL]
    guardian.values += theirs
    guardian.tell({DataKind.FINANCIAL.value} if theirs else (), Source.COLUMN)
    main.values = [value for value in main.values if value.kind != DataKind.FINANCIAL]
    main.kinds.discard(DataKind.FINANCIAL)


def settle_child(lexicon: Lexicon, child: OwnerCells, parents: Iterable[int]) -> bool:
    """Spell out in full a child of these parents (indexes of the lexicon) whom a row calls by the given name
    alone. Whether the row is the parent's: it has no such child, and tells no more than what a household has.
    """
    facts = child.facts
    words = split_name(facts.full or facts.given)
    if len(words) != 1 or facts.family or facts.ids or facts.emails or facts.ssn or facts.dob:
        return False
    wards = {ward for parent in parents for ward in lexicon.wards.get(parent, ())}
    called = [who for who in wards if any(form[:1] == words for form, _ in lexicon.forms[who].first)]
    child.is_household = child.is_household or DataKind.ECONOMIC in child.kinds
    if len(called) == 1:
        person = lexicon.people[called[0]]
        facts.full, facts.given = f"{person.family}, {person.given}", ""
        return False
    return child.kinds <= _SHARED and not child.notes and all(one.kind in _SHARED for one in child.values)
