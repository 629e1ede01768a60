"""Addresses of a header, as mail programs show them, however they are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstbell.mail.addresses import split_addresses
from tests.processes.least_time import take_least_s


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("ana@school.example", [("", "ana@school.example")]),
        # a backslash escapes inside quotation marks alone
        (r"Ana \, bo@school.example", [("Ana \\", ""), ("", "bo@school.example")]),
        ("Ana Olson <ana@school.example>", [("Ana Olson", "ana@school.example")]),
        ('"Olson, Ana" <ana@school.example>', [("Olson, Ana", "ana@school.example")]),
        (r'"Ana \"Bee\" Olson" <ana@school.example>', [('Ana "Bee" Olson', "ana@school.example")]),
        ("ana@school.example (Ana Olson)", [("Ana Olson", "ana@school.example")]),
        ("ana@school.example Ana", [("Ana", "ana@school.example")]),
        ("a@x.example, b@x.example; c@x.example", [("", f"{one}@x.example") for one in "abc"]),
        (
            "Office (all, of us) <o@x.example>, b@x.example",
            [("Office (all, of us)", "o@x.example"), ("", "b@x.example")],
        ),
        ("Pay <pay@bank.example> <thief@x.example>", [("Pay <pay@bank.example>", "thief@x.example")]),
        ("boss@school.example <thief@x.example>", [("boss@school.example", "thief@x.example")]),
        ("Ana < ana @school.example >", [("Ana", "ana@school.example")]),
        ("Ana <\tana@school.example>", [("Ana", "ana@school.example")]),
        ("Ana <ana@school.example> (home)", [("Ana", "ana@school.example")]),
        ("undisclosed-recipients:;", [("undisclosed-recipients:", "")]),
        ("Ana Olson", [("Ana Olson", "")]),
        ("Ana <>", [("Ana", "")]),
        (", ,;,", []),
        ("", []),
        ('"never closed, a@x.example', [("never closed,", "a@x.example")]),
    ],
)
def test_names_and_addresses_are_told_apart(header: str, expected: list[tuple[str, str]]) -> None:
    assert list(split_addresses(header)) == expected


@given(
    st.lists(
        st.tuples(
            st.text("Aña Ô'é,;()<", max_size=6).map(str.strip),
            st.from_regex(r"[a-z.]{1,9}@[a-z]{1,9}\.org", fullmatch=True),
        ),
        max_size=4,
    )
)
def test_quoted_names_come_back_whole(people: list[tuple[str, str]]) -> None:
    header = ", ".join(f'"{name}" <{address}>' for name, address in people)
    assert list(split_addresses(header)) == people


@given(st.text('ab@<>(),;"\\ \t', max_size=60))
def test_any_header_is_read_and_no_address_holds_a_space(header: str) -> None:
    for _, address in split_addresses(header):
        assert " " not in address


def test_a_header_of_thousands_gives_its_first_two_hundred() -> None:
    assert len(list(split_addresses("a@x.example," * 1000))) == 200


@pytest.mark.parametrize(
    "header",
    ["<" + " " * 20_000 + "x", "a" * 20_000, "@" + "a" * 20_000, "(" * 20_000, "<" * 20_000, '"\\' * 10_000],
)
def test_no_header_takes_long(header: str) -> None:
    assert take_least_s(lambda: list(split_addresses(header)), 1) < 1
