"""The narrow faces of a repository that engines take instead of the whole of it."""

from __future__ import annotations

from typing import Protocol


class BlobReader(Protocol):
    """Reads blobs; thread-safe."""

    def load_blob(self, blob_id: bytes) -> bytes:
        """The plaintext of a blob, its hash checked.

        Raises: firstbell.repository.errors.BlobNotFoundError, BlobDamagedError.
        """

    def blob_size(self, blob_id: bytes) -> int:
        """Length of the plaintext in bytes, from the index, without reading the blob."""
