"""Reports to authorities: what a person copies into a form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstbell.notify.clocks.counts import CountedGroup
from firstbell.notify.errors import AudienceError
from firstbell.notify.notices.reports import (
    count_planned,
    describe_report,
    fill_report,
    list_reports,
    show_value,
)
from firstbell.notify.statements.record import make_record
from tests.notify.records import make_fact


def test_a_report_says_that_a_count_is_not_final() -> None:
    def show(final: bool | None) -> str:
        facts = make_record([make_fact("people_affected", {"count": 12000, "final": final})])
        return {field.name: field.shown for field in fill_report("insurer", facts)[1]}["People affected"]

    assert [show(None), show(False), show(True)] == [
        "12,000",
        "12,000 (so far, not final)",
        "12,000",
    ]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (True, "yes"), (False, "no"), (0, "0"), (12_000, "12,000"), (12.5, "12.5"), ("", ""),
        ("confirmed", "yes, confirmed"), ("none_found", "none found"), ("undetermined", "not yet determined"),
        ("fbi", "the FBI"), (" FBI ", "the FBI"), ("Hill Sheriff", "Hill Sheriff"),
        ([], "none"), ([None], "none"), (["a"], "a"), (["a", "b"], "a and b"), (["a", None, "b"], "a and b"),
        (["a", "b", "c"], "a, b and c"), (["Hill, Ada", "Lane, Ida"], "Hill, Ada; Lane, Ida"),
        (list("abcdef"), "a, b, c, d, e and f"), (list("abcdefg"), "a; b; c; d; e; f; g"),
        ({}, ""), ({"email": "a@b", "phone": "1", "name": "Kay"}, "Kay, 1, a@b"),
        ({"name": "Kay", "phone": None, "email": "", "systems": []}, "Kay"),
        ({"name": ["Kay", "Ida"]}, "Kay and Ida"),
        ("2026-03-02", "March 2, 2026"),
        ("2026-03-02T06:05", "March 2, 2026, 06:05 (UTC)"),
        ("2026-03-02T06:05Z", "March 2, 2026, 06:05 (UTC)"),
        ("2026-03-02T06:05:59Z", "March 2, 2026, 06:05 (UTC)"),
        ("2026-03-02T06:05:59.123Z", "March 2, 2026, 06:05 (UTC)"),
        ("2026-03-02T06:05-06:00", "March 2, 2026, 06:05 (UTC-06:00)"),
        ("2026-03-02T06:05:59+05:30", "March 2, 2026, 06:05 (UTC+05:30)"),
        ("2026-03-02T06:05:59.9+05:30", "March 2, 2026, 06:05 (UTC+05:30)"),
        ("2026-02-30", "2026-02-30"), ("2026-03-02T6", "2026-03-02T6"),
    ],
)  # fmt: skip
def test_a_value_is_shown_as_a_person_types_it_into_a_form(value: Any, shown: str) -> None:
    assert show_value(value) == shown


_LEAVES = st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=9), st.dates().map(str))
_VALUES = st.recursive(
    _LEAVES, lambda one: st.lists(one, max_size=3) | st.dictionaries(st.text(max_size=5), one, max_size=3)
)
_MARKS = re.compile(r"[][{}]|None|True|False")


@given(_VALUES.filter(lambda value: value is not None))
def test_no_value_of_a_fact_ends_in_an_error_or_shows_marks_of_python(value: Any) -> None:
    shown = show_value(value)
    if not any(map(_MARKS.search, _list_texts(value))):
        assert not _MARKS.search(shown)


def _list_texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _list_texts(inner)


# the fields that no fact tells
_TASKS = {("cal-ag", "Sample copy")}


@pytest.mark.parametrize("name", list_reports())
@given(count=st.integers(0, 10**7), final=st.sampled_from([None, True, False]))
@settings(max_examples=3)
def test_every_field_of_every_report_is_filled_or_says_why_it_is_not(
    name: str, count: int, final: bool | None
) -> None:
    facts = make_record([make_fact("people_affected", {"count": count, "final": final})])
    title, fields = fill_report(name, facts)
    assert title
    assert len({field.name for field in fields}) == len(fields)
    for field in fields:
        assert field.status in {"known", "believed", "unknown", "missing"}
        assert (field.value is None) == (field.status in {"unknown", "missing"})
        if field.value is None:
            assert field.why
            # what no fact can tell is not unknown: there it says what a person does
            is_task = (name, field.name) in _TASKS
            assert field.is_task == is_task
            assert field.shown == (field.why if is_task else f"unknown: {field.why}")


@pytest.mark.parametrize("name", list_reports())
def test_what_is_told_at_the_command_stands_in_the_report_before_any_fact(name: str) -> None:
    _, fields = fill_report(name, make_record([]), given={"people_affected.count": 7})
    assert all(field.value in (None, 7, 0) for field in fields)
    assert describe_report(name)["title"]


def test_a_report_that_there_is_none_of_is_refused_with_those_that_are() -> None:
    for call in (lambda: fill_report("kings", make_record([])), lambda: describe_report("kings")):
        with pytest.raises(AudienceError, match="there is no report 'kings'") as refused:
            call()
        assert all(name in refused.value.hint for name in list_reports())


def test_people_of_a_plan_are_counted_by_state_and_kinds_by_theirs() -> None:
    assert count_planned(None) is None
    groups = [
        CountedGroup("MN", 3, frozenset({"ssn"})),
        CountedGroup("WI", 2, frozenset({"dob"})),
        CountedGroup("MN", 4, None),
    ]
    planned = count_planned(groups)
    assert planned is not None
    assert planned.residents == {"MN": 7, "WI": 2}
    assert planned.list_kinds("MN") == ["ssn"]
    assert planned.list_kinds("IA") == []
    assert planned.list_kinds("") == ["dob", "ssn"]
