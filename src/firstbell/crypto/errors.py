"""What can go wrong with sealed bytes and keys."""

from __future__ import annotations

from firstbell.base.errors import Error


class CryptoError(Error):
    """The root of this room's errors."""

    code = "crypto.failed"


class UnauthenticError(CryptoError):
    """Sealed bytes whose MAC does not fit: changed, cut short, or sealed by another key."""

    code = "crypto.unauthentic"


class KdfError(CryptoError):
    """Parameters of a key derivation that cannot be used."""

    code = "crypto.kdf"
