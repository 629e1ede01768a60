"""Names that are taken once, on a real S3 server: of many who want one, one gets it, and all see the same."""

from __future__ import annotations

import threading

import pytest

from firstbell.store import StoreError, UnreachableServerError, open_row
from firstbell.store.credentials import Credentials
from firstbell.store.errors import ObjectExistsError, UnknownAddressError
from firstbell.store.patience import Patience
from firstbell.store.s3_bucket import S3Bucket
from firstbell.store.s3_locked import UnlockedUploadError
from firstbell.store.s3_sequence import S3Sequence
from tests.store.radosgw import S3Server


def open_sequence(server: S3Server, bucket: str) -> S3Sequence:
    return open_row(
        server.find_address(bucket, "row"), Credentials(aws=server.variables), {}, patience=Patience(tries=2)
    )


@pytest.fixture(params=["plain", "locked"], scope="module")
def bucket(request: pytest.FixtureRequest, s3_server: S3Server) -> str:
    name = f"sequence-{request.param}"
    if request.param == "locked":
        s3_server.make_locked(name, "GOVERNANCE")
    else:
        s3_server.client.create_bucket(Bucket=name)
    return name


def test_of_many_who_want_a_name_one_gets_it_and_all_see_whose_it_is(
    s3_server: S3Server, bucket: str
) -> None:
    rows = [open_sequence(s3_server, bucket) for _ in range(4)]
    won: list[tuple[str, bytes]] = []
    seen: list[tuple[str, bytes | None]] = []

    def want(name: str, at: int) -> None:
        data = f"of {at}".encode()
        try:
            rows[at].take(name, data)
        except ObjectExistsError:
            pass
        else:
            won.append((name, data))
        seen.append((name, rows[at].read(name)))

    for turn in range(25):
        threads = [threading.Thread(target=want, args=(f"raced/{turn:04}", at)) for at in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(won) == len(dict(won)) == 25
    assert set(seen) == set(won)


def test_names_are_listed_in_order_behind_one(s3_server: S3Server, bucket: str) -> None:
    row = open_sequence(s3_server, bucket)
    for name in ("02", "01", "10", "03"):
        row.take(f"listed/{name}", name.encode() * 3)
    assert list(row.list_after("listed", "")) == [("01", 6), ("02", 6), ("03", 6), ("10", 6)]
    assert list(row.list_after("listed", "02")) == [("03", 6), ("10", 6)]
    assert list(row.list_after("nothing", "")) == []
    assert (row.read("listed/03"), row.read("listed/04")) == (b"030303", None)


def test_what_is_hidden_or_put_again_in_a_locked_bucket_stays_what_it_was(s3_server: S3Server) -> None:
    s3_server.make_locked("sequence-hidden", "GOVERNANCE")
    row = open_sequence(s3_server, "sequence-hidden")
    row.take("journal/0", b"the truth")
    s3_server.client.delete_object(Bucket="sequence-hidden", Key="row/journal/0")
    assert row.read("journal/0") == b"the truth"
    with pytest.raises(ObjectExistsError):
        row.take("journal/0", b"another")
    s3_server.client.put_object(Bucket="sequence-hidden", Key="row/journal/0", Body=b"a third")
    assert row.read("journal/0") == b"the truth"
    assert list(row.list_after("journal", "")) == [("0", 9)]


def test_a_bucket_is_tried_before_it_is_relied_on(
    s3_server: S3Server, bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = open_sequence(s3_server, bucket)
    row.probe()
    s3_server.make_locked(f"{bucket}-no-retention", None)
    with pytest.raises(UnlockedUploadError):
        open_sequence(s3_server, f"{bucket}-no-retention").probe()

    # a server that passes over the condition
    def replace(self: S3Bucket, key: str, data: bytes) -> str | None:
        return self.put_version(key, data)

    monkeypatch.setattr(S3Bucket, "take", replace)
    if "plain" in bucket:
        with pytest.raises(StoreError, match="names that are taken"):
            row.probe()
    else:
        row.probe()  # there the order of versions holds all the same


def test_what_does_not_answer_and_what_is_no_bucket_are_errors() -> None:
    nobody = {"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b"}
    with pytest.raises(UnreachableServerError):
        open_row("s3:http://127.0.0.1:1/none", Credentials(aws=nobody), {}, patience=Patience(tries=1))
    with pytest.raises(UnknownAddressError):
        open_row("/srv/vault", Credentials(), {}, patience=Patience())
