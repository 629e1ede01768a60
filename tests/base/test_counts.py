"""Counts in sentences, and numbers out of texts of others: what is none is None, never an error."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstbell.base.counts import choose_word, read_number, say_count, say_share


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0), ("7", 7), ("007", 7), ("65535", 65535), ("9" * 18, 10**18 - 1), ("0" * 18, 0),
        ("", None), (" 7", None), ("7\n", None), ("-7", None), ("+7", None), ("7.0", None), ("1e3", None),
        ("1_000", None), ("1,000", None), ("0x7", None), ("9" * 19, None), ("0" * 19, None),
        ("9" * 5000, None),
        # digits to Python: superscripts, circled ones, and those of other scripts
        ("\u00b2", None), ("1\u00b9", None), ("\u2460", None), ("\u0668", None), ("\uff17", None),
    ],
)  # fmt: skip
def test_a_number_is_what_anybody_would_type(text: str, number: int | None) -> None:
    assert read_number(text) == number


@given(st.text(max_size=25))
def test_no_text_ends_in_an_error(text: str) -> None:
    number = read_number(text)
    assert number is None or (number >= 0 and int(text) == number)


@given(st.integers(0, 10**18 - 1))
def test_every_number_is_read_back(number: int) -> None:
    assert read_number(str(number)) == number


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_one_alone_has_the_singular(part: int, whole: int) -> None:
    assert say_count(whole, "file").endswith(" file") is (whole == 1)
    assert say_count(whole, "entry", "entries").split()[1] == ("entry" if whole == 1 else "entries")
    assert say_share(part, whole, "entry", many="entries").split(" of ")[1] == say_count(
        whole, "entry", "entries"
    )
    assert choose_word(whole, "is", "are") == ("is" if whole == 1 else "are")
