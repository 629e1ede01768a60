"""Islands: where they are, how they are laid out, what stands in them."""

from __future__ import annotations

import random

import numpy as np
import pytest

from firstbell.examine.difference import ByteDifference, compare
from tests.examine.samples import make_png, make_text
from tests.examine.strikes import LAYOUTS, Strike, every, first, strike

TEXT = make_text(1) * 4


def struck(layout: Strike) -> bytes:
    return strike(TEXT, layout, seed=1)


@pytest.mark.parametrize(
    ("chunk", "gap", "alignment"), [(16, 16, 16), (64, 128, 64), (4096, 4096, 4096), (512, 1024, 512)]
)
def test_a_regular_strike_shows_its_alignment_and_period(chunk: int, gap: int, alignment: int) -> None:
    difference = compare(TEXT, struck(Strike("", every(chunk, gap))))
    assert difference.alignment == alignment
    assert difference.period == chunk + gap
    assert difference.in_place
    assert difference.became_noise
    exact = sum(min(end, len(TEXT)) - start for start, end in every(chunk, gap)(len(TEXT)))
    assert difference.island_bytes == pytest.approx(exact, rel=0.02)


def test_nothing_changed_is_no_island() -> None:
    difference = compare(TEXT, TEXT)
    assert difference.island_bytes == 0
    assert difference.appended
    assert not difference.in_place
    assert not difference.became_noise


def test_an_appended_line_leaves_the_old_content_in_place() -> None:
    difference = compare(TEXT, TEXT + b"one more line\n")
    assert difference.appended
    assert bytes(difference.tail) == b"one more line\n"


def test_an_inserted_word_changes_much_and_is_no_noise() -> None:
    difference = compare(TEXT, TEXT[:100] + b"inserted " + TEXT[100:])
    assert difference.island_bytes > len(TEXT) // 4
    assert not difference.is_noise
    assert not difference.in_place


def test_a_new_version_of_a_compressed_file_is_noise_but_not_in_place() -> None:
    difference = compare(make_png(1), make_png(3))
    assert not difference.became_noise
    assert not difference.kept_length or difference.kept_bytes < len(make_png(1)) // 20


def test_a_header_put_in_front_is_seen_by_windows_that_became_noise() -> None:
    layout = next(layout for layout in LAYOUTS if layout.header_bytes)
    difference = compare(TEXT, struck(layout))
    assert not difference.became_noise
    assert difference.gained_noise_windows > 0


def test_unchanged_bytes_behind_the_last_island_are_counted() -> None:
    difference = compare(TEXT, struck(Strike("", first(4096))))
    assert difference.kept_after == len(TEXT) - int(difference.ends[-1])
    assert abs(int(difference.ends[-1]) - 4096) < 4


@pytest.mark.parametrize(("old", "new"), [(b"", b""), (b"", b"abc"), (b"abc", b""), (b"a", b"b")])
def test_the_smallest_contents_can_be_compared(old: bytes, new: bytes) -> None:
    difference = compare(old, new)
    assert difference.shared_bytes == min(len(old), len(new))
    assert not difference.in_place
    assert not difference.is_noise


def test_islands_of_a_large_file_are_tested_on_a_part() -> None:
    old = bytes(9 << 20)
    difference = compare(old, random.Random(1).randbytes(9 << 20))
    assert len(difference.struck_new) == 4 << 20
    assert difference.became_noise


def list_islands(old: bytes, new: bytes) -> list[tuple[int, int]]:
    """Runs of changed places, byte by byte; up to three that stayed lie within one."""
    islands: list[tuple[int, int]] = []
    for at, (was, now) in enumerate(zip(old, new, strict=False)):
        if was != now and islands and at - islands[-1][1] <= 3:
            islands[-1] = (islands[-1][0], at + 1)
        elif was != now:
            islands.append((at, at + 1))
    return islands


@pytest.mark.parametrize("share", [0.0, 0.03, 0.2, 0.6, 1.0])
def test_islands_are_found_alike_however_many_places_changed(share: float) -> None:
    chance = random.Random(int(share * 100))
    for size in (0, 1, 4, 5, 60, 700):
        old = bytes(size)
        new = bytes(int(chance.random() < share) for _ in range(size + 2))
        difference = compare(old, new)
        found = list(zip(difference.starts.tolist(), difference.ends.tolist(), strict=True))
        assert found == list_islands(old, new)


@pytest.mark.parametrize("lengths", [(5000,), (700, 600, 900), (3, 9, 4000, 1), (2, 5, 3, 8)])
def test_islands_are_joined_alike_whatever_their_lengths(lengths: tuple[int, ...]) -> None:
    chance = random.Random(3)
    old, new, struck_old, struck_new = b"", b"", b"", b""
    for length in lengths:
        was, now, kept = b"a" * length, chance.randbytes(length).replace(b"a", b"b"), chance.randbytes(20)
        old, new = old + kept + was, new + kept + now
        struck_old, struck_new = struck_old + was, struck_new + now
    difference: ByteDifference = compare(old, new)
    assert bytes(difference.struck_old) == struck_old
    assert bytes(difference.struck_new) == struck_new
    assert np.array_equal(difference.ends - difference.starts, lengths)
