"""Passkeys of people: made, and used to sign in.

A registration asks for no attestation, so what the browser says of the new key is all there is to know; that
the person has it is seen when it signs. Source: WebAuthn Level 2 sections 7.1 and 7.2.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key

from firstbell.base.clock import NS_PER_S, Clock
from firstbell.console.errors import ConsoleError
from firstbell.ledger.passkeys import EDDSA, ES256, Passkey, find_assertion, join_assertion, read_passkey
from firstbell.ledger.signatures import is_asserted

CHALLENGE_S = 300
_MOST_CHALLENGES = 1000
_PRESENT_AND_VERIFIED = 0x05
_DATA_BYTES = 37


class PasskeyRefusedError(ConsoleError):
    """What a browser sent of a passkey does not hold."""

    code = "console.passkey"


@dataclass(frozen=True, slots=True)
class Site:
    """What passkeys are made for. `name`: the RP id, no address; `origins`: where pages are opened."""

    name: str
    origins: Sequence[str]


def encode_bytes(data: bytes) -> str:
    """Bytes as browsers write them: base64 for addresses, without padding."""
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def decode_bytes(text: str) -> bytes:
    """Raises: PasskeyRefusedError."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise PasskeyRefusedError("what the browser sent does not read") from None


class Challenges:
    """Random challenges that were given out: each can be answered once, within five minutes."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._until: dict[str, int] = {}

    def make(self) -> str:
        """A new one, as browsers take it."""
        now_ns = self._clock.now_ns()
        self._until = {name: until for name, until in self._until.items() if until > now_ns}
        while len(self._until) >= _MOST_CHALLENGES:
            self._until.pop(next(iter(self._until)))
        challenge = encode_bytes(os.urandom(32))
        self._until[challenge] = now_ns + CHALLENGE_S * NS_PER_S
        return challenge

    def take(self, challenge: str) -> None:
        """Use one up. Raises: PasskeyRefusedError where it was not given out, is used up or too old."""
        if self._until.pop(challenge, 0) <= self._clock.now_ns():
            raise PasskeyRefusedError("this took too long, or was answered already", hint="begin again")


def read_client(client: bytes) -> dict[str, Any]:
    """What the browser says it was asked. Raises: PasskeyRefusedError."""
    try:
        said = json.loads(client)
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict) or not isinstance(said.get("challenge"), str):
        raise PasskeyRefusedError("what the browser sent does not read")
    return said


def make_passkey(site: Site, *, client: bytes, data: bytes, public: bytes) -> Passkey:
    """The passkey of a registration; its challenge was checked. `public`: DER.

    Raises: PasskeyRefusedError.
    """
    said = read_client(client)
    if said.get("type") != "webauthn.create" or said.get("origin") not in site.origins:
        raise PasskeyRefusedError("the passkey was made for another page")
    if len(data) < _DATA_BYTES or data[:32] != hashlib.sha256(site.name.encode()).digest():
        raise PasskeyRefusedError("the passkey was made for another site")
    if data[32] & _PRESENT_AND_VERIFIED != _PRESENT_AND_VERIFIED:
        raise PasskeyRefusedError(
            "the passkey did not ask who you are", hint="use one with a PIN, a fingerprint or a face"
        )
    try:
        key = load_der_public_key(public)
    except (ValueError, UnsupportedAlgorithm):
        key = None
    if isinstance(key, EllipticCurvePublicKey) and isinstance(key.curve, SECP256R1):
        point = key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)[1:]
        return Passkey(ES256, point, site.name, tuple(site.origins))
    if isinstance(key, Ed25519PublicKey):
        return Passkey(EDDSA, key.public_bytes_raw(), site.name, tuple(site.origins))
    raise PasskeyRefusedError("the passkey is of a kind that cannot be used here")


def check_sign_in(public: bytes, *, client: bytes, data: bytes, signature: bytes) -> None:
    """See that this passkey answered a challenge, which was checked before. Raises: PasskeyRefusedError."""
    passkey = read_passkey(public)
    challenge = decode_bytes(str(read_client(client)["challenge"]))
    joined = join_assertion(data, client, signature)
    found = find_assertion(passkey, challenge, joined) if passkey else None
    if passkey is None or found is None or not is_asserted(passkey, *found):
        raise PasskeyRefusedError("the passkey's answer does not hold")
