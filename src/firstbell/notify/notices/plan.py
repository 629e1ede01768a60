"""Who must be told, addressed to whom, by what: one letter a household for each child, one for each adult."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from firstbell.notify.clocks.rules import list_thresholds
from firstbell.record.notices import AffectedPerson, PostalAddress, Reachable

LETTER, EMAIL, SUBSTITUTE = "letter", "email", "substitute"
# who is this sure is written to; the others are for a reviewer first
SURE = frozenset({"certain", "probable"})
_LANGUAGES = {
    "es": "es", "spa": "es", "spanish": "es", "espanol": "es", "español": "es", "so": "so", "som": "so",
    "somali": "so", "soomaali": "so", "hmn": "hmn", "hmong": "hmn", "mww": "hmn", "hmoob": "hmn",
    "white hmong": "hmn", "hmong daw": "hmn",
}  # fmt: skip


class Letter(msgspec.Struct, frozen=True):
    """One letter. `about`: whom it is about; `to`: the name line; `kinds`: what of that person's was found.

    `channel`: letter, or substitute where no address is known; `email`: a copy as a courtesy, "" for none.
    """

    id: str
    person_id: str
    about: str
    to: str
    address: PostalAddress
    kinds: tuple[str, ...]
    language: str
    channel: str
    email: str
    is_minor: bool
    state: str
    is_protected: bool = False


class KindGroup(msgspec.Struct, frozen=True):
    """How many people of a state there are of whom just these kinds of data were found."""

    kinds: tuple[str, ...]
    people: int


class NoticePlan(msgspec.Struct, frozen=True):
    """All letters, and what a person has to look at: who is only possible, and who cannot be mailed."""

    letters: tuple[Letter, ...]
    possible: tuple[str, ...]
    unreachable: tuple[str, ...]
    restricted: int
    by_state: Mapping[str, int]
    cost: float
    groups: Mapping[str, tuple[KindGroup, ...]] = {}

    @property
    def people(self) -> int:
        """How many people are told."""
        return len({letter.person_id for letter in self.letters})

    @property
    def asks_for_substitute(self) -> bool:
        """Whether a threshold for substitute notice is met: people, cost, or contacts that are missing."""
        is_met = (self.people > one.people or self.cost > one.cost_usd for one in list_thresholds())
        return bool(self.unreachable) or any(is_met)


def make_plan(people: Iterable[AffectedPerson], *, cost_per_letter: float = 1.0) -> NoticePlan:
    """The letters that these people need. The same list gives the same letters, with the same ids."""
    letters: list[Letter] = []
    possible, unreachable = [], []
    restricted = 0
    states: Counter[tuple[str, tuple[str, ...]]] = Counter()
    for person in people:
        if person.confidence not in SURE:
            possible.append(person.person_id)
            continue
        addressed, held_back = _address(person)
        restricted += held_back
        mailable = [one for one in addressed if one.address.is_mailable]
        states[_find_state(mailable), tuple(sorted(person.kinds))] += 1
        if mailable:
            letters += [_write(person, one, number) for number, one in enumerate(mailable)]
        else:
            unreachable.append(person.person_id)
            fallback = addressed[0] if addressed else Reachable("", person.name)
            letters.append(_write(person, fallback, 0))
    mailed = sum(letter.channel == LETTER for letter in letters)
    return NoticePlan(
        tuple(letters), tuple(possible), tuple(unreachable), restricted, _count_states(states),
        mailed * cost_per_letter, _group(states),
    )  # fmt: skip


def _count_states(states: Mapping[tuple[str, tuple[str, ...]], int]) -> dict[str, int]:
    found: Counter[str] = Counter()
    for (state, _), count in states.items():
        found[state] += count
    return dict(sorted(found.items()))


def _group(states: Mapping[tuple[str, tuple[str, ...]], int]) -> dict[str, tuple[KindGroup, ...]]:
    groups: dict[str, tuple[KindGroup, ...]] = {}
    for (state, kinds), count in sorted(states.items()):
        groups[state] = (*groups.get(state, ()), KindGroup(kinds, count))
    return groups


def _address(person: AffectedPerson) -> tuple[list[Reachable], int]:
    """To whom a letter about somebody goes, one a household, and how many may not be written to."""
    own = [person.reach] if person.reach is not None else []
    if not person.is_minor:
        allowed = [one for one in own if one.may_contact]
        return allowed, len(own) - len(allowed)
    allowed = [one for one in person.guardians if one.may_contact]
    held_back = len(person.guardians) - len(allowed)
    # an address of the child is nobody's in particular: where a guardian may not be told it may be his
    if not allowed and not held_back:
        allowed = own
    return _one_a_household(allowed), held_back


def _one_a_household(people: Sequence[Reachable]) -> list[Reachable]:
    found: dict[str, Reachable] = {}
    for one in people:
        found.setdefault(_household(one.address) or one.key, one)
    return list(found.values())


def _household(address: PostalAddress) -> str:
    if not address.is_mailable:
        return ""
    text = f"{address.line1} {address.line2} {address.postcode[:5]}".lower()
    return re.sub(r"[^a-z0-9]+", " ", text).strip()


def _find_state(mailable: Sequence[Reachable]) -> str:
    return mailable[0].address.state.upper() if mailable else "unknown"


def _write(person: AffectedPerson, to: Reachable, number: int) -> Letter:
    name = f"To the Parent or Guardian of {person.name}" if person.is_minor else to.name or person.name
    return Letter(
        id=f"{person.person_id}-{number}",
        person_id=person.person_id,
        about=person.name,
        to=name,
        address=to.address,
        kinds=tuple(sorted(person.kinds)),
        language=pick_language(to.language),
        channel=LETTER if to.address.is_mailable else SUBSTITUTE,
        email=to.email if "@" in to.email else "",
        is_minor=person.is_minor,
        state=to.address.state.upper(),
        is_protected=to.is_protected,
    )


def pick_language(told: str) -> str:
    """The language of our letters for what a roster calls it; English where we have none."""
    text = told.strip().lower()
    return _LANGUAGES.get(text) or _LANGUAGES.get(re.split(r"[-_;, (]", text)[0], "en")
