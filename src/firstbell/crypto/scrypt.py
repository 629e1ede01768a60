"""scrypt, which can be begun while the rest of a program still loads. Light to import.

A derivation gives the same bytes whoever asks for it. So nothing is decided by beginning one: whoever needs
it in the end waits for it, and where nobody does it is dropped.
"""

from __future__ import annotations

import os
import threading

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt as Scrypt
else:
    try:
        # the same class: its public module loads `typing` and four others first, 5 ms before every key
        from cryptography.hazmat.bindings._rust import openssl

        Scrypt = openssl.kdf.Scrypt
    except (ImportError, AttributeError):
        from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

_KEY_BYTES = 64


class Derivation:
    """What scrypt is asked for: 64 bytes of this password and salt. Work is n * r * p."""

    def __init__(self, password: bytes, salt: bytes, *, n: int, r: int, p: int) -> None:
        self.password, self.salt = password, salt
        self.n, self.r, self.p = n, r, p

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Derivation) and vars(self) == vars(other)

    def __hash__(self) -> int:
        return hash((self.password, self.salt, self.n, self.r, self.p))

    def run(self) -> bytes:
        """The bytes; those of the thread that began it, where one did. Raises: ValueError, MemoryError."""
        thread = _begun.pop(self, None)
        if thread is not None:
            thread.join()
        return self._compute() if thread is None or thread.derived is None else thread.derived

    def begin(self) -> None:
        """Have a thread of its own run it; it lets the interpreter go on meanwhile."""
        thread = _begun[self] = _Thread(self)
        thread.start()

    def _compute(self) -> bytes:
        # `hashlib.scrypt` takes a fifth longer
        return Scrypt(salt=self.salt, length=_KEY_BYTES, n=self.n, r=self.r, p=self.p).derive(self.password)


class _Thread(threading.Thread):
    """`derived`: None where it failed."""

    def __init__(self, asked: Derivation) -> None:
        super().__init__(name="scrypt")
        self._asked = asked
        self.derived: bytes | None = None

    def run(self) -> None:
        try:
            self.derived = self._asked._compute()
        except (ValueError, MemoryError):
            return  # whoever asks for it is told


_begun: dict[Derivation, _Thread] = {}
# a child has no threads of its parent
os.register_at_fork(after_in_child=_begun.clear)
