from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstbell.crypto.errors import UnauthenticError
from firstbell.crypto.sealing import OVERHEAD_BYTES, MasterKey, Sealer, make_master_key

KEY = MasterKey(bytes(range(32)), bytes(range(16)), bytes(range(16, 32)))


@given(st.binary(max_size=5000))
def test_what_was_sealed_opens_to_what_it_was(plaintext: bytes) -> None:
    sealer = Sealer(KEY)
    sealed = sealer.seal(plaintext)
    assert len(sealed) == len(plaintext) + OVERHEAD_BYTES
    assert sealer.open(sealed) == plaintext
    assert sealer.open(memoryview(sealed)) == plaintext


def test_the_same_plaintext_never_seals_to_the_same_bytes() -> None:
    sealer = Sealer(KEY)
    assert sealer.seal(b"x" * 100) != sealer.seal(b"x" * 100)


@settings(max_examples=60)
@given(st.binary(min_size=1, max_size=200), st.data())
def test_one_changed_bit_anywhere_is_noticed(plaintext: bytes, data: st.DataObject) -> None:
    sealer = Sealer(KEY)
    sealed = bytearray(sealer.seal(plaintext))
    bit = data.draw(st.integers(0, len(sealed) * 8 - 1))
    sealed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(UnauthenticError, match="MAC does not fit"):
        sealer.open(sealed)


@pytest.mark.parametrize("length", [0, 1, 31, 32, 50])
def test_sealed_bytes_that_were_cut_do_not_open(length: int) -> None:
    sealed = Sealer(KEY).seal(b"a text of some length, longer than the cuts")
    with pytest.raises(UnauthenticError):
        Sealer(KEY).open(sealed[:length])


def test_another_key_does_not_open() -> None:
    with pytest.raises(UnauthenticError):
        Sealer(make_master_key()).open(Sealer(make_master_key()).seal(b"secret"))


def test_a_key_does_not_show_itself() -> None:
    assert repr(KEY) == "MasterKey(...)"


def test_a_sealer_serves_many_threads() -> None:
    sealer = Sealer(KEY)
    texts = [bytes([number]) * (number * 997) for number in range(64)]
    with ThreadPoolExecutor(4) as executor:
        assert list(executor.map(sealer.open, executor.map(sealer.seal, texts))) == texts
