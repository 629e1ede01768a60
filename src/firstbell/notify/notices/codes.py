"""The code of a letter, by which a family can check that it is genuine: short, hard to guess or mistype.

Twelve characters of 32 that nobody confuses: eleven of an HMAC under a key of the case's sealed store
(55 bits), one that catches a mistyped character.
"""

from __future__ import annotations

import hmac

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ" + "L"
_LENGTH = 11
_MISREAD = str.maketrans({"0": "Q", "O": "Q", "1": "L", "I": "L"})


def make_code(key: bytes, letter_id: str) -> str:
    """The code of a letter, as XXXX-XXXX-XXXX."""
    number = int.from_bytes(hmac.digest(key, letter_id.encode(), "sha256")[:8], "big")
    digits = []
    for _ in range(_LENGTH):
        number, at = divmod(number, 32)
        digits.append(_ALPHABET[at])
    text = "".join(digits) + _check("".join(digits))
    return "-".join(text[at : at + 4] for at in range(0, 12, 4))


def clean_code(text: str) -> str | None:
    """A code as somebody typed or said it, in its own form; None where it cannot be one."""
    kept = "".join(character for character in text.upper() if character.isalnum()).translate(_MISREAD)
    if len(kept) != _LENGTH + 1 or not set(kept) <= set(_ALPHABET) or _check(kept[:_LENGTH]) != kept[_LENGTH]:
        return None
    return "-".join(kept[at : at + 4] for at in range(0, 12, 4))


def _check(text: str) -> str:
    # places weigh 1, 3, 5, ...: odd factors modulo 32 catch every single slip, and nearly every swap
    total = sum((2 * at + 1) * _ALPHABET.index(character) for at, character in enumerate(text))
    return _ALPHABET[total % 32]
