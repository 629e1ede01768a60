"""What is drawn for a person to judge: each thing once, of every stratum some, never more than there are."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstbell.impact.results.layout_decisions import list_sisters
from firstbell.impact.results.results import Exposed, FileRow, PersonRow
from firstbell.impact.results.samples import (
    NEGATIVE,
    PARTIAL,
    POSITIVE,
    RIGHT,
    ReviewSample,
    SampleAnswer,
    draw_samples,
    find_stratum,
    list_documents,
    list_first,
    list_positives,
    share_out,
)

STRATA = ("names many", "names some", "names few", "risky", "nobody", "linked many", "linked one")
sizes_of_strata = st.dictionaries(st.sampled_from(STRATA), st.integers(1, 60), min_size=1)


def make_file(path: str, *, people: int = 0, mentioned: int = 0, **further: object) -> FileRow:
    told: dict[str, object] = {"content": path, "state": "read", "size": 1} | further
    return FileRow(
        path, str(told["state"]), "", [], people, int(str(told["size"])), str(told["content"]),
        "", "", [], [], mentioned=mentioned, risk=float(str(told.get("risk", 0.0))),
        layout=str(told.get("layout", "")),
    )  # fmt: skip


def make_person(name: str, *documents: tuple[str, str]) -> PersonRow:
    """Somebody with (content, how sure) of each document."""
    exposures = [
        Exposed(content, [f"{content}.csv"], ["dob"], sureness, [], [], []) for content, sureness in documents
    ]
    return PersonRow(name, None, name, "student", confidence="certain", exposures=exposures)


@pytest.mark.parametrize(
    ("people", "mentioned", "risk", "stratum"),
    [
        (0, 0, 0.0, "nobody"),
        (0, 0, 0.24, "nobody"),
        (0, 0, 0.25, "risky"),
        (0, 1, 0.9, "names few"),
        (0, 2, 0.0, "names few"),
        (0, 3, 0.0, "names some"),
        (0, 9, 0.0, "names some"),
        (0, 10, 0.0, "names many"),
        (1, 0, 0.0, "linked one"),
        (1, 1, 0.9, "linked one"),
        (1, 2, 0.0, "linked some"),
        (9, 4, 0.0, "linked some"),
        (1, 10, 0.0, "linked many"),
        (10, 0, 0.0, "linked many"),
    ],
)
def test_a_document_is_drawn_among_those_that_may_miss_as_many(
    people: int, mentioned: int, risk: float, stratum: str
) -> None:
    assert find_stratum(make_file("a", people=people, mentioned=mentioned, risk=risk)) == stratum


def test_every_document_that_was_read_is_listed_once() -> None:
    files = [
        make_file("a"),
        make_file("copy of a", content="a"),
        make_file("b", state="partly", people=2),
        make_file("c", state="unreadable"),
        make_file("d", state="skipped"),
        make_file("empty", size=0),
    ]
    found = list_documents(files)
    assert [(one.path, one.side) for one in found] == [("a", NEGATIVE), ("b", PARTIAL)]


def test_people_are_listed_in_each_document_but_not_where_it_is_only_possible() -> None:
    people = [
        make_person("ada", ("c1", "certain"), ("c2", "possible"), ("c3", "probable")),
        make_person("ben", ("c1", "possible")),
    ]
    found = list_positives(people)
    assert [(one.person_id, one.content, one.side) for one in found] == [
        ("ada", "c1", POSITIVE),
        ("ada", "c3", POSITIVE),
    ]
    assert [(one.person_id, one.content) for one in list_first(found)] == [("ada", "c1")]


def test_a_sample_is_called_the_same_whenever_it_is_listed() -> None:
    people = [make_person("ada", ("c1", "certain")), make_person("ben", ("c1", "certain"))]
    first, second = list_positives(people), list_positives(list(reversed(people)))
    assert {one.sample_id for one in first} == {one.sample_id for one in second}
    documents = list_documents([make_file("a"), make_file("b", people=1)])
    ids = [one.sample_id for one in (*first, *documents)]
    assert len({*ids}) == len(ids)
    # somebody who was found in a document since makes another sample of it
    assert list_documents([make_file("a", people=1)])[0].sample_id != documents[0].sample_id


@given(sizes_of_strata, st.data())
def test_what_is_shared_out_is_what_was_asked_for_or_all_that_is_left(
    sizes: dict[str, int], data: st.DataObject
) -> None:
    left = {one: data.draw(st.integers(0, size)) for one, size in sizes.items()}
    count = data.draw(st.integers(0, 200))
    wanted = share_out(sizes, left, count)
    assert sum(wanted.values()) == min(count, sum(left.values()))
    assert all(0 <= wanted[one] <= left[one] for one in left)


@given(sizes_of_strata)
def test_of_every_stratum_some_are_read_where_there_is_room(sizes: dict[str, int]) -> None:
    wanted = share_out(sizes, sizes, 4 * len(sizes))
    assert all(wanted[one] >= min(4, size) for one, size in sizes.items())


def test_where_more_can_be_missed_more_is_read() -> None:
    sizes = dict.fromkeys(STRATA, 400)
    wanted = share_out(sizes, sizes, 200)
    assert wanted["names many"] > wanted["names some"] > wanted["linked one"] >= wanted["nobody"]


def test_samples_that_were_judged_are_not_drawn_again_and_none_is_drawn_twice() -> None:
    documents = list_documents(make_file(f"{at}", mentioned=at % 12) for at in range(60))
    judged = {one.sample_id: SampleAnswer(RIGHT) for one in documents[:40]}
    drawn = draw_samples(documents, 50, judged)
    assert {one.sample_id for one in drawn} == {one.sample_id for one in documents[40:]}
    assert len(drawn) == 20
    assert draw_samples(documents, 0, {}) == []


def test_the_riskiest_strata_come_first() -> None:
    documents = list_documents(make_file(f"{at}", mentioned=at % 12) for at in range(60))
    drawn = [one.stratum for one in draw_samples(documents, 30, {})]
    order = list(dict.fromkeys(drawn))
    assert order == ["names many", "names some", "names few", "nobody"]
    assert [one for stratum in order for one in drawn if one == stratum] == drawn


def test_within_a_stratum_each_is_drawn_about_as_often() -> None:
    samples = [ReviewSample(f"s{at}", NEGATIVE, f"c{at}", "a", "nobody") for at in range(4)]
    counts = Counter(one.sample_id for _ in range(400) for one in draw_samples(samples, 2, {}))
    assert min(counts.values()) > 100


def test_documents_of_one_layout_are_sisters_and_copies_are_one() -> None:
    files = [
        make_file("a", layout="L"),
        make_file("copy of a", content="a", layout="L"),
        make_file("b", layout="L"),
        make_file("copy of b", content="b", layout="L"),
        make_file("c", layout="M"),
        make_file("d"),
        make_file("e"),
    ]
    assert [one.content for one in list_sisters(files, "a")] == ["b"]
    assert list_sisters(files, "c") == []
    assert list_sisters(files, "d") == []
    assert list_sisters(files, "nowhere") == []
