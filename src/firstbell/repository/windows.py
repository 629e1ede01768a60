"""Stretches of packs that were read lately: trees that are asked for one after the other lie close together.

A walk goes down from a folder to what is below it, and a backup writes what is below a folder just before the
folder itself: half of what is read lies before the tree that is asked for, half of it behind.
"""

from __future__ import annotations

from firstbell.store import Kind, Store

_BEFORE_BYTES = 64 << 10
_WINDOW_BYTES = 128 << 10
# a walk through the trees of many backups steps from pack to pack and back
_KEPT = 8

Buffer = bytes | memoryview


class PackWindows:
    """Reads small parts of packs. For one thread; what it keeps is as it was when it was read."""

    def __init__(self, store: Store) -> None:
        self._store = store
        # (hex id, offset) of each window, the one used last at the end
        self._windows: dict[tuple[str, int], memoryview] = {}

    def read(self, hex_id: str, *, offset: int, length: int) -> Buffer:
        """`length` bytes of a pack from `offset`; fewer where the pack ends before.

        Raises: ObjectNotFoundError, StoreError.
        """
        for key, window in reversed(self._windows.items()):
            start = offset - key[1]
            if key[0] == hex_id and start >= 0 and start + length <= len(window):
                # taken out and put back: the one used last is dropped last
                self._windows[key] = self._windows.pop(key)
                return window[start : start + length]
        if length > _WINDOW_BYTES - _BEFORE_BYTES:
            return self._store.read_range(Kind.DATA, hex_id, offset=offset, length=length)
        start = max(0, offset - _BEFORE_BYTES)
        data = self._store.read_range(Kind.DATA, hex_id, offset=start, length=_WINDOW_BYTES)
        while len(self._windows) >= _KEPT:
            del self._windows[next(iter(self._windows))]
        window = self._windows[hex_id, start] = memoryview(data)
        return window[offset - start : offset - start + length]

    def forget(self) -> None:
        """Keep nothing of what was read."""
        self._windows.clear()
