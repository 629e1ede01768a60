"""Which bytes of a file a strike replaces: one model that almost every known family reduces to.

Source: research notes on how families alter files (layouts read from published decryptors, srlabs
black-basta-buster's ranges and vendors' analyses); the families themselves stand in `families.py`.
"""

from __future__ import annotations

import random
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Layout:
    """Offsets and lengths in bytes.

    The first `keep_prefix` bytes stay, the next `first_len` are struck; then in turn `gap` bytes stay and
    `chunk` bytes are struck, until `stop` (None: the end of the file). `chunk` 0: only the first part.
    `header` is put before all of it, `footer` after it.
    """

    keep_prefix: int = 0
    first_len: int = 0
    chunk: int = 0
    gap: int = 0
    stop: int | None = None
    header: bytes = b""
    footer: bytes = b""


WHOLE = Layout(chunk=4096)


def render_mask(size_bytes: int, layout: Layout) -> bytes:
    """`size_bytes` bytes: 0xff where the layout strikes, 0 where it leaves alone."""
    end = size_bytes if layout.stop is None else min(size_bytes, layout.stop)
    start = b"\0" * min(layout.keep_prefix, end) + b"\xff" * min(layout.first_len, end)
    turn = b"\0" * layout.gap + b"\xff" * layout.chunk
    turns = 0
    if layout.chunk and len(start) < end:
        turns = (end - len(start)) // len(turn) + 1
    mask = (start + turn * turns)[:end]
    return mask + b"\0" * (size_bytes - len(mask))


def strike_bytes(data: bytes, layout: Layout, rng: random.Random) -> bytes:
    """`data` with the ranges of `layout` replaced by random bytes, header and footer added.

    No key and no cipher: nothing can be turned back, and statistically it looks the same. Takes about five
    times the size of `data` in memory.
    """
    size = len(data)
    # one wide integer instead of a loop over ranges: every other 16 bytes of 20 MB is 650,000 ranges
    mask = int.from_bytes(render_mask(size, layout), "little")
    noise = int.from_bytes(rng.randbytes(size), "little") & mask
    kept = int.from_bytes(data, "little")
    kept ^= kept & mask
    return layout.header + (kept | noise).to_bytes(size, "little") + layout.footer
