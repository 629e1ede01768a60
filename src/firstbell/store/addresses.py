"""Stores by address: a folder, a server, a bucket, what rclone reaches; others are refused by name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from firstbell.base.deferral import defer
from firstbell.store.credentials import Credentials, hide_secret
from firstbell.store.errors import UnknownAddressError
from firstbell.store.local import LocalStore
from firstbell.store.patience import Patience
from firstbell.store.store import Store

if TYPE_CHECKING:
    from firstbell.store import s3_sequence
    from firstbell.store.s3_sequence import S3Sequence
else:
    s3_sequence = defer("firstbell.store.s3_sequence")

_SCHEME = re.compile(r"(local|rest|s3|sftp|swift|b2|azure|gs|rclone):")
_FOREIGN = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_KINDS = "rest:, s3:, sftp:, b2:, azure:, gs:, rclone: and local:, or a folder's path"


def open_store(
    url: str,
    credentials: Credentials | None = None,
    options: Mapping[str, str] | None = None,
    *,
    patience: Patience | None = None,
) -> Store:
    """The store at an address: a path, `local:PATH`, `rest:http(s)://HOST:PORT/PATH/`,
    `s3:https://HOST/BUCKET/PREFIX`, `sftp:USER@HOST:/PATH` or
    `rclone:REMOTE:PATH`, `azure:CONTAINER:/PATH`, `gs:BUCKET:/PATH`, `b2:BUCKET:PATH`.

    `credentials`: for a server, where the address has none. `options`: extended ones, such as `s3.region`.
    `patience`: with a server.

    Raises: UnknownAddressError; StoreError for an address that cannot be read, or one whose server
    cannot be asked what it is; InvalidSettingError.
    """
    match = _SCHEME.match(url)
    if match is None:
        _refuse_foreign(url)
        return LocalStore(Path(url))
    rest = url[match.end() :]
    if match.group(1) == "local":
        return LocalStore(Path(rest))
    if match.group(1) == "rest":
        return _open_rest(rest, credentials or Credentials(), patience)
    if match.group(1) == "s3":
        return _open_s3(rest, credentials or Credentials(), options or {}, patience)
    if match.group(1) in {"azure", "gs"}:
        return _open_cloud(match.group(1), rest, credentials or Credentials(), options or {}, patience)
    if match.group(1) == "b2":
        return _open_b2(rest, credentials or Credentials(), options or {}, patience)
    if match.group(1) == "sftp":
        return _open_sftp(rest, options or {}, patience)
    if match.group(1) == "rclone":
        return _open_rclone(rest, options or {}, patience)
    raise UnknownAddressError(
        f"{hide_secret(url)!r}: a repository by {match.group(1)}: cannot be opened",
        hint="rclone reaches it, to read (rclone:remote:path)",
    )


def _refuse_foreign(url: str) -> None:
    """Raises: UnknownAddressError for the address of a server where a folder could stand."""
    if not _FOREIGN.match(url):
        return
    shown = hide_secret(url)
    if url.lower().startswith(("http://", "https://")):
        raise UnknownAddressError(
            f"{shown!r} does not say what kind of server it is", hint=f"write rest:{shown}"
        )
    raise UnknownAddressError(
        f"{shown!r} is an address of a kind that Firstbell does not know", hint=f"the kinds are {_KINDS}"
    )


def open_row(
    url: str, credentials: Credentials, options: Mapping[str, str], *, patience: Patience
) -> S3Sequence:
    """The row of objects in a bucket, `s3:https://HOST/BUCKET/PREFIX`, whose names are taken once.

    Raises: UnknownAddressError for another kind of address; StoreError, InvalidSettingError.
    """
    if not url.startswith("s3:"):
        raise UnknownAddressError(
            f"{hide_secret(url)!r}: several servers share a bucket at s3: only",
            hint="write s3:https://HOST/BUCKET",
        )
    return s3_sequence.open_sequence(url.removeprefix("s3:"), credentials, options, patience=patience)


def _open_rest(url: str, credentials: Credentials, patience: Patience | None) -> Store:
    # loaded when a server is named: the HTTP library takes longer to load than a local command runs
    from firstbell.store.rest import open_rest  # noqa: PLC0415

    return open_rest(url, credentials, patience)


def _open_sftp(url: str, options: Mapping[str, str], patience: Patience | None) -> Store:
    from firstbell.store.sftp import open_sftp  # noqa: PLC0415

    return open_sftp(url, options, patience)


def _open_cloud(
    service: str,
    url: str,
    credentials: Credentials,
    options: Mapping[str, str],
    patience: Patience | None,
) -> Store:
    from firstbell.store.cloud import open_cloud  # noqa: PLC0415

    return open_cloud(service, url, credentials, options=options, patience=patience)


def _open_b2(
    url: str, credentials: Credentials, options: Mapping[str, str], patience: Patience | None
) -> Store:
    from firstbell.store.b2 import open_b2  # noqa: PLC0415

    return open_b2(url, credentials, options, patience=patience)


def _open_rclone(url: str, options: Mapping[str, str], patience: Patience | None) -> Store:
    from firstbell.store.rclone import open_rclone  # noqa: PLC0415

    return open_rclone(url, options, patience)


def _open_s3(
    url: str, credentials: Credentials, options: Mapping[str, str], patience: Patience | None
) -> Store:
    # as above: boto3 takes 0.15 s to load
    from firstbell.store.s3_factory import open_s3_url  # noqa: PLC0415

    return open_s3_url(url, credentials, options, patience=patience)
