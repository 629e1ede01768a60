from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstbell.crypto.errors import UnauthenticError
from firstbell.crypto.seal import (
    IV_BYTES,
    MAC_BYTES,
    OVERHEAD_BYTES,
    MasterKey,
    Opening,
    ScratchBuffer,
    Sealer,
    make_master_key,
)

KEY = MasterKey(bytes(range(32)), bytes(range(16)), bytes(range(16, 32)))


@given(st.binary(max_size=5000))
def test_what_was_sealed_opens_to_what_it_was(plaintext: bytes) -> None:
    sealer = Sealer(KEY)
    sealed = sealer.seal(plaintext)
    assert len(sealed) == len(plaintext) + OVERHEAD_BYTES
    assert sealer.open(sealed) == plaintext
    assert sealer.open(memoryview(sealed)) == plaintext


@given(st.lists(st.binary(max_size=300), min_size=1, max_size=8))
def test_what_is_sealed_together_opens_one_by_one(plaintexts: list[bytes]) -> None:
    sealer = Sealer(KEY)
    target = bytearray(sum(map(len, plaintexts)) + OVERHEAD_BYTES * len(plaintexts))
    sealer.seal_each(plaintexts, memoryview(target))
    opened = []
    ivs = set()
    at = 0
    for plaintext in plaintexts:
        end = at + len(plaintext) + OVERHEAD_BYTES
        opened.append(sealer.open(target[at:end]))
        ivs.add(bytes(target[at : at + IV_BYTES]))
        at = end
    assert opened == plaintexts
    assert len(ivs) == len(plaintexts)


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
    with pytest.raises(UnauthenticError, match=r"\(MAC\) does not match"):
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


def seal_all(texts: list[bytes]) -> tuple[memoryview, list[tuple[int, int]]]:
    """Sealed texts one after the other, and where each lies."""
    sealer = Sealer(KEY)
    sealed, spans = b"", []
    for text in texts:
        spans.append((len(sealed), len(text) + OVERHEAD_BYTES))
        sealed += sealer.seal(text)
    return memoryview(sealed), spans


@given(st.lists(st.binary(max_size=300)))
def test_many_are_opened_as_each_is(texts: list[bytes]) -> None:
    sealed, spans = seal_all(texts)
    assert list(map(bytes, Sealer(KEY).open_each(sealed, spans, ScratchBuffer()))) == texts


def test_a_text_longer_than_the_scratch_is_opened_with_others() -> None:
    texts = [b"a" * 10, b"b" * (3 << 20), b"c" * (1 << 20)]
    sealed, spans = seal_all(texts)
    assert list(map(bytes, Sealer(KEY).open_each(sealed, spans, ScratchBuffer()))) == texts


@given(st.data())
def test_a_changed_bit_is_noticed_when_its_text_is_opened(data: st.DataObject) -> None:
    texts = [b"first", b"second", b"third"]
    sealed, spans = seal_all(texts)
    changed = bytearray(sealed)
    bit = data.draw(st.integers(0, len(changed) * 8 - 1))
    changed[bit // 8] ^= 1 << bit % 8
    hurt = next(at for at, (offset, length) in enumerate(spans) if bit // 8 < offset + length)
    opened = Sealer(KEY).open_each(memoryview(changed), spans, ScratchBuffer())
    assert [bytes(next(opened)) for _ in range(hurt)] == texts[:hurt]
    with pytest.raises(UnauthenticError, match=r"\(MAC\) does not match"):
        next(opened)


@pytest.mark.parametrize("step", [1, 16, 100, 10_000])
def test_a_text_is_opened_piece_by_piece(step: int) -> None:
    text = bytes(range(256)) * 20
    sealed = memoryview(Sealer(KEY).seal(text))
    for flaw in (0, 1):
        mac = bytes([sealed[-MAC_BYTES] ^ flaw, *sealed[-MAC_BYTES + 1 :]])
        opening = Sealer(KEY).begin_opening(bytes(sealed[:IV_BYTES]))
        assert open_pieces(opening, sealed[IV_BYTES:-MAC_BYTES], step) == text
        if not flaw:
            opening.verify(mac)
            continue
        with pytest.raises(UnauthenticError, match=r"\(MAC\) does not match"):
            opening.verify(mac)


def open_pieces(opening: Opening, ciphertext: memoryview, step: int) -> bytes:
    target = ScratchBuffer().reserve(step)
    opened = b""
    for start in range(0, len(ciphertext), step):
        opened += target[: opening.update_into(ciphertext[start : start + step], target)]
    return opened
