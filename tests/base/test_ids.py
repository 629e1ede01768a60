from __future__ import annotations

import pytest

from firstbell.base.ids import InvalidIdError, hash_id, is_hex_id, parse_hex_id

EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_an_id_is_the_sha_256_of_what_it_names() -> None:
    assert hash_id(b"").hex() == EMPTY
    assert hash_id(memoryview(b"abc")) == hash_id(bytearray(b"abc"))


def test_a_hex_id_gives_its_bytes() -> None:
    assert is_hex_id(EMPTY)
    assert parse_hex_id(EMPTY) == hash_id(b"")


@pytest.mark.parametrize("text", ["", EMPTY[:-1], EMPTY + "0", EMPTY.upper(), EMPTY[:-1] + "g", EMPTY + "\n"])
def test_what_is_no_hex_id_is_refused(text: str) -> None:
    assert not is_hex_id(text)
    with pytest.raises(InvalidIdError) as caught:
        parse_hex_id(text)
    assert caught.value.text == text
