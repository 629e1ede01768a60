"""Seal and open: AES-256 in counter mode with a Poly1305-AES MAC over the ciphertext.

| offset | size | field |
|---|---|---|
| 0 | 16 | IV, random; nonce of both the cipher and the MAC |
| 16 | n | ciphertext, as long as the plaintext |
| 16 + n | 16 | MAC |

The one-time Poly1305 key is `r || AES-128(k, IV)`. Source: restic design document, "Keys, Encryption
and MAC"; D. J. Bernstein, "The Poly1305-AES message-authentication code" (2005).
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Sequence
from typing import Protocol

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.poly1305 import Poly1305

from firstbell.crypto.errors import UnauthenticError

IV_BYTES = 16
MAC_BYTES = 16
OVERHEAD_BYTES = IV_BYTES + MAC_BYTES

Buffer = bytes | bytearray | memoryview

_NO_FIT = "the checksum (MAC) does not match: the data was changed, or sealed with another key"


class MasterKey(msgspec.Struct, frozen=True):
    """`encrypt`: 32 bytes for AES-256. `mac_k`: 16 bytes for AES-128. `mac_r`: 16 bytes, clamped in use."""

    encrypt: bytes
    mac_k: bytes
    mac_r: bytes

    def __repr__(self) -> str:
        return "MasterKey(...)"


class _ResettableCipher(Protocol):
    """What we use of a cipher context; `reset_nonce` makes one context serve many blobs."""

    def update(self, data: Buffer) -> bytes: ...
    def update_into(self, data: Buffer, target: Buffer) -> int: ...
    def reset_nonce(self, nonce: bytes) -> None: ...


class _Contexts(threading.local):
    """Cipher contexts of one thread: making them anew costs as much as 5 kB of AES."""

    def __init__(self, key: MasterKey) -> None:
        cipher = Cipher(algorithms.AES(key.encrypt), modes.CTR(bytes(IV_BYTES)))
        # in counter mode encrypting and decrypting are the same
        self.stream: _ResettableCipher = cipher.encryptor()
        # one-time keys only: a single block each, so the mode has no bearing
        self.block = Cipher(algorithms.AES(key.mac_k), modes.ECB()).encryptor()


class Sealer:
    """Seals and opens with one master key. Thread-safe."""

    def __init__(self, key: MasterKey) -> None:
        self._r = key.mac_r
        self._contexts = _Contexts(key)

    def seal_parts(self, plaintext: Buffer) -> tuple[bytes, bytes, bytes]:
        """IV, ciphertext and MAC, apart: whoever writes them out can do so without joining."""
        contexts = self._contexts
        iv = os.urandom(IV_BYTES)
        contexts.stream.reset_nonce(iv)
        ciphertext = contexts.stream.update(plaintext)
        return iv, ciphertext, Poly1305.generate_tag(self._r + contexts.block.update(iv), ciphertext)

    def seal_each(self, plaintexts: Sequence[Buffer], target: memoryview) -> None:
        """Write the sealed forms of all of these to `target`, one after the other; they fill it."""
        contexts = self._contexts
        ivs = os.urandom(IV_BYTES * len(plaintexts))
        nonces = contexts.block.update(ivs)
        stream, r = contexts.stream, self._r
        at = end = 0
        for plaintext in plaintexts:
            iv = ivs[at : at + IV_BYTES]
            start, end = end, end + len(plaintext) + OVERHEAD_BYTES
            ciphertext = target[start + IV_BYTES : end - MAC_BYTES]
            stream.reset_nonce(iv)
            stream.update_into(plaintext, ciphertext)
            target[start : start + IV_BYTES] = iv
            tag = Poly1305.generate_tag(r + nonces[at : at + IV_BYTES], ciphertext)
            target[end - MAC_BYTES : end] = tag
            at += IV_BYTES

    def seal(self, plaintext: Buffer) -> bytes:
        """The sealed form of `plaintext`, `OVERHEAD_BYTES` longer."""
        return b"".join(self.seal_parts(plaintext))

    def open(self, sealed: Buffer) -> bytes:
        """The plaintext of sealed bytes.

        Raises: UnauthenticError when they were changed, cut, or sealed by another key.
        """
        if len(sealed) < OVERHEAD_BYTES:
            raise UnauthenticError(f"{len(sealed)} sealed bytes are fewer than {OVERHEAD_BYTES}")
        view = memoryview(sealed)
        iv = bytes(view[:IV_BYTES])
        ciphertext = view[IV_BYTES:-MAC_BYTES]
        contexts = self._contexts
        try:
            Poly1305.verify_tag(self._r + contexts.block.update(iv), ciphertext, bytes(view[-MAC_BYTES:]))
        except InvalidSignature:
            raise UnauthenticError(_NO_FIT) from None
        contexts.stream.reset_nonce(iv)
        return contexts.stream.update(ciphertext)

    def open_each(
        self, sealed: memoryview, spans: Sequence[tuple[int, int]], scratch: ScratchBuffer
    ) -> Iterator[memoryview]:
        """The plaintexts of many sealed parts of `sealed`, each valid until the next is asked for.

        `spans`: offset and length of each part. For small ones this takes two
        thirds of the time of `open`: the one-time keys are made in one call, nothing is allocated.

        Raises: as `open`, when it comes to that part.
        """
        if any(length < OVERHEAD_BYTES for _, length in spans):
            raise UnauthenticError(f"sealed bytes are never fewer than {OVERHEAD_BYTES}")
        contexts = self._contexts
        ivs = b"".join([sealed[offset : offset + IV_BYTES] for offset, _ in spans])
        nonces = contexts.block.update(ivs)
        stream, r = contexts.stream, self._r
        target = scratch.reserve(max((length for _, length in spans), default=0))
        at = 0
        for offset, length in spans:
            end = offset + length - MAC_BYTES
            ciphertext = sealed[offset + IV_BYTES : end]
            try:
                Poly1305.verify_tag(
                    r + nonces[at : at + IV_BYTES], ciphertext, bytes(sealed[end : end + MAC_BYTES])
                )
            except InvalidSignature:
                raise UnauthenticError(_NO_FIT) from None
            stream.reset_nonce(ivs[at : at + IV_BYTES])
            at += IV_BYTES
            yield target[: stream.update_into(ciphertext, target)]

    def begin_opening(self, iv: bytes) -> Opening:
        """Opens sealed bytes piece by piece, by this thread alone and nothing else in between."""
        contexts = self._contexts
        contexts.stream.reset_nonce(iv)
        return Opening(contexts.stream, self._r + contexts.block.update(iv))


class ScratchBuffer:
    """A buffer that is used again and again: fresh memory costs a page fault for every 4 KiB."""

    def __init__(self) -> None:
        self._view = memoryview(bytearray(1 << 20))

    def reserve(self, size_bytes: int) -> memoryview:
        """The buffer, of at least this size and one block; what was in it is lost."""
        # a cipher asks for room for what it may hold back, though in counter mode it holds back nothing
        if len(self._view) < size_bytes + IV_BYTES:
            self._view = memoryview(bytearray(size_bytes + IV_BYTES))
        return self._view


class Opening:
    """Sealed bytes on their way through; believe nothing of what `update_into` gives before `verify`."""

    def __init__(self, stream: _ResettableCipher, mac_key: bytes) -> None:
        self._stream = stream
        self._mac = Poly1305(mac_key)

    def update_into(self, ciphertext: memoryview, target: memoryview) -> int:
        """Decrypt the next piece; how many bytes were written. `target` holds one block more."""
        self._mac.update(ciphertext)
        return self._stream.update_into(ciphertext, target)

    def verify(self, mac: bytes) -> None:
        """Raises: UnauthenticError when the bytes were changed, or sealed by another key."""
        try:
            self._mac.verify(mac)
        except InvalidSignature:
            raise UnauthenticError(_NO_FIT) from None


def make_master_key() -> MasterKey:
    """A new random key."""
    return MasterKey(os.urandom(32), os.urandom(16), os.urandom(16))
