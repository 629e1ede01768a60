"""Stores by address: a local folder today; other addresses are refused by name."""

from __future__ import annotations

import re
from pathlib import Path

from firstbell.store.errors import UnknownPlaceError
from firstbell.store.local import LocalStore
from firstbell.store.store import Store

_SCHEME = re.compile(r"(local|rest|s3|sftp|swift|b2|azure|gs|rclone):")


def open_store(url: str) -> Store:
    """The store at an address: a path, or `local:PATH`.

    Raises: UnknownPlaceError.
    """
    match = _SCHEME.match(url)
    if match is None:
        return LocalStore(Path(url))
    if match.group(1) == "local":
        return LocalStore(Path(url[match.end() :]))
    raise UnknownPlaceError(
        f"{url!r}: a repository by {match.group(1)}: cannot be opened yet",
        hint="give the folder of a repository on this machine, or a mounted one",
    )
