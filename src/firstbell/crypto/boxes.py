"""Boxes: sealed by anybody who has a public key, opened only with the private one.

| offset | size | field |
|---|---|---|
| 0 | 32 | public key of a pair that was made for this box alone |
| 32 | n + 32 | the content, sealed (see `sealing`) |

The sealing key is HKDF-SHA-256 of the X25519 secret of both pairs, without salt; its info is the line
`firstbell box`, a newline, and the two public keys, the box's own first; 64 bytes.
Source: RFC 7748 (X25519), RFC 5869 (HKDF).
"""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from firstbell.crypto.errors import UnauthenticError
from firstbell.crypto.seal import MasterKey, Sealer

KEY_BYTES = 32
_INFO = b"firstbell box\n"


def find_public(private: bytes) -> bytes:
    """The public key of a private one; both are 32 bytes."""
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def seal_box(public: bytes, content: bytes) -> bytes:
    """A box that only the private key of `public`, 32 bytes, opens."""
    own = X25519PrivateKey.generate()
    own_public = own.public_key().public_bytes_raw()
    secret = own.exchange(X25519PublicKey.from_public_bytes(public))
    return own_public + _make_sealer(secret, own_public + public).seal(content)


def open_box(private: bytes, box: bytes) -> bytes:
    """What is in a box. Raises: UnauthenticError when it is none, was changed, or is for another key."""
    own_public, sealed = box[:KEY_BYTES], box[KEY_BYTES:]
    try:
        key = X25519PrivateKey.from_private_bytes(private)
        secret = key.exchange(X25519PublicKey.from_public_bytes(own_public))
    except ValueError as error:
        raise UnauthenticError(f"this is not a sealed box ({error})") from None
    return _make_sealer(secret, own_public + key.public_key().public_bytes_raw()).open(sealed)


def _make_sealer(secret: bytes, public_keys: bytes) -> Sealer:
    derived = HKDF(SHA256(), 64, None, _INFO + public_keys).derive(secret)
    return Sealer(MasterKey(derived[:32], derived[32:48], derived[48:]))
