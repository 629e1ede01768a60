"""Ed25519 in plain Python, against RFC 8032's examples and against cryptography."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from firstbell.ledger.signatures import is_signed
from firstbell.ledger.verifier.ed25519 import is_signed_by

# RFC 8032 section 7.1, tests 1, 2, 3 and SHA(abc): public key, message, signature
VECTORS = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
        "d25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
        "387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
        "4a7c15e9716ed28dc027beceea1ec40a",
    ),
    (
        "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd"
        "454d4423643ce80e2a9ac94fa54ca49f",
        "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e030"
        "3dca179c138ac17ad9bef1177331a704",
    ),
]
ORDER = 2**252 + 27742317777372353535851937790883648493


@pytest.mark.parametrize(("public", "message", "signature"), VECTORS)
def test_the_examples_of_the_standard_verify(public: str, message: str, signature: str) -> None:
    key, said, signed = map(bytes.fromhex, (public, message, signature))
    assert is_signed_by(key, said, signed)
    assert not is_signed_by(key, said + b"x", signed)
    for at in range(len(signed)):
        assert not is_signed_by(key, said, signed[:at] + bytes([signed[at] ^ 4]) + signed[at + 1 :])


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=200), st.integers(0, 511))
def test_it_says_what_cryptography_says(private: bytes, message: bytes, flip: int) -> None:
    key = Ed25519PrivateKey.from_private_bytes(private)
    public, signature = key.public_key().public_bytes_raw(), key.sign(message)
    assert is_signed_by(public, message, signature)
    changed = bytearray(signature)
    changed[flip // 8] ^= 1 << flip % 8
    assert (
        is_signed_by(public, message, bytes(changed)) == is_signed(public, message, bytes(changed)) is False
    )


@given(st.binary(max_size=33), st.binary(max_size=65))
def test_no_bytes_are_more_than_refused(public: bytes, signature: bytes) -> None:
    assert not is_signed_by(public, b"message", signature)
    assert (
        not is_signed_by(public.ljust(32, b"\0"), b"message", signature.ljust(64, b"\0")) or len(public) > 32
    )


@pytest.mark.parametrize("public", [b"\xff" * 32, b"\x02" + bytes(31), b"\x01" + bytes(30) + b"\x80"])
def test_what_is_no_point_is_no_key(public: bytes) -> None:
    assert not is_signed_by(public, b"", bytes(64))


def test_a_signature_with_a_number_too_large_is_refused() -> None:
    key = Ed25519PrivateKey.generate()
    public, signature = key.public_key().public_bytes_raw(), key.sign(b"message")
    larger = int.from_bytes(signature[32:], "little") + ORDER
    assert not is_signed_by(public, b"message", signature[:32] + larger.to_bytes(32, "little"))
