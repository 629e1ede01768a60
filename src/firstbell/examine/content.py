"""One version's content as far as it was read, with its type, looked at once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from firstbell.examine import randomness
from firstbell.examine.encoded_noise import find_encoded_noise
from firstbell.examine.validators.fence import FENCE
from firstbell.examine.validators.outcome import Grade, Outcome
from firstbell.examine.validators.payload import check_points, count_points, is_heavy, is_too_small
from firstbell.examine.validators.registry import find_expected, validate


@dataclass(frozen=True)
class Content:
    """Bytes of one version; of a large one samples of it, of which the first `head_bytes` are its head.

    `sampled_bytes`: the length of the version that samples are of.
    """

    path: bytes
    data: bytes
    head_bytes: int | None = None
    sampled_bytes: int = 0

    @property
    def size_bytes(self) -> int:
        """Length of the version, read or not."""
        return len(self.data) if self.is_whole else self.sampled_bytes

    @property
    def is_whole(self) -> bool:
        """Whether all of the version is here."""
        return self.head_bytes is None

    @cached_property
    def outcome(self) -> Outcome:
        """What the content is and whether it holds; of samples, whether their head does."""
        if self.is_whole:
            return validate(self.data, self.path)
        start = self.data[: self.head_bytes]
        head = validate(start, self.path)
        if head.grade in (Grade.TORN, Grade.SOUND):
            # the rest was not looked at: neither an early end nor a sound head says more
            return Outcome(Grade.PLAUSIBLE, head.type, "head holds, the rest was sampled", is_dense=True)
        return head if head.holds else _judge_head(self.path, head)

    @cached_property
    def filled(self) -> str:
        """What in a container that holds is noise, a clause; "" where nothing is, or nobody can tell."""
        outcome = self.outcome
        if outcome.filled or not self.is_whole or outcome.type not in ("jpeg", "png"):
            return outcome.filled
        if not is_heavy(len(self.data), count_points(self.data)) or is_too_small(self.data):
            return ""
        return FENCE.check(check_points, outcome.type, self.data).filled

    @cached_property
    def is_noise(self) -> bool:
        """Whether all of it cannot be told from noise."""
        return randomness.measure_flatness(randomness.as_array(self.data)) < randomness.NOISE_DEVIATIONS

    @cached_property
    def flat_windows(self) -> tuple[int, int]:
        """How many 4 KiB windows are flat, and how many there are."""
        windows = randomness.measure_windows(randomness.as_array(self.data))
        return int((windows < randomness.FLAT_CHI_SQUARE).sum()), len(windows)

    @property
    def has_noise(self) -> bool:
        """Whether all of it or a tenth of its windows is noise."""
        flat, count = self.flat_windows
        return self.is_noise or (flat > 0 and flat * 10 >= count)

    @cached_property
    def blank(self) -> int | None:
        """The one value all bytes have, or None."""
        return randomness.find_blank(self.data)

    @cached_property
    def encoding(self) -> str | None:
        """The alphabet in which this is encoded noise, or None."""
        return find_encoded_noise(self.data)


def _judge_head(path: bytes, head: Outcome) -> Outcome:
    """Of samples, the type's mark counts as holding: structures point outside of what was read."""
    if head.grade is Grade.BROKEN and find_expected(path) is not None:
        return Outcome(Grade.PLAUSIBLE, head.type, "mark holds, the rest was sampled", is_dense=True)
    return head
