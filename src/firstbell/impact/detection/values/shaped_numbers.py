r"""Numbers that have the shape of social security numbers and stand in a text again and again: whether they
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

from firstbell.impact.detection.values.numbers import are_in_series, is_itin, is_ssn

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
