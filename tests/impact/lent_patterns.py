"""The scanner's compiled patterns, compiled once and lent to every test: compiling takes seconds.

What compiles, packs and keeps them is proven by `scan/test_kept_patterns.py`, which compiles its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import hyperscan
import pytest

from firstbell.impact.detection.values import patterns
from firstbell.impact.scan import scan
from firstbell.impact.scan.kept_patterns import KeptPatterns


class _LentDatabase(patterns.PatternDatabase):
    """Unpacks what an earlier test or run has compiled; the first one compiles it and keeps it for them."""

    def __init__(self, lent: KeptPatterns) -> None:
        super().__init__()
        self._lent = lent

    def pack(self) -> bytes:
        """What is lent; compiled where nothing is yet."""
        if not (packed := self._lent.load()):
            own = patterns.PatternDatabase()
            packed = bytes(hyperscan.dumpb(own.load()))
            self._lent.keep(packed)
        return packed

    def load(self) -> hyperscan.Database:
        """The database."""
        if self._database is None:
            self.unpack(self.pack())
        return super().load()


def lend_patterns(folder: Path) -> Iterator[None]:
    """Until the end of the run patterns are compiled once; `folder` keeps them for the next run, too."""
    database = _LentDatabase(KeptPatterns(folder))

    class Lent(KeptPatterns):
        """A folder's own patterns, else those that are lent."""

        def load(self) -> bytes:
            return super().load() or database.pack()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(patterns, "_COMPILED", database)
        patch.setattr(scan, "KeptPatterns", Lent)
        yield


@pytest.fixture(scope="session", autouse=True)
def lent_patterns(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """For the rooms in which documents are scanned."""
    cache = getattr(pytestconfig, "cache", None)
    folder = cache.mkdir("firstbell-patterns") if cache else tmp_path_factory.mktemp("patterns")
    yield from lend_patterns(folder)
