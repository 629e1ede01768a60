"""Numbers that are worth something to a thief, told from those that only look so, whatever a cell holds."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstbell.base.issued_numbers import is_routing
from firstbell.impact.detection.values.numbers import is_bank, is_card, is_iban, is_itin, is_ssn

ALL: list[Callable[[str], bool]] = [is_bank, is_iban, is_routing]


@pytest.mark.parametrize(
    ("judge", "number", "expected"),
    [
        (is_ssn, "219094488", True),
        (is_ssn, "000123456", False),
        (is_ssn, "666123456", False),
        (is_ssn, "219004488", False),
        (is_ssn, "219090000", False),
        (is_ssn, "078051120", False),
        (is_ssn, "111111111", False),
        (is_itin, "912701234", True),
        (is_itin, "812701234", False),
        (is_card, "4111111111111111", False),
        (is_card, "4539578763621486", True),
        (is_card, "4539578763621487", False),
        (is_routing, "091000019", True),
        (is_routing, "091000018", False),
        (is_routing, "991000019", False),
        (is_routing, "09100001", False),
        (is_iban, "GB82 WEST 1234 5698 7654 32", True),
        (is_iban, "gb82west12345698765432", True),
        (is_iban, "GB82 WEST 1234 5698 7654 33", False),
        (is_iban, "GB82", False),
        (is_bank, "091000019 / 7004341510", True),
        (is_bank, "091000019 / seven", False),
    ],
)
def test_a_number_is_what_its_check_digits_and_beginnings_say(
    judge: Callable[[str], bool], number: str, expected: bool
) -> None:
    assert judge(number) is expected


@given(st.text("0123456789/ ²٣é½AB", min_size=9, max_size=34))
def test_digits_of_other_scripts_are_no_numbers_and_no_error(text: str) -> None:
    for judge in ALL:
        assert not judge(text) or text.partition("/")[0].isascii()


@pytest.mark.parametrize("text", ["²" * 9, "٠٩١٠٠٠٠١٩", "GB82WEST1234569876543²", "GB82WEST123456987654é"])
def test_a_cell_of_odd_digits_is_judged(text: str) -> None:
    assert not any(judge(text) for judge in ALL)


@given(st.integers(0, 999_999_999).map("{:09}".format), st.integers(0, 8), st.integers(1, 9))
def test_one_changed_digit_is_no_routing_number_any_more(number: str, at: int, by: int) -> None:
    changed = number[:at] + str((int(number[at]) + by) % 10) + number[at + 1 :]
    assert not (is_routing(number) and is_routing(changed))
