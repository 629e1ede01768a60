"""Whom a mention means: id, e-mail, number, name with date of birth, with telephone, with school or grade,
alone.

Never one of several by the name alone; a fact that contradicts everybody leaves somebody the roster does not
know.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from firstbell.impact.detection.evidence.results import CERTAIN, POSSIBLE, PROBABLE
from firstbell.impact.people.dates import is_minor
from firstbell.impact.people.lexicon import Lexicon, NameForms, Words
from firstbell.impact.people.person import GUARDIAN, STUDENT

_GRADE = re.compile(
    rb"\b(?:grade|gr\.?)[ :#]{0,3}(k|\d{1,2})\b|\b(\d{1,2})(?:st|nd|rd|th)[ \-]grade|\b(kindergarten)\b"
)


class Facts(msgspec.Struct):
    """What stands by a mention: `ids`, `emails`, `ssns`, `streets` are indexes of those whom these name,
    `wards` of those whose guardian is named beside. `before`: what stands right before it, folded.
    """

    dobs: set[str]
    phones: set[str]
    ids: set[int]
    emails: set[int]
    ssns: set[int]
    streets: set[int]
    around: bytes = b""
    wards: set[int] = set()
    before: bytes = b""


def no_facts() -> Facts:
    """Nothing stands by it."""
    return Facts(set(), set(), set(), set(), set(), set())


class Resolution(msgspec.Struct, frozen=True):
    """Whom a mention means. `people` empty: nobody of the roster. `note`: what a reviewer should look at.
    `is_shared`: several bear the name, and it alone says whom it means.
    """

    people: tuple[int, ...]
    sureness: str
    by: str
    note: str = ""
    is_shared: bool = False


class Resolver:
    """Tells candidates apart."""

    def __init__(self, lexicon: Lexicon, today: str) -> None:
        self._lexicon = lexicon
        self._today = today

    def resolve(
        self, candidates: tuple[int, ...], facts: Facts, *, is_weak: bool = False, is_own: bool = False
    ) -> Resolution:
        """Whom a name means, by what stands around it. `is_weak`: only a part of it fits; `is_own`: a number
        that is somebody's stands beside it, as a grown-up's day of birth does.
        """
        found = self._resolve(candidates, facts, is_weak=is_weak)
        is_own = is_own or any(not is_minor(dob, self._today) for dob in facts.dobs)
        return self._drop_guardians(found) if is_weak and is_own else found

    def _drop_guardians(self, found: Resolution) -> Resolution:
        """Nobody of the roster where guardians alone may be meant, by a part of a name that nothing beside it
        bears out: many grown-ups whom it does not know are called nearly as one of them.
        """
        is_by_name = found.sureness == POSSIBLE and found.by == "name" and bool(found.people)
        if is_by_name and all(self._lexicon.role_of(who) == GUARDIAN for who in found.people):
            return Resolution((), POSSIBLE, "name", "a guardian is called nearly so")
        return found

    def _resolve(self, candidates: tuple[int, ...], facts: Facts, *, is_weak: bool) -> Resolution:
        for by, named in (("id", facts.ids), ("email", facts.emails), ("ssn", facts.ssns)):
            fitting = [who for who in candidates if who in named]
            if len(fitting) == 1:
                return Resolution((fitting[0],), CERTAIN, by)
            if by == "id" and named and not fitting:
                called = self._find_called(candidates, named)
                if len(called) == 1:
                    return Resolution(called, CERTAIN, by)
                both = tuple(sorted({*candidates, *named}))
                return Resolution(both, POSSIBLE, "name", "the name is of one person and the id of another")
        if facts.dobs:
            resolution = self._resolve_born(candidates, facts)
            if resolution is not None:
                return resolution
        narrowed, by = self._narrow(candidates, facts)
        if len(narrowed) == 1:
            sure = PROBABLE if not is_weak or by != "name" else POSSIBLE
            return Resolution(narrowed, sure, by, "" if sure == PROBABLE else "only part of the name fits")
        return share_name(narrowed)

    def _resolve_born(self, candidates: tuple[int, ...], facts: Facts) -> Resolution | None:
        people, dobs = self._lexicon.people, facts.dobs
        born = [who for who in candidates if people[who].dob in dobs]
        if len(born) == 1:
            return Resolution((born[0],), CERTAIN, "name+dob")
        if born:
            several = "several people have this name and birth date"
            return self._tell_apart(tuple(born), facts, by="name+dob", note=several)
        undated = tuple(who for who in candidates if not people[who].dob)
        if undated:
            if len(undated) < len(candidates):
                unknown = "the birth date is not known of who is left"
                return self._tell_apart(undated, facts, by="name", note=unknown)
            return None
        # a parent's or teacher's name beside a child's date of birth contradicts nothing
        if all(people[who].role != STUDENT for who in candidates) and all(
            is_minor(dob, self._today) for dob in dobs
        ):
            return None
        named = {who for dob in dobs for who in self._lexicon.dobs.get(dob, ())}
        called = self._find_called(candidates, named)
        if len(called) == 1:
            return Resolution(called, PROBABLE, "name+dob")
        return Resolution((), POSSIBLE, "name", "the birth date is another one than the roster's")

    def _find_called(self, candidates: tuple[int, ...], named: Iterable[int]) -> tuple[int, ...]:
        """Those of whom something else tells who may be called as the candidates are: a short form of the
        same given name, beside the same family name. The roster has "Bill" of one William alone.
        """
        forms = self._lexicon.forms
        shown = [(_list_given(forms[who]), set(forms[who].family)) for who in candidates]
        return tuple(
            who
            for who in named
            if any(
                given & _list_given(forms[who]) and not family.isdisjoint(forms[who].family)
                for given, family in shown
            )
        )

    def _tell_apart(self, left: tuple[int, ...], facts: Facts, *, by: str, note: str) -> Resolution:
        """Whom of those whose birth date may be meant something else beside it tells, if it tells one."""
        narrowed, how = self._narrow(left, facts)
        if len(narrowed) == 1 and how != "name":
            return Resolution(narrowed, PROBABLE, how)
        return Resolution(narrowed, POSSIBLE, by, note)

    def _narrow(self, candidates: tuple[int, ...], facts: Facts) -> tuple[tuple[int, ...], str]:
        if len(candidates) == 1:
            return candidates, "name"
        fitting = tuple(who for who in candidates if self._has_phone(who, facts.phones))
        if len(fitting) == 1:
            return fitting, "name+phone"
        fitting = tuple(who for who in candidates if who in facts.wards)
        if len(fitting) == 1:
            return fitting, "name+guardian"
        fitting = tuple(who for who in candidates if who in facts.streets)
        if len(fitting) == 1:
            return fitting, "name+address"
        left = candidates
        named = [
            who
            for who in left
            if self._lexicon.role_of(who) != GUARDIAN
            and any(school and school in facts.around for school in self._lexicon.schools[who])
        ]
        by = "name"
        if named and len(named) < len(left):
            left, by = tuple(named), "name+school"
        grades = find_grades(facts.around)
        graded = [
            who
            for who in left
            if grades & {normal_grade(grade) for grade in self._lexicon.people[who].grades}
        ]
        if len(left) > 1 and graded and len(graded) < len(left):
            left, by = tuple(graded), "name+grade" if by == "name" else "name+school+grade"
        return left, by

    def _has_phone(self, who: int, phones: set[str]) -> bool:
        person = self._lexicon.people[who]
        return bool(phones & set(person.phones))


def _list_given(forms: NameForms) -> set[Words]:
    return {words for words, _ in forms.first}


def share_name(people: tuple[int, ...]) -> Resolution:
    """Several bear the name, and nothing tells them apart."""
    return Resolution(people, POSSIBLE, "name", f"{len(people)} people have this name", is_shared=True)


def find_grades(around: bytes) -> set[str]:
    """The grades that a text speaks of."""
    return {
        normal_grade(next(part for part in match.groups() if part).decode())
        for match in _GRADE.finditer(around)
    }


def normal_grade(grade: str) -> str:
    """A grade without the zeros and spellings of exports: 03 -> 3, KG -> k."""
    plain = grade.strip().lower()
    if plain in {"k", "kg", "kindergarten", "0k"}:
        return "k"
    return plain.lstrip("0") or plain
