"""Stores by address: a local folder or a REST server; other addresses are refused by name."""

from __future__ import annotations

import re
from pathlib import Path

from firstbell.store.credentials import Credentials
from firstbell.store.errors import UnknownPlaceError
from firstbell.store.local import LocalStore
from firstbell.store.store import Store

_SCHEME = re.compile(r"(local|rest|s3|sftp|swift|b2|azure|gs|rclone):")


def open_store(url: str, credentials: Credentials | None = None) -> Store:
    """The store at an address: a path, `local:PATH` or `rest:http(s)://HOST:PORT/PATH/`.

    `credentials`: for a server, where the address has none.

    Raises: UnknownPlaceError; StoreError for an address that cannot be read.
    """
    match = _SCHEME.match(url)
    if match is None:
        return LocalStore(Path(url))
    if match.group(1) == "local":
        return LocalStore(Path(url[match.end() :]))
    if match.group(1) == "rest":
        return _open_rest(url[match.end() :], credentials or Credentials())
    raise UnknownPlaceError(
        f"{url!r}: a repository by {match.group(1)}: cannot be opened yet",
        hint="give the folder of a repository on this machine, or a mounted one",
    )


def _open_rest(url: str, credentials: Credentials) -> Store:
    # loaded when a server is named: the HTTP library takes longer to load than a local command runs
    from firstbell.store.http import HttpClient  # noqa: PLC0415
    from firstbell.store.rest import RestAddress, RestStore  # noqa: PLC0415

    address = RestAddress.parse(url)
    if address.username is not None:
        credentials = Credentials(address.username, address.password, credentials.ca_file)
    return RestStore(HttpClient(credentials), address.base)
