"""A tree large enough that a backup of it takes a while, and that goes on changing."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

WORDS = ("bell", "school", "lesson", "room", "grade")


@dataclass(frozen=True)
class GrowingTree:
    """So many large files that do not compress, and so many folders of sixty small files of text."""

    root: Path
    large: int
    folders: int
    large_bytes: int = 8 << 20

    def make(self, *, seed: int) -> None:
        """All of it."""
        for at in range(self.folders):
            (self.root / f"class {at}").mkdir(parents=True)
        self._write_large(range(self.large), seed)
        self._write_small(60, seed)

    def change(self, *, seed: int) -> None:
        """Everything new in every other large file, and three new small files in each folder."""
        self._write_large(range(0, self.large, 2), seed)
        self._write_small(3, seed)

    def _write_large(self, numbers: range, seed: int) -> None:
        rng = random.Random(seed)
        for at in numbers:
            (self.root / f"scan {at}.raw").write_bytes(rng.randbytes(self.large_bytes))

    def _write_small(self, count: int, seed: int) -> None:
        rng = random.Random(seed)
        for at in range(self.folders):
            for number in range(count):
                text = f"{seed} {at} {number} {' '.join(rng.choices(WORDS, k=200))}\n"
                (self.root / f"class {at}" / f"note {seed} {number}.txt").write_text(text)
