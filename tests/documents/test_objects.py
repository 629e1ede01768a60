"""JSON: lists of like objects are tables, the rest is lines, and what is broken is text."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstbell.documents.extraction import UnreadableError
from tests.documents.drafts import read

PUPILS = [{"lastName": "Vang", "ssn": 1}, {"lastName": "Roe", "note": None}]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("lines", [False, True])
def test_objects_of_a_list_or_of_lines_are_rows(encoding: str, lines: bool) -> None:
    text = "\n".join(map(json.dumps, PUPILS)) if lines else json.dumps(PUPILS)
    assert read("a.json", text.encode(encoding)).rows == [
        ["last Name", "ssn", "note"],
        ["Vang", "1", ""],
        ["Roe", "", ""],
    ]


@pytest.mark.parametrize(
    ("value", "rows"),
    [
        (
            {"200001": {"meal": "F"}, "200002": {"meal": "R"}},
            [["id", "meal"], ["200001", "F"], ["200002", "R"]],
        ),
        (
            [{"day": "Mon", "who": [{"seat": 1}, {"seat": 2}]}],
            [["day", "seat"], ["Mon", "1"], ["Mon", "2"]],
        ),
        (
            [{"name": "Ana", "parent": {"name": "Ida"}}, {"name": "Ben", "parent": {"name": "Bo"}}],
            [["name", "parent name"], ["Ana", "Ida"], ["Ben", "Bo"]],
        ),
        ([{"a": [1, "x"]}, {"a": []}], [["a"], ["1; x"], [""]]),
    ],
)
def test_what_holds_records_is_laid_out(value: Any, rows: list[list[str]]) -> None:
    assert read("a.json", json.dumps(value).encode()).rows == rows


def test_other_values_are_lines_with_their_names_and_what_is_false_says_nothing() -> None:
    data = {"student": {"name": "Ana", "iep": True, "elp": False, "age": 0}, "tags": ["x", None, ""]}
    parts = read("a.json", json.dumps(data).encode())
    assert parts.text.split("\n") == ["name: Ana", "iep: True", "age: 0", "", "tags: x", ""]


@pytest.mark.parametrize("data", [b'{"name": "Ana",', b"[" * 100_000, b"Ana's note"])
def test_what_is_broken_is_read_as_text(data: bytes) -> None:
    try:
        parts = read("a.json", data)
    except UnreadableError as error:
        pytest.fail(str(error))
    assert parts.text == data.decode()


@settings(max_examples=25)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-9, 9) | st.text("aé", max_size=3),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.text("ab1", max_size=2), inner, max_size=3)
        ),
        max_leaves=12,
    )
)
def test_no_word_of_any_json_is_lost(value: Any) -> None:
    def list_words(one: Any) -> list[str]:
        if isinstance(one, dict):
            return [word for inner in one.values() for word in list_words(inner)]
        if isinstance(one, list):
            return [word for inner in one for word in list_words(inner)]
        return [one] if isinstance(one, str) and one else []

    parts = read("a.json", json.dumps(value).encode())
    said = parts.text + "\n".join(cell for _, rows in parts.tables for row in rows for cell in row)
    for word in list_words(value):
        assert word in said
