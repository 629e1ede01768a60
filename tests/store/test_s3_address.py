from __future__ import annotations

import pytest

from firstbell.store import StoreError
from firstbell.store.s3_address import S3Address

HOST = "127.0.0.1:9000"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("http://127.0.0.1:9000/b", S3Address(HOST, "b", "", is_secure=False)),
        ("http://127.0.0.1:9000/b/", S3Address(HOST, "b", "", is_secure=False)),
        ("https://127.0.0.1:9000/b/p/q", S3Address(HOST, "b", "p/q")),
        ("https://user@127.0.0.1:9000/b/a%20b", S3Address(HOST, "b", "a b")),
        ("s3.amazonaws.com/b/p", S3Address("s3.amazonaws.com", "b", "p")),
        ("//s3.amazonaws.com/b/p/", S3Address("s3.amazonaws.com", "b", "p")),
        ("s3.eu-west-1.amazonaws.com/b", S3Address("s3.eu-west-1.amazonaws.com", "b")),
        ("bucket.s3.amazonaws.com/b", S3Address("bucket.s3.amazonaws.com", "b")),
        ("host/b/p//q/./r/", S3Address("host", "b", "p/q/r")),
        ("host/b/.", S3Address("host", "b")),
        ("[::1]:9000/b", S3Address("[::1]:9000", "b")),
    ],
)
def test_the_host_comes_first_then_the_bucket_then_a_folder(text: str, expected: S3Address) -> None:
    assert S3Address.parse(text) == expected


@pytest.mark.parametrize(
    "text", ["", "host", "host/", "http:///b", "https://host", "/b", "host/b/../c", "host/b//c"]
)
def test_what_names_no_host_bucket_or_folder_is_refused(text: str) -> None:
    with pytest.raises(StoreError) as caught:
        S3Address.parse(text)
    assert "s3:" in caught.value.hint


def test_keys_stand_below_the_prefix() -> None:
    assert S3Address("host", "b", "p/q").join("data", "ab") == "p/q/data/ab"
    assert S3Address("host", "b").join("config") == "config"


def test_an_address_is_shown_in_full() -> None:
    assert S3Address.parse("host/b/p/").url == "s3:https://host/b/p"
