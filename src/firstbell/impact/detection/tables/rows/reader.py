"""Rows of a table to links: whom each row is about, and which kinds its cells hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from firstbell.impact.detection.evidence.results import CERTAIN, POSSIBLE, PROBABLE, Keeper, PersonLink
from firstbell.impact.detection.evidence.sources import Source, tell_kinds, trace_kinds
from firstbell.impact.detection.evidence.weights import THRESHOLD, WEIGHTS
from firstbell.impact.detection.headers import columns as roles
from firstbell.impact.detection.headers.columns import ACCUSED, BARRED, GUARDIAN, MAIN
from firstbell.impact.detection.identities.initials import part_grade
from firstbell.impact.detection.identities.names import looks_like_name
from firstbell.impact.detection.identities.outsiders import is_nobody, make_outsider
from firstbell.impact.detection.identities.resolver import Resolution
from firstbell.impact.detection.identities.subjects import PassageSubject
from firstbell.impact.detection.kinds.kind import DataKind, select_kinds
from firstbell.impact.detection.passages.passage import Passage
from firstbell.impact.detection.tables.cells.ids import list_ids
from firstbell.impact.detection.tables.cells.packed_births import part_birth
from firstbell.impact.detection.tables.cells.several_people import part_numbered, part_told, split_shared
from firstbell.impact.detection.tables.logins.links import link_notes
from firstbell.impact.detection.tables.rows.bystanders import list_not_own, list_pupils_kinds
from firstbell.impact.detection.tables.rows.cell_reader import CellReader, CellReceiver
from firstbell.impact.detection.tables.rows.households import (
    give_accounts,
    give_to,
    settle_child,
    share_household,
    sort_cells,
    spell_children,
)
from firstbell.impact.detection.tables.rows.matcher import RowFacts, RowMatcher
from firstbell.impact.detection.tables.rows.results import (
    OwnerCells,
    RowResult,
    RowSetting,
    is_numbered,
    is_work,
    join_results,
    take_before,
)
from firstbell.impact.detection.values.patterns import Shape, scan
from firstbell.impact.detection.values.value import Value
from firstbell.impact.people import person as people_roles
from firstbell.impact.people.dates import read_date
from firstbell.impact.people.folded_text import compose, fold, split_name, split_words
from firstbell.impact.people.given_names import is_given_name
from firstbell.impact.people.lexicon import Lexicon
from firstbell.impact.people.person import digits_of

NAMING = frozenset({roles.ID, roles.GIVEN, roles.FAMILY, roles.NAME, roles.EMAIL, DataKind.SSN})
_PRIVATE_LIFE = select_kinds(lambda signs: signs.is_private_life)
# whoever bears no given name that is known here, and trades so, is no person
_FIRM = re.compile(r"(?i)[ ,](?:ll[cp]|l\.l\.c|pllc|(?-i:PC|P\.C)|inc|corp|co|ltd|company|corporation)\.?\Z")
_MIN_NOTE_CHARS = 4
_LEAVES_SCHOOL = 22


class RowReader:
    """Reads the rows of tables with known columns."""

    def __init__(self, lexicon: Lexicon, keeper: Keeper) -> None:
        self._lexicon = lexicon
        self._keeper = keeper
        self._matcher = RowMatcher(lexicon, keeper.today)
        self.prepare = CellReader(lexicon, keeper.today).prepare

    def read(self, row: Sequence[str], takers: Iterable[CellReceiver], place: RowSetting) -> RowResult:
        """What one row says. `takers`: as its columns were prepared."""
        location, kinds = place.location, place.kinds
        sides = sort_cells(row, takers)
        if MAIN in sides and len(sides[MAIN].facts.ids) > 1 and (parts := self._part_numbered(row, takers)):
            return join_results([self.read(part, takers, place) for part in parts])
        self._spell_children(sides)
        several = split_shared(sides[MAIN].facts.full, self._lexicon.pairs) if MAIN in sides else []
        if len(several) > 1:
            return self._read_several(row, takers, several, place)
        main, guardian = sides.get(MAIN) or OwnerCells(), sides.get(GUARDIAN)
        if guardian is not None and not guardian.facts.has_name and not guardian.facts.emails:
            give_to(main, guardian)
            guardian = None
        # a child whom a row calls by the given name is spelled out first: then it is known to be a pupil
        called = main.facts.full
        is_theirs = guardian is not None and self._settle_child(main, guardian)
        is_spelled = main.facts.full != called
        is_beside = is_spelled or (guardian is not None and self._are_pupils(self._resolve(main)))
        if guardian is not None and (
            guardian.is_payer or is_beside or (not main.facts.has_name and not guardian.values)
        ):
            give_accounts(main, guardian)
            if DataKind.FINANCIAL in kinds and guardian.is_payer:
                kinds = set(kinds) - {DataKind.FINANCIAL}
                guardian.tell((DataKind.FINANCIAL.value,), Source.TITLE)
        if guardian is not None and (self._is_nobody(main) or is_theirs):
            give_to(guardian, main)
            main, guardian = guardian, None
        result = RowResult()
        self._part_login(main, result, location)
        found = self._resolve(main)
        if found.sureness != CERTAIN and main.facts.has_name and main.notes:
            found = self._resolve_by_notes(main, found)
        self._link_main(main, found, result, msgspec.structs.replace(place, kinds=kinds))
        if guardian is not None and (found.people or main.facts.has_name):
            share_household(main, guardian)
        if guardian is not None and (guardian.values or guardian.kinds):
            self._link_guardian(guardian, found.people, result, location)
        self._link_others(sides, result, place)
        return result

    def _spell_children(self, sides: Mapping[str, OwnerCells]) -> None:
        if MAIN in sides and GUARDIAN in sides and not sides[MAIN].facts.ids:
            spell_children(self._lexicon, sides[MAIN].facts, self._resolve(sides[GUARDIAN]).people)

    def _part_numbered(self, row: Sequence[str], takers: Iterable[CellReceiver]) -> list[tuple[str, ...]]:
        """The row once for each of those whom a cell names beside a number; none where none does."""
        named = {one.at for one in takers if one.owner == MAIN and not one.kind and one.at < len(row)}
        return part_numbered(row, named, lambda part: len(list_ids(self._lexicon, part)) == 1)

    def _link_others(self, sides: Mapping[str, OwnerCells], result: RowResult, place: RowSetting) -> None:
        """Who is accused of something in a row, and from whom a child is kept."""
        for owner, kind in ((ACCUSED, DataKind.DISCIPLINE), (BARRED, DataKind.SAFEGUARDING)):
            if (other := sides.get(owner)) is not None:
                other.tell((kind.value,), Source.COLUMN)
                self._link_main(other, self._resolve(other), result, msgspec.structs.replace(place, kinds=()))

    def _part_login(self, main: OwnerCells, result: RowResult, location: str) -> None:
        """Give the password of a row, which names one, to whoever signs in by it, where the address is
        somebody else's: a parent's beside the child.
        """
        facts, kind = main.facts, DataKind.CREDENTIALS.value
        if not (kind in main.kinds and facts.emails and facts.has_name):
            return
        holder = self._matcher.match(RowFacts(emails=facts.emails))
        named = self._matcher.match(msgspec.structs.replace(facts, emails=[]))
        if not holder.people or not named.people or set(holder.people) & set(named.people):
            return
        login = OwnerCells(facts=RowFacts(emails=facts.emails), kinds={kind})
        login.values = [value for value in main.values if value.kind == kind]
        login.sources = {kind: main.sources.pop(kind)} if kind in main.sources else {}
        main.values = [value for value in main.values if value.kind != kind]
        main.kinds.discard(kind)
        facts.emails = []
        self._link_main(login, holder, result, RowSetting(location))

    def _settle_child(self, main: OwnerCells, guardian: OwnerCells) -> bool:
        return settle_child(self._lexicon, main, self._resolve(guardian).people)

    def _is_nobody(self, side: OwnerCells) -> bool:
        return not (side.facts.has_name or side.facts.ids or side.facts.ssn or self._resolve(side).people)

    def _read_several(
        self,
        row: Sequence[str],
        takers: Iterable[CellReceiver],
        names: Iterable[str],
        place: RowSetting,
    ) -> RowResult:
        """A row about several people: what it says it says of each."""
        result, names = RowResult(), [*names]
        guardian = sort_cells(row, takers).get(GUARDIAN)
        for name in names:
            side = sort_cells(part_told(row, name, names), takers)[MAIN]
            bare, born = part_birth(name, self._keeper.today)
            name, grade = part_grade(bare)
            beside = b" grade " + grade.lower().encode() + b" " if grade else b""
            side.facts = RowFacts(full=name, dob=born, around=side.facts.around + beside)
            if born:
                side.values.append(Value(0, 0, DataKind.DOB, born, fact="dob"))
            self._link_main(side, self._resolve(side), result, place)
            share_household(side, guardian) if guardian is not None else None
        if guardian is not None and (guardian.values or guardian.kinds):
            self._link_guardian(guardian, (), result, place.location)
        self._link_others(sort_cells(row, takers), result, place)
        return result

    def _resolve(self, side: OwnerCells) -> Resolution:
        facts = side.facts
        if not (facts.has_name or facts.ids or facts.emails or facts.ssn):
            return Resolution((), POSSIBLE, "")
        found = self._matcher.match(facts)
        if (
            side.is_paid
            and found.by.startswith("name")
            and found.sureness != CERTAIN
            and self._are_pupils(found)
        ):
            # who is paid is not the child of the same name
            return Resolution((), POSSIBLE, "name")
        return found

    def _resolve_by_notes(self, side: OwnerCells, found: Resolution) -> Resolution:
        """Whom the row is about with what its sentences say of a birth date, an id, an address."""
        told = msgspec.structs.replace(side.facts, ids=list(side.facts.ids), emails=list(side.facts.emails))
        for note in side.notes:
            folded = fold(compose(note))
            told.around += b" " + b" ".join(split_words(folded))
            words = split_words(folded)
            told.ids += [
                word
                for word in words
                if word in self._lexicon.ids and (found.people or self._is_called(side, word))
            ]
            told.emails += [word for word in folded.decode().split() if "@" in word]
            for match in scan(folded):
                if match.shape is Shape.DATE:
                    told.dob = told.dob or read_date(note[match.start : match.end])
                elif match.shape is Shape.PHONE:
                    told.phones = [*told.phones, digits_of(note[match.start : match.end])]
        again = self._resolve(msgspec.structs.replace(side, facts=told))
        if again.sureness != CERTAIN or not again.people:
            return again if again.people and found.sureness == POSSIBLE else found
        if told.dob and again.by == "name+dob" and not side.facts.dob:
            side.values.append(Value(0, 0, DataKind.DOB, told.dob, fact="dob"))
        return again

    def _is_called(self, side: OwnerCells, number: bytes) -> bool:
        """Whether a number in the notes of a row may be that of whom it names: an order names others."""
        words = set(split_name(side.facts.name))
        families = (one for who in self._lexicon.ids[number] for one in self._lexicon.forms[who].family)
        return any(words.intersection(family) for family in families)

    def _are_pupils(self, found: Resolution) -> bool:
        return bool(found.people) and all(
            self._lexicon.role_of(who) == people_roles.STUDENT for who in found.people
        )

    def _link_main(self, side: OwnerCells, found: Resolution, result: RowResult, place: RowSetting) -> None:
        location, further = place.location, place.kinds
        if not found.by:
            # nobody is named in the row: it is about whom the document is about
            result.kinds, result.values = side.kinds, side.values
            found_notes = (
                self._read_note(note, location) for note in side.notes if len(note) >= _MIN_NOTE_CHARS
            )
            result.notes += [((), passage) for passage in found_notes if passage is not None]
            return
        result.mentioned += bool(found.people)
        if len(found.people) == 1 and found.sureness != POSSIBLE:
            result.named.append(self._lexicon.people[found.people[0]].key)
            result.sureness, result.by = found.sureness, found.by
        self._take_notes(side, found, result, location)
        numbers = {str(value.kind) for value in side.values if value.kind}
        if not numbers <= side.sources.keys():
            tell_kinds(side.sources, numbers - side.sources.keys(), Source.NUMBER)
        kinds = side.kinds | numbers
        if further:
            tell_kinds(side.sources, further, Source.TITLE)
            kinds |= set(further)
        special = DataKind.SPECIAL_EDUCATION.value
        if special in kinds and special not in place.matters and self._is_grown_stranger(side, found):
            # what a grown-up who applies or volunteers says of a disability is of their health
            kinds = {*kinds - {special}, DataKind.HEALTH.value}
        found = place.narrow(found, kinds)
        is_staff = self._is_staff(side, found)
        if is_staff and not side.is_private:
            kinds.discard(DataKind.CONTACT)
        if is_staff and found.people:
            kinds -= _PRIVATE_LIFE
        if kinds:
            self._add(result, self._make_link(side, found, kinds, location), side)

    def _is_grown_stranger(self, side: OwnerCells, found: Resolution) -> bool:
        """Whether the roster does not know somebody whose birth date says that they have left school."""
        born, today = side.facts.dob, self._keeper.today
        return not found.people and bool(born) and int(born[:4]) + _LEAVES_SCHOOL < int(today[:4])

    def _is_staff(self, side: OwnerCells, found: Resolution) -> bool:
        if found.people:
            return all(self._lexicon.role_of(who) == people_roles.STAFF for who in found.people)
        return bool(side.role)

    def _read_note(self, note: str, location: str) -> Passage | None:
        """The sentences of a cell, taken apart; None where they hold nothing that is looked for."""
        folded = fold(compose(note))
        if not scan(folded) and sum(map(self._lexicon.words.__contains__, split_words(folded))) < 2:
            return None
        return Passage(location, note, self._lexicon, today=self._keeper.today)

    def _take_notes(self, side: OwnerCells, found: Resolution, result: RowResult, location: str) -> None:
        if not side.notes:
            return
        noted, is_told = link_notes(self._lexicon, self._keeper, side.notes, location=location)
        result.links += [link for links in noted.values() for link in links]
        for note, links in noted.items():
            side.forget((DataKind.CREDENTIALS.value,) if links else (), note)
        side.tell((DataKind.CREDENTIALS.value,) if is_told else (), Source.NOTE)
        for note in side.notes:
            passage = self._read_note(note, location) if len(note) >= _MIN_NOTE_CHARS else None
            is_duty = (
                passage is not None
                and self._is_staff(side, found)
                and is_work(passage.folded, [term.at for term in passage.terms], is_paid=side.is_paid)
            )
            if passage is not None and self._is_staff(side, found):
                side.forget(list_not_own(passage), note)
            if passage is not None and not is_duty:
                # what a row says in a plain word it says of its pupil
                is_near = self._are_pupils(found) or (not found.people and not side.role)
                least = THRESHOLD - WEIGHTS.term["near"] * is_near
                wards = set() if is_near or not found.people else list_pupils_kinds(passage)
                side.forget(wards, note)
                told = {term.kind for term in passage.terms if term.weight >= least}
                wards |= list_not_own(passage) if self._is_staff(side, found) else set()
                side.tell(told - wards, Source.NOTE)
                side.values += [value for value in passage.loose_values if value.is_strong]
                side.values += _list_born(passage) if not (found.people or side.facts.dob) else []
                side.forget((DataKind.CREDENTIALS for _ in filter(_opens_account, passage.subjects)), note)
                for subject in passage.subjects:
                    if set(subject.mention.candidates) & set(found.people):
                        side.tell(subject.kinds, Source.NOTE)
                        side.values += [value for value in subject.values if value.is_strong]
                    else:
                        side.values += take_before(subject)
                if passage.subjects:
                    result.notes.append((found.people, passage))

    def _make_link(
        self, side: OwnerCells, found: Resolution, kinds: set[str], location: str
    ) -> PersonLink | None:
        """The link of a row; None where whom it names is nobody: a number, a total, a placeholder."""
        values = [self._keeper.keep(value.kind, value.text) for value in side.values if value.kind]
        if found.people:
            keys = tuple(self._lexicon.people[who].key for who in found.people)
            note = found.note if found.sureness == POSSIBLE else ""
            told = trace_kinds(found.by, kinds, side.sources)
            return PersonLink(keys, None, kinds, found.sureness, {found.by}, [location], values, note, told)
        return self._make_strange(side, kinds, location, people_roles.OTHER)

    @staticmethod
    def _add(result: RowResult, link: PersonLink | None, side: OwnerCells) -> None:
        if link is not None:
            result.links.append(link)
        else:
            result.values = [*result.values, *side.values]

    def _make_strange(self, side: OwnerCells, kinds: set[str], location: str, role: str) -> PersonLink | None:
        facts = side.facts
        name = facts.name.title() if facts.name.islower() else facts.name
        if not looks_like_name(name) or is_nobody(name, side.values, self._keeper.today):
            return None
        words = split_name(facts.name)
        is_called = words[0] in self._lexicon.given
        # "guest meal", which stands where others have their names
        is_named = any(map(is_given_name, words)) or words[-1] in self._lexicon.given
        if facts.name.islower() and not is_named:
            return None
        if _FIRM.search(facts.name) and (side.is_firm or not is_called):
            return None
        if side.is_firm and not is_called and not is_given_name(words[0]):
            return None
        values = [self._keeper.keep(value.kind, value.text) for value in side.values if value.kind]
        outsider = make_outsider(self._keeper, facts.name, role=role, values=side.values)
        is_told = facts.has_name and (len(outsider.anchors) > 1 or is_numbered(side.values, facts.ids))
        by = {"ssn"} if facts.ssn else {"name+dob"} if facts.dob else {"name"}
        note = "the roster does not know this person"
        return PersonLink(
            (), outsider, kinds, PROBABLE if is_told else POSSIBLE, by, [location], values, note
        )

    def _link_guardian(
        self, side: OwnerCells, wards: tuple[int, ...], result: RowResult, location: str
    ) -> None:
        found = self._resolve(side)
        people = self._lexicon.people
        known = {key for who in wards for key in people[who].guardians}
        theirs = tuple(who for who in found.people if people[who].key in known)
        if len(theirs) == 1 and len(wards) == 1:
            found = Resolution(theirs, CERTAIN, f"{found.by}+student" if found.by == "name" else found.by)
        kinds = side.kinds | {str(value.kind) for value in side.values if value.kind}
        if found.people:
            if self._is_staff(side, found):
                kinds.discard(DataKind.CONTACT)
            if kinds:
                self._add(result, self._make_link(side, found, kinds, location), side)
        elif side.facts.has_name and kinds:
            self._add(result, self._make_strange(side, kinds, location, people_roles.GUARDIAN), side)


def _opens_account(subject: PassageSubject) -> bool:
    """Whether a note tells what opens the account by whose name it calls somebody."""
    kind = DataKind.CREDENTIALS
    return subject.mention.by == "id" and (
        kind in subject.kinds or any(value.kind == kind for value in subject.values)
    )


def _list_born(passage: Passage) -> list[Value]:
    """The one day of birth in a note that names nobody: of whom the roster does not know."""
    born = [value for value in passage.loose_values if value.kind == DataKind.DOB]
    return born if len({one.text for one in born}) == 1 and not passage.subjects else []
