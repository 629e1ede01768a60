"""How random bytes look: flat histograms, noise windows, blank content.

Everything rests on one statistic, chi-square against the uniform distribution over 256 values, written
as a distance from what noise gives, in standard deviations. It holds from 24 bytes up.

Source: Pont et al. 2020 (entropy and chi-square of whole files fail on compressed files), hence windows
and, elsewhere, the old version; the limits below are measured, see docs/detection.md.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Bytes = npt.NDArray[np.uint8]
else:
    Bytes = np.ndarray  # a backup screens, and what types are made of takes a millisecond to load

WINDOW_BYTES = 4096
# below this many bytes chi-square says nothing about 256 values
LEAST_BYTES = 24
# noise exceeds five deviations once in about a million draws; text of 64 bytes is at 30 and more
NOISE_DEVIATIONS = 5.0
# chi-square of a 4 KiB window of noise is 255 +- 22.6; 330 is exceeded once in 1,100
FLAT_CHI_SQUARE = 330.0
CHI_SQUARE_DEVIATION = math.sqrt(2 * 255)
_LEAST_PAIRED_BYTES = 256 << 10


def as_array(data: bytes | memoryview) -> Bytes:
    """The bytes as a read-only array, not copied."""
    return np.frombuffer(data, dtype=np.uint8)


def measure_flatness(data: Bytes) -> float:
    """Standard deviations by which the histogram is less flat than noise; about 0 for noise.

    Infinite where there are too few bytes to tell. Counts of a short sample are not normal: the chance
    of pairs is a Poisson one, so its spread is widened for less than 512 bytes.
    """
    size = len(data)
    if size < LEAST_BYTES:
        return math.inf
    counts = _count_values(data).astype(np.float64)
    chi_square = float(np.dot(counts, counts)) * 256 / size - size
    if size >= 512:
        return (chi_square - 255) / CHI_SQUARE_DEVIATION
    pairs = (chi_square - 256 + size) * size / 512
    expected = size * (size - 1) / 512
    return (pairs - expected - 2) / math.sqrt(expected)


def _count_values(data: Bytes) -> npt.NDArray[np.intp]:
    """How often each value is there; of much data two at once, which is faster by a third."""
    if len(data) < _LEAST_PAIRED_BYTES or not data.flags.c_contiguous:
        return np.bincount(data, minlength=256)
    even = len(data) & ~1
    pairs = np.bincount(data[:even].view(np.uint16), minlength=1 << 16).reshape(256, 256)
    counts: npt.NDArray[np.intp] = pairs.sum(axis=0) + pairs.sum(axis=1)
    if even < len(data):
        counts[data[-1]] += 1
    return counts


def is_noise(data: Bytes) -> bool:
    """Whether the histogram cannot be told from that of noise."""
    return measure_flatness(data) < NOISE_DEVIATIONS


def is_text_noise(old: Bytes, new: Bytes) -> bool:
    """Whether at least 12 bytes of ASCII text became bytes of which most are not, and few repeat.

    Noise has 62 % outside printable ASCII; for pieces too short for chi-square.
    """
    if len(new) < 12:
        return False
    sample = new[:64]
    is_varied = len(set(sample.tobytes())) >= 0.75 * len(sample)
    return is_varied and _measure_strange(new) > 0.4 and _measure_strange(old) < 0.1


def _measure_strange(data: Bytes) -> float:
    plain = ((data >= 32) & (data < 127)) | ((data >= 9) & (data <= 13))
    return 1 - float(np.mean(plain))


def measure_windows(data: Bytes) -> npt.NDArray[np.float64]:
    """Chi-square of each whole 4 KiB window; the rest at the end is left out. Empty for less than one."""
    count = len(data) // WINDOW_BYTES
    if count == 0:
        return np.zeros(0)
    result = np.empty(count)
    # blocks of 64 windows keep the index array in the cache
    for start in range(0, count, 64):
        stop = min(start + 64, count)
        block = data[start * WINDOW_BYTES : stop * WINDOW_BYTES].astype(np.int32).reshape(stop - start, -1)
        block += (np.arange(stop - start, dtype=np.int32) * 256)[:, None]
        counts = np.bincount(block.ravel(), minlength=(stop - start) * 256).reshape(-1, 256)
        squares = np.einsum("ij,ij->i", counts, counts).astype(np.float64)
        result[start:stop] = squares * 256 / WINDOW_BYTES - WINDOW_BYTES
    return result


def find_blank(data: bytes) -> int | None:
    """The one byte value all of the content consists of (at least 16 times), else None."""
    if len(data) < 16 or data[0] != data[-1] or data[0] != data[len(data) // 2]:
        return None
    return data[0] if data.count(data[:1]) == len(data) else None
