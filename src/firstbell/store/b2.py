"""Stores in a bucket of Backblaze B2, by restic's addresses and variables, through B2's S3 interface.

B2 tells where that interface is (`b2_authorize_account`), or the user does: it differs by the region.
B2 keeps every version of a key and has no put that fails where the name is taken, so of two writers of
`config` the one whose version is older wins; every other name is the hash of what it names.
Source: B2 native API, b2_authorize_account, version 3; "Call the S3-Compatible API"; restic documentation,
"Preparing a new repository", Backblaze B2.
"""

from __future__ import annotations

import contextlib
import posixpath
import re
import urllib.parse
from collections.abc import Mapping
from dataclasses import dataclass, replace

import msgspec

from firstbell.base.errors import UNREADABLE
from firstbell.base.ids import is_hex_id
from firstbell.store.credentials import Credentials
from firstbell.store.errors import ObjectExistsError, ObjectNotFoundError, StoreError
from firstbell.store.http import HttpClient
from firstbell.store.patience import Patience
from firstbell.store.s3_address import S3Address
from firstbell.store.s3_bucket import S3Bucket
from firstbell.store.s3_factory import open_bucket
from firstbell.store.s3_faults import Retrier
from firstbell.store.s3_session import S3Session
from firstbell.store.s3_settings import InvalidSettingError, S3Settings
from firstbell.store.s3_versions import VersionList
from firstbell.store.store import Store

_API = "https://api.backblazeb2.com"
_OPTIONS = ("endpoint", "region", "api", "connections", "object-lock", "locks")
_BUCKET = re.compile(r"[A-Za-z0-9-]+")
_KEYS = "B2_ACCOUNT_ID and B2_ACCOUNT_KEY"
_FALLBACK_REGION = "us-east-1"


class B2AddressError(StoreError):
    """An address that names no bucket of B2, or an account that is missing."""

    code = "store.backblaze_address"


class B2AccountError(StoreError):
    """B2 does not know the application key, or the key does not reach the bucket."""

    code = "store.backblaze_account"


@dataclass(frozen=True, slots=True)
class B2Address(S3Address):
    """A bucket and a folder in it, at the endpoint that was found."""

    @classmethod
    def parse(cls, text: str) -> B2Address:
        """What follows `b2:`, `BUCKET[:PATH]`, as restic writes it; the endpoint is not known yet.

        Raises: B2AddressError.
        """
        bucket, _, path = text.partition(":")
        if not _BUCKET.fullmatch(bucket):
            raise B2AddressError(
                f"b2:{text} names no bucket of B2: a name has letters, digits and hyphens",
                hint="write it as b2:bucket:folder",
            )
        return cls("", bucket, posixpath.normpath("/" + path).strip("/"))

    def settle(self, endpoint: str) -> B2Address:
        """The same place at an endpoint. Raises: InvalidSettingError when that is no URL."""
        parts = urllib.parse.urlsplit(endpoint)
        if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path.strip("/"):
            raise InvalidSettingError(
                f"{endpoint!r} is no endpoint of B2",
                hint="write it as https://s3.us-west-004.backblazeb2.com; the bucket's page shows it",
            )
        return replace(self, host=parts.netloc, is_secure=parts.scheme == "https")

    @property
    def url(self) -> str:
        """The address as restic writes it."""
        return f"b2:{self.bucket}:{self.prefix}" if self.prefix else f"b2:{self.bucket}"


class _StorageApi(msgspec.Struct):
    """What is made use of in the answer. Each of the last two is null for a key that reaches all."""

    s3_api_url: str = msgspec.field(name="s3ApiUrl")
    bucket_name: str | None = msgspec.field(name="bucketName", default=None)
    name_prefix: str | None = msgspec.field(name="namePrefix", default=None)


class _ApiInfo(msgspec.Struct):
    storage: _StorageApi = msgspec.field(name="storageApi")


class _Authorization(msgspec.Struct):
    account: str = msgspec.field(name="accountId")
    info: _ApiInfo = msgspec.field(name="apiInfo")


def open_b2(
    given: str,
    credentials: Credentials,
    options: Mapping[str, str],
    *,
    patience: Patience | None = None,
) -> Store:
    """The store at what follows `b2:`. B2 is asked where it is, unless an option or a variable says it.

    Raises: B2AddressError, B2AccountError, InvalidSettingError, ObjectLockError, StoreError.
    """
    address = B2Address.parse(given)
    wanted = _read_options(options)
    key_id, key = (credentials.cloud.get(name) for name in ("B2_ACCOUNT_ID", "B2_ACCOUNT_KEY"))
    if not key_id or not key:
        missing = "B2_ACCOUNT_KEY" if key_id else "B2_ACCOUNT_ID"
        raise B2AddressError(f"{address.url}: {missing} is not set", hint=f"set {_KEYS}")
    endpoint = wanted.get("endpoint") or credentials.cloud.get("B2_S3_ENDPOINT")
    if not endpoint and "region" in wanted:
        endpoint = f"https://s3.{wanted['region']}.backblazeb2.com"
    if not endpoint:
        client = HttpClient(Credentials(key_id, key, credentials.ca_file), patience)
        endpoint = _ask_endpoint(client, wanted.get("api", _API), address, key_id=key_id)
    address = address.settle(endpoint)
    settings = S3Settings(
        wanted.get("region") or (None if address.is_backblaze else _FALLBACK_REGION),
        "path",
        wanted.get("object-lock", "auto"),
        wanted.get("locks"),
        checksums="off",
    )
    known = Credentials(
        ca_file=credentials.ca_file, aws={"AWS_ACCESS_KEY_ID": key_id, "AWS_SECRET_ACCESS_KEY": key}
    )
    return open_bucket(B2Bucket(S3Session(address, known, settings, patience=patience), address), settings)


def _read_options(options: Mapping[str, str]) -> dict[str, str]:
    given = {name.removeprefix("b2."): value for name, value in options.items() if name.startswith("b2.")}
    for name, value in given.items():
        if name not in _OPTIONS:
            known = ", ".join(f"b2.{each}" for each in sorted(_OPTIONS))
            raise InvalidSettingError(f"unknown option 'b2.{name}'", hint=f"known are {known}")
        if not value:
            raise InvalidSettingError(f"b2.{name} cannot be empty", hint=f"write it as -o b2.{name}=VALUE")
        if name == "object-lock" and value not in {"auto", "on", "off"}:
            raise InvalidSettingError(f"b2.{name} cannot be {value!r}", hint="give one of auto, on, off")
    return given


def _ask_endpoint(client: HttpClient, api: str, address: B2Address, *, key_id: str) -> str:
    """Where B2 says that the account's S3 interface is. Raises: B2AccountError, UnreachableServerError."""
    url = f"{api.rstrip('/')}/b2api/v3/b2_authorize_account"
    reply = client.request("GET", url)
    if reply.status == 401:
        raise B2AccountError(
            f"{address.url}: B2 does not know this application key, or it has ended", hint=f"check {_KEYS}"
        )
    try:
        if reply.status != 200:
            raise B2AccountError(
                f"{address.url}: {url} answers {reply.status} {reply.reason}", hint=_HINT_ENDPOINT
            )
        told = msgspec.json.decode(reply.body, type=_Authorization)
    except UNREADABLE:
        raise B2AccountError(
            f"{address.url}: {url} does not say where the S3 interface is", hint=_HINT_ENDPOINT
        ) from None
    _require_reach(told, address, key_id)
    return told.info.storage.s3_api_url


_HINT_ENDPOINT = "name it: -o b2.endpoint=https://s3.REGION.backblazeb2.com; the bucket's page shows it"


def _require_reach(told: _Authorization, address: B2Address, key_id: str) -> None:
    """Raises: B2AccountError for a key that cannot work there, which S3 would refuse with fewer words."""
    if told.account == key_id:
        raise B2AccountError(
            f"{address.url}: this is the account's master key, which B2's S3 interface does not take",
            hint=f"make an application key for the bucket, and set {_KEYS} to it",
        )
    reach = told.info.storage
    if reach.bucket_name and reach.bucket_name != address.bucket:
        raise B2AccountError(
            f"{address.url}: the application key is for the bucket {reach.bucket_name} alone",
            hint=f"set {_KEYS} to a key for {address.bucket}",
        )
    folder = f"{address.prefix}/" if address.prefix else ""
    if reach.name_prefix and not folder.startswith(reach.name_prefix):
        raise B2AccountError(
            f"{address.url}: the application key is for names that begin with {reach.name_prefix} alone",
            hint=f"set {_KEYS} to a key for {address.prefix or 'the whole bucket'}",
        )


class B2Bucket(S3Bucket):
    """A bucket that keeps every version of a key."""

    def __init__(self, session: S3Session, address: S3Address) -> None:
        super().__init__(session, address)
        # whoever reads an error should see where the bucket was looked for
        self.retrier = Retrier(f"{address.url} at {address.endpoint}", session.patience, keys=_KEYS)
        self._versions = VersionList(self)

    def create(self, key: str, data: bytes) -> None:
        """See `S3Bucket.create`; of several writers of `config` the first has it."""
        if is_hex_id(key.rpartition("/")[2]):
            super().create(key, data)
            return
        # what was removed may lie there still
        before = {version.id for version in self._versions.list_key(key)}
        if self.find_size(key) is not None:
            raise ObjectExistsError(f"writing {key}: the name is taken")
        super().create(key, data)
        came = [version for version in self._versions.list_key(key) if version.id not in before]
        if not came or self.read(key, version=came[-1].id) == data:
            return
        for version in came:
            # one that has gone meanwhile was of another who came too late
            with contextlib.suppress(ObjectNotFoundError):
                if self.read(key, version=version.id) == data:
                    self._versions.delete(version)
        raise ObjectExistsError(f"writing {key}: the name was taken meanwhile")

    def delete(self, key: str) -> None:
        """Remove every version of an object, as restic does at B2: a hidden one would be paid for still."""
        for version in reversed(self._versions.list_key(key)):
            self._versions.delete(version)
        self._versions.delete_markers(key)
