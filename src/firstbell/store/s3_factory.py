"""The right kind of store for an S3 address: plain, or with Object Lock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from firstbell.store.credentials import Credentials
from firstbell.store.errors import ReadOnlyStoreError, StoreError
from firstbell.store.patience import Patience
from firstbell.store.s3 import S3Store
from firstbell.store.s3_address import S3Address
from firstbell.store.s3_bucket import S3Bucket
from firstbell.store.s3_faults import ERRORS, read_fault
from firstbell.store.s3_locked import LockedS3Store
from firstbell.store.s3_session import S3Session
from firstbell.store.s3_settings import S3Settings
from firstbell.store.store import Store


class ObjectLockError(StoreError):
    """Whether a bucket has Object Lock is not as it should be, or cannot be told."""

    code = "store.object_lock"


def open_s3_url(
    url: str, credentials: Credentials, options: Mapping[str, str], *, patience: Patience | None = None
) -> Store:
    """As `open_s3` for what follows `s3:`. Raises: StoreError for what is no address; InvalidSettingError."""
    return open_s3(S3Address.parse(url), credentials, S3Settings.read(options), patience=patience)


def open_s3(
    address: S3Address, credentials: Credentials, settings: S3Settings, *, patience: Patience | None = None
) -> Store:
    """The store at an address. `s3.object-lock` says what kind the bucket is, or that it is to be found out.

    Raises: ObjectLockError, NoCredentialsError, StoreError.
    """
    session = S3Session(address, credentials, settings, patience=patience)
    return open_bucket(S3Bucket(session, address), settings)


def open_bucket(bucket: S3Bucket, settings: S3Settings) -> Store:
    """The store in a bucket, as `open_s3`. Raises: ObjectLockError, StoreError."""
    if settings.object_lock == "off" or not has_lock(bucket, must=settings.object_lock == "on"):
        return S3Store(bucket)
    place = type(bucket)(bucket.session, _find_locks(bucket.address, settings))
    if place.address.bucket == bucket.address.bucket or has_lock(place, must=False):
        raise ObjectLockError(
            f"lock files cannot be stored in {place.url}, because that bucket has Object Lock too",
            hint="name a bucket without Object Lock: -o s3.locks=BUCKET",
        )
    return LockedS3Store(bucket, S3Store(place))


def _find_locks(address: S3Address, settings: S3Settings) -> S3Address:
    if settings.locks is None:
        return replace(address, bucket=f"{address.bucket}-locks")
    bucket, _, prefix = settings.locks.partition("/")
    return replace(address, bucket=bucket, prefix=prefix.strip("/") if prefix else address.prefix)


def has_lock(bucket: S3Bucket, *, must: bool) -> bool:
    """Whether Object Lock is on; with `must` everything else is an error."""
    client, name = bucket.session.client, bucket.address.bucket

    def ask() -> bool:
        try:
            answer = client.get_object_lock_configuration(Bucket=name)
        except ERRORS as error:
            fault = read_fault(error)
            # no lock, no bucket, or no server that knows locks
            if fault.is_missing or fault.is_unsupported or fault.status == 400:
                return False
            raise
        return bool(answer["ObjectLockConfiguration"].get("ObjectLockEnabled") == "Enabled")

    try:
        found = bucket.retrier.ask(f"opening {bucket.url}", ask)
    except ReadOnlyStoreError as refused:
        if must:
            raise
        return _decide_unseen(bucket, refused)
    if must and not found:
        raise ObjectLockError(
            f"{bucket.url} has no Object Lock",
            hint="the bucket's owner must create it with ObjectLockEnabledForBucket and a default retention",
        )
    return found


def _decide_unseen(bucket: S3Bucket, refused: ReadOnlyStoreError) -> bool:
    """False where the bucket keeps no versions, for then it has no lock either.

    Raises: ObjectLockError where it may have one: taken for a plain bucket, its lock would be worth nothing.
    """
    client, name = bucket.session.client, bucket.address.bucket

    def ask() -> bool:
        try:
            answer = client.head_object(Bucket=name, Key=bucket.address.join("config"))
        except ERRORS as error:
            if read_fault(error).is_missing:
                return False
            raise
        return bool(answer.get("VersionId", "null") != "null")

    try:
        if not bucket.retrier.ask("config", ask):
            return False
    except ReadOnlyStoreError:
        raise refused from None
    raise ObjectLockError(
        f"{bucket.url}: these credentials cannot see whether the bucket has Object Lock",
        hint="allow s3:GetBucketObjectLockConfiguration, or state it yourself: -o s3.object-lock=on or off",
    )
