"""From a password to the master key. Light to import: a key is derived while the rest still loads."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from firstbell.repository.errors import NoRepositoryError
from firstbell.repository.keys import OpenedKey, find_key
from firstbell.store import Kind, ObjectNotFoundError, Store

CONFIG_NAME = "config"


class Unlocked(msgspec.Struct, frozen=True):
    """The key of a repository, and its config, still sealed."""

    key: OpenedKey
    sealed_config: bytes


def unlock(store: Store, password: str, *, on_derive: Callable[[], None] | None = None) -> Unlocked:
    """Read the config and open a key with the password.

    `on_derive` is called when all is read: what follows leaves the interpreter to other threads.

    Raises: NoRepositoryError, WrongPasswordError, StoreError.
    """
    try:
        sealed = store.read(Kind.CONFIG, CONFIG_NAME)
    except ObjectNotFoundError:
        raise NoRepositoryError(
            f"there is no repository at {store.url}",
            hint="check -r/--repo, or make a repository there with `firstbell init`",
        ) from None
    return Unlocked(find_key(store, password, on_derive=on_derive), sealed)
