"""Keys from passwords, by scrypt (RFC 7914)."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable

import msgspec

from firstbell.crypto.errors import KdfError
from firstbell.crypto.scrypt import Derivation
from firstbell.crypto.seal import MasterKey

SALT_BYTES = 64
# A key file is read before anything in it is authentic: bound what it can ask for.
_MAX_MEMORY_BYTES = 4 << 30
_MAX_WORK = 1 << 28
_MOST_REMEMBERED = 256


class ScryptParameters(msgspec.Struct, frozen=True):
    """Cost of scrypt. Memory is 128 * n * r bytes, work is n * r * p."""

    n: int = 1 << 15
    r: int = 8
    p: int = 3

    def memory_bytes(self) -> int:
        """Memory one derivation needs."""
        return 128 * self.n * self.r

    def validate(self) -> None:
        """Raises: KdfError when scrypt cannot run with these, or would not end in reasonable time."""
        wrong = self.n < 2 or self.n & (self.n - 1) or self.r < 1 or self.p < 1
        if wrong or self.memory_bytes() > _MAX_MEMORY_BYTES or self.n * self.r * self.p > _MAX_WORK:
            raise KdfError(f"scrypt parameters N={self.n} r={self.r} p={self.p} are out of bounds")


class KeyMemory:
    """Keys that were derived already: the next one who opens the same repository does not derive them again.

    For a process that holds the passwords and has its children open the same repositories again and again.
    Names are hashes under a secret of this memory, so one by itself helps nobody to guess a password.
    """

    def __init__(self) -> None:
        self._secret = os.urandom(32)
        self._keys: dict[bytes, bytes] = {}

    def name(self, password: str, salt: bytes, parameters: ScryptParameters) -> bytes:
        """By which a derivation is known again."""
        named = hashlib.blake2b(key=self._secret, digest_size=32)
        for part in (password.encode(errors="surrogateescape"), salt, repr(parameters).encode()):
            named.update(len(part).to_bytes(8, "little") + part)
        return named.digest()

    def get(self, name: bytes) -> bytes | None:
        """The 64 bytes of a key; None for one that was not derived yet."""
        return self._keys.get(name)

    def add(self, derived: Iterable[tuple[bytes, bytes]]) -> None:
        """Keep (name, key) of each; the oldest go where there are very many."""
        self._keys.update(derived)
        while len(self._keys) > _MOST_REMEMBERED:
            del self._keys[next(iter(self._keys))]

    def list_all(self) -> list[tuple[bytes, bytes]]:
        """(name, key) of each."""
        return list(self._keys.items())


class _Remembered:
    memory: KeyMemory | None = None


def remember_keys(memory: KeyMemory | None) -> None:
    """From now on this process, and those that it forks, take keys from this memory, and keep them there."""
    _Remembered.memory = memory


def derive_key(password: str, salt: bytes, parameters: ScryptParameters) -> MasterKey:
    """The user key of a password: 32 bytes to encrypt, 16 for k, 16 for r, in this order.

    Raises: KdfError.
    """
    parameters.validate()
    memory = _Remembered.memory
    name = memory.name(password, salt, parameters) if memory else b""
    known = memory.get(name) if memory else None
    derived = known or _run_scrypt(password, salt, parameters)
    if memory and not known:
        memory.add([(name, derived)])
    return MasterKey(derived[:32], derived[32:48], derived[48:])


def _run_scrypt(password: str, salt: bytes, parameters: ScryptParameters) -> bytes:
    encoded = password.encode(errors="surrogateescape")
    try:
        return Derivation(encoded, salt, n=parameters.n, r=parameters.r, p=parameters.p).run()
    except (ValueError, MemoryError) as error:
        raise KdfError(f"scrypt N={parameters.n} r={parameters.r} p={parameters.p}: {error}") from None


def make_salt() -> bytes:
    """A new random salt."""
    return os.urandom(SALT_BYTES)
