"""Bytes in files without a name: how documents go into a fence, and are read there."""

from __future__ import annotations

import fcntl
import os
import tempfile

_SIZE_SEALS = 0x0007  # F_SEAL_SEAL, F_SEAL_SHRINK, F_SEAL_GROW
_SEALS = 0x000F  # and F_SEAL_WRITE


def make_sealed(data: bytes, *, room_bytes: int = 0) -> int:
    """A descriptor of a nameless file with these bytes, which nobody can change where the system has such.

    `room_bytes`: so many more behind them; then it may be changed, and grows no further.
    """
    if not hasattr(os, "memfd_create"):
        with tempfile.TemporaryFile(buffering=0) as file:
            write_all(file.fileno(), data + bytes(room_bytes))
            os.lseek(file.fileno(), 0, os.SEEK_SET)
            return os.dup(file.fileno())
    number = os.memfd_create("firstbell", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    try:
        write_all(number, data)
        if room_bytes:
            os.ftruncate(number, len(data) + room_bytes)
        fcntl.fcntl(number, fcntl.F_ADD_SEALS, _SIZE_SEALS if room_bytes else _SEALS)
        os.lseek(number, 0, os.SEEK_SET)
    except OSError:
        os.close(number)
        raise
    return number


def write_all(number: int, data: bytes) -> None:
    """Write all of it to an open file. Raises: OSError."""
    view = memoryview(data)
    while view:
        view = view[os.write(number, view) :]


def load_held(descriptor: int) -> bytes:
    """All bytes of an open file. Raises: OSError."""
    size = os.fstat(descriptor).st_size
    data = os.pread(descriptor, size, 0)
    while len(data) < size and (more := os.pread(descriptor, size - len(data), len(data))):
        data += more
    return data
