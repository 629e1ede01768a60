"""Signatures of P-256 that no honest key makes: numbers out of their range, and a sum at infinity.

Source: FIPS 186-5, section 6.4.2.
"""

from __future__ import annotations

import hashlib

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

from firstbell.ledger.p256 import is_signed_p256

# how many points the curve has
COUNT = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
PRIVATE = 0x1234_5678_9ABC_DEF0
MESSAGE = b"an entry"


@pytest.fixture(scope="module")
def key() -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(PRIVATE, ec.SECP256R1())


@pytest.fixture(scope="module")
def public(key: ec.EllipticCurvePrivateKey) -> bytes:
    numbers = key.public_key().public_numbers()
    return numbers.x.to_bytes(32, "big") + numbers.y.to_bytes(32, "big")


def test_numbers_out_of_their_range_are_refused(key: ec.EllipticCurvePrivateKey, public: bytes) -> None:
    r, s = decode_dss_signature(key.sign(MESSAGE, ec.ECDSA(hashes.SHA256())))
    assert is_signed_p256(public, MESSAGE, encode_dss_signature(r, s))

    for wrong in ((0, s), (r, 0), (0, 0), (COUNT, s), (r, COUNT), (r + COUNT, s), (r, s + COUNT)):
        assert not is_signed_p256(public, MESSAGE, encode_dss_signature(*wrong)), wrong


def test_a_sum_at_infinity_is_no_signature(public: bytes) -> None:
    digest = int.from_bytes(hashlib.sha256(MESSAGE).digest(), "big")
    # digest / s times the generator and r / s times the key add up to nothing
    r = -digest * pow(PRIVATE, -1, COUNT) % COUNT

    assert not is_signed_p256(public, MESSAGE, encode_dss_signature(r, 1))
