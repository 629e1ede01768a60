"""A disk that takes no more, for files of this process: what goes beyond a length is not written.

A write that begins before the limit ends there and says how much it wrote; the next one fails. Source:
setrlimit(2), RLIMIT_FSIZE.
"""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_file_beyond(size_bytes: int) -> Iterator[None]:
    """No file grows beyond so many bytes. Python ignores the signal, so that a write fails (EFBIG)."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size_bytes, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
