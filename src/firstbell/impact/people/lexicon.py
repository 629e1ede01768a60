"""Where mentions are looked up: words of names, pairs of a given and a family name, ids, addresses,
telephones.

Two words are looked up at a time: 400,000 pairs take 60 MB, which forked readers share. An automaton of the
whole names in all their orders took 270 MB for a third of them, and was no quicker (docs/decisions/0016).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from itertools import product

import msgspec

from firstbell.impact.people.folded_text import split_name, squeeze
from firstbell.impact.people.nicknames import NICKNAMES
from firstbell.impact.people.person import GUARDIAN, STUDENT, Person, address_key

Words = tuple[bytes, ...]
# what a short form costs: such a name may as well be another person's
SHORT = 8
_FEWEST_CHARS, _FEWEST_DIGITS = 4, 5
# shorter user names may be words: c and Hart is a chart
_FEWEST_OF_LOGIN = 5
# a first letter and a family name that more people share say nothing
_MOST_CALLED = 6
PARTICLES = frozenset(
    b"de la del los las y e da do dos van von der den di du le el al bin ibn st san mac mc o d".split()
)


class NameForms(msgspec.Struct, frozen=True):
    """How a person may be called. `given`, `family`: forms as words, the usual one first; `nick`: short
    forms; `first`: both of these, each with what it costs to be called so.
    """

    given: tuple[Words, ...]
    nick: tuple[Words, ...]
    family: tuple[Words, ...]
    middle: Words
    suffix: bytes
    first: tuple[tuple[Words, int], ...]


class Lexicon:
    """Looks mentions up. Built once, then only read; persons are told by their index in `people`."""

    def __init__(self, people: Sequence[Person]) -> None:
        self.people = people
        self.forms = [make_forms(person) for person in people]
        self.given: set[bytes] = set()
        self.family: set[bytes] = set()
        self.ids: dict[bytes, tuple[int, ...]] = {}
        # user names, and what stands before the @ of an address
        self.users: dict[bytes, tuple[int, ...]] = {}
        # digits of numbers that have letters before them, where a column leaves these out: HR-20486
        self.bare_ids: dict[bytes, tuple[int, ...]] = {}
        self.id_ends: set[bytes] = set()
        self.emails: dict[bytes, tuple[int, ...]] = {}
        self.phones: dict[str, tuple[int, ...]] = {}
        self.ssns: dict[str, tuple[int, ...]] = {}
        self.addresses: dict[bytes, tuple[int, ...]] = {}
        self.pairs = self._pair_names()
        self._index_rest()
        self.bare_ids = self._strip_ids()
        self.logins = self._list_logins()
        # "r olson" -> the pupils and members of staff who are called so
        self.initials = self._index_initials()
        self.words = frozenset(self.given | self.family | self.id_ends | self.logins)
        self.work_domains = find_work_domains(people)
        self.schools = [_spell_schools(tuple(person.schools)) for person in people]
        self.at_key = {person.key: at for at, person in enumerate(people)}
        self.wards = self._list_wards()
        self.dobs = self._index_births()
        # a family name -> the students, and the others, who bear it, where they are few
        self.children = self._index_families(is_student=True)
        self.elders = self._index_families(is_student=False)

    def _pair_names(self) -> dict[bytes, tuple[int, ...]]:
        pairs: dict[bytes, list[int]] = defaultdict(list)
        for at, forms in enumerate(self.forms):
            firsts = {words[0] for words in (*forms.given, *forms.nick) if words}
            lasts = {word for words in forms.family for word in _anchors(words)}
            self.given |= firsts
            self.family |= lasts
            for first, last in product(firsts, lasts):
                pairs[first + b" " + last].append(at)
        return {key: tuple(found) for key, found in pairs.items()}

    def _index_rest(self) -> None:
        ids: dict[bytes, set[int]] = defaultdict(set)
        users: dict[bytes, set[int]] = defaultdict(set)
        emails, phones, ssns, places = (defaultdict(set) for _ in range(4))
        for at, person in enumerate(self.people):
            for one_id in person.ids:
                self._index_id(at, one_id, ids, users)
                if "@" in one_id:
                    emails[one_id.lower().encode()].add(at)
            for email in person.emails:
                emails[email.encode("utf-8", "replace")].add(at)
                local = squeeze(email.partition("@")[0])
                if len(local) >= _FEWEST_CHARS:
                    users[local].add(at)
            for phone in person.phones:
                phones[phone].add(at)
            if len(person.ssn) == 9:
                ssns[person.ssn].add(at)
            if key := address_key(person.address.get("street", ""), person.address.get("postcode", "")):
                places[key].add(at)
                # many a table has the street alone
                places[address_key(person.address["street"], "")].add(at)
        self.ids, self.emails, self.addresses = _freeze(ids), _freeze(emails), _freeze(places)
        self.phones, self.ssns, self.users = _freeze(phones), _freeze(ssns), _freeze(users)

    def _index_id(
        self, at: int, one_id: str, ids: dict[bytes, set[int]], users: dict[bytes, set[int]]
    ) -> None:
        """A number is found anywhere, a user name without one where user names stand."""
        squeezed = squeeze(one_id)
        # shorter numbers are ages, rooms and grades
        if len(squeezed) < _FEWEST_CHARS or "@" in one_id:
            return
        if any(48 <= byte <= 57 for byte in squeezed):
            ids[squeezed].add(at)
            self.id_ends.add(split_name(one_id)[-1])
        else:
            users[squeezed].add(at)

    def _strip_ids(self) -> dict[bytes, tuple[int, ...]]:
        """Digits -> whose number they end, where no other number is the same."""
        bare: dict[bytes, set[int]] = defaultdict(set)
        for one, people in self.ids.items():
            digits = one.lstrip(b"abcdefghijklmnopqrstuvwxyz")
            if len(digits) >= _FEWEST_DIGITS and digits != one and digits.isdigit():
                bare[digits] |= set(people)
        return {
            key: tuple(people) for key, people in bare.items() if key not in self.ids and len(people) == 1
        }

    def _list_logins(self) -> frozenset[bytes]:
        """User names that are no other word: those that hold a family name and more."""
        return frozenset(
            user
            for user, people in self.users.items()
            if len(people) == 1
            and user not in self.given
            and user not in self.family
            and any(
                len(user) >= _FEWEST_OF_LOGIN and b"".join(words) in user
                for words in self.forms[people[0]].family
            )
        )

    def _index_initials(self) -> dict[bytes, tuple[int, ...]]:
        """First letter of a given name and a family name -> whom that may mean, where these are few."""
        found: dict[bytes, set[int]] = defaultdict(set)
        for at, forms in enumerate(self.forms):
            if self.people[at].role == GUARDIAN:
                continue
            letters = {words[0][:1] for words in forms.given if words}
            lasts = {word for words in forms.family for word in _anchors(words)}
            for letter, last in product(letters, lasts):
                found[letter + b" " + last].add(at)
        return {key: tuple(sorted(those)) for key, those in found.items() if len(those) <= _MOST_CALLED}

    def _list_wards(self) -> dict[int, tuple[int, ...]]:
        """Guardian -> their students."""
        at_key = self.at_key
        wards: dict[int, list[int]] = defaultdict(list)
        for at, person in enumerate(self.people):
            for key in person.guardians:
                if key in at_key:
                    wards[at_key[key]].append(at)
        return {at: tuple(found) for at, found in wards.items()}

    def _index_families(self, *, is_student: bool) -> dict[bytes, tuple[int, ...]]:
        found: dict[bytes, set[int]] = defaultdict(set)
        for at, forms in enumerate(self.forms):
            if (self.people[at].role == STUDENT) is is_student:
                for words in forms.family:
                    found[words[-1]].add(at)
        return {key: tuple(sorted(those)) for key, those in found.items() if len(those) <= _MOST_CALLED}

    def _index_births(self) -> dict[str, tuple[int, ...]]:
        born: dict[str, set[int]] = defaultdict(set)
        for at, person in enumerate(self.people):
            if person.dob:
                born[person.dob].add(at)
        return _freeze(born)

    def names_anybody(self, text: str) -> bool:
        """Whether a given and a family name of one person are among the words of a text."""
        if text.isascii() and text.isalnum():
            return False  # a word alone is the whole name of nobody
        words = split_name(text)
        lasts = [word for word in words if word in self.family]
        firsts = [word for word in words if word in self.given] if lasts else ()
        return any(
            first + b" " + last in self.pairs
            for first in firsts
            for last in lasts
            # one word is both names only of who is called so twice: "Omar, Omar"
            if first != last or words.count(first) > 1
        )

    def role_of(self, at: int) -> str:
        """The role of a person."""
        return self.people[at].role


def _freeze(found: dict) -> dict:  # type: ignore[type-arg]
    return {key: tuple(sorted(people)) for key, people in found.items()}


def _anchors(words: Words) -> Words:
    """The words of a family name that it may be found by."""
    kept = tuple(word for word in words if word not in PARTICLES and len(word) > 1)
    return kept or words


def make_forms(person: Person) -> NameForms:
    """The forms of a person's name. Those who are called alike share what they have in common."""
    given, nick, first = _spell_given((person.given, *person.other_given))
    family = _spell_family((person.family, *person.other_family))
    return NameForms(given, nick, family, split_name(person.middle), person.suffix, first)


@lru_cache(maxsize=4096)
def _spell_schools(names: tuple[str, ...]) -> tuple[bytes, ...]:
    return tuple(b" ".join(split_name(name)) for name in names)


@lru_cache(maxsize=65536)
def _spell_given(
    names: tuple[str, ...],
) -> tuple[tuple[Words, ...], tuple[Words, ...], tuple[tuple[Words, int], ...]]:
    """`given`, `nick` and `first` of `NameForms`."""
    given = [words for words in map(split_name, names) if words]
    nick: list[Words] = [(short,) for words in given for short in NICKNAMES.get(words[0], ())]
    if given and len(given[0]) > 1:
        nick.append(given[0][:1])
    first = (*((words, 0) for words in given), *((words, SHORT) for words in nick))
    return tuple(given), tuple(nick), first


@lru_cache(maxsize=65536)
def _spell_family(names: tuple[str, ...]) -> tuple[Words, ...]:
    """`family` of `NameForms`."""
    family: list[Words] = []
    for words in filter(None, map(split_name, names)):
        family.append(words)
        if len(words) > 1:
            family.append((b"".join(words),))
    return tuple(family)


def find_work_domains(people: Sequence[Person]) -> frozenset[str]:
    """The mail domains that most of the staff have addresses at: addresses there are public anyway."""
    counts: dict[str, int] = defaultdict(int)
    staff = 0
    for person in people:
        if person.role == "staff":
            staff += 1
            for email in person.emails:
                counts[email.rpartition("@")[2]] += 1
    return frozenset(domain for domain, count in counts.items() if domain and count * 5 > staff)
