"""The keys of a repository: each opens the same master key with a password of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from firstbell.base.counts import say_count
from firstbell.base.errors import Error
from firstbell.base.ids import hash_id
from firstbell.crypto.errors import CryptoError, UnauthenticError
from firstbell.crypto.seal import MasterKey
from firstbell.repository.errors import RepositoryError, WrongPasswordError
from firstbell.repository.format.errors import FormatError
from firstbell.repository.format.keyfile import (
    KeyFile,
    KeyOrigin,
    open_key_file,
    parse_key_file,
    render_key_file,
    seal_key_file,
)
from firstbell.store import Kind, Store, StoreError


class KeyNotFoundError(RepositoryError):
    """No key has the id."""

    code = "repository.key_not_found"


class KeyInUseError(RepositoryError):
    """The key that opened the repository cannot be removed by itself."""

    code = "repository.key_in_use"


class OpenedKey(msgspec.Struct, frozen=True):
    """The master key, and the hex id of the key file that opened it."""

    master: MasterKey
    hex_id: str


def list_keys(store: Store) -> Iterator[tuple[str, KeyFile]]:
    """(hex id, key file) of every key that can be read; others are passed over."""
    for info in sorted(store.list(Kind.KEYS)):
        try:
            yield info.name, parse_key_file(store.read(Kind.KEYS, info.name), f"key {info.name[:8]}")
        except (FormatError, StoreError):
            continue


def find_key(store: Store, password: str, *, on_derive: Callable[[], None] | None = None) -> OpenedKey:
    """The master key by a password. `on_derive` is called before the first derivation.

    All are tried, the cheapest derivation first. Raises: WrongPasswordError when no key opens with it; a
    damaged key is passed over like a wrong password: it must not keep out who has a good one.
    """
    keys = sorted(list_keys(store), key=lambda item: item[1].N * item[1].r * item[1].p)
    if on_derive is not None:
        on_derive()
    for hex_id, key_file in keys:
        try:
            return OpenedKey(open_key_file(key_file, password, f"key {hex_id[:8]}"), hex_id)
        except (UnauthenticError, CryptoError, FormatError):
            continue
    missed = "the key" if len(keys) == 1 else f"any of the {len(keys)} keys"
    raise WrongPasswordError(
        f"wrong password: it does not open {missed} of {store.url}"
        if keys
        else f"{store.url} has no usable key",
        hint="check --password-file, or FIRSTBELL_PASSWORD, RESTIC_PASSWORD and the like that end in _FILE",
    )


def add_key(store: Store, master: MasterKey, *, password: str, origin: KeyOrigin) -> str:
    """Publish a key that opens with `password`; its hex id.

    The new key is read back and opened before this returns.
    """
    key_file = seal_key_file(master, password, origin)
    data = render_key_file(key_file)
    hex_id = hash_id(data).hex()
    store.write(Kind.KEYS, hex_id, [data])
    stored = parse_key_file(store.read(Kind.KEYS, hex_id), f"key {hex_id[:8]}")
    if open_key_file(stored, password, f"key {hex_id[:8]}") != master:
        raise Error(f"key {hex_id[:8]} does not hold a usable master key", hint="check the machine's memory")
    return hex_id


def remove_key(store: Store, prefix: str, *, in_use: str) -> str:
    """Remove the key whose hex id begins with `prefix`; its hex id.

    Raises: KeyNotFoundError, also when several begin so; KeyInUseError for `in_use`.
    """
    matches = [info.name for info in store.list(Kind.KEYS) if prefix and info.name.startswith(prefix)]
    if len(matches) != 1:
        found = f"{say_count(len(matches), 'key')} begin with" if matches else "no key begins with"
        raise KeyNotFoundError(f"{found} {prefix!r}", hint="`firstbell key list` shows the keys")
    if matches[0] == in_use:
        raise KeyInUseError(
            f"key {prefix} is the one in use",
            hint="open the repository with another password, then remove this key",
        )
    store.delete(Kind.KEYS, matches[0])
    return matches[0]
