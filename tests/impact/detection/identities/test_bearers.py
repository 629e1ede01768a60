"""Whom of several of one name a record speaks of, by what they are in the district."""

from __future__ import annotations

import pytest

from firstbell.impact.detection.identities.bearers import Bearers
from firstbell.impact.detection.identities.mentions import Finder
from firstbell.impact.detection.identities.resolver import Resolver, no_facts
from firstbell.impact.people.folded_text import fold
from firstbell.impact.people.lexicon import Lexicon
from firstbell.impact.people.person import GUARDIAN, STAFF, STUDENT, Person

_PEOPLE = [
    Person("p1", "p1", STUDENT, "Nora", "Quist", dob="2012-03-04"),
    Person("p2", "p2", STUDENT, "Nora", "Quist", dob="2015-05-06"),
    Person("g1", "g1", GUARDIAN, "Nora", "Quist"),
    Person("t1", "t1", STAFF, "Nora", "Quist"),
    Person("k1", "k1", STUDENT, "Kpaw Ler", "Moo", dob="2014-01-02"),
    Person("k2", "k2", GUARDIAN, "Moo", "Ler"),
    Person("w1", "w1", STUDENT, "William", "Stenberg", other_given=["Bill"], dob="2010-01-02"),
    Person("w2", "w2", STUDENT, "William", "Stenberg", dob="2011-03-04"),
    Person("s1", "s1", STUDENT, "Saw", "Htoo", dob="2013-01-02"),
    Person("s2", "s2", STUDENT, "Htoo Eh", "Doh", dob="2013-03-02"),
]
_LEXICON = Lexicon(_PEOPLE)
_RESOLVER = Resolver(_LEXICON, "2026-11-29")


def _name(people: tuple[int, ...]) -> set[str]:
    return {_PEOPLE[who].key for who in people}


@pytest.mark.parametrize(
    ("titles", "kinds", "before", "meant"),
    [
        (["Student Support Team", "cases.csv"], {"health"}, b"", {"p1", "p2"}),
        (["Shared", "letter.txt"], {"special_education"}, b"", {"p1", "p2"}),
        (["HR", "staff leave.xlsx"], {"health"}, b"", {"t1"}),
        (["HR", "letter.txt"], {"health"}, b"", {"p1", "p2", "t1"}),
        (["Finance", "parent refunds.csv"], {"financial"}, b"", {"g1"}),
        (["Finance", "payroll.csv"], {"financial"}, b"", {"t1"}),
        (["Finance", "checks.csv"], {"financial"}, b"", {"p1", "p2", "g1", "t1"}),
        (["Notes", "a.txt"], {"counselling"}, b"called the mother, ", {"g1"}),
        (["Notes", "a.txt"], {"counselling"}, b"spoke with ms. ", {"p1", "p2", "g1", "t1"}),
        (["Notes", "a.txt"], {"ssn"}, b"", {"p1", "p2", "g1", "t1"}),
    ],
)
def test_whose_part_does_not_fit_is_not_meant(
    titles: list[str], kinds: set[str], before: bytes, meant: set[str]
) -> None:
    found = _RESOLVER.resolve((0, 1, 2, 3), no_facts())
    narrowed = Bearers(_LEXICON, titles).narrow(found, kinds, before=before)
    assert (_name(narrowed.people), narrowed.sureness) == (meant, "possible")


def test_what_stands_beside_the_name_counts_before_the_part() -> None:
    facts = no_facts()
    facts.ids.add(2)
    found = _RESOLVER.resolve((0, 1, 2, 3), facts)
    assert Bearers(_LEXICON, ["IEP"]).narrow(found, {"special_education"}) is found


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Check-in with Moo Kpaw Ler today", {"k1"}),
        ("Check-in with Moo Ler today", {"k2"}),
        ("Saw Htoo Eh Doh for the first time", {"s2"}),
        ("Saw Htoo came late", {"s1"}),
    ],
)
def test_a_name_that_covers_all_its_words_is_meant(text: str, meant: set[str]) -> None:
    found = Finder(_LEXICON, text, fold(text)).find()
    assert [_name(one.candidates) for one in found] == [meant]


@pytest.mark.parametrize(
    ("dob", "meant"), [("2010-01-02", {"w1"}), ("2011-03-04", {"w2"}), ("2009-09-09", set())]
)
def test_a_birth_date_tells_of_two_who_may_be_called_so(dob: str, meant: set[str]) -> None:
    text = "Bill Stenberg"
    (mention,) = Finder(_LEXICON, text, fold(text)).find()
    facts = no_facts()
    facts.dobs.add(dob)
    assert _name(_RESOLVER.resolve(mention.candidates, facts).people) == meant
