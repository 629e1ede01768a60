"""The result in numbers, and what a new result lacks of the one before it."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstbell.impact.results.comparison import list_losses, restore_sources
from firstbell.impact.results.gather import count_totals
from firstbell.impact.results.people_pages import rank_people
from firstbell.impact.results.results import Exposed, FileRow, ImpactTotals, PersonRow
from firstbell.impact.scan.scan_store import FileRecord, Kept, SourceRecord
from tests.impact.kept_people import MemoryItems

STATES = ("read", "partly", "unreadable", "skipped")


def make_file(state: str, size: int = 1) -> FileRow:
    return FileRow("a", state, "", [], 0, size, "", "", "", [], [])


@settings(max_examples=60)
@given(st.lists(st.tuples(st.sampled_from(STATES), st.integers(0, 10**12)), max_size=12))
def test_every_file_is_counted_once_and_all_is_covered_only_where_all_was_read(
    files: list[tuple[str, int]],
) -> None:
    totals = count_totals([], [make_file(*one) for one in files], "now")
    counted = totals.files_read, totals.files_partly, totals.files_unreadable, totals.files_skipped
    assert counted == tuple(sum(state == one for state, _ in files) for one in STATES)
    assert sum(counted) == totals.files_in_scope == len(files)
    assert 0 <= totals.coverage_percent <= 100
    if totals.coverage_percent == 100:
        assert not totals.files_partly + totals.files_unreadable


@pytest.mark.parametrize(
    ("files", "percent"),
    [
        ([], 0.0),
        ([("skipped", 0)], 100.0),
        ([("read", 1)] * 9999 + [("unreadable", 1)], 99.9),
        ([("read", 1), ("unreadable", 99)], 1.0),
        ([("read", 99), ("partly", 1)], 50.0),
    ],
)
def test_what_was_read_is_the_lesser_share_of_files_and_bytes(
    files: list[tuple[str, int]], percent: float
) -> None:
    assert count_totals([], [make_file(*one) for one in files], "").coverage_percent == percent


def test_people_are_counted_by_how_sure_it_is_and_by_what_is_told_of_them() -> None:
    told = Exposed("c", ["a.csv"], ["dob", "ssn"], "certain", ["id"], [], [])
    people = [
        PersonRow("1", None, "Ada", "student", confidence="certain", kinds=["dob", "ssn"], exposures=[told]),
        PersonRow("2", None, "Ben", "student", confidence="certain", kinds=["dob"]),
        PersonRow("3", None, "Cam", "student", confidence="probable", kinds=["health"]),
        PersonRow("4", None, "Dee", "student", confidence="possible", exposures=[told, told]),
    ]
    totals = count_totals(people, [], "")
    counted = totals.people, totals.people_certain, totals.people_probable, totals.people_possible
    assert counted == (4, 2, 1, 1)
    assert totals.exposures == 6
    assert totals.kinds == ["ssn", "dob", "health"]


def test_copies_and_files_that_only_name_people_are_counted() -> None:
    copy = FileRow("b", "read", "", [], 0, 5, "", "", "a", [], [])
    names = msgspec.structs.replace(make_file("read", 3), names_only=True)
    totals = count_totals([], [copy, names, make_file("skipped", 7)], "")
    assert (totals.files_duplicate, totals.files_names_only) == (1, 1)
    assert (totals.bytes_in_scope, totals.bytes_read) == (15, 8)


@pytest.mark.parametrize(
    ("after", "losses"),
    [
        (ImpactTotals(people_certain=5, people_probable=5, files_read=9, files_partly=1, kinds=["ssn"]), []),
        (ImpactTotals(people_certain=6, people_probable=4, files_read=10, kinds=["dob", "ssn"]), []),
        (
            ImpactTotals(people_certain=4, people_probable=6, files_read=10, kinds=["ssn"]),
            ["4 people certain instead of 5"],
        ),
        (
            ImpactTotals(people_certain=5, people_probable=1, files_read=1, kinds=["dob"]),
            ["6 people certain or probable instead of 10", "1 file read instead of 10", "no ssn any more"],
        ),
    ],
)
def test_what_there_is_less_of_is_told(after: ImpactTotals, losses: list[str]) -> None:
    before = ImpactTotals(people_certain=5, people_probable=5, files_read=9, files_partly=1, kinds=["ssn"])
    assert list_losses(before, after) == losses


def test_sources_are_as_they_were_before_and_new_ones_are_empty() -> None:
    kept = Kept(MemoryItems())
    old = SourceRecord("a", "lens", "1", 1.0, [FileRecord("x", 1)])
    kept.put_source(old)
    before = kept.list_sources()
    kept.put_source(SourceRecord("a", "lens", "2", 1.0, []))
    kept.put_source(SourceRecord("b", "lens", "2", 1.0, [FileRecord("y", 1)]))
    restore_sources(kept, before)
    assert kept.list_sources() == [old, SourceRecord("b", "lens", "2", 0.0, [])]


def test_of_those_whom_a_decision_waits_for_the_gravest_comes_first() -> None:
    def make(name: str, **further: object) -> PersonRow:
        return PersonRow(name, None, name, "student", **further)  # type: ignore[arg-type]

    people = [
        make("settled", confidence="certain"),
        make("many", confidence="certain", possible_documents=9, possible_kinds=["contact"]),
        make("child", kinds=["ssn"], is_minor=True),
        make("grave", kinds=["ssn"]),
        make("light", kinds=["contact"]),
    ]
    assert [one.name for one in rank_people(people)] == ["child", "grave", "light", "many"]
