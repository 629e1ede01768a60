"""Hashing packs before the key is known.

Deriving the key from the password keeps one processor busy for a while. That a pack hashes to its name can be
told without a key; what is told by then need not be told again when its blobs are opened.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from firstbell.base.ids import parse_hex_id
from firstbell.store import Kind, Store, StoreError

# half a millisecond: whoever has the key now does not wait longer
_STRIP_BYTES = 1 << 20


class PackHasher:
    """Hashes the packs of a store, strip after strip. `whole`: raw ids of those that fit their names."""

    def __init__(self, store: Store) -> None:
        self.whole: set[bytes] = set()
        self._store = store
        self._strip = memoryview(bytearray(_STRIP_BYTES))
        self._strips = self._hash_packs()

    def step(self) -> bool:
        """Hash one strip; whether any is left. What cannot be read is passed over."""
        return next(self._strips, False)

    def _hash_packs(self) -> Iterator[bool]:
        try:
            names = [info.name for info in self._store.list(Kind.DATA)]
        except StoreError:
            return
        for name in names:
            yield from self._hash_pack(name)

    def _hash_pack(self, name: str) -> Iterator[bool]:
        hasher = hashlib.sha256()
        offset, count = 0, _STRIP_BYTES
        while count == _STRIP_BYTES:
            try:
                count = self._store.read_into(Kind.DATA, name, offset=offset, target=self._strip)
            except StoreError:
                return
            hasher.update(self._strip[:count])
            offset += count
            yield True
        pack_id = parse_hex_id(name)
        if hasher.digest() == pack_id:
            self.whole.add(pack_id)
