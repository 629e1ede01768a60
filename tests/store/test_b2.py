"""Stores of B2: the S3 server is Ceph's radosgw, and where it is tells a small server of ours."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from firstbell.base.ids import hash_id
from firstbell.store import (
    Kind,
    ObjectExistsError,
    ReadOnlyStoreError,
    Store,
    UnreachableServerError,
    open_store,
)
from firstbell.store.b2 import B2AccountError, B2Address, B2AddressError
from firstbell.store.credentials import Credentials
from firstbell.store.patience import Patience
from firstbell.store.s3_settings import InvalidSettingError
from tests.contract.store_suite import NAME, OTHER, StoreContract
from tests.store.radosgw import S3Server
from tests.store.small_b2 import B2Account, run_small_b2
from tests.store.small_s3 import run_small_s3

QUICK = Patience(tries=2, connect_s=2.0, read_s=5.0)
WRITERS = 6


@pytest.fixture(scope="module")
def account(s3_server: S3Server) -> B2Account:
    return B2Account(s3_server.endpoint, s3_server.access_key, s3_server.secret_key)


@pytest.fixture(scope="module")
def api(account: B2Account) -> Iterator[str]:
    with run_small_b2(account) as address:
        yield address


def connect(given: str, account: B2Account, **options: str) -> Store:
    """Our store; `options` as in `-o b2.NAME`, with `_` for `-`."""
    named = {f"b2.{name.replace('_', '-')}": value for name, value in options.items()}
    return open_store(f"b2:{given}", Credentials(cloud=account.variables), named, patience=QUICK)


@pytest.fixture(scope="module")
def versioned(s3_server: S3Server) -> str:
    """A bucket that keeps all versions, as every one of B2's does."""
    client = s3_server.client
    client.create_bucket(Bucket="b2-versioned")
    client.put_bucket_versioning(Bucket="b2-versioned", VersioningConfiguration={"Status": "Enabled"})
    return "b2-versioned"


class TestB2Store(StoreContract):
    @pytest.fixture
    def store(self, account: B2Account, api: str, request: pytest.FixtureRequest) -> Store:
        folder = hash_id(request.node.name.encode()).hex()[:16]
        store = connect(f"b2-plain:{folder}", account, api=api)
        store.create()
        return store


def test_objects_lie_where_restic_looks(
    account: B2Account, api: str, s3_server: S3Server, versioned: str
) -> None:
    store = connect(f"{versioned}:/school//office/", account, api=api)
    store.write(Kind.DATA, NAME, [b"x"])
    listed = s3_server.client.list_objects_v2(Bucket=versioned, Prefix="school/")
    assert [row["Key"] for row in listed["Contents"]] == [f"school/office/data/{NAME[:2]}/{NAME}"]
    assert store.url == f"b2:{versioned}:school/office"


def test_what_is_removed_leaves_no_version_behind(
    account: B2Account, api: str, s3_server: S3Server, versioned: str
) -> None:
    store = connect(f"{versioned}:gone", account, api=api)
    store.write(Kind.LOCKS, NAME, [b"x"])
    store.write(Kind.LOCKS, OTHER, [b"y"])
    s3_server.client.put_object(Bucket=versioned, Key=f"gone/locks/{NAME}", Body=b"z")
    store.delete(Kind.LOCKS, NAME)
    left = s3_server.client.list_object_versions(Bucket=versioned, Prefix="gone/")
    assert [row["Key"] for row in left["Versions"]] == [f"gone/locks/{OTHER}"]
    assert "DeleteMarkers" not in left


def test_of_many_that_write_a_config_at_once_one_has_it(
    account: B2Account, api: str, s3_server: S3Server, versioned: str
) -> None:
    stores = [connect(f"{versioned}:raced", account, api=api) for _ in range(WRITERS)]
    start = threading.Barrier(WRITERS)

    def write(number: int) -> int | None:
        start.wait()
        try:
            stores[number].write(Kind.CONFIG, "config", [b"of %d" % number])
        except ObjectExistsError:
            return None
        return number

    with ThreadPoolExecutor(WRITERS) as pool:
        winners = [number for number in pool.map(write, range(WRITERS)) if number is not None]
    assert len(winners) == 1
    assert stores[0].read(Kind.CONFIG, "config") == b"of %d" % winners[0]
    left = s3_server.client.list_object_versions(Bucket=versioned, Prefix="raced/")
    assert len(left["Versions"]) == 1


def test_a_config_can_be_written_where_one_was_hidden(
    account: B2Account, api: str, s3_server: S3Server, versioned: str
) -> None:
    s3_server.client.put_object(Bucket=versioned, Key="again/config", Body=b"old")
    s3_server.client.delete_object(Bucket=versioned, Key="again/config")
    store = connect(f"{versioned}:again", account, api=api)
    store.write(Kind.CONFIG, "config", [b"new"])
    assert store.read(Kind.CONFIG, "config") == b"new"
    with pytest.raises(ObjectExistsError):
        store.write(Kind.CONFIG, "config", [b"newer"])


def test_a_server_without_conditions_and_checksums_is_written_to() -> None:
    """As B2 answers: 501 to If-None-Match, and a refusal of x-amz-checksum headers."""
    with run_small_s3() as (behaviour, address):
        behaviour.knows_conditions = False
        behaviour.refused_headers = ("x-amz-checksum-sha256", "x-amz-sdk-checksum-algorithm")
        endpoint = address.removesuffix("/bucket")
        store = connect("bucket:x", B2Account(endpoint), endpoint=endpoint)
        store.write(Kind.DATA, NAME, [b"one"])
        assert store.read(Kind.DATA, NAME) == b"one"
        with pytest.raises(ObjectExistsError):
            store.write(Kind.DATA, NAME, [b"two"])


def test_a_bucket_with_object_lock_is_seen(account: B2Account, api: str, s3_server: S3Server) -> None:
    s3_server.make_locked("b2-locked", "GOVERNANCE")
    store = connect("b2-locked:office", account, api=api)
    store.create()
    store.write(Kind.DATA, NAME, [b"x"])
    s3_server.client.put_object(Bucket="b2-locked", Key=f"office/data/{NAME[:2]}/{NAME}", Body=b"forged")
    assert store.read(Kind.DATA, NAME) == b"x"


def test_the_endpoint_is_asked_for_once_and_only_where_nothing_names_it(s3_server: S3Server) -> None:
    account = B2Account(s3_server.endpoint, s3_server.access_key, s3_server.secret_key)
    with run_small_b2(account) as api:
        connect("b2-plain", account, api=api)
        assert account.asked == ["/b2api/v3/b2_authorize_account"]
        connect("b2-plain", account, api=api, endpoint=s3_server.endpoint)
        known = Credentials(cloud=account.variables | {"B2_S3_ENDPOINT": s3_server.endpoint})
        open_store("b2:b2-plain", known, {"b2.api": api})
        assert len(account.asked) == 1


@pytest.mark.parametrize(
    ("changes", "options", "said", "hint"),
    [
        ({"key": "wrong"}, {}, "does not know this application key", "B2_ACCOUNT_KEY"),
        ({"account": "OWN"}, {}, "master key", "application key"),
        ({"bucket": "other"}, {}, "for the bucket other alone", "school"),
        ({"prefix": "off/"}, {}, "begin with off/ alone", "office"),
        ({"answer": (200, b"{}")}, {}, "does not say where", "b2.endpoint"),
        ({"answer": (200, b"<html>")}, {}, "does not say where", "b2.endpoint"),
        ({"answer": (403, b"{}")}, {}, "answers 403", "b2.endpoint"),
    ],
)
def test_what_b2_says_of_a_key_is_told(
    changes: dict[str, object], options: dict[str, str], said: str, hint: str
) -> None:
    given = B2Account("http://127.0.0.1:9")
    account = B2Account("http://127.0.0.1:9")
    for name, value in changes.items():
        setattr(account, name, given.key_id if value == "OWN" else value)
    with run_small_b2(account) as api, pytest.raises(B2AccountError) as caught:
        connect("school:office", given, api=api, **options)
    assert said in str(caught.value)
    assert hint in caught.value.hint


def test_a_key_for_the_folder_or_the_bucket_is_enough(s3_server: S3Server) -> None:
    account = B2Account(s3_server.endpoint, s3_server.access_key, s3_server.secret_key)
    account.bucket, account.prefix = "b2-plain", "off"
    with run_small_b2(account) as api:
        assert not connect("b2-plain:office", account, api=api).exists(Kind.CONFIG, "config")


def test_a_refusal_names_b2s_variables_and_the_place(s3_server: S3Server) -> None:
    account = B2Account(s3_server.endpoint, "nobody", "nothing")
    with run_small_b2(account) as api, pytest.raises(ReadOnlyStoreError) as caught:
        connect("b2-plain:office", account, api=api, object_lock="off").read(Kind.DATA, NAME)
    assert "B2_ACCOUNT_ID and B2_ACCOUNT_KEY" in caught.value.hint
    assert f"b2:b2-plain:office at {s3_server.endpoint}" in str(caught.value)


def test_a_b2_that_is_not_there_is_given_up() -> None:
    with pytest.raises(UnreachableServerError):
        connect("school:office", B2Account(""), api="http://127.0.0.1:9")


def test_what_is_missing_is_named() -> None:
    for known, missing in (({}, "B2_ACCOUNT_ID"), ({"B2_ACCOUNT_ID": "a"}, "B2_ACCOUNT_KEY")):
        with pytest.raises(B2AddressError, match=f"{missing} is not set"):
            open_store("b2:school:office", Credentials(cloud=known))


@pytest.mark.parametrize("given", ["", ":office", "a/b:office", "sch ool:x"])
def test_what_is_no_address_is_refused(given: str) -> None:
    with pytest.raises(B2AddressError, match="names no bucket"):
        open_store(f"b2:{given}")


@pytest.mark.parametrize(
    ("given", "bucket", "prefix", "url"),
    [
        ("school", "school", "", "b2:school"),
        ("school:", "school", "", "b2:school"),
        ("school:office", "school", "office", "b2:school:office"),
        ("school:/office/a/", "school", "office/a", "b2:school:office/a"),
        ("School-1:a:b", "School-1", "a:b", "b2:School-1:a:b"),
    ],
)
def test_addresses_are_read_as_restic_reads_them(given: str, bucket: str, prefix: str, url: str) -> None:
    address = B2Address.parse(given)
    assert (address.bucket, address.prefix, address.url) == (bucket, prefix, url)


@pytest.mark.parametrize(
    "options",
    [
        {"regoin": "x"},
        {"region": ""},
        {"object_lock": "perhaps"},
        {"endpoint": "s3.us-west-004.backblazeb2.com"},
    ],
)
def test_an_option_that_is_none_is_refused(options: dict[str, str]) -> None:
    with pytest.raises(InvalidSettingError) as caught:
        connect("school:office", B2Account(""), **options)
    assert caught.value.hint


def test_a_region_names_the_endpoint() -> None:
    address = B2Address.parse("school:office").settle("https://s3.eu-central-003.backblazeb2.com/")
    assert (address.endpoint, address.is_backblaze) == ("https://s3.eu-central-003.backblazeb2.com", True)
    assert address.join("config") == "office/config"


def test_no_secret_is_shown() -> None:
    assert "K004secret" not in repr(Credentials(cloud=B2Account("").variables))
