"""How a strike behaves: of every size of file the layout is what the family says."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstbell.drill.families import FAMILIES, Family, Naming, invent_extension, spread_evenly
from firstbell.drill.layout import render_mask, strike_bytes
from firstbell.examine.names import is_known_extension

SIZES = st.integers(1, 60_000)


@given(st.sampled_from(FAMILIES), SIZES, st.integers(0, 99))
def test_what_a_layout_leaves_alone_stays_byte_for_byte_and_only_ends_are_added(
    family: Family, size: int, seed: int
) -> None:
    data = random.Random(seed).randbytes(size)
    layout = family.lay_out(size, random.Random(seed))
    struck = strike_bytes(data, layout, random.Random(seed + 1))

    assert len(struck) == family.header_len + size + family.footer_len
    body = struck[family.header_len : family.header_len + size]
    mask = render_mask(size, layout)
    assert all(hit or old == new for hit, old, new in zip(mask, data, body, strict=True))
    assert struck.startswith(layout.header)
    assert struck.endswith(layout.footer)


@given(SIZES, st.integers(1, 9), st.integers(1, 99))
def test_pieces_spread_evenly_make_up_their_share_of_the_file(size: int, parts: int, percent: int) -> None:
    struck = sum(map(bool, render_mask(size, spread_evenly(size, parts, percent))))

    assert struck >= min(1, size)
    # each piece is rounded down to whole bytes, and one more may begin in what is left over
    assert abs(struck - size * percent / 100) <= 2 * parts + size * percent / (100 * parts)


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_a_family_says_that_it_is_a_drill_and_that_no_key_exists(family: Family) -> None:
    assert "This note is part of a drill" in family.note
    assert "no key exists" in family.note
    assert len(family.mark) < max(family.header_len, family.footer_len, 1)


@pytest.mark.parametrize(
    "family", [one for one in FAMILIES if one.whole_below], ids=lambda family: family.name
)
def test_a_small_file_is_struck_whole_where_the_family_does_so(family: Family) -> None:
    for size, is_whole in ((family.whole_below - 1, True), (family.whole_below * 4, False)):
        assert all(render_mask(size, family.lay_out(size, random.Random(1)))) is is_whole


def test_the_random_bytes_of_two_files_differ_and_their_mark_does_not() -> None:
    family = next(one for one in FAMILIES if one.mark and one.footer_len)
    rng = random.Random(3)

    one, other = (family.lay_out(9000, rng).footer for _ in range(2))

    assert one != other
    assert one.endswith(family.mark)
    assert other.endswith(family.mark)


def test_an_invented_extension_is_short_plain_and_on_no_list() -> None:
    rng = random.Random(5)
    found = {invent_extension(rng) for _ in range(500)}

    assert len(found) > 490
    assert all(5 <= len(one) <= 7 and one.isalnum() and one.islower() | one.isdigit() for one in found)
    assert not [one for one in found if is_known_extension(b"." + one.encode())]


def test_all_three_ways_with_names_are_there() -> None:
    assert {family.naming for family in FAMILIES} == set(Naming)
