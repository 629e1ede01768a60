"""Short secrets sealed for an RSA key that another machine made with what its system brings.

RSA-OAEP with SHA-256 for hash and MGF1, without a label. Where both ends are ours a box does it (`boxes`);
this is for hosts that have openssl or .NET and nothing else. Source: RFC 8017, 7.1.
"""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric.padding import MGF1, OAEP
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers
from cryptography.hazmat.primitives.hashes import SHA256

from firstbell.crypto.errors import CryptoError

EXPONENT = 65537


class EnvelopeError(CryptoError):
    """A key that cannot seal, or a secret too long for it."""

    code = "crypto.envelope"


def seal_envelope(modulus: int, secret: bytes) -> bytes:
    """The secret, which only the owner of the key reads. Raises: EnvelopeError."""
    try:
        key = RSAPublicNumbers(EXPONENT, modulus).public_key()
        return key.encrypt(secret, OAEP(mgf=MGF1(SHA256()), algorithm=SHA256(), label=None))
    except ValueError as error:
        raise EnvelopeError(f"the key seals nothing: {error}") from None
