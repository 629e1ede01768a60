"""Whom a row of a table is about: by its id, e-mail, number, and its name with what else it says."""

from __future__ import annotations

from collections.abc import Collection

import msgspec

from firstbell.impact.detection.evidence.results import CERTAIN, POSSIBLE, PROBABLE
from firstbell.impact.detection.identities.fuzzy import (
    STRANGE,
    SpoiledNames,
    compare_family,
    compare_names,
    find_alike,
)
from firstbell.impact.detection.identities.mentions import Finder
from firstbell.impact.detection.identities.resolver import Resolution, Resolver, no_facts
from firstbell.impact.detection.tables.cells.ids import drop_padding
from firstbell.impact.people.contacts import split_full
from firstbell.impact.people.folded_text import compose, fold, split_name
from firstbell.impact.people.lexicon import Lexicon
from firstbell.impact.people.person import SUFFIXES

# a given name and a family name
_PARTS = 2


class RowFacts(msgspec.Struct):
    """What a row says of one person. `ids`: those that its cells of ids hold, squeezed."""

    given: str = ""
    middle: str = ""
    family: str = ""
    suffix: str = ""
    full: str = ""
    ids: list[bytes] = []
    emails: list[str] = []
    phones: list[str] = []
    ssn: str = ""
    dob: str = ""
    street: bytes = b""
    around: bytes = b""

    @property
    def has_name(self) -> bool:
        """Whether it says any part of a name."""
        return bool(self.full or self.given or self.family or self.middle or self.suffix)

    @property
    def name(self) -> str:
        """The name in its usual order."""
        if self.full:
            given, family = split_full(self.full)
            return f"{given} {family}".strip()
        return " ".join(part for part in (self.given, self.middle, self.family, self.suffix) if part)


class RowMatcher:
    """Tells whom rows are about; remembers names that come again."""

    def __init__(self, lexicon: Lexicon, today: str) -> None:
        self._lexicon = lexicon
        self._resolver = Resolver(lexicon, today)
        self._spoiled = SpoiledNames(lexicon)
        self._known: dict[str, tuple[tuple[int, ...], bool]] = {}

    def match(self, facts: RowFacts) -> Resolution:
        """Whom the row is about; nobody of the roster where nothing fits."""
        direct = self._match_directly(facts)
        if direct is not None:
            return direct
        spelled = self._spell(facts)
        if not spelled:
            return Resolution((), POSSIBLE, "name")
        candidates, is_weak = self._find(spelled)
        if not candidates:
            alike = self._match_alike(facts)
            candidates = () if alike.people else self._spoiled.find(spelled)
            if not candidates:
                return alike
        stands = no_facts()
        stands.phones |= set(facts.phones)
        stands.streets |= set(self._lexicon.addresses.get(facts.street, ()))
        stands.around = facts.around
        if facts.dob:
            stands.dobs.add(facts.dob)
        found = self._resolver.resolve(candidates, stands, is_weak=is_weak, is_own=bool(facts.ssn))
        return found if found.people else self._match_alike(facts)

    def _match_directly(self, facts: RowFacts) -> Resolution | None:
        lexicon = self._lexicon
        by_ssn = lexicon.ssns.get(facts.ssn, ()) if facts.ssn else ()
        by_id: Collection[int] = ()
        if len(facts.ids) == 1:
            by_id = self._list_numbered(facts.ids[0])
        elif facts.ids:
            by_id = {who for one in facts.ids for who in self._list_numbered(one)}
        by_email = {who for one in facts.emails for who in lexicon.emails.get(one.encode(), ())}
        for by, people in (("id", by_id), ("email", by_email), ("ssn", by_ssn)):
            if not people:
                continue
            fitting = tuple(sorted(who for who in people if self._fits_name(who, facts)))
            if facts.dob and len(fitting) > 1:
                fitting = tuple(who for who in fitting if lexicon.people[who].dob == facts.dob) or fitting
            if len(fitting) == 1:
                return Resolution(fitting, CERTAIN, by)
            if len(fitting) > 1:
                return Resolution(fitting, POSSIBLE, by, f"several people have this {by}")
            if by == "email":
                continue  # the address of a parent beside the name of a child
            named, _ = self._find(self._spell(facts))
            if named or by != "id" or not self._is_somebody_else(facts, people):
                note = f"the name is of one person and the {by} of another"
                return Resolution(tuple(sorted({*people, *named})), POSSIBLE, by, note)
        return None

    def _is_somebody_else(self, facts: RowFacts, people: Collection[int]) -> bool:
        """Whether a name and a birth date say that a row is about none of the people whose number it has, but
        about somebody who is insured with them: neither given name nor birthday is theirs.
        """
        given = split_name(facts.given or split_full(facts.full)[0])
        words = {word for who in people for word in split_name(self._lexicon.people[who].given)}
        born = {self._lexicon.people[who].dob for who in people}
        # of whom no birth date is known a number of social security has to tell them apart
        is_whole = bool(facts.dob and given) and (bool(facts.ssn) or "" not in born)
        return is_whole and facts.dob not in born and not words.intersection(given)

    def _list_numbered(self, one: bytes) -> tuple[int, ...]:
        lexicon = self._lexicon
        known = lexicon.ids.get(one) or lexicon.users.get(one) or lexicon.bare_ids.get(one, ())
        return known or lexicon.ids.get(drop_padding(one), ())

    def _fits_name(self, who: int, facts: RowFacts) -> bool:
        if not facts.has_name:
            return True
        given, family = (facts.given, facts.family) if facts.family else self._split_full(who, facts.full)
        if not given and family:
            return compare_family(self._lexicon, who, family) >= STRANGE
        return compare_names(self._lexicon, who, given=given, family=family or given) >= STRANGE

    def _split_full(self, who: int, name: str) -> tuple[str, str]:
        """The name in two parts, the second one all words of a family name: "R. St. Clair"."""
        words = split_name(name)
        for form in self._lexicon.forms[who].family if "," not in name else ():
            if 1 < len(form) < len(words) and words[-len(form) :] == form:
                parts = b" ".join(words[: -len(form)]), b" ".join(form)
                return parts[0].decode(), parts[1].decode()
        if "," not in name and len(words) > _PARTS and words[-1] in SUFFIXES:
            name = b" ".join(words[:-1]).decode()  # "ROE ADA SR"
        return split_full(name)

    @staticmethod
    def _spell(facts: RowFacts) -> str:
        if facts.full:
            return facts.full
        if not facts.family or not facts.given:
            return facts.given if " " in facts.given else ""
        middle = f" {facts.middle}" if facts.middle else ""
        suffix = f" {facts.suffix}" if facts.suffix else ""
        return f"{facts.family}{suffix}, {facts.given}{middle}"

    def _find(self, spelled: str) -> tuple[tuple[int, ...], bool]:
        """(candidates, whether they fit weakly) of a name as a cell has it."""
        if spelled not in self._known:
            text = compose(spelled)
            shown = text if not text.islower() else text.title()
            found = [one for one in Finder(self._lexicon, shown, fold(shown)).find() if one.by == "name"]
            words = len(split_name(spelled))
            # a cell that holds more than the name names somebody else, perhaps
            best = max(found, key=lambda one: one.end - one.start, default=None)
            covered = len(split_name(shown[best.start : best.end])) if best else 0
            is_weak = best is not None and (best.is_weak or words - covered > 1)
            meant = best.candidates if best else ()
            if best is not None and words > covered and len(whole := self._spoiled.find(spelled)) == 1:
                meant, is_weak = whole, False  # a word that its column cuts off is one of theirs
            if len(self._known) > 200_000:
                self._known.clear()
            self._known[spelled] = (meant, is_weak)
        return self._known[spelled]

    def _match_alike(self, facts: RowFacts) -> Resolution:
        """Somebody of the same birth date whose name is spelled nearly so."""
        block = self._lexicon.dobs.get(facts.dob, ()) if facts.dob else ()
        given, family = (facts.given, facts.family) if facts.family else split_full(facts.full)
        if not block or not given or not family:
            return Resolution((), POSSIBLE, "name")
        alike = find_alike(self._lexicon, block, given=given, family=family)
        if len(alike) == 1:
            return Resolution(alike, PROBABLE, "fuzzy name+dob")
        note = "several people of this birth date have names like this" if alike else ""
        return Resolution(alike, POSSIBLE, "fuzzy name+dob" if alike else "name", note)
