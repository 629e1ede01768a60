"""Noise that is written as text, and text that is none."""

from __future__ import annotations

import base64
import random

import pytest

from firstbell.examine.encoded_noise import find_encoded_noise
from tests.examine.samples import make_png, make_text

WORDS = [word.encode() for word in random.Random(7).randbytes(256 * 4).hex(" ", 4).replace("0", "kl").split()]
LETTERS = bytes(65 + value % 26 + (32 if value & 128 else 0) for value in range(256))


def noise(size: int) -> bytes:
    return random.Random(1).randbytes(size)


@pytest.mark.parametrize(
    ("encode", "name"),
    [
        (base64.b64encode, "base64"),
        (base64.urlsafe_b64encode, "base64"),
        (base64.b32encode, "base32"),
        (base64.b85encode, "base85"),
        (lambda data: data.hex().encode(), "hex"),
        (lambda data: data.hex(" ").encode(), "hex"),
        (base64.encodebytes, "base64"),
    ],
)
@pytest.mark.parametrize("size", [200, 5000, 200_000])
def test_encoded_noise_is_named_by_its_alphabet(encode, name: str, size: int) -> None:  # type: ignore[no-untyped-def]
    assert find_encoded_noise(encode(noise(size))) == name


def test_text_code_and_encoded_pictures_with_headers_are_no_encoded_noise() -> None:
    page = b"<img src='data:image/png;base64," + base64.b64encode(make_png(1)) + b"'>"
    for data in (make_text(1), page, b"def f(x):\n    return x\n" * 20, noise(5000), b"a" * 500):
        assert find_encoded_noise(data) is None


@pytest.mark.parametrize(
    ("encode", "name"),
    [
        (lambda data: ",".join(map(str, data)).encode(), "words or numbers"),
        (lambda data: b" ".join(WORDS[value] for value in data), "words or numbers"),
        (lambda data: data.translate(LETTERS), "symbols of its own"),
        (lambda data: "".join(f"%{value:02x}" for value in data).encode(), "units of 3 characters"),
        (lambda data: "".join(f"\\x{value:02X}" for value in data).encode(), "units of 4 characters"),
        (lambda data: "".join(chr(0x2800 + value) for value in data).encode(), "units of 3 characters"),
    ],
    ids=["decimals", "words", "letters", "percent", "escapes", "braille"],
)
@pytest.mark.parametrize("size", [4096, 100_000])
def test_noise_in_an_alphabet_of_nobody_is_found(encode, name: str, size: int) -> None:  # type: ignore[no-untyped-def]
    assert find_encoded_noise(encode(noise(size))) == name


def test_a_long_one_is_looked_at_from_both_ends() -> None:
    encoded = noise(200_000).translate(LETTERS)
    assert find_encoded_noise(encoded) == "symbols of its own"
    assert find_encoded_noise(encoded + make_text(1) * 40) is None
    assert find_encoded_noise(make_text(1) * 40 + encoded) is None
    assert find_encoded_noise("".join(chr(0x4E00 + value) for value in noise(100_000)).encode()) is not None


def test_a_picture_in_base64_beside_a_few_lines_is_no_noise() -> None:
    picture = base64.encodebytes(noise(90_000))
    for lines in (b"Minutes of the meeting.\n", make_text(2)[:400]):
        assert find_encoded_noise(lines + picture) is None
        assert find_encoded_noise(picture + lines) is None


def test_what_people_write_in_few_symbols_is_no_noise() -> None:
    source = random.Random(4)
    counter = b"\n".join(b"%06d" % number for number in range(3000))
    ledger = b"\n".join(
        b"2024-%02d-%02d,%d" % (day % 12 + 1, day % 28 + 1, day * 7 % 900) for day in range(900)
    )
    readings = b",".join(b"%d" % source.gauss(128, 30) for _ in range(5000))
    dice = bytes(source.choice(b"123456\n") for _ in range(5000))
    shades = b"\n".join(b" ".join(b"%d" % ((x + y) % 256) for x in range(64)) for y in range(64))
    for data in (counter, ledger, readings, dice, shades, "Grüße, Schule. ".encode() * 300):
        assert find_encoded_noise(data) is None


def test_spacing_before_it_and_one_strange_byte_are_told_apart_anywhere() -> None:
    encoded = base64.b64encode(noise(6000))
    assert find_encoded_noise(b"\r\n" * 2000 + encoded) == "base64"
    assert find_encoded_noise(b" " * 3000 + noise(3000).hex(" ").encode()) == "hex"
    assert find_encoded_noise(encoded[:4000] + b"\x7f" + encoded[4000:]) != "base64"


def test_words_that_stand_for_bytes_are_found_behind_a_page_of_few() -> None:
    chosen = [WORDS[value] for value in noise(20_000)]
    assert find_encoded_noise(b" ".join(chosen)) == "words or numbers"
    prose = b" ".join(b"word%d" % (number * 7919 % 5003) for number in range(3000))
    assert find_encoded_noise(prose + b" " + b" ".join(chosen)) is None
