"""Unpacked objects: index, snapshot and lock files, sealed and in the envelope."""

from __future__ import annotations

from contextlib import suppress

from firstbell.base.ids import hash_id
from firstbell.crypto.errors import UnauthenticError
from firstbell.crypto.seal import Sealer
from firstbell.repository.confirmation import confirm_kept
from firstbell.repository.errors import RepositoryError
from firstbell.repository.format.envelope import unwrap, wrap
from firstbell.repository.format.errors import FormatError
from firstbell.store import Kind, Store, StoreError


class EncodingError(RepositoryError):
    """What was just encoded does not decode to what it was: a fault of memory or processor."""

    code = "repository.encoding_failed"


def save_unpacked(store: Store, sealer: Sealer, kind: Kind, *, plaintext: bytes, version: int) -> str:
    """Seal and publish an object; its hex id. What was encoded is decoded again first, and looked for after.

    Raises: EncodingError, NotKeptError, StoreError.
    """
    sealed = sealer.seal(wrap(plaintext, version))
    if unwrap(sealer.open(sealed), kind) != plaintext:
        raise EncodingError(f"{kind}: what was encoded does not decode to what it was")
    hex_id = hash_id(sealed).hex()
    try:
        store.write(kind, hex_id, [sealed])
    except StoreError:
        if kind is Kind.LOCKS:  # one that landed all the same would lock everybody out
            with suppress(StoreError):
                store.delete(kind, hex_id)
        raise
    confirm_kept(store, kind, hex_id, size_bytes=len(sealed))
    return hex_id


def load_unpacked(store: Store, sealer: Sealer, kind: Kind, *, hex_id: str) -> bytes:
    """The plaintext of an object, its hash and MAC checked.

    Raises: ObjectNotFoundError, StoreError, FormatError when it is not what its name says.
    """
    sealed = store.read(kind, hex_id)
    what = f"{kind}/{hex_id[:8]}"
    if hash_id(sealed).hex() != hex_id:
        raise FormatError(what, "its content does not hash to its name")
    try:
        return unwrap(sealer.open(sealed), what)
    except UnauthenticError as error:
        raise FormatError(what, str(error)) from None
