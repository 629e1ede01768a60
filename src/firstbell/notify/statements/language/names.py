"""What a text names: systems, agencies and ways in, by names.toml; kinds of personal data, by their files.

One of the district's own names is looked for only where its letters are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from firstbell.notify.kinds import load_words
from firstbell.notify.statements.language.dates import blank_match
from firstbell.notify.statements.language.patterns import any_case, read_table
from firstbell.notify.statements.record import CaseRecord
from firstbell.record.facts import Subject


@lru_cache(maxsize=4096)
def _compile(form: str, name: str) -> re.Pattern[str]:
    return re.compile(form.replace("{}", re.escape(name)))


def list_named(text: str, names: Iterable[str], form: str) -> Iterator[re.Pattern[str]]:
    """Expressions for the names whose letters a text has. `form`: what stands around "{}", a name."""
    lowered = text.lower()
    return (_compile(form, name) for name in names if name.lower() in lowered)


def tell_district(text: str, names: Iterable[str], form: str) -> str:
    """The text with "the district" for each of its names, in order, where it stands in this form."""
    lowered = text.lower()
    for name in names:
        if name.lower() in lowered:
            text = _compile(form, name).sub("the district", text)
            lowered = text.lower()
    return text


Table = Mapping[str, re.Pattern[str]]


@lru_cache(maxsize=1)
def _load() -> Mapping[str, Table]:
    told = read_table("language", "names.toml")
    told["kinds"] = {kind: words.named for kind, words in load_words().items() if words.named}
    return {
        title: {name: any_case(rf"(?<!\w)(?:{words})(?!\w)") for name, words in table.items()}
        for title, table in told.items()
    }


@lru_cache(maxsize=2048)
def _list(title: str, text: str) -> frozenset[str]:
    # the same text is asked of by rule after rule
    return frozenset(name for name, words in _load()[title].items() if words.search(text))


def list_systems(*texts: str) -> set[str]:
    """The systems that texts name, whatever a district calls them."""
    return set().union(*(_list("systems", text) for text in texts))


def name_systems(record: CaseRecord, *fields: str) -> set[str]:
    """The systems that the record has as `verified`, or `pending`, by the names that rules have for them."""
    return list_systems(*record.get_list(Subject.SYSTEMS_RESTORED, *fields))


def place_systems(text: str) -> list[tuple[str, int, int]]:
    """Where a text names systems: (name, start, end), in order."""
    return [*_place("systems", text)]


def place_agencies(text: str) -> list[tuple[str, int, int]]:
    """Where a text names agencies: (name, start, end), in order."""
    return [*_place("agencies", text)]


def take_kinds(text: str, mark: str) -> tuple[frozenset[str], str]:
    """The kinds of personal data that a text names, and the text with marks, one a letter, for them."""
    kinds = set()
    for name, words in _load()["kinds"].items():
        if words.search(text):
            kinds.add(name)
    named = text
    for words in _load()["kinds"].values():
        for match in words.finditer(text):
            named = named[: match.start()] + mark * len(match[0]) + named[match.end() :]
    return frozenset(kinds), named


@lru_cache(maxsize=2048)
def _place(title: str, text: str) -> tuple[tuple[str, int, int], ...]:
    places = [
        (name, match.start(), match.end())
        for name, words in _load()[title].items()
        for match in words.finditer(text)
    ]
    return tuple(sorted(places, key=lambda place: place[1]))


def list_agencies(*texts: str) -> set[str]:
    """The agencies that texts name, and others who get reports."""
    return set().union(*(_list("agencies", text) for text in texts))


def list_kinds(text: str) -> set[str]:
    """The kinds of personal data that a text names."""
    return {*_list("kinds", text)}


def list_recorded_kinds(*listed: str) -> set[str]:
    """The kinds of personal data that texts of the record mean: by name, alias or words."""
    called = {kind for kind, words in load_words().items() if {*listed}.intersection(words.called)}
    return called.union(listed, *(list_kinds(told.replace("_", " ")) for told in listed))


def list_ways_in(text: str) -> set[str]:
    """The ways in that a text names."""
    return {*_list("ways_in", text)}


def list_groups(text: str) -> set[str]:
    """The groups of people that a text names."""
    return {*_list("groups", text)}


def blank_names(text: str) -> str:
    """The text with spaces of the same length for every name that these tables have."""
    tables = _load()
    for title in ("agencies", *tables):
        for words in tables[title].values():
            text = words.sub(blank_match, text)
    return text


def list_names(text: str) -> frozenset[str]:
    """Everything of these that a text names but ways in."""
    return frozenset({*list_systems(text), *list_agencies(text), *list_kinds(text)})
