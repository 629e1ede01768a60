"""Ids: SHA-256 of what they name. `id` is 32 raw bytes, `hex_id` is 64 lower-case hex digits."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import TypeVar

from firstbell.base.errors import Error, UnknownIdError

T = TypeVar("T")
ID_BYTES = 32
_HEX_ID = re.compile(r"[0-9a-f]{64}\Z")


class InvalidIdError(Error):
    """Text that should be a hex id and is not; `text` holds it."""

    code = "id.invalid"

    def __init__(self, text: str) -> None:
        super().__init__(f"not an id of 64 hex digits: {text!r}")
        self.text = text


def is_hex_id(text: str) -> bool:
    """Whether `text` is 64 lower-case hex digits."""
    return _HEX_ID.match(text) is not None


def parse_hex_id(text: str) -> bytes:
    """The 32 raw bytes of a hex id.

    Raises: InvalidIdError when `text` is not 64 lower-case hex digits.
    """
    if not is_hex_id(text):
        raise InvalidIdError(text)
    return bytes.fromhex(text)


def hash_id(data: bytes | bytearray | memoryview) -> bytes:
    """SHA-256 of `data`, 32 raw bytes."""
    return hashlib.sha256(data).digest()


def pick_by_id(found: Mapping[str, T], given: str, what: str, *, hint: str) -> T:
    """What has the id that begins so. `found`: by id. `what`: "trace"; `hint`: how a person lists the ids.

    Raises: UnknownIdError where nothing has, or several do.
    """
    fitting = [hex_id for hex_id in found if given and hex_id.startswith(given.lower())]
    if len(fitting) == 1:
        return found[fitting[0]]
    if fitting:
        raise UnknownIdError(
            f"{len(fitting)} ids of a {what} begin with {given!r}", hint=f"type more of it; {hint}"
        )
    raise UnknownIdError(f"no {what} has an id that begins with {given!r}", hint=hint)
