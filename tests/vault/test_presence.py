"""What is there, by the journal: two servers that learn of one object write it down once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, cast

from hypothesis import given
from hypothesis import strategies as st

from firstbell.vault.entries import Added, ArrivalEntry, Found, Missed, Removed
from firstbell.vault.journal import Journal
from firstbell.vault.presence import Presence

NAMES = ["aa" * 32, "bb" * 32]


class Lines:
    """A journal that holds these entries."""

    def __init__(self, entries: Iterable[ArrivalEntry] = ()) -> None:
        self.entries = list(entries)
        self.read = 0

    @contextmanager
    def standing(self) -> Iterator[None]:
        yield

    def iterate(self) -> Iterator[tuple[ArrivalEntry, Any]]:
        self.read += 1
        yield from ((entry, None) for entry in self.entries)


def journal_of(lines: Lines) -> Journal[ArrivalEntry]:
    return cast("Journal[ArrivalEntry]", lines)


def make_entry(what: str, name: str, host: str = "office") -> ArrivalEntry:
    fields: dict[str, Any] = {"host": host, "type": "data", "name": name, "size_bytes": 1}
    kinds: dict[str, ArrivalEntry] = {
        "added": Added(**fields, sha256=name, by="c"),
        "found": Found(**fields, sha256=name),
        "removed": Removed(**fields, by="c"),
        "missed": Missed(**fields),
    }
    return kinds[what]


ENTRIES = st.builds(
    make_entry,
    st.sampled_from(["added", "found", "removed", "missed"]),
    st.sampled_from(NAMES),
    st.sampled_from(["office", "kiosk"]),
)


def count_there(entries: Iterable[ArrivalEntry]) -> set[tuple[str, str]]:
    there: set[tuple[str, str]] = set()
    for entry in entries:
        (there.add if isinstance(entry, Added | Found) else there.discard)((entry.host, entry.name))
    return there


@given(st.lists(ENTRIES, max_size=8), st.lists(ENTRIES, max_size=8))
def test_of_entries_only_those_are_written_that_change_what_is_there(
    before: list[ArrivalEntry], more: list[ArrivalEntry]
) -> None:
    chosen = Presence().choose(more, journal_of(Lines(before)))

    assert count_there([*before, *chosen]) == count_there([*before, *more])
    there = count_there(before)
    for entry in chosen:
        comes, key = isinstance(entry, Added | Found), (entry.host, entry.name)
        assert comes is (key not in there)
        (there.add if comes else there.discard)(key)


@given(st.lists(ENTRIES, max_size=8), st.lists(ENTRIES, max_size=5))
def test_what_was_taken_in_later_counts_as_what_the_journal_held(
    before: list[ArrivalEntry], later: list[ArrivalEntry]
) -> None:
    lines, presence = Lines(before), Presence()
    presence.apply(make_entry("added", NAMES[0]))  # nobody asked yet: the journal is read when somebody does
    presence.holds(("office", "data", NAMES[0]), journal_of(lines))
    for entry in later:
        presence.apply(entry)

    there = count_there([*before, *later])
    for host in ("office", "kiosk"):
        for name in NAMES:
            held = presence.holds((host, "data", name), journal_of(lines))
            assert held is ((host, name) in there)
    assert lines.read == 1


def test_types_are_apart_and_a_config_has_a_name_of_its_own() -> None:
    config = Added(host="office", type="config", name="config", size_bytes=1, sha256="ab", by="c")
    presence, lines = Presence(), journal_of(Lines([config, make_entry("added", NAMES[0])]))

    assert presence.holds(("office", "config", "config"), lines)
    assert presence.holds(("office", "data", NAMES[0]), lines)
    assert not presence.holds(("office", "index", NAMES[0]), lines)
