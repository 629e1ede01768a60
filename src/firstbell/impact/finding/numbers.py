"""Numbers that are worth something to a thief, told from numbers that only look so.

Sources: SSA, "Social Security Number Randomization" (2011) and the numbers it calls invalid; IRS Publication
1915 (ITIN groups); ISO/IEC 7812 (cards); ABA routing number policy (prefixes, check digit).
"""

from __future__ import annotations

import re

# printed in wallets and advertisements, or too even to be anybody's
_NOBODY = frozenset(
    [
        "078051120",
        "219099999",
        "123456789",
        "987654321",
        "457555462",
        "111111111",
        "222222222",
        "333333333",
        "444444444",
        "555555555",
        "777777777",
        "888888888",
        "121212121",
        "123123123",
        "001010001",
        "012345678",
        "111223333",
        "123121234",
        "111111112",
    ]
)
_ISSUERS = (
    (re.compile(r"4"), (13, 16, 19)),
    (re.compile(r"5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720"), (16,)),
    (re.compile(r"3[47]"), (15,)),
    (re.compile(r"6011|65|64[4-9]"), (16, 19)),
    (re.compile(r"35(?:2[89]|[3-8])"), (16, 19)),
    (re.compile(r"30[0-5]|3[689]"), (14,)),
)


def is_ssn(digits: str) -> bool:
    """Whether nine digits can be somebody's social security number."""
    area, group, serial = digits[:3], digits[3:5], digits[5:]
    if len(digits) != 9 or digits in _NOBODY or area in {"000", "666"} or area[0] == "9":
        return False
    return group != "00" and serial != "0000"


def is_itin(digits: str) -> bool:
    """Whether nine digits can be a taxpayer's number (ITIN or ATIN)."""
    group = int(digits[3:5]) if len(digits) == 9 else 0
    return (
        len(digits) == 9
        and digits[0] == "9"
        and (50 <= group <= 65 or 70 <= group <= 99)
        and digits not in _NOBODY
    )


def is_card(digits: str) -> bool:
    """Whether these digits can be a payment card's number."""
    if len(set(digits)) < 3 or not any(i.match(digits) and len(digits) in lengths for i, lengths in _ISSUERS):
        return False
    total = 0
    for at, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + at % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def is_routing(digits: str) -> bool:
    """Whether nine digits can be a bank's routing number."""
    if len(digits) != 9 or not (
        1 <= int(digits[:2]) <= 12 or 21 <= int(digits[:2]) <= 32 or 61 <= int(digits[:2]) <= 72
    ):
        return False
    one, two, three = (sum(int(digits[at]) for at in range(start, 9, 3)) for start in range(3))
    return (3 * one + 7 * two + three) % 10 == 0


def is_iban(text: str) -> bool:
    """Whether this is an international account number whose check digits fit."""
    plain = text.replace(" ", "").upper()
    if not 15 <= len(plain) <= 34:
        return False
    moved = plain[4:] + plain[:4]
    return moved.isalnum() and int("".join(str(int(c, 36)) for c in moved)) % 97 == 1
