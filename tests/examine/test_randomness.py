"""Noise is told from compressed streams, text and encodings of itself."""

from __future__ import annotations

import random
import zlib

import numpy as np
import pytest

from firstbell.examine.randomness import (
    WINDOW_BYTES,
    as_array,
    find_blank,
    is_noise,
    is_text_noise,
    measure_flatness,
    measure_windows,
)
from tests.examine.samples import make_text


def noise(size: int, seed: int = 1) -> bytes:
    return random.Random(seed).randbytes(size)


@pytest.mark.parametrize("size", [24, 32, 64, 192, 600, 4096, 1 << 20])
def test_noise_of_any_size_is_noise(size: int) -> None:
    assert all(is_noise(as_array(noise(size, seed))) for seed in range(200 if size < 10_000 else 3))


@pytest.mark.parametrize("size", [32, 64, 192, 600, 4096])
def test_text_of_any_size_is_not_noise(size: int) -> None:
    text = make_text(1)
    pieces = [text[start : start + size] for start in range(0, 8000, 97)]
    assert not any(is_noise(as_array(piece)) for piece in pieces)


def test_fewer_bytes_than_can_be_told_are_not_noise() -> None:
    assert not is_noise(as_array(noise(23)))


def test_a_deflated_stream_is_farther_from_noise_than_noise_ever_is() -> None:
    packed = zlib.compress(make_text(1) * 3 + make_text(2) * 2 + bytes(range(256)) * 40, 6)
    assert measure_flatness(as_array(packed)) > measure_flatness(as_array(noise(len(packed))))


def test_windows_are_measured_one_by_one() -> None:
    data = noise(WINDOW_BYTES) + make_text(1)[:WINDOW_BYTES] + noise(WINDOW_BYTES, 2) + b"rest"
    windows = measure_windows(as_array(data))
    assert [bool(value < 330) for value in windows] == [True, False, True]
    assert len(measure_windows(as_array(b"short"))) == 0


def test_a_window_has_the_chi_square_of_its_histogram() -> None:
    data = as_array(noise(WINDOW_BYTES * 70, 3))
    counts = np.bincount(data[WINDOW_BYTES * 65 : WINDOW_BYTES * 66], minlength=256)
    expected = float(((counts - 16) ** 2 / 16).sum())
    assert measure_windows(data)[65] == pytest.approx(expected)


def test_blank_content_is_named_by_its_byte() -> None:
    assert find_blank(bytes(500)) == 0
    assert find_blank(b"\xff" * 500) == 255
    assert find_blank(bytes(500) + b"\x01" + bytes(500)) is None
    assert find_blank(b"") is None


def test_short_noise_in_text_is_told_by_bytes_that_text_has_not() -> None:
    text = as_array(make_text(1)[:20])
    hits = sum(is_text_noise(text, as_array(noise(20, seed))) for seed in range(300))
    assert hits > 270
    assert not is_text_noise(text, as_array(b"another line of text"))
    assert not is_text_noise(text, as_array("größere Schüler, élève".encode("latin-1")))


@pytest.mark.parametrize("start", [0, 1])
@pytest.mark.parametrize("size", [(256 << 10) - 1, 256 << 10, (256 << 10) + 1])
def test_flatness_is_the_same_for_any_length_and_place(size: int, start: int) -> None:
    """Of much data two bytes are counted at once."""
    data = as_array(noise(size + start, seed=5).replace(b"a", b"b"))[start:]
    counts = [bytes(data).count(value) for value in range(256)]
    chi_square = sum(count * count for count in counts) * 256 / size - size
    assert measure_flatness(data) == pytest.approx((chi_square - 255) / np.sqrt(510))
