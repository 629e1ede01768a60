"""Write, look, then say done: whether a store holds what it said it took."""

from __future__ import annotations

import threading
from contextlib import suppress

from firstbell.store import Kind, ObjectNotFoundError, Store, StoreError

# what was written may show late where a store has several servers; in all a second and a half
_WAITS_S = (0.05, 0.1, 0.2, 0.4, 0.8)


class NotKeptError(StoreError):
    """The store said that it had taken an object, and does not hold it whole."""

    code = "store.not_kept"


def confirm_kept(store: Store, kind: Kind, name: str, *, size_bytes: int) -> None:
    """Returns once the store holds an object of this name and size; one that is cut short is removed.

    Raises: NotKeptError, StoreError.
    """
    found_bytes = _find_size(store, kind, name)
    for wait_s in _WAITS_S:
        if found_bytes is not None:
            break
        threading.Event().wait(wait_s)
        found_bytes = _find_size(store, kind, name)
    if found_bytes == size_bytes:
        return
    if found_bytes is not None:
        with suppress(
            StoreError
        ):  # it would stand in everybody's way; what cannot be removed is told all the same
            store.delete(kind, name)
    told = "is not there" if found_bytes is None else f"is {found_bytes} bytes long"
    raise NotKeptError(
        f"{store.url} took {kind}/{name[:8]} of {size_bytes} bytes, and it {told}",
        hint="earlier data is not lost; check the storage, then run the command again",
    )


def _find_size(store: Store, kind: Kind, name: str) -> int | None:
    try:
        return store.size(kind, name)
    except ObjectNotFoundError:
        return None
