"""What a row that names a child and a parent tells of each of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from firstbell.impact.detection.evidence.sources import Source
from firstbell.impact.detection.headers.codes import scan_cell
from firstbell.impact.detection.kinds.kind import DataKind
from firstbell.impact.detection.tables.rows.cell_reader import CellReceiver
from firstbell.impact.detection.tables.rows.matcher import RowFacts
from firstbell.impact.detection.tables.rows.results import OwnerCells
from firstbell.impact.detection.values.patterns import Shape
from firstbell.impact.detection.values.value import Value
from firstbell.impact.people.folded_text import split_name
from firstbell.impact.people.lexicon import Lexicon

# what a household has, whoever of it a row names first
# where a family sleeps, and why, is said of all of it
_HOUSED = re.compile(
    r"(?i)\b(?:living|lives|stay(?:s|ing)|sleeping|evict\w*|motels?|hotels?|inn|shelters?|doubled|couch\w*|"
    r"homeless\w*|fleeing|fled|lost (?:the|their) (?:home|house|apartment)|house fire|foreclos\w*)\b"
)
_GRADED, _LISTED = re.compile(r"[ ]*\([^()]{1,12}\)"), re.compile(r"\s*[,;/&+\n]\s*|\s+and\s+")
_SHARED = frozenset((DataKind.ECONOMIC, DataKind.FINANCIAL, DataKind.CONTACT))


def give_to(main: OwnerCells, other: OwnerCells) -> None:
    """All that is told of the other one is told of the main one."""
    main.kinds |= other.kinds
    main.sources = other.sources | main.sources
    main.values += other.values
    main.notes += other.notes
    main.facts.phones += other.facts.phones
    main.is_private = main.is_private or other.is_private


def share_household(main: OwnerCells, guardian: OwnerCells) -> None:
    """What a row about children tells of their household it tells of the parent in it."""
    if main.is_household or (DataKind.ECONOMIC in main.kinds and main.notes):
        guardian.tell({DataKind.ECONOMIC.value}, Source.HOUSEHOLD)
    if DataKind.SAFEGUARDING in main.kinds and any(map(_HOUSED.search, main.notes)):
        guardian.tell({DataKind.SAFEGUARDING.value}, Source.HOUSEHOLD)


def give_accounts(main: OwnerCells, guardian: OwnerCells) -> None:
    """A bank account in a row that names a parent and only numbers the child is the parent's."""
    theirs = [value for value in main.values if value.kind == DataKind.FINANCIAL]
    # whoever paid by a card that is noted bears it
    noted = [note for note in main.notes if guardian.is_payer and _holds_card(note)]
    main.notes = [note for note in main.notes if note not in noted]
    theirs += [Value(0, 0, DataKind.FINANCIAL, note, is_strong=True) for note in noted]
    guardian.values += theirs
    guardian.tell({DataKind.FINANCIAL.value} if theirs else (), Source.COLUMN)
    main.values = [value for value in main.values if value.kind != DataKind.FINANCIAL]
    main.kinds.discard(DataKind.FINANCIAL)


def _holds_card(note: str) -> bool:
    """Whether the number of a payment card stands in a note.

    >>> _holds_card("card 4111 1111 1111 1111 exp 06/28"), _holds_card("ck #1184")
    (True, False)
    """
    return any(match.shape is Shape.CARD for match in scan_cell(note))


def spell_children(lexicon: Lexicon, facts: RowFacts, parents: Iterable[int]) -> None:
    """Spell out in full several children of these parents whom a cell calls by their given names alone, "Ada
    (4), Ben"; a cell that calls anybody else stays.
    """
    called = _LISTED.split(facts.full or facts.given)
    parts = [split_name(_GRADED.sub("", part)) for part in called if part.strip()]
    wards = {ward for parent in parents for ward in lexicon.wards.get(parent, ())}
    spelled: list[str] = []
    for words in parts if len(parts) > 1 else ():
        found = [who for who in wards if any(form[:1] == words for form, _ in lexicon.forms[who].first)]
        if len(words) != 1 or len(found) != 1:
            return
        person = lexicon.people[found[0]]
        spelled.append(f"{person.family}, {person.given}")
    facts.full = "; ".join(spelled) or facts.full


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


def sort_cells(row: Sequence[str], takers: Iterable[CellReceiver]) -> Mapping[str, OwnerCells]:
    """The cells of a row by whose they are."""
    sides: dict[str, OwnerCells] = {}
    width = len(row)
    for taker in takers:
        if taker.at < width and (cell := row[taker.at].strip()):
            side = sides.get(taker.owner)
            if side is None:
                side = sides[taker.owner] = OwnerCells()
            if taker.kind:
                taker.receive(side, cell)
            else:
                taker.take(side, cell)
    return sides
