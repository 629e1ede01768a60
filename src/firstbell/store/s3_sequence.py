"""A row of objects in a bucket, under names that are taken once: of many who want a name one gets it.

The put fails where the name is taken (`If-None-Match: *`); a server that does not know this condition, or
passes over it, cannot hold such a row. In a bucket with Object Lock the oldest version of a name is the
truth. Amazon refuses the second put there as well; Ceph 18.2 keeps it as a later version, and gives each its
place in the order at the moment when it can first be seen, so that the oldest stays the oldest.
Source: Amazon S3 User Guide, "How to prevent object overwrites with conditional writes"; Ceph, cls_rgw
(`bucket_link_olh`), and tests/store/test_s3_sequence.py.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping

from firstbell.store.credentials import Credentials
from firstbell.store.errors import ObjectExistsError, ObjectNotFoundError, StoreError
from firstbell.store.patience import Patience
from firstbell.store.s3_address import S3Address
from firstbell.store.s3_bucket import S3Bucket
from firstbell.store.s3_factory import has_lock
from firstbell.store.s3_locked import UnlockedUploadError
from firstbell.store.s3_session import S3Session
from firstbell.store.s3_settings import S3Settings
from firstbell.store.s3_versions import VersionList


class S3Sequence:
    """Objects of a bucket below a prefix. `is_locked`: the bucket has Object Lock. Thread-safe."""

    def __init__(self, bucket: S3Bucket, *, is_locked: bool) -> None:
        self._bucket = bucket
        self._versions = VersionList(bucket) if is_locked else None

    @property
    def url(self) -> str:
        """The address; it has no secrets."""
        return self._bucket.url

    def _find_key(self, name: str) -> str:
        return self._bucket.address.join(name)

    def take(self, name: str, data: bytes) -> None:
        """Put an object under a name that is free. It is durable, and seen by everybody, when this returns.

        Raises: ObjectExistsError; UnreachableServerError, StoreError: it may be there then, or not.
        """
        key = self._find_key(name)
        version = self._bucket.take(key, data)
        if self._versions is None:
            return
        # somebody was faster, or has hidden what is there under a delete marker
        if self._versions.list_key(key)[-1].id != version and self.read(name) != data:
            raise ObjectExistsError(f"writing {key}: the name is taken")

    def read(self, name: str) -> bytes | None:
        """The object of a name, None where there is none. Raises: StoreError."""
        key = self._find_key(name)
        version = None
        if self._versions is not None:
            versions = self._versions.list_key(key)
            if not versions:
                return None
            version = versions[-1].id
        try:
            return self._bucket.read(key, version=version)
        except ObjectNotFoundError:
            return None

    def list_after(self, folder: str, last: str) -> Iterator[tuple[str, int]]:
        """(name, size in bytes) of the objects below a folder whose names come after `last`, in order.

        `last`: within the folder; "" for all. Raises: StoreError.
        """
        place = self._find_key(folder)
        after = f"{place}/{last}" if last else ""
        if self._versions is not None:
            for version in self._versions.list_oldest(place, after=after):
                yield version.key.removeprefix(f"{place}/"), version.size_bytes
            return
        for key, size_bytes in self._bucket.list_after(place, after):
            yield key.removeprefix(f"{place}/"), size_bytes

    def probe(self) -> None:
        """Try it. Raises: StoreError unless a name that is taken stays so; UnlockedUploadError."""
        name = f"probe/{os.urandom(8).hex()}"
        key = self._find_key(name)
        self.take(name, b"first")
        if (
            self._versions is not None
            and self._versions.find_hold(self._versions.list_key(key)[-1]).mode is None
        ):
            raise UnlockedUploadError(
                f"{key} was not locked when it was uploaded to {self.url}",
                hint="give the bucket a default retention (PutObjectLockConfiguration)",
            )
        try:
            self.take(name, b"second")
        except ObjectExistsError:
            pass
        else:
            raise StoreError(
                f"{self.url}: the server puts objects under names that are taken, so several servers cannot"
                " share a log there",
                hint="use a server that honors If-None-Match, such as Amazon S3, Ceph or MinIO",
            )
        finally:
            if self._versions is None:
                self._bucket.delete(key)


def open_sequence(
    url: str, credentials: Credentials, options: Mapping[str, str], *, patience: Patience
) -> S3Sequence:
    """The row at what follows `s3:`. Raises: StoreError, InvalidSettingError."""
    address, settings = S3Address.parse(url), S3Settings.read(options)
    bucket = S3Bucket(S3Session(address, credentials, settings, patience=patience), address)
    is_locked = settings.object_lock != "off" and has_lock(bucket, must=settings.object_lock == "on")
    return S3Sequence(bucket, is_locked=is_locked)
