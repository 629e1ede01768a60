"""A store in a bucket with Object Lock of a real S3 server, with an intruder who holds its owner's keys."""

from __future__ import annotations

import pytest

from firstbell.base.ids import hash_id
from firstbell.store import Kind, ObjectExistsError, ObjectInfo, ObjectNotFoundError, Store, StoreError
from firstbell.store.errors import HeldObjectError
from firstbell.store.s3 import S3Store
from firstbell.store.s3_factory import ObjectLockError
from firstbell.store.s3_locked import LockedS3Store, UnlockedUploadError
from firstbell.store.s3_settings import InvalidSettingError, S3Settings
from tests.contract.store_suite import NAME, OTHER, StoreContract
from tests.store.radosgw import S3Server

BUCKET = "locked"


@pytest.fixture(scope="module")
def bucket(s3_server: S3Server) -> str:
    # GOVERNANCE, so that a test may let a retention pass
    s3_server.make_locked(BUCKET, "GOVERNANCE")
    return BUCKET


@pytest.fixture
def prefix(request: pytest.FixtureRequest) -> str:
    return hash_id(request.node.name.encode()).hex()[:16]


@pytest.fixture
def store(s3_server: S3Server, bucket: str, prefix: str) -> Store:
    store = s3_server.open(bucket, prefix)
    store.create()
    assert isinstance(store, LockedS3Store)
    return store


class TestLockedS3Store(StoreContract):
    @pytest.fixture
    def store(self, store: Store) -> Store:
        return store


def find_key(prefix: str, name: str = NAME) -> str:
    return f"{prefix}/data/{name[:2]}/{name}"


def test_what_an_intruder_puts_under_a_name_that_is_taken_changes_nothing(
    s3_server: S3Server, store: Store, prefix: str
) -> None:
    store.write(Kind.DATA, NAME, [b"the truth"])
    for forged in (b"forged", b"forged again, and longer"):
        s3_server.client.put_object(Bucket=BUCKET, Key=find_key(prefix), Body=forged)
    fresh = s3_server.open(BUCKET, prefix)
    assert fresh.read(Kind.DATA, NAME) == b"the truth"
    assert fresh.read_range(Kind.DATA, NAME, offset=4, length=50) == b"truth"
    assert fresh.size(Kind.DATA, NAME) == 9
    assert list(fresh.list(Kind.DATA)) == [ObjectInfo(NAME, 9)]
    with pytest.raises(ObjectExistsError):
        fresh.write(Kind.DATA, NAME, [b"the truth"])


def test_a_delete_marker_hides_nothing(s3_server: S3Server, store: Store, prefix: str) -> None:
    store.write(Kind.DATA, NAME, [b"the truth"])
    s3_server.client.delete_object(Bucket=BUCKET, Key=find_key(prefix))
    fresh = s3_server.open(BUCKET, prefix)
    assert list(fresh.list(Kind.DATA)) == [ObjectInfo(NAME, 9)]
    assert fresh.exists(Kind.DATA, NAME)
    assert fresh.read(Kind.DATA, NAME) == b"the truth"


def test_nobody_removes_what_is_locked(store: Store) -> None:
    store.write(Kind.DATA, NAME, [b"pack"])
    assert store.is_held(Kind.DATA, NAME)
    with pytest.raises(HeldObjectError, match=r"kept until \d{4}-"):
        store.delete(Kind.DATA, NAME)
    assert store.read(Kind.DATA, NAME) == b"pack"


def test_what_has_outlived_its_retention_goes_with_its_markers_and_forgeries(
    s3_server: S3Server, store: Store, prefix: str
) -> None:
    client = s3_server.client
    store.write(Kind.DATA, NAME, [b"pack"])
    client.put_object(Bucket=BUCKET, Key=find_key(prefix), Body=b"forged")
    client.delete_object(Bucket=BUCKET, Key=find_key(prefix))
    s3_server.let_retention_pass(BUCKET, prefix)
    assert not store.is_held(Kind.DATA, NAME)
    store.delete(Kind.DATA, NAME)
    left = client.list_object_versions(Bucket=BUCKET, Prefix=prefix)
    assert not left.get("Versions")
    assert not left.get("DeleteMarkers")
    with pytest.raises(ObjectNotFoundError):
        store.read(Kind.DATA, NAME)


def test_what_another_machine_removed_is_gone_once_it_is_forgotten_here(
    s3_server: S3Server, store: Store, prefix: str
) -> None:
    store.write(Kind.DATA, NAME, [b"pack"])
    s3_server.let_retention_pass(BUCKET, prefix)
    s3_server.open(BUCKET, prefix).delete(Kind.DATA, NAME)
    assert store.exists(Kind.DATA, NAME)  # remembered
    store.forget(Kind.DATA, NAME)
    assert not store.exists(Kind.DATA, NAME)


@pytest.mark.long
def test_a_forgery_that_is_held_longer_never_becomes_the_truth(
    s3_server: S3Server, store: Store, prefix: str
) -> None:
    client = s3_server.client
    store.write(Kind.DATA, NAME, [b"the truth"])
    s3_server.let_retention_pass(BUCKET, prefix)
    client.put_object(Bucket=BUCKET, Key=find_key(prefix), Body=b"forged")
    with pytest.raises(HeldObjectError):
        store.delete(Kind.DATA, NAME)
    assert s3_server.open(BUCKET, prefix).read(Kind.DATA, NAME) == b"the truth"


def test_lock_files_live_outside_and_come_and_go(s3_server: S3Server, store: Store, prefix: str) -> None:
    store.write(Kind.LOCKS, NAME, [b"lock"])
    assert not s3_server.client.list_object_versions(Bucket=BUCKET, Prefix=prefix).get("Versions")
    assert s3_server.open(f"{BUCKET}-locks", prefix).read(Kind.LOCKS, NAME) == b"lock"
    store.delete(Kind.LOCKS, NAME)
    assert not store.exists(Kind.LOCKS, NAME)
    assert not store.is_held(Kind.LOCKS, NAME)


def test_an_upload_that_was_not_locked_is_an_error_and_taken_back(s3_server: S3Server, prefix: str) -> None:
    """As in a bucket whose owner's keys were stolen: its default retention is gone."""
    s3_server.make_locked("forgetful", None)
    store = s3_server.open("forgetful", prefix)
    with pytest.raises(UnlockedUploadError) as caught:
        store.write(Kind.DATA, NAME, [b"pack"])
    assert "default retention" in caught.value.hint
    assert not s3_server.client.list_object_versions(Bucket="forgetful").get("Versions")
    assert not store.exists(Kind.DATA, NAME)


def test_the_oldest_of_pages_of_versions_is_found(s3_server: S3Server, store: Store, prefix: str) -> None:
    """More than one page of versions of one key."""
    client = s3_server.client
    store.write(Kind.DATA, NAME, [b"the truth"])
    for number in range(12):
        client.put_object(Bucket=BUCKET, Key=find_key(prefix), Body=b"%d" % number)
    store.write(Kind.DATA, OTHER, [b"other"])
    fresh = s3_server.open(BUCKET, prefix)
    assert isinstance(fresh, LockedS3Store)
    fresh.versions.page_size = 5
    assert dict(fresh.list(Kind.DATA)) == {NAME: 9, OTHER: 5}
    assert fresh.read(Kind.DATA, NAME) == b"the truth"


def test_what_the_bucket_is_can_be_said(s3_server: S3Server, bucket: str) -> None:
    assert isinstance(s3_server.open(bucket, object_lock="on"), LockedS3Store)
    assert isinstance(s3_server.open(bucket, object_lock="off"), S3Store)
    s3_server.open("bare").create()
    with pytest.raises(ObjectLockError, match="has no Object Lock"):
        s3_server.open("bare", object_lock="on")


def test_lock_files_go_where_it_is_said_but_not_into_a_lock(s3_server: S3Server, bucket: str) -> None:
    store = s3_server.open(bucket, "p", locks="elsewhere/there")
    store.create()
    store.write(Kind.LOCKS, NAME, [b"lock"])
    assert s3_server.open("elsewhere", "there").exists(Kind.LOCKS, NAME)
    with pytest.raises(ObjectLockError, match="cannot be stored"):
        s3_server.open(bucket, locks=bucket)


@pytest.mark.parametrize(
    "options", [{"s3.object-lock": "perhaps"}, {"s3.colour": "red"}, {"s3.region": ""}], ids=str
)
def test_an_option_that_is_none_is_refused(options: dict[str, str]) -> None:
    with pytest.raises(InvalidSettingError):
        S3Settings.read(options)


def test_options_of_other_places_are_passed_over() -> None:
    assert S3Settings.read({"rest.connections": "9", "s3.region": "x"}) == S3Settings(region="x")


def test_a_bucket_that_cannot_be_asked_is_no_guess(s3_server: S3Server, bucket: str, prefix: str) -> None:
    """A host may read and write but not see the bucket's settings."""
    store = s3_server.open(bucket, prefix)
    store.write(Kind.CONFIG, "config", [b"c"])
    host = s3_server.make_user("host")
    s3_server.allow(bucket, "host", "s3:GetObject", "s3:PutObject", "s3:ListBucket", "s3:GetObjectVersion")
    with pytest.raises(ObjectLockError, match="cannot see"):
        host.open(bucket, prefix)
    with pytest.raises(StoreError, match="403"):
        host.open(bucket, prefix, object_lock="on")
