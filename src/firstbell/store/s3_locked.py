"""A store in a bucket with Object Lock, where nobody can remove or change what was uploaded for a time.

The oldest version of a key is the truth; it is read by its id. What comes later under the same key, and
delete markers, change nothing. Lock files would be locked too, so they live in another place.
Source: docs/storage.md; Amazon S3 User Guide, "Locking objects with Object Lock".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NoReturn

from firstbell.base.clock import NS_PER_S, Clock, SystemClock
from firstbell.store.errors import ObjectExistsError, ObjectNotFoundError, StoreError
from firstbell.store.s3 import S3Store
from firstbell.store.s3_bucket import S3Bucket
from firstbell.store.s3_versions import Version, VersionList
from firstbell.store.store import Buffer, Kind, ObjectInfo, Store


class UnlockedUploadError(StoreError):
    """An upload came to stand in the bucket without a retention; it was taken back."""

    code = "store.unlocked_upload"


class LockedS3Store(Store):
    """Objects of a bucket with Object Lock below a prefix; `locks` holds the lock files.
    `versions`: all that the bucket keeps.
    """

    def __init__(self, bucket: S3Bucket, locks: S3Store, clock: Clock | None = None) -> None:
        self._bucket = bucket
        self._locks = locks
        self.versions = VersionList(bucket)
        self._clock = clock or SystemClock()
        # key -> its oldest version, which stays the oldest until it is removed
        self._oldest: dict[str, Version] = {}

    @property
    def url(self) -> str:
        """The address; it has no secrets."""
        return self._bucket.url

    def create(self) -> None:
        """Make the bucket of the lock files, where it is missing; this one is its owner's to make."""
        self._locks.create()

    def write(self, kind: Kind, name: str, parts: Sequence[Buffer]) -> None:
        """See `Store.write`. What has no retention after it is taken back.

        Raises: UnlockedUploadError, and as `Store.write`.
        """
        if kind is Kind.LOCKS:
            self._locks.write(kind, name, parts)
            return
        key = self._bucket.find_key(kind, name)
        if self.versions.list_key(key):
            raise ObjectExistsError(f"writing {key}: the name is taken")
        data = b"".join(parts)
        if self._bucket.put_version(key, data) is None:
            raise StoreError(
                f"writing {key}: {self.url} keeps no versions, so it cannot be a bucket with Object Lock"
            )
        versions = self.versions.list_key(key)
        oldest = versions[-1]
        # the oldest is ours, unless somebody was faster
        if len(versions) > 1 and self._bucket.read(key, version=oldest.id) != data:
            raise ObjectExistsError(f"writing {key}: somebody else has taken the name meanwhile")
        if self.versions.find_hold(oldest).mode is None:
            self._take_back(versions)
        self._oldest[key] = oldest

    def _take_back(self, versions: Sequence[Version]) -> NoReturn:
        for version in versions:
            self.versions.delete(version)
        raise UnlockedUploadError(
            f"{versions[0].key} was not locked when it was uploaded to {self.url}",
            hint="give the bucket a default retention (PutObjectLockConfiguration), and give these "
            "credentials permission to see it (s3:GetObjectRetention)",
        )

    def _find(self, kind: Kind, name: str) -> Version:
        """The oldest version of an object.

        Raises: ObjectNotFoundError, StoreError.
        """
        key = self._bucket.find_key(kind, name)
        known = self._oldest.get(key)
        if known is None:
            versions = self.versions.list_key(key)
            if not versions:
                raise ObjectNotFoundError(f"{kind}/{name} does not exist")
            known = self._oldest[key] = versions[-1]
        return known

    def read(self, kind: Kind, name: str) -> bytes:
        """See `Store.read`."""
        if kind is Kind.LOCKS:
            return self._locks.read(kind, name)
        version = self._find(kind, name)
        return self._bucket.read(version.key, version=version.id)

    def read_range(self, kind: Kind, name: str, *, offset: int, length: int) -> bytes:
        """See `Store.read_range`."""
        if kind is Kind.LOCKS:
            return self._locks.read_range(kind, name, offset=offset, length=length)
        version = self._find(kind, name)
        if length == 0 or offset >= version.size_bytes:
            return b""
        return self._bucket.read_range(version.key, (offset, offset + length), version=version.id)

    def size(self, kind: Kind, name: str) -> int:
        """See `Store.size`."""
        if kind is Kind.LOCKS:
            return self._locks.size(kind, name)
        return self._find(kind, name).size_bytes

    def list(self, kind: Kind) -> Iterator[ObjectInfo]:
        """See `Store.list`. What lies under a delete marker is listed as well."""
        if kind is Kind.LOCKS:
            yield from self._locks.list(kind)
            return
        if kind is Kind.CONFIG:
            yield from self.list_config()
            return
        for version in self.versions.list_oldest(self._bucket.address.join(kind)):
            name = version.key.rpartition("/")[2]
            if self._bucket.address.is_place_of(kind, name, version.key):
                self._oldest[version.key] = version
                yield ObjectInfo(name, version.size_bytes)

    def delete(self, kind: Kind, name: str) -> None:
        """See `Store.delete`. Later versions go first, so that none of them ever becomes the truth.

        Raises: HeldObjectError while the retention of a version has not passed, and as `Store.delete`.
        """
        if kind is Kind.LOCKS:
            self._locks.delete(kind, name)
            return
        key = self._bucket.find_key(kind, name)
        versions = self.versions.list_key(key)
        if not versions:
            raise ObjectNotFoundError(f"{kind}/{name} does not exist")
        for version in versions:
            self.versions.delete(version)
        self._oldest.pop(key, None)
        self.versions.delete_markers(key)

    def forget(self, kind: Kind, name: str) -> None:
        """See `Store.forget`."""
        self._oldest.pop(self._bucket.find_key(kind, name), None)

    def is_held(self, kind: Kind, name: str) -> bool:
        """See `Store.is_held`."""
        if kind is Kind.LOCKS:
            return False
        now_s = self._clock.now_ns() / NS_PER_S
        versions = self.versions.list_key(self._bucket.find_key(kind, name))
        return not all(self.versions.find_hold(version).is_over(now_s) for version in versions)

    def exists(self, kind: Kind, name: str) -> bool:
        """See `Store.exists`."""
        if kind is Kind.LOCKS:
            return self._locks.exists(kind, name)
        try:
            self._find(kind, name)
        except ObjectNotFoundError:
            return False
        return True
