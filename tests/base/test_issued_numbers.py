"""Numbers that authorities issue: what may be one and what cannot, and that a slip of one digit is seen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstbell.base.issued_numbers import may_be_card, may_be_itin, may_be_ssn

NINE = st.integers(0, 999_999_999).map("{:09d}".format)


@pytest.mark.parametrize(
    ("digits", "expected"),
    [
        ("001010001", True),
        ("899999999", True),
        ("000010001", False),
        ("666010001", False),
        ("665010001", True),
        ("900010001", False),
        ("123000001", False),
        ("123010000", False),
        ("12345678", False),
        ("1234567890", False),
        ("", False),
    ],
)
def test_an_area_a_group_or_a_serial_number_that_was_never_issued_is_none(
    digits: str, expected: bool
) -> None:
    assert may_be_ssn(digits) is expected


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        (49, False),
        (50, True),
        (65, True),
        (66, False),
        (69, False),
        (70, True),
        (88, True),
        (93, True),
        (99, True),
    ],
)
def test_a_taxpayers_number_is_told_by_its_group(group: int, expected: bool) -> None:
    assert may_be_itin(f"9{group:04d}1234"[:3] + f"{group:02d}1234") is expected


@given(NINE)
def test_no_nine_digits_are_both(digits: str) -> None:
    assert not (may_be_ssn(digits) and may_be_itin(digits))


def complete(start: str) -> str:
    """The digits with their check digit."""
    return next(start + last for last in "0123456789" if _sum(start + last) % 10 == 0)


def _sum(digits: str) -> int:
    doubled = {str(digit): sum(map(int, str(digit * 2))) for digit in range(10)}
    return sum(doubled[digit] if at % 2 else int(digit) for at, digit in enumerate(reversed(digits)))


CARDS = [
    ("4", (13, 16, 19)),
    ("51", (16,)),
    ("55", (16,)),
    ("2221", (16,)),
    ("2720", (16,)),
    ("34", (15,)),
    ("37", (15,)),
    ("6011", (16, 19)),
    ("644", (16, 19)),
    ("65", (16, 19)),
    ("3528", (16, 19)),
    ("3589", (16, 19)),
    ("300", (14,)),
    ("305", (14,)),
    ("36", (14,)),
]


@pytest.mark.parametrize(("prefix", "lengths"), CARDS)
def test_a_card_has_its_issuers_prefix_and_one_of_its_lengths(prefix: str, lengths: tuple[int, ...]) -> None:
    found = {length for length in range(12, 21) if may_be_card(complete(prefix.ljust(length - 1, "0")))}
    assert found == set(lengths)


@pytest.mark.parametrize(
    "prefix", ["50", "56", "2220", "2721", "33", "38", "6012", "643", "3527", "3590", "306", "1", "0"]
)
def test_what_no_issuer_begins_with_is_no_card(prefix: str) -> None:
    lengths = {"38": (13, 15, 16, 19)}.get(prefix, range(12, 21))
    assert not any(may_be_card(complete(prefix.ljust(length - 1, "0"))) for length in lengths)


@given(st.integers(0, 10**14 - 1), st.integers(0, 15), st.integers(1, 9))
def test_a_slip_of_one_digit_makes_no_card(body: int, at: int, by: int) -> None:
    card = complete(f"4{body:014d}")
    assert may_be_card(card)
    slipped = card[:at] + str((int(card[at]) + by) % 10) + card[at + 1 :]
    assert not may_be_card(slipped)
