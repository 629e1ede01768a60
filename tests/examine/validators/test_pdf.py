"""The beginning of a stream written as ASCII85."""

from __future__ import annotations

import base64
import random

import pytest

from firstbell.examine.validators.pdf import decode_ascii85


def decode(text: bytes, decoder: object) -> bytes | None:
    try:
        return decoder(text)  # type: ignore[operator,no-any-return]
    except ValueError:
        return None


@pytest.mark.parametrize("seed", range(20))
def test_it_is_decoded_as_the_standard_library_does(seed: int) -> None:
    source = random.Random(seed)
    for _ in range(50):
        written = base64.a85encode(source.randbytes(source.randrange(60)), wrapcol=source.choice((0, 20)))
        others = bytes(source.randrange(30, 125) for _ in range(source.choice((0, 5, 7, 10))))
        for text in (written, others, b"zz" + written, written[:-1], b"uuuuu"):
            assert decode(text, decode_ascii85) == decode(text, base64.a85decode)
