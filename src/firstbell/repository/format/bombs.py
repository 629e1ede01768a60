"""JSON that was made to exhaust memory: a few bytes a value, and millions of them."""

from __future__ import annotations

from firstbell.repository.format.errors import FormatError

# what is shorter costs a reader less than a GiB, whatever stands in it
_HARMLESS_BYTES = 32 << 20
# what restic and we write is longer: 22 bytes a comma in trees, 30 in indexes; 330 and 109 bytes an object
_BYTES_PER_COMMA = 16
_BYTES_PER_OBJECT = 100


def refuse_bomb(data: bytes, what: str) -> None:
    """Raises: FormatError for long JSON of more values than its length can honestly hold."""
    if len(data) <= _HARMLESS_BYTES:
        return
    if data.count(b",") * _BYTES_PER_COMMA > len(data) or (
        data.count(b"{") + data.count(b"[")
    ) * _BYTES_PER_OBJECT > len(data):
        raise FormatError(what, "holds more values than its length can honestly hold")
