"""Where requests go and what is loaded for them; nothing here asks a server."""

from __future__ import annotations

import subprocess
import sys

import pytest

from firstbell.store.credentials import Credentials
from firstbell.store.s3_address import S3Address
from firstbell.store.s3_session import S3Session
from firstbell.store.s3_settings import S3Settings

KEYS = {"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b"}


def make_session(
    address: str, settings: S3Settings | None = None, aws: dict[str, str] | None = None
) -> S3Session:
    known = Credentials(aws=KEYS | (aws or {}))
    return S3Session(S3Address.parse(address), known, settings or S3Settings())


@pytest.mark.parametrize(
    ("address", "settings", "region", "endpoint"),
    [
        ("s3.eu-west-1.amazonaws.com/b", S3Settings(), "eu-west-1", "https://b.s3.eu-west-1.amazonaws.com"),
        ("s3-us-west-2.amazonaws.com/b", S3Settings(), "us-west-2", "https://b.s3.us-west-2.amazonaws.com"),
        (
            "s3.amazonaws.com/b.c",
            S3Settings("ap-south-1"),
            "ap-south-1",
            "https://s3.ap-south-1.amazonaws.com",
        ),
        (
            "s3.cn-north-1.amazonaws.com.cn/b",
            S3Settings(lookup="path"),
            "cn-north-1",
            "https://s3.cn-north-1.amazonaws.com.cn",
        ),
        ("s3.school.example:9000/b", S3Settings("here"), "here", "https://s3.school.example:9000"),
        ("http://school.example/b", S3Settings("here", "dns"), "here", "http://b.school.example"),
    ],
)
def test_requests_go_to_the_host_of_the_address_or_the_regions_own_at_amazon(
    address: str, settings: S3Settings, region: str, endpoint: str
) -> None:
    session = make_session(address, settings)
    bucket = S3Address.parse(address).bucket
    config = session.open_bucket(bucket, is_upload=False).config
    assert config is not None
    assert (session.region, config.get("endpoint"), config.get("region")) == (region, endpoint, region)


def test_a_region_that_is_said_comes_before_one_in_the_environment() -> None:
    variables = {"AWS_REGION": "first", "AWS_DEFAULT_REGION": "second"}
    assert make_session("host/b", S3Settings("said"), variables).region == "said"
    assert make_session("host/b", aws=variables).region == "first"
    assert make_session("host/b", aws={"AWS_DEFAULT_REGION": "second"}).region == "second"


def test_an_endpoint_in_the_environment_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", "http://elsewhere")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://elsewhere")
    session = make_session("host/b", S3Settings("here"))
    assert "elsewhere" not in str(session.open_bucket("b", is_upload=True).config)
    assert session.client.meta.endpoint_url == "https://host"
    amazon = make_session("s3.eu-west-1.amazonaws.com/b")
    assert "elsewhere" not in amazon.client.meta.endpoint_url


def test_keys_are_not_shown() -> None:
    assert "secret" not in repr(Credentials(aws={"AWS_SECRET_ACCESS_KEY": "secret"}))


def test_the_libraries_are_loaded_when_an_address_needs_them() -> None:
    """Start-up counts."""
    program = (
        "import sys; from firstbell.store import open_store; open_store('/nowhere');"
        "print([name for name in ('boto3', 'botocore', 'obstore', 'urllib3') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
