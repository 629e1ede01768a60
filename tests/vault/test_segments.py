"""Segments of a journal in a bucket: where one begins, what comes after a place, and a log made once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstbell.store.errors import ObjectExistsError
from firstbell.vault.errors import VaultExistsError, VaultUnreachableError
from firstbell.vault.segments import ABOUT, Segments, begin_log, explained
from tests.vault.rows import MemoryRow


def fill(sizes: list[int], *, first: int = 0) -> tuple[Segments, list[int]]:
    """Segments of these sizes one behind the other; where each begins, and where the next one would."""
    segments = Segments(MemoryRow(), "hosts")
    begins = [first]
    for size in sizes:
        segments.put(begins[-1], b"x" * size)
        begins.append(begins[-1] + size)
    return segments, begins


@given(st.lists(st.integers(1, 50), max_size=12), st.data())
def test_a_place_is_traced_to_the_segment_that_holds_it(sizes: list[int], data: st.DataObject) -> None:
    segments, begins = fill(sizes)
    offset = data.draw(st.integers(0, begins[-1]))

    begin = segments.find_begin(offset)

    assert begin == max(one for one in begins if one <= offset)


def test_a_place_far_behind_its_beginning_is_traced_too() -> None:
    segments, _ = fill([2 << 20, 5])

    assert segments.find_begin((2 << 20) - 1) == 0
    assert segments.find_begin((2 << 20) + 5) == (2 << 20) + 5
    assert segments.find_begin((2 << 20) + 4) == 2 << 20


@given(st.lists(st.integers(1, 9), max_size=40), st.integers(0, 40))
def test_all_that_comes_from_a_place_on_is_read_in_order(sizes: list[int], at: int) -> None:
    segments, begins = fill(sizes)
    at = min(at, len(sizes))

    found = list(segments.read_ahead(begins[at]))

    assert found == [(begin, b"x" * size) for begin, size in zip(begins[at:], sizes[at:], strict=False)]


def test_a_segment_that_vanished_ends_the_reading_before_it() -> None:
    row = MemoryRow()
    segments = Segments(row, "hosts")
    for offset in (0, 4, 8):
        segments.put(offset, b"1234")
    read = row.read
    row.read = lambda name: None if name.endswith("4") else read(name)  # type: ignore[method-assign]

    assert [begin for begin, _ in segments.read_ahead(0)] == [0]


def test_a_place_is_taken_once_and_names_order_as_numbers_do() -> None:
    segments, _ = fill([9, 90, 900])

    with pytest.raises(ObjectExistsError):
        segments.put(9, b"another")
    assert segments.read(9) == b"x" * 90
    assert segments.read(10) is None
    assert [begin for begin, _ in segments.read_ahead(0)] == [0, 9, 99]


def test_a_log_is_begun_once_and_what_it_is_comes_last() -> None:
    row = MemoryRow()
    begin_log(row, b"about", {"hosts": b"h", "arrivals": b"a"})
    before = dict(row.objects)

    assert list(before)[-1] == ABOUT
    with pytest.raises(VaultExistsError, match="holds the log of a vault already") as caught:
        begin_log(row, b"another", {"hosts": b"x"})
    assert "vault join" in caught.value.hint
    assert row.objects == before


def test_a_bucket_that_does_not_answer_is_told_with_its_address_and_what_to_check() -> None:
    row = MemoryRow()
    row.is_lost = True

    with pytest.raises(VaultUnreachableError, match="memory:") as caught, explained(row.url):
        Segments(row, "hosts").read(0)
    assert "network" in caught.value.hint
