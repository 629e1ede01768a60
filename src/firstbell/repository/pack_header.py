"""The header of a pack, read from the pack's end alone."""

from __future__ import annotations

from firstbell.crypto.errors import UnauthenticError
from firstbell.crypto.seal import OVERHEAD_BYTES, Sealer
from firstbell.repository.format.errors import FormatError
from firstbell.repository.format.pack import LENGTH, MAX_HEADER_BYTES, PackedBlob, parse_header
from firstbell.store import Kind, Store

# holds the header of 1,600 blobs; a pack of large files needs a hundredth of it
_TAIL_BYTES = 64 << 10


def open_header(sealer: Sealer, tail: bytes, what: str) -> list[PackedBlob]:
    """The blobs that a pack's header names. `tail`: the end of the pack, or all of it.

    Raises: FormatError, UnauthenticError.
    """
    return parse_header(_open_raw_header(sealer, tail, what), what)


def _open_raw_header(sealer: Sealer, tail: bytes, what: str) -> bytes:
    length = _header_length(tail, what)
    end = len(tail) - LENGTH.size
    if length > end:
        raise FormatError(what, f"says its header is {length} bytes long, it has {end}")
    return sealer.open(memoryview(tail)[end - length : end])


def _header_length(tail: bytes, what: str) -> int:
    if len(tail) < LENGTH.size:
        raise FormatError(what, "is too short for a header")
    length: int = LENGTH.unpack(tail[-LENGTH.size :])[0]
    return length


def read_header(store: Store, sealer: Sealer, *, pack_id: bytes, size_bytes: int) -> list[PackedBlob]:
    """The blobs that a pack's header names, by reading the pack's end; `size_bytes`: of the pack.

    Raises: FormatError when it cannot be read, or does not fit the pack's size; StoreError.
    """
    what = f"pack {pack_id.hex()[:8]}"
    data = read_raw_header(store, sealer, pack_id=pack_id, size_bytes=size_bytes)
    blobs = parse_header(data, what)
    if any(blob.length < OVERHEAD_BYTES for blob in blobs):
        raise FormatError(what, "its header names a blob that is shorter than its seal")
    total = sum(blob.length for blob in blobs) + OVERHEAD_BYTES + len(data) + LENGTH.size
    if total != size_bytes:
        raise FormatError(what, f"is {size_bytes} bytes long, by its header {total}")
    return blobs


def read_raw_header(store: Store, sealer: Sealer, *, pack_id: bytes, size_bytes: int) -> bytes:
    """The plaintext of a pack's header, for `parse_header`. Raises: as `read_header`."""
    what = f"pack {pack_id.hex()[:8]}"
    tail = _read_tail(store, pack_id, size_bytes, min(size_bytes, _TAIL_BYTES))
    length = _header_length(tail, what)
    wanted = length + LENGTH.size
    if wanted > len(tail) and wanted <= min(size_bytes, MAX_HEADER_BYTES + OVERHEAD_BYTES + LENGTH.size):
        tail = _read_tail(store, pack_id, size_bytes, wanted)
    try:
        return _open_raw_header(sealer, tail, what)
    except UnauthenticError as error:
        raise FormatError(what, f"its header: {error}") from None


def _read_tail(store: Store, pack_id: bytes, size_bytes: int, length: int) -> bytes:
    return store.read_range(Kind.DATA, pack_id.hex(), offset=size_bytes - length, length=length)
