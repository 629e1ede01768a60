r"""Numbers that are worth something to a thief, told from numbers that only look so.

Sources: SSA (numbers it calls invalid); ABA routing number policy (prefixes, check digit); ISO 13616 (IBAN).

Numbers that have the shape of social security numbers and stand in a text again and again: whether they
are those of things.

Three signs tell, where no word calls them what they look like: one and the same word stands before each, and
it is the name of something else; they follow each other; or some of them can be nobody's, as one in nine is
where chance made them.

>>> text = b"\n".join(b"dock %d pump %d-45-2210" % (n, 310 + n) for n in range(6))
>>> are_of_things(text), are_of_things(text.replace(b"pump", b"ssn"))
(True, False)
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from firstbell.base.issued_numbers import is_routing, may_be_card, may_be_itin, may_be_ssn

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


# an account of a budget has a part for each of fund, place, program, course and object: "01-005-810-000-350"
_LEDGER = re.compile(r"\d{1,3}(?:[-.]\d{2,4}){4,}")
# so far apart two numbers of one series may be
_FEWEST_IN_SERIES, _SERIES_SHARE, _NEXT = 3, 0.6, 9


def is_ledger(text: str) -> bool:
    """Whether this is an account of a budget, in which nobody has money.

    >>> is_ledger("01-005-810-000-350"), is_ledger("4111-1111-1111-1111"), is_ledger("0012 4471")
    (True, False, False)
    """
    return _LEDGER.fullmatch(text.strip()) is not None


def are_in_series(numbers: Sequence[str]) -> bool:
    """Whether numbers of one column follow each other, as those of things do that were bought together: no
    two people in a list are given their numbers one right behind the other.

    >>> are_in_series(["118-40-2201", "118-40-2202", "118-40-2203"])
    True
    >>> are_in_series(["531-22-9917", "531-22-9918", "676-32-5424"])
    False
    """
    digits = [int("".join(filter(str.isdigit, one)) or "0") for one in numbers]
    steps = [0 < behind - before <= _NEXT for before, behind in pairwise(digits)]
    return len(digits) >= _FEWEST_IN_SERIES and sum(steps) > _SERIES_SHARE * len(steps)


def is_ssn(digits: str) -> bool:
    """Whether nine digits can be somebody's social security number."""
    return may_be_ssn(digits) and digits not in _NOBODY


def is_itin(digits: str) -> bool:
    """Whether nine digits can be a taxpayer's number (ITIN or ATIN)."""
    return may_be_itin(digits) and digits not in _NOBODY


def is_card(digits: str) -> bool:
    """Whether these digits can be somebody's payment card."""
    return len(set(digits)) >= 3 and may_be_card(digits)


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


_NUMBER = re.compile(rb"([^\W\d_][\w./]*)?[ \t:#=]{0,3}(?<![\w/-])(\d{3}-\d\d-\d{4})(?![\w/-])")
_FEWEST = 4
# share of the numbers that have one word before them; share of those that can be somebody's, from so many on
_SAME, _ISSUED, _FEWEST_COUNTED = 0.9, 0.95, 12
# words that say of a number no more than that it is one, or whose it is
_NEUTRAL = re.compile(
    rb"(?:id|ids|no|nbr|num|number|nos|ee|emp|employee|stu|student|person|member|mbr|ssn?|ss|soc|sec|security|"
    rb"social|tin|itin|tax|taxpayer|payee|subscriber|insured|patient|applicant|claimant|dependent|spouse|name|"
    rb"jr|sr|ii|iii|iv|[a-z])\.?"
)


def are_of_things(folded: bytes) -> bool:
    """Whether the numbers of a passage that no word calls social security numbers are those of things."""
    if trades_goods(folded):
        return True
    words: Counter[bytes] = Counter()
    numbers: list[str] = []
    for match in _NUMBER.finditer(folded):
        words[match[1] or b""] += 1
        numbers.append(match[2].replace(b"-", b"").decode())
    if are_in_series(numbers):
        return True
    if len(numbers) < _FEWEST:
        return False
    ((word, times),) = words.most_common(1)
    if word and times >= _SAME * len(numbers):
        return not _NEUTRAL.fullmatch(word)
    issued = sum(is_ssn(one) or is_itin(one) for one in numbers)
    return len(numbers) >= _FEWEST_COUNTED and issued < _ISSUED * len(numbers)


# orders, invoices and the like between firms: what stands behind these marks is counted or sold
_TRADE = re.compile(
    rb"(?:^|[~\n])[ \t\r]*st(?P<part>[*|^+])(?:810|820|830|832|840|843|846|850|852|855|856|857|860|861|865|"
    rb"867|870|880|940|943|944|945|997)(?P=part)"
)


def trades_goods(folded: bytes) -> bool:
    """Whether a text is a message between firms of what is ordered, sent or paid, as programs write these.

    >>> trades_goods(b"isa*00~st*850*0001~po1*1*4*ea*9.5**vp*310022*pd*splint~")
    True
    >>> trades_goods(b"isa*00~st*834*0001~ins*y*18~")
    False
    """
    return b"isa" in folded and _TRADE.search(folded) is not None
