"""The envelope of unpacked objects (index, snapshot, lock) in version 2: JSON, plain or zstd.

First byte `{` or `[`: plain JSON (all that version 1 knows). First byte 2: the rest is one zstd frame.
Source: restic design document, "Unpacked Data Format".
"""

from __future__ import annotations

from firstbell.repository.format.compression import compress, decompress
from firstbell.repository.format.errors import FormatError, NewerFormatError

_COMPRESSED = 2
_PLAIN = frozenset(b"{[")
# an index of 16 MiB packs full of the smallest blobs stays far below
MAX_UNPACKED_BYTES = 1 << 30


def wrap(plaintext: bytes, version: int) -> bytes:
    """The bytes to seal for an unpacked object of a repository of this version."""
    if version < 2:
        return plaintext
    return bytes((_COMPRESSED,)) + compress(plaintext)


def unwrap(data: bytes, what: str) -> bytes:
    """The JSON in the opened bytes of an unpacked object; `what` names it in errors.

    Raises: FormatError, NewerFormatError.
    """
    if not data:
        raise FormatError(what, "is empty")
    if data[0] in _PLAIN:
        return data
    if data[0] == _COMPRESSED:
        return decompress(data[1:], max_bytes=MAX_UNPACKED_BYTES, what=what)
    raise NewerFormatError(what, f"is of an unknown kind ({data[0]})")
