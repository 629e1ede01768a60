"""Layouts: which bytes change, which stay."""

from __future__ import annotations

import random

import pytest

from firstbell.drill.families import FAMILIES, Naming, spread_evenly
from firstbell.drill.layout import WHOLE, Layout, render_mask, strike_bytes

DATA = bytes(range(1, 256)) * 1000


def count_changed(before: bytes, after: bytes) -> int:
    return sum(old != new for old, new in zip(before, after, strict=True))


@pytest.mark.parametrize(
    ("layout", "struck"),
    [
        (WHOLE, [(0, 1000)]),
        (Layout(first_len=100), [(0, 100)]),
        (Layout(keep_prefix=5, first_len=300), [(5, 305)]),
        (Layout(0, 64, 64, 128), [(0, 64), (192, 256), (384, 448), (576, 640), (768, 832), (960, 1000)]),
        (Layout(0, 200, 200, 200, stop=500), [(0, 200), (400, 500)]),
        (Layout(keep_prefix=2000, first_len=5), []),
        (Layout(keep_prefix=900, chunk=30, gap=50), [(950, 980)]),
    ],
)
def test_a_mask_marks_exactly_the_ranges_of_its_layout(layout: Layout, struck: list[tuple[int, int]]) -> None:
    expected = bytearray(1000)
    for start, end in struck:
        expected[start:end] = b"\xff" * (end - start)
    assert render_mask(1000, layout) == bytes(expected)


def test_bytes_outside_the_ranges_stay_as_they_were() -> None:
    layout = Layout(0, 64, 64, 128)
    struck = strike_bytes(DATA, layout, random.Random(1))
    mask = render_mask(len(DATA), layout)
    assert all(new == old for new, old, marked in zip(struck, DATA, mask, strict=True) if not marked)
    marked = sum(map(bool, mask))
    assert count_changed(DATA, struck) > 0.98 * marked


def test_a_header_and_a_footer_are_added_around_it() -> None:
    struck = strike_bytes(b"x" * 100, Layout(first_len=10, header=b"HEAD", footer=b"FOOT"), random.Random(1))
    assert struck.startswith(b"HEAD")
    assert struck.endswith(b"x" * 90 + b"FOOT")
    assert len(struck) == 108


def test_the_same_generator_strikes_the_same_way() -> None:
    assert strike_bytes(DATA, WHOLE, random.Random(4)) == strike_bytes(DATA, WHOLE, random.Random(4))


def test_an_empty_file_stays_empty() -> None:
    assert strike_bytes(b"", WHOLE, random.Random(1)) == b""


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
@pytest.mark.parametrize("size", [64, 700, 5000, 200_000])
def test_every_family_changes_a_file_of_any_size(family: object, size: int) -> None:
    assert hasattr(family, "lay_out")
    data = (b"First bell is at a quarter past eight. " * 6000)[:size]
    layout = family.lay_out(size, random.Random(2))
    struck = strike_bytes(data, layout, random.Random(3))
    body = struck[len(layout.header) : len(layout.header) + size]
    assert count_changed(data, body) >= min(20, size // 4)


def test_the_families_differ_in_what_they_do_to_names_and_ends() -> None:
    families = FAMILIES
    assert {family.naming for family in families} == set(Naming)
    assert any(family.header_len for family in families)
    assert any(family.mark and family.footer_len for family in families)
    assert len({family.name for family in families}) == len(families)


def test_footers_are_of_constant_size_and_end_in_the_family_mark() -> None:
    for family in FAMILIES:
        if family.footer_len:
            footers = [family.lay_out(size, random.Random(size)).footer for size in (100, 90_000)]
            assert [len(footer) for footer in footers] == [family.footer_len] * 2
            assert all(footer.endswith(family.mark) for footer in footers)
            assert footers[0] != footers[1]


def test_parts_are_spread_over_the_whole_file() -> None:
    mask = render_mask(10_000, spread_evenly(10_000, 5, 50))
    assert sum(map(bool, mask)) == 5000
    assert [start for start in range(0, 10_000, 2000) if mask[start]] == [0, 2000, 4000, 6000, 8000]
