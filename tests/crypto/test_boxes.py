"""Boxes open with their private key and with nothing else."""

from __future__ import annotations

import os

import pytest

from firstbell.crypto.boxes import find_public, open_box, seal_box
from firstbell.crypto.errors import UnauthenticError

PRIVATE = bytes(range(32))


@pytest.mark.parametrize("content", [b"", b"a password", os.urandom(100_000)])
def test_what_was_put_in_comes_out(content: bytes) -> None:
    box = seal_box(find_public(PRIVATE), content)
    assert open_box(PRIVATE, box) == content
    assert len(box) == len(content) + 64


def test_no_box_is_like_another() -> None:
    public = find_public(PRIVATE)
    assert seal_box(public, b"same") != seal_box(public, b"same")


def test_another_key_opens_nothing() -> None:
    with pytest.raises(UnauthenticError):
        open_box(bytes(range(1, 33)), seal_box(find_public(PRIVATE), b"a password"))


def test_a_changed_or_cut_box_opens_nothing() -> None:
    box = seal_box(find_public(PRIVATE), b"a password")
    for at in range(len(box)):
        with pytest.raises(UnauthenticError):
            open_box(PRIVATE, box[:at] + bytes([box[at] ^ 1]) + box[at + 1 :])
        with pytest.raises(UnauthenticError):
            open_box(PRIVATE, box[:at])
    # X25519 passes over the highest bit of a public key; the sealing key is made of all of them
    with pytest.raises(UnauthenticError):
        open_box(PRIVATE, box[:31] + bytes([box[31] ^ 0x80]) + box[32:])


def test_a_public_key_that_leads_nowhere_is_no_box() -> None:
    with pytest.raises(UnauthenticError):
        open_box(PRIVATE, bytes(32) + bytes(64))


def test_the_public_key_is_that_of_the_specification() -> None:
    """RFC 7748, section 6.1: Bob's pair."""
    private = bytes.fromhex("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb")
    public = bytes.fromhex("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f")
    assert find_public(private) == public
