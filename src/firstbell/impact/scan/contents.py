"""Bytes of documents as open files, and their hashes."""

from __future__ import annotations

import mmap
import os
import tempfile

_STEP_BYTES = 1 << 20
_MAPPED_FROM_BYTES = 1 << 20


def make_file(data: bytes) -> int:
    """A descriptor of a nameless file with these bytes."""
    with tempfile.TemporaryFile(buffering=0) as file:
        view = memoryview(data)
        while view:
            view = view[file.write(view) or 0 :]
        return os.dup(file.fileno())


def hash_file(descriptor: int) -> str:
    """SHA-256, hex, of an open file. Raises: OSError."""
    import hashlib  # noqa: PLC0415 - those who read documents hash none, and its library makes their forks dearer

    digest = hashlib.sha256()
    at = 0
    while data := os.pread(descriptor, _STEP_BYTES, at):
        digest.update(data)
        at += len(data)
    return digest.hexdigest()


def map_file(descriptor: int, size: int) -> bytes | mmap.mmap:
    """All bytes of an open file; a large one is mapped, so that what is not looked at is not read.

    Raises: OSError.
    """
    if size < _MAPPED_FROM_BYTES:
        return load_file(descriptor, size)
    return mmap.mmap(descriptor, size, access=mmap.ACCESS_READ)


def load_file(descriptor: int, size: int) -> bytes:
    """All bytes of an open file, of which this many are expected. Raises: OSError."""
    parts: list[bytes] = []
    at = 0
    while at < size and (data := os.pread(descriptor, size - at, at)):
        parts.append(data)
        at += len(data)
    return parts[0] if len(parts) == 1 else b"".join(parts)
