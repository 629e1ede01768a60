"""A store in a plain S3 bucket, in restic's layout; stock restic reads and writes it too.

Objects are published once by conditional puts (If-None-Match), which Amazon, Ceph and MinIO know. What a
server does not know is made up for in `S3Bucket.create`.
Source: restic design document, "Repository Layout"; Amazon S3 API reference, PutObject.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from firstbell.store.errors import ObjectNotFoundError
from firstbell.store.s3_bucket import S3Bucket
from firstbell.store.store import Buffer, Kind, ObjectInfo, Store


class S3Store(Store):
    """Objects of a bucket below a prefix. A lost answer is asked for again."""

    def __init__(self, bucket: S3Bucket) -> None:
        self._bucket = bucket

    @property
    def url(self) -> str:
        """The address; it has no secrets."""
        return self._bucket.url

    def create(self) -> None:
        """Make the bucket, where it is missing."""
        self._bucket.make()

    def write(self, kind: Kind, name: str, parts: Sequence[Buffer]) -> None:
        """See `Store.write`."""
        self._bucket.create(self._bucket.find_key(kind, name), b"".join(parts))

    def read(self, kind: Kind, name: str) -> bytes:
        """See `Store.read`."""
        return self._bucket.read(self._bucket.find_key(kind, name))

    def read_range(self, kind: Kind, name: str, *, offset: int, length: int) -> bytes:
        """See `Store.read_range`."""
        if length == 0:
            self.size(kind, name)
            return b""
        return self._bucket.read_range(self._bucket.find_key(kind, name), (offset, offset + length))

    def size(self, kind: Kind, name: str) -> int:
        """See `Store.size`."""
        size_bytes = self._bucket.find_size(self._bucket.find_key(kind, name))
        if size_bytes is None:
            raise ObjectNotFoundError(f"{kind}/{name} does not exist")
        return size_bytes

    def list(self, kind: Kind) -> Iterator[ObjectInfo]:
        """See `Store.list`."""
        if kind is Kind.CONFIG:
            yield from self.list_config()
            return
        yield from self._bucket.list_kind(kind)

    def delete(self, kind: Kind, name: str) -> None:
        """See `Store.delete`."""
        self.size(kind, name)  # S3 says yes to removing what is not there
        self._bucket.delete(self._bucket.find_key(kind, name))

    def exists(self, kind: Kind, name: str) -> bool:
        """See `Store.exists`."""
        return self._bucket.find_size(self._bucket.find_key(kind, name)) is not None
