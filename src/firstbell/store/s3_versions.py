"""Versions of objects in a bucket that keeps all of them. The oldest version of a key is the truth.

Whoever may put into such a bucket can put again under a key, or hide it with a delete marker; neither
changes or removes the version that was there first. S3 lists the versions of a key newest first.
Source: Amazon S3 API reference, ListObjectVersions; behaviour of Ceph's radosgw 18.2.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from firstbell.store.errors import HeldObjectError, ReadOnlyStoreError
from firstbell.store.s3_bucket import S3Bucket

_HINT = "locked objects can be removed after their retention period"


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a key."""

    key: str
    id: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class ObjectHold:
    """What keeps a version. `mode`: "COMPLIANCE", "GOVERNANCE", or None where there is no retention."""

    mode: str | None
    until: datetime.datetime | None
    is_legal: bool

    def describe(self) -> str:
        """For a person: until when, or by what."""
        return "because of a legal hold" if self.is_legal else f"until {self.until:%Y-%m-%d %H:%M %Z}"

    def is_over(self, now_s: float) -> bool:
        """Whether nothing keeps it at a time in seconds since 1970."""
        return not self.is_legal and (self.until is None or self.until.timestamp() <= now_s)


class VersionList:
    """Versions in one folder of a bucket. Thread-safe."""

    def __init__(self, bucket: S3Bucket) -> None:
        self._client = bucket.session.client
        self._name = bucket.address.bucket
        self._ask = bucket.retrier.ask
        self.page_size = 1000

    def list_oldest(self, folder: str, *, after: str = "") -> Iterator[Version]:
        """The oldest version of every key below a folder, those under a delete marker too.

        `after`: of keys that come after this one.

        Raises: StoreError.
        """
        last: Version | None = None
        for version in self._list(f"{folder}/", "Versions", after=after):
            if version.key <= after:  # Ceph begins with the marker's own key
                continue
            if last is not None and last.key != version.key:
                yield last
            last = version
        if last is not None:
            yield last

    def list_key(self, key: str) -> list[Version]:
        """The versions of one key, newest first.

        Raises: StoreError.
        """
        return list(self._list_exact(key, "Versions"))

    def _list_exact(self, key: str, rows: str) -> Iterator[Version]:
        for version in self._list(key, rows):
            # keys come in order, and none that begins with a key comes before it
            if version.key != key:
                return
            yield version

    def _list(self, prefix: str, rows: str, *, after: str = "") -> Iterator[Version]:
        position = {"KeyMarker": after} if after else {}
        while True:
            # bound now: the next turn has another position
            ask_page = partial(
                self._client.list_object_versions,
                Bucket=self._name,
                Prefix=prefix,
                MaxKeys=self.page_size,
                **position,
            )
            page = self._ask(f"listing {prefix}", ask_page)
            for row in page.get(rows, ()):
                yield Version(row["Key"], row["VersionId"], row.get("Size", 0))
            if not page.get("IsTruncated"):
                return
            position = {"KeyMarker": page["NextKeyMarker"], "VersionIdMarker": page["NextVersionIdMarker"]}

    def find_hold(self, version: Version) -> ObjectHold:
        """What keeps a version from being removed.

        Raises: ObjectNotFoundError, StoreError.
        """
        head: dict[str, Any] = self._ask(
            version.key,
            lambda: self._client.head_object(Bucket=self._name, Key=version.key, VersionId=version.id),
        )
        return ObjectHold(
            head.get("ObjectLockMode"),
            head.get("ObjectLockRetainUntilDate"),
            head.get("ObjectLockLegalHoldStatus") == "ON",
        )

    def delete(self, version: Version) -> None:
        """Remove one version for good.

        Raises: HeldObjectError while something keeps it; ReadOnlyStoreError, StoreError.
        """
        try:
            self._remove(version)
        except ReadOnlyStoreError:
            hold = self.find_hold(version)
            if hold.mode is None and not hold.is_legal:
                raise
            raise HeldObjectError(f"{version.key} is kept {hold.describe()}", hint=_HINT) from None

    def delete_markers(self, key: str) -> None:
        """Remove the delete markers of a key that has no versions left.

        Raises: ReadOnlyStoreError, StoreError.
        """
        for marker in list(self._list_exact(key, "DeleteMarkers")):
            self._remove(marker)

    def _remove(self, version: Version) -> None:
        self._ask(
            f"removing {version.key}",
            lambda: self._client.delete_object(Bucket=self._name, Key=version.key, VersionId=version.id),
        )
