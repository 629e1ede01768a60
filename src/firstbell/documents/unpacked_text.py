"""A large text in an archive, unpacked while it is read: one that expands to hundreds of megabytes is never
held as a whole.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import IO

_STEP_BYTES = 1 << 20


class UnpackedText:
    """The bytes of a member by slices without a step. `head`: its first bytes, which are asked for more than
    once; from there on it is read once, from front to back, and unpacked anew where somebody goes back.
    """

    def __init__(self, opened: Callable[[], IO[bytes]], *, head: bytes, size_bytes: int) -> None:
        self._opened = opened
        self._head = head
        self._size = size_bytes
        self._stream: IO[bytes] | None = None
        self._at = 0

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, part: slice) -> bytes:
        start, end, _ = part.indices(self._size)
        if end <= len(self._head):
            return self._head[start:end]
        if self._stream is None or start < self._at:
            self.close()
            self._stream, self._at = self._opened(), 0
        while self._at < start:
            self._at += len(self._read(self._stream, min(_STEP_BYTES, start - self._at)))
        data = self._read(self._stream, end - start)
        self._at += len(data)
        return data

    @staticmethod
    def _read(stream: IO[bytes], size_bytes: int) -> bytes:
        """So many bytes. Raises: OSError where there are fewer than there were."""
        parts: list[bytes] = []
        while size_bytes > 0:
            part = stream.read(min(_STEP_BYTES, size_bytes))
            if not part:
                raise OSError("it is shorter than it was")
            parts.append(part)
            size_bytes -= len(part)
        return b"".join(parts)

    def close(self) -> None:
        """Close what it is read from."""
        if self._stream is not None:
            self._stream.close()
            self._stream = None
