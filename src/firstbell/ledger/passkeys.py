"""A passkey as a key of a ledger: what its public key says, and what an authenticator signed for a head.

Bytes in, values out, nothing but Python: the verifier of one file reads the same. docs/formats/ledger.md.
"""

from __future__ import annotations

import base64
import hashlib
import json
from typing import NamedTuple, Optional, Sequence, Tuple

from firstbell.ledger.p256 import is_on_p256

ES256, EDDSA = "webauthn-es256", "webauthn-eddsa"
_POINT_BYTES = {ES256: 64, EDDSA: 32}
_KEY_FIELDS = {"alg", "key", "origins", "rp"}
# the smallest data of an authenticator: hash of the site, flags, count
_DATA_BYTES = 37
_PRESENT_AND_VERIFIED = 0x05
_MAX_CLIENT_BYTES = 4096


class Passkey(NamedTuple):
    """`point`: x and y of P-256, 64 bytes; or Ed25519, 32. `rp`: the site; `origins`: its addresses."""

    alg: str
    point: bytes
    rp: str
    origins: Sequence[str]


def render_passkey(passkey: Passkey) -> bytes:
    """The public key as a `key` entry has it: JSON with sorted keys and without spaces."""
    said = {
        "alg": passkey.alg,
        "key": passkey.point.hex(),
        "origins": list(passkey.origins),
        "rp": passkey.rp,
    }
    return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def read_passkey(public: bytes) -> Optional[Passkey]:
    """The passkey of a public key; None where it is none, or is written in another way."""
    try:
        said = json.loads(public.decode())
        passkey = Passkey(said["alg"], bytes.fromhex(said["key"]), said["rp"], tuple(said["origins"]))
        texts = (passkey.alg, passkey.rp, *passkey.origins)
        if set(said) != _KEY_FIELDS or not all(type(text) is str and text for text in texts):
            return None
        if _POINT_BYTES.get(passkey.alg) != len(passkey.point) or not passkey.origins:
            return None
        if passkey.alg == ES256 and not is_on_p256(passkey.point):
            return None
        return passkey if render_passkey(passkey) == public else None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def make_challenge(message: bytes) -> bytes:
    """What the authenticator is asked to sign for a head: SHA-256 of the bytes that a head's key signs."""
    return hashlib.sha256(message).digest()


def join_assertion(data: bytes, client: bytes, signature: bytes) -> bytes:
    """The signature of a head: data, then client's JSON, each after its size in two bytes; the rest."""
    return b"".join([_prefix(data), data, _prefix(client), client, signature])


def _prefix(part: bytes) -> bytes:
    return len(part).to_bytes(2, "big")


def split_assertion(joined: bytes) -> Optional[Tuple[bytes, bytes, bytes]]:
    """(data, client's JSON, signature); None where it is none."""
    parts, at = [], 0
    for _ in range(2):
        size = int.from_bytes(joined[at : at + 2], "big")
        part = joined[at + 2 : at + 2 + size]
        if len(part) != size or not size:
            return None
        parts.append(part)
        at += 2 + size
    return (parts[0], parts[1], joined[at:]) if joined[at:] else None


def find_assertion(passkey: Passkey, challenge: bytes, joined: bytes) -> Optional[Tuple[bytes, bytes]]:
    """(what was signed, signature), where all but the signature holds; else None.

    Source: WebAuthn Level 2 section 7.2, steps 11 to 20. The client's JSON is read, never compared with a
    pattern: browsers put fields into it so that nobody relies on its form.
    """
    parts = split_assertion(joined)
    if parts is None or len(parts[0]) < _DATA_BYTES or len(parts[1]) > _MAX_CLIENT_BYTES:
        return None
    data, client, signature = parts
    if data[:32] != hashlib.sha256(passkey.rp.encode()).digest():
        return None
    if data[32] & _PRESENT_AND_VERIFIED != _PRESENT_AND_VERIFIED:
        return None
    try:
        said = json.loads(client.decode())
        wanted = base64.urlsafe_b64encode(challenge).decode().rstrip("=")
        fits = said["type"] == "webauthn.get" and said["challenge"] == wanted
        if not fits or said["origin"] not in passkey.origins or said.get("crossOrigin") not in (None, False):
            return None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return data + hashlib.sha256(client).digest(), signature
