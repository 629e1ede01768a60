"""The people and files of a result as lists: who fits, in which order, and what is said where nobody does."""

from __future__ import annotations

from pathlib import Path

import pytest

from firstbell.actions.impact.people import (
    FilesRequest,
    PeopleRequest,
    find_person,
    list_choices,
    list_files,
    list_people,
    load_person,
    load_result,
)
from firstbell.base.errors import UnknownIdError, UsageError
from firstbell.impact.results.gather import NoResultError
from firstbell.impact.results.people_list import save_people
from firstbell.impact.results.results import FileRow, PersonRow
from firstbell.impact.scan.scan_store import Kept
from tests.impact.kept_people import MemoryItems, make_people

PEOPLE = make_people(40)


@pytest.fixture
def kept() -> Kept:
    store = Kept(MemoryItems())
    save_people(store, PEOPLE)
    return store


def list_ids(kept: Kept, request: PeopleRequest) -> list[str]:
    return [one.person_id for one in list_people(kept, request).rows]


def test_without_a_wish_everybody_is_listed_in_order(kept: Kept) -> None:
    assert list_ids(kept, PeopleRequest()) == [one.person_id for one in PEOPLE]


@pytest.mark.parametrize("count", [1, 7, 39, 40, 41])
def test_a_list_goes_on_behind_its_last_one_and_ends(kept: Kept, count: int) -> None:
    found: list[str] = []
    after = ""
    for _ in range(len(PEOPLE)):
        part = list_people(kept, PeopleRequest(limit=count, after=after))
        assert len(part.rows) <= count
        found += [one.person_id for one in part.rows]
        after = part.next_id
        if not after:
            break
    assert found == [one.person_id for one in PEOPLE]


def test_who_is_listed_has_all_that_was_wished_for(kept: Kept) -> None:
    request = PeopleRequest(role="student", kind="health", confidence="certain")
    wanted = [
        one.person_id
        for one in PEOPLE
        if one.role == "student" and "health" in one.kinds and one.confidence == "certain"
    ]
    assert wanted
    assert list_ids(kept, request) == wanted


def test_words_are_looked_for_in_names_and_in_ids_of_the_roster(kept: Kept) -> None:
    by_name = [one.person_id for one in PEOPLE if "vang" in one.name.lower()]
    assert by_name
    assert list_ids(kept, PeopleRequest(words="VANG")) == by_name
    known = next(one for one in PEOPLE if one.sourced_id)
    assert list_ids(kept, PeopleRequest(words=str(known.sourced_id))) == [known.person_id]
    assert list_ids(kept, PeopleRequest(words="nobody is called so")) == []


@pytest.mark.parametrize("limit", [0, -1])
def test_a_limit_that_shows_nobody_is_refused(kept: Kept, limit: int) -> None:
    with pytest.raises(UsageError, match=f"--limit {limit} shows nobody") as refused:
        list_people(kept, PeopleRequest(limit=limit))
    assert refused.value.hint == "use 1 or more"


def test_a_list_does_not_go_on_behind_nobody(kept: Kept) -> None:
    with pytest.raises(UnknownIdError, match="nobody has the id zz"):
        list_people(kept, PeopleRequest(after="zz"))


def test_a_person_is_found_by_the_id_its_beginning_or_the_id_of_the_roster(kept: Kept) -> None:
    one = next(one for one in PEOPLE if one.sourced_id)
    for asked in (one.person_id, one.person_id[:-1], str(one.sourced_id)):
        assert load_person(kept, asked) == one


@pytest.mark.parametrize(
    ("asked", "problem", "more"),
    [
        ("p1", "several people have the id p1", ""),
        ("x", "nobody has the id x", "; --words x finds them by name"),
        ("", "nobody has the id ", ""),
    ],
)
def test_an_id_of_several_or_of_nobody_is_refused(asked: str, problem: str, more: str) -> None:
    people = [PersonRow(one, None, "Ada", "student") for one in ("p11", "p12", "q1")]
    with pytest.raises(UnknownIdError) as refused:
        find_person(people, asked)
    assert str(refused.value) == problem
    assert refused.value.hint == f"`firstbell impact people` lists the people{more}"


def test_a_whole_id_wins_over_those_that_begin_with_it() -> None:
    people = [PersonRow(one, None, "Ada", "student") for one in ("p1", "p11", "p12")]
    assert find_person(people, "p1") is people[0]


def test_what_people_can_be_chosen_by_is_what_anybody_has(kept: Kept) -> None:
    choices = list_choices(kept)
    assert choices["role"] == sorted({one.role for one in PEOPLE})
    assert {*choices["kind"]} == {kind for one in PEOPLE for kind in one.kinds}
    assert choices["kind"].index("ssn") < choices["kind"].index("dob") < choices["kind"].index("health")
    assert {*choices["confidence"]} == {"certain", "probable", "possible"}
    assert list_choices(Kept(MemoryItems())) == {"role": [], "kind": [], "confidence": []}


def test_a_case_without_a_scan_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NoResultError, match="has been scanned yet") as refused:
        load_result(Kept(MemoryItems()), tmp_path)
    assert "`firstbell impact scan`" in refused.value.hint


def make_file(path: str, state: str = "read", **further: object) -> FileRow:
    return FileRow(path, state, "", [], 0, 1, "", "", "", [], [], **further)  # type: ignore[arg-type]


def test_files_are_listed_by_state_and_those_that_only_name_people_by_risk(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [
        make_file("a", "partly"),
        make_file("b", names_only=True, risk=0.1, mentioned=2),
        make_file("c", names_only=True, risk=0.9, mentioned=1),
        make_file("d", names_only=True, risk=0.1, mentioned=7),
    ]
    monkeypatch.setattr("firstbell.actions.impact.people.load_files", lambda _: files)
    assert [one.path for one in list_files(kept, FilesRequest())] == ["a", "b", "c", "d"]
    assert [one.path for one in list_files(kept, FilesRequest("partly"))] == ["a"]
    assert [one.path for one in list_files(kept, FilesRequest(names_only=True))] == ["c", "d", "b"]
    assert list_files(kept, FilesRequest("unreadable", names_only=True)) == []
