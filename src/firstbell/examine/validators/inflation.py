"""What inflates and sums up for the checks: zlib, and in the fenced children zlib-ng, which takes a third of
its time.

Both give the same bytes, the same ends and the same words for what is wrong, so an outcome does not depend on
which of them ran; `test_inflation.py` holds them against each other on damaged streams. The examiner itself,
which holds keys, stays with zlib (docs/decisions/0044).
"""

from __future__ import annotations

import importlib
import zlib
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol


class Inflater(Protocol):
    """One stream, unpacked by steps."""

    @property
    def eof(self) -> bool:
        """Whether its end was reached."""

    @property
    def unconsumed_tail(self) -> bytes:
        """What was not unpacked yet, since the step was full."""

    @property
    def unused_data(self) -> bytes:
        """What lies behind its end."""

    def decompress(self, data: bytes, max_length: int = 0, /) -> bytes:
        """At most so many bytes of what is packed here; 0: all. Raises: one of `Inflation.errors`."""


class Inflation:
    """The library that is in use in this process."""

    def __init__(self) -> None:
        self.open: Callable[[int], Inflater] = zlib.decompressobj
        self.crc32: Callable[..., int] = zlib.crc32
        self.errors: tuple[type[Exception], ...] = (zlib.error,)

    def take_fast(self) -> None:
        """Use zlib-ng from here on, where it is installed."""
        with suppress(ImportError):
            fast = importlib.import_module("zlib_ng.zlib_ng")
            self.open, self.crc32 = fast.decompressobj, fast.crc32
            self.errors = (zlib.error, fast.error)


INFLATION = Inflation()
