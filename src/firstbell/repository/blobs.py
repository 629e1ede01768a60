"""Reading blobs: from the index to the plaintext, its hash checked."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from firstbell.base.errors import Error
from firstbell.base.ids import hash_id
from firstbell.crypto.errors import UnauthenticError
from firstbell.crypto.sealing import OVERHEAD_BYTES, Sealer
from firstbell.repository.errors import BlobDamagedError, BlobNotFoundError
from firstbell.repository.format.compression import decompress
from firstbell.repository.format.errors import FormatError
from firstbell.repository.index import BlobLocation, Index
from firstbell.store import Kind, Store, StoreError

Buffer = bytes | bytearray | memoryview


def open_blob(sealer: Sealer, sealed: Buffer, *, blob_id: bytes, location: BlobLocation) -> bytes:
    """The plaintext of a sealed blob.

    Raises: BlobDamagedError when it does not decrypt, decompress or hash to `blob_id`.
    """
    try:
        plaintext = sealer.open(sealed)
        if location.plain_length:
            plaintext = decompress(plaintext, max_bytes=location.plain_length, what="blob")
    except (UnauthenticError, FormatError) as error:
        raise BlobDamagedError(blob_id.hex(), location.pack_id.hex(), str(error)) from None
    if hash_id(plaintext) != blob_id:
        raise BlobDamagedError(blob_id.hex(), location.pack_id.hex(), "its content does not hash to its id")
    return plaintext


class BlobSource:
    """Reads blobs of one repository by id. Thread-safe."""

    def __init__(self, store: Store, sealer: Sealer, index: Callable[[], Index]) -> None:
        self._store = store
        self._sealer = sealer
        self._index = index

    def locate(self, blob_id: bytes) -> BlobLocation:
        """Where a blob lies.

        Raises: BlobNotFoundError.
        """
        location = self._index().locate(blob_id)
        if location is None:
            raise BlobNotFoundError(blob_id.hex())
        return location

    def size(self, blob_id: bytes) -> int:
        """Length of the plaintext in bytes.

        Raises: BlobNotFoundError.
        """
        location = self.locate(blob_id)
        return location.plain_length or location.length - OVERHEAD_BYTES

    def load(self, blob_id: bytes) -> bytes:
        """The plaintext. Where a copy is damaged and another pack holds the blob too, that one is read.

        Raises: BlobNotFoundError, BlobDamagedError, StoreError.
        """
        location = self.locate(blob_id)
        try:
            return self._read(blob_id, location)
        except Error as error:
            for other in self._index().locate_all(blob_id):
                if other != location:
                    try:
                        return self._read(blob_id, other)
                    except Error:
                        continue
            if isinstance(error, StoreError):
                problem = f"its pack cannot be read ({error})"
                raise BlobDamagedError(blob_id.hex(), location.pack_id.hex(), problem) from None
            raise

    def _read(self, blob_id: bytes, location: BlobLocation) -> bytes:
        sealed = self._store.read_range(
            Kind.DATA, location.pack_id.hex(), offset=location.offset, length=location.length
        )
        return open_blob(self._sealer, sealed, blob_id=blob_id, location=location)

    def load_span(self, located: Iterable[tuple[bytes, BlobLocation]]) -> dict[bytes, bytes]:
        """The plaintexts of blobs that lie near each other in one pack, by one read over all of them.

        Blobs that fail in it are read once more by themselves, so that one bad copy does not hide the others.

        Raises: as `load`.
        """
        blobs = list(located)
        first = min(location.offset for _, location in blobs)
        end = max(location.offset + location.length for _, location in blobs)
        pack_name = blobs[0][1].pack_id.hex()
        try:
            span = memoryview(self._store.read_range(Kind.DATA, pack_name, offset=first, length=end - first))
        except StoreError:
            return {blob_id: self.load(blob_id) for blob_id, _ in blobs}
        opened = {}
        for blob_id, location in blobs:
            start = location.offset - first
            try:
                sealed = span[start : start + location.length]
                opened[blob_id] = open_blob(self._sealer, sealed, blob_id=blob_id, location=location)
            except BlobDamagedError:
                opened[blob_id] = self.load(blob_id)
        return opened
