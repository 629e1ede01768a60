"""People are read page by page: what is asked for and no more, and always what the whole list would say."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from firstbell.actions.impact.people import PeopleRequest, list_choices, list_people, load_person
from firstbell.actions.impact.trust import estimate
from firstbell.base.errors import UnknownIdError, UsageError
from firstbell.impact.results.people_list import (
    find_people,
    list_people_shortly,
    load_people,
    save_people,
    select_people,
    select_queue,
)
from firstbell.impact.results.people_pages import MissingPageError, PeopleChoice, PeopleDirectory, rank_people
from firstbell.impact.results.results import FileRow, PersonRow
from firstbell.impact.scan.scan_store import Kept, KeptError
from tests.impact.kept_people import FIRST, KINDS, MemoryItems, make_people

PEOPLE = make_people(1500)
PAGE = "impact/result/people-pages/"


def shorten(row: PersonRow) -> PersonRow:
    return msgspec.structs.replace(row, exposures=[])


def keep(people: list[PersonRow] = PEOPLE) -> tuple[MemoryItems, Kept]:
    items = MemoryItems()
    save_people(Kept(items), people)
    return items, Kept(items)


def keep_as_before(people: list[PersonRow]) -> Kept:
    """As an older version kept them: one list."""
    items = MemoryItems()
    packed = zstandard.ZstdCompressor(level=3).compress(msgspec.msgpack.encode(people))
    items.put("impact/result/people", b"\1" + packed)
    return Kept(items)


KEPT = (keep()[1], keep_as_before(PEOPLE))


@pytest.fixture(params=["pages", "list"])
def kept(request: pytest.FixtureRequest) -> Kept:
    return keep()[1] if request.param == "pages" else keep_as_before(PEOPLE)


def test_what_is_kept_comes_back_in_order(kept: Kept) -> None:
    assert load_people(kept) == PEOPLE
    assert [shorten(row) for row in list_people_shortly(kept)] == [shorten(row) for row in PEOPLE]


@pytest.mark.parametrize("count", [0, 1, 63, 64, 65])
def test_few_people_or_nobody_are_kept_as_well(count: int) -> None:
    people = PEOPLE[:count]
    _, kept = keep(people)
    assert load_people(kept) == people
    assert select_people(kept, PeopleChoice(), limit=100).rows == [shorten(row) for row in people]


def test_one_person_is_read_from_one_page(kept: Kept) -> None:
    for row in PEOPLE[::371]:
        assert find_people(kept, row.person_id) == [row]
    items, paged = keep()
    find_people(paged, PEOPLE[7].person_id)
    assert sum(items.gets.values()) == 2


def test_somebody_is_found_by_sourced_id_and_by_the_beginning_of_an_id(kept: Kept) -> None:
    row = next(one for one in PEOPLE if one.sourced_id)
    assert load_person(kept, row.sourced_id or "") == row
    assert load_person(kept, row.person_id[:10]) == row
    with pytest.raises(UnknownIdError, match="several people"):
        load_person(kept, "p1")
    for nobody in ("p" + "0" * 15, "x", ""):
        with pytest.raises(UnknownIdError, match="nobody"):
            load_person(kept, nobody)


def test_the_first_people_are_read_from_one_page() -> None:
    items, kept = keep()
    part = select_people(kept, PeopleChoice(), limit=50)
    assert (len(part.rows), part.total) == (50, 1500)
    assert sum(items.gets.values()) == 2


def walk(kept: Kept, choice: PeopleChoice, limit: int) -> list[PersonRow]:
    """Everybody who fits, part by part."""
    found: list[PersonRow] = []
    after = ""
    while True:
        part = select_people(kept, choice, after=after, limit=limit)
        found += part.rows
        assert len(part.rows) <= limit
        if not part.next_id:
            assert part.total == len(found)
            return found
        assert part.rows[-1].person_id == part.next_id
        after = part.next_id


@settings(max_examples=10, deadline=None)
@given(
    role=st.sampled_from([None, "student", "staff", "nobody"]),
    kind=st.sampled_from([None, *KINDS]),
    confidence=st.sampled_from([None, "certain", "possible"]),
    words=st.sampled_from(["", *FIRST, "HILL", "ødeg", "2001", "no such"]),
    limit=st.integers(60, 1501),
)
def test_parts_together_are_the_list_with_any_choice(
    role: str | None, kind: str | None, confidence: str | None, words: str, limit: int
) -> None:
    choice = PeopleChoice(role, kind, confidence, words)
    wanted = [
        shorten(row)
        for row in PEOPLE
        if (role is None or row.role == role)
        and (kind is None or kind in row.kinds)
        and (confidence is None or row.confidence == confidence)
        and (words.lower() in row.name.lower() or words.lower() in (row.sourced_id or ""))
    ]
    for kept in KEPT:
        assert [shorten(row) for row in walk(kept, choice, limit)] == wanted


def test_a_decision_writes_few_pages_and_what_nothing_names_goes() -> None:
    items, kept = keep()
    before = set(items.items)
    changed = [*PEOPLE[:900], *PEOPLE[901:]]
    save_people(kept, changed)
    assert load_people(Kept(items)) == changed
    written = {name for name in items.items if name.startswith(PAGE) and name not in before}
    gone = before - set(items.items)
    # one list page, one page of rows, the words
    assert len(written) == len(gone) == 3


def test_the_same_result_is_not_written_again() -> None:
    items, kept = keep()
    items.puts.clear()
    save_people(kept, PEOPLE)
    assert set(items.puts) == {"impact/result/people"}


def test_a_kill_at_any_write_leaves_the_result_before_or_the_new_one() -> None:
    changed = make_people(700, seed=2)
    first, _ = keep(PEOPLE[:700])
    for steps in range(60):
        items = MemoryItems()
        items.items = dict(first.items)
        kept = Kept(_Dying(items, steps))
        try:
            save_people(kept, changed)
        except _KillError:
            assert load_people(Kept(items)) in (PEOPLE[:700], changed)
        else:
            assert load_people(Kept(items)) == changed
            assert steps > 10
            break
        # whoever goes on leaves nothing behind
        save_people(Kept(items), changed)
        whole, _ = keep(changed)
        assert set(items.items) == set(whole.items)
    else:
        pytest.fail("the writing never came to its end")


class _KillError(Exception):
    pass


class _Dying(MemoryItems):
    """Ends after so many writes and removals."""

    def __init__(self, items: MemoryItems, steps: int) -> None:
        super().__init__()
        self.items, self._left = items.items, steps

    def _step(self) -> None:
        if not self._left:
            raise _KillError
        self._left -= 1

    def put(self, name: str, data: bytes) -> None:
        self._step()
        super().put(name, data)

    def remove(self, name: str) -> None:
        self._step()
        super().remove(name)


def test_a_reader_meets_a_result_that_is_made_anew_meanwhile() -> None:
    items, _ = keep()
    changed = make_people(1500, seed=3)

    class Changing(MemoryItems):
        def get(self, name: str) -> bytes:
            data = super().get(name)
            if name == "impact/result/people" and self.gets[name] == 1:
                save_people(Kept(self), changed)
            return data

    store = Changing()
    store.items = items.items
    assert load_people(Kept(store)) == changed


def test_a_page_that_is_lost_is_named() -> None:
    items, kept = keep()
    del items.items[next(name for name in items.items if name.startswith(PAGE))]
    with pytest.raises(MissingPageError, match="is missing") as caught:
        load_people(kept)
    assert "impact scan" in caught.value.hint


def test_a_newer_directory_is_refused() -> None:
    items, kept = keep()
    items.items["impact/result/people"] = b"\3" + items.items["impact/result/people"][1:]
    with pytest.raises(KeptError, match="of version 3"):
        load_people(kept)


def test_an_older_list_gives_way_to_pages_with_the_next_result() -> None:
    kept = keep_as_before(PEOPLE)
    save_people(kept, PEOPLE)
    assert kept.list_parts("people-pages")
    assert load_people(kept) == PEOPLE


def test_choices_are_those_that_anybody_has(kept: Kept) -> None:
    told = list_choices(kept)
    assert told["role"] == ["guardian", "staff", "student"]
    assert told["confidence"] == ["certain", "probable", "possible"]
    assert set(told["kind"]) == set(KINDS)


def test_where_nothing_was_judged_nobodys_evidence_is_read_to_say_so() -> None:
    items, kept = keep()
    read = FileRow("/a.docx", "read", "", [], 1, 10, "ab" * 32, "docx", "", [], [])
    items.gets.clear()
    assert estimate(kept, [], [read]) == {"recall": None, "precision": None}
    assert not items.gets


@pytest.mark.parametrize("limit", [0, -3])
def test_a_limit_below_one_is_refused(kept: Kept, limit: int) -> None:
    with pytest.raises(UsageError, match="shows nobody"):
        list_people(kept, PeopleRequest(limit=limit))


def test_to_go_on_behind_nobody_is_refused(kept: Kept) -> None:
    with pytest.raises(UnknownIdError, match="nobody has the id"):
        list_people(kept, PeopleRequest(after="p" + "0" * 15, limit=5))


def keep_without_queue(people: list[PersonRow]) -> Kept:
    """As the version before kept them: by page, with no queue."""
    _, kept = keep(people)
    directory = kept.load_part_of("people", {2: PeopleDirectory})
    # an array: what comes last is left out
    kept.put_part("people", list(msgspec.structs.astuple(directory))[:5], version=2)
    return kept


@pytest.mark.parametrize(
    "make", [lambda: keep()[1], lambda: keep_as_before(PEOPLE), lambda: keep_without_queue(PEOPLE)]
)
@pytest.mark.parametrize("limit", [50, 999])
def test_the_queue_of_a_reviewer_comes_in_parts_the_gravest_first(
    make: Callable[[], Kept], limit: int
) -> None:
    kept, wanted = make(), rank_people(PEOPLE)
    seen, after = [], ""
    while True:
        part = select_queue(kept, after=after, limit=limit)
        assert part.total == len(wanted)
        assert len(part.rows) <= limit
        seen += part.rows
        after = part.next_id
        if not after:
            break
    assert [one.person for one in seen] == [shorten(row) for row in wanted]
    assert [one.notes for one in seen] == [
        sorted({piece.note for piece in row.exposures if piece.note}) for row in wanted
    ]
    assert len(seen) > 100


def test_a_part_of_the_queue_is_read_from_few_pages() -> None:
    items, kept = keep()
    part = select_queue(kept, limit=50)
    before = sum(items.gets.values())
    assert before <= 3
    again = select_queue(kept, after=part.next_id, limit=50)
    assert sum(items.gets.values()) - before <= 4
    assert again.rows[0].person == shorten(rank_people(PEOPLE)[50])


def test_behind_somebody_who_waits_no_more_the_queue_begins_anew() -> None:
    _, kept = keep()
    settled = next(row for row in PEOPLE if row not in rank_people(PEOPLE))
    assert select_queue(kept, after=settled.person_id, limit=5) == select_queue(kept, limit=5)
