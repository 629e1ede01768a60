"""Keys from passwords, by scrypt (RFC 7914)."""

from __future__ import annotations

import os
from dataclasses import dataclass

from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from firstbell.crypto.errors import KdfError
from firstbell.crypto.seal import MasterKey

SALT_BYTES = 64
_KEY_BYTES = 64
# A key file is read before anything in it is authentic: bound what it can ask for.
_MAX_MEMORY_BYTES = 4 << 30
_MAX_WORK = 1 << 28


@dataclass(frozen=True, slots=True)
class ScryptParameters:
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


def derive_key(password: str, salt: bytes, parameters: ScryptParameters) -> MasterKey:
    """The user key of a password: 32 bytes to encrypt, 16 for k, 16 for r, in this order.

    Raises: KdfError.
    """
    parameters.validate()
    try:
        # `hashlib.scrypt` takes a fifth longer; both leave the interpreter to other threads meanwhile
        derived = Scrypt(salt=salt, length=_KEY_BYTES, n=parameters.n, r=parameters.r, p=parameters.p).derive(
            password.encode(errors="surrogateescape")
        )
    except (ValueError, MemoryError) as error:
        raise KdfError(f"scrypt N={parameters.n} r={parameters.r} p={parameters.p}: {error}") from None
    return MasterKey(derived[:32], derived[32:48], derived[48:])


def make_salt() -> bytes:
    """A new random salt."""
    return os.urandom(SALT_BYTES)
