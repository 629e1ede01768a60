"""Addresses of S3 buckets, read as restic reads them.

Source: restic documentation, "Preparing a new repository", Amazon S3 and S3-compatible Storage; what
restic 0.18 does with addresses of both forms (tests/compat/test_s3.py).
"""

from __future__ import annotations

import posixpath
import urllib.parse
from dataclasses import dataclass

from firstbell.store.credentials import hide_secret
from firstbell.store.errors import StoreError
from firstbell.store.key_folder import KeyFolder

_HINT = "write it like s3:https://host:port/bucket/prefix, or s3:host/bucket/prefix"


@dataclass(frozen=True, slots=True)
class S3Address(KeyFolder):
    """`host`: with the port where one is given. `prefix`: a folder's name without slashes at its ends."""

    host: str
    bucket: str
    prefix: str = ""
    is_secure: bool = True

    @classmethod
    def parse(cls, text: str) -> S3Address:
        """The address in what follows `s3:`. The host comes first, the bucket second, in every form.

        Raises: StoreError when it is none.
        """
        shown = repr("s3:" + hide_secret(text))
        if text.startswith(("http://", "https://")):
            try:
                parts = urllib.parse.urlsplit(text)
            except ValueError:
                raise StoreError(f"{shown} is not the address of an S3 server", hint=_HINT) from None
            host, path = parts.netloc.rpartition("@")[2], urllib.parse.unquote(parts.path)
            is_secure = parts.scheme != "http"
        else:
            host, _, path = text.removeprefix("//").partition("/")
            is_secure = True
        bucket, _, prefix = path.removeprefix("/").partition("/")
        if host.endswith(":") or "@" in bucket:  # another protocol; a password with a slash
            raise StoreError(f"{shown} is not the address of an S3 server", hint=_HINT)
        if not host or not bucket:
            raise StoreError(f"{shown} does not name a {'bucket' if host else 'host'}", hint=_HINT)
        return cls(host, bucket, _clean(prefix, text), is_secure)

    @property
    def endpoint(self) -> str:
        """The server's URL."""
        return f"{'https' if self.is_secure else 'http'}://{self.host}"

    @property
    def url(self) -> str:
        """The address as a person writes it; it has no secrets."""
        return "/".join(part for part in (f"s3:{self.endpoint}", self.bucket, self.prefix) if part)

    @property
    def is_amazon(self) -> bool:
        """Whether the server is Amazon's own."""
        return self.host.endswith((".amazonaws.com", ".amazonaws.com.cn"))

    @property
    def is_backblaze(self) -> bool:
        """Whether the server is Backblaze's."""
        return self.host.endswith(".backblazeb2.com")


def _clean(prefix: str, text: str) -> str:
    if not prefix:
        return ""
    cleaned = posixpath.normpath(prefix)
    if cleaned.startswith(("/", "../")) or cleaned == "..":
        raise StoreError(f"{'s3:' + hide_secret(text)!r}: the bucket has no folder {prefix!r}", hint=_HINT)
    return "" if cleaned == "." else cleaned
