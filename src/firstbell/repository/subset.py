"""Which packs `check --read-data-subset` reads: `2/5`, `10%` or `5G`, as restic takes them."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping

import msgspec

from firstbell.base.errors import Error

_BUCKET = re.compile(r"(\d{1,4})/(\d{1,4})")
_PERCENT = re.compile(r"(\d{1,3}(?:\.\d+)?)%")
_SIZE = re.compile(r"(\d{1,15})([KMGT]?)")
_UNITS = {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40}
_MAX_BUCKETS = 256


class InvalidSubsetError(Error):
    """Text that names no subset; `text` holds it."""

    code = "check.subset"

    def __init__(self, text: str) -> None:
        super().__init__(
            f"not a subset of the packs: {text!r}", hint="use n/t (t at most 256), x% or a size such as 5G"
        )
        self.text = text


class PackSubset(msgspec.Struct, frozen=True):
    """One of three ways to choose: bucket `number` of `buckets`, a `fraction` of the packs, or `size_bytes`.

    The bucket of a pack is its id's first byte modulo `buckets`, so that t runs of n/t read everything.
    The other two choose by lot.
    """

    number: int = 0
    buckets: int = 0
    fraction: float = 0.0
    size_bytes: int = 0

    def select(self, packs: Mapping[bytes, int], lot: random.Random | None = None) -> list[bytes]:
        """Those of the packs (raw id -> size in bytes) to read, in order of id."""
        names = sorted(packs)
        if self.buckets:
            return [name for name in names if name[0] % self.buckets == self.number - 1]
        fraction = self.fraction
        if self.size_bytes:
            fraction = self.size_bytes / max(1, sum(packs.values()))
        wanted = max(1, int(len(names) * fraction))
        if wanted >= len(names):
            return names
        return sorted((lot or random.Random()).sample(names, wanted))


def parse_subset(text: str) -> PackSubset:
    """The subset that `text` means.

    Raises: InvalidSubsetError.
    """
    if match := _BUCKET.fullmatch(text):
        number, buckets = int(match[1]), int(match[2])
        if 1 <= number <= buckets <= _MAX_BUCKETS:
            return PackSubset(number=number, buckets=buckets)
    elif match := _PERCENT.fullmatch(text):
        fraction = float(match[1]) / 100
        if 0 < fraction <= 1:
            return PackSubset(fraction=fraction)
    elif (match := _SIZE.fullmatch(text)) and int(match[1]):
        return PackSubset(size_bytes=int(match[1]) * _UNITS[match[2]])
    raise InvalidSubsetError(text)
