"""Whether a head is signed, by plain Python: with a key of Ed25519, or with a passkey."""

from __future__ import annotations

from firstbell.ledger.p256 import is_signed_p256
from firstbell.ledger.passkeys import ES256, find_assertion, make_challenge, read_passkey
from firstbell.ledger.verifier.ed25519 import is_signed_by


def is_sealed_by(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether this is the signature of the message by the key."""
    if len(public) == 32:
        return is_signed_by(public, message, signature)
    passkey = read_passkey(public)
    found = find_assertion(passkey, make_challenge(message), signature) if passkey else None
    if passkey is None or found is None:
        return False
    check = is_signed_p256 if passkey.alg == ES256 else is_signed_by
    return check(passkey.point, found[0], found[1])
