"""An actor of a ledger, and the fingerprint by which a key is named."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True)
class Actor:
    """Who adds entries. `id`: 16 hex digits, the same through all keys. `name`: for people."""

    id: str
    name: str
    role: str


def make_fingerprint(public: bytes) -> str:
    """SHA-256, in hex, of a public key: 32 bytes, or what a passkey says of itself."""
    return hashlib.sha256(public).hexdigest()
