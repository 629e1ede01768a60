"""What a reviewer decided, applied: it changes those it is about, and nobody else."""

from __future__ import annotations

import copy

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstbell.impact.detection.evidence.results import CERTAIN, POSSIBLE, PROBABLE
from firstbell.impact.results.decisions import VERBS, ReviewDecision, apply_decisions
from firstbell.impact.results.people import sum_up
from firstbell.impact.results.results import Exposed, PersonRow


def expose(content: str, *kinds: str, sureness: str = PROBABLE, shared: tuple[str, ...] = ()) -> Exposed:
    return Exposed(content * 8, [f"{content}.txt"], list(kinds), sureness, ["name"], [], [], "", list(shared))


def make(person_id: str, *exposures: Exposed, is_minor: bool = False) -> PersonRow:
    return sum_up(
        PersonRow(person_id, None, person_id, "student", is_minor=is_minor, exposures=list(exposures))
    )


def apply(rows: list[PersonRow], *decisions: ReviewDecision) -> dict[str, PersonRow]:
    return {row.person_id: row for row in apply_decisions(rows, decisions)}


def test_a_confirmed_document_is_certain_and_no_longer_what_may_be_the_others() -> None:
    shared = ("a", "b")
    people = apply(
        [
            make("a", expose("1", "ssn", sureness=POSSIBLE, shared=shared)),
            make("b", expose("1", "ssn", sureness=POSSIBLE, shared=shared), expose("2", "dob")),
        ],
        ReviewDecision("confirm", "a"),
    )
    assert people["a"].confidence == CERTAIN
    assert people["a"].exposures[0].linked_by == ["name", "reviewer"]
    assert (people["b"].kinds, people["b"].possible_kinds) == (["dob"], [])


def test_what_is_surely_anothers_stays_theirs_when_somebody_is_confirmed() -> None:
    people = apply(
        [
            make("a", expose("1", "ssn", sureness=POSSIBLE, shared=("a", "b"))),
            make("b", expose("1", "ssn", sureness=CERTAIN)),
        ],
        ReviewDecision("confirm", "a"),
    )
    assert set(people) == {"a", "b"}


def test_documents_are_named_by_the_beginning_of_their_hash() -> None:
    people = apply(
        [make("a", expose("1", "ssn"), expose("2", "dob"))], ReviewDecision("dismiss", "a", ("111",))
    )
    assert people["a"].kinds == ["dob"]
    assert people["a"].reviewed == ["dismiss"]


def test_somebody_of_whom_nothing_is_left_is_gone() -> None:
    assert not apply([make("a", expose("1", "ssn"))], ReviewDecision("dismiss", "a"))
    assert not apply([make("a", expose("1", "ssn"))], ReviewDecision("unmark", "a", kind="ssn"))


def test_a_kind_is_marked_and_unmarked_where_it_was_said_and_only_there() -> None:
    rows = [make("a", expose("1", "ssn"), expose("2", "dob")), make("b", expose("1", "ssn"))]
    people = apply(
        rows,
        ReviewDecision("mark", "a", ("2",), kind="health"),
        ReviewDecision("unmark", "a", ("1",), kind="ssn"),
    )
    assert set(people["a"].kinds) == {"dob", "health"}
    assert people["a"].documents == 1
    assert people["b"].kinds == ["ssn"]


def test_who_is_split_off_is_a_new_person_with_those_documents_and_the_same_each_time() -> None:
    def split() -> dict[str, PersonRow]:
        return apply(
            [make("a", expose("1", "ssn"), expose("2", "dob"), is_minor=True)],
            ReviewDecision("split", "a", ("2",)),
        )

    people = split()
    (new,) = set(people) - {"a"}
    assert set(split()) == set(people)
    assert (people[new].kinds, people[new].is_minor, people[new].sourced_id) == (["dob"], True, None)
    assert people["a"].kinds == ["ssn"]


@pytest.mark.parametrize("documents", [(), ("1",), ("9",)], ids=["all", "the only one", "none"])
def test_to_split_off_all_or_nothing_changes_nobody(documents: tuple[str, ...]) -> None:
    people = apply([make("a", expose("1", "ssn"))], ReviewDecision("split", "a", documents))
    assert list(people) == ["a"]


def test_decisions_about_somebody_who_was_merged_are_about_who_they_were_merged_into() -> None:
    rows = [
        make("a", expose("1", "ssn"), is_minor=True),
        make("b", expose("2", "dob")),
        make("c", expose("3", "health")),
    ]
    people = apply(
        rows,
        ReviewDecision("merge", "a", into="b"),
        ReviewDecision("merge", "b", into="c"),
        ReviewDecision("dismiss", "a", ("1",)),
    )
    assert list(people) == ["c"]
    assert set(people["c"].kinds) == {"dob", "health"}
    assert people["c"].is_minor


@pytest.mark.parametrize("into", ["gone", "a"])
def test_a_merge_into_nobody_leaves_later_decisions_where_they_were(into: str) -> None:
    people = apply(
        [make("a", expose("1", "ssn"), expose("2", "dob"))],
        ReviewDecision("merge", "a", into=into),
        ReviewDecision("dismiss", "a", ("1",)),
    )
    assert people["a"].kinds == ["dob"]


def test_a_decision_about_somebody_who_is_gone_says_nothing() -> None:
    rows = [make("a", expose("1", "ssn"))]
    before = copy.deepcopy(rows)
    assert apply_decisions(rows, [ReviewDecision(verb, "gone", into="a") for verb in VERBS]) == before


@settings(max_examples=60)
@given(
    st.lists(
        st.builds(
            ReviewDecision,
            st.sampled_from(VERBS),
            st.sampled_from("abcz"),
            st.sampled_from([(), ("1",), ("2", "3")]),
            st.sampled_from("abcz"),
            st.sampled_from(["ssn", "health"]),
        ),
        max_size=6,
    )
)
def test_whatever_is_decided_no_document_is_invented_and_nobody_is_left_empty(
    decisions: list[ReviewDecision],
) -> None:
    rows = [
        make("a", expose("1", "ssn"), expose("2", "dob")),
        make("b", expose("3", "dob", sureness=POSSIBLE, shared=("b", "c"))),
        make("c", expose("3", "dob", sureness=POSSIBLE, shared=("b", "c"))),
    ]
    contents = {one.content for row in rows for one in row.exposures}
    packed = msgspec.msgpack.encode(rows)
    people = apply_decisions(rows, decisions)
    assert {one.content for row in people for one in row.exposures} <= contents
    assert all(row.exposures and (row.kinds or row.possible_kinds) for row in people)
    assert len({row.person_id for row in people}) == len(people)
    again = apply_decisions(msgspec.msgpack.decode(packed, type=list[PersonRow]), decisions)
    assert again == people
