"""Numbers that authorities and banks issue to people, told by their digits alone.

Sources: SSA, "Social Security Number Randomization" (2011); IRS Publication 1915 (groups of ITIN and ATIN);
ISO/IEC 7812 and the issuers' published ranges (cards); ABA, "Routing Number Policy and Procedures" (banks).
"""

from __future__ import annotations

import re

# issuer's prefix, and the lengths that its cards have
_ISSUERS = (
    (re.compile(r"4"), (13, 16, 19)),
    (re.compile(r"5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720"), (16,)),
    (re.compile(r"3[47]"), (15,)),
    (re.compile(r"6011|65|64[4-9]"), (16, 19)),
    (re.compile(r"35(?:2[89]|[3-8])"), (16, 19)),
    (re.compile(r"30[0-5]|3[689]"), (14,)),
)


def may_be_ssn(digits: str) -> bool:
    """Whether nine digits may have been issued as a social security number.

    >>> may_be_ssn("219094567"), may_be_ssn("666094567"), may_be_ssn("900509999")
    (True, False, False)
    """
    area, group, serial = digits[:3], digits[3:5], digits[5:]
    if len(digits) != 9 or area in {"000", "666"} or area[0] == "9":
        return False
    return group != "00" and serial != "0000"


def may_be_itin(digits: str) -> bool:
    """Whether nine digits may have been issued as a taxpayer's number.

    >>> may_be_itin("900709999"), may_be_itin("900679999"), may_be_itin("219094567")
    (True, False, False)
    """
    if len(digits) != 9 or digits[0] != "9":
        return False
    group = int(digits[3:5])
    return 50 <= group <= 65 or 70 <= group <= 99


def may_be_card(digits: str) -> bool:
    """Whether these digits may be a payment card's: an issuer's prefix, a length it has, the check digit.

    >>> may_be_card("4111111111111111"), may_be_card("4111111111111112")
    (True, False)
    """
    if not any(issuer.match(digits) and len(digits) in lengths for issuer, lengths in _ISSUERS):
        return False
    total = 0
    for at, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + at % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def is_routing(digits: str) -> bool:
    """Whether nine digits can be a bank's routing number; a text of other characters is none.

    >>> is_routing("091000019"), is_routing("091000018"), is_routing("991000019")
    (True, False, False)
    """
    if len(digits) != 9 or not (digits.isascii() and digits.isdecimal()):
        return False
    if not (1 <= int(digits[:2]) <= 12 or 21 <= int(digits[:2]) <= 32 or 61 <= int(digits[:2]) <= 72):
        return False
    one, two, three = (sum(int(digits[at]) for at in range(start, 9, 3)) for start in range(3))
    return (3 * one + 7 * two + three) % 10 == 0
