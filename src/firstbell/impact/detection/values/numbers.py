"""Numbers that are worth something to a thief, told from numbers that only look so.

Sources: SSA (numbers it calls invalid); ABA routing number policy (prefixes, check digit); ISO 13616 (IBAN).
"""

from __future__ import annotations

from firstbell.record.issued_numbers import may_be_card, may_be_itin, may_be_ssn

# a number of one of these may have the shape of a person's; a regular expression
THING_WORDS = (
    r"s/n|parts?|skus?|isbn|items?|orders?|models?|serials?|invoices?|po|p\.o\.|assets?|tracking|catalog(?:ue)?|stock"
    r"|ref|lots?|products?|case|quotes?|tickets?|upc|doi|barcodes?|inv|w\.?/?o|reqs?|requisitions?"
)

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


def is_ssn(digits: str) -> bool:
    """Whether nine digits can be somebody's social security number."""
    return may_be_ssn(digits) and digits not in _NOBODY


def is_itin(digits: str) -> bool:
    """Whether nine digits can be a taxpayer's number (ITIN or ATIN)."""
    return may_be_itin(digits) and digits not in _NOBODY


def is_card(digits: str) -> bool:
    """Whether these digits can be somebody's payment card."""
    return len(set(digits)) >= 3 and may_be_card(digits)


def is_routing(digits: str) -> bool:
    """Whether nine digits can be a bank's routing number; a text of other characters is none."""
    if len(digits) != 9 or not (digits.isascii() and digits.isdecimal()):
        return False
    if not (1 <= int(digits[:2]) <= 12 or 21 <= int(digits[:2]) <= 32 or 61 <= int(digits[:2]) <= 72):
        return False
    one, two, three = (sum(int(digits[at]) for at in range(start, 9, 3)) for start in range(3))
    return (3 * one + 7 * two + three) % 10 == 0


def is_iban(text: str) -> bool:
    """Whether this is an international account number whose check digits fit."""
    plain = text.replace(" ", "").upper()
    if not 15 <= len(plain) <= 34:
        return False
    moved = plain[4:] + plain[:4]
    return moved.isascii() and moved.isalnum() and int("".join(str(int(c, 36)) for c in moved)) % 97 == 1


def is_bank(cell: str) -> bool:
    """Whether a cell is a bank's routing number, alone or with an account behind it.

    >>> is_bank("091000019 / 7004341510"), is_bank("091000019"), is_bank("7004341510")
    (True, True, False)
    """
    routing, _, account = cell.partition("/")
    is_plain = not account or account.strip().isdigit()
    return is_plain and routing.strip().isdigit() and is_routing(routing.strip())
