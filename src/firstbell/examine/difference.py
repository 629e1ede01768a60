"""What changed between two contents at the same offsets, and what stands there now.

A strike leaves islands: runs in which nearly every byte differs, with the rest of the file unchanged
and in place. Nothing that people do writes noise into the middle of a file at fixed periods.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from firstbell.examine.randomness import (
    CHI_SQUARE_DEVIATION,
    FLAT_CHI_SQUARE,
    NOISE_DEVIATIONS,
    Bytes,
    as_array,
    measure_flatness,
    measure_windows,
)

# noise meets the old byte once in 256, so gaps inside a struck run are 1 or 2 bytes long, never 4
_BRIDGED_GAP_BYTES = 3
# appended by the intruder: keys, markers, the old name (534, 334, 1,064 ... 2,048 bytes are known)
LARGEST_FOOTER_BYTES = 4096
_ALIGNMENTS = (4096, 512, 64, 16)
# distance from noise that content with any structure has, given enough bytes
STRUCTURE_DEVIATIONS = 10.0
_MOST_TESTED_BYTES = 4 << 20
_ISLAND_SIZES = ((24, 96), (96, 384), (384, 1536), (1536, 1 << 62))
_LEAST_SIZED_BYTES = 128
# islands longer than this as a mean are joined faster by their offsets than by a mask
_LONG_ISLAND_BYTES = 512
# where at least one byte of so many has changed, islands are found by masks
_DENSE_SHARE = 16


@dataclass(frozen=True)
class ByteDifference:
    """Where new differs from old at the same offsets, over the length both have.

    `starts`, `ends`: the islands, offsets in order. `tail`: what new has beyond the end of old.
    """

    old: Bytes
    new: Bytes
    starts: npt.NDArray[np.int64]
    ends: npt.NDArray[np.int64]

    @property
    def shared_bytes(self) -> int:
        """The length both have."""
        return min(len(self.old), len(self.new))

    @cached_property
    def island_bytes(self) -> int:
        """Bytes inside islands."""
        return int((self.ends - self.starts).sum())

    @property
    def tail(self) -> Bytes:
        """What new has beyond the end of old."""
        return self.new[len(self.old) :]

    @cached_property
    def struck_old(self) -> Bytes:
        """Old bytes of the islands, joined; at most 4 MiB of them."""
        return self._join(self.old)

    @cached_property
    def struck_new(self) -> Bytes:
        """New bytes of the islands, joined; at most 4 MiB of them."""
        return self._join(self.new)

    @cached_property
    def _struck_mask(self) -> npt.NDArray[np.bool_]:
        enough = int(np.searchsorted(np.cumsum(self.ends - self.starts), _MOST_TESTED_BYTES)) + 1
        starts, ends = self.starts[:enough], self.ends[:enough]
        steps = np.zeros(int(ends[-1]) + 1 if len(ends) else 1, dtype=np.int8)
        steps[starts] += 1
        steps[ends] -= 1
        return np.cumsum(steps[:-1], dtype=np.int8).astype(np.bool_)

    def _join(self, side: Bytes) -> Bytes:
        if len(self.starts) == 1:
            return side[self.starts[0] : self.ends[0]][:_MOST_TESTED_BYTES]
        if len(self.starts) * _LONG_ISLAND_BYTES < self.island_bytes:
            # few and long: copied one by one
            enough = int(np.searchsorted(np.cumsum(self.ends - self.starts), _MOST_TESTED_BYTES)) + 1
            places = zip(self.starts[:enough].tolist(), self.ends[:enough].tolist(), strict=True)
            return np.concatenate([side[start:end] for start, end in places])[:_MOST_TESTED_BYTES]
        mask = self._struck_mask
        return side[: len(mask)][mask][:_MOST_TESTED_BYTES]

    @cached_property
    def new_deviations(self) -> float:
        """Distance of the islands' new bytes from noise."""
        return measure_flatness(self.struck_new)

    @cached_property
    def old_deviations(self) -> float:
        """Distance of the islands' old bytes from noise."""
        return measure_flatness(self.struck_old)

    @property
    def became_noise(self) -> bool:
        """Whether the islands are noise now and were not before."""
        return self.new_deviations < NOISE_DEVIATIONS and self.old_deviations > STRUCTURE_DEVIATIONS

    @property
    def gains_noise(self) -> bool:
        """Whether noise stands, or was appended, where there was none."""
        if self.is_noise and self.old_deviations >= NOISE_DEVIATIONS:
            return True
        is_tail_noise = len(self.tail) > 0 and measure_flatness(self.tail) < NOISE_DEVIATIONS
        return is_tail_noise and measure_flatness(self.old[:_MOST_TESTED_BYTES]) >= NOISE_DEVIATIONS

    @property
    def gains_noise_of_a_size(self) -> bool:
        """Whether the islands of about one length are noise where there was none, whatever the others are."""
        if self.gains_noise:
            return True
        lengths = self.ends - self.starts
        for least, most in _ISLAND_SIZES:
            chosen = (lengths >= least) & (lengths < most)
            part = ByteDifference(self.old, self.new, self.starts[chosen], self.ends[chosen])
            if part.island_bytes >= _LEAST_SIZED_BYTES and part.gains_noise:
                return True
        return False

    @property
    def was_plain(self) -> bool:
        """Whether the islands held uncompressed content before: far less flat than any compressed stream."""
        return self.old_deviations * CHI_SQUARE_DEVIATION > len(self.struck_old) >= 512

    @cached_property
    def is_noise(self) -> bool:
        """Whether the islands are noise now, whatever they were before."""
        return self.new_deviations < NOISE_DEVIATIONS or self._is_flat_by_windows

    @cached_property
    def _is_flat_by_windows(self) -> bool:
        windows = measure_windows(self.struck_new)
        return len(windows) > 0 and bool(np.mean(windows < FLAT_CHI_SQUARE) >= 0.5)

    @cached_property
    def gained_noise_windows(self) -> int:
        """How many more 4 KiB windows are flat in new than in old; catches noise that shifted the rest."""
        flat_new = int(np.count_nonzero(measure_windows(self.new) < FLAT_CHI_SQUARE))
        return (
            flat_new - int(np.count_nonzero(measure_windows(self.old) < FLAT_CHI_SQUARE)) if flat_new else 0
        )

    @property
    def kept_length(self) -> bool:
        """Whether the length is that of old, a footer apart."""
        return 0 <= len(self.new) - len(self.old) <= LARGEST_FOOTER_BYTES

    @property
    def kept_bytes(self) -> int:
        """Bytes that are the same at the same place, outside islands."""
        return self.shared_bytes - self.island_bytes

    @property
    def kept_after(self) -> int:
        """Unchanged bytes behind the last island, up to the end of old."""
        return self.shared_bytes - int(self.ends[-1]) if len(self.ends) else self.shared_bytes

    @cached_property
    def alignment(self) -> int:
        """Largest of 4096, 512, 64, 16 to which nearly all islands' starts are aligned, else 1.

        Starts may lie a byte or two late, where the noise happened to repeat the old byte.
        """
        if len(self.starts) < 2:
            return 1
        for alignment in _ALIGNMENTS:
            if float(np.mean(self.starts % alignment <= 1)) >= 0.9:
                return alignment
        return 1

    @cached_property
    def period(self) -> int:
        """The distance at which most islands follow each other, 0 where there is none."""
        if len(self.starts) < 3:
            return 0
        steps = np.diff(self.starts)
        middle = int(np.median(steps))
        return middle if float(np.mean(np.abs(steps - middle) <= 2)) >= 0.75 else 0

    @property
    def in_place(self) -> bool:
        """Whether noise was written into content that otherwise stayed where it was."""
        if not self.kept_length or self.island_bytes < 24 or not self.is_noise:
            return False
        return len(self.starts) > 1 or self.kept_after > 0 or (len(self.starts) == 1 and self.starts[0] > 0)

    @property
    def appended(self) -> bool:
        """Whether old stands unchanged at the start of new."""
        return len(self.starts) == 0 and len(self.new) >= len(self.old)


def compare(old: bytes, new: bytes) -> ByteDifference:
    """The difference of two contents. Time and memory: linear, about 2 ms a MB."""
    old_array, new_array = as_array(old), as_array(new)
    length = min(len(old), len(new))
    starts, ends = _find_islands(old_array[:length] != new_array[:length])
    return ByteDifference(old=old_array, new=new_array, starts=starts, ends=ends)


def _find_islands(changed: npt.NDArray[np.bool_]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Where islands start and end."""
    if np.count_nonzero(changed) * _DENSE_SHARE < len(changed):
        return _find_sparse_islands(changed)
    # one byte a place, where offsets of all changed bytes would take eight
    size, reach = len(changed), _BRIDGED_GAP_BYTES + 1
    padded = np.zeros(size + 2 * reach, dtype=np.bool_)
    padded[reach : reach + size] = changed
    # whether any of the four from here on has changed
    pairs = padded[:-1] | padded[1:]
    near = pairs[:-2] | pairs[2:]
    inner = padded[reach : reach + size]
    starts = np.flatnonzero(inner > near[:size])
    ends = np.flatnonzero(inner > near[reach + 1 : reach + 1 + size]) + 1
    return starts, ends


def _find_sparse_islands(
    changed: npt.NDArray[np.bool_],
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    places = np.flatnonzero(changed)
    if len(places) == 0:
        return places, places
    breaks = np.flatnonzero(np.diff(places) > _BRIDGED_GAP_BYTES + 1)
    starts = places[np.concatenate(([0], breaks + 1))]
    ends = places[np.concatenate((breaks, [len(places) - 1]))] + 1
    return starts, ends
